//! The list of registers. A new one is its file, a line here, and its words in `assets/lang/register.zh.toml`.

use super::statistics::searches;
use super::{
    applications, appraisal, calls, handovers, maintenance, months, opinions, papers, prints,
    sheets, shelf,
};
use crate::chain::declare::Register;

/// Every register. The first is that of slips, whose numbers stand on paper.
pub static ALL: &[&Register] = &[
    &prints::REGISTER,
    &papers::REGISTER,
    &opinions::REGISTER,
    &applications::REGISTER,
    &handovers::REGISTER,
    &maintenance::REGISTER,
    &appraisal::REGISTER,
    &calls::REGISTER,
    &shelf::REGISTER,
    &sheets::REGISTER,
    &months::REGISTER,
    &appraisal::tally::REGISTER,
    &searches::REGISTER,
    &prints::of_desk::REGISTER,
];
