//! What a page shows of its document beside the text: in-page tables, field lists, the line under the title. Owns which words belong to a
//! label where no colon says it; what labels mean is known by `reading::fields`.

use std::collections::HashSet;

use scraper::{ElementRef, Html};

use super::body::Body;
use super::find::{select, stamp};
use super::listing;
use super::places::{Places, is_of_others};
use super::times::{self, says_when};
use crate::formats::html;
use crate::reading::draft::Piece;
use crate::reading::facts::{self, Mark, find_date, mark};
use crate::reading::fields::{self, Fields};
use crate::reading::tidy::length;
use crate::reading::validity;

/// A value longer than this is prose.
const VALUE_CHARS_MAX: usize = 200;

/// All fields that labels of the page name.
pub fn fields(page: &Html, body: &Body<'_>) -> Fields {
    let mut fields = Fields::default();
    let mut cells: Vec<Cell> = Vec::new();
    let places = Places::of(page, body);
    let headings = listing::headings(&places, select(page, "tr"));
    for (label, value) in headings.own.iter().flat_map(|own| &own.pairs) {
        fields.take_pair(label, value);
    }
    let own = headings.own.iter().flat_map(|own| &own.cells);
    let headings: HashSet<_> = own.chain(&headings.others).map(|cell| cell.id()).collect();
    let labels = beside_values(&places, &mut fields);
    let labels: HashSet<_> = labels.iter().map(|label| label.id()).collect();
    for element in select(page, "td, th, dt, dd, li, label, span, div, p, publishtime") {
        let chars: usize = element.text().map(str::len).sum();
        if chars > 600 {
            continue;
        }
        let leaf = !element.child_elements().any(|c| {
            matches!(
                c.value().name(),
                "td" | "tr" | "li" | "dd" | "div" | "p" | "table" | "ul"
            )
        });
        if element.value().name() == "publishtime" {
            fields.published_on = fields
                .published_on
                .take()
                .or_else(|| find_date(&html::words(element)));
        }
        let around = || {
            let above = element.ancestors().filter_map(ElementRef::wrap);
            std::iter::once(element).chain(above)
        };
        let headed = || around().any(|node| headings.contains(&node.id()));
        if !leaf || is_row_of_fields(element) || !headings.is_empty() && headed() {
            continue;
        }
        let row = around().find(|node| node.value().name() == "tr");
        let mut words = html::words(element);
        if words.is_empty() && !element.value().name().starts_with('l') {
            words = stamped(element);
        }
        // Behind a label whose value was found the next element is none.
        if words.is_empty() || length(&words) > VALUE_CHARS_MAX || labels.contains(&element.id()) {
            let label = labels.contains(&element.id()) && says_when(&words);
            cells.push(Cell {
                words: String::new(),
                row,
                label,
            });
            continue;
        }
        let label = words.split([':', '：']).next().unwrap_or_default();
        let weak = fields::is_weak(label) && places.is_text(element);
        fields.take_line(&words, !weak);
        // A date alone, with its time of day: when the page was put up. So is one before 来源 or a counter.
        if words.contains([':', '：'])
            && fields.stamped_on.is_none()
            && words.contains(|c: char| c.is_ascii_digit())
            && !cells.last().is_some_and(|before| before.label)
            && !places.is_text(element)
        {
            fields.stamped_on =
                facts::only_date(&words).or_else(|| dated_line(&words, &mut fields));
        }
        // 此件… says it of this page wherever it stands, also behind the element that holds the body.
        if let Some((Mark::NotPublic, mark)) = mark(&words).filter(|(_, m)| m.contains('件')) {
            fields.disclosure.push(("标注".to_owned(), mark));
        }
        // Two cells of the text are no label and value if the first may be anything.
        let label = says_when(&words);
        let words = if weak { String::new() } else { words };
        cells.push(Cell { words, row, label });
    }
    for pair in cells.windows(2) {
        let (label, value) = (&pair[0], &pair[1]);
        let together = label.row.map(|row| row.id()) == value.row.map(|row| row.id());
        if together && !value.words.is_empty() && label.words != value.words {
            fields.take_pair(&label.words, &value.words);
        }
    }
    if fields.published_on.is_none() && fields.stamped_on.is_none() {
        fields.stamped_on = times::lone(page, &places);
    }
    // 标题 in a list names something else; in a table with the document's own numbers it is the document's.
    if fields.index_no.is_none() && fields.doc_no.is_none() {
        fields.title = None;
    }
    fields
}

/// A part of the page with few words.
struct Cell<'p> {
    words: String,
    /// The row of a table that it stands in: what stands in another is no value of it.
    row: Option<ElementRef<'p>>,
    /// It asks for a day: what follows is no day of the page itself.
    label: bool,
}

