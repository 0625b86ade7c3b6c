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
    /// Selector of the link in a row.
    link: String,
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
            "[list.fields]\nlink = [\"{0}@href\"]\ntitle = [\"{0}@title\", \"{0}\"]\ndate = [{1}]",
            self.link,
            dates.join(", ")
        )
    }
}

/// The list of a page, if it shows one.
pub fn find(page: &Html) -> Option<Listed> {
    let mut groups: HashMap<String, (usize, Vec<ElementRef<'_>>)> = HashMap::new();
    for row in pick::select(page.root_element(), "li, tr, dd, dt, div, p") {
        let density = html::density(row);
        if leads_to(row) != 1 || density.chars > ROW_CHARS_MAX {
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
                link: link_of(&rows),
                count: all.len(),
                dated: all.iter().filter(|row| is_dated(**row)).count(),
                date: dates_of(&rows),
            }
        })
}

/// To how many places a row leads with words; a pop-up may name the same once more.
fn leads_to(row: ElementRef<'_>) -> usize {
    let mut places: Vec<&str> = Vec::new();
    for link in titled(row) {
        let place = link.value().attr("href").unwrap_or_default().trim();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.len()
}

/// The links of a row that may be its title: no files, and no word of a column before it (［通知］).
fn titled(row: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    const TITLE_CHARS_MIN: usize = 6;
    const LINKS_MAX: usize = 8;
    let links = pick::select(row, "a[href]").into_iter();
    let links = links.filter(|link| {
        let place = link.value().attr("href").unwrap_or_default();
        let words: String = link.text().collect();
        length(words.trim()) >= TITLE_CHARS_MIN && !html::is_file(place) && !place.starts_with('#')
    });
    links.take(LINKS_MAX).collect()
}

/// Which of their links is the title of most rows: the first, the last where a link to the column stands before it, or the one of a cell.
fn link_of(rows: &[ElementRef<'_>]) -> String {
    let mut ways = vec!["a".to_owned(), "a:last-of-type".to_owned()];
    ways.extend(rows.first().and_then(|row| cell_of(*row)));
    let hits = |css: &String| {
        let hit = |row: &&ElementRef<'_>| {
            let first = pick::select(**row, css).first().map(|link| link.id());
            first.is_some() && first == titled(**row).first().map(|link| link.id())
        };
        rows.iter().filter(hit).count()
    };
    let mut best = (0, "a".to_owned());
    for way in ways {
        let hits = hits(&way);
        if hits > best.0 {
            best = (hits, way);
        }
    }
    best.1
}

/// `td:nth-child(2) > a`: where the title of a row stands that has a cell for each thing.
fn cell_of(row: ElementRef<'_>) -> Option<String> {
    let link = titled(row).into_iter().next()?;
    let cell = link.parent().and_then(ElementRef::wrap)?;
    let before = cell.prev_siblings().filter_map(ElementRef::wrap).count();
    let name = cell.value().name();
    (cell.id() != row.id()).then(|| format!("{name}:nth-child({}) > a", before + 1))
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

/// `ul.list > li`: the row, under the nearest element that has a name of its own, else under the page itself.
fn row_selector(row: ElementRef<'_>) -> Option<String> {
    /// As many elements between a row and one with a name; pages that tables set have many.
    const PATH_MAX: usize = 24;
    const NEAR: usize = 4;
    let mut path = vec![row.value().name().to_owned()];
    for (at, parent) in row
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take(PATH_MAX)
        .enumerate()
    {
        let element = parent.value();
        let class = element.classes().find(|class| is_plain(class));
        let named = match (element.id().filter(|id| is_plain(id)), class) {
            (Some(id), _) => Some(format!("#{id}")),
            (None, Some(class)) => Some(format!("{}.{class}", element.name())),
            (None, None) if element.name() == "body" => Some("body".to_owned()),
            (None, None) => None,
        };
        if at >= NEAR
            && let Some(own) = own_name(row)
        {
            return Some(own);
        }
        if let Some(name) = named {
            path.push(name);
            path.reverse();
            return Some(path.join(" > "));
        }
        path.push(element.name().to_owned());
    }
    own_name(row)
}

/// The row by its own class.
fn own_name(row: ElementRef<'_>) -> Option<String> {
    let class = row.value().classes().find(|class| is_plain(class))?;
    Some(format!("{}.{class}", row.value().name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(list: &str) -> Option<(String, usize, usize)> {
        let page = format!("<body><div class=nav><a href=/>首页</a></div>{list}</body>");
        let listed = find(&Html::parse_document(&page))?;
        Some((listed.items, listed.count, listed.dated))
    }

    fn rows(row: impl Fn(usize) -> String) -> String {
        (1..=5).map(row).collect()
    }

    #[test]
    fn a_list_is_found_where_nothing_has_a_name() {
        let items =
            rows(|i| format!("<li><a href={i}.html>关于第{i}项工作的通知</a> 2021-09-0{i}</li>"));
        assert_eq!(
            found(&format!("<ul>{items}</ul>")),
            Some(("body > ul > li".to_owned(), 5, 5))
        );
        let items = rows(|i| {
            format!(
                "<tr><td>·</td><td><a href={i}.html>关于第{i}项工作的通知</a></td><td>2021-09-0{i}</td></tr>"
            )
        });
        let deep = format!(
            "<table><tr><td><table><tr><td><table>{items}</table></td></tr></table></td></tr></table>"
        );
        let (items, count, dated) = found(&deep).unwrap_or_default();
        assert!(
            items.starts_with("body > table > tbody > tr > td > table"),
            "{items}"
        );
        assert_eq!((count, dated), (5, 5));
    }

    #[test]
    fn the_link_of_a_row_is_its_title_and_not_the_column_before_it() {
        let fields = |row: fn(usize) -> String| {
            let page = format!("<ul class=list>{}</ul>", rows(row));
            find(&Html::parse_document(&page))
                .map(|listed| listed.fields())
                .unwrap_or_default()
        };
        let columned = fields(|i| {
            format!(
                "<li><a href=/tz/>[通知]</a><a href={i}.html>关于第{i}项工作的通知</a><i>2021-09-0{i}</i></li>"
            )
        });
        assert!(
            columned.contains("link = [\"a:last-of-type@href\"]"),
            "{columned}"
        );
        let plain = fields(|i| {
            format!("<li><a href={i}.html>关于第{i}项工作的通知</a><a href={i}.pdf>下载</a></li>")
        });
        let celled = fields(|i| {
            format!(
                "<li><b><a href=/tz/>[通知]</a></b><i><a href={i}.html>关于第{i}项工作的通知</a></i><i>2021-09-0{i}</i></li>"
            )
        });
        assert!(
            celled.contains("link = [\"i:nth-child(2) > a@href\"]"),
            "{celled}"
        );
        assert!(plain.contains("link = [\"a@href\"]"), "{plain}");
    }

    #[test]
    fn a_term_is_a_row_and_so_is_one_whose_pop_up_names_it_again() {
        let terms = rows(|i| {
            format!("<dt><a href={i}.html>关于第{i}项工作的通知</a></dt><dd>2021-09-0{i}</dd>")
        });
        assert_eq!(
            found(&format!("<dl class=list>{terms}</dl>")),
            Some(("dl.list > dt".to_owned(), 5, 0))
        );
        let popped = rows(|i| {
            format!(
                "<tr><td>{i}</td><td><a href={i}.html>关于第{i}项的通知</a><div class=tip><a href={i}.html>关于第{i}项的通知</a>发布机构：示例局</div></td><td>2021-09-0{i}</td></tr>"
            )
        });
        let (items, count, dated) =
            found(&format!("<table class=gk>{popped}</table>")).unwrap_or_default();
        assert_eq!(items, "table.gk > tbody > tr");
        assert_eq!((count, dated), (5, 5));
    }
}
