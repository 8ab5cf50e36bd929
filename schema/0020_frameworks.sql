-- Lines of the budget beside the programmes they pay, and evaluations made under other frameworks.

-- 項: what a line of the budget and the budget items of a review sheet (RS table 2-2) both name: ministry, organisation or
-- special account, section; folded (domain/budget.h). Set when lines come in, or by whoever opens an older store.
ALTER TABLE budget_item ADD COLUMN section_key TEXT;
CREATE INDEX budget_item_section ON budget_item (section_key, fy);
CREATE INDEX budget_item_fy ON budget_item (fy, id);

-- What a review sheet says it is paid from: its budget items of one section, year and paper, added up.
CREATE TABLE sheet_section (
    sheet_id    INTEGER NOT NULL,
    place       INTEGER NOT NULL,         -- order in the sheet
    fy          INTEGER NOT NULL,
    budget_kind TEXT NOT NULL,            -- 当初予算, 第1次補正予算 ...
    section_key TEXT NOT NULL,
    ministry    TEXT NOT NULL,
    organisation TEXT NOT NULL,
    section     TEXT NOT NULL,
    items       INTEGER NOT NULL,         -- 目: rows added up
    yen         INTEGER,
    request     INTEGER,                  -- for the next year
    PRIMARY KEY (sheet_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX sheet_section_key ON sheet_section (section_key, fy);
-- due 1: a store that held sheets and lines before this schema.
CREATE TABLE budget_state (
    id  INTEGER PRIMARY KEY,
    due INTEGER NOT NULL
) STRICT;
INSERT INTO budget_state (id, due) SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM review_sheet WHERE source = 'rs') OR EXISTS (SELECT 1 FROM budget_item) THEN 1 ELSE 0 END;

-- An evaluation under a framework (catalog/frameworks): of what, when, of which kind. What it says otherwise stands in
-- rated_fact, its grades in rating, the row as it came in body. A changed row is a new version.
CREATE TABLE rated (
    id           INTEGER PRIMARY KEY,
    framework    TEXT NOT NULL,
    rated_key    TEXT NOT NULL,           -- framework:number:kind:year, as the source description says
    version      INTEGER NOT NULL,
    newest       INTEGER NOT NULL,
    number       TEXT NOT NULL,           -- of the subject, as its owner gives it
    programme_id INTEGER,                 -- the programme of this store that it is, by the number of a pack or a person's word
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,           -- folded, with number and facts: what a word is looked for in
    kind         TEXT NOT NULL,           -- of evaluation, by the framework; '' where none is said
    fy           INTEGER,                 -- of the evaluation
    from_fy      INTEGER,
    to_fy        INTEGER,
    as_of        TEXT,
    apart        INTEGER,                 -- steps by which the own rating lies above the independent one, of the main criterion
    body         TEXT NOT NULL,           -- JSON: columns as printed
    sha256       TEXT NOT NULL,
    run_id       INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    recorded_at  TEXT NOT NULL,
    actor        TEXT NOT NULL,
    UNIQUE (rated_key, version)
) STRICT;
CREATE INDEX rated_list ON rated (framework, newest, fy, id);
CREATE INDEX rated_programme ON rated (programme_id);

CREATE TABLE rating (
    rated_id  INTEGER NOT NULL,
    criterion TEXT NOT NULL,              -- of the framework
    rater     TEXT NOT NULL,              -- independent, self
    grade     TEXT,                       -- of the criterion's scale; NULL: no grade (not rated, or a word the scale has not)
    step      INTEGER,                    -- its place on the scale, 1 the lowest
    printed   TEXT NOT NULL,
    PRIMARY KEY (rated_id, criterion, rater)
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_grade ON rating (criterion, rater, grade);

CREATE TABLE rated_fact (
    rated_id INTEGER NOT NULL,
    fact     TEXT NOT NULL,               -- region, country, sector ... by the framework
    value    TEXT NOT NULL,
    PRIMARY KEY (rated_id, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX rated_fact_value ON rated_fact (fact, value);
