//! What the public's appraisal (社会评议) of a year came to, topic by topic, and that the year is closed (归档). A closed year stands with the figures that it
//! was closed with: nothing that happens to a paper afterwards changes them.

use std::collections::BTreeMap;
use std::io::Write;

use super::{REGISTER as PAPERS, TOPICS};
use crate::Error;
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::number::{Number, Period};
use crate::chain::reader::Reader;
use crate::registers::applications::Grade;
use crate::registers::desk::{DeskEntry, Matter};
use crate::registers::prints::Role;
use crate::registers::rules::{self, NEW, Rule};
use crate::registers::table::{Table, Words, wall_clock};

/// Grades of one topic.
const GRADES: usize = Grade::CODES.len();
/// What a closed year says of each topic, in the order of [`Grade::ALL`].
const TALLY: [[&str; GRADES]; TOPICS.len()] = [
    ["topic_1_good", "topic_1_fair", "topic_1_poor"],
    ["topic_2_good", "topic_2_fair", "topic_2_poor"],
    ["topic_3_good", "topic_3_fair", "topic_3_poor"],
    ["topic_4_good", "topic_4_fair", "topic_4_poor"],
    ["topic_5_good", "topic_5_fair", "topic_5_poor"],
    ["topic_6_good", "topic_6_fair", "topic_6_poor"],
    ["topic_7_good", "topic_7_fair", "topic_7_poor"],
];

const fn tally(topic: usize, grade: usize) -> Field {
    Field::count(TALLY[topic][grade])
}

const CLOSED: Kind = Kind::opening(
    "appraisal-closed",
    &[
        Field::count("of_year"),
        Field::count("papers"),
        Field::count("papers_typed"),
        tally(0, 0),
        tally(0, 1),
        tally(0, 2),
        tally(1, 0),
        tally(1, 1),
        tally(1, 2),
        tally(2, 0),
        tally(2, 1),
        tally(2, 2),
        tally(3, 0),
        tally(3, 1),
        tally(3, 2),
        tally(4, 0),
        tally(4, 1),
        tally(4, 2),
        tally(5, 0),
        tally(5, 1),
        tally(5, 2),
        tally(6, 0),
        tally(6, 1),
        tally(6, 2),
        Field::code("by", Role::CODES),
    ],
);

const RULES: &[Rule] = &[Rule::new(CLOSED.name, &[NEW], "closed")];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "appraisal-years",
    letter: Some('G'),
    period: Period::Year,
    kinds: &[CLOSED],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// Votes of a year by topic and grade, in the order of [`TOPICS`] and [`Grade::ALL`].
pub type Tally = [[u64; GRADES]; TOPICS.len()];

/// That a year is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearClosed {
    /// Its number in the register.
    pub number: String,
    /// When, RFC 3339.
    pub at: String,
}

/// What the appraisal of a year came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AppraisalYear {
    /// `yyyy`.
    pub year: String,
    /// Forms, on the screen and on paper, without those made void.
    pub papers: u64,
    /// Of these, paper forms that attendants typed in.
    pub typed: u64,
    /// Grades by topic; a topic of a form may be empty.
    pub tally: Tally,
    /// The year is closed, with these figures.
    pub closed: Option<YearClosed>,
}

impl AppraisalYear {
    /// The year is closed (归档) with its tally; `None` before it is over, with nothing in it, and a second time. `today` is `yyyymmdd`.
    pub fn close(&self, today: &str, by: Role) -> Option<DeskEntry> {
        if !self.may_close(today) {
            return None;
        }
        let mut entry = DeskEntry::opening(&REGISTER, &CLOSED)
            .with("of_year", &self.year)
            .with("papers", self.papers)
            .with("papers_typed", self.typed);
        for (names, counts) in TALLY.iter().zip(self.tally) {
            for (name, count) in names.iter().zip(counts) {
                entry = entry.with(name, count);
            }
        }
        Some(entry.with("by", by.as_code()))
    }

    /// It is over, somebody filled something in, and it is not closed yet.
    pub fn may_close(&self, today: &str) -> bool {
        let over = today.get(..4).is_some_and(|year| self.year.as_str() < year);
        over && self.papers > 0 && self.closed.is_none()
    }

    fn add(&mut self, paper: &Matter) {
        self.papers += 1;
        self.typed += u64::from(paper.value("by").is_some());
        for (counts, topic) in self.tally.iter_mut().zip(TOPICS) {
            let grade = paper.value(topic).and_then(Grade::from_code);
            let at = Grade::ALL.iter().position(|known| Some(*known) == grade);
            if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
    }

    /// As it stands in the register.
    fn closed(matter: &Matter) -> Option<AppraisalYear> {
        let count = |name: &str| matter.value(name).and_then(|text| text.parse().ok());
        Some(AppraisalYear {
            year: matter.value("of_year")?.to_owned(),
            papers: count("papers")?,
            typed: count("papers_typed")?,
            tally: TALLY.map(|names| names.map(|name| count(name).unwrap_or(0))),
            closed: Some(YearClosed {
                number: matter.number.clone(),
                at: matter.entries.first()?.at.clone(),
            }),
        })
    }
}

/// The year that a paper is of: what was typed with it, or that of its number.
fn year_of(paper: &Matter) -> Option<String> {
    let typed = paper.value("of_year").map(str::to_owned);
    typed.or_else(|| Number::parse(&paper.number).map(|number| number.day))
}

impl Reader {
    /// Every year of which there is a paper, oldest first.
    pub fn appraisals(&self) -> Result<Vec<AppraisalYear>, Error> {
        let _tx = self.snapshot()?;
        let mut years: BTreeMap<String, AppraisalYear> = BTreeMap::new();
        for paper in self.matters_where(&PAPERS, |_| true)? {
            if let (Some(year), false) = (year_of(&paper), paper.state == "void") {
                let held = years.entry(year.clone()).or_default();
                held.year = year;
                held.add(&paper);
            }
        }
        for matter in self.matters_where(&REGISTER, |_| true)? {
            // The first one that closed it stands.
            if let Some(closed) = AppraisalYear::closed(&matter) {
                let held = years.entry(closed.year.clone()).or_default();
                if held.closed.is_none() {
                    *held = closed;
                }
            }
        }
        Ok(years.into_values().collect())
    }

