//! The paper and what can stand on it: strips that follow each other, on one grid of half-width cells. Knows no receipt.

use crate::compose::charset::cells as cells_of;

/// From line to line, in dots.
pub const PITCH_DOTS: u32 = 32;
/// From line to line of double-sized text, in dots.
pub const LARGE_PITCH_DOTS: u32 = 60;
/// Paper that a dashed rule takes, in dots.
pub const RULE_PITCH_DOTS: u32 = 30;
/// Before a paragraph with a label (第五条), in dots.
pub const LABEL_GAP_DOTS: u32 = 10;
/// Longest slip that is composed at all, in dots (about 60 m).
pub const SLIP_DOTS_MAX: u32 = 480_000;

/// One character on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Cell {
    /// Any visible character or a blank.
    pub c: char,
    pub bold: bool,
}

impl Cell {
    /// Half-width cells that it takes.
    pub fn cells(self) -> usize {
        cells_of(self.c)
    }
}

/// A line of text on the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Half-width cells of normal size left of the first character.
    pub x: usize,
    /// What stands there, from left to right.
    pub cells: Vec<Cell>,
    /// Double width and height.
    pub large: bool,
}

/// Modules of a QR code, ready to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Modules on a side, without the quiet zone.
    pub side: u32,
    /// Row by row, true for black.
    pub black: Vec<bool>,
    /// Dots of a module.
    pub module_dots: u32,
    /// Left edge of the first module in dots.
    pub x_dots: u32,
    /// Blank dots above and below.
    pub quiet_dots: u32,
}

/// A picture in black and white, ready to draw; everything in dots.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// Row by row, true for black.
    pub black: Vec<bool>,
    /// From the left edge of the paper.
    pub x_dots: u32,
    /// Blank above and below.
    pub margin_dots: u32,
}

/// What a strip of paper carries.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Content {
    Line(Line),
    /// Dashed, over the whole width, in the middle of the strip.
    Rule,
    Qr(Qr),
    Picture(Picture),
    Blank,
}

/// A strip of paper over the whole width; strips follow each other without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Height in dots.
    pub dots: u32,
    /// What it carries.
    pub content: Content,
}

/// The paper as it grows.
pub(crate) struct Paper {
    pub(super) rows: Vec<Row>,
    pub(super) dots: u32,
}

impl Paper {
    pub(super) fn push(&mut self, dots: u32, content: Content) {
        // One element cannot make the paper endless either: the caller refuses what is too long, we only stop growing.
        if dots > 0 && self.dots <= SLIP_DOTS_MAX {
            self.dots += dots;
            self.rows.push(Row { dots, content });
        }
    }

    pub(super) fn line(&mut self, x: usize, cells: Vec<Cell>, large: bool) {
        let dots = if large { LARGE_PITCH_DOTS } else { PITCH_DOTS };
        self.push(dots, Content::Line(Line { x, cells, large }));
    }

    /// A gap before a paragraph, unless the paper begins or a rule already keeps it apart.
    pub(super) fn gap(&mut self, dots: u32) {
        let open = matches!(
            self.rows.last(),
            Some(Row {
                content: Content::Line(_) | Content::Qr(_) | Content::Picture(_),
                ..
            })
        );
        if open {
            self.push(dots, Content::Blank);
        }
    }
}

/// Half-width cells of a run of characters.
pub fn width(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.cells()).sum()
}
