//! Words of a PDF that no page need show: what annotations say, what fields of forms hold, bookmarks, what stands for a picture, what
//! the file says of itself; and the files that lie in it. For the disclosure gate; looks and places are lost.

use crate::office::parts;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};
use std::collections::HashSet;
use viewer::Inner;
use viewer::limits::{INNER_FILES_MAX, TEXT_BYTES_MAX};

/// Texts of annotations, fields, bookmarks and tagged parts (ISO 32000-1, tables 43, 153, 170, 220, 222, 323): words, subject, rich
/// words, value, tooltip, name, title, what is read in place of a picture or an abbreviation, description.
const KEYS: [&[u8]; 13] = [
    b"Contents",
    b"Subj",
    b"RC",
    b"V",
    b"DV",
    b"TU",
    b"T",
    b"Title",
    b"Alt",
    b"ActualText",
    b"E",
    b"Desc",
    b"CA",
];
/// Objects looked at.
const OBJECTS_MAX: usize = 100_000;
/// Dictionaries inside dictionaries.
const DEPTH_MAX: usize = 8;

/// Each of them once, no more bytes in all than a text may have; and whether there are more.
pub fn words(pdf: &Pdf) -> (Vec<String>, bool) {
    let mut found = Vec::new();
    let said = pdf.metadata();
    for text in [&said.title, &said.author, &said.subject, &said.keywords] {
        found.extend(text.as_deref().map(decoded));
    }
    let mut left = TEXT_BYTES_MAX;
    for object in pdf.objects().into_iter().take(OBJECTS_MAX) {
        if let Object::Stream(stream) = &object
            && is_named(stream.dict(), b"Type", b"Metadata")
            && let Ok(data) = stream.decoded_data()
        {
            parts::all_words(&data, &mut found, &mut left);
        }
        of_object(&object, 0, &mut found);
    }
    for form in forms(pdf) {
        parts::all_words(&form, &mut found, &mut left);
    }
    let mut cut = left == 0;
    let mut seen = HashSet::new();
    let mut left = TEXT_BYTES_MAX;
    found.retain(|text| {
        let is_new = !text.trim().is_empty() && seen.insert(text.clone());
        let fits = is_new && text.len() <= left;
        left -= if fits { text.len() } else { 0 };
        cut |= is_new && !fits;
        fits
    });
    (found, cut)
}

fn is_named(dict: &Dict<'_>, key: &[u8], value: &[u8]) -> bool {
    dict.get::<Name<'_>>(key)
        .is_some_and(|name| &*name == value)
}

/// The strings of an object that say something, and of those that stand inside it. What it refers to is an object of its own.
fn of_object(object: &Object<'_>, depth: usize, found: &mut Vec<String>) {
    if depth > DEPTH_MAX {
        return;
    }
    let dict = match object {
        Object::Dict(dict) => dict,
        Object::Stream(stream) => stream.dict(),
        Object::Array(array) => {
            for item in array.raw_iter() {
                if let MaybeRef::NotRef(inner) = item {
                    of_object(&inner, depth + 1, found);
                }
            }
            return;
        }
        _ => return,
    };
    for (key, value) in dict.entries() {
        let MaybeRef::NotRef(value) = value else {
            // A long text may be an object of its own.
            if KEYS.contains(&&*key) {
                found.extend(dict.get::<PdfString<'_>>(&*key).map(|text| decoded(&text)));
                let stream = dict.get::<Stream<'_>>(&*key);
                let data = stream.and_then(|stream| Some(decoded(&stream.decoded_data().ok()?)));
                found.extend(data);
            }
            continue;
        };
        match &value {
            Object::String(text) if KEYS.contains(&&*key) => found.push(decoded(text)),
            Object::Dict(_) | Object::Array(_) => of_object(&value, depth + 1, found),
            _ => {}
        }
    }
}

/// Forms in XML (XFA) that the file brings along beside its fields.
fn forms(pdf: &Pdf) -> Vec<Vec<u8>> {
    let root: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let Some(form) = root.and_then(|root| root.get::<Dict<'_>>(b"AcroForm")) else {
        return Vec::new();
    };
    let data = |stream: Stream<'_>| Some(stream.decoded_data().ok()?.to_vec());
    match form.get::<Array<'_>>(b"XFA") {
        Some(parts) => parts.iter::<Stream<'_>>().filter_map(data).collect(),
        None => form
            .get::<Stream<'_>>(b"XFA")
            .and_then(data)
            .into_iter()
            .collect(),
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

/// A file that lies in the PDF (ISO 32000-1, 7.11.4), by its number: embedded, attached to a page, or of a portfolio.
pub fn inner(pdf: &Pdf, number: u32) -> Option<Inner> {
    let mut seen: HashSet<ObjectIdentifier> = HashSet::new();
    for object in pdf.objects().into_iter().take(OBJECTS_MAX) {
        let (name, stream) = match object {
            Object::Dict(said) if said.contains_key(b"EF") => {
                let Some(stream) = embedded(&said) else {
                    continue;
                };
                let name = [&b"UF"[..], b"F"]
                    .iter()
                    .find_map(|key| said.get::<PdfString<'_>>(key));
                (name.map(|name| decoded(&name)), stream)
            }
            // Without its description it is still there.
            Object::Stream(stream) if is_named(stream.dict(), b"Type", b"EmbeddedFile") => {
                (None, stream)
            }
            _ => continue,
        };
        if seen.len() as u32 >= INNER_FILES_MAX {
            return None;
        }
        if seen.insert(stream.obj_id()) && seen.len() as u32 == number + 1 {
            return Some(Inner {
                name: name.unwrap_or_default(),
                bytes: stream
                    .decoded_data()
                    .map(|data| data.to_vec())
                    .unwrap_or_default(),
            });
        }
    }
    None
}

fn embedded<'a>(said: &Dict<'a>) -> Option<Stream<'a>> {
    let files = said.get::<Dict<'_>>(b"EF")?;
    [&b"UF"[..], b"F", b"Unix", b"DOS", b"Mac"]
        .iter()
        .find_map(|key| files.get::<Stream<'_>>(key))
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
