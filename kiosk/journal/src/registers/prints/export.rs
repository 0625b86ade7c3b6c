//! The register of slips as a table: one line a slip, in official words, with what was printed once more, with the paper that people made
//! under numbers of the same series, and with the numbers that are missing.

use super::declared::{OUTCOME, REQUEST, SETTLED};
use super::entry::{Content, Outcome, Reprint, Row};
use super::reader::Filter;
use crate::Error;
use crate::chain::declare::{CLOCK_AHEAD, CLOCK_BEHIND, Kind};
use crate::chain::reader::Reader;
use crate::chain::{Gap, Number};
use crate::registers::desk::Matter;
use crate::registers::papers;
use crate::registers::table::{Table, Words, wall_clock};
use std::io::{self, Write};

/// Columns: the key of the word, and where the word stands.
const COLUMNS: [(&str, &str); 26] = [
    ("column", "number"),
    ("column", "day"),
    ("column", "time"),
    ("field", "document_id"),
    ("field", "document_rev"),
    ("field", "title"),
    ("field", "doc_no"),
    ("field", "content"),
    ("field", "articles"),
    ("field", "labels"),
    ("field", "length_mm"),
    ("field", "amount"),
    ("field", "form_no"),
    ("field", "written_on"),
    ("field", "purpose"),
    ("field", "outcome"),
    ("column", "outcome_code"),
    ("field", "detail"),
    ("column", "outcome_time"),
    ("field", "found"),
    ("field", "by"),
    ("column", "reprints"),
    ("field", "clock_behind"),
    ("field", "clock_ahead"),
    ("column", "seq"),
    ("column", "note"),
];

impl Reader {
    /// Writes the register of slips as CSV for a spreadsheet: UTF-8 with byte order mark, header in Chinese, in the order of the numbers. Returns how many
    /// of these have a line.
    pub fn export_csv(&self, out: &mut dyn Write) -> Result<u64, Error> {
        self.export(None, out)
    }

    /// The same of one day, month or year: `yyyymmdd`, `yyyymm`, `yyyy`.
    pub fn export_period(&self, period: &str, out: &mut dyn Write) -> Result<u64, Error> {
        self.export(Some(period), out)
    }

    /// Whether a column of that table holds counts, which a spreadsheet is to add up.
    pub fn export_counts(column: usize) -> bool {
        let counts = ["length_mm", "amount"];
        COLUMNS
            .get(column)
            .is_some_and(|(_, key)| counts.contains(key))
    }

    fn export(&self, period: Option<&str>, out: &mut dyn Write) -> Result<u64, Error> {
        let mut table = Table::bare(out).map_err(Error::Export)?;
        let numbers = self.export_lines(period, &mut |cells| table.line(cells))?;
        table.end().map_err(Error::Export)?;
        Ok(numbers)
    }

    /// The same, cell by cell and as it stands, for another kind of table: of a period, or of all. The header comes first.
    pub fn export_lines(
        &self,
        period: Option<&str>,
        line: &mut dyn FnMut(&[String]) -> io::Result<()>,
    ) -> Result<u64, Error> {
        let filter = period.map_or_else(Filter::default, Filter::of_period);
        let within = |day: &str| period.is_none_or(|period| day.starts_with(period));
        let words = Words::get();
        let header = COLUMNS.map(|(section, key)| words.word(&[section], key).to_owned());
        line(&header).map_err(Error::Export)?;
        let rows = self.rows(&filter)?;
        // One that cannot be read does not stop the table.
        let papers = self.matters_where(&papers::REGISTER, |number| within(&number.day));
        let gaps = self.gaps()?.into_iter().filter(|gap| within(&gap.day));
        let gaps: Vec<Gap> = gaps.collect();
        let slips = rows.iter().map(|row| (&row.number, Line::Slip(row)));
        let by_hand = papers.iter().flatten();
        let by_hand = by_hand.map(|paper| (&paper.number, Line::ByHand(paper)));
        let numbered = slips.chain(by_hand);
        let mut lines: Vec<_> = numbered
            .map(|(number, line)| (Number::parse(number), line))
            .collect();
        let count = lines.len() as u64;
        lines.extend(
            gaps.iter()
                .map(|gap| (Some(first(gap)), Line::Missing(gap))),
        );
        // What has no number that can be read stands last, as what is beside the table.
        lines.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b)));
        for (_, held) in lines {
            let cells = match held {
                Line::Slip(row) => {
                    let reprints = match row.settled {
                        Some(_) => self.reprints(&row.number).unwrap_or_default(),
                        None => Vec::new(),
                    };
                    cells(words, row, &reprints)
                }
                Line::ByHand(paper) => by_hand_cells(words, paper),
                Line::Missing(gap) => missing(words, gap),
            };
            line(&cells).map_err(Error::Export)?;
        }
        if papers.is_err() {
            let unreadable = vec![words.cell("unreadable").to_owned(); COLUMNS.len()];
            line(&unreadable).map_err(Error::Export)?;
        }
        Ok(count)
    }
}

