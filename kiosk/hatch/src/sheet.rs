//! A file on its way to the page: bytes that stand in one line of JSON as base64. Owns their limit; knows nothing of what they say.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest file: as base64 it is a third longer, and an answer holds it.
pub const PDF_BYTES_MAX: usize = 2 * 1024 * 1024;

/// The bytes of a PDF.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf(pub Vec<u8>);

impl std::fmt::Debug for Pdf {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Pdf({} bytes)", self.0.len())
    }
}

impl Serialize for Pdf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Pdf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pdf, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(D::Error::custom)?;
        match bytes.len() <= PDF_BYTES_MAX && bytes.starts_with(b"%PDF-") {
            true => Ok(Pdf(bytes)),
            false => Err(D::Error::custom("no PDF of a page's size")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ANSWER_BYTES_MAX;

    #[test]
    fn the_longest_file_fits_into_an_answer_and_what_is_no_file_is_none() {
        let mut bytes = b"%PDF-1.7".to_vec();
        bytes.resize(PDF_BYTES_MAX, 0xff);
        let text = serde_json::to_string(&Pdf(bytes.clone())).unwrap();
        assert!((text.len() as u64) < ANSWER_BYTES_MAX / 10 * 9);
        assert_eq!(serde_json::from_str::<Pdf>(&text).unwrap(), Pdf(bytes));
        let html = STANDARD.encode("<html>");
        let mut longer = b"%PDF-1.7".to_vec();
        longer.resize(PDF_BYTES_MAX + 1, 0);
        for bad in ["", "=", "%PDF-", &html, &STANDARD.encode(longer)] {
            let text = serde_json::to_string(bad).unwrap();
            assert!(serde_json::from_str::<Pdf>(&text).is_err());
        }
    }
}
