//! What a guard must know of a body: that it is the same as another, and how long it is. Keeps no word.

use feed::{Block, Document};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A body without its words: enough to see that two are one, or that one shrank.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Body {
    /// Half of the SHA-256 of all words.
    pub hash: [u8; 16],
    pub chars: u32,
}

impl Body {
    /// Of a document. Pictures have no words.
    pub fn of(document: &Document) -> Body {
        let mut hash = Sha256::new();
        let mut chars = 0_usize;
        let mut take = |text: &str| {
            hash.update(text.as_bytes());
            hash.update([0]);
            chars += text.chars().count();
        };
        for block in &document.blocks {
            match block {
                Block::Heading { text, .. } | Block::Paragraph { text, .. } => take(text),
                Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| take(cell)),
                Block::Picture { .. } => {}
            }
        }
        let mut half = [0; 16];
        half.copy_from_slice(&hash.finalize()[..16]);
        Body {
            hash: half,
            chars: u32::try_from(chars).unwrap_or(u32::MAX),
        }
    }
}
