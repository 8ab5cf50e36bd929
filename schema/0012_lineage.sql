-- What people decided about links (programme_link of 0010), and public series beside the indicators of a document.

-- The programme whose page holds this one's sheets while a confirmed link says that both are the same; NULL else.
ALTER TABLE programme ADD COLUMN same_as INTEGER;
CREATE INDEX programme_same_as ON programme (same_as);

-- Sheets that stand with another programme than the one they came in for, and which that was: what undoes a link.
CREATE TABLE sheet_home (
    sheet_id     INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL
) STRICT;
CREATE INDEX sheet_home_programme ON sheet_home (programme_id);

-- Public series (catalog/series.yaml says what each is): never mixed into the values that a ministry reports.
CREATE TABLE series (
    id         INTEGER PRIMARY KEY,
    series_key TEXT NOT NULL UNIQUE,
    dataset    TEXT NOT NULL,             -- kind of the import that brings it
    run_id     INTEGER NOT NULL,          -- the newest import that brought a value
    taken_at   TEXT NOT NULL,
    notes      TEXT NOT NULL              -- JSON: [{year, ja, en}], what the import noticed in the data
) STRICT;

-- One value of a year and a part ('' is the whole, else a country); a revised value is a new version.
CREATE TABLE series_value (
    series_id INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    part      TEXT NOT NULL,
    version   INTEGER NOT NULL,
    newest    INTEGER NOT NULL,
    value     REAL NOT NULL,
    run_id    INTEGER NOT NULL,
    taken_at  TEXT NOT NULL,
    PRIMARY KEY (series_id, year, part, version)
) STRICT, WITHOUT ROWID;
