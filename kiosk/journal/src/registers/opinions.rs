//! Opinions of visitors and what became of them (意见征集与答复登记). What was written and how to reach who wrote it is sealed to the office before it
//! comes here; an answer is words of the office.

use super::desk::DeskEntry;
use super::prints::Role;
use super::rules::{self, NEW, Rule};
use crate::chain::declare::{Field, Kind, Register, TEXT_BYTES_MAX};
use crate::chain::number::Period;

/// Longest sealed words, in bytes of text.
const SEALED_BYTES_MAX: usize = 64 * 1024;

codes! {
    /// How an opinion came.
    OpinionWay {
        /// On the screen.
        Screen = "screen",
        /// On paper, typed in.
        Paper = "paper",
        /// Told to an attendant.
        Oral = "oral",
    }
}

codes! {
    /// What it is about.
    OpinionAbout {
        /// 政务公开.
        Disclosure = "disclosure",
        /// 服务.
        Service = "service",
        /// 场所设备.
        Premises = "premises",
        /// 其他.
        Other = "other",
    }
}

const OPINION: Kind = Kind::opening(
    "opinion",
    &[
        Field::code("opinion_way", OpinionWay::CODES),
        Field::code("about", OpinionAbout::CODES),
        Field::sealed("content_sealed", SEALED_BYTES_MAX),
        Field::sealed("contact_sealed", SEALED_BYTES_MAX).optional(),
        Field::code("by", Role::CODES).optional(),
    ],
);
const FORWARDED: Kind = Kind::about("opinion-forwarded", &[Field::code("by", Role::CODES)]);
const ANSWERED: Kind = Kind::about(
    "opinion-answered",
    &[
        Field::text("answer", TEXT_BYTES_MAX).person(),
        Field::flag("published"),
        Field::code("by", Role::CODES),
    ],
);
const VOID: Kind = Kind::about("opinion-void", &[Field::code("by", Role::CODES)]);

const RULES: &[Rule] = &[
    Rule::new(OPINION.name, &[NEW], "received"),
    Rule::new(FORWARDED.name, &["received"], "forwarded"),
    Rule::new(ANSWERED.name, &["received", "forwarded"], "answered"),
    Rule::new(VOID.name, &["received", "forwarded"], "void"),
];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "opinions",
    letter: Some('Y'),
    period: Period::Year,
    kinds: &[OPINION, FORWARDED, ANSWERED, VOID],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// An opinion (意见).
#[derive(Debug)]
pub struct Opinion;

impl Opinion {
    /// It came in.
    pub fn received(
        way: OpinionWay,
        about: OpinionAbout,
        content_sealed: &str,
        contact_sealed: Option<&str>,
        by: Option<Role>,
    ) -> DeskEntry {
        DeskEntry::opening(&REGISTER, &OPINION)
            .with("opinion_way", way.as_code())
            .with("about", about.as_code())
            .with("content_sealed", content_sealed)
            .maybe("contact_sealed", contact_sealed)
            .maybe("by", by.map(Role::as_code))
    }

    /// It went to the office.
    pub fn forwarded(number: &str, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &FORWARDED, number).with("by", by.as_code())
    }

    /// The office answered; `published` where the answer names nobody and stands on the home page.
    pub fn answered(number: &str, answer: &str, published: bool, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &ANSWERED, number)
            .with("answer", answer)
            .flag("published", published)
            .with("by", by.as_code())
    }

    /// It was written by mistake.
    pub fn void(number: &str, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &VOID, number).with("by", by.as_code())
    }
}
