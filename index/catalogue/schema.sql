-- The catalogue, version 3. It is the source of truth; the vector and word indexes derive from it.
CREATE TABLE library (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- What is taken in again by `depeche watch`.
CREATE TABLE input (
    name TEXT PRIMARY KEY,          -- an absolute path or an http(s) address
    options TEXT NOT NULL           -- JSON
) STRICT;

CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    state TEXT,                     -- tells this version from others; NULL: read it again
    input TEXT NOT NULL,            -- under which it was found last
    seen INTEGER NOT NULL           -- the last run that found it
) STRICT;
CREATE INDEX document_input ON document (input);

CREATE TABLE skipped (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
    address TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX skipped_document ON skipped (document);

CREATE TABLE article (
    id TEXT PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,           -- SHA-256 of everything stored of the article: has it changed?
    text TEXT NOT NULL,
    title TEXT,
    published TEXT,                 -- ISO date
    published_precision TEXT,
    published_origin TEXT,
    author TEXT,
    source TEXT,
    url TEXT,
    language TEXT,
    story TEXT,                     -- id of one of the articles that carry the same text; or NULL
    signature BLOB                  -- MinHash of the text, little-endian
) STRICT;
CREATE INDEX article_published ON article (published);
CREATE INDEX article_language ON article (language);
CREATE INDEX article_source ON article (source);
CREATE INDEX article_story ON article (story) WHERE story IS NOT NULL;

-- Which articles a document held when it was last read; the same one may be in several.
CREATE TABLE holding (
    document INTEGER NOT NULL REFERENCES document (number) ON DELETE RESTRICT,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (document, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX holding_article ON holding (article_id);

-- Articles that share a band of their signatures may be near-duplicates.
CREATE TABLE band (
    hash INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX band_article ON band (article_id);

CREATE TABLE passage (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,         -- characters of article.text, end excluded
    "end" INTEGER NOT NULL,
    vector BLOB NOT NULL            -- little-endian float32
) STRICT;
CREATE INDEX passage_article ON passage (article_id);

-- What the derived indexes have not been told yet. Replaying it is idempotent.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    passage_id TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('put', 'delete'))
) STRICT;
