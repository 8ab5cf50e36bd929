-- National review sheets, the organisations in them, the text index, and one row a programme for lists.
-- Children of a sheet (sheet_*) are written only together with their sheet, in bulk; they carry no foreign key, since
-- PostgreSQL checks one by one. tests/e2e/scale.sh looks for orphans.

-- A file of many records that was taken in: how far it came and what became of its rows.
CREATE TABLE import_run (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    bytes      INTEGER NOT NULL,          -- as it lay on disk
    started_at TEXT NOT NULL,
    ended_at   TEXT,                      -- NULL: did not come to its end; run it again
    actor      TEXT NOT NULL,
    read_rows  INTEGER NOT NULL,
    new_rows   INTEGER NOT NULL,
    changed_rows INTEGER NOT NULL,
    same_rows  INTEGER NOT NULL,
    broken_rows INTEGER NOT NULL
) STRICT;

-- Rows that could not be taken, each with its place and reason.
CREATE TABLE import_problem (
    id      INTEGER PRIMARY KEY,
    run_id  INTEGER NOT NULL REFERENCES import_run(id),
    file    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    field   TEXT,
    level   TEXT NOT NULL,                -- error: left out; warning: taken, but look
    text    TEXT NOT NULL,
    text_en TEXT NOT NULL
) STRICT;
CREATE INDEX import_problem_run ON import_problem (run_id);

-- What bodies are compressed against (zstd); a body names its dictionary, so none is ever changed.
CREATE TABLE dictionary (
    id   INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                   -- of the import it was made for
    data BLOB NOT NULL
) STRICT;

-- What a ministry published for one programme in one year; a changed sheet is a new version, never changed itself.
CREATE TABLE review_sheet (
    id           INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL,
    source       TEXT NOT NULL,           -- judgit, rs
    sheet_key    TEXT NOT NULL,           -- what makes it the same sheet: judgit:2018:文部科学省:0291, rs:2024:7615
    version      INTEGER NOT NULL,
    newest       INTEGER NOT NULL,        -- 1 for the last version of sheet_key
    sheet_fy     INTEGER NOT NULL,
    number       TEXT,                    -- 事業番号 as printed
    project_id   INTEGER,                 -- 予算事業ID of the RS system
    group_id     INTEGER,                 -- 事業ID of JUDGIT!
    kind         TEXT,                    -- レビューシート, 基金シート ...
    ministry     TEXT NOT NULL,
    office       TEXT,                    -- 局庁・課室 as printed
    chief        TEXT,
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,           -- folded, for matching
    office_key   TEXT,
    from_fy      INTEGER,
    to_fy        INTEGER,
    budget_yen   INTEGER,                 -- headline: budget of the newest year that has one
    executed_yen INTEGER,                 -- headline: execution of the newest year that has one
    outcomes     INTEGER NOT NULL,
    outputs      INTEGER NOT NULL,
    payees       INTEGER NOT NULL,
    flags        INTEGER NOT NULL,        -- bits of domain/flags.def
    sha256       TEXT NOT NULL,
    body         BLOB NOT NULL,           -- the sheet as it came, zstd
    dictionary   INTEGER NOT NULL,        -- 0: none
    run_id       INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    recorded_at  TEXT NOT NULL,
    actor        TEXT NOT NULL,
    UNIQUE (sheet_key, version)
) STRICT;
CREATE INDEX review_sheet_programme ON review_sheet (programme_id, sheet_fy);
CREATE INDEX review_sheet_number ON review_sheet (sheet_fy, ministry, number);
CREATE INDEX review_sheet_name ON review_sheet (name_key);
CREATE INDEX review_sheet_project ON review_sheet (project_id);

