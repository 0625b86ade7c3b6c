//! Schema version 1. Frozen.
//!
//! `entry` and `field` are the chain: only ever appended to, except that redaction empties `salt` and `value` of a field.
//! `register` is the present state of each number, derived from the chain but for `state` while a job is under way.

pub(super) const UP: &str = "
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    seq    INTEGER PRIMARY KEY,
    kind   TEXT NOT NULL,
    number TEXT NOT NULL,
    at     TEXT NOT NULL,
    prev   BLOB NOT NULL,
    hash   BLOB NOT NULL
) STRICT;

CREATE TABLE field (
    seq        INTEGER NOT NULL REFERENCES entry (seq),
    name       TEXT NOT NULL,
    commitment BLOB NOT NULL,
    salt       BLOB,
    value      TEXT,
    PRIMARY KEY (seq, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE register (
    number      TEXT PRIMARY KEY,
    prefix      TEXT NOT NULL,
    day         TEXT NOT NULL,
    ordinal     INTEGER NOT NULL,
    request_seq INTEGER NOT NULL UNIQUE REFERENCES entry (seq),
    state       TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'done')),
    outcome_seq INTEGER REFERENCES entry (seq),
    settled_seq INTEGER REFERENCES entry (seq),
    UNIQUE (prefix, day, ordinal)
) STRICT;

CREATE INDEX register_open ON register (state) WHERE state <> 'done';
";
