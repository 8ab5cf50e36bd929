-- What each organisation received in all, for lists: made again by an import of sheets at its end, and by whoever opens
-- a store whose import was cut off (domain/organisation.h). Only the newest version of a sheet counts, only payees.
CREATE TABLE organisation_sum (
    organisation_id INTEGER PRIMARY KEY,
    name_key   TEXT NOT NULL,             -- as in organisation: a list is narrowed and sorted in this table alone
    numbered   INTEGER NOT NULL,          -- 1: by corporate number
    yen        INTEGER NOT NULL,          -- as stated: what was passed on to others is in it
    lines      INTEGER NOT NULL,          -- payee lines
    sheets     INTEGER NOT NULL,
    programmes INTEGER NOT NULL,
    years      INTEGER NOT NULL,
    first_fy   INTEGER,
    last_fy    INTEGER
) STRICT;
CREATE INDEX organisation_sum_yen ON organisation_sum (yen);
-- due 1: sheets came in after the sums were made.
CREATE TABLE organisation_state (
    id  INTEGER PRIMARY KEY,
    due INTEGER NOT NULL
) STRICT;
INSERT INTO organisation_state (id, due) SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM review_sheet) THEN 1 ELSE 0 END;
