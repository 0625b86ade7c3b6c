//! From rows of cells to the tables of a form. Owns finding each table by its head, its columns by their place below the head, and its rows
//! by group and number (the words drift); what cannot be placed surely is listed as not read, never guessed.

use super::cell::{Cell, bare, is_figure};
use super::columns::Columns;
use super::form::{self, ACTIVE, APPLICANTS, ENDS, Form, Holds, REVIEWS};
use super::lines::{Cells, Line};
use super::rows::{Place, active_row, indicator_row, row_of};
use super::tables::{Applicants, REVIEW_CELLS, Tables, Unread};
use super::values::{placed, ran_together, shown};

/// The tables that stand in a report.
pub fn read(lines: &[Line]) -> Tables {
    let mut reading = Reading::default();
    for line in lines {
        if let Line::Row {
            cells,
            covered,
            told,
        } = line
        {
            reading.covered.clone_from(covered);
            reading.row(cells, *told);
        }
    }
    reading.end()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Under {
    #[default]
    Nothing,
    Active,
    Applications,
    Reviews,
    Indicators,
}

#[derive(Default)]
struct Reading {
    tables: Tables,
    under: Under,
    /// Column of each head, in the order of the form.
    places: Vec<Option<usize>>,
    /// For each column the lowest head above it.
    heads: Vec<String>,
    group: Place,
    applicants: Columns,
    /// How many rows of 表三 stood before this table of it began.
    earlier: usize,
    /// 表四 has its heads, whether or not a row of values follows.
    review_headed: bool,
    /// Places of the row that is being read that another cell covers.
    covered: Vec<bool>,
}

impl Reading {
    fn row(&mut self, cells: &[String], told: Cells) {
        let bared: Vec<String> = cells.iter().map(|cell| bare(cell)).collect();
        let is = |text: &str| bared.iter().any(|cell| cell == text);
        let label_says = |text: &str| told == Cells::Loose && bared[0].contains(text);
        if is("指标名称") || label_says("指标名称") {
            self.begin(Under::Indicators, Some(Form::Indicators));
        } else if is("信息内容") || label_says("信息内容") {
            self.active_head(&bared);
        } else if is("自然人") || label_says("自然人法人") || label_says("自然人商业")
        {
            self.begin(Under::Applications, None);
            self.group = Place::default();
            self.applicants = Columns::default();
            self.earlier = self.tables.applications.len();
        } else if told != Cells::Loose && bared.iter().any(|cell| is_review_head(cell)) {
            self.begin(Under::Reviews, None);
        }
        if told == Cells::Loose && self.under != Under::Indicators && bared[0].contains("尚未审结")
        {
            self.under = Under::Reviews;
        }
        match self.under {
            Under::Nothing => {}
            Under::Active => self.active_row(cells, &bared, told),
            Under::Applications => self.applications(cells, &bared, told),
            Under::Reviews => self.reviews(cells, &bared, told),
            Under::Indicators => self.indicator(cells, &bared, told),
        }
    }

    fn begin(&mut self, under: Under, form: Option<Form>) {
        self.under = under;
        self.places.clear();
        self.heads.clear();
        self.tables.form = self.tables.form.or(form);
    }

    fn active_head(&mut self, bared: &[String]) {
        self.begin(Under::Active, None);
        let at = bared
            .iter()
            .position(|cell| cell == "信息内容")
            .unwrap_or(0);
        let heads = bared.iter().enumerate().skip(at + 1);
        self.places = heads
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(place, _)| Some(place))
            .collect();
        let all = bared.concat();
        let says = |words: &[&str]| words.iter().any(|word| all.contains(word));
        let form = if says(&["上一年", "新公开", "新制作", "对外公开总", "采购"]) {
            Some(Form::Of2019)
        } else if says(&[
            "制发",
            "发件",
            "废止",
            "现行有效",
            "收费金额",
            "本年处理决定",
        ]) {
            Some(Form::Of2021)
        } else {
            None
        };
        // The first block that tells decides for all: forms are not mixed.
        self.tables.form = self.tables.form.or(form);
    }

    fn active_row(&mut self, cells: &[String], bared: &[String], told: Cells) {
        let Some(row) = active_row(bared, self.places.first().copied().flatten(), told) else {
            return;
        };
        let form = self.tables.form.unwrap_or(Form::Of2021);
        let columns = row.columns(form);
        if columns.is_empty()
            || self
                .tables
                .active
                .iter()
                .any(|(known, ..)| *known == row.label)
        {
            return;
        }
        let fits = told == Cells::Loose || self.places.len() == columns.len();
        let values = match fits {
            true => placed(cells, &self.covered, &self.places, columns.len(), told),
            false => None,
        };
        let Some(values) = values else {
            return self.missing("二", row.label, cells);
        };
        for ((column, holds), raw) in columns.iter().zip(values) {
            let cell = Cell::read(&raw, *holds);
            self.not_a_number("二", row.label, column, &cell);
            self.tables.active.push((row.label, column, cell));
        }
    }

    fn applications(&mut self, cells: &[String], bared: &[String], told: Cells) {
        if self.tables.applications.is_empty() {
            self.applicants.head(bared);
        }
        let covered = self.applicants.covered(bared, told);
        let (cells, bared) = (&cells[covered..], &bared[covered..]);
        let joined = self.covered[covered..].to_vec();
        let places = self.applicants.places();
        let first = places.first().copied().flatten();
        let label: String = match (told, first) {
            (Cells::Loose, _) => bared[0].clone(),
            (_, Some(first)) if bared.len() > first => bared[..first].concat(),
            _ => bared
                .iter()
                .filter(|cell| !is_figure(cell))
                .cloned()
                .collect(),
        };
        let has_values = bared.iter().any(|cell| is_figure(cell));
        let key = row_of(&label, &mut self.group);
        let Some(key) = key else {
            // Heads have no figures; a row that has is none of the form's.
            if has_values && !label.is_empty() && !self.tables.applications.is_empty() {
                self.tables.unread.push(Unread {
                    table: "三",
                    row: label,
                    column: String::new(),
                    text: shown(cells),
                    why: "row-added",
                });
            }
            return;
        };
        let name = form::row_at(key).name();
        if self.tables.row(key).is_some() {
            // Twice in one table; a copy of the whole table says nothing new.
            let mut own = self.tables.applications.iter().skip(self.earlier);
            if own.any(|(known, _)| *known == key) {
                self.left_out("三", &name, cells, "row-twice");
            }
            return;
        }
        let Some(values) = placed(cells, &joined, &places, APPLICANTS.len(), told) else {
            return self.missing("三", &name, cells);
        };
        let mut read = Applicants::default();
        for (cell, raw) in read.iter_mut().zip(&values) {
            *cell = Cell::read(raw, Holds::Count);
        }
        if ran_together(&read) {
            return self.missing("三", &name, cells);
        }
        for at in 0..read.len() {
            self.not_a_number("三", &name, APPLICANTS[at], &read[at]);
        }
        self.tables.applications.push((key, read));
        if key == "4" {
            self.under = Under::Nothing;
        }
    }

    fn reviews(&mut self, cells: &[String], bared: &[String], told: Cells) {
        if self.tables.reviews.is_some() {
            return;
        }
        let filled = bared.iter().filter(|cell| !cell.is_empty());
        let figures = filled.clone().filter(|cell| is_figure(cell)).count();
        let is_head = told != Cells::Loose && figures * 2 < filled.count();
        if is_head {
            self.heads
                .resize(self.heads.len().max(bared.len()), String::new());
            for (head, cell) in self.heads.iter_mut().zip(bared) {
                if !cell.is_empty() {
                    head.clone_from(cell);
                }
            }
            self.review_headed |= !self.review_places().is_empty();
            return;
        }
        if told == Cells::Loose && !bared[0].contains("尚未审结") {
            return;
        }
        let places = self.review_places();
        let Some(values) = placed(cells, &self.covered, &places, REVIEW_CELLS, told) else {
            self.under = Under::Nothing;
            return self.missing("四", "", cells);
        };
        let mut read: [Cell; REVIEW_CELLS] = Default::default();
        for (cell, raw) in read.iter_mut().zip(&values) {
            *cell = Cell::read(raw, Holds::Count);
        }
        if ran_together(&read) {
            return self.missing("四", "", cells);
        }
        for at in 0..read.len() {
            let (part, end) = (REVIEWS[at / ENDS.len()], ENDS[at % ENDS.len()]);
            self.not_a_number("四", part, end, &read[at]);
        }
        self.tables.reviews = Some(read);
    }

    /// The columns below 结果维持 ... 总计, three times in this order; nothing where the heads say otherwise.
    fn review_places(&self) -> Vec<Option<usize>> {
        let mut places = Vec::new();
        for (place, head) in self.heads.iter().enumerate() {
            if head.ends_with(ENDS[places.len() % ENDS.len()]) {
                places.push(Some(place));
            }
        }
        match places.len() == REVIEW_CELLS {
            true => places,
            false => Vec::new(),
        }
    }

    fn indicator(&mut self, cells: &[String], bared: &[String], told: Cells) {
        if self.places.is_empty() {
            let heads = bared.iter().enumerate();
            let years = heads.filter(|(_, cell)| cell.ends_with("年度") || cell.contains("累计"));
            self.places = years.map(|(place, _)| Some(place)).take(2).collect();
        }
        let label = match told {
            Cells::Loose => bared[0].clone(),
            _ => bared
                .iter()
                .filter(|cell| !is_figure(cell))
                .cloned()
                .collect(),
        };
        let Some(label) = indicator_row(&label) else {
            return;
        };
        if self.tables.indicator(label).is_some() {
            return;
        }
        // A stroke may stand between rows that were copied in one line.
        let cells = match (told, cells.split_last()) {
            (Cells::Loose, Some((last, before))) if last == "/" && before.len() == 3 => before,
            _ => cells,
        };
        let Some(values) = placed(cells, &self.covered, &self.places, 2, told) else {
            return self.missing("统", label, cells);
        };
        let read = [0, 1].map(|at: usize| Cell::read(&values[at], Holds::Decisions));
        for (column, cell) in form::INDICATOR_COLUMNS.iter().zip(&read) {
            self.not_a_number("统", label, column, cell);
        }
        self.tables.indicators.push((label, read));
    }

    fn missing(&mut self, table: &'static str, row: &str, cells: &[String]) {
        self.left_out(table, row, cells, "cells-missing");
    }

    fn left_out(&mut self, table: &'static str, row: &str, cells: &[String], why: &'static str) {
        self.tables.unread.push(Unread {
            table,
            row: row.to_owned(),
            column: String::new(),
            text: shown(cells),
            why,
        });
    }

    fn not_a_number(&mut self, table: &'static str, row: &str, column: &str, cell: &Cell) {
        if let Cell::Words(text) = cell {
            self.tables.unread.push(Unread {
                table,
                row: row.to_owned(),
                column: column.to_owned(),
                text: text.clone(),
                why: "not-a-number",
            });
        }
    }

    fn end(mut self) -> Tables {
        let tables = &mut self.tables;
        let single = tables.row("3.6").is_some();
        let threefold = tables.row("3.6.1").is_some();
        let stands = !tables.applications.is_empty()
            || tables.reviews.is_some()
            || !tables.unread.is_empty();
        if tables.form.is_none() && stands {
            tables.form = Some(match single && !threefold {
                true => Form::Of2019,
                false => Form::Of2021,
            });
        }
        let form = tables.form.unwrap_or(Form::None);
        let known = |tables: &Tables, table: &str, row: &str| {
            let mut unread = tables.unread.iter();
            unread.any(|unread| unread.table == table && unread.row == row)
        };
        let mut lacks = Vec::new();
        if matches!(form, Form::Of2019 | Form::Of2021) {
            let rows = form::ROWS.iter().filter(|row| row.is_of(form));
            if tables.applications.is_empty()
                && !rows.clone().any(|row| known(tables, "三", &row.name()))
            {
                lacks.push(("三", String::new(), "table-missing"));
            } else {
                let absent = rows.filter(|row| tables.row(row.key).is_none());
                let absent = absent.filter(|row| !known(tables, "三", &row.name()));
                lacks.extend(absent.map(|row| ("三", row.name(), "row-missing")));
            }
            if tables.reviews.is_none() && !known(tables, "四", "") {
                match self.review_headed {
                    // A row without a word is lost on the way here.
                    true => tables.reviews = Some(Default::default()),
                    false => lacks.push(("四", String::new(), "table-missing")),
                }
            }
            let active = ACTIVE.iter().filter(|row| !row.columns(form).is_empty());
            let absent =
                active.filter(|row| !tables.active.iter().any(|(label, ..)| *label == row.label));
            let absent = absent.filter(|row| !known(tables, "二", row.label));
            lacks.extend(absent.map(|row| ("二", row.label.to_owned(), "row-missing")));
        }
        for (table, row, why) in lacks {
            tables.unread.push(Unread {
                table,
                row,
                column: String::new(),
                text: String::new(),
                why,
            });
        }
        self.tables
    }
}

fn is_review_head(cell: &str) -> bool {
    cell == REVIEWS[0] || (cell.starts_with(REVIEWS[0]) && cell.ends_with(ENDS[0]))
}