/// What has a line of its own, in one series of numbers.
enum Line<'a> {
    Slip(&'a Row),
    ByHand(&'a Matter),
    Missing(&'a Gap),
}

/// The first number of those that are missing.
fn first(gap: &Gap) -> Number {
    Number {
        prefix: gap.prefix.clone(),
        day: gap.day.clone(),
        ordinal: gap.from,
    }
}

fn cells(words: &Words, row: &Row, reprints: &[Reprint]) -> Vec<String> {
    if row.unreadable {
        let mut cells = vec![row.number.clone()];
        cells.resize(COLUMNS.len(), words.cell("unreadable").to_owned());
        return cells;
    }
    let redacted = || words.cell("redacted").to_owned();
    let code = |kind: &Kind, name: &str, value: &str| {
        let field = kind.field(name);
        field.map_or_else(String::new, |field| words.value(field, value))
    };
    let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
    let articles = match &row.content {
        Some(Content::Excerpt { articles }) => articles.join(" "),
        _ => String::new(),
    };
    let (outcome, outcome_code) = match &row.outcome {
        None => (
            words.word(&["state"], row.state.as_code()).to_owned(),
            row.state.as_code(),
        ),
        Some(outcome) => (told(words, outcome), outcome.as_code()),
    };
    let detail = row.outcome.as_ref().map_or("", Outcome::detail);
    let settled = row.settled.as_ref();
    let found = match settled {
        None if row.needs_settling() => words.cell("unsettled").to_owned(),
        None => String::new(),
        Some(settled) => code(&SETTLED, "found", settled.found.as_code()),
    };
    let purpose = row
        .purpose
        .map(|purpose| code(&REQUEST, "purpose", purpose.as_code()));
    let content = row
        .content
        .as_ref()
        .map(|content| code(&REQUEST, "content", content.as_code()));
    vec![
        row.number.clone(),
        row.day.clone(),
        wall_clock(&row.at),
        row.document_id.clone().unwrap_or_else(redacted),
        number(row.document_rev),
        row.title.clone().unwrap_or_else(redacted),
        row.doc_no.clone().unwrap_or_default(),
        content.unwrap_or_else(redacted),
        articles,
        row.labels.join(words.cell("list")),
        number(row.length_mm.map(u64::from)),
        // What only people write.
        String::new(),
        String::new(),
        String::new(),
        purpose.unwrap_or_default(),
        outcome,
        outcome_code.to_owned(),
        code(&OUTCOME, "detail", detail),
        row.outcome_at
            .as_deref()
            .map_or_else(String::new, wall_clock),
        found,
        settled.map_or_else(String::new, |s| code(&SETTLED, "by", s.by.as_code())),
        reprinted(words, reprints),
        yes(words, row.clock_behind),
        yes(words, row.clock_ahead),
        row.seq.to_string(),
        String::new(),
    ]
}

fn yes(words: &Words, set: bool) -> String {
    match set {
        true => words.cell("yes").to_owned(),
        false => String::new(),
    }
}

fn told(words: &Words, outcome: &Outcome) -> String {
    words
        .word(&["code", "outcome"], outcome.as_code())
        .to_owned()
}

/// When the slip came out once more, and what became of that.
fn reprinted(words: &Words, reprints: &[Reprint]) -> String {
    let each = reprints.iter().map(|reprint| {
        let outcome = reprint.outcome.as_ref().map(|outcome| told(words, outcome));
        let at = wall_clock(&reprint.at);
        format!("{at} {}", outcome.unwrap_or_default())
    });
    each.collect::<Vec<_>>().join(words.cell("list"))
}

/// Paper that people made has a line too, and one that was made void says so: its number is of the same series.
fn by_hand_cells(words: &Words, paper: &Matter) -> Vec<String> {
    let mut cells = vec![String::new(); COLUMNS.len()];
    let mut set = |key: &str, value: &str| {
        if let Some(at) = COLUMNS.iter().position(|(_, name)| *name == key) {
            cells[at] = value.to_owned();
        }
    };
    set("number", &paper.number);
    let number = Number::parse(&paper.number);
    set("day", number.as_ref().map_or("", |number| &number.day));
    if let Some(written) = paper.entries.first() {
        set("time", &wall_clock(&written.at));
        set("seq", &written.seq.to_string());
        for flag in [CLOCK_BEHIND, CLOCK_AHEAD] {
            set(flag, &yes(words, written.fields.contains_key(flag)));
        }
    }
    let value = |field: &str| paper.value(field).unwrap_or_default();
    set("title", value("title"));
    for field in ["doc_no", "amount", "form_no", "written_on"] {
        set(field, value(field));
    }
    let made = words.code("made", value("made")).unwrap_or_default();
    set("content", made);
    for field in ["purpose", "by"] {
        set(field, words.code(field, value(field)).unwrap_or_default());
    }
    let amount = words.cell("by_hand");
    let amount = amount
        .replace("{made}", made)
        .replace("{amount}", value("amount"));
    let state = match (paper.state, paper.value("why")) {
        ("void", Some(why)) => words.cell("void_why").replace("{why}", why),
        ("void", None) => words.cell("void").to_owned(),
        ("returned", _) => words.cell("returned").to_owned(),
        _ => String::new(),
    };
    set("note", &format!("{amount}{state}"));
    cells
}

/// Numbers that are missing have a line of their own.
fn missing(words: &Words, gap: &Gap) -> Vec<String> {
    let number = |ordinal| {
        let number = Number {
            ordinal,
            ..first(gap)
        };
        number.to_string()
    };
    let (from, to) = (number(gap.from), number(gap.to));
    let range = match gap.from == gap.to {
        true => from,
        false => words
            .cell("gap_range")
            .replace("{from}", &from)
            .replace("{to}", &to),
    };
    let note = match gap.explained {
        true => words.cell("gap_explained"),
        false => words.cell("gap"),
    };
    let mut cells = vec![String::new(); COLUMNS.len()];
    cells[0] = range;
    cells[1] = gap.day.clone();
    cells[COLUMNS.len() - 1] = note.to_owned();
    cells
}
