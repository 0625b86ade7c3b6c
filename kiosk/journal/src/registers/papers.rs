//! Paper that people made or handed out (人工打印、复印、纸质查阅登记): A4 prints, photocopies, volumes read at the desk. Its numbers are those of
//! slips: one series for all paper of a day.

pub(crate) mod sealed;

use super::desk::DeskEntry;
use super::prints::{Purpose, Role};
use super::rules::{self, NEW, Rule};
use crate::chain::declare::{Field, Kind, Register, TEXT_BYTES_MAX};
use crate::chain::number::Period;

codes! {
    /// What kind of paper.
    Made {
        /// A4 打印, counted in pages.
        Print = "a4-print",
        /// 复印, counted in pages.
        Photocopy = "photocopy",
        /// 纸质查阅, counted in volumes.
        Consultation = "consultation",
    }
}

const PAPER: Kind = Kind::opening(
    "paper",
    &[
        Field::code("made", Made::CODES),
        Field::count("amount"),
        Field::text("title", TEXT_BYTES_MAX).optional(),
        Field::text("doc_no", TEXT_BYTES_MAX).optional(),
        Field::text("form_no", TEXT_BYTES_MAX).optional(),
        Field::code("purpose", Purpose::CODES).person().optional(),
        Field::day("written_on").optional(),
        Field::code("by", Role::CODES),
    ],
);
const RETURNED: Kind = Kind::about("paper-returned", &[Field::code("by", Role::CODES)]);
const VOID: Kind = Kind::about(
    "paper-void",
    &[
        Field::text("why", TEXT_BYTES_MAX).person().optional(),
        Field::code("by", Role::CODES),
    ],
);

const RULES: &[Rule] = &[
    Rule::new(PAPER.name, &[NEW], "written"),
    Rule::new(RETURNED.name, &["written"], "returned"),
    Rule::new(VOID.name, &["written", "returned"], "void"),
];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "papers",
    letter: None,
    period: Period::Day,
    kinds: &[PAPER, RETURNED, VOID],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// What is written of paper that people made or handed out.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// Pages or volumes.
    pub amount: u64,
    /// 标题, if it was taken down.
    pub title: Option<String>,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// Number of the paper form.
    pub form_no: Option<String>,
    /// What it is for.
    pub purpose: Option<Purpose>,
    /// `yyyymmdd` on the paper form, when it is entered later (补录).
    pub written_on: Option<String>,
}

impl Paper {
    /// A new line.
    pub fn entry(&self, made: Made, by: Role) -> DeskEntry {
        DeskEntry::opening(&REGISTER, &PAPER)
            .with("made", made.as_code())
            .with("amount", self.amount)
            .maybe("title", self.title.as_ref())
            .maybe("doc_no", self.doc_no.as_ref())
            .maybe("form_no", self.form_no.as_ref())
            .maybe("purpose", self.purpose.map(Purpose::as_code))
            .maybe("written_on", self.written_on.as_ref())
            .with("by", by.as_code())
    }

    /// A volume came back.
    pub fn returned(number: &str, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &RETURNED, number).with("by", by.as_code())
    }

    /// The line was written by mistake (作废); it stays, with a trace. Refused of a line of a form that is sealed.
    pub fn void(number: &str, why: Option<&str>, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &VOID, number)
            .barred_by(sealed::keeps)
            .maybe("why", why)
            .with("by", by.as_code())
    }
}
