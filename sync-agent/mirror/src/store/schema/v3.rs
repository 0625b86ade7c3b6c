//! Schema version 3. Frozen: a later version is a module of its own that starts from this one.
//!
//! - `document.row` is in date order (see `rows.rs`), so the newest hits are the largest row numbers.
//! - `run`, `block`: the index, whose tables `index::CREATE` makes (see `index`): every token of a document once (see `tokens.rs`), of a name too. `run.kind` is 1 for
//!   documents, 2 for names; `run.rows` the rows of its documents; `block.first` the first token of the block.
//! - `body.codec`: 1 = zstd without dictionary; from 2 on, with the dictionary of that number. `body.shape` is zstd
//!   without dictionary (see `shape.rs`).
//! - `sample`: documents whose phrases made the newest dictionary; `state.lost` counts those that have gone since.
//! - `tally`: how many documents share category, agency, year (0: none) and validity; feeds the browse pages.
//! - `name`: agencies (kind 1) and subjects (kind 2) with the number of their documents.
//! - `state.removed`, `state.replaced`: documents gone or rewritten since traces were last erased; their text may still
//!   stand in the raw file.

/// Creates everything in a file that has none of these tables.
pub const CREATE: &str = "
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  repository TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  issued TEXT NOT NULL, expires TEXT NOT NULL, checked TEXT NOT NULL, changed TEXT NOT NULL,
  filling INTEGER, documents INTEGER NOT NULL, removed INTEGER NOT NULL, replaced INTEGER NOT NULL,
  lost INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, '', 0, 0, '', '', '', '', NULL, 0, 0, 0, 0);

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
CREATE TABLE sample (row INTEGER PRIMARY KEY) STRICT;

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

CREATE TABLE name (
  row INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL, text TEXT NOT NULL, count INTEGER NOT NULL,
  UNIQUE (kind, text)
) STRICT;

";
