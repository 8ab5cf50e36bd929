-- What a review sheet was put together from: the tables of the RS system come one by one, each from its own file.
CREATE TABLE sheet_part (
    sheet_id INTEGER NOT NULL,
    part     TEXT NOT NULL,               -- 1-1, 2-1 ... as the tables are numbered; details
    row_count INTEGER NOT NULL,
    file     TEXT NOT NULL,
    line     INTEGER NOT NULL,            -- of its first row in the file
    PRIMARY KEY (sheet_id, part)
) STRICT, WITHOUT ROWID;
