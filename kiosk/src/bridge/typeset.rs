//! Sets a document on its page after GB/T 9704: red head, number, red rule, centred title, first lines indented by two characters,
//! bold leads, tables, signature on the right. Pure: lines in, placed lines out; knows no window and no scrolling.

use slint::{ModelRc, VecModel};

use super::breaking::{Span, balanced, break_lines};
use super::fonts::{Advances, Face};
use super::generated::{Cell, DocLine, Hand};
use crate::screen::{Line, Reader};

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
/// Cells of a table row.
const COLUMNS_MAX: usize = 12;
/// Source of lines that do not come from the body.
pub const FRONT: usize = usize::MAX;

/// Words the sheet needs, in the visitor's language.
pub struct Words {
    /// 发文机关：…, 日期：…, 索引号：…, as far as known.
    pub facts: Vec<String>,
    /// 附件.
    pub attachments: String,
    /// ［图片：…］
    pub picture: Box<dyn Fn(&str) -> String>,
    /// — 全文完 —
    pub end: String,
}

/// A set line and where its words come from.
pub struct Placed {
    /// As drawn.
    pub line: DocLine,
    /// Index into the reader's lines, or [`FRONT`].
    pub source: usize,
    /// First character of that line that stands here.
    pub from: usize,
}

/// Sets the whole document for a column `width` wide.
pub fn set(reader: &Reader, width: f32, words: &Words, fonts: &dyn Advances) -> Vec<Placed> {
    let mut page = Page {
        out: Vec::new(),
        y: 0.0,
        width,
        px: f32::from(reader.text_px.max(TYPE_PX_MIN as u16)),
        choosing: reader.choosing,
        fonts,
    };
    page.head(reader, words);
    let mut at = 0;
    while at < reader.lines.len() {
        if is_table(&reader.lines[at]) {
            let end = table_end(&reader.lines, at);
            page.table(&reader.lines[at..end], at);
            at = end;
        } else {
            page.block(&reader.lines[at], at, words);
            at += 1;
        }
    }
    page.tail(reader, words);
    page.out
}

fn is_table(line: &Line) -> bool {
    line.kind == "table-head" || line.kind == "table-row"
}

