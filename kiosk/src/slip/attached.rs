//! Words of an attachment's pages on a slip, all of a page or the lines that were chosen: which file, page and lines, what they say,
//! and the hash by which the file is known. A page as a picture turns to dust on this paper: it is never printed.

use std::ops::RangeInclusive;

use mirror::Document;
use printer::{Align, Item};
use session::leaf::{self, Leaf};

use super::words::{Words, fill};

/// Digits of the file's hash: enough to tell two files apart by eye.
const HASH_DIGITS: usize = 8;
/// Characters of a file name in the register.
const NAME_CHARS_MAX: usize = 24;

/// The pages among the chosen pieces, and parts of pages.
pub(super) fn leaves<'a>(document: &'a Document, chosen: &[String]) -> Vec<Leaf<'a>> {
    chosen
        .iter()
        .filter_map(|id| leaf::of(document, id))
        .collect()
}

/// What they say.
pub(super) fn body(items: &mut Vec<Item>, leaves: &[Leaf]) {
    let words = Words::get();
    let mut file = None;
    for leaf in leaves {
        if file != Some(leaf.number) {
            file = Some(leaf.number);
            let number = leaf.number.to_string();
            let values = [("number", number.as_str()), ("name", &leaf.file.name)];
            items.push(bold(fill(&words.attached_name, &values)));
            let hash: String = leaf.file.sha256.chars().take(HASH_DIGITS).collect();
            items.push(Item::plain(fill(&words.attached_hash, &[("hash", &hash)])));
        }
        let (page, from, to) = place(leaf);
        let said = match &leaf.lines {
            None => &words.attached_page,
            Some(lines) if lines.start() == lines.end() => &words.attached_line,
            Some(_) => &words.attached_lines,
        };
        let values = [("page", page.as_str()), ("from", &from), ("to", &to)];
        items.push(bold(fill(said, &values)));
        lines(items, leaf.words);
    }
}

fn bold(text: String) -> Item {
    Item::Text {
        text,
        bold: true,
        label: 0,
        large: false,
        indent: false,
        align: Align::Left,
    }
}

/// Lines as they stand; rows that follow each other are a table.
fn lines(items: &mut Vec<Item>, page: &str) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in page.lines() {
        if line.contains('\t') {
            rows.push(line.split('\t').map(str::to_owned).collect());
            continue;
        }
        table(items, &mut rows);
        items.push(Item::plain(line.to_owned()));
    }
    table(items, &mut rows);
}

fn table(items: &mut Vec<Item>, rows: &mut Vec<Vec<String>>) {
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    if widest == 0 {
        return;
    }
    for row in rows.iter_mut() {
        row.resize(widest, String::new());
    }
    items.push(Item::Table {
        rows: std::mem::take(rows),
    });
}

/// Number of its page, and of the first and the last of its lines.
fn place(leaf: &Leaf) -> (String, String, String) {
    let line = |end: fn(&RangeInclusive<usize>) -> &usize| {
        let lines = leaf.lines.as_ref();
        lines.map_or_else(String::new, |lines| end(lines).to_string())
    };
    let (from, to) = (line(RangeInclusive::start), line(RangeInclusive::end));
    (leaf.page.to_string(), from, to)
}

/// The page by its name, or the part of it, for the register.
pub(super) fn label(leaf: &Leaf) -> String {
    let words = Words::get();
    let name: String = leaf.file.name.chars().take(NAME_CHARS_MAX).collect();
    let (page, from, to) = place(leaf);
    let said = match &leaf.lines {
        None => &words.attached_label,
        Some(lines) if lines.start() == lines.end() => &words.attached_line_label,
        Some(_) => &words.attached_lines_label,
    };
    let values = [
        ("name", name.as_str()),
        ("page", &page),
        ("from", &from),
        ("to", &to),
    ];
    fill(said, &values)
}
