-- From version 1 to 2: authors, documents and inputs, near-duplicates.
CREATE TABLE input (name TEXT PRIMARY KEY, options TEXT NOT NULL) STRICT;

CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    state TEXT,
    input TEXT NOT NULL,
    seen INTEGER NOT NULL
) STRICT;
CREATE INDEX document_input ON document (input);

CREATE TABLE skipped (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
    address TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX skipped_document ON skipped (document);
DELETE FROM library WHERE name = 'skipped';

ALTER TABLE article ADD COLUMN author TEXT;
ALTER TABLE article ADD COLUMN document INTEGER REFERENCES document (number) ON DELETE RESTRICT;
ALTER TABLE article ADD COLUMN story TEXT;
ALTER TABLE article ADD COLUMN signature BLOB;
CREATE INDEX article_document ON article (document);
CREATE INDEX article_story ON article (story) WHERE story IS NOT NULL;

-- Until now one file held one article, and was found as itself.
INSERT INTO document (address, input, seen) SELECT address, address, 0 FROM article;
UPDATE article SET document = (SELECT number FROM document WHERE document.address = article.address);

CREATE TABLE band (
    hash INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX band_article ON band (article_id);
