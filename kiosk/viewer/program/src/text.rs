//! From placed characters to lines and paragraphs. Owns what is one line, what a gap means and where a paragraph goes on; knows no
//! format.

use hayro::kurbo::Point;
use std::collections::HashMap;
use viewer::limits::{BLOCK_CHARS_MAX, PAGE_TEXT_BYTES_MAX, TEXT_BYTES_MAX};
use viewer::{Block, Text};

/// Two equal characters nearer than this part of their size are one, drawn twice to look bold.
const TWICE: f64 = 0.14;
/// Characters that stand on one spot and are looked through for an equal one.
const NEAR_MAX: usize = 256;
/// A gap of this part of the size separates words.
const WORD_GAP: f64 = 0.22;
/// A gap of this many sizes separates columns of a table.
const COLUMN_GAP: f64 = 1.2;
/// A line that ends this many sizes before the edge is the last of its paragraph.
const SHORT_LINE: f64 = 2.0;
/// Lines further apart than this many sizes are not one paragraph.
const LINE_DISTANCE: f64 = 2.4;

/// A character and where it stands, in points of the page from its top left.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What it says.
    pub text: String,
    /// Which run of characters it belongs to, where that is known: no run draws one of its characters twice.
    pub run: Option<u32>,
    /// Left end of its base line.
    pub at: Point,
    /// Where the next one would stand.
    pub end: Point,
    /// Height of the type.
    pub size: f64,
}

struct Line {
    cells: Vec<String>,
    left: f64,
    right: f64,
    base: f64,
    size: f64,
    turn: Turn,
}

/// Which way the characters of a line follow each other on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// To the right, as is read.
    None,
    /// Downwards: a page turned to the right, or columns (竖排).
    Down,
    /// Upwards: a page turned to the left.
    Up,
}

impl Turn {
    fn of(one: &Placed) -> Turn {
        let (across, down) = (one.end.x - one.at.x, one.end.y - one.at.y);
        match down.abs() > across.abs() {
            false => Turn::None,
            true if down > 0.0 => Turn::Down,
            true => Turn::Up,
        }
    }

    /// Where a point stands when the page is turned so that the line runs to the right.
    fn level(self, point: Point) -> Point {
        match self {
            Turn::None => point,
            Turn::Down => Point::new(point.y, -point.x),
            Turn::Up => Point::new(-point.y, point.x),
        }
    }
}

/// Takes out what was drawn twice at the same place, wherever on the page the first one was drawn.
pub fn once(placed: Vec<Placed>) -> Vec<Placed> {
    let mut seen: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    let mut kept: Vec<Placed> = Vec::with_capacity(placed.len());
    for one in placed {
        // A foreign place may be as far away as numbers go.
        let cell = |value: f64, by: i64| ((value / 4.0).floor() as i64).saturating_add(by);
        let near = (-1..=1)
            .flat_map(|x| (-1..=1).map(move |y| (x, y)))
            .any(|(x, y)| {
                seen.get(&(cell(one.at.x, x), cell(one.at.y, y)))
                    .is_some_and(|here| {
                        here.iter().rev().take(NEAR_MAX).any(|index| {
                            let other = &kept[*index];
                            let within = TWICE * one.size.min(other.size);
                            let beside = one.run.is_some() && one.run == other.run;
                            !beside
                                && other.text == one.text
                                && (other.at.x - one.at.x).abs() < within
                                && (other.at.y - one.at.y).abs() < within
                        })
                    })
            });
        if !near {
            seen.entry((cell(one.at.x, 0), cell(one.at.y, 0)))
                .or_default()
                .push(kept.len());
            kept.push(one);
        }
    }
    kept
}

/// The text of a page in the order of drawing, as much as one page may have, and how many characters that leaves out.
pub fn of_page(placed: Vec<Placed>) -> (Text, u32) {
    within(placed, PAGE_TEXT_BYTES_MAX)
}

/// The same for the disclosure gate, which must know all of it: as much as a whole file may have.
pub fn of_gate(placed: Vec<Placed>) -> Text {
    within(placed, TEXT_BYTES_MAX).0
}

