//! A table that a program saved as HTML and called a workbook: rows, merged cells, lines beside them. Owns what of the markup is words;
//! runs no script, follows no link, knows no looks but what is hidden.

use super::blocks::Leaf;
use super::grid::{self, Cell};
use super::paging::paged;
use viewer::limits::{BLOCK_CHARS_MAX, COLUMNS_MAX};
use viewer::{Block, Hidden};

/// Rows of all tables together.
const ROWS_MAX: usize = 200_000;
/// Elements whose content is no words of the page.
const WORDLESS: [&str; 5] = ["script", "style", "xml", "title", "head"];
/// Elements that begin and end a line.
const LINES: [&str; 13] = [
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "center",
];
/// Signs that are written by name.
const NAMED: [(&str, char); 6] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
];
/// A name in front of a semicolon is no longer.
const NAME_BYTES_MAX: usize = 10;

/// The file as text: in UTF-8 where it is that, or says so in front; else in the encoding of Chinese programs.
pub fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    }
}

/// Its pages of text.
pub fn leaves(text: &str) -> Vec<Leaf> {
    let mut page = Page::default();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        page.say(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let begins_tag = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
        if !rest[1..].starts_with(begins_tag) {
            page.say("<");
            rest = &rest[1..];
            continue;
        }
        let Some((tag, behind)) = Tag::read(rest) else {
            break;
        };
        rest = behind;
        if WORDLESS.contains(&tag.name.as_str()) && !tag.is_end {
            rest = behind_end(rest, &tag.name);
            continue;
        }
        page.tag(&tag);
    }
    page.say(rest);
    page.finished()
}

/// What follows the end of an element.
fn behind_end<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        let is_its = rest
            .get(..name.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(name));
        if is_its {
            return rest.find('>').map_or("", |end| &rest[end + 1..]);
        }
    }
    ""
}

struct Tag {
    name: String,
    is_end: bool,
    columns: u32,
    rows: u32,
    is_hidden: bool,
}

impl Tag {
    /// The tag at the beginning, and what follows; `None` where it has no end.
    fn read(text: &str) -> Option<(Tag, &str)> {
        let mut quote = None;
        let end = text.char_indices().position_of_end(&mut quote)?;
        let (inner, behind) = (&text[1..end], &text[end + 1..]);
        let is_end = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name_end = inner
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(inner.len());
        let lower = inner[name_end..].to_ascii_lowercase();
        let number = |key: &str| {
            let (_, value) = lower.split_once(key)?;
            let value = value.trim_start().strip_prefix('=')?;
            let value = value.trim_start_matches(['"', '\'', ' ']);
            let digits = value.find(|c: char| !c.is_ascii_digit());
            value[..digits.unwrap_or(value.len())].parse().ok()
        };
        let bare: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
        let tag = Tag {
            name: inner[..name_end].to_ascii_lowercase(),
            is_end,
            columns: number("colspan").unwrap_or(1),
            rows: number("rowspan").unwrap_or(1),
            is_hidden: bare.contains("display:none"),
        };
        Some((tag, behind))
    }
}

trait End {
    fn position_of_end(self, quote: &mut Option<char>) -> Option<usize>;
}

impl<I: Iterator<Item = (usize, char)>> End for I {
    /// Where a tag ends: at the first bracket outside of quotes.
    fn position_of_end(mut self, quote: &mut Option<char>) -> Option<usize> {
        self.find_map(|(at, c)| match (*quote, c) {
            (None, '>') => Some(at),
            (None, '"' | '\'') => {
                *quote = Some(c);
                None
            }
            (Some(open), c) if open == c => {
                *quote = None;
                None
            }
            _ => None,
        })
    }
}

/// What was read so far.
#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    /// The words of a line or of a cell.
    words: String,
    /// Tables inside tables; only the outermost has rows.
    depth: usize,
    rows: Vec<Vec<Cell>>,
    /// The cell that is open, how many rows and columns it takes.
    cell: Option<(u32, u32)>,
    /// The row that is open is hidden.
    is_hidden: bool,
    rows_hidden: u32,
    rows_read: usize,
    pictures: u32,
    cut: bool,
}

impl Page {
    fn say(&mut self, raw: &str) {
        if self.words.len() > 4 * BLOCK_CHARS_MAX {
            self.cut |= !raw.trim().is_empty();
            return;
        }
        let mut rest = raw;
        while !rest.is_empty() {
            let at = rest.find('&').unwrap_or(rest.len());
            self.plain(&rest[..at]);
            rest = &rest[at..];
            if let Some(name) = rest.strip_prefix('&') {
                let sign = name.find(';').filter(|end| *end <= NAME_BYTES_MAX);
                match sign.and_then(|end| Some((sign_of(&name[..end])?, end))) {
                    Some((sign, end)) => {
                        self.plain(sign.encode_utf8(&mut [0; 4]));
                        rest = &name[end + 1..];
                    }
                    None => {
                        self.plain("&");
                        rest = name;
                    }
                }
            }
        }
    }

