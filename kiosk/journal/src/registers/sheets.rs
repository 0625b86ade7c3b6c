//! Paper forms whose lines were numbered before they were printed (纸质登记表): which numbers went out on paper, and what people found when they
//! compared paper and register (纸表核对). Whether a line stands in the register the register of papers says; a sheet is sealed only when nothing is open.
//! A sheet that goes on being written on is compared so far (核对过): somebody looked at every line of it, and the month may close over it.

pub(crate) mod lines;

use std::collections::BTreeMap;

use super::desk::{DeskEntry, Matter};
use super::papers::{self, Made, sealed};
use super::prints::Role;
use super::rules::{self, NEW, Rule, SAME};
use crate::Error;
use crate::chain::day_of;
use crate::chain::declare::{Field, Kind, Register, TEXT_BYTES_MAX};
use crate::chain::number::{Number, Period};
use crate::chain::reader::Reader;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
    sealed::SHEET,
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
const COMPARED: Kind = Kind::about(
    "sheet-compared",
    &[
        Field::count("lines_agreed"),
        Field::count("lines_explained"),
        Field::count("lines_void").optional(),
        Field::code("by", Role::CODES),
    ],
);
const SEALED: Kind = Kind::about(
    sealed::SEALED,
    &[
        Field::count("lines_agreed"),
        Field::count("lines_explained"),
        Field::count("lines_void").optional(),
        Field::code("by", Role::CODES),
    ],
);

const RULES: &[Rule] = &[
    Rule::new(SHEET.name, &[NEW], "open"),
    Rule::new(LINE.name, &["open"], SAME),
    Rule::new(COMPARED.name, &["open"], SAME),
    Rule::new(SEALED.name, &["open"], "sealed"),
];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "sheets",
    letter: Some('Z'),
    period: Period::Year,
    kinds: &[SHEET, LINE, COMPARED, SEALED],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// How a line stands between paper and register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineState {
    /// On both, and the same.
    Agreed,
    /// On paper alone: to be entered later (补录).
    PaperOnly,
    /// In the register alone: to be written on the paper.
    RegisterOnly,
    /// They differ, and somebody said why.
    Explained,
    /// 作废: what stands on the paper was made void in the register.
    Voided,
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
    /// What it held under it was made void (作废), and nothing took its place.
    pub voided: bool,
    /// What was found last, of what stands there now.
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
            (None, _) if self.voided => LineState::Voided,
            (None, _) => LineState::Unused,
        }
    }

    /// Paper and register do not agree yet.
    pub fn is_open(&self) -> bool {
        matches!(self.state(), LineState::PaperOnly | LineState::RegisterOnly)
    }
}

/// When somebody looked at every line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// `yyyymmdd`.
    pub on: String,
    /// Its entry's place in the chain.
    pub seq: u64,
}

