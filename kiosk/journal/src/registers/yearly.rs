//! The register of applications as the third table of the yearly report (收到和处理政府信息公开申请情况, 国办公开办函〔2021〕30号): each answer leads
//! to one row, each applicant to one column. Owns counting and the table as CSV; what a row leaves open is listed for a person, never guessed.

use super::applications::{Answer, Applicant, Closing, REGISTER};
use super::desk::Matter;
use super::table::{Table, Words};
use crate::Error;
use crate::chain::reader::Reader;
use crate::chain::{Stored, day_of};
use std::collections::BTreeMap;
use std::io::Write;

/// Rows that stand before and behind the results.
const NEW: &str = "new";
const CARRIED: &str = "carried";
const HANDLED: &str = "handled";
const LEFT: &str = "left";

/// What the applications of one year come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearlyApplications {
    /// Applications by row (`new`, `carried`, a code of [`Answer`], `left`) and column, a code of [`Applicant`].
    pub counts: BTreeMap<(&'static str, &'static str), u64>,
    /// Numbers that a person must place: their end or their applicant is not known, or stands in no row by itself.
    pub unplaced: Vec<String>,
    /// Numbers of earlier years that were made void (作废) in this one: an earlier report may have counted and carried them over.
    pub void_late: Vec<String>,
}

impl YearlyApplications {
    /// How many stand in a row and column.
    pub fn count(&self, row: &str, column: &str) -> u64 {
        let mut all = self.counts.iter();
        all.find(|((r, c), _)| *r == row && *c == column)
            .map_or(0, |(_, count)| *count)
    }

    /// Everything of a row.
    pub fn row(&self, row: &str) -> u64 {
        self.counts
            .iter()
            .filter(|((r, _), _)| *r == row)
            .map(|(_, count)| count)
            .sum()
    }

    /// The table of the form, for a spreadsheet and for the office's check: its head, its rows, its columns with the total.
    pub fn write_csv(&self, out: &mut dyn Write) -> Result<(), Error> {
        let words = Words::get();
        let row_word = |key: &'static str| words.word(&["yearly"], key);
        let mut head = vec![row_word("corner")];
        head.extend(
            Applicant::CODES
                .iter()
                .map(|code| words.word(&["code", "applicant"], code)),
        );
        head.push(row_word("total"));
        let mut table = Table::begin(out, &head).map_err(Error::Export)?;
        let answers = Answer::CODES.iter().copied();
        let rows = [NEW, CARRIED]
            .into_iter()
            .chain(answers.clone())
            .chain([HANDLED, LEFT]);
        for row in rows {
            let cell = |column: &str| match row {
                HANDLED => answers
                    .clone()
                    .map(|answer| self.count(answer, column))
                    .sum(),
                row => self.count(row, column),
            };
            let cells: Vec<u64> = Applicant::CODES.iter().map(|column| cell(column)).collect();
            let total: u64 = cells.iter().sum();
            let mut line = vec![row_word(row).to_owned()];
            line.extend(cells.iter().chain([&total]).map(u64::to_string));
            table.line(&line).map_err(Error::Export)?;
        }
        table.end().map_err(Error::Export)
    }
}

impl Reader {
    /// The applications of a year, `yyyy`, that one office is to answer, or all.
    pub fn yearly_applications(
        &self,
        year: &str,
        office: Option<&str>,
    ) -> Result<YearlyApplications, Error> {
        let _tx = self.snapshot()?;
        let mut yearly = YearlyApplications::default();
        for matter in self.matters_where(&REGISTER, |_| true)? {
            let elsewhere = office.is_some_and(|office| matter.value("to_office") != Some(office));
            if elsewhere {
                continue;
            }
            match matter.state {
                "void" => yearly.add_void(&matter, year),
                _ => yearly.add(&matter, year),
            }
        }
        Ok(yearly)
    }
}

/// What ends an application.
enum End<'m> {
    Open,
    On(&'m str, Option<&'static str>),
}

/// By its text: `yyyymmdd` compares as days do.
fn year_of(day: &str) -> String {
    day.get(..4).unwrap_or_default().to_owned()
}

impl YearlyApplications {
    /// What was taken in by mistake counts in no row. Where an earlier report may have counted it already, what is carried over no longer agrees with that
    /// report, and a person must say so there.
    fn add_void(&mut self, matter: &Matter, year: &str) {
        let received = matter.value("received_on").map(year_of);
        let void = matter
            .entries
            .iter()
            .find(|entry| entry.kind == "application-void");
        let void = void.and_then(|entry| entry.at.parse().ok()).map(day_of);
        let void_then = void.is_some_and(|day| year_of(&day) == year);
        if void_then && received.is_none_or(|received| received.as_str() < year) {
            self.void_late.push(matter.number.clone());
        }
    }

