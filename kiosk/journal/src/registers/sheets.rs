//! Paper forms whose lines were numbered before they were printed (纸质登记表): which numbers went out on paper, and what people found when they
//! compared paper and register (纸表核对). Whether a line stands in the register the register of papers says; a sheet is sealed only when nothing is open.

use std::collections::BTreeMap;

use super::desk::{DeskEntry, Matter};
use super::papers::{self, Made};
use super::prints::Role;
use super::rules::{self, NEW, Rule, SAME};
use crate::Error;
use crate::chain::declare::{Field, Kind, Register, TEXT_BYTES_MAX};
use crate::chain::number::Period;
use crate::chain::reader::Reader;

/// Lines of one sheet: what a slip of a hand's length holds.
pub const SHEET_LINES: u64 = 25;

codes! {
    /// What somebody found of a line on paper.
    LineFound {
        /// Paper and register say the same, or were made to.
        Agreed = "agreed",
        /// 纸上空着: nothing stands on the paper.
        Blank = "blank",
        /// 纸上写了: something stands there that the register does not know.
        Written = "written",
        /// 写坏作废: nothing came of it.
        Spoiled = "spoiled",
        /// 遗失: nobody can say any longer.
        Lost = "lost",
        /// 没用过.
        Unused = "unused",
        /// 另有说明: why the two differ, in words of its own.
        Other = "other",
    }
}

const SHEET: Kind = Kind::opening(
    "sheet",
    &[
        Field::count("first"),
        Field::count("last"),
        Field::code("by", Role::CODES),
    ],
);
const LINE: Kind = Kind::about(
    "sheet-line",
    &[
        Field::count("line"),
        Field::code("line_found", LineFound::CODES),
        Field::text("word", TEXT_BYTES_MAX).person().optional(),
        Field::code("by", Role::CODES),
    ],
);
const SEALED: Kind = Kind::about(
    "sheet-sealed",
    &[
        Field::count("lines_agreed"),
        Field::count("lines_explained"),
        Field::code("by", Role::CODES),
    ],
);

const RULES: &[Rule] = &[
    Rule::new(SHEET.name, &[NEW], "open"),
    Rule::new(LINE.name, &["open"], SAME),
    Rule::new(SEALED.name, &["open"], "sealed"),
];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "sheets",
    letter: Some('Z'),
    period: Period::Year,
    kinds: &[SHEET, LINE, SEALED],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// How a line stands between paper and register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// On both, and the same.
    Agreed,
    /// On paper alone: to be entered later (补录).
    PaperOnly,
    /// In the register alone: to be written on the paper.
    RegisterOnly,
    /// They differ, and somebody said why.
    Explained,
    /// On neither, and nobody said anything of it.
    Unused,
}

/// One line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// The number that is printed on it.
    pub line: u64,
    /// What the register holds under it: kind and amount.
    pub entered: Option<(Made, u64)>,
    /// What was found last.
    pub found: Option<LineFound>,
    /// Why they differ, where that was written down in words.
    pub word: Option<String>,
}

impl SheetLine {
    /// See [`LineState`].
    pub fn state(&self) -> LineState {
        match (&self.entered, self.found) {
            (Some(_), Some(LineFound::Blank)) => LineState::RegisterOnly,
            (_, Some(LineFound::Other)) => LineState::Explained,
            (Some(_), _) => LineState::Agreed,
            (None, Some(LineFound::Written)) => LineState::PaperOnly,
            (None, Some(LineFound::Spoiled | LineFound::Lost)) => LineState::Explained,
            (None, _) => LineState::Unused,
        }
    }

    /// Paper and register do not agree yet.
    pub fn is_open(&self) -> bool {
        matches!(self.state(), LineState::PaperOnly | LineState::RegisterOnly)
    }
}

/// A sheet with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Number in its register.
    pub number: String,
    /// Nothing is changed any longer.
    pub sealed: bool,
    /// In the order of the paper.
    pub lines: Vec<SheetLine>,
}

impl Sheet {
    /// A new sheet with these numbers goes out.
    pub fn printed(first: u64, by: Role) -> DeskEntry {
        let last = first.saturating_add(SHEET_LINES - 1);
        DeskEntry::opening(&REGISTER, &SHEET)
            .with("first", first)
            .with("last", last)
            .with("by", by.as_code())
    }