/// A sheet with its lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Number in its register.
    pub number: String,
    /// Nothing is changed any longer.
    pub sealed: bool,
    /// In the order of the paper.
    pub lines: Vec<SheetLine>,
    /// The day on which it went out, `yyyymmdd`.
    pub printed_on: String,
    /// When it was compared last, if ever.
    pub compared: Option<Compared>,
    /// What the register holds under its lines: on which day it was entered, and where in the chain.
    pub entries: Vec<(String, u64)>,
    /// The numbers under which that was entered, but for what is void.
    pub numbers: Vec<String>,
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
        self.looked_at(&SEALED, by)
    }

    /// Every line was looked at so far (核对过), and it goes on being written on; `None` while a line is open.
    pub fn compare(&self, by: Role) -> Option<DeskEntry> {
        self.looked_at(&COMPARED, by)
    }

    fn looked_at(&self, kind: &'static Kind, by: Role) -> Option<DeskEntry> {
        let open = self.lines.iter().any(SheetLine::is_open);
        (!open && !self.sealed).then(|| {
            DeskEntry::about(&REGISTER, kind, &self.number)
                .with("lines_agreed", self.count(LineState::Agreed))
                .with("lines_explained", self.count(LineState::Explained))
                .with("lines_void", self.count(LineState::Voided))
                .with("by", by.as_code())
        })
    }

    /// Whether nobody can say yet that paper and register agree on this month (`yyyymm`): it lay out then, and was not looked at since the month's
    /// last day (or today, while the month goes on), or something was entered under it afterwards.
    pub fn is_uncompared(&self, month: &str, today: &str) -> bool {
        let last_day = format!("{month}31");
        if self.sealed || self.printed_on > last_day {
            return false;
        }
        let Some(compared) = &self.compared else {
            return true;
        };
        let on = compared.on.as_str();
        let late = match today.starts_with(month) {
            true => on < today,
            false => on <= last_day.as_str() && !is_last_day(on, month),
        };
        let mut of_month = self
            .entries
            .iter()
            .filter(|(day, _)| day.starts_with(month));
        late || of_month.any(|(_, seq)| *seq > compared.seq)
    }

    /// Whether one of these forms holds this number of the register and is sealed: it is not made void any longer.
    pub fn keeps(sheets: &[Sheet], number: &str) -> bool {
        let mut sealed = sheets.iter().filter(|sheet| sheet.sealed);
        sealed.any(|sheet| sheet.numbers.iter().any(|held| held == number))
    }

    /// Lines that stand so.
    pub fn count(&self, state: LineState) -> usize {
        self.lines
            .iter()
            .filter(|line| line.state() == state)
            .count()
    }

    fn of(matter: &Matter, held: &Papers) -> Option<Sheet> {
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
            // What was said of an entry that is void by now was not said of what stands there.
            let voided = line.and_then(|line| held.void.get(&line));
            let said = said.filter(|_| voided.is_none_or(|void| void.seq < entry.seq));
            let said = said.map(|said| (said, field("word").cloned()));
            found.extend(line.zip(said));
        }
        // A file that says more is somebody's.
        let last = last.min(first.saturating_add(SHEET_LINES - 1));
        let day = |at: &str| at.parse().map(day_of).unwrap_or_default();
        let looked = |kind: &str| [COMPARED.name, SEALED.name].contains(&kind);
        let mut entries = matter.entries.iter();
        let compared = entries.rfind(|entry| looked(&entry.kind));
        Some(Sheet {
            number: matter.number.clone(),
            sealed: matter.state == "sealed",
            printed_on: matter
                .entries
                .first()
                .map_or_else(String::new, |e| day(&e.at)),
            compared: compared.map(|entry| Compared {
                on: day(&entry.at),
                seq: entry.seq,
            }),
            entries: held
                .entered
                .range(first..=last)
                .chain(held.void.range(first..=last))
                .map(|(_, held)| (held.day.clone(), held.seq))
                .collect(),
            numbers: held
                .entered
                .range(first..=last)
                .map(|(_, held)| held.number.clone())
                .collect(),
            lines: (first..=last)
                .map(|line| {
                    let (found, word) = found.remove(&line).unzip();
                    let entered = held.entered.get(&line);
                    SheetLine {
                        line,
                        voided: entered.is_none() && held.void.contains_key(&line),
                        entered: entered.map(|held| (held.made, held.amount)),
                        found,
                        word: word.flatten(),
                    }
                })
                .collect(),
        })
    }
}

/// What the register of papers holds under numbers of lines.
#[derive(Default)]
struct Papers {
    entered: BTreeMap<u64, Held>,
    /// Made void, with the place of the last entry that did so.
    void: BTreeMap<u64, Held>,
}

/// See [`Papers`].
struct Held {
    number: String,
    made: Made,
    amount: u64,
    day: String,
    seq: u64,
}

/// Of this month (`yyyymm`) no day follows.
fn is_last_day(day: &str, month: &str) -> bool {
    let next = Date::strptime("%Y%m%d", day)
        .ok()
        .and_then(|day| day.tomorrow().ok());
    day.starts_with(month) && next.is_some_and(|next| next.day() == 1)
}

impl Reader {
    /// The sheets of these years (`yyyy`), oldest first, each compared with what the register of papers holds under their numbers.
    pub fn sheets(&self, years: &[String]) -> Result<Vec<Sheet>, Error> {
        let of_years = |day: &str| years.iter().any(|year| day.starts_with(year.as_str()));
        let matters = self.matters_where(&REGISTER, |number| of_years(&number.day))?;
        if matters.is_empty() {
            return Ok(Vec::new());
        }
        let mut held = Papers::default();
        for paper in self.matters_where(&papers::REGISTER, |number| of_years(&number.day))? {
            let form = paper
                .value("form_no")
                .and_then(|form| form.parse::<u64>().ok());
            let made = paper.value("made").and_then(Made::from_code);
            let amount = paper.value("amount").and_then(|text| text.parse().ok());
            let day = Number::parse(&paper.number).map_or_else(String::new, |number| number.day);
            let void = paper.state == "void";
            let entry = match void {
                true => paper.entries.last(),
                false => paper.entries.first(),
            };
            if let (Some(form), Some(made)) = (form, made) {
                let line = Held {
                    number: paper.number.clone(),
                    made,
                    amount: amount.unwrap_or(0),
                    day,
                    seq: entry.map_or(0, |entry| entry.seq),
                };
                match void {
                    true => held.void.insert(form, line),
                    false => held.entered.insert(form, line),
                };
            }
        }
        Ok(matters
            .iter()
            .filter_map(|matter| Sheet::of(matter, &held))
            .collect())
    }
}

#[cfg(test)]
mod tests;