/// `<span>发文单位：甲局</span><span>拟稿日期：2021-03-04</span>`: each says its own, and the words of both are no line.
fn is_row_of_fields(element: ElementRef<'_>) -> bool {
    const FIELDS_MIN: usize = 2;
    let mut said = 0;
    for node in element.children() {
        if let Some(text) = node.value().as_text() {
            if !text.trim().is_empty() {
                return false;
            }
            continue;
        }
        let Some(child) = ElementRef::wrap(node) else {
            continue;
        };
        let words = html::words(child);
        let field = words.split_once([':', '：']);
        let whole =
            field.is_some_and(|(label, value)| !label.is_empty() && !value.trim().is_empty());
        if !matches!(child.value().name(), "span" | "label") || !(whole || words.is_empty()) {
            return false;
        }
        said += usize::from(whole);
    }
    said >= FIELDS_MIN
}

/// What the picture in a cell shows, if it says whether the document is in force.
fn stamped(cell: ElementRef<'_>) -> String {
    let pictures = cell.descendants().filter_map(ElementRef::wrap);
    let mut pictures = pictures.filter(|picture| picture.value().name() == "img");
    let shows = pictures.next().map(stamp).unwrap_or_default();
    match validity::code(shows) {
        Some(_) => shows.to_owned(),
        None => String::new(),
    }
}

/// Labels within a line whose value stands behind them.
fn beside_values<'p>(places: &Places<'p>, fields: &mut Fields) -> Vec<ElementRef<'p>> {
    let mut taken = Vec::new();
    for label in select(places.page, "span, label, b, strong, em, i, font") {
        let short = label.text().map(str::len).sum::<usize>() <= VALUE_CHARS_MAX;
        if !short {
            continue;
        }
        let words = html::words(label);
        if fields::is_label(&words)
            && !(fields::is_weak(&words) && places.is_text(label))
            && let Some(value) = behind(label)
        {
            fields.take_pair(&words, &value);
            taken.push(label);
        }
    }
    taken
}

/// What stands behind a label in the element that both share, up to the next label: `<li><span>索引号</span><i>A-1</i></li>`.
fn behind(label: ElementRef<'_>) -> Option<String> {
    let mut value = String::new();
    for node in label.next_siblings() {
        if let Some(text) = node.value().as_text() {
            value.push_str(text);
            continue;
        }
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        let words = html::words(element);
        if element.value().name() == "br" && !value.trim().is_empty() || fields::is_label(&words) {
            break;
        }
        value.push_str(&words);
        if length(&value) > VALUE_CHARS_MAX {
            return None;
        }
    }
    let value = value
        .trim()
        .trim_start_matches([':', '：'])
        .trim()
        .to_owned();
    (!value.is_empty()).then_some(value)
}

/// `2024-03-06 08:30 来源：示例市政府办`: the day, and what the labels behind it say.
fn dated_line(words: &str, fields: &mut Fields) -> Option<String> {
    const LINE_CHARS_MAX: usize = 120;
    if length(words) > LINE_CHARS_MAX {
        return None;
    }
    // [2021-03-04]　来源：示例市政府办
    let words = words.trim_start_matches(['[', '【', '(', '（']);
    let (date, rest) = facts::leading_date(words)?;
    let rest = rest.trim_start_matches([']', '】', ')', '）']);
    let time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '时' | '分' | '秒');
    let rest = rest.trim_start_matches(time);
    fields.take_line(rest, true).then_some(date)
}

/// The number that stands alone between the title and the body, outside of it; none where the body says one itself, or where several stand.
pub fn number_above(page: &Html, body: &Body<'_>) -> Option<String> {
    const HEAD_LINES: usize = 14;
    let head = body.pieces.iter().take(HEAD_LINES);
    let mut said = head.filter_map(Piece::text);
    if said.any(|line| facts::document_number(line).is_some()) {
        return None;
    }
    let first = body.roots.first()?.id();
    let around: HashSet<_> = body.roots[0].ancestors().map(|node| node.id()).collect();
    let mut found: Option<String> = None;
    let mut before = String::new();
    for node in page.tree.root().descendants() {
        if node.id() == first {
            return found;
        }
        let Some(element) = ElementRef::wrap(node).filter(|e| !around.contains(&e.id())) else {
            continue;
        };
        let lines = ["p", "div", "span", "h2", "h3", "h4", "h5", "h6", "center"];
        let leaf = !element
            .child_elements()
            .any(|c| lines.contains(&c.value().name()));
        if !leaf || !lines.contains(&element.value().name()) || is_of_others(element) {
            continue;
        }
        let short = element.text().map(str::len).sum::<usize>() <= VALUE_CHARS_MAX;
        let words = match short {
            true => html::words(element),
            false => String::new(),
        };
        // 示例市税务局公告2017年第45号　全文废止: among other data.
        let among = || facts::parts(&words).find_map(facts::document_number);
        let number = facts::document_number(&words).or_else(among).or_else(|| {
            let over = facts::number_over_lines(&[&before, &words]);
            over.map(|(_, number)| number)
        });
        if !words.is_empty() {
            before = words;
        }
        let Some(number) = number else { continue };
        match &found {
            Some(other) if *other != number => return None,
            _ => found = Some(number),
        }
    }
    None
}

#[cfg(test)]
mod tests;
