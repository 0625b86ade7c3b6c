//! Who is on duty (A/B 岗交接班登记): roles, never names; the signatures stand on paper.

use super::desk::DeskEntry;
use super::prints::Role;
use super::rules::{self, NEW, Rule};
use crate::chain::declare::{Field, Kind, Register, TEXT_BYTES_MAX};
use crate::chain::number::Period;

const HANDOVER: Kind = Kind::opening(
    "handover",
    &[
        Field::code("by", Role::CODES),
        Field::code("to", Role::CODES).optional(),
        Field::count("open_matters"),
        Field::count("spare_rolls"),
        Field::text("word", TEXT_BYTES_MAX).person().optional(),
    ],
);

const RULES: &[Rule] = &[Rule::new(HANDOVER.name, &[NEW], "done")];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "handovers",
    letter: Some('B'),
    period: Period::Day,
    kinds: &[HANDOVER],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// A handover (交接班).
#[derive(Debug, Clone, Default)]
pub struct Handover {
    /// Matters that are still open.
    pub open_matters: u64,
    /// Rolls of paper in stock.
    pub spare_rolls: u64,
    /// A word for the next one.
    pub word: Option<String>,
}

impl Handover {
    /// `to` takes over; nobody when the last one leaves (下班离岗).
    pub fn entry(&self, by: Role, to: Option<Role>) -> DeskEntry {
        DeskEntry::opening(&REGISTER, &HANDOVER)
            .with("by", by.as_code())
            .maybe("to", to.map(Role::as_code))
            .with("open_matters", self.open_matters)
            .with("spare_rolls", self.spare_rolls)
            .maybe("word", self.word.as_ref())
    }
}
