//! The sums that the tables of a report must keep (勾稽关系), and what must agree with the year before. Owns comparing: each check names both
//! figures; where a cell is no number the check is not made. The form's own sum (一 + 二 = （七） + 四) is kept by reports whose parts do not
//! add up, so the parts are always checked too.

use super::cell::{Cell, Figure};
use super::form::{
    self, ACTIVE, APPLICANTS, ENDS, Form, HANDLED, INDICATORS, REVIEWS, TOTAL, row_at,
};
use super::tables::Tables;

/// How much a finding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The figures cannot both be right.
    Error,
    /// Somebody should look; there may be a reason.
    Warning,
}

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub struct Finding {
    /// `C1` ... `C8`, or what else was compared.
    pub check: &'static str,
    pub level: Level,
    /// 二, 三, 四, 统 (the table before 2019), 文 (the words).
    pub table: &'static str,
    pub row: String,
    pub column: String,
    /// What stands in the report.
    pub stated: String,
    /// What it should agree with.
    pub reckoned: String,
    /// How that was reckoned, as a sum of figures.
    pub from: String,
}

/// What was compared and what did not agree.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Checked {
    pub findings: Vec<Finding>,
    /// Comparisons made, by check: nothing found means little where nothing was compared.
    pub made: std::collections::BTreeMap<&'static str, u32>,
}

/// What C1 compares, as the head of 表三 has it.
const BALANCE: &str = "一+二=三（七）+四";

/// Where a comparison belongs.
pub struct At<'a> {
    check: &'static str,
    level: Level,
    table: &'static str,
    row: &'a str,
    column: &'a str,
}

impl Checked {
    /// Compares a cell with a sum of cells; a cell that is no number leaves it unmade.
    fn sum(&mut self, at: &At<'_>, stated: &[&Cell], parts: &[(i8, &Cell)]) {
        let signed: Option<Vec<(i8, Figure)>> = parts
            .iter()
            .map(|(sign, cell)| Some((*sign, cell.figure()?)))
            .collect();
        let stated_figures: Option<Vec<Figure>> = stated.iter().map(|cell| cell.figure()).collect();
        let (Some(signed), Some(stated_figures)) = (signed, stated_figures) else {
            return;
        };
        *self.made.entry(at.check).or_default() += 1;
        let total = signed
            .iter()
            .fold(Figure::default(), |sum, (sign, part)| match sign {
                1 => sum.plus(*part),
                _ => sum.minus(*part),
            });
        let said = stated_figures
            .iter()
            .fold(Figure::default(), |sum, part| sum.plus(*part));
        if total == said {
            return;
        }
        // A blank is told from 0: the office sees that nothing stands there.
        let stated = match stated {
            [Cell::Blank] => String::new(),
            _ => said.to_string(),
        };
        self.findings.push(Finding {
            check: at.check,
            level: at.level,
            table: at.table,
            row: at.row.to_owned(),
            column: at.column.to_owned(),
            stated,
            reckoned: total.to_string(),
            from: sum_of(&signed),
        });
    }

    /// Adds a finding that is no sum.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Counts a comparison that is no sum.
    pub fn count(&mut self, check: &'static str) {
        *self.made.entry(check).or_default() += 1;
    }
}

/// `6+4+3`, without the zeros.
fn sum_of(parts: &[(i8, Figure)]) -> String {
    let mut text = String::new();
    for (sign, part) in parts.iter().filter(|(_, part)| *part != Figure::default()) {
        let joint = match (sign, text.is_empty()) {
            (1, true) => "",
            (1, false) => "+",
            _ => "-",
        };
        text.push_str(&format!("{joint}{part}"));
    }
    text
}

/// All sums within one report.
pub fn within(tables: &Tables, checked: &mut Checked) {
    columns(tables, checked);
    rows(tables, checked);
    reviews(tables, checked);
    decisions(tables, checked);
    indicators(tables, checked);
}

