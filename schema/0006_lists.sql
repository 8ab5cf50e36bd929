-- What lists need without opening a record: the evaluations a version plans, and which findings are of today.
CREATE TABLE evaluation_plan (
    id          INTEGER PRIMARY KEY,
    version_id  INTEGER NOT NULL REFERENCES programme_version(id),
    place       INTEGER NOT NULL,        -- position in the record's evaluations
    type        TEXT NOT NULL,           -- interim, ex-post, follow-up
    fy          INTEGER,                 -- the fiscal year meant; NULL when the text does not tell it
    every_years INTEGER,
    text        TEXT NOT NULL,
    UNIQUE (version_id, place)
) STRICT;
CREATE INDEX evaluation_plan_fy ON evaluation_plan (fy, type);
-- 1 for findings of the newest version of an evaluation.
ALTER TABLE finding ADD COLUMN present INTEGER NOT NULL DEFAULT 1;
UPDATE finding SET present = 0 WHERE version_id NOT IN
    (SELECT max(v.id) FROM programme_version v GROUP BY v.programme_id, v.evaluation);
CREATE INDEX finding_present ON finding (present, level, code);
