//! What a guard must know of a body: that it is the same as another, and how long it is. Keeps no word.

use feed::{Align, Block, Document};
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
        // A page that came instead of a document counts up its requests: figures make no two of it. What is signed has a right to them.
        let figures = is_signed(document);
        let mut take = |text: &str| {
            match figures {
                true => hash.update(text.as_bytes()),
                false => text
                    .split(|c: char| c.is_ascii_digit())
                    .filter(|words| !words.is_empty())
                    .for_each(|words| hash.update(words.as_bytes())),
            }
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

/// Whether a document has a number, a day, a signature, or more than a short text.
fn is_signed(document: &Document) -> bool {
    const SHORT_CHARS_MAX: usize = 400;
    let mut chars = 0;
    for block in &document.blocks {
        match block {
            Block::Paragraph {
                align: Align::Right,
                ..
            }
            | Block::Table { .. } => return true,
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => {
                chars += text.chars().count();
            }
            Block::Picture { .. } => {}
        }
    }
    document.doc_no.is_some() || document.issued_on.is_some() || chars > SHORT_CHARS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str, issued_on: Option<&str>) -> Body {
        let document = serde_json::from_value(serde_json::json!({
            "id": "a", "rev": 1, "title": "关于示例的通知", "category": "other", "validity": "in-force",
            "disclosure": {"attribute": "public", "evidence": "示例"}, "issued_on": issued_on,
            "blocks": [{"kind": "paragraph", "text": text}],
            "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "", "fetched": ""}
        }));
        Body::of(&document.unwrap())
    }

    #[test]
    fn figures_make_no_two_of_a_page_that_nobody_signed() {
        let (one, two) = ("请继续（编号 1731）。", "请继续（编号 2）。");
        assert_eq!(body(one, None).hash, body(two, None).hash);
        assert_ne!(
            body(one, None).hash,
            body("请停止（编号 1731）。", None).hash
        );
        let day = Some("2021-03-04");
        assert_ne!(body(one, day).hash, body(two, day).hash);
        let long = "各单位应当认真执行。".repeat(60);
        assert_ne!(
            body(&format!("1{long}"), None).hash,
            body(&format!("2{long}"), None).hash
        );
    }
}