/// Whether a row leaves its 总计 blank though it counts something: C3 tells it once, and sums over the column 总计 would tell it again.
fn lacks_total(cells: &[Cell; 7]) -> bool {
    cells[TOTAL] == Cell::Blank && cells[..TOTAL].iter().any(Cell::counts)
}

/// C1 (一 + 二 = （七） + 四) and C2 (the parts of （七）), column by column.
fn columns(tables: &Tables, checked: &mut Checked) {
    let Some(form) = tables.form else { return };
    for (place, column) in APPLICANTS.iter().enumerate() {
        let at = |key: &str| {
            let row = tables.row(key)?;
            (place != TOTAL || !lacks_total(row)).then_some(&row[place])
        };
        if let (Some(new), Some(old), Some(handled), Some(left)) =
            (at("1"), at("2"), at(HANDLED), at("4"))
        {
            let place = At {
                check: "C1",
                level: Level::Error,
                table: "三",
                row: BALANCE,
                column,
            };
            checked.sum(&place, &[handled, left], &[(1, new), (1, old)]);
        }
        let results = form::ROWS
            .iter()
            .filter(|row| row.is_result() && row.is_of(form));
        let parts: Option<Vec<(i8, &Cell)>> = results.map(|row| Some((1, at(row.key)?))).collect();
        if let (Some(parts), Some(handled)) = (parts, at(HANDLED)) {
            let place = At {
                check: "C2",
                level: Level::Error,
                table: "三",
                row: row_at(HANDLED).label,
                column,
            };
            checked.sum(&place, &[handled], &parts);
        }
    }
}

/// C3: 总计 of each row.
fn rows(tables: &Tables, checked: &mut Checked) {
    for (key, cells) in &tables.applications {
        let row = row_at(key).name();
        let place = At {
            check: "C3",
            level: Level::Error,
            table: "三",
            row: &row,
            column: APPLICANTS[TOTAL],
        };
        let parts: Vec<(i8, &Cell)> = cells[..TOTAL].iter().map(|cell| (1, cell)).collect();
        checked.sum(&place, &[&cells[TOTAL]], &parts);
    }
}

/// C4: 总计 of each part of 表四.
fn reviews(tables: &Tables, checked: &mut Checked) {
    let Some(cells) = &tables.reviews else { return };
    for (part, cells) in REVIEWS.iter().zip(cells.chunks(ENDS.len())) {
        let Some((total, ends)) = cells.split_last() else {
            continue;
        };
        let place = At {
            check: "C4",
            level: Level::Error,
            table: "四",
            row: part,
            column: ENDS[4],
        };
        let parts: Vec<(i8, &Cell)> = ends.iter().map(|cell| (1, cell)).collect();
        checked.sum(&place, &[total], &parts);
    }
}

/// 处理决定数量 of 2019 filled as 上一年 + 增减: a sum that the form does not ask for, so the column was misread.
fn decisions(tables: &Tables, checked: &mut Checked) {
    for row in &ACTIVE {
        let at = |column| tables.active(row.label, column);
        let (Some(Cell::Number(last)), Some(Cell::Number(change)), Some(Cell::Number(decided))) =
            (at(form::LAST_YEAR), at(form::CHANGE), at(form::DECISIONS))
        else {
            continue;
        };
        checked.count("decisions");
        let nothing = Figure::default();
        if *last != nothing && *change != nothing && last.plus(*change) == *decided {
            checked.add(Finding {
                check: "decisions",
                level: Level::Warning,
                table: "二",
                row: row.label.to_owned(),
                column: form::DECISIONS.to_owned(),
                stated: decided.to_string(),
                reckoned: last.plus(*change).to_string(),
                from: sum_of(&[(1, *last), (1, *change)]),
            });
        }
    }
}

