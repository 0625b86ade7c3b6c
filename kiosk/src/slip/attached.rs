//! Words of an attachment's pages on a slip: which file and page, what they say, and the hash by which the file is known. A page as a
//! picture turns to dust on this paper: it is never printed.

use mirror::Document;
use printer::{Align, Item};
use session::leaf::{self, Leaf};

use super::words::{Words, fill};

/// Digits of the file's hash: enough to tell two files apart by eye.
const HASH_DIGITS: usize = 8;
/// Characters of a file name in the register.
const NAME_CHARS_MAX: usize = 24;

/// The pages among the chosen pieces.
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
        let page = leaf.page.to_string();
        items.push(bold(fill(&words.attached_page, &[("page", &page)])));
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

/// The page by its name, for the register.
pub(super) fn label(leaf: &Leaf) -> String {
    let name: String = leaf.file.name.chars().take(NAME_CHARS_MAX).collect();
    let page = leaf.page.to_string();
    let values = [("name", name.as_str()), ("page", &page)];
    fill(&Words::get().attached_label, &values)
}
