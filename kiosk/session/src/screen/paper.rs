//! Choosing what to print, printing, and what became of it.

use serde::{Deserialize, Serialize};

/// See [`Screen::Print`](super::Screen::Print).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Print {
    /// Title of the document.
    pub title: String,
    /// `excerpt` (only when articles are chosen), `reference`, `whole`.
    pub choices: Vec<Choice>,
    /// Code of the chosen one.
    pub chosen: String,
    /// Articles chosen.
    pub articles: u32,
    /// Prints left in this session.
    pub left: u32,
    /// `errand` (办事需要) `study` (学习研究) `rights` (维护权益) `other`; empty for none.
    pub purpose: String,
    /// `ready` `near-end` `printing` `paper-out` `cover-open` `offline` `error` `unknown` `none`.
    pub printer: String,
    /// Preview: path-free 8-bit grey picture of the slip that would be printed; not part of the JSON.
    #[serde(skip)]
    pub preview: Option<Preview>,
    /// The chosen slip is longer than the thrift limit.
    pub long: bool,
    /// A tap on 开始打印 will be accepted.
    pub can_start: bool,
}

/// Pixels of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Dots per row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Row-major, 0 black, 255 white; `width * height` bytes.
    pub grey: std::sync::Arc<Vec<u8>>,
}

/// What may be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// `excerpt` `reference` `whole`.
    pub code: String,
    /// Paper it takes, millimetres.
    pub length_mm: u32,
    /// Over the limit: offered, but not to be started.
    #[serde(default)]
    pub too_long: bool,
}

/// See [`Screen::Printing`](super::Screen::Printing).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Printing {
    /// Register number; empty while the row is being written.
    pub number: String,
    /// Title of the document.
    pub title: String,
    /// 0 to 100.
    pub percent: u8,
    /// The visitor asked to stop.
    pub cancelling: bool,
}

/// See [`Screen::Outcome`](super::Screen::Outcome).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// `printed` `sent` `refused` `cancelled` `unknown`.
    pub outcome: String,
    /// For `refused` and `unknown`: `paper-out` `cover-open` `offline` `error` `power` `timeout` `withdrawn`; else empty.
    pub reason: String,
    /// Register number.
    pub number: String,
    /// Title of the document.
    pub title: String,
}
