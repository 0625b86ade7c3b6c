//! HTML to pieces. Owns what of a page is text: paragraphs, breaks, tables, pictures, alignment. Scripts, styles, forms,
//! frames and hidden elements never reach a piece; only words do.

mod addresses;
mod attributes;
mod depth;
mod links;
mod lists;
mod markup;
mod scripts;
mod table;

pub use addresses::{is_file, is_same_file, without_place};
pub use attributes::is_hidden;
pub use depth::nests_too_deep;
pub use links::{Density, SHOWING, density, density_without, files};
pub use markup::plain;
pub use table::is_data;

use feed::Align;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use attributes::{DROPPED, align_of, is_button, is_icon, is_taken_out, keeps_lines};
use lists::List;

use crate::reading::cells::on_one_line;
use crate::reading::draft::{Line, Picture, Piece, Role};
use crate::reading::labels;
use crate::reading::tidy;

/// A page nests no deeper than this.
pub const DEPTH_MAX: usize = 400;

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "section",
    "article",
    "main",
    "header",
    "blockquote",
    "pre",
    "center",
    "dl",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "figure",
    "figcaption",
    "address",
    "hr",
    "body",
    "html",
    "fieldset",
];

/// The pieces of the subtree under `root`.
pub fn pieces(root: ElementRef<'_>) -> Vec<Piece> {
    let mut walk = Walk::default();
    walk.element(root, 0);
    walk.end_line();
    walk.pieces
}

/// The pieces of the subtree under `root` but for those under `without`.
pub fn pieces_without<'p>(root: ElementRef<'p>, without: &[ElementRef<'p>]) -> Vec<Piece> {
    let mut walk = Walk {
        without,
        ..Walk::default()
    };
    walk.element(root, 0);
    walk.end_line();
    walk.pieces
}

/// The pieces between two comments of a content management system, in document order.
pub fn pieces_between(page: &Html, begin: &str, end: &str) -> Option<Vec<Piece>> {
    let mut walk = Walk {
        muted: true,
        marks: Some((begin.to_owned(), end.to_owned())),
        ..Walk::default()
    };
    walk.element(page.root_element(), 0);
    walk.end_line();
    (!walk.pieces.is_empty()).then_some(walk.pieces)
}

/// What stands inside a cell.
fn inside(cell: ElementRef<'_>) -> Vec<Piece> {
    let mut walk = Walk::default();
    for child in cell.children() {
        match child.value() {
            Node::Text(text) => walk.line.push_str(text),
            Node::Element(_) => {
                if let Some(child) = ElementRef::wrap(child) {
                    walk.element(child, 1);
                }
            }
            _ => {}
        }
    }
    walk.end_line();
    walk.pieces
}

/// Rows of a table of data as they are, each with which of its places another cell covers: a row that lacks a cell is shorter than the others.
pub fn rows(table: ElementRef<'_>) -> Vec<(Vec<String>, Vec<bool>)> {
    table::ragged(table, lines_inside)
}

/// The lines of a cell: a picture in place of a figure is none.
fn lines_inside(cell: ElementRef<'_>) -> Vec<Piece> {
    let mut lines = inside(cell);
    lines.retain(|piece| piece.text().is_some());
    lines
}

/// All words of a subtree on one line.
pub fn words(root: ElementRef<'_>) -> String {
    let all: Vec<String> = pieces(root)
        .into_iter()
        .map(|piece| match piece {
            Piece::Line(line) => line.text,
            Piece::Table(rows) => {
                let cells: Vec<String> = rows.iter().flatten().map(|c| on_one_line(c)).collect();
                cells.join(" ")
            }
            Piece::Picture(_) => String::new(),
        })
        .collect();
    tidy::line(&all.join(" "))
}

#[derive(Default)]
struct Walk<'w> {
    /// Elements that are passed over.
    without: &'w [ElementRef<'w>],
    pieces: Vec<Piece>,
    line: String,
    aligns: Vec<Option<Align>>,
    heading: u8,
    /// Lists open here: how an ordered one counts, none for the others.
    lists: Vec<Option<List>>,
    /// Inside `<pre>` and its like: line ends of the source are line ends.
    pre: bool,
    muted: bool,
    marks: Option<(String, String)>,
}

