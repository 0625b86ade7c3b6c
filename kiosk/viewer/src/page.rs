//! What is said of a page beside the page: what is missing, hidden, a scan, sealed. Owns the counts; judges none.

use serde::{Deserialize, Serialize};

/// What could not be shown of a page, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOut {
    /// Characters whose shape or meaning is not known.
    pub characters: u32,
    /// Pictures that could not be decoded.
    pub pictures: u32,
    /// Lines, areas and patterns.
    pub drawings: u32,
    /// Seals (印章) without a picture that could be shown.
    pub seals: u32,
    /// Comments, forms and stamps.
    pub annotations: u32,
}

impl LeftOut {
    /// How many places in all.
    pub fn total(&self) -> u32 {
        [
            self.characters,
            self.pictures,
            self.drawings,
            self.seals,
            self.annotations,
        ]
        .iter()
        .fold(0_u32, |sum, n| sum.saturating_add(*n))
    }
}

/// A place on the page where something is missing, in dots of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Mark {
    #[serde(deserialize_with = "finite")]
    pub left: f32,
    #[serde(deserialize_with = "finite")]
    pub top: f32,
    #[serde(deserialize_with = "finite")]
    pub width: f32,
    #[serde(deserialize_with = "finite")]
    pub height: f32,
}

/// A number that is none cannot be said again, and lies on no page.
fn finite<'de, D: serde::Deserializer<'de>>(from: D) -> Result<f32, D::Error> {
    let number = f32::deserialize(from)?;
    match number.is_finite() {
        true => Ok(number),
        false => Err(serde::de::Error::custom("a place beyond all pages")),
    }
}

/// What the program that wrote a workbook does not show of it either, and is not shown here: it says something, or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hidden {
    /// Rows of a sheet.
    pub rows: u32,
    /// Columns of a sheet.
    pub columns: u32,
    /// Sheets as a whole.
    pub sheets: u32,
}

/// What is said of a page beside its picture or text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Page {
    /// What could not be shown.
    pub left_out: LeftOut,
    /// What its own program hides.
    pub hidden: Hidden,
    /// Where; at most [`crate::limits::MARKS_MAX`]. Already marked in the picture.
    pub marks: Vec<Mark>,
    /// Seals that are shown as pictures; nobody has checked their signatures.
    pub seals: u32,
    /// Seals of the page that were put on something else than what stands there now.
    pub seals_changed: u32,
    /// The page is a scan: a picture, and no text.
    pub is_scan: bool,
    /// Characters that are drawn and cannot be read as text.
    pub unread: u32,
    /// Characters, at least so many, that are drawn with another face than theirs: the file does not bring it along.
    pub stand_ins: u32,
}
