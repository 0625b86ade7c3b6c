//! The rows that a page shows: which of its repeated elements are the list, and where their dates stand. Owns the choice; it knows no system.

use std::collections::HashMap;

use scraper::{ElementRef, Html};

use crate::formats::html;
use crate::reading::facts;
use crate::reading::tidy::{length, squeeze};
use crate::sources::portal::pick;

/// Fewer rows are no list.
const ROWS_MIN: usize = 3;
/// Characters of a row; what is longer is no row but a part of the page.
const ROW_CHARS_MAX: usize = 400;
/// The day in the text or the address of a row.
const ANY_DATE: &str = r"re:((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})";

/// The list of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Selector of its rows.
    pub items: String,
    /// How many rows stand there.
    pub count: usize,
    /// Rows with a date.
    pub dated: usize,
    /// Candidates of the date.
    date: Vec<String>,
}

impl Listed {
    /// The rest of a list's table: rows, and what they say.
    pub fn table(&self) -> String {
        format!(
            "items = {}\nmin_items = {}",
            toml::Value::from(self.items.as_str()),
            self.count.div_ceil(2)
        )
    }

    /// The table `[list.fields]`.
    pub fn fields(&self) -> String {
        let dates: Vec<String> = self
            .date
            .iter()
            .map(|pick| toml::Value::from(pick.as_str()).to_string())
            .collect();
        format!(
            "[list.fields]\nlink = [\"a@href\"]\ntitle = [\"a@title\", \"a\"]\ndate = [{}]",
            dates.join(", ")
        )
    }
}

/// The list of a page, if it shows one.
pub fn find(page: &Html) -> Option<Listed> {
    let mut groups: HashMap<String, (usize, Vec<ElementRef<'_>>)> = HashMap::new();
    for row in pick::select(page.root_element(), "li, tr, dd, div, p") {
        let density = html::density(row);
        if density.links != 1 || density.chars > ROW_CHARS_MAX {
            continue;
        }
        let Some(selector) = row_selector(row) else {
            continue;
        };
        let dated = is_dated(row);
        let (dates, rows) = groups.entry(selector).or_default();
        *dates += usize::from(dated);
        rows.push(row);
    }
    groups
        .into_iter()
        .filter(|(_, (_, rows))| rows.len() >= ROWS_MIN)
        .max_by_key(|(selector, (dates, rows))| {
            (*dates, rows.len(), std::cmp::Reverse(selector.clone()))
        })
        .map(|(items, (_, rows))| {
            // Rows with a pop-up of further links were no help in finding the list; they are rows of it all the same.
            let all = pick::select(page.root_element(), &items);
            let all: Vec<_> = all.into_iter().filter(|row| leads(*row)).collect();
            Listed {
                items,
                count: all.len(),
                dated: all.iter().filter(|row| is_dated(**row)).count(),
                date: dates_of(&rows),
            }
        })
}

fn leads(row: ElementRef<'_>) -> bool {
    !pick::select(row, "a[href]").is_empty()
}

fn is_dated(row: ElementRef<'_>) -> bool {
    facts::find_date(&html::words(row)).is_some()
}

/// Where the rows have their dates: the element that holds nothing else, most often first.
fn dates_of(rows: &[ElementRef<'_>]) -> Vec<String> {
    const DATE_CHARS_MAX: usize = 24;
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let alone = row.descendants().filter_map(ElementRef::wrap).skip(1);
        let alone = alone.filter(|element| {
            let words = squeeze(&html::words(*element));
            let inside = element.child_elements().any(|child| {
                let words = squeeze(&html::words(child));
                facts::find_date(&words).is_some()
            });
            !inside && length(&words) <= DATE_CHARS_MAX && facts::find_date(&words).is_some()
        });
        for element in alone {
            let name = element.value().name();
            let class = element.value().classes().find(|class| is_plain(class));
            let place = class.map_or(name.to_owned(), |class| format!("{name}.{class}"));
            // The candidate takes the first of its name; that one must be it.
            let first = pick::select(*row, &place).first().map(|e| e.id());
            let last = format!("{name}:last-child");
            if first == Some(element.id()) {
                *places.entry(place).or_default() += 1;
            } else if pick::select(*row, &last).first().map(|e| e.id()) == Some(element.id()) {
                *places.entry(last).or_default() += 1;
            }
        }
    }
    let mut found: Vec<(String, usize)> = places.into_iter().collect();
    found.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), place.clone()));
    let best = found
        .into_iter()
        .filter(|(_, count)| count * 2 >= rows.len());
    best.take(1)
        .map(|(place, _)| place)
        .chain([ANY_DATE.to_owned()])
        .collect()
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && length(name) <= 40
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// `ul.list > li`: the row, under the nearest element that has a name of its own.
fn row_selector(row: ElementRef<'_>) -> Option<String> {
    let mut path = vec![row.value().name().to_owned()];
    for parent in row.ancestors().filter_map(ElementRef::wrap).take(4) {
        let element = parent.value();
        let class = element.classes().find(|class| is_plain(class));
        let named = match (element.id().filter(|id| is_plain(id)), class) {
            (Some(id), _) => Some(format!("#{id}")),
            (None, Some(class)) => Some(format!("{}.{class}", element.name())),
            (None, None) => None,
        };
        if let Some(name) = named {
            path.push(name);
            path.reverse();
            return Some(path.join(" > "));
        }
        path.push(element.name().to_owned());
    }
    // Nothing around has a name: a row that has one, or the bare path.
    let class = row.value().classes().find(|class| is_plain(class))?;
    Some(format!("{}.{class}", row.value().name()))
}
