-- A programme first known from its sheets or a report has a key made of year and name. A pack gives it the key that people
-- use; the address it had before still leads to it.
CREATE TABLE programme_alias (
    key          TEXT PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programme(id)
) STRICT;