/// The table before 2019: parts below 其中, and no year larger than all years.
fn indicators(tables: &Tables, checked: &mut Checked) {
    for (whole, parts, adds_up) in &INDICATORS {
        for (place, column) in form::INDICATOR_COLUMNS.iter().enumerate() {
            let at = |label: &str| tables.indicator(label).map(|cells| &cells[place]);
            let cells: Option<Vec<(i8, &Cell)>> =
                parts.iter().map(|part| Some((1, at(part)?))).collect();
            let (Some(cells), Some(total)) = (cells, at(whole)) else {
                continue;
            };
            if *adds_up {
                let place = At {
                    check: "C2",
                    level: Level::Error,
                    table: "统",
                    row: whole,
                    column,
                };
                checked.sum(&place, &[total], &cells);
            }
        }
    }
    for (label, [year, all]) in &tables.indicators {
        let (Some(year), Some(all)) = (year.figure(), all.figure()) else {
            continue;
        };
        checked.count("C1");
        if year > all {
            checked.add(Finding {
                check: "C1",
                level: Level::Error,
                table: "统",
                row: (*label).to_owned(),
                column: form::INDICATOR_COLUMNS[1].to_owned(),
                stated: all.to_string(),
                reckoned: year.to_string(),
                from: String::new(),
            });
        }
    }
}

/// What must agree with the report of the year before.
pub fn carried(tables: &Tables, before: &Tables, checked: &mut Checked) {
    if let (Some(opening), Some(closing)) = (tables.row("2"), before.row("4")) {
        let row = row_at("2").name();
        for (place, column) in APPLICANTS.iter().enumerate() {
            if place == TOTAL && (lacks_total(opening) || lacks_total(closing)) {
                continue;
            }
            let at = At {
                check: "C5",
                level: Level::Error,
                table: "三",
                row: &row,
                column,
            };
            checked.sum(&at, &[&opening[place]], &[(1, &closing[place])]);
        }
    }
    for row in &ACTIVE {
        match (tables.form, before.form) {
            (Some(Form::Of2021), Some(Form::Of2021)) => {
                let sum = [
                    (1, form::IN_FORCE, false),
                    (1, form::MADE, true),
                    (-1, form::REPEALED, true),
                ];
                grown(
                    tables,
                    before,
                    row.label,
                    "C6",
                    form::IN_FORCE,
                    &sum,
                    checked,
                );
            }
            (Some(Form::Of2019), Some(Form::Of2019)) => {
                let opened = [(1, form::OPENED, false), (1, form::NEWLY, true)];
                grown(
                    tables,
                    before,
                    row.label,
                    "C8",
                    form::OPENED,
                    &opened,
                    checked,
                );
                let items = [(1, form::LAST_YEAR, false), (1, form::CHANGE, false)];
                grown(
                    tables,
                    before,
                    row.label,
                    "C8",
                    form::LAST_YEAR,
                    &items,
                    checked,
                );
            }
            _ => {}
        }
    }
    for (label, [year, all]) in &tables.indicators {
        if let Some([_, all_before]) = before.indicator(label) {
            let at = At {
                check: "C5",
                level: Level::Error,
                table: "统",
                row: label,
                column: form::INDICATOR_COLUMNS[1],
            };
            checked.sum(&at, &[all], &[(1, all_before), (1, year)]);
        }
    }
}

/// A cell of 表二 that grows out of the year before: each part with its sign, its column, and whether it stands in this year's report.
fn grown(
    tables: &Tables,
    before: &Tables,
    row: &str,
    check: &'static str,
    column: &str,
    parts: &[(i8, &str, bool)],
    checked: &mut Checked,
) {
    let cells: Option<Vec<(i8, &Cell)>> = parts
        .iter()
        .map(|(sign, column, this_year)| {
            let from = if *this_year { tables } else { before };
            Some((*sign, from.active(row, column)?))
        })
        .collect();
    if let (Some(cells), Some(stated)) = (cells, tables.active(row, column)) {
        let at = At {
            check,
            level: Level::Warning,
            table: "二",
            row,
            column,
        };
        checked.sum(&at, &[stated], &cells);
    }
}
