//! Text of a receipt to lines on the grid: cleaning, indent, label, alignment.

use super::breaking;
use super::paper::{Cell, Content, LABEL_GAP_DOTS, PITCH_DOTS, Paper, width};
use crate::compose::charset::invisible;
use crate::profile::Profile;
use crate::receipt::Align;
use std::ops::Range;

/// How a text is set.
#[derive(Debug, Clone, Copy, Default)]
#[allow(missing_docs)]
pub struct Style {
    pub bold: bool,
    /// Bold for that many leading characters.
    pub label: u16,
    pub large: bool,
    /// First line indented by two characters.
    pub indent: bool,
    /// How it stands.
    pub align: Align,
}

/// Two Chinese characters, in half-width cells.
const INDENT_CELLS: usize = 4;

/// Visible characters of `text`, one list for each of its paragraphs.
pub fn paragraphs(text: &str, bold: bool, label: u16) -> Vec<Vec<Cell>> {
    let mut all = vec![Vec::new()];
    for (i, c) in text.chars().enumerate() {
        let bold = bold || i < usize::from(label);
        let current = all.last_mut().expect("never empty");
        match c {
            '\n' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => all.push(Vec::new()),
            '\t' => current.extend([Cell { c: ' ', bold }; 2]),
            // Other blanks differ from device to device in width.
            '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => {
                current.push(Cell { c: ' ', bold })
            }
            c if invisible(c) => {}
            // Nothing to stand on at the start of a paragraph.
            c if current.is_empty() && crate::compose::charset::cells(c) == 0 => {
                current.push(Cell { c: ' ', bold });
                current.push(Cell { c, bold });
            }
            c => current.push(Cell { c, bold }),
        }
    }
    if all.len() > 1 && all.last().is_some_and(Vec::is_empty) {
        all.pop();
    }
    all
}

pub(super) fn place(text: &str, style: &Style, columns: usize, paper: &mut Paper) {
    for (n, mut cells) in paragraphs(text, style.bold, style.label)
        .into_iter()
        .enumerate()
    {
        if style.indent {
            let blanks = cells
                .iter()
                .take_while(|cell| matches!(cell.c, ' ' | '\u{3000}'))
                .count();
            cells.drain(..blanks);
        }
        if cells.iter().all(|cell| matches!(cell.c, ' ' | '\u{3000}')) {
            paper.push(PITCH_DOTS / 2, Content::Blank);
            continue;
        }
        if style.label > 0 && n == 0 {
            paper.gap(LABEL_GAP_DOTS);
        }
        one(&cells, style, columns, paper);
    }
}

fn one(cells: &[Cell], style: &Style, columns: usize, paper: &mut Paper) {
    // Sizes in cells of the text itself; positions in cells of normal size.
    let scale = if style.large { 2 } else { 1 };
    let whole = columns / scale;
    let indent = if style.indent {
        INDENT_CELLS.min(whole - 2)
    } else {
        0
    };
    let mut ranges = breaking::lines(cells, whole - indent, whole);
    if style.large {
        ranges = balanced(cells, indent, whole, ranges);
    }
    for (n, range) in ranges.into_iter().enumerate() {
        let line = cells[range].to_vec();
        let indent = if n == 0 { indent } else { 0 };
        let free = columns.saturating_sub((width(&line) + indent) * scale);
        let x = match style.align {
            Align::Left => 0,
            Align::Center => free / 2,
            Align::Right => free,
        };
        paper.line(x + indent * scale, line, style.large);
    }
}

/// A title whose last line would be a lone character is spread over as many lines of about the same width.
fn balanced(
    cells: &[Cell],
    indent: usize,
    whole: usize,
    widest: Vec<Range<usize>>,
) -> Vec<Range<usize>> {
    let mut best = widest;
    for width in (whole / 2..whole).rev() {
        let tried = breaking::lines(cells, width.saturating_sub(indent).max(2), width.max(2));
        if tried.len() > best.len() {
            break;
        }
        best = tried;
    }
    best
}

/// Words under a code or a picture.
pub fn under(caption: &str, profile: &Profile, paper: &mut Paper) {
    if !caption.is_empty() {
        let style = Style {
            align: Align::Center,
            ..Default::default()
        };
        place(caption, &style, profile.columns(), paper);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Content, Line, Paper};
    use super::*;

    fn lines(text: &str, style: &Style) -> Vec<(usize, String)> {
        let mut paper = Paper {
            rows: Vec::new(),
            dots: 0,
        };
        place(text, style, 16, &mut paper);
        let text = |line: &Line| line.cells.iter().map(|cell| cell.c).collect();
        paper
            .rows
            .iter()
            .filter_map(|row| match &row.content {
                Content::Line(line) => Some((line.x, text(line))),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn the_first_line_is_indented_by_two_characters_and_its_own_blanks_are_dropped() {
        let style = Style {
            indent: true,
            ..Style::default()
        };
        let expected = [(4, "查阅点由各级".to_owned()), (0, "设立".to_owned())];
        assert_eq!(lines("\u{3000}\u{3000}查阅点由各级设立", &style), expected);
    }

    #[test]
    fn text_is_centred_and_moved_right_on_the_grid() {
        let centre = Style {
            align: Align::Center,
            ..Style::default()
        };
        assert_eq!(lines("图书馆", &centre), [(5, "图书馆".to_owned())]);
        let right = Style {
            align: Align::Right,
            large: true,
            ..Style::default()
        };
        assert_eq!(lines("图书", &right), [(8, "图书".to_owned())]);
    }

    #[test]
    fn a_title_does_not_end_with_a_lone_character() {
        let title = Style {
            large: true,
            ..Style::default()
        };
        let expected = [(0, "建设管".to_owned()), (0, "理制度".to_owned())];
        assert_eq!(lines("建设管理制度", &title), expected);
        assert_eq!(
            lines("建设管理制", &title),
            [(0, "建设管".to_owned()), (0, "理制".to_owned())]
        );
    }

    #[test]
    fn control_characters_are_dropped_and_line_feeds_begin_paragraphs() {
        assert_eq!(
            lines("甲\u{1b}@\r\n乙\u{200b}丙\n", &Style::default()),
            [(0, "甲@".to_owned()), (0, "乙丙".to_owned())]
        );
    }

    #[test]
    fn a_label_is_bold_and_nothing_after_it() {
        let cells = paragraphs("第五条 提供", false, 3).remove(0);
        assert_eq!(cells.iter().filter(|cell| cell.bold).count(), 3);
    }
}
