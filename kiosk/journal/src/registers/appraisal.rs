//! The public's yearly appraisal (社会评议登记): a paper a number, seven topics, three grades; no word of who filled it in. What a year came to, and that it
//! is closed, `tally` says.

pub(crate) mod tally;

use super::applications::Grade;
use super::desk::DeskEntry;
use super::prints::Role;
use super::rules::{self, NEW, Rule};
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::number::Period;

/// Topics of the appraisal, in the order of the form.
pub const TOPICS: [&str; 7] = [
    "topic_1", "topic_2", "topic_3", "topic_4", "topic_5", "topic_6", "topic_7",
];

const fn topic(n: usize) -> Field {
    Field::code(TOPICS[n], Grade::CODES).optional()
}

const APPRAISAL: Kind = Kind::opening(
    "appraisal",
    &[
        topic(0),
        topic(1),
        topic(2),
        topic(3),
        topic(4),
        topic(5),
        topic(6),
        // A paper form that is typed after the turn of its year (评议年度).
        Field::count("of_year").optional(),
        Field::code("by", Role::CODES).optional(),
    ],
);
const VOID: Kind = Kind::about("appraisal-void", &[Field::code("by", Role::CODES)]);

const RULES: &[Rule] = &[
    Rule::new(APPRAISAL.name, &[NEW], "counted"),
    Rule::new(VOID.name, &["counted"], "void"),
];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "appraisal",
    letter: Some('P'),
    period: Period::Year,
    kinds: &[APPRAISAL, VOID],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// A filled form (评议表).
#[derive(Debug)]
pub struct Appraisal;

impl Appraisal {
    /// Grades in the order of [`TOPICS`]; a topic may stay empty. `by` where an attendant typed a paper form in.
    pub fn entry(grades: [Option<Grade>; TOPICS.len()], by: Option<Role>) -> DeskEntry {
        let mut entry = DeskEntry::opening(&REGISTER, &APPRAISAL);
        for (topic, grade) in TOPICS.into_iter().zip(grades) {
            entry = entry.maybe(topic, grade.map(Grade::as_code));
        }
        entry.maybe("by", by.map(Role::as_code))
    }

    /// A paper form that an attendant typed in, of this year (`yyyy`).
    pub fn on_paper(grades: [Option<Grade>; TOPICS.len()], year: &str, by: Role) -> DeskEntry {
        Appraisal::entry(grades, Some(by)).with("of_year", year)
    }

    /// It was typed in by mistake.
    pub fn void(number: &str, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &VOID, number).with("by", by.as_code())
    }
}
