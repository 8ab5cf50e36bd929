-- Filters that people keep for themselves; addresses hold the query, so a filter is a name for an address.
CREATE TABLE filter (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account(id),
    name       TEXT NOT NULL,
    query      TEXT NOT NULL,
    sort       TEXT NOT NULL,             -- "money desc"; "" for none
    saved_at   TEXT NOT NULL,
    UNIQUE (account_id, name)
) STRICT;
CREATE INDEX programme_version_document ON programme_version (document_id);
