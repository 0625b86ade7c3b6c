//! Words of every part of an OFD, also of those that no page shows: what annotations remark, what the package says of itself. For
//! the disclosure gate; order and places are lost.

use super::files::Files;
use crate::office::parts;
use viewer::limits::TEXT_BYTES_MAX;
use viewer::{Block, Reason, Text};

/// Elements with which a text ends.
const ENDS: [&str; 6] = [
    "TextCode",
    "Remark",
    "Parameter",
    "Title",
    "Subject",
    "Keyword",
];

/// All of them, no more bytes than a text may have.
pub fn words(files: &mut Files) -> Result<Text, Reason> {
    let mut texts = Vec::new();
    let mut left = TEXT_BYTES_MAX;
    for name in files.names().to_vec() {
        if name.ends_with(".xml")
            && let Some(part) = files.bytes(&name)?
        {
            parts::words(&part, &ENDS, &mut texts, &mut left);
        }
    }
    let blocks = texts.into_iter().map(|text| Block::Aside { text });
    Ok(Text {
        blocks: blocks.collect(),
    })
}
