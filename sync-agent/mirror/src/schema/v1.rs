//! Schema version 1. Frozen: a later version is a module of its own that starts from this one.
//!
//! - `document.row` is in date order (see `rows.rs`), so the newest hits are the largest row numbers.
//! - `text_index`: pairs of characters and ready tokens of everything, without positions and without the text.
//! - `small_index`: pairs of the small fields with positions, for bm25.
//! - `body.codec`: 1 = zstd level 3 without dictionary; from 2 on, a dictionary of that number in `dictionary`.
//! - `tally`: how many documents share category, agency, year (0: none) and validity; feeds the browse pages.
//! - `state.removed`, `state.replaced`: documents gone or rewritten since traces were last erased; their text may still
//!   stand in the raw file.

/// Creates everything in an empty file.
pub const CREATE: &str = "
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  repository TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  issued TEXT NOT NULL, expires TEXT NOT NULL, checked TEXT NOT NULL, changed TEXT NOT NULL,
  filling INTEGER, documents INTEGER NOT NULL, removed INTEGER NOT NULL, replaced INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, '', 0, 0, '', '', '', '', NULL, 0, 0, 0);

CREATE TABLE document (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL,
  title TEXT NOT NULL, agency TEXT NOT NULL, doc_no TEXT, index_no TEXT, subjects TEXT NOT NULL,
  category TEXT NOT NULL, date TEXT NOT NULL, validity TEXT NOT NULL, applied TEXT NOT NULL
) STRICT;

CREATE TABLE body (
  row INTEGER PRIMARY KEY,
  codec INTEGER NOT NULL,
  text_bytes INTEGER NOT NULL, text BLOB NOT NULL,
  shape_bytes INTEGER NOT NULL, shape BLOB NOT NULL
) STRICT;
CREATE TABLE dictionary (codec INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

CREATE TABLE relation (
  row INTEGER NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL,
  PRIMARY KEY (row, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_target ON relation (target, kind, row);

CREATE TABLE attachment (
  row INTEGER NOT NULL, sha256 TEXT NOT NULL,
  PRIMARY KEY (row, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_sha256 ON attachment (sha256);

CREATE TABLE tally (
  category TEXT NOT NULL, agency TEXT NOT NULL, year INTEGER NOT NULL, validity TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (category, agency, year, validity)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE text_index USING fts5(
  text, keys, content='', contentless_delete=1, detail=none, tokenize='pairs');
CREATE VIRTUAL TABLE small_index USING fts5(
  title, agency, number, subject, keys, content='', contentless_delete=1, tokenize='pairs');
INSERT INTO small_index(small_index, rank) VALUES ('rank', 'bm25(10.0, 2.0, 8.0, 3.0, 0.0)');
";
