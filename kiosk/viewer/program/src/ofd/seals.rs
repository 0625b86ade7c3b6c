//! Seals (电子印章) of an OFD as pictures: where they stand, and the picture inside the seal's ASN.1 (GB/T 38540 and the older GM/T
//! 0031). Owns nothing of their signatures: nobody here says that a seal is genuine; that what it was put on has changed is asked of
//! `checking`.

use super::checking::{Check, Finding, Signed};
use super::files::Files;
use super::values::area;
use hayro::kurbo::Rect;
use std::rc::Rc;
use viewer::Reason;
use viewer::limits::{SEAL_BYTES_MAX, SEALS_MAX};

/// Values inside values of a seal.
const DEPTH_MAX: usize = 24;
/// Places where one file puts seals; a riding seal has one on each page.
const STAMPS_MAX: usize = 4_000;

/// The picture of a seal and what kind it is: `png`, `jpg`, `bmp`, `ofd`.
#[derive(Debug, Clone, PartialEq)]
pub struct SealPicture {
    /// How such files end, in lower case.
    pub kind: String,
    /// The picture as a file.
    pub bytes: Rc<Vec<u8>>,
}

/// A seal on a page.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Id of the page.
    pub page: String,
    /// Where, in millimetres of the page.
    pub place: Rect,
    /// Which part of it shows, from its top left; all of it without.
    pub shown: Option<Rect>,
    /// `None` when the seal has none that can be found.
    pub picture: Option<SealPicture>,
    /// What was put under the seal has changed since.
    pub is_changed: bool,
}

/// All seals of a document whose signatures stand at `path`.
pub fn stamps(files: &mut Files, path: &str, check: &mut dyn Check) -> Result<Vec<Stamp>, Reason> {
    let mut stamps = Vec::new();
    let list_name = files.find("", path).unwrap_or_default();
    let Some((list, folder)) = files.follow("", path)? else {
        return Ok(stamps);
    };
    for entry in list.all("Signature").take(SEALS_MAX) {
        let Some(path) = entry.attribute("BaseLoc") else {
            continue;
        };
        let Some((signature, folder)) = files.follow(&folder, path)? else {
            continue;
        };
        let Some(signed) = signature.child("SignedInfo") else {
            continue;
        };
        let seal = signed
            .child("Seal")
            .and_then(|seal| seal.text_of("BaseLoc"))
            .map(str::to_owned);
        let value = signature.text_of("SignedValue").map(str::to_owned);
        let signature = Signed {
            info: signed,
            folder: &folder,
            list: &list_name,
        };
        let is_changed = check.check(&signature, files) == Finding::Changed;
        let mut picture = None;
        for path in [value, seal].into_iter().flatten() {
            if picture.is_none()
                && let Some(name) = files.find(&folder, &path)
                && let Some(bytes) = files.bytes(&name)?
                && bytes.len() <= SEAL_BYTES_MAX
            {
                picture = picture_in(&bytes);
            }
        }
        for stamp in signed.all("StampAnnot") {
            let (Some(page), Some(place)) = (
                stamp.attribute("PageRef"),
                stamp.attribute("Boundary").and_then(area),
            ) else {
                continue;
            };
            if stamps.len() < STAMPS_MAX {
                stamps.push(Stamp {
                    page: page.to_owned(),
                    place,
                    shown: stamp.attribute("Clip").and_then(area),
                    picture: picture.clone(),
                    is_changed,
                });
            }
        }
    }
    Ok(stamps)
}

/// The picture inside a seal or a signed value: a sequence of kind, bytes, width and height, however deep it stands.
pub fn picture_in(der: &[u8]) -> Option<SealPicture> {
    search(der, 0)
}

const SEQUENCE: u8 = 0x30;
const OCTETS: u8 = 0x04;
const IA5_STRING: u8 = 0x16;
const UTF8_STRING: u8 = 0x0C;
const INTEGER: u8 = 0x02;
/// Set for everything that holds values.
const CONSTRUCTED: u8 = 0x20;

fn search(der: &[u8], depth: usize) -> Option<SealPicture> {
    if depth > DEPTH_MAX {
        return None;
    }
    let values = values(der);
    for window in values.windows(4) {
        let [(kind, name), (data, bytes), (width, _), (height, _)] = window else {
            continue;
        };
        let fits = matches!(*kind, IA5_STRING | UTF8_STRING)
            && *data == OCTETS
            && *width == INTEGER
            && *height == INTEGER
            && name.len() <= 8
            && bytes.len() > 16;
        if fits {
            return Some(SealPicture {
                kind: String::from_utf8_lossy(name).to_ascii_lowercase(),
                bytes: Rc::new(bytes.to_vec()),
            });
        }
    }
    values
        .iter()
        .filter(|(tag, content)| {
            *tag == SEQUENCE
                || tag & CONSTRUCTED != 0
                || (*tag == OCTETS && content.first() == Some(&SEQUENCE))
        })
        .find_map(|(_, content)| search(content, depth + 1))
}

/// The values that stand one after the other; ends at the first that does not fit.
fn values(mut der: &[u8]) -> Vec<(u8, &[u8])> {
    let mut values = Vec::new();
    while let Some((tag, content, rest)) = value(der) {
        values.push((tag, content));
        der = rest;
    }
    values
}

fn value(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let digits = usize::from(first & 0x7F);
        if !(1..=4).contains(&digits) || rest.len() < digits {
            return None;
        }
        let (digits, rest) = rest.split_at(digits);
        let length = digits
            .iter()
            .fold(0, |sum, digit| sum << 8 | usize::from(*digit));
        (length, rest)
    };
    (length <= rest.len()).then(|| (tag, &rest[..length], &rest[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut bytes = vec![tag, 0x82];
        bytes.extend_from_slice(&(content.len() as u16).to_be_bytes());
        bytes.extend_from_slice(content);
        bytes
    }

    #[test]
    fn the_picture_is_found_however_deep_it_stands() {
        let picture = [
            der(IA5_STRING, b"PNG"),
            der(OCTETS, b"the bytes of a picture"),
            der(INTEGER, &[40]),
            der(INTEGER, &[30]),
        ]
        .concat();
        let seal = der(
            SEQUENCE,
            &[der(INTEGER, &[4]), der(SEQUENCE, &picture)].concat(),
        );
        let signed = der(SEQUENCE, &[der(0xA0, b""), der(OCTETS, &seal)].concat());
        let found = picture_in(&signed).unwrap();
        assert_eq!(found.kind, "png");
        assert_eq!(*found.bytes, b"the bytes of a picture");
    }

    #[test]
    fn lengths_that_lie_and_nesting_without_end_find_nothing() {
        assert_eq!(picture_in(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 1]), None);
        let mut deep = Vec::new();
        for _ in 0..200 {
            deep = der(SEQUENCE, &deep);
        }
        assert_eq!(picture_in(&deep), None);
    }
}