-- Money of one year as one sheet states it, in yen. account '' is the sheet's total.
CREATE TABLE sheet_money (
    sheet_id      INTEGER NOT NULL,
    fy            INTEGER NOT NULL,
    account       TEXT NOT NULL,
    initial       INTEGER,
    supplementary INTEGER,
    carried_in    INTEGER,
    carried_out   INTEGER,                -- as printed: minus where money left for the next year
    reserve       INTEGER,
    current       INTEGER,
    executed      INTEGER,
    request       INTEGER,
    PRIMARY KEY (sheet_id, fy, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE sheet_indicator (
    sheet_id     INTEGER NOT NULL,
    place        INTEGER NOT NULL,        -- order in the sheet
    kind         TEXT NOT NULL,           -- activity, output, outcome
    stage        TEXT,                    -- 短期 中期 長期
    name         TEXT NOT NULL,
    name_key     TEXT,                    -- folded; NULL where it is the name itself
    target       TEXT,                    -- 成果目標
    unit         TEXT,
    goal_text    TEXT,                    -- 目標値 as printed
    goal_fy      INTEGER,                 -- 目標最終年度
    PRIMARY KEY (sheet_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE sheet_value (
    sheet_id INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    fy       INTEGER NOT NULL,
    actual   REAL,
    target   REAL,
    PRIMARY KEY (sheet_id, place, fy)
) STRICT, WITHOUT ROWID;

-- Who receives money: by corporate number where one is printed, else by name.
CREATE TABLE organisation (
    id       INTEGER PRIMARY KEY,
    org_key  TEXT NOT NULL UNIQUE,        -- the 13 digits, or n:folded name
    number   TEXT,                        -- 法人番号
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL,
    ror      TEXT                         -- of the register of research organisations, where a name is the same
) STRICT;
CREATE INDEX organisation_name ON organisation (name_key);

-- Kept by organisation, for what it received over the years; the payees of one sheet, with their texts, are in its body
-- (review_payees in domain/review_show.h).
CREATE TABLE sheet_payee (
    organisation_id INTEGER NOT NULL,     -- 0: neither a name nor a number is printed
    sheet_id        INTEGER NOT NULL,
    place           INTEGER NOT NULL,     -- order in the sheet
    kind            TEXT NOT NULL,        -- payee, expense, contract
    fy              INTEGER,
    block           TEXT,
    no              INTEGER,
    yen             INTEGER,
    PRIMARY KEY (organisation_id, sheet_id, place)
) STRICT, WITHOUT ROWID;

-- The chain of payments: from block (NULL: the ministry itself) to block.
CREATE TABLE sheet_flow (
    sheet_id   INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    from_block TEXT,
    to_block   TEXT,
    from_name  TEXT,
    to_name    TEXT,
    note       TEXT,
    PRIMARY KEY (sheet_id, place)
) STRICT, WITHOUT ROWID;

-- 道筋: from activity to output to outcome, as the sheet connects them.
CREATE TABLE sheet_path (
    sheet_id  INTEGER NOT NULL,
    place     INTEGER NOT NULL,
    from_no   TEXT,
    from_kind TEXT,
    from_stage TEXT,
    from_text TEXT,
    to_no     TEXT,
    to_kind   TEXT,
    to_stage  TEXT,
    to_text   TEXT,
    why       TEXT,
    PRIMARY KEY (sheet_id, place)
) STRICT, WITHOUT ROWID;

-- 指摘: inspection, outside experts, review team, what was changed in answer, earlier and other remarks.
CREATE TABLE sheet_remark (
    sheet_id INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    kind     TEXT NOT NULL,               -- inspection, direction, effect, expert, open-review, team, answer, past, other
    fy       INTEGER,
    category TEXT,                        -- 現状通り, 事業内容の一部改善 ...
    text     TEXT,
    answer   TEXT,
    PRIMARY KEY (sheet_id, place)
) STRICT, WITHOUT ROWID;

-- Lineage: two programmes (or a programme and a sheet that is not here yet), and who says so.
CREATE TABLE programme_link (
    id         INTEGER PRIMARY KEY,
    from_id    INTEGER NOT NULL REFERENCES programme(id),
    to_id      INTEGER REFERENCES programme(id),  -- NULL: waits for to_key
    to_key     TEXT NOT NULL,             -- rs-project:7615, judgit:2017:文部科学省:0290, programme:12
    kind       TEXT NOT NULL,             -- same, launched-as, split, merged, transferred, successor, related
    state      TEXT NOT NULL,             -- proposed, confirmed, rejected
    score      REAL,
    reasons    TEXT NOT NULL,             -- JSON: [{ja, en}]
    basis      TEXT NOT NULL,             -- own-link, number, name, pack, person
    made_at    TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    decided_at TEXT,
    decided_by TEXT,
    UNIQUE (from_id, to_key, kind)
) STRICT;
CREATE INDEX programme_link_to ON programme_link (to_id);
CREATE INDEX programme_link_key ON programme_link (to_key);

-- One row a programme for lists: the newest of what is known, made again whenever a record or a sheet comes in.
CREATE TABLE programme_face (
    programme_id INTEGER PRIMARY KEY REFERENCES programme(id),
    version_id   INTEGER,                 -- newest evaluation record
    sheet_id     INTEGER,                 -- newest review sheet
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    kind         TEXT,
    ministry     TEXT,
    office_key   TEXT NOT NULL,           -- folded: ministry, office, division
    committee_key TEXT NOT NULL,
    fy           INTEGER,                 -- of the newest record or sheet
    first_fy     INTEGER,                 -- of the oldest
    from_fy      INTEGER,
    to_fy        INTEGER,
    money_yen    INTEGER,                 -- requested, or the headline budget
    executed_yen INTEGER,
    sheets       INTEGER NOT NULL,
    reports      INTEGER NOT NULL,
    outcomes     INTEGER NOT NULL,
    outputs      INTEGER NOT NULL,
    payees       INTEGER NOT NULL,
    flags        INTEGER NOT NULL
) STRICT;
CREATE INDEX programme_face_money ON programme_face (money_yen);
CREATE INDEX programme_face_fy ON programme_face (fy);
CREATE INDEX programme_face_ministry ON programme_face (ministry);
CREATE INDEX programme_face_name ON programme_face (name);

-- The text index (store/search.h).
CREATE TABLE search_doc (
    id           INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL,
    kind         INTEGER NOT NULL,        -- 0 review sheet, 1 evaluation record
    ref          INTEGER NOT NULL,        -- review_sheet.id or programme_version.id
    fy           INTEGER NOT NULL,
    live         INTEGER NOT NULL
) STRICT;
CREATE INDEX search_doc_ref ON search_doc (kind, ref);
CREATE INDEX search_doc_fy ON search_doc (fy, programme_id);
CREATE TABLE search_segment (
    id       INTEGER PRIMARY KEY,
    bytes    INTEGER NOT NULL,
    postings INTEGER NOT NULL
) STRICT;
CREATE TABLE search_gram (
    segment INTEGER NOT NULL,
    first   INTEGER NOT NULL,
    data    BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_gram_first ON search_gram (segment, first);
CREATE TABLE search_state (
    id         INTEGER PRIMARY KEY,
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO search_state (id, generation) VALUES (1, 0);

-- 予算の事項: the ministry of finance's lines; one line is not one programme.
CREATE TABLE budget_item (
    id           INTEGER PRIMARY KEY,
    item_key     TEXT NOT NULL UNIQUE,    -- fiscal year and the id of the paper
    fy           INTEGER NOT NULL,
    account      TEXT NOT NULL,           -- general, special, agency
    budget_kind  TEXT NOT NULL,           -- 当初予算, 補正予算（第1号）, 決算
    ministry     TEXT NOT NULL,
    organisation TEXT,
    section      TEXT,
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    amount       INTEGER,
    previous     INTEGER,
    spent        INTEGER,
    carried_out  INTEGER,
    description  TEXT,
    sha256       TEXT NOT NULL,
    run_id       INTEGER NOT NULL
) STRICT;
CREATE INDEX budget_item_name ON budget_item (name_key);

-- The register of research organisations (ROR); names in every language that it knows.
CREATE TABLE ror (
    id        INTEGER PRIMARY KEY,
    ror       TEXT NOT NULL UNIQUE,       -- https://ror.org/...
    name      TEXT NOT NULL,
    country   TEXT,
    status    TEXT NOT NULL,
    kinds     TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    run_id    INTEGER NOT NULL
) STRICT;
CREATE TABLE ror_name (
    ror_id   INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    lang     TEXT,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (ror_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX ror_name_key ON ror_name (name_key);

-- What lists look for in an evaluation record, folded (base/fold.h); set when the record comes in, or later by
-- domain/face.c for records that were there before this schema.
ALTER TABLE programme_version ADD COLUMN ministry TEXT;
ALTER TABLE programme_version ADD COLUMN office_key TEXT;
ALTER TABLE programme_version ADD COLUMN committee_key TEXT;
ALTER TABLE indicator ADD COLUMN search_key TEXT;
