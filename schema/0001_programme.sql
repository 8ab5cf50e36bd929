-- Documents, programmes and their versions, findings, the ledger.
CREATE TABLE document (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    sha256      TEXT NOT NULL UNIQUE,
    bytes       INTEGER NOT NULL,
    content     TEXT NOT NULL,            -- base64 of the file as it came
    text        TEXT NOT NULL,            -- decoded text that sources point into
    received_at TEXT NOT NULL,
    actor       TEXT NOT NULL
) STRICT;

CREATE TABLE programme (
    id   INTEGER PRIMARY KEY,
    key  TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,               -- text_key(name), for matching
    first_fy INTEGER
) STRICT;

-- A version is never changed: valid as read, recorded at.
CREATE TABLE programme_version (
    id           INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programme(id),
    version      INTEGER NOT NULL,
    document_id  INTEGER REFERENCES document(id),
    body         TEXT NOT NULL,           -- the record, canonical JSON (docs/record.md)
    sha256       TEXT NOT NULL,
    search_key   TEXT NOT NULL,           -- text_key of all text, for search
    recorded_at  TEXT NOT NULL,
    actor        TEXT NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT,
    request_fy   INTEGER,
    request_yen  INTEGER,
    total_yen    INTEGER,
    total_qualifier TEXT,
    from_fy      INTEGER,
    to_fy        INTEGER,
    division     TEXT,
    committee    TEXT,
    UNIQUE (programme_id, version)
) STRICT;

CREATE TABLE indicator (
    id           INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programme(id),
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    type         TEXT NOT NULL,
    UNIQUE (programme_id, type, name_key)
) STRICT;

-- What a version of the programme says of an indicator; position in the record.
CREATE TABLE indicator_version (
    id           INTEGER PRIMARY KEY,
    indicator_id INTEGER NOT NULL REFERENCES indicator(id),
    version_id   INTEGER NOT NULL REFERENCES programme_version(id),
    place        INTEGER NOT NULL,
    unit         TEXT,
    scope        TEXT,
    UNIQUE (indicator_id, version_id, place)
) STRICT;

CREATE TABLE observation (
    id           INTEGER PRIMARY KEY,
    indicator_version_id INTEGER NOT NULL REFERENCES indicator_version(id),
    fy           INTEGER NOT NULL,
    value        REAL,
    qualifier    TEXT NOT NULL,
    text         TEXT NOT NULL
) STRICT;

CREATE TABLE finding (
    id           INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programme(id),
    version_id   INTEGER NOT NULL REFERENCES programme_version(id),
    code         TEXT NOT NULL,
    level        TEXT NOT NULL,
    line         INTEGER,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX finding_version ON finding (version_id);

CREATE TABLE ledger (
    seq            INTEGER PRIMARY KEY,
    at             TEXT NOT NULL,
    actor          TEXT NOT NULL,
    act            TEXT NOT NULL,
    subject        TEXT NOT NULL,
    payload        TEXT NOT NULL,
    payload_sha256 TEXT NOT NULL,
    prev_hash      TEXT NOT NULL,
    hash           TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX ledger_subject ON ledger (subject);