impl Walk<'_> {
    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        let tag = element.value().name();
        if depth > DEPTH_MAX
            || self.without.iter().any(|w| w.id() == element.id())
            || DROPPED.contains(&tag)
            || is_hidden(element.value())
            || is_taken_out(element.value())
            || (is_button(element.value()) && says_little(element))
            || (tag == "form" && !links::holds_text(element))
        {
            return;
        }
        match tag {
            "br" => return self.end_line(),
            "img" => return self.picture(element.value()),
            "sup" | "sub" if !self.muted => {
                if let Some(small) = small_figures(element) {
                    self.line.push_str(&small);
                    return;
                }
            }
            "table" if !self.muted && table::is_data(element) => {
                self.end_line();
                for caption in table::captions(element) {
                    self.element(caption, depth + 1);
                }
                let (rows, pictures) = table::grid(element, inside);
                if !rows.is_empty() {
                    self.pieces.push(Piece::Table(rows));
                }
                // A cell holds words only: what its pictures show follows the table.
                self.pieces.extend(pictures.into_iter().map(Piece::Picture));
                return;
            }
            _ => {}
        }
        let block = BLOCKS.contains(&tag);
        if block {
            self.end_line();
            self.aligns
                .push(align_of(element.value()).or_else(|| self.aligns.last().copied().flatten()));
        }
        let level = heading_level(tag);
        self.heading = self.heading.max(level);
        match tag {
            "ol" | "ul" => self.lists.push(List::of(element)),
            "li" => self.number(element),
            _ => {}
        }
        let around = self.pre;
        self.pre = keeps_lines(element.value()).unwrap_or(around);
        for child in element.children() {
            match child.value() {
                Node::Text(text) if !self.muted && self.pre => self.lines(text),
                Node::Text(text) if !self.muted => self.line.push_str(text),
                Node::Comment(comment) => self.comment(comment),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, depth + 1);
                    }
                }
                _ => {}
            }
        }
        self.pre = around;
        if block {
            self.end_line();
            self.aligns.pop();
        }
        if level > 0 {
            self.heading = 0;
        }
        if matches!(tag, "ol" | "ul") {
            self.lists.pop();
        }
    }

    fn lines(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.end_line();
            }
            self.line.push_str(line);
        }
    }

    /// Writes the number that a browser shows before an entry of an ordered list.
    fn number(&mut self, entry: ElementRef<'_>) {
        let Some(Some(list)) = self.lists.last_mut() else {
            return;
        };
        let label = list.label(entry.value());
        if !self.muted && !is_labelled(entry) {
            self.line.push_str(&label);
        }
    }

    fn comment(&mut self, comment: &str) {
        let Some((begin, end)) = &self.marks else {
            return;
        };
        if comment.contains(begin.as_str()) {
            self.muted = false;
        } else if comment.contains(end.as_str()) {
            let end_now = !self.muted;
            if end_now {
                self.end_line();
            }
            self.muted = true;
        }
    }

    fn picture(&mut self, element: &Element) {
        if self.muted || is_icon(element) {
            return;
        }
        let alt = ["alt", "title", "data-alt"]
            .iter()
            .filter_map(|name| element.attr(name))
            .map(tidy::line)
            .find(|a| !a.is_empty());
        let name = || {
            let source = element.attr("src").filter(|s| !s.starts_with("data:"))?;
            let name = source.split(['?', '#']).next()?.rsplit('/').next()?;
            Some(tidy::line(name))
        };
        if let Some(alt) = alt.or_else(name).filter(|a| !a.is_empty()) {
            self.end_line();
            let alt = tidy::clip(&alt, feed::limits::FIELD_CHARS_MAX).to_owned();
            let address = links::picture(element);
            self.pieces.push(Piece::Picture(Picture { alt, address }));
        }
    }

    fn end_line(&mut self) {
        let raw = std::mem::take(&mut self.line);
        // Line breaks of the source are blanks; those at the ends are layout of the markup.
        let raw: String = raw.replace(['\r', '\n'], " ").replace('\t', " ");
        let text = tidy::line(&collapse(&raw));
        if text.is_empty() {
            return;
        }
        let role = match self.heading {
            0 => Role::Plain,
            level => Role::Heading(level),
        };
        self.pieces.push(Piece::Line(Line {
            text,
            align: self.aligns.last().copied().flatten(),
            role,
        }));
    }
}

/// ASCII blanks collapse as a browser collapses them; no-break and full-width ones are the author's.
fn collapse(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut blank = false;
    for c in raw.chars() {
        if c == ' ' {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    out
}

/// 10<sup>6</sup> is not 106: raised and lowered figures have characters of their own. None for words.
fn small_figures(element: ElementRef<'_>) -> Option<String> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let (figures, minus) = match element.value().name() {
        "sup" => (RAISED, '⁻'),
        _ => (LOWERED, '₋'),
    };
    let words: String = element.text().collect();
    let small = words.trim().chars().map(|c| match c {
        '-' | '−' => Some(minus),
        _ => figures.get(c.to_digit(10)? as usize).copied(),
    });
    small.collect()
}

/// A button has a word or two: a text that is clicked on stays one.
fn says_little(element: ElementRef<'_>) -> bool {
    const CHARS_MAX: usize = 8;
    let words = element.text().flat_map(str::chars);
    words.filter(|c| !c.is_whitespace()).count() <= CHARS_MAX
}

/// Whether an entry of an ordered list brings its own label, so that the browser's number would be one too many.
fn is_labelled(entry: ElementRef<'_>) -> bool {
    const NODES: usize = 8;
    let words = tidy::line(&entry.text().take(NODES).collect::<String>());
    labels::label(&words).is_some() || words.starts_with(|c: char| c.is_ascii_digit())
}

fn heading_level(tag: &str) -> u8 {
    match tag.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => digit - b'0',
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