/// A table ends where another kind or another head begins.
fn table_end(lines: &[Line], from: usize) -> usize {
    (from + 1..lines.len())
        .find(|at| lines[*at].kind != "table-row")
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
    px: f32,
    choosing: bool,
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

fn clean(text: &str) -> Vec<char> {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}')
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
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
        self.out.push(Placed { line, source, from });
    }

    fn head(&mut self, reader: &Reader, words: &Words) {
        self.gap(0.6);
        if !reader.red_head.is_empty() {
            self.red_head(&clean(&reader.red_head));
            self.gap(0.4);
        }
        if !reader.doc_no.is_empty() {
            let style = Style {
                hand: Hand::Sans,
                px: self.scale(32.0),
                line: 1.5,
                stand: Stand::Center,
                indent_em: 0.0,
                soft: false,
            };
            self.words(&clean(&reader.doc_no), &style, FRONT, None);
        }
        if !reader.red_head.is_empty() {
            let rule = DocLine {
                red_rule: true,
                height: LINE_PX_MIN,
                ..self.empty()
            };
            self.place(rule, FRONT, 0);
        }
        self.gap(0.8);
        let title = Style {
            hand: Hand::SerifBold,
            px: self.scale(45.0),
            line: 1.5,
            stand: Stand::Center,
            indent_em: 0.0,
            soft: false,
        };
        self.words(&clean(&reader.title), &title, FRONT, None);
        self.gap(0.5);
        if reader.red_head.is_empty() {
            let facts = words.facts.join("　");
            let style = Style {
                hand: Hand::Sans,
                px: self.scale(26.0),
                line: 1.6,
                stand: Stand::Center,
                indent_em: 0.0,
                soft: true,
            };
            self.words(&clean(&facts), &style, FRONT, None);
            self.gap(0.3);
        }
        self.gap(0.3);
    }

    /// The red head fills one line if it can be set at two thirds of its size; else it takes more.
    fn red_head(&mut self, chars: &[char]) {
        let widest = self.scale(62.0);
        let full = self.wide(Hand::RedHead, chars, 1.0);
        let spread = (chars.len().saturating_sub(1)) as f32 * 0.08;
        let px = (self.width / (full + spread).max(1.0)).clamp(widest * 0.62, widest);
        let style = Style {
            hand: Hand::RedHead,
            px,
            line: 1.45,
            stand: Stand::Center,
            indent_em: 0.0,
            soft: false,
        };
        self.words(chars, &style, FRONT, None);
        if let Some(last) = self.out.last_mut()
            && chars.len() > 1
        {
            let spare = self.width - last.line.width;
            let spacing = (spare / (chars.len() - 1) as f32).clamp(0.0, px * 0.08);
            if self.out.len() == 1 {
                let wider = spacing * (chars.len() - 1) as f32;
                let last = &mut self.out[0].line;
                last.spacing = spacing;
                last.x -= wider / 2.0;
                last.width += wider;
            }
        }
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
        let style = match line.kind.as_str() {
            "heading1" => style(Hand::SerifBold, self.scale(42.0), Stand::Center, 0.0),
            "heading2" => style(Hand::SansBold, self.scale(38.0), Stand::Center, 0.0),
            "heading3" => style(Hand::SansBold, self.px, Stand::Body, 2.0),
            "heading4" => style(Hand::SerifBold, self.px, Stand::Body, 2.0),
            "left" => Style {
                stand: Stand::Left,
                indent_em: 0.0,
                ..body
            },
            "center" => Style {
                stand: Stand::Center,
                indent_em: 0.0,
                ..body
            },
            "right" => Style {
                stand: Stand::Right,
                indent_em: 0.0,
                ..body
            },
            "picture" => Style {
                hand: Hand::Sans,
                stand: Stand::Center,
                indent_em: 0.0,
                soft: true,
                px: self.scale(28.0),
                ..body
            },
            _ => body,
        };
        if line.kind.starts_with("heading") {
            self.gap(if line.kind == "heading1" { 1.2 } else { 0.5 });
        }
        if line.kind == "picture" {
            let text = (words.picture)(line.text.trim());
            self.words(&clean(&text), &style, source, Some(line));
        } else {
            self.words(&clean(&line.text), &style, source, Some(line));
        }
        if matches!(line.kind.as_str(), "heading1" | "heading2") {
            self.gap(0.3);
        }
    }

    /// Sets a paragraph. `of` carries its label and its article.
    fn words(&mut self, chars: &[char], style: &Style, source: usize, of: Option<&Line>) {
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
            if first && !label.is_empty() {
                set.label = label.iter().collect::<String>().into();
                set.label_x = set.x - label_wide - label_gap;
            }
            if let Some(line) = of {
                set.article_id = line.article_id.as_str().into();
                set.article = if line.label.is_empty() {
                    chars.iter().take(12).collect::<String>()
                } else {
                    label.iter().collect()
                }
                .into();
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

    fn stand(&self, stand: Stand, room: f32, start: f32, wide: f32) -> f32 {
        match stand {
            Stand::Body | Stand::Left => start,
            Stand::Center => start + ((room - start - wide) / 2.0).max(0.0),
            Stand::Right => (room - wide).max(0.0),
        }
    }

    fn table(&mut self, rows: &[Line], source: usize) {
        let px = self.scale(29.0);
        let columns = rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0)
            .clamp(1, COLUMNS_MAX);
        let cells: Vec<Vec<Vec<char>>> = rows
            .iter()
            .map(|row| {
                (0..columns)
                    .map(|c| row.cells.get(c).map(|cell| clean(cell)).unwrap_or_default())
                    .collect()
            })
            .collect();
        let widths = self.column_widths(&cells, columns, px);
        self.gap(0.4);
        for (n, row) in rows.iter().enumerate() {
            self.table_row(row, &cells[n], &widths, px, source + n, n + 1 == rows.len());
        }
        self.gap(0.6);
    }

    fn column_widths(&self, rows: &[Vec<Vec<char>>], columns: usize, px: f32) -> Vec<f32> {
        const PAD: f32 = 20.0;
        let wished: Vec<f32> = (0..columns)
            .map(|c| {
                rows.iter()
                    .map(|row| self.wide(Hand::SansBold, &row[c], px))
                    .fold(px, f32::max)
                    + PAD
            })
            .collect();
        let total: f32 = wished.iter().sum();
        if total <= self.width {
            return wished
                .iter()
                .map(|wish| wish * self.width / total)
                .collect();
        }
        // Narrow columns keep what they need; the wide ones share the rest.
        let least = (self.width / columns as f32).min(4.0 * px + PAD);
        let kept: f32 = wished.iter().map(|wish| wish.min(least)).sum();
        let over: f32 = wished.iter().map(|wish| (wish - least).max(0.0)).sum();
        wished
            .iter()
            .map(|wish| {
                wish.min(least) + (wish - least).max(0.0) * (self.width - kept) / over.max(1.0)
            })
            .collect()
    }

    fn table_row(
        &mut self,
        row: &Line,
        cells: &[Vec<char>],
        widths: &[f32],
        px: f32,
        source: usize,
        last: bool,
    ) {
        let head = row.kind == "table-head";
        let hand = if head { Hand::SansBold } else { Hand::Serif };
        let broken: Vec<Vec<Span>> = cells
            .iter()
            .zip(widths)
            .map(|(chars, wide)| {
                break_lines(chars, wide - 16.0, wide - 16.0, |at| {
                    self.fonts.advance(face(hand), chars[at]) * px
                })
            })
            .collect();
        let height = broken.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for n in 0..height {
            let mut x = 0.0;
            let mut set = Vec::new();
            for ((chars, spans), wide) in cells.iter().zip(&broken).zip(widths) {
                let text = spans
                    .get(n)
                    .map(|span| chars[span.from..span.to].iter().collect::<String>());
                set.push(Cell {
                    text: text.unwrap_or_default().into(),
                    x,
                    width: *wide,
                });
                x += wide;
            }
            let line = DocLine {
                height: px * if height == 1 { 1.9 } else { 1.55 },
                size: px,
                hand,
                cells: ModelRc::new(VecModel::from(set)),
                rule_above: n == 0,
                rule_below: last && n + 1 == height,
                width: self.width,
                ..self.empty()
            };
            self.place(line, source, n);
        }
    }

    fn tail(&mut self, reader: &Reader, words: &Words) {
        let soft = |page: &Page| Style {
            hand: Hand::Sans,
            px: page.scale(26.0),
            line: 1.6,
            stand: Stand::Left,
            indent_em: 0.0,
            soft: true,
        };
        if !reader.attachments.is_empty() {
            self.gap(1.0);
            let style = Style {
                hand: Hand::SansBold,
                soft: false,
                ..soft(self)
            };
            self.words(&clean(&words.attachments), &style, FRONT, None);
            for file in &reader.attachments {
                let text = format!("{}（{}）", file.name, size_words(file.length));
                self.words(&clean(&text), &soft(self), FRONT, None);
            }
        }
        self.gap(1.0);
        let end = Style {
            stand: Stand::Center,
            ..soft(self)
        };
        self.words(&clean(&words.end), &end, FRONT, None);
        if !reader.red_head.is_empty() {
            for fact in &words.facts {
                self.words(&clean(fact), &soft(self), FRONT, None);
            }
        }
        self.gap(0.5);
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

fn size_words(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} B"),
        1024..=1_048_575 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bridge::fonts::Square;

    fn words() -> Words {
        Words {
            facts: vec!["发文机关：示例市".into()],
            attachments: "附件".into(),
            picture: Box::new(|alt| format!("［{alt}］")),
            end: "完".into(),
        }
    }

    fn reader(lines: Vec<Line>) -> Reader {
        Reader {
            title: "关于示例的通知".into(),
            text_px: 36,
            lines,
            ..Reader::default()
        }
    }

    fn line(kind: &str, label: &str, text: &str) -> Line {
        Line {
            kind: kind.into(),
            label: label.into(),
            text: text.into(),
            ..Line::default()
        }
    }

    fn of_source(placed: &[Placed], source: usize) -> Vec<&DocLine> {
        placed
            .iter()
            .filter(|p| p.source == source)
            .map(|p| &p.line)
            .collect()
    }

    #[test]
    fn a_paragraph_starts_two_characters_in() {
        let placed = set(
            &reader(vec![line("body", "", &"政".repeat(60))]),
            720.0,
            &words(),
            &Square,
        );
        let lines = of_source(&placed, 0);
        assert_eq!(lines[0].x, 72.0);
        assert_eq!(lines[1].x, 0.0);
    }

    #[test]
    fn the_lead_of_an_article_stands_before_its_words() {
        let placed = set(
            &reader(vec![line("body", "第一条", "　为加强管理")]),
            720.0,
            &words(),
            &Square,
        );
        let first = of_source(&placed, 0)[0].clone();
        assert_eq!(first.label, "第一条");
        assert_eq!(first.label_x, 72.0);
        assert_eq!(first.x, 72.0 + 4.0 * 36.0);
        assert_eq!(first.text, "为加强管理");
    }

    #[test]
    fn a_tick_box_line_is_a_touch_target() {
        let mut article = line("body", "第一条", "短");
        article.article_id = "a1".into();
        article.first = true;
        let mut reader = reader(vec![article]);
        reader.choosing = true;
        let placed = set(&reader, 720.0, &words(), &Square);
        assert!(of_source(&placed, 0)[0].height >= TICK_LINE_PX_MIN);
    }

    #[test]
    fn a_wide_table_stays_inside_the_column() {
        let mut row = line("table-row", "", "");
        row.cells = (0..9).map(|n| "单元格内容".repeat(n + 1)).collect();
        let placed = set(&reader(vec![row]), 700.0, &words(), &Square);
        for line in of_source(&placed, 0) {
            let right = slint::Model::iter(&line.cells)
                .map(|cell| cell.x + cell.width)
                .fold(0.0, f32::max);
            assert!(right <= 701.0);
        }
    }

    proptest! {
        #[test]
        fn every_character_is_set_once(text in "[政务公开第一条，。a-z0-9]{1,200}", px in 24u16..64, width in 300.0f32..1200.0) {
            let mut reader = reader(vec![line("body", "", &text)]);
            reader.text_px = px;
            let placed = set(&reader, width, &words(), &Square);
            let shown: String = of_source(&placed, 0).iter().map(|line| line.text.to_string()).collect();
            prop_assert_eq!(shown, text);
            let mut y = 0.0;
            for placed in &placed {
                prop_assert!(placed.line.y >= y - 0.01);
                y = placed.line.y + placed.line.height;
            }
        }
    }
}
