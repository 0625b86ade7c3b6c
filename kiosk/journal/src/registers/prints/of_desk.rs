//! Paper that the desk printed for itself (值班用纸登记): handovers, day sheets, empty forms, receipts, tests. It bears no number of the register of slips
//! and nothing of a visitor; it is written down so that the rest of a roll is right, and so that a day sheet is known to have been printed.

use super::Outcome;
use crate::Error;
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::log;
use crate::chain::number::{Number, Period};
use crate::chain::reader::{Reader, Told};
use crate::registers::desk::DeskEntry;
use crate::registers::rules::{self, NEW, Rule};

codes! {
    /// What came out.
    Printout {
        /// 交接单.
        Handover = "handover",
        /// 日表.
        Day = "day",
        /// 空白登记表.
        Forms = "forms",
        /// 月度核对单.
        Month = "month",
        /// 测试条.
        Test = "test",
        /// 晨检条.
        SelfTest = "self-test",
        /// 收件回执.
        Receipt = "receipt",
    }
}

const PRINTOUT: Kind = Kind::opening(
    "desk-print",
    &[
        Field::code("printout", Printout::CODES),
        Field::word("of").optional(),
        Field::count("length_mm"),
        Field::code("outcome", Outcome::CODES),
    ],
);

const RULES: &[Rule] = &[Rule::new(PRINTOUT.name, &[NEW], "done")];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "desk-prints",
    letter: Some('N'),
    period: Period::Day,
    kinds: &[PRINTOUT],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// Paper of the desk.
#[derive(Debug)]
pub struct DeskPrint;

impl DeskPrint {
    /// Paper of `length_mm` was sent to the printer and ended so; `of` is the day or month that it is about, `yyyymmdd` or `yyyymm`.
    pub fn ended(what: Printout, of: Option<&str>, length_mm: u32, outcome: &Outcome) -> DeskEntry {
        DeskEntry::opening(&REGISTER, &PRINTOUT)
            .with("printout", what.as_code())
            .maybe("of", of)
            .with("length_mm", length_mm)
            .with("outcome", outcome.as_code())
    }
}

/// Whether paper came out or may have; what a visitor stopped is none of the desk's.
pub(crate) fn came_out(outcome: &str) -> bool {
    ["printed", "sent", "unknown"].contains(&outcome)
}

fn used_mm(told: &Told) -> u64 {
    match came_out(&told.text("outcome").unwrap_or_default()) {
        true => told.value("length_mm").unwrap_or_default(),
        false => 0,
    }
}

impl Reader {
    /// Millimetres of the desk's own paper behind this place in the chain.
    pub(crate) fn desk_mm_after(&self, seq: u64) -> Result<u64, Error> {
        let told = self.printouts_after(seq)?;
        Ok(told.iter().map(used_mm).sum())
    }

    /// Millimetres of the desk's own paper from one day to another (`yyyymmdd`), both counted.
    pub fn desk_mm(&self, from: &str, to: &str) -> Result<u64, Error> {
        let _tx = self.snapshot()?;
        let before = self.newest(PRINTOUT.name, |day| day < from)?;
        let told = self.printouts_after(before.map_or(0, |(seq, _)| seq))?;
        let of_days = told.iter().filter(|told| {
            Number::parse(&told.number).is_some_and(|n| (from..=to).contains(&n.day.as_str()))
        });
        Ok(of_days.map(used_mm).sum())
    }

    /// Whether the sheet of a day (日表, `yyyymmdd`) came out and holds all of the day: nothing was given a number of that day behind it.
    pub fn day_sheet_printed(&self, day: &str) -> Result<bool, Error> {
        let _tx = self.snapshot()?;
        let last = self.last_given(|given| given <= day)?;
        let told = self.printouts_after(last.map_or(0, |(seq, _)| seq))?;
        Ok(told.iter().any(|told| {
            let is = |name: &str, value: &str| told.text(name).as_deref() == Some(value);
            is("printout", Printout::Day.as_code())
                && is("of", day)
                && (is("outcome", "printed") || is("outcome", "sent"))
        }))
    }

    fn printouts_after(&self, seq: u64) -> Result<Vec<Told>, Error> {
        let tail = "WHERE kind = ?1 AND seq > ?2";
        self.told(tail, &[&PRINTOUT.name, &log::int(seq)])
    }
}
