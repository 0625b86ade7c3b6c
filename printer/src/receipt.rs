//! What a slip says, before any thought of dots or bytes. Knows neither documents nor devices.

use serde::{Deserialize, Serialize};

/// How a line stands on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// One element of a slip, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Item {
    /// A paragraph; `label` leading characters are bold (第五条), the rest only if `bold`.
    Text {
        /// Any Unicode; control characters are dropped, line feeds start a new paragraph.
        text: String,
        /// All of it bold.
        #[serde(default)]
        bold: bool,
        /// Bold for that many leading Unicode scalar values.
        #[serde(default)]
        label: u16,
        /// Double width and height.
        #[serde(default)]
        large: bool,
        /// First line indented by two characters.
        #[serde(default)]
        indent: bool,
        /// How it stands.
        #[serde(default)]
        align: Align,
    },
    /// A dashed rule over the whole width.
    Rule,
    /// A table: rows of cells of equal number.
    Table {
        /// Cells, the first row being the head.
        rows: Vec<Vec<String>>,
    },
    /// A QR code, centred, with a caption below.
    Qr {
        /// What it holds, at most 1,000 bytes.
        data: String,
        /// Words under it; empty for none.
        #[serde(default)]
        caption: String,
    },
    /// A picture, centred, with a caption below.
    Picture {
        /// PNG in base64, at most 2 MB; colours become black and white by error diffusion.
        png: String,
        /// Width in millimetres; 0 for a dot a pixel. Never wider than the paper.
        #[serde(default)]
        mm: u8,
        /// Words under it; empty for none.
        #[serde(default)]
        caption: String,
    },
    Space {
        /// Height in millimetres, at most 50.
        mm: u8,
    },
}

impl Item {
    /// A paragraph of plain words.
    pub fn plain(text: impl Into<String>) -> Item {
        Item::Text {
            text: text.into(),
            bold: false,
            label: 0,
            large: false,
            indent: false,
            align: Align::default(),
        }
    }

    /// A paragraph of double width and height.
    pub fn large(text: impl Into<String>) -> Item {
        let mut item = Item::plain(text);
        if let Item::Text { large, .. } = &mut item {
            *large = true;
        }
        item
    }
}

/// A slip (凭条): what `printer print RECEIPT.json` reads and what the kiosk makes. The cut at the end is implied.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// From top to bottom; at most [`RECEIPT_ITEMS_MAX`].
    pub items: Vec<Item>,
}

/// Why a file is no receipt.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// It begins with a byte order mark, which JSON does not have (RFC 8259, 8.1).
    #[error("it begins with a byte order mark (BOM): save it as UTF-8 without one")]
    ByteOrderMark,
    /// Not the JSON of a receipt: what, and in which line.
    #[error(transparent)]
    Form(#[from] serde_json::Error),
}

impl Receipt {
    /// Reads what a file holds; a key that nobody reads is an error, as it may have been meant.
    pub fn read(text: &str) -> Result<Receipt, ReceiptError> {
        if text.starts_with('\u{feff}') {
            return Err(ReceiptError::ByteOrderMark);
        }
        Ok(serde_json::from_str(text)?)
    }
}

/// Most elements one slip may have.
pub const RECEIPT_ITEMS_MAX: usize = 20_000;

/// Most QR codes and pictures one slip may have: each costs more to make than a page of text.
pub const RECEIPT_CODES_MAX: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_nobody_reads_and_a_byte_order_mark_are_told() {
        let why = |text: &str| Receipt::read(text).unwrap_err().to_string();
        let misspelt = r#"{"items":[{"kind":"text","text":"甲","blod":true}]}"#;
        assert!(why(misspelt).contains("blod"), "{}", why(misspelt));
        let title = r#"{"items":[],"title":"甲"}"#;
        assert!(why(title).contains("title"), "{}", why(title));
        let marked = "\u{feff}{\"items\":[]}";
        assert!(why(marked).contains("BOM"), "{}", why(marked));
        assert_eq!(Receipt::read("{\"items\":[]}").unwrap(), Receipt::default());
    }
}