    /// Any number of blanks is one.
    fn plain(&mut self, words: &str) {
        for c in words.chars() {
            match c.is_whitespace() {
                true if self.words.is_empty() || self.words.ends_with([' ', '\n']) => {}
                true => self.words.push(' '),
                false => self.words.push(c),
            }
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        match (name, tag.is_end) {
            ("table", false) => {
                if self.depth == 0 {
                    self.line();
                }
                self.depth += 1;
            }
            ("table", true) => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_row();
                    self.end_table();
                }
            }
            ("tr", _) if self.depth == 1 => {
                self.end_row();
                self.is_hidden = tag.is_hidden && !tag.is_end;
                if !tag.is_end {
                    self.rows.push(Vec::new());
                }
            }
            ("td" | "th", _) if self.depth == 1 => {
                self.end_cell();
                if !tag.is_end {
                    self.cell = Some((tag.rows, tag.columns));
                }
            }
            ("td" | "th" | "tr", _) => self.plain(" "),
            ("img", false) => self.pictures = self.pictures.saturating_add(1),
            (name, _) if LINES.contains(&name) => match self.depth {
                0 => self.line(),
                _ if self.words.is_empty() || self.words.ends_with('\n') => {}
                _ => self.words.push('\n'),
            },
            _ => {}
        }
    }

    /// Words outside of tables are a paragraph.
    fn line(&mut self) {
        let text = std::mem::take(&mut self.words).trim().to_owned();
        if !text.is_empty() {
            self.blocks.push(Block::Paragraph { text });
        }
    }

    fn end_cell(&mut self) {
        let words = std::mem::take(&mut self.words).trim().to_owned();
        let (rows, columns) = match self.cell.take() {
            Some(spans) => spans,
            // Words between cells are words nonetheless.
            None if words.is_empty() => return,
            None => (1, 1),
        };
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        if let Some(row) = self.rows.last_mut() {
            // One more than there may be tells that there are more.
            match row.len() <= COLUMNS_MAX {
                true => row.push(Cell {
                    words,
                    rows,
                    columns,
                }),
                false => self.cut = true,
            }
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.rows_read += 1;
        let says = |row: &Vec<Cell>| row.iter().any(|cell| !cell.words.is_empty());
        if self.is_hidden {
            let hidden = self.rows.pop();
            self.rows_hidden += u32::from(hidden.as_ref().is_some_and(says));
            self.is_hidden = false;
        } else if self.rows_read > ROWS_MAX {
            self.cut |= self.rows.pop().as_ref().is_some_and(says);
        }
    }

    fn end_table(&mut self) {
        let grid = grid::laid(std::mem::take(&mut self.rows)).without_empty_rows();
        self.cut |= grid.cut;
        if !grid.rows.is_empty() {
            self.blocks.push(Block::Table {
                rows: grid.rows,
                spans: grid.spans,
            });
        }
    }

    fn finished(mut self) -> Vec<Leaf> {
        if self.depth > 0 {
            self.end_row();
            self.end_table();
        }
        self.line();
        let of = |blocks| Leaf {
            blocks,
            ..Leaf::default()
        };
        let pages = paged(std::mem::take(&mut self.blocks)).pages;
        let mut leaves: Vec<Leaf> = pages.into_iter().map(of).collect();
        if let Some(first) = leaves.first_mut() {
            first.said.left_out.pictures = self.pictures;
            first.said.hidden = Hidden {
                rows: self.rows_hidden,
                ..Hidden::default()
            };
        }
        if let Some(last) = leaves.last_mut() {
            last.cut = self.cut;
        }
        leaves
    }
}

/// What a name or a number between `&` and `;` stands for.
fn sign_of(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        let named = NAMED.iter().find(|(known, _)| *known == name);
        return named.map(|(_, sign)| *sign);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number).filter(|sign| !sign.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn rows_and_merged_cells_are_read_and_markup_is_not() {
        let leaves = leaves(
            "<html xmlns:o='x'><head><style>td{a:b}</style></head><body><!-- <td>--><p>说明 &amp; 1&lt;2</p>\
             <table title=\"a>b\"><tr><td colspan=2>岗位&nbsp;表</td></tr>\
             <TR><TD rowspan='2'>甲<br>乙<td>\n  1 <b>0</b></tr><tr style='display: none'><td>机密</td></tr>\
             <tr><td>2<img src=a></td></table>a < b",
        );
        let [leaf] = leaves.as_slice() else {
            panic!("{leaves:?}");
        };
        let table = Block::Table {
            rows: vec![
                row(&["岗位 表", ""]),
                row(&["甲\n乙", "1 0"]),
                row(&["", "2"]),
            ],
            spans: vec![[0, 0, 1, 2].into(), [1, 0, 2, 1].into()],
        };
        let line = |text: &str| Block::Paragraph { text: text.into() };
        assert_eq!(leaf.blocks, [line("说明 & 1<2"), table, line("a < b")]);
        assert_eq!((leaf.said.hidden.rows, leaf.said.left_out.pictures), (1, 1));
        assert!(!leaf.cut);
    }

    #[test]
    fn what_is_broken_comes_to_an_end() {
        for text in [
            "<table><tr><td>甲",
            "<table><td>甲",
            "<table>甲<tr></table>",
            "甲<td",
            "甲<!--",
            "<style>甲",
            "&#x110000;&bad;甲&",
        ] {
            let read = leaves(text);
            let has = read.iter().any(|leaf| !leaf.blocks.is_empty());
            assert_eq!(has, text != "<style>甲", "{text}");
        }
        let deep = leaves(&"<table><tr><td>".repeat(50_000));
        assert!(deep.is_empty());
        let (gbk, _, _) = encoding_rs::GBK.encode("<meta charset=gbk>甲");
        assert!(decoded(&gbk).ends_with('甲') && decoded("甲".as_bytes()).ends_with('甲'));
    }
}
