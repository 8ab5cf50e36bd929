-- Each evaluation of a programme is a record of its own: "ex-ante", "interim:2026", "ex-post:2029"; a version
-- follows the version before it of the same evaluation. programme.main_version is what lists show.
ALTER TABLE programme_version ADD COLUMN evaluation TEXT NOT NULL DEFAULT 'ex-ante';
ALTER TABLE programme_version ADD COLUMN as_of TEXT;
ALTER TABLE programme ADD COLUMN main_version INTEGER;
UPDATE programme SET main_version = (SELECT max(v.id) FROM programme_version v WHERE v.programme_id = programme.id);
CREATE INDEX programme_version_evaluation ON programme_version (programme_id, evaluation, version);