    /// What was found of a line.
    pub fn found(number: &str, line: u64, found: LineFound, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &LINE, number)
            .with("line", line)
            .with("line_found", found.as_code())
            .with("by", by.as_code())
    }

    /// Why paper and register differ at a line, in words.
    pub fn explained(number: &str, line: u64, word: &str, by: Role) -> DeskEntry {
        Sheet::found(number, line, LineFound::Other, by).with("word", word)
    }

    /// It is sealed (封存); `None` while a line is open.
    pub fn seal(&self, by: Role) -> Option<DeskEntry> {
        let open = self.lines.iter().any(SheetLine::is_open);
        (!open && !self.sealed).then(|| {
            DeskEntry::about(&REGISTER, &SEALED, &self.number)
                .with("lines_agreed", self.count(LineState::Agreed))
                .with("lines_explained", self.count(LineState::Explained))
                .with("by", by.as_code())
        })
    }

    /// Lines that stand so.
    pub fn count(&self, state: LineState) -> usize {
        self.lines
            .iter()
            .filter(|line| line.state() == state)
            .count()
    }

    fn of(matter: &Matter, entered: &BTreeMap<u64, (Made, u64)>) -> Option<Sheet> {
        let number = |name: &str| matter.value(name)?.parse::<u64>().ok();
        let (first, last) = (number("first")?, number("last")?);
        let mut found = BTreeMap::new();
        for entry in matter
            .entries
            .iter()
            .filter(|entry| entry.kind == LINE.name)
        {
            let field = |name: &str| entry.fields.get(name);
            let line = field("line").and_then(|line| line.parse::<u64>().ok());
            let said = field("line_found").and_then(|code| LineFound::from_code(code));
            let said = said.map(|said| (said, field("word").cloned()));
            found.extend(line.zip(said));
        }
        // A file that says more is somebody's.
        let last = last.min(first.saturating_add(SHEET_LINES - 1));
        Some(Sheet {
            number: matter.number.clone(),
            sealed: matter.state == "sealed",
            lines: (first..=last)
                .map(|line| {
                    let (found, word) = found.remove(&line).unzip();
                    SheetLine {
                        line,
                        entered: entered.get(&line).copied(),
                        found,
                        word: word.flatten(),
                    }
                })
                .collect(),
        })
    }
}

impl Reader {
    /// The sheets of these years (`yyyy`), oldest first, each compared with what the register of papers holds under their numbers.
    pub fn sheets(&self, years: &[String]) -> Result<Vec<Sheet>, Error> {
        let of_years = |day: &str| years.iter().any(|year| day.starts_with(year.as_str()));
        let matters = self.matters_where(&REGISTER, |number| of_years(&number.day))?;
        if matters.is_empty() {
            return Ok(Vec::new());
        }
        let mut entered = BTreeMap::new();
        for paper in self.matters_where(&papers::REGISTER, |number| of_years(&number.day))? {
            let form = paper
                .value("form_no")
                .and_then(|form| form.parse::<u64>().ok());
            let made = paper.value("made").and_then(Made::from_code);
            let amount = paper.value("amount").and_then(|text| text.parse().ok());
            if let (Some(form), Some(made), false) = (form, made, paper.state == "void") {
                entered.insert(form, (made, amount.unwrap_or(0)));
            }
        }
        Ok(matters
            .iter()
            .filter_map(|matter| Sheet::of(matter, &entered))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Paper, Writer, verify};

    fn now() -> jiff::Timestamp {
        "2018-10-15T06:36:00Z".parse().unwrap()
    }

    #[test]
    fn paper_and_register_are_compared_line_by_line_and_a_sheet_is_sealed_only_when_they_agree() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
        let number = writer.enter(&Sheet::printed(401, Role::A), now()).unwrap();
        let mut paper = |form: &str| {
            let paper = Paper {
                amount: 2,
                form_no: Some(form.into()),
                ..Paper::default()
            };
            let number = writer
                .enter(&paper.entry(Made::Photocopy, Role::A), now())
                .unwrap();
            (number, form.to_owned())
        };
        paper("401");
        paper("0402");
        let (void, _) = paper("403");
        writer
            .enter(&Paper::void(&void, None, Role::A), now())
            .unwrap();
        for (line, found) in [
            (402, LineFound::Blank),
            (404, LineFound::Written),
            (405, LineFound::Spoiled),
        ] {
            let entry = Sheet::found(&number, line, found, Role::B);
            writer.enter(&entry, now()).unwrap();
        }
        let reader = Reader::open(dir.path()).unwrap();
        let sheet = || reader.sheets(&["2018".into()]).unwrap().remove(0);
        let compared = sheet();
        assert_eq!(compared.lines.len(), 25);
        let states: Vec<_> = compared
            .lines
            .iter()
            .take(6)
            .map(SheetLine::state)
            .collect();
        assert_eq!(
            states,
            [
                LineState::Agreed,
                LineState::RegisterOnly,
                LineState::Unused,
                LineState::PaperOnly,
                LineState::Explained,
                LineState::Unused,
            ]
        );
        assert!(compared.seal(Role::A).is_none(), "two are open");
        let agreed = Sheet::found(&number, 402, LineFound::Agreed, Role::A);
        writer.enter(&agreed, now()).unwrap();
        // What the given words do not say is written down, on whichever side it is missing.
        for line in [401, 406] {
            let entry = Sheet::explained(&number, line, "表撕坏了，看不清", Role::A);
            writer.enter(&entry, now()).unwrap();
        }
        let explained = sheet();
        for line in [0, 5] {
            let line = &explained.lines[line];
            assert_eq!(line.state(), LineState::Explained);
            assert_eq!(line.word.as_deref(), Some("表撕坏了，看不清"));
        }
        let late = Paper {
            amount: 3,
            form_no: Some("404".into()),
            written_on: Some("20181012".into()),
            ..Paper::default()
        };
        writer
            .enter(&late.entry(Made::Print, Role::A), now())
            .unwrap();
        let seal = sheet().seal(Role::A).unwrap();
        writer.enter(&seal, now()).unwrap();
        assert!(sheet().sealed);
        let change = Sheet::found(&number, 405, LineFound::Lost, Role::A);
        assert!(writer.enter(&change, now()).is_err(), "sealed");
        assert!(sheet().seal(Role::A).is_none());
        assert!(verify(dir.path(), &[]).unwrap().ok());
        assert_eq!(reader.sheets(&["2017".into()]).unwrap(), []);
    }
}