fn within(placed: Vec<Placed>, bytes_max: usize) -> (Text, u32) {
    let lines = lines(&once(placed));
    let edge = |turn| {
        let of_turn = lines.iter().filter(|line| line.turn == turn);
        of_turn.map(|line| line.right).fold(f64::MIN, f64::max)
    };
    let edges = [Turn::None, Turn::Down, Turn::Up].map(|turn| (turn, edge(turn)));
    let right_of = |turn| {
        let edge = edges.iter().find(|(known, _)| *known == turn);
        edge.map_or(0.0, |(_, right)| *right)
    };
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Option<&Line> = None;
    let mut bytes = 0;
    let mut left_out = 0;
    for line in &lines {
        let goes_on = before.is_some_and(|before| continues(before, line, right_of(line.turn)));
        before = Some(line);
        bytes += line.cells.iter().map(|cell| cell.len() + 8).sum::<usize>();
        if bytes > bytes_max {
            let characters: usize = line.cells.iter().map(|cell| cell.chars().count()).sum();
            left_out += characters;
            continue;
        }
        match (blocks.last_mut(), line.cells.as_slice()) {
            (Some(Block::Paragraph { text }), [only])
                if goes_on && text.chars().count() + only.chars().count() < BLOCK_CHARS_MAX =>
            {
                if needs_space(text, only) {
                    text.push(' ');
                }
                text.push_str(only);
            }
            (Some(Block::Table { rows, .. }), cells) if cells.len() > 1 => {
                rows.push(cells.to_vec())
            }
            (_, [only]) => blocks.push(Block::Paragraph { text: only.clone() }),
            (_, cells) => blocks.push(Block::Table {
                rows: vec![cells.to_vec()],
                spans: Vec::new(),
            }),
        }
    }
    let cut = left_out > 0;
    let left_out = u32::try_from(left_out).unwrap_or(u32::MAX);
    (Text { blocks, cut }, left_out)
}

/// What a block says, cells of a table each for itself.
pub fn lines_of(block: Block) -> Vec<String> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
            vec![text]
        }
        Block::Table { rows, .. } => rows.into_iter().flatten().collect(),
    }
}

fn continues(before: &Line, line: &Line, right: f64) -> bool {
    let size = before.size.max(line.size);
    let down = line.base - before.base;
    before.cells.len() == 1
        && before.turn == line.turn
        && line.cells.len() == 1
        && (before.size - line.size).abs() < 0.15 * size
        && down > 0.5 * size
        && down < LINE_DISTANCE * size
        && before.right > right - SHORT_LINE * size
        // The first line of a paragraph is indented, the others begin at the edge.
        && line.left < before.left + 0.5 * size
}

fn needs_space(before: &str, after: &str) -> bool {
    let word =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == ',' || c == '.');
    word(before.chars().last()) && word(after.chars().next())
}

