//! Words of a PDF that no page need show: what annotations say, what fields of forms hold, what the file says of itself. For the
//! disclosure gate; looks and places are lost.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, String as PdfString};
use std::collections::HashSet;
use viewer::limits::TEXT_BYTES_MAX;

/// Texts of an annotation or a field (ISO 32000-1, tables 170, 220, 222): its words, its subject, its value, its tooltip.
const KEYS: [&[u8]; 5] = [b"Contents", b"Subj", b"V", b"TU", b"T"];
/// Fields above a field of a form.
const PARENTS_MAX: usize = 8;

/// Each of them once, no more bytes in all than a text may have.
pub fn words(pdf: &Pdf) -> Vec<String> {
    let mut found = Vec::new();
    for page in pdf.pages().iter() {
        let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else {
            continue;
        };
        for annotation in annotations.iter::<Dict<'_>>() {
            of_field(annotation, &mut found);
        }
    }
    let said = pdf.metadata();
    for text in [&said.title, &said.author, &said.subject, &said.keywords] {
        found.extend(text.as_deref().map(decoded));
    }
    let mut seen = HashSet::new();
    let mut left = TEXT_BYTES_MAX;
    found.retain(|text| {
        let is_new = !text.trim().is_empty() && seen.insert(text.clone());
        let fits = is_new && text.len() <= left;
        left -= if fits { text.len() } else { 0 };
        fits
    });
    found
}

fn of_field(field: Dict<'_>, found: &mut Vec<String>) {
    let mut field = Some(field);
    for _ in 0..PARENTS_MAX {
        let Some(dict) = field else { return };
        for key in KEYS {
            found.extend(dict.get::<PdfString<'_>>(key).map(|text| decoded(&text)));
        }
        field = dict.get::<Dict<'_>>(b"Parent");
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 by its mark; without one what Chinese programs write.
fn decoded(bytes: &[u8]) -> String {
    let encoding = match bytes {
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE,
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE,
        [0xEF, 0xBB, 0xBF, ..] => encoding_rs::UTF_8,
        _ if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        _ => encoding_rs::GBK,
    };
    encoding.decode(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_string_is_read_by_its_mark() {
        assert_eq!(decoded(b"\xFE\xFF\x67\x3A\x5B\xC6"), "机密");
        assert_eq!(decoded("\u{FEFF}机密".as_bytes()), "机密");
        assert_eq!(decoded(b"\xBB\xFA\xC3\xDC"), "机密");
        assert_eq!(decoded(b"plain"), "plain");
    }
}
