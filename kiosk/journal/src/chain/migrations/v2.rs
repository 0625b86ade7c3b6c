//! Schema version 2. Frozen.
//!
//! All entries of a number are found without reading the whole chain: registers with many kinds ask that way.

pub(super) const UP: &str = "
CREATE INDEX entry_number ON entry (number, seq);
CREATE INDEX entry_kind ON entry (kind, seq);
";
