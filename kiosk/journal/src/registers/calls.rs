//! Calls of visitors for an attendant (呼叫登记): that somebody called and how long it took, never from which document.

use super::desk::DeskEntry;
use super::prints::Role;
use super::rules::{self, NEW, Rule};
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::number::Period;

const CALL: Kind = Kind::opening("call", &[]);
const ANSWERED: Kind = Kind::about("call-answered", &[Field::code("by", Role::CODES)]);
const LAPSED: Kind = Kind::about("call-lapsed", &[]);

const RULES: &[Rule] = &[
    Rule::new(CALL.name, &[NEW], "waiting"),
    Rule::new(ANSWERED.name, &["waiting"], "answered"),
    Rule::new(LAPSED.name, &["waiting"], "lapsed"),
];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "calls",
    letter: Some('H'),
    period: Period::Day,
    kinds: &[CALL, ANSWERED, LAPSED],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// A call (呼叫).
#[derive(Debug)]
pub struct Call;

impl Call {
    /// A visitor called.
    pub fn rung() -> DeskEntry {
        DeskEntry::opening(&REGISTER, &CALL)
    }

    /// An attendant went there.
    pub fn answered(number: &str, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &ANSWERED, number).with("by", by.as_code())
    }

    /// The visitor took it back, or is gone.
    pub fn lapsed(number: &str) -> DeskEntry {
        DeskEntry::about(&REGISTER, &LAPSED, number)
    }
}
