//! Sets a document on its page after GB/T 9704: red head, number, red rule, centred title, first lines indented by two characters,
//! bold leads, tables, signature on the right. Pure: lines in, placed lines out; knows no window and no scrolling.

mod called;
mod front;
pub mod of_table;
mod table;

use crate::bridge::breaking::{Span, balanced, break_lines, clean};
use crate::bridge::fonts::{Advances, Face, drawn_char};
use screens::{DocLine, Hand, Marked};
use session::screen::reader::{Folded, Line, LineKind, Mark, Reader};
use slint::{ModelRc, VecModel};

/// Type size the proportions below are made for.
const BASE_PX: f32 = 36.0;
/// Room for the tick box while articles are chosen.
const TICK_PX: f32 = 72.0;
/// A line that carries a tick box is a touch target.
const TICK_LINE_PX_MIN: f32 = 88.0;
/// No line of the sheet is lower; `reader.slint` counts its slots by it.
const LINE_PX_MIN: f32 = 36.0;
/// Text on the sheet is never smaller.
const TYPE_PX_MIN: f32 = 24.0;
/// Source of lines that do not come from the body.
pub const FRONT: usize = usize::MAX;

/// Words the sheet needs, in the visitor's language.
pub struct Words {
    /// 发文机关：…, 日期：…, 索引号：…, as far as known.
    pub facts: Vec<String>,
    /// 附件.
    pub attachments: String,
    /// 看整张表.
    pub whole_table: String,
    /// 修订沿革, from its first day to its last, open or folded.
    pub history: Box<dyn Fn(&Folded) -> String>,
    /// ［图片：…］
    pub picture: Box<dyn Fn(&str) -> String>,
    /// — 全文完 —
    pub end: String,
    /// What 〓 means.
    pub missing: String,
}

/// A set line and where its words come from.
#[allow(missing_docs)]
pub struct Placed {
    pub line: DocLine,
    /// Index into the reader's lines, or [`FRONT`].
    pub source: usize,
    /// First character of that line that stands here.
    pub from: usize,
    /// Of a table's row: which table, and whether it is of its head.
    pub of_table: Option<of_table::OfTable>,
}

/// Sets the whole document for a column `width` wide; no picture is higher than `high`.
pub fn set(
    reader: &Reader,
    (width, high): (f32, f32),
    words: &Words,
    fonts: &dyn Advances,
) -> Vec<Placed> {
    let mut page = Page {
        out: Vec::new(),
        y: 0.0,
        width,
        high,
        px: f32::from(reader.text_px.max(TYPE_PX_MIN as u16)),
        choosing: reader.choosing,
        lacking: false,
        marks: &reader.marks,
        mark: reader.marks.get(reader.mark as usize).copied(),
        fonts,
    };
    if !reader.leaf {
        page.head(reader, words);
    }
    let mut at = 0;
    while at < reader.lines.len() {
        if is_table(&reader.lines[at]) {
            let end = table_end(&reader.lines, at);
            page.table(&reader.lines[at..end], at, words);
            at = end;
        } else {
            let line = &reader.lines[at];
            if let Some(history) = &line.history {
                page.history(history, at, words);
            }
            if !line.away {
                page.block(line, at, words);
            }
            at += 1;
        }
    }
    page.tail(reader, words);
    page.out
}

fn is_table(line: &Line) -> bool {
    matches!(line.kind, LineKind::TableHead | LineKind::TableRow)
}

fn is_heading(kind: LineKind) -> bool {
    matches!(
        kind,
        LineKind::Heading1 | LineKind::Heading2 | LineKind::Heading3 | LineKind::Heading4
    )
}

/// A table ends where another kind or another head begins.
fn table_end(lines: &[Line], from: usize) -> usize {
    (from + 1..lines.len())
        .find(|at| lines[*at].kind != LineKind::TableRow)
        .unwrap_or(lines.len())
}

#[derive(Clone, Copy, PartialEq)]
enum Stand {
    /// Justified, first line indented.
    Body,
    Left,
    Center,
    Right,
}

struct Style {
    hand: Hand,
    px: f32,
    line: f32,
    stand: Stand,
    indent_em: f32,
    soft: bool,
}

