//! Where everything of a slip stands on the paper: one grid of half-width cells for dots and for native text, so that both
//! break lines alike. Knows no fonts, no bytes and no device.

pub mod breaking;
mod paragraph;
mod picture;
mod qr;
mod table;

use crate::compose::ComposeError;
use crate::profile::Profile;
use crate::receipt::{Item, RECEIPT_CODES_MAX, RECEIPT_ITEMS_MAX, Receipt};

pub use crate::compose::charset::invisible;
pub use crate::profile::CELL_DOTS;

/// From line to line, in dots.
pub const PITCH_DOTS: u32 = 32;
/// From line to line of double-sized text, in dots.
pub const LARGE_PITCH_DOTS: u32 = 60;
/// Paper that a dashed rule takes, in dots.
pub const RULE_PITCH_DOTS: u32 = 30;
/// Before a paragraph with a label (第五条), in dots.
pub const LABEL_GAP_DOTS: u32 = 10;
/// Between two tables that follow each other, in dots: one is not the other's rows.
pub const TABLE_GAP_DOTS: u32 = 24;
/// Longest slip that is composed at all, in dots (about 60 m).
pub const SLIP_DOTS_MAX: u32 = 480_000;
/// Most bytes of text in one receipt.
pub const RECEIPT_TEXT_BYTES_MAX: usize = 4_000_000;
/// Most blank paper one element may ask for, in millimetres.
pub const SPACE_MM_MAX: u8 = 50;

/// One character on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Any visible character or a blank.
    pub c: char,
    /// Bold face.
    pub bold: bool,
}

impl Cell {
    /// Half-width cells that it takes.
    pub fn cells(self) -> usize {
        crate::compose::charset::cells(self.c)
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

/// Lays out a whole receipt.
pub fn rows(receipt: &Receipt, profile: &Profile) -> Result<Vec<Row>, ComposeError> {
    if receipt.items.len() > RECEIPT_ITEMS_MAX {
        return Err(ComposeError::TooManyItems(receipt.items.len()));
    }
    let codes = |item: &&Item| matches!(item, Item::Qr { .. } | Item::Picture { .. });
    let codes = receipt.items.iter().filter(codes).count();
    if codes > RECEIPT_CODES_MAX {
        return Err(ComposeError::TooManyCodes(codes));
    }
    let bytes = receipt.items.iter().map(text_bytes).sum::<usize>();
    if bytes > RECEIPT_TEXT_BYTES_MAX {
        return Err(ComposeError::TooMuchText(bytes));
    }
    let mut paper = Paper {
        rows: Vec::new(),
        dots: 0,
    };
    let mut before: Option<&Item> = None;
    for item in &receipt.items {
        if matches!(
            (before, item),
            (Some(Item::Table { .. }), Item::Table { .. })
        ) {
            paper.gap(TABLE_GAP_DOTS);
        }
        before = Some(item);
        place(item, profile, &mut paper)?;
        if paper.dots > SLIP_DOTS_MAX {
            return Err(ComposeError::TooLong {
                mm: profile.mm(SLIP_DOTS_MAX),
            });
        }
    }
    Ok(paper.rows)
}

fn text_bytes(item: &Item) -> usize {
    match item {
        Item::Text { text, .. } => text.len(),
        Item::Table { rows } => rows.iter().flatten().map(|cell| cell.len() + 1).sum(),
        Item::Qr { data, caption } => data.len() + caption.len(),
        // Dots, which have a cap of their own.
        Item::Picture { caption, .. } => caption.len(),
        Item::Rule | Item::Space { .. } => 0,
    }
}

fn place(item: &Item, profile: &Profile, paper: &mut Paper) -> Result<(), ComposeError> {
    match item {
        Item::Text {
            text,
            bold,
            label,
            large,
            indent,
            align,
        } => {
            let style = paragraph::Style {
                bold: *bold,
                label: *label,
                large: *large,
                indent: *indent,
                align: *align,
            };
            paragraph::place(text, &style, profile.columns(), paper);
        }
        Item::Rule => paper.push(RULE_PITCH_DOTS, Content::Rule),
        Item::Table { rows } => table::place(rows, profile.columns(), paper),
        Item::Qr { data, caption } => qr::place(data, caption, profile, paper)?,
        Item::Picture { png, mm, caption } => {
            picture::place(png, *mm, profile, paper)?;
            under(caption, profile, paper);
        }
        Item::Space { mm } => {
            let dots = u32::from((*mm).min(SPACE_MM_MAX)) * profile.dpi * 10 / 254;
            paper.push(dots, Content::Blank);
        }
    }
    Ok(())
}

/// Words under a code or a picture.
fn under(caption: &str, profile: &Profile, paper: &mut Paper) {
    if !caption.is_empty() {
        let style = paragraph::Style {
            align: crate::receipt::Align::Center,
            ..Default::default()
        };
        paragraph::place(caption, &style, profile.columns(), paper);
    }
}

/// The paper as it grows.
pub(crate) struct Paper {
    rows: Vec<Row>,
    dots: u32,
}

impl Paper {
    fn push(&mut self, dots: u32, content: Content) {
        // One element cannot make the paper endless either: the caller refuses what is too long, we only stop growing.
        if dots > 0 && self.dots <= SLIP_DOTS_MAX {
            self.dots += dots;
            self.rows.push(Row { dots, content });
        }
    }

    fn line(&mut self, x: usize, cells: Vec<Cell>, large: bool) {
        let dots = if large { LARGE_PITCH_DOTS } else { PITCH_DOTS };
        self.push(dots, Content::Line(Line { x, cells, large }));
    }

    /// A gap before a paragraph, unless the paper begins or a rule already keeps it apart.
    fn gap(&mut self, dots: u32) {
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
