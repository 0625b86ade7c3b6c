//! Choosing what to print.

use journal::{Content, Purpose};
use serde::{Deserialize, Serialize};

use crate::printer_state::PrinterState;

/// See [`Screen::Print`](super::Screen::Print).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Print {
    /// Title of the document.
    pub title: String,
    /// An excerpt only when articles are chosen, a reference, the whole.
    pub choices: Vec<Choice>,
    /// The chosen one.
    pub chosen: Extent,
    /// How many of them are chosen; of an attachment how many parts of its text.
    pub articles: u32,
    /// What was chosen are pages of an attachment.
    #[serde(default)]
    pub leaves: bool,
    /// What was chosen are parts of these pages.
    #[serde(default)]
    pub parts: bool,
    /// What was chosen is a table.
    #[serde(default)]
    pub table: bool,
    /// Other articles can be chosen.
    #[serde(default)]
    pub can_rechoose: bool,
    /// Prints left in this session.
    pub left: u32,
    /// Paper that is left for visitors today, millimetres; `None` where nothing limits it.
    #[serde(default)]
    pub day_left_mm: Option<u64>,
    /// That does not reach for the chosen slip.
    #[serde(default)]
    pub day_is_over: bool,
    /// What is left of the roll is shorter than the chosen slip.
    #[serde(default)]
    pub roll_is_short: bool,
    /// Address of the document on the portal; empty for none (R51).
    #[serde(default)]
    pub address: String,
    /// What the visitor needs it for.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    /// The register cannot be opened, so nothing is printed.
    #[serde(default)]
    pub register_shut: bool,
    /// How the printer is.
    pub printer: PrinterState,
    /// Preview: path-free 8-bit grey picture of the slip that would be printed; not part of the JSON.
    #[serde(skip)]
    pub preview: Option<Preview>,
    /// The chosen slip is longer than the thrift limit.
    pub long: bool,
    /// A tap on 开始打印 will be accepted.
    pub can_start: bool,
}

/// How much of a document a slip holds; what exactly is its [`Content`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Extent {
    Excerpt,
    /// Title, numbers and QR code (题录与二维码).
    Reference,
    /// All of it.
    Whole,
}

impl From<&Content> for Extent {
    fn from(content: &Content) -> Extent {
        match content {
            Content::Excerpt { .. } => Extent::Excerpt,
            Content::Reference => Extent::Reference,
            Content::Whole => Extent::Whole,
        }
    }
}

impl Extent {
    /// `excerpt` `reference` `whole`.
    pub fn as_code(self) -> &'static str {
        match self {
            Extent::Excerpt => "excerpt",
            Extent::Reference => "reference",
            Extent::Whole => "whole",
        }
    }
}

/// Pixels of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Preview {
    /// Dots per row.
    pub width: u32,
    pub height: u32,
    /// Row-major, 0 black, 255 white; `width * height` bytes.
    pub grey: std::sync::Arc<Vec<u8>>,
}

/// What may be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Choice {
    pub extent: Extent,
    /// Paper it takes, millimetres.
    pub length_mm: u32,
    /// Over the limit: offered, but not to be started.
    #[serde(default)]
    pub too_long: bool,
}

/// What a finger can do while choosing what to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// How much of the document.
    Extent(Extent),
    /// What for; the same again takes it back.
    Purpose(Purpose),
    /// Other articles instead of these (改选条款), or other parts (改选段落).
    Rechoose,
    /// 开始打印.
    Start,
}