    /// Writes what every year came to (评议汇总) as CSV for a spreadsheet; says how many years there are.
    pub fn export_appraisals(&self, out: &mut dyn Write) -> Result<usize, Error> {
        let words = Words::get();
        let word = |key: &'static str| words.word(&["appraisal"], key);
        let grades = Grade::ALL.iter();
        let grades = grades.map(|grade| words.code("grade", grade.as_code()).unwrap_or_default());
        let mut header = vec![word("year"), word("topic")];
        header.extend(grades);
        header.extend(["votes", "papers", "typed", "closed", "closed_at"].map(word));
        let mut table = Table::begin(out, &header).map_err(Error::Export)?;
        let years = self.appraisals()?;
        for held in &years {
            let (number, at) = match &held.closed {
                Some(closed) => (closed.number.clone(), wall_clock(&closed.at)),
                None => (word("open").to_owned(), String::new()),
            };
            for (topic, counts) in TOPICS.iter().zip(held.tally) {
                let mut line = vec![held.year.clone()];
                line.push(words.word(&["field"], topic).to_owned());
                line.extend(counts.iter().map(u64::to_string));
                let votes: u64 = counts.iter().sum();
                line.extend([votes, held.papers, held.typed].map(|count| count.to_string()));
                line.extend([number.clone(), at.clone()]);
                table.line(&line).map_err(Error::Export)?;
            }
        }
        table.end().map_err(Error::Export)?;
        Ok(years.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Appraisal, Writer, verify};

    fn at(text: &str) -> jiff::Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn each_topic_of_a_closed_year_is_declared_under_its_own_name() {
        let names: Vec<&str> = CLOSED.fields.iter().map(|field| field.name).collect();
        for name in TALLY.iter().flatten() {
            assert_eq!(names.iter().filter(|held| *held == name).count(), 1);
        }
        assert_eq!(names.len(), 3 + TALLY.len() * GRADES + 1);
    }

    #[test]
    fn a_year_is_counted_by_topic_and_closed_once_it_is_over_with_the_figures_of_then() {
        let dir = tempfile::tempdir().unwrap();
        let december = at("2026-12-30T02:00:00Z");
        let mut writer = Writer::open(dir.path(), "L01", "1", december).unwrap();
        let mut grades = [Some(Grade::Good); TOPICS.len()];
        writer
            .enter(&Appraisal::entry(grades, None), december)
            .unwrap();
        grades[1] = Some(Grade::Poor);
        grades[2] = None;
        let on_screen = writer
            .enter(&Appraisal::entry(grades, None), december)
            .unwrap();
        let mistake = writer
            .enter(&Appraisal::entry(grades, None), december)
            .unwrap();
        let void = Appraisal::void(&mistake, Role::A);
        writer.enter(&void, december).unwrap();
        // Filled in on paper in December, typed in January.
        let january = at("2027-01-04T02:00:00Z");
        grades[0] = Some(Grade::Fair);
        let late = Appraisal::on_paper(grades, "2026", Role::B);
        writer.enter(&late, january).unwrap();
        writer
            .enter(&Appraisal::entry(grades, None), january)
            .unwrap();
        let reader = Reader::open(dir.path()).unwrap();
        let years = || reader.appraisals().unwrap();
        let held = years().remove(0);
        assert_eq!(
            (held.year.as_str(), held.papers, held.typed),
            ("2026", 3, 1)
        );
        assert_eq!(held.tally[0], [2, 1, 0]);
        assert_eq!(held.tally[1], [1, 0, 2]);
        assert_eq!(held.tally[2], [1, 0, 0], "a topic may stay empty");
        assert_eq!(years().len(), 2);
        assert!(held.close("20261231", Role::A).is_none(), "it goes on");
        let next = &years()[1];
        assert!(next.close("20270104", Role::A).is_none(), "it goes on");
        let close = held.close("20270104", Role::A).unwrap();
        let number = writer.enter(&close, january).unwrap();
        // Somebody makes a paper void afterwards: the year stands as it was closed.
        let void = Appraisal::void(&on_screen, Role::A);
        writer.enter(&void, january).unwrap();
        let closed = years().remove(0);
        assert_eq!(closed.closed.as_ref().unwrap().number, number);
        assert_eq!(
            (closed.papers, closed.typed, closed.tally),
            (held.papers, held.typed, held.tally)
        );
        assert!(closed.close("20270104", Role::A).is_none(), "once");
        let mut csv = Vec::new();
        assert_eq!(reader.export_appraisals(&mut csv).unwrap(), 2);
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.starts_with('\u{feff}'), "{csv}");
        assert_eq!(csv.lines().count(), 1 + 2 * TOPICS.len(), "{csv}");
        assert!(csv.contains("满意,基本满意,不满意"), "{csv}");
        let first = csv.lines().nth(1).unwrap();
        assert!(
            first.starts_with("2026,") && first.contains(&format!(",2,1,0,3,3,1,{number},")),
            "{first}"
        );
        assert!(verify(dir.path(), &[]).unwrap().ok());
    }
}
