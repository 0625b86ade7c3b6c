//! Paper forms at the desk (纸表核对): a new one goes out, its lines are compared with the register, what is missing on either side is explained or
//! entered later (补录), then it is sealed. The registers say what stands where; this only says which line is meant.

use jiff::civil::Date;
use journal::{LineFound, Sheet, SheetLine};

use super::answering::About;
use super::dated::beside;
use super::{Answering, At, Desking, Noting};
use crate::screen::desk::Deed;
use crate::staff::StaffPaper;
use crate::visit::turn::Turn;

impl Desking {
    /// The sheet that shows.
    pub fn sheet(&self) -> Option<&Sheet> {
        let (At::Sheet { number } | At::SheetLine { number, .. }) = &self.at else {
            return None;
        };
        let mut held = self.affairs.iter().flat_map(|affairs| &affairs.sheets);
        held.find(|sheet| sheet.number == *number)
    }

    /// The line of it that shows.
    pub fn sheet_line(&self) -> Option<&SheetLine> {
        let At::SheetLine { line, .. } = &self.at else {
            return None;
        };
        self.sheet()?.lines.iter().find(|held| held.line == *line)
    }

    /// The number behind the last one that ever went out.
    fn next_line(&self) -> Option<u64> {
        let sheets = &self.affairs.as_ref()?.sheets;
        let last = sheets.iter().filter_map(|sheet| sheet.lines.last());
        Some(last.map(|line| line.line).max().unwrap_or(0) + 1)
    }

    /// One of the acts of paper forms.
    pub(super) fn act_on_forms(&mut self, deed: Deed, turn: &mut Turn) {
        match deed {
            Deed::Forms => self.at = At::Sheets,
            Deed::NewForm => {
                if let Some(first) = self.next_line() {
                    self.file(Sheet::printed(first, self.by), turn);
                }
            }
            Deed::PrintForm => {
                let lines = self.sheet().map(|sheet| &sheet.lines);
                let ends = lines.and_then(|lines| lines.first().zip(lines.last()));
                if let Some((first, last)) = ends.map(|(first, last)| (first.line, last.line)) {
                    self.print(deed, StaffPaper::Forms(first, last), turn);
                }
            }
            Deed::MonthSheet => {
                let day = self.affairs.as_ref().map(|affairs| affairs.day.clone());
                if let Some(month) = day.as_deref().and_then(|day| day.get(..6)) {
                    self.print_month(month, turn);
                }
            }
            Deed::SealForm | Deed::FormCompared => {
                let looked = self.sheet().and_then(|sheet| match deed {
                    Deed::SealForm => sheet.seal(self.by),
                    _ => sheet.compare(self.by),
                });
                if let Some(entry) = looked {
                    self.file(entry, turn);
                }
            }
            Deed::BackToForm => {
                let typed = match &self.at {
                    At::Answering(Answering {
                        about: About::Line { sheet, .. },
                        ..
                    }) => Some(sheet.clone()),
                    _ => None,
                };
                let shown = self.sheet().map(|sheet| sheet.number.clone());
                if let Some(number) = typed.or(shown) {
                    self.at = At::Sheet { number };
                }
            }
            Deed::FormOther => {
                let open = self.sheet().filter(|sheet| !sheet.sealed);
                let line = self.sheet_line().map(|line| line.line);
                if let Some((sheet, line)) = open.map(|sheet| sheet.number.clone()).zip(line) {
                    self.at = At::Answering(Answering::of_line(sheet, line));
                }
            }
            Deed::Explain => {
                let by = self.by;
                if let At::Answering(answering) = &mut self.at
                    && matches!(answering.about, About::Line { .. })
                    && let Some(what) = answering.filing(false, by)
                {
                    self.file_what(what, turn);
                }
            }
            Deed::EnterLate => self.enter_late(),
            deed => self.find(deed, turn),
        }
    }

    pub(super) fn print_month(&mut self, month: &str, turn: &mut Turn) {
        let paper = StaffPaper::Month(month.to_owned());
        self.print(Deed::MonthSheet, paper, turn);
    }

    /// A month closes (月结), once nothing of it is open.
    pub(super) fn close_month(&mut self, month: &str, turn: &mut Turn) {
        let months = self.affairs.iter().flat_map(|affairs| &affairs.months);
        let held = months.into_iter().find(|held| held.month == month);
        if let Some(entry) = held.and_then(|held| held.close(self.by)) {
            self.file(entry, turn);
        }
    }

    /// What was found of the line that shows.
    fn find(&mut self, deed: Deed, turn: &mut Turn) {
        let found = match deed {
            Deed::FormAgreed => LineFound::Agreed,
            Deed::FormBlank => LineFound::Blank,
            Deed::FormWritten => LineFound::Written,
            Deed::FormSpoiled => LineFound::Spoiled,
            Deed::FormLost => LineFound::Lost,
            Deed::FormUnused => LineFound::Unused,
            _ => return,
        };
        let open = self.sheet().filter(|sheet| !sheet.sealed);
        let line = self.sheet_line().map(|line| line.line);
        if let (Some(sheet), Some(line)) = (open, line) {
            let entry = Sheet::found(&sheet.number, line, found, self.by);
            self.file(entry, turn);
        }
    }

    /// A line that stands on paper alone is entered with its number and its day (补录).
    fn enter_late(&mut self) {
        let alone = self.sheet_line().is_some_and(|line| line.entered.is_none());
        if let At::SheetLine { number, line, on } = &self.at
            && alone
        {
            let (number, line, on) = (number.clone(), *line, on.clone());
            self.at = At::Note(Noting::late(number, line, on));
        }
    }

    /// The day that stands on the paper: one back, or one on, and none that is to come.
    pub(super) fn turn_written_on(&mut self, on: bool) {
        let today = self.today();
        if let At::SheetLine { on: day, .. } = &mut self.at
            && let Ok(date) = Date::strptime("%Y%m%d", day.as_str())
        {
            let there = beside(date, on)
                .zip(today)
                .filter(|(day, today)| day <= today);
            if let Some((there, _)) = there {
                *day = there.strftime("%Y%m%d").to_string();
            }
        }
    }

    /// A line of the list: a sheet, or one of its lines.
    pub(super) fn open_form(&mut self, number: &str) {
        match (number.parse::<u64>(), self.sheet()) {
            (Ok(line), Some(sheet)) => {
                let number = sheet.number.clone();
                let on = self.affairs.as_ref().map(|affairs| affairs.day.clone());
                let on = on.unwrap_or_default();
                self.at = At::SheetLine { number, line, on };
            }
            _ => {
                self.at = At::Sheet {
                    number: number.to_owned(),
                }
            }
        }
    }
}
