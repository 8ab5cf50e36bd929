-- People who sign in: accounts, sessions, one-time links, tokens of programs, known browsers, failed attempts.
-- No secret is here: passwords are argon2id strings, of every token only the SHA-256 is kept.
CREATE TABLE account (
    id          INTEGER PRIMARY KEY,
    login       TEXT NOT NULL UNIQUE,     -- lower case
    name        TEXT NOT NULL,
    password    TEXT,                     -- argon2id; NULL until the invitation is spent
    roles       INTEGER NOT NULL,         -- bits of domain/permission.h
    created_at  TEXT NOT NULL,
    password_at TEXT,
    seen_at     TEXT,                     -- last sign-in
    closed_at   TEXT                      -- a closed account stays: the ledger names it
) STRICT;

CREATE TABLE account_link (
    id           INTEGER PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL CHECK (kind IN ('first', 'invite', 'reset')),
    account_id   INTEGER REFERENCES account(id), -- NULL for the first administrator
    made_at      TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    ends_at      TEXT NOT NULL,
    spent_at     TEXT
) STRICT;

CREATE TABLE account_session (
    id           INTEGER PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    account_id   INTEGER NOT NULL REFERENCES account(id),
    began_at     TEXT NOT NULL,
    seen_at      TEXT NOT NULL,
    ends_at      TEXT NOT NULL,
    peer         TEXT NOT NULL,
    agent        TEXT NOT NULL
) STRICT;
CREATE INDEX account_session_account ON account_session (account_id);
CREATE INDEX account_session_ends ON account_session (ends_at);

CREATE TABLE account_token (
    id           INTEGER PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    account_id   INTEGER NOT NULL REFERENCES account(id),
    label        TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    used_at      TEXT,
    ends_at      TEXT NOT NULL,
    ended_at     TEXT
) STRICT;
CREATE INDEX account_token_account ON account_token (account_id);

-- A browser in which this person has signed in before: it has a count of failures of its own, so that strangers who
-- try the person's login cannot lock the person out.
CREATE TABLE account_device (
    id           INTEGER PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    account_id   INTEGER NOT NULL REFERENCES account(id),
    seen_at      TEXT NOT NULL
) STRICT;
CREATE INDEX account_device_account ON account_device (account_id);

-- Attempts at a password not (yet) known to be right: here and not in memory, so that several servers count together.
CREATE TABLE account_attempt (
    id    INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,                  -- login:x, peer:x, device:x, own:x
    at    TEXT NOT NULL
) STRICT;
CREATE INDEX account_attempt_scope ON account_attempt (scope, at);
CREATE INDEX account_attempt_at ON account_attempt (at);
