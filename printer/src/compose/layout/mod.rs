//! Where everything of a slip stands on the paper: one grid of half-width cells for dots and for native text, so that both
//! break lines alike. Knows no fonts, no bytes and no device.

pub mod breaking;
mod paper;
mod paragraph;
mod picture;
mod qr;
mod table;

use crate::compose::error::{ComposeError, RECEIPT_TEXT_BYTES_MAX};
use crate::profile::Profile;
use crate::receipt::{Item, RECEIPT_CODES_MAX, RECEIPT_ITEMS_MAX, Receipt};

pub use crate::compose::charset::invisible;
pub use crate::profile::CELL_DOTS;
pub use paper::{
    Cell, Content, LABEL_GAP_DOTS, LARGE_PITCH_DOTS, Line, PITCH_DOTS, Picture, Qr,
    RULE_PITCH_DOTS, Row, SLIP_DOTS_MAX, width,
};

use paper::Paper;

/// Between two tables that follow each other, in dots: one is not the other's rows.
pub const TABLE_GAP_DOTS: u32 = 24;
/// Between a table and words before or behind it.
pub const TABLE_TEXT_GAP_DOTS: u32 = 12;
/// Most blank paper one element may ask for, in millimetres.
pub const SPACE_MM_MAX: u8 = 50;

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
        match (before, item) {
            (Some(Item::Table { .. }), Item::Table { .. }) => paper.gap(TABLE_GAP_DOTS),
            (Some(Item::Table { .. }), Item::Text { .. })
            | (Some(Item::Text { .. }), Item::Table { .. }) => paper.gap(TABLE_TEXT_GAP_DOTS),
            _ => {}
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
            paragraph::under(caption, profile, paper);
        }
        Item::Space { mm } => {
            let dots = u32::from((*mm).min(SPACE_MM_MAX)) * profile.dpi * 10 / 254;
            paper.push(dots, Content::Blank);
        }
    }
    Ok(())
}