struct Page<'a> {
    out: Vec<Placed>,
    y: f32,
    width: f32,
    high: f32,
    px: f32,
    choosing: bool,
    /// A character stands there by its sign.
    lacking: bool,
    /// Words that are marked, in the order of lines, and the one that the visitor is at.
    marks: &'a [Mark],
    mark: Option<Mark>,
    fonts: &'a dyn Advances,
}

fn face(hand: Hand) -> Face {
    match hand {
        Hand::Serif => Face::Serif,
        Hand::SerifBold | Hand::RedHead => Face::SerifBold,
        Hand::Sans => Face::Sans,
        Hand::SansBold => Face::SansBold,
    }
}

impl Page<'_> {
    fn scale(&self, px: f32) -> f32 {
        (px * self.px / BASE_PX).max(TYPE_PX_MIN)
    }

    fn wide(&self, hand: Hand, chars: &[char], px: f32) -> f32 {
        chars
            .iter()
            .map(|c| self.fonts.advance(face(hand), *c) * px)
            .sum()
    }

    fn gap(&mut self, lines: f32) {
        self.y += lines * self.px;
    }

    fn empty(&self) -> DocLine {
        DocLine {
            size: self.px,
            hand: Hand::Serif,
            table: -1,
            attachment: -1,
            ..DocLine::default()
        }
    }

    fn place(&mut self, mut line: DocLine, source: usize, from: usize) {
        line.height = line.height.max(LINE_PX_MIN);
        if line.words_height == 0.0 {
            line.words_height = line.height;
        }
        line.y = self.y;
        self.y += line.height;
        self.out.push(Placed {
            line,
            source,
            from,
            of_table: None,
        });
    }

    fn block(&mut self, line: &Line, source: usize, words: &Words) {
        let style = |hand, px: f32, stand, indent_em| Style {
            hand,
            px,
            line: 1.6,
            stand,
            indent_em,
            soft: false,
        };
        let body = Style {
            hand: Hand::Serif,
            px: self.px,
            line: 1.8,
            stand: Stand::Body,
            indent_em: 2.0,
            soft: false,
        };
        let style = match line.kind {
            LineKind::Heading1 => style(Hand::SerifBold, self.scale(42.0), Stand::Center, 0.0),
            LineKind::Heading2 => style(Hand::SansBold, self.scale(38.0), Stand::Center, 0.0),
            LineKind::Heading3 => style(Hand::SansBold, self.px, Stand::Body, 2.0),
            LineKind::Heading4 => style(Hand::SerifBold, self.px, Stand::Body, 2.0),
            LineKind::Left => Style {
                stand: Stand::Left,
                indent_em: 0.0,
                ..body
            },
            LineKind::Center => Style {
                stand: Stand::Center,
                indent_em: 0.0,
                ..body
            },
            LineKind::Right => Style {
                stand: Stand::Right,
                indent_em: 0.0,
                ..body
            },
            LineKind::Picture => Style {
                hand: Hand::Sans,
                stand: Stand::Center,
                indent_em: 0.0,
                soft: true,
                px: self.scale(28.0),
                ..body
            },
            LineKind::Body | LineKind::TableHead | LineKind::TableRow => body,
        };
        if is_heading(line.kind) {
            self.gap(if line.kind == LineKind::Heading1 {
                1.2
            } else {
                0.5
            });
        }
        if line.kind == LineKind::Picture {
            let text = (words.picture)(line.text.trim());
            match line.picture.and_then(|at| i32::try_from(at).ok()) {
                Some(attachment) => {
                    self.pictured(&text, attachment, line.drawn.as_ref(), source);
                }
                None => self.words(&clean(&text), &style, source, Some(line)),
            }
        } else {
            self.words(&clean(&line.text), &style, source, Some(line));
        }
        if matches!(line.kind, LineKind::Heading1 | LineKind::Heading2) {
            self.gap(0.3);
        }
    }

    /// Sets a paragraph. `of` carries its label and its article.
    fn words(&mut self, chars: &[char], style: &Style, source: usize, of: Option<&Line>) {
        let chars = &self.drawn(chars);
        let label: Vec<char> = of.map(|line| clean(&line.label)).unwrap_or_default();
        let article = of.is_some_and(|line| !line.article_id.is_empty());
        let ticked = self.choosing && article;
        let left = if ticked { TICK_PX } else { 0.0 };
        let room = match style.stand {
            Stand::Right => self.width - left - 2.0 * style.px,
            _ => self.width - left,
        };
        let indent = if ticked {
            0.0
        } else {
            style.indent_em * style.px
        };
        let label_wide = self.wide(Hand::SansBold, &label, style.px);
        let label_gap = match label.last() {
            None => 0.0,
            Some('条' | '款' | '章' | '节') => style.px,
            Some(_) => 0.0,
        };
        let lead = indent + label_wide + label_gap;
        let wide = |at: usize| self.fonts.advance(face(style.hand), chars[at]) * style.px;
        let lines = match style.stand {
            Stand::Center if label.is_empty() => balanced(chars, room, wide),
            _ => break_lines(chars, (room - lead).max(style.px), room, wide),
        };
        let count = lines.len();
        for (n, span) in lines.iter().enumerate() {
            let first = n == 0;
            let start = if first { lead } else { 0.0 };
            let mut set = DocLine {
                x: left + self.stand(style.stand, room, start, span.width),
                width: span.width,
                size: style.px,
                hand: style.hand,
                height: style.px * style.line,
                text: chars[span.from..span.to].iter().collect::<String>().into(),
                soft: style.soft,
                ..self.empty()
            };
            if style.stand == Stand::Body && n + 1 < count {
                set.spacing = justify(room - start, span, style.px);
                set.width = room - start;
            }
            set.marks = self.marked(source, chars, span, style, set.spacing);
            if first && !label.is_empty() {
                set.label = label.iter().collect::<String>().into();
                set.label_x = set.x - label_wide - label_gap;
            }
            if let Some(line) = of {
                set.article_id = line.article_id.as_str().into();
                set.article = called::called(&label, chars.iter()).into();
                set.first = first && line.first && article;
                set.chosen = line.chosen;
                if set.first && ticked {
                    set.words_height = set.height;
                    set.height = set.height.max(TICK_LINE_PX_MIN);
                }
            }
            let source_from = if first { 0 } else { span.from };
            self.place(set, source, source_from);
        }
    }

    /// Marks of a line, from where its words begin.
    fn marked(
        &self,
        source: usize,
        chars: &[char],
        span: &Span,
        style: &Style,
        spacing: f32,
    ) -> ModelRc<Marked> {
        let advance =
            |at: usize| self.fonts.advance(face(style.hand), chars[at]) * style.px + spacing;
        let marks = marks_of(self.marks, source).iter().filter_map(|mark| {
            let from = (mark.from as usize).max(span.from);
            let to = (mark.to as usize).min(span.to);
            (from < to).then(|| Marked {
                x: (span.from..from).map(advance).sum(),
                width: (from..to).map(advance).sum(),
                present: self.mark == Some(*mark),
            })
        });
        ModelRc::new(VecModel::from(marks.collect::<Vec<Marked>>()))
    }

    /// What no font has stands there by a sign, one for one.
    fn drawn(&mut self, chars: &[char]) -> Vec<char> {
        let shown: Vec<char> = chars.iter().map(|c| drawn_char(*c, self.fonts)).collect();
        self.lacking |= shown != chars;
        shown
    }

    fn stand(&self, stand: Stand, room: f32, start: f32, wide: f32) -> f32 {
        match stand {
            Stand::Body | Stand::Left => start,
            Stand::Center => start + ((room - start - wide) / 2.0).max(0.0),
            Stand::Right => (room - wide).max(0.0),
        }
    }
}

/// Those of one line.
fn marks_of(marks: &[Mark], source: usize) -> &[Mark] {
    let from = marks.partition_point(|mark| (mark.line as usize) < source);
    let to = marks.partition_point(|mark| mark.line as usize <= source);
    if source == FRONT {
        &[]
    } else {
        &marks[from..to]
    }
}

/// Room between the characters of a full line, so that both edges are straight.
fn justify(room: f32, span: &Span, px: f32) -> f32 {
    let spare = room - span.width;
    let gaps = (span.to - span.from).saturating_sub(1);
    if gaps == 0 || spare <= 0.0 || spare > 2.5 * px {
        0.0
    } else {
        spare / gaps as f32
    }
}

#[cfg(test)]
mod tests;
