-- From version 2 to 3: an article may be in several documents.
CREATE TABLE holding (
    document INTEGER NOT NULL REFERENCES document (number) ON DELETE RESTRICT,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (document, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX holding_article ON holding (article_id);
INSERT INTO holding SELECT document, id FROM article WHERE document IS NOT NULL;
DROP INDEX article_document;
ALTER TABLE article DROP COLUMN document;
-- Until now only the last document of an article was known: the others are read once more.
UPDATE document SET state = NULL WHERE number NOT IN (SELECT document FROM holding);