    fn add(&mut self, matter: &Matter, year: &str) {
        let column = matter
            .value("applicant")
            .and_then(Applicant::from_code)
            .map(Applicant::as_code);
        let (Some(column), Some(received)) = (column, matter.value("received_on")) else {
            self.unplaced.push(matter.number.clone());
            return;
        };
        let received = year_of(received);
        let end = end(matter);
        let ended = match &end {
            End::Open => None,
            End::On(day, _) => Some(year_of(day)),
        };
        let before = ended.as_deref().is_some_and(|ended| ended < year);
        if received.as_str() > year || before {
            return;
        }
        let opening = if received == year { NEW } else { CARRIED };
        let row = match end {
            End::On(_, row) if ended.as_deref() == Some(year) => row,
            _ => Some(LEFT),
        };
        *self.counts.entry((opening, column)).or_default() += 1;
        match row {
            Some(row) => *self.counts.entry((row, column)).or_default() += 1,
            None => self.unplaced.push(matter.number.clone()),
        }
    }
}

/// The answer, or what ended the application without one.
fn end(matter: &Matter) -> End<'_> {
    let field = |entry: &'_ Stored, name: &str| entry.fields.get(name).cloned();
    let mut asked_to_correct = false;
    for entry in &matter.entries {
        let on = entry.fields.get("on").map_or("", String::as_str);
        match entry.kind.as_str() {
            "application-correction" => asked_to_correct = true,
            "application-corrected" => asked_to_correct = false,
            "application-answered" => {
                let answer = field(entry, "answer_kind");
                let answer = answer.and_then(|code| Answer::from_code(&code));
                return End::On(on, answer.map(Answer::as_code));
            }
            "application-closed" => {
                let closing = field(entry, "closing").and_then(|code| Closing::from_code(&code));
                let row = match closing {
                    Some(Closing::Withdrawn) => Some(Answer::Other.as_code()),
                    // 逾期不补正 is what the register knows; whatever else was given up is for a person to say.
                    Some(Closing::Abandoned) if asked_to_correct => {
                        Some(Answer::NotCorrected.as_code())
                    }
                    _ => None,
                };
                return End::On(on, row);
            }
            _ => {}
        }
    }
    End::Open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::prints::Role;
    use crate::{Application, ApplicationWay, Writer};
    use jiff::Timestamp;

    struct Desk {
        writer: Writer,
        now: Timestamp,
        dir: tempfile::TempDir,
    }

    impl Desk {
        fn new() -> Desk {
            let dir = tempfile::tempdir().unwrap();
            let now = "2026-03-02T02:00:00Z".parse().unwrap();
            let writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
            Desk { writer, now, dir }
        }

        fn received(&mut self, applicant: Applicant, day: &str, office: &str) -> String {
            let application = Application {
                way: ApplicationWay::InPerson,
                applicant,
                received_on: day.to_owned(),
                to_office: office.to_owned(),
                content_sealed: "sealed".to_owned(),
                contact_sealed: "sealed".to_owned(),
            };
            self.enter(&application.received(Role::A))
        }

        fn enter(&mut self, entry: &crate::DeskEntry) -> String {
            self.writer.enter(entry, self.now).unwrap()
        }

        fn year(&self, year: &str, office: Option<&str>) -> YearlyApplications {
            Reader::open(self.dir.path())
                .unwrap()
                .yearly_applications(year, office)
                .unwrap()
        }
    }

    #[test]
    fn each_answer_leads_to_its_own_row_and_each_applicant_to_its_own_column() {
        let mut desk = Desk::new();
        let applicants: Vec<Applicant> = Applicant::CODES
            .iter()
            .filter_map(|code| Applicant::from_code(code))
            .collect();
        for (at, code) in Answer::CODES.iter().enumerate() {
            let applicant = applicants[at % applicants.len()];
            let number = desk.received(applicant, "20260302", "甲局");
            let answer = Answer::from_code(code).unwrap();
            desk.enter(&Application::answered(&number, "20260310", answer, Role::A));
        }
        let yearly = desk.year("2026", None);
        for (at, code) in Answer::CODES.iter().enumerate() {
            assert_eq!(yearly.row(code), 1, "{code}");
            assert_eq!(
                yearly.count(code, applicants[at % applicants.len()].as_code()),
                1,
                "{code}"
            );
        }
        assert_eq!(
            (yearly.row(NEW), yearly.row(LEFT), yearly.unplaced.len()),
            (21, 0, 0)
        );
    }

    #[test]
    fn the_turn_of_the_year_carries_what_is_open() {
        let mut desk = Desk::new();
        let person = Applicant::Person;
        let answered_late = desk.received(person, "20251228", "甲局");
        desk.enter(&Application::answered(
            &answered_late,
            "20260105",
            Answer::Open,
            Role::A,
        ));
        let open = desk.received(Applicant::Legal, "20261230", "甲局");
        let before = desk.received(person, "20250301", "甲局");
        desk.enter(&Application::answered(
            &before,
            "20250310",
            Answer::Open,
            Role::A,
        ));
        let other_office = desk.received(person, "20260301", "乙局");
        let void = desk.received(person, "20260302", "甲局");
        desk.enter(&Application::void(&void, None, Role::A));
        let yearly = desk.year("2026", Some("甲局"));
        let rows =
            |yearly: &YearlyApplications| [NEW, CARRIED, "open", LEFT].map(|row| yearly.row(row));
        assert_eq!(rows(&yearly), [1, 1, 1, 1]);
        assert_eq!(
            rows(&desk.year("2026", None)),
            [2, 1, 1, 2],
            "{other_office}"
        );
        assert_eq!(rows(&desk.year("2025", Some("甲局"))), [2, 0, 1, 1]);
        assert_eq!(
            rows(&desk.year("2027", Some("甲局"))),
            [0, 1, 0, 1],
            "{open}"
        );
    }

    #[test]
    fn a_mistake_counts_in_no_year_and_is_told_where_a_report_may_have_counted_it() {
        let mut desk = Desk::new();
        let person = Applicant::Person;
        let this_year = desk.received(person, "20260302", "甲局");
        let last_year = desk.received(person, "20251230", "甲局");
        for number in [&this_year, &last_year] {
            desk.enter(&Application::asked_others(number, "20260305", Role::A));
            desk.enter(&Application::void(number, Some("重复登记"), Role::B));
        }
        for year in ["2025", "2026", "2027"] {
            let yearly = desk.year(year, None);
            assert!(yearly.counts.is_empty(), "{year}: {yearly:?}");
            let told: &[String] = match year {
                // The report of 2025 carried it over into this year.
                "2026" => std::slice::from_ref(&last_year),
                _ => &[],
            };
            assert_eq!(yearly.void_late, told, "{year}");
        }
        assert!(desk.year("2026", Some("乙局")).void_late.is_empty());
    }

    #[test]
    fn what_is_withdrawn_ends_in_its_year_wherever_it_stood() {
        let mut desk = Desk::new();
        let (day, by) = ("20251230", Role::A);
        for state in ["received", "forwarded", "to-be-corrected", "clock-stopped"] {
            let number = desk.received(Applicant::Legal, "20251229", "甲局");
            let step = match state {
                "forwarded" => Some(Application::forwarded(&number, day, "甲局", by)),
                "to-be-corrected" => Some(Application::correction(&number, day, "20260110", by)),
                "clock-stopped" => Some(Application::asked_others(&number, day, by)),
                _ => None,
            };
            step.iter().for_each(|step| {
                desk.enter(step);
            });
            let withdrawn = Application::closed(&number, "20260105", Closing::Withdrawn, by);
            desk.enter(&withdrawn);
        }
        let rows = |yearly: &YearlyApplications| {
            [NEW, CARRIED, "other-answer", LEFT].map(|row| yearly.count(row, "legal"))
        };
        assert_eq!(rows(&desk.year("2025", None)), [4, 0, 0, 4]);
        assert_eq!(rows(&desk.year("2026", None)), [0, 4, 4, 0]);
        assert_eq!(rows(&desk.year("2027", None)), [0, 0, 0, 0]);
    }

    #[test]
    fn what_ended_without_an_answer_is_placed_only_where_the_register_knows_why() {
        let mut desk = Desk::new();
        let mut ended = |correct: bool, closing: Closing| {
            let number = desk.received(Applicant::Person, "20260302", "甲局");
            if correct {
                desk.enter(&Application::correction(
                    &number,
                    "20260303",
                    "20260312",
                    Role::A,
                ));
            }
            desk.enter(&Application::closed(&number, "20260401", closing, Role::A));
            number
        };
        ended(false, Closing::Withdrawn);
        ended(true, Closing::Abandoned);
        let given_up = ended(false, Closing::Abandoned);
        let delivered = ended(false, Closing::Delivered);
        let yearly = desk.year("2026", None);
        assert_eq!(
            (yearly.row("other-answer"), yearly.row("not-corrected")),
            (1, 1)
        );
        assert_eq!(yearly.unplaced, [given_up, delivered]);
        let mut csv = Vec::new();
        yearly.write_csv(&mut csv).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!(csv.lines().count(), 1 + 25, "{csv}");
        assert!(
            csv.contains("二、上年结转政府信息公开申请数量,0,0,0,0,0,0,0"),
            "{csv}"
        );
        assert!(
            csv.contains("一、本年新收政府信息公开申请数量,4,0,0,0,0,0,4"),
            "{csv}"
        );
    }
}
