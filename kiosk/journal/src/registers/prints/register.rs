//! The register of slips, as the list of registers names it.

use super::declared::{OUTCOME, REPRINT, REPRINT_OUTCOME, REQUEST, SETTLED};
use super::judge;
use crate::chain::declare::Register;
use crate::chain::number::Period;

/// The register of slips.
pub(crate) const REGISTER: Register = Register {
    name: "prints",
    letter: None,
    period: Period::Day,
    kinds: &[REQUEST, OUTCOME, SETTLED, REPRINT, REPRINT_OUTCOME],
    judge: judge::judge,
    // The table of rows knows it.
    state: |_| "",
};
