//! What a report says of itself: its year, whose it is, its headings, and whether these fit its form. Owns reading them from title and lines;
//! everything it finds is a hint.

use std::sync::LazyLock;

use regex::Regex;

use super::cell::{Cell, bare};
use super::checks::{Checked, Finding, Level};
use super::form::{ACTIVE, Form, PARTS};
use super::lines::Line;
use super::rows::{Place, row_of};
use super::tables::Tables;

/// A line with more characters is no heading.
const HEADING_CHARS_MAX: usize = 40;
/// A shorter line of words is no sentence.
const SENTENCE_CHARS_MIN: usize = 12;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[^\p{Han}]*(\p{Han}*?)(20\d\d)年?(?:度)?[^。；]{0,16}信息公开[^。；]{0,8}报告")
        .expect("a constant")
});
static IN_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|\D)(20\d\d)(?:\D|$)").expect("a constant"));
/// A paragraph that counts is a sentence without a full stop too.
static COUNTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d[件条份宗起]").expect("a constant"));
static OLD_BASIS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"国办公开办函[〔\[（(]2019[〕\]）)]60号").expect("a constant"));

/// Whose report of which year, and its sentences.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct About {
    pub year: Option<i16>,
    pub agency: String,
    pub sentences: Vec<String>,
    headings: Vec<String>,
}

impl About {
    /// From the lines of a report and the name of its file.
    pub fn read(lines: &[Line], file: &str) -> About {
        let mut about = About::default();
        for line in lines {
            let Line::Words(words) = line else { continue };
            let words = bare(words);
            if about.year.is_none()
                && let Some(title) = TITLE.captures(&words)
            {
                about.year = title[2].parse().ok();
                about.agency = title[1].to_owned();
            }
            let chars = words.chars().count();
            if chars <= HEADING_CHARS_MAX && PARTS.iter().any(|part| words.starts_with(&part[..6]))
            {
                about.headings.push(words);
            } else if chars >= SENTENCE_CHARS_MIN && is_sentence(&words) {
                about.sentences.push(words);
            }
        }
        let in_name = || IN_NAME.captures(file).and_then(|name| name[1].parse().ok());
        about.year = about.year.or_else(in_name);
        about
    }

    /// What does not fit.
    pub fn check(&self, tables: &Tables, checked: &mut Checked) {
        self.form_of_year(tables, checked);
        self.rules_of_towns(tables, checked);
        self.headings(checked);
    }

    fn form_of_year(&self, tables: &Tables, checked: &mut Checked) {
        let (Some(year), Some(form)) = (self.year, tables.form) else {
            return;
        };
        let wanted = match year {
            ..=2018 => (Form::Indicators, "2018"),
            2019 | 2020 => (Form::Of2019, "2019"),
            _ => (Form::Of2021, "2021"),
        };
        let has = match form {
            Form::Indicators => "2018",
            Form::Of2019 => "2019",
            Form::Of2021 | Form::None => "2021",
        };
        checked.count("form");
        let cites = year >= 2021 && self.sentences.iter().any(|text| OLD_BASIS.is_match(text));
        if form != Form::None && form != wanted.0 {
            checked.add(hint(
                "form",
                "文",
                String::new(),
                has.to_owned(),
                wanted.1.to_owned(),
            ));
        } else if cites {
            checked.add(hint(
                "basis",
                "文",
                PARTS[0].to_owned(),
                "2019".to_owned(),
                wanted.1.to_owned(),
            ));
        }
    }

    /// 规章 are made by ministries, provinces and cities; a county, town or street that reports one has misread the row.
    fn rules_of_towns(&self, tables: &Tables, checked: &mut Checked) {
        let name = self
            .agency
            .trim_end_matches("人民政府")
            .trim_end_matches("办事处");
        if !["镇", "乡", "街道", "县"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            return;
        }
        let rules = ACTIVE[0].label;
        checked.count("rules");
        let cells = tables.active.iter().filter(|(row, ..)| *row == rules);
        for (_, column, cell) in cells.filter(|(.., cell)| Cell::counts(cell)) {
            checked.add(Finding {
                column: (*column).to_owned(),
                ..hint(
                    "rules",
                    "二",
                    rules.to_owned(),
                    cell.to_string(),
                    "0".to_owned(),
                )
            });
        }
    }

    /// Headings of the parts with tables, word for word.
    fn headings(&self, checked: &mut Checked) {
        for heading in &self.headings {
            let part = PARTS[1..4]
                .iter()
                .find(|part| heading.starts_with(&part[..6]));
            let Some(part) =
                part.filter(|_| heading.contains("信息公开") || heading.contains("公开政府信息"))
            else {
                continue;
            };
            checked.count("heading");
            if heading != part && is_near(heading, part) {
                checked.add(hint(
                    "heading",
                    "文",
                    (*part).to_owned(),
                    heading.clone(),
                    (*part).to_owned(),
                ));
            }
        }
    }
}

/// A row of a table whose cells are empty is a line of words too, but none of a sentence.
fn is_sentence(words: &str) -> bool {
    words.contains(['。', '；', ';'])
        || (words.contains(['，', ',']) || COUNTED.is_match(words))
            && row_of(words, &mut Place::default()).is_none()
}

/// Whether one is the other with a slip of the pen: one place at which up to two characters differ.
fn is_near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let back = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let shorter = a.len().min(b.len());
    a.len().abs_diff(b.len()) <= 2 && front + back + 2 >= shorter
}

fn hint(
    check: &'static str,
    table: &'static str,
    row: String,
    stated: String,
    reckoned: String,
) -> Finding {
    Finding {
        check,
        level: Level::Warning,
        table,
        row,
        column: String::new(),
        stated,
        reckoned,
        from: String::new(),
    }
}
