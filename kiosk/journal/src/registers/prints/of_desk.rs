//! Paper that the desk printed for itself (值班用纸登记): handovers, day sheets, empty forms, receipts, tests. It bears no number of the register of slips
//! and nothing of a visitor; it is written down so that the rest of a roll is right, and so that a day sheet is known to have been printed.

use super::{Outcome, Role};
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
        /// 收件单.
        IntakeSheet = "intake-sheet",
        /// 转送单.
        Transfer = "transfer",
        /// 补正告知书.
        CorrectionNotice = "correction-notice",
        /// 延期告知书.
        ExtensionNotice = "extension-notice",
    }
}

const PRINTOUT: Kind = Kind::opening(
    "desk-print",
    &[
        Field::code("printout", Printout::CODES),
        Field::word("of").optional(),
        Field::number("application").optional(),
        // Who says so, of a sheet that another printer made.
        Field::code("by", Role::CODES).optional(),
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

    /// The sheet of a day (日表, `yyyymmdd`) was printed as A4 on another printer and signed: nobody but a person can say so.
    pub fn signed_elsewhere(day: &str, by: Role) -> DeskEntry {
        let confirmed_by = "attendant".to_owned();
        let printed = Outcome::Printed { confirmed_by };
        DeskPrint::ended(Printout::Day, Some(day), 0, &printed).with("by", by.as_code())
    }

    /// The same of a paper that belongs to an application, by its number.
    pub fn of_application(
        what: Printout,
        application: &str,
        length_mm: u32,
        outcome: &Outcome,
    ) -> DeskEntry {
        DeskPrint::ended(what, None, length_mm, outcome).with("application", application)
    }
}

/// A paper of an application that came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenPaper {
    /// Number of the application.
    pub application: String,
    /// Which of its papers.
    pub what: Printout,
    /// When, RFC 3339.
    pub at: String,
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

    /// Papers of applications that came out behind this place in the chain, in its order. What is not known to have come out is not among them.
    pub fn papers_given(&self, after: u64) -> Result<Vec<GivenPaper>, Error> {
        let told = self.printouts_after(after)?;
        Ok(told.into_iter().filter_map(given).collect())
    }

    fn printouts_after(&self, seq: u64) -> Result<Vec<Told>, Error> {
        let tail = "WHERE kind = ?1 AND seq > ?2";
        self.told(tail, &[&PRINTOUT.name, &log::int(seq)])
    }
}

fn given(told: Told) -> Option<GivenPaper> {
    let outcome = told.text("outcome")?;
    let out = ["printed", "sent"].contains(&outcome.as_str());
    Some(GivenPaper {
        application: told.text("application").filter(|_| out)?,
        what: Printout::from_code(&told.text("printout")?)?,
        at: told.at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Application, Writer, verify};

    #[test]
    fn a_paper_of_an_application_is_known_by_its_number_once_it_came_out() {
        let dir = tempfile::tempdir().unwrap();
        let now = "2026-10-15T06:00:00Z".parse().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        let number = "L01-1-S-2026-0042";
        let paper = |what, outcome: &Outcome| DeskPrint::of_application(what, number, 180, outcome);
        let reader = Reader::open(dir.path()).unwrap();
        let reason = "paper-out".to_owned();
        writer
            .enter(
                &paper(Printout::Transfer, &Outcome::Refused { reason }),
                now,
            )
            .unwrap();
        assert_eq!(reader.papers_given(0).unwrap(), []);
        writer
            .enter(&paper(Printout::Transfer, &Outcome::Sent), now)
            .unwrap();
        let day = DeskPrint::ended(Printout::Day, Some("20261015"), 300, &Outcome::Sent);
        writer.enter(&day, now).unwrap();
        writer
            .enter(&paper(Printout::ExtensionNotice, &Outcome::Sent), now)
            .unwrap();
        let given = reader.papers_given(0).unwrap();
        let whats: Vec<Printout> = given.iter().map(|given| given.what).collect();
        assert_eq!(whats, [Printout::Transfer, Printout::ExtensionNotice]);
        assert!(given.iter().all(|given| given.application == number));
        let seq = reader.head().unwrap().seq;
        assert_eq!(reader.papers_given(seq).unwrap(), []);
        let wrong = DeskPrint::of_application(Printout::Transfer, "../x", 180, &Outcome::Sent);
        assert!(
            writer.enter(&wrong, now).is_err(),
            "no number of a register"
        );
        assert_eq!(
            reader.desk_mm("20261015", "20261015").unwrap(),
            180 + 300 + 180
        );
        assert!(verify(dir.path(), &[]).unwrap().ok());
        let void = Application::void(number, None, Role::A);
        assert!(
            writer.enter(&void, now).is_err(),
            "a paper is no application"
        );
    }
}
