//! The verification code (核验码): says that this terminal printed this slip. Knows the key only while it computes.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use journal::Content;
use sha2::Sha256;

/// What stands in the code's place before there is one.
pub const CODE_SHAPE: &str = "XXXX-XXXX-XXXX";
/// Bytes of the MAC that are printed.
const CODE_BYTES: usize = 6;

/// What a code vouches for.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Sealed<'a> {
    pub number: &'a str,
    pub document_id: &'a str,
    pub document_rev: u64,
    /// What of it.
    pub content: &'a Content,
    /// Time of the register row; seconds count.
    pub at: Timestamp,
}

/// `7F3A-91C4-08BE`: the first 48 bits of HMAC-SHA256 over the fields, each preceded by its length.
pub fn code(key: &[u8; 32], sealed: &Sealed) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    let mut field = |bytes: &[u8]| {
        mac.update(&(bytes.len() as u64).to_be_bytes());
        mac.update(bytes);
    };
    field(b"slip 1");
    field(sealed.number.as_bytes());
    field(sealed.document_id.as_bytes());
    field(&sealed.document_rev.to_be_bytes());
    field(sealed.content.as_code().as_bytes());
    if let Content::Excerpt { articles } = sealed.content {
        for article in articles {
            field(article.as_bytes());
        }
    }
    field(&sealed.at.as_second().to_be_bytes());
    let bytes = mac.finalize().into_bytes();
    let digits: String = bytes[..CODE_BYTES]
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    format!("{}-{}-{}", &digits[..4], &digits[4..8], &digits[8..12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_changes_the_code() {
        let content = Content::Excerpt {
            articles: vec!["a2".into(), "a5".into()],
        };
        let at = Timestamp::constant(1_539_585_360, 0);
        let sealed = Sealed {
            number: "L01-1-20181015-0027",
            document_id: "demo:rules",
            document_rev: 3,
            content: &content,
            at,
        };
        let joined = Content::Excerpt {
            articles: vec!["a2a5".into()],
        };
        let later = Timestamp::constant(1_539_585_361, 0);
        let mut codes = vec![
            code(&[7; 32], &sealed),
            code(&[8; 32], &sealed),
            code(
                &[7; 32],
                &Sealed {
                    number: "L01-1-20181015-0028",
                    ..sealed
                },
            ),
            code(
                &[7; 32],
                &Sealed {
                    document_id: "demo:other",
                    ..sealed
                },
            ),
            code(
                &[7; 32],
                &Sealed {
                    document_rev: 4,
                    ..sealed
                },
            ),
            code(
                &[7; 32],
                &Sealed {
                    content: &Content::Whole,
                    ..sealed
                },
            ),
            code(
                &[7; 32],
                &Sealed {
                    content: &joined,
                    ..sealed
                },
            ),
            code(
                &[7; 32],
                &Sealed {
                    at: later,
                    ..sealed
                },
            ),
        ];
        assert!(codes.iter().all(|code| code.len() == CODE_SHAPE.len()));
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), 8);
    }
}