fn lines(placed: &[Placed]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for one in placed {
        let turn = Turn::of(one);
        let (at, end) = (turn.level(one.at), turn.level(one.end));
        let fits = lines.last().is_some_and(|line| {
            let size = line.size.max(one.size);
            line.turn == turn
                && (line.base - at.y).abs() < 0.45 * size
                && at.x > line.right - 0.6 * size
        });
        let Some(line) = lines.last_mut().filter(|_| fits) else {
            lines.push(Line {
                cells: vec![one.text.trim_start().to_owned()],
                left: at.x,
                right: end.x.max(at.x),
                base: at.y,
                size: one.size,
                turn,
            });
            continue;
        };
        let gap = at.x - line.right;
        let size = line.size.max(one.size);
        let blank = one.text.trim().is_empty();
        if gap > COLUMN_GAP * size && !blank {
            line.cells.push(String::new());
        }
        let first = line.cells.len() == 1 && line.cells[0].is_empty();
        if let Some(cell) = line.cells.last_mut() {
            if gap > WORD_GAP * size && !blank && needs_space(cell, &one.text) {
                cell.push(' ');
            }
            if !(blank && (cell.is_empty() || cell.ends_with(' '))) {
                cell.push_str(if blank { " " } else { &one.text });
            }
        }
        if first && !blank {
            line.left = at.x;
        }
        if !blank {
            line.right = line.right.max(end.x);
            line.size = line.size.max(one.size);
        }
    }
    lines
        .into_iter()
        .map(|mut line| {
            line.cells = line
                .cells
                .iter()
                .map(|cell| cell.trim().to_owned())
                .collect();
            line.cells.retain(|cell| !cell.is_empty());
            line
        })
        .filter(|line| !line.cells.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(placed: Vec<Placed>) -> Vec<Block> {
        of_page(placed).0.blocks
    }

    #[test]
    fn turned_lines_are_lines_and_columns_are_too() {
        for turn in [Turn::Down, Turn::Up] {
            let turned = |one: Placed| {
                // Back from the turned page to the one that is read.
                let back = |p: Point| match turn {
                    Turn::Down => Point::new(-p.y, p.x),
                    _ => Point::new(p.y, -p.x),
                };
                Placed {
                    at: back(one.at),
                    end: back(one.end),
                    ..one
                }
            };
            let mut placed: Vec<Placed> = row("机密★五年", 0.0, 10.0);
            placed.extend(row("姓名", 0.0, 90.0));
            placed.extend(row("张", 100.0, 90.0));
            let texts = blocks(placed.into_iter().map(turned).collect());
            let row = vec![vec!["姓名".to_owned(), "张".to_owned()]];
            let line = Block::Paragraph {
                text: "机密★五年".into(),
            };
            let table = Block::Table {
                rows: row,
                spans: Vec::new(),
            };
            assert_eq!(texts, [line, table]);
        }
    }

    #[test]
    fn what_a_page_has_too_much_is_counted_and_the_gate_gets_it() {
        let mut placed = Vec::new();
        for line in 0..300 {
            let words: String = (0..100)
                .filter_map(|n| char::from_u32(0x4E00 + line * 60 + n))
                .collect();
            placed.extend(row(&words, 0.0, f64::from(line) * 50.0));
        }
        placed.extend(row("机密★五年", 0.0, 20_000.0));
        let (text, left_out) = of_page(placed.clone());
        assert!(text.cut && left_out > 6, "{left_out}");
        let all = of_gate(placed);
        assert!(!all.cut);
        assert!(all.blocks.iter().any(|block| {
            matches!(block, Block::Paragraph { text } if text == "机密★五年")
        }));
    }

    fn row(text: &str, left: f64, base: f64) -> Vec<Placed> {
        text.chars()
            .enumerate()
            .map(|(index, c)| {
                let width = if c.is_ascii() { 5.0 } else { 10.0 };
                let x = left + index as f64 * width;
                Placed {
                    text: c.to_string(),
                    run: None,
                    at: Point::new(x, base),
                    end: Point::new(x + width, base),
                    size: 10.0,
                }
            })
            .collect()
    }

    #[test]
    fn what_is_drawn_twice_is_read_once() {
        let mut placed = row("机密", 50.0, 100.0);
        placed.extend(row("机密", 50.2, 100.1));
        placed.extend(row("机密", 50.0, 200.0));
        assert_eq!(
            blocks(placed),
            [
                Block::Paragraph {
                    text: "机密".into()
                },
                Block::Paragraph {
                    text: "机密".into()
                }
            ]
        );
    }

    #[test]
    fn equal_letters_beside_each_other_stay_two() {
        assert_eq!(
            blocks(row("11ll", 0.0, 10.0)),
            [Block::Paragraph {
                text: "11ll".into()
            }]
        );
    }

    #[test]
    fn a_full_line_goes_on_and_a_short_one_ends_the_paragraph() {
        let mut placed = row("各区人民政府应当按照", 20.0, 10.0);
        placed.extend(row("本通知办理。", 0.0, 25.0));
        placed.extend(row("特此通知。", 20.0, 40.0));
        placed.extend(row("一二三四五六七八九十一二", 0.0, 200.0));
        let texts: Vec<String> = blocks(placed)
            .into_iter()
            .map(|block| match block {
                Block::Paragraph { text } => text,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            texts,
            [
                "各区人民政府应当按照本通知办理。",
                "特此通知。",
                "一二三四五六七八九十一二"
            ]
        );
    }

    #[test]
    fn far_apart_on_one_line_are_cells_of_a_row() {
        let mut placed = row("姓名", 0.0, 10.0);
        placed.extend(row("张", 100.0, 10.0));
        assert_eq!(
            blocks(placed),
            [Block::Table {
                rows: vec![vec!["姓名".into(), "张".into()]],
                spans: Vec::new()
            }]
        );
    }
}
