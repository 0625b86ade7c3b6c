//! Schema version 3. Frozen.
//!
//! The same tables. The slip key lies in a file of its own, see `chain::key`: a program that looks for it here must not open this file
//! and draw another.

pub(super) const UP: &str = "";
