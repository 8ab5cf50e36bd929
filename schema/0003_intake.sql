-- Papers on their way in: uploaded, read by a confined child, looked at, accepted or dropped.
CREATE TABLE intake (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    bytes       INTEGER NOT NULL,
    content     TEXT NOT NULL,            -- base64 of the file; empty once accepted (the document has it) or dropped
    state       TEXT NOT NULL CHECK (state IN ('received', 'reading', 'read', 'refused', 'accepted', 'dropped')),
    percent     INTEGER NOT NULL,
    step        TEXT NOT NULL,            -- a word of domain/intake.h; pages say it in the reader's language
    tries       INTEGER NOT NULL,         -- how often a worker began to read it
    taken_by    TEXT,                     -- worker that reads it: "host pid start"
    beat_at     TEXT,                     -- last sign of life of that worker
    place       TEXT,                     -- of a refusal: file and line
    why         TEXT,
    why_en      TEXT,
    reading     TEXT,                     -- {"kind","encoding","text","records","findings","notes"}
    report      TEXT,                     -- what accepting would do; once accepted, what it did
    actor       TEXT NOT NULL,
    received_at TEXT NOT NULL,
    decided_at  TEXT,
    decided_by  TEXT
) STRICT;
CREATE INDEX intake_state ON intake (state, id);
-- The same bytes wait once.
CREATE UNIQUE INDEX intake_waiting ON intake (sha256) WHERE state IN ('received', 'reading', 'read');
