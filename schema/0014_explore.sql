-- What portfolio, statistics, comparisons and checks read of a review sheet: one narrow row for each newest sheet, so that
-- counting over all of them opens no body. Made again with the programme's row (domain/face.c); what the checks found of it
-- stands as bits (domain/flags.def), and the readings behind a bit are worked out when someone looks (engine/sheet_check.h).
CREATE TABLE sheet_face (
    sheet_id     INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL,
    fy           INTEGER NOT NULL,        -- of the sheet
    ministry     TEXT NOT NULL,
    budget_yen   INTEGER,                 -- of the sheet's own year
    spent_fy     INTEGER,                 -- the newest finished year it reports ...
    spent_budget INTEGER,                 -- ... what could be spent in it ...
    executed_yen INTEGER,                 -- ... and what was
    outcomes     INTEGER NOT NULL,
    outputs      INTEGER NOT NULL,
    payees       INTEGER NOT NULL,
    quantified   INTEGER NOT NULL,        -- outcome indicators that have a number as target
    judged       INTEGER NOT NULL,        -- outcome indicators with target and actual of one year
    attained     INTEGER NOT NULL,        -- of these, in the newest such year
    flags        INTEGER NOT NULL,
    checked      INTEGER NOT NULL         -- 0: waits for the checks that look at a programme's years together
) STRICT;
CREATE INDEX sheet_face_programme ON sheet_face (programme_id, fy);
CREATE INDEX sheet_face_fy ON sheet_face (fy, ministry);
CREATE INDEX sheet_face_waits ON sheet_face (programme_id) WHERE checked = 0;

-- What stores that hold sheets already lack.
INSERT INTO sheet_face (sheet_id, programme_id, fy, ministry, budget_yen, spent_fy, spent_budget, executed_yen, outcomes, outputs, payees,
        quantified, judged, attained, flags, checked)
    SELECT s.id, s.programme_id, s.sheet_fy, s.ministry, s.budget_yen, m.fy, m.current, m.executed, s.outcomes, s.outputs, s.payees, 0, 0, 0, s.flags, 0
    FROM review_sheet s LEFT JOIN sheet_money m ON m.sheet_id = s.id AND m.account = '' AND m.fy =
        (SELECT max(x.fy) FROM sheet_money x WHERE x.sheet_id = s.id AND x.account = '' AND x.fy < s.sheet_fy AND x.executed IS NOT NULL)
    WHERE s.newest = 1;

-- The same added up by year, ministry and flags, made when a pass of the checks ends; empty, or with a sheet that waits for the
-- checks, it says nothing and sheet_face is counted itself.
CREATE TABLE sheet_total (
    fy           INTEGER NOT NULL,
    ministry     TEXT NOT NULL,
    flags        INTEGER NOT NULL,
    sheets       INTEGER NOT NULL,
    budget_yen   INTEGER NOT NULL,
    spent_budget INTEGER NOT NULL,        -- with the next: of sheets that report both
    executed_yen INTEGER NOT NULL,
    outcomes     INTEGER NOT NULL,        -- sheets with an outcome
    quantified   INTEGER NOT NULL,        -- sheets with a number as target
    judged       INTEGER NOT NULL,
    attained     INTEGER NOT NULL,
    PRIMARY KEY (fy, ministry, flags)
) STRICT, WITHOUT ROWID;

-- Searches that people keep are of more than one page now.
ALTER TABLE filter ADD COLUMN place TEXT NOT NULL DEFAULT 'programmes';
