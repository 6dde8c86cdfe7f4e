PRAGMA journal_mode = WAL;
-- The catalogue, version 1. It is the source of truth; the vector and word indexes derive from it.
CREATE TABLE library (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE article (
    id TEXT PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,           -- SHA-256 of everything stored below: has it changed?
    text TEXT NOT NULL,
    title TEXT,
    published TEXT,                 -- ISO date
    published_precision TEXT,
    published_origin TEXT,
    source TEXT,
    url TEXT,
    language TEXT
) STRICT;
CREATE INDEX article_published ON article (published);
CREATE INDEX article_language ON article (language);
CREATE INDEX article_source ON article (source);

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
PRAGMA application_id = 1146110792; PRAGMA user_version = 1;
