//! An update appended to a PDF (ISO 32000-1, 7.5.6): new objects, a table of where they stand, a trailer that points back to the
//! old one. Owns the bytes only; what to replace is decided in `rewrite`.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, FromBytes, Name, ObjectIdentifier};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

/// How far from the end the pointer to the last table may stand.
const TAIL_BYTES: usize = 2_048;

/// What shall change.
#[derive(Default)]
pub struct Update {
    objects: BTreeMap<ObjectIdentifier, Vec<u8>>,
    overwritten: Vec<Range<usize>>,
}

impl Update {
    /// An object gets a new text.
    pub fn object(&mut self, id: ObjectIdentifier, text: Vec<u8>) {
        self.objects.insert(id, text);
    }

    /// A key is made unknown where it stands; nothing moves.
    pub fn overwrite(&mut self, key: Range<usize>) {
        self.overwritten.push(key);
    }

    /// Whether nothing shall change.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.overwritten.is_empty()
    }

    /// The ways to write it, the better first: with a table that continues the old one; without, for readers that have to
    /// search a damaged file for its objects anyway.
    pub fn candidates(&self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut plain = bytes.to_vec();
        for range in &self.overwritten {
            if let Some(key) = plain.get_mut(range.clone()) {
                key[1..].fill(b'X');
            }
        }
        if self.objects.is_empty() {
            return vec![plain];
        }
        let mut found = Vec::new();
        let mut appended = plain;
        let places = self.append_objects(&mut appended);
        if let Some((start, trailer)) = last_trailer(bytes) {
            let mut whole = appended.clone();
            append_table(&mut whole, &places, start, &trailer);
            found.push(whole);
        }
        found.push(appended);
        found
    }

    fn append_objects(&self, to: &mut Vec<u8>) -> Vec<(ObjectIdentifier, usize)> {
        let mut places = Vec::new();
        for (id, text) in &self.objects {
            to.extend_from_slice(b"\n");
            places.push((*id, to.len()));
            to.extend_from_slice(format!("{} {} obj\n", id.obj_number, id.gen_number).as_bytes());
            to.extend_from_slice(text);
            to.extend_from_slice(b"\nendobj\n");
        }
        places
    }

    /// Whether a file that was read anew shows every new object.
    pub fn is_taken(&self, pdf: &Pdf) -> bool {
        self.objects.iter().all(|(id, text)| {
            let told =
                |dict: &Dict<'_>, key: &[u8]| dict.get::<Name<'_>>(key).map(|name| name.to_vec());
            let (wanted, there) = (Dict::from_bytes(text), pdf.xref().get::<Dict<'_>>(*id));
            match (wanted, there) {
                (Some(wanted), Some(there)) => [&b"BaseFont"[..], b"ToUnicode"]
                    .iter()
                    .all(|key| told(&wanted, key) == told(&there, key)),
                _ => false,
            }
        })
    }
}

/// Where the last table stands, and its trailer with the keys that would contradict a new one made unknown.
fn last_trailer(bytes: &[u8]) -> Option<(usize, String)> {
    const WORD: &[u8] = b"startxref";
    let tail_from = bytes.len().saturating_sub(TAIL_BYTES);
    let at = bytes[tail_from..]
        .windows(WORD.len())
        .rposition(|window| window == WORD)?;
    let rest = &bytes[tail_from + at + WORD.len()..];
    let digits: String = rest
        .iter()
        .skip_while(|b| b.is_ascii_whitespace())
        .take_while(|b| b.is_ascii_digit())
        .map(|b| char::from(*b))
        .collect();
    let start: usize = digits.parse().ok()?;
    let table = bytes.get(start..)?;
    let dict_at = if table.starts_with(b"xref") {
        let word = table.windows(7).position(|window| window == b"trailer")?;
        word + 7
    } else {
        table.windows(3).position(|window| window == b"obj")? + 3
    };
    let from = table.get(dict_at..)?;
    let open = from.windows(2).position(|window| window == b"<<")?;
    let dict = Dict::from_bytes(&from[open..])?;
    let mut text = String::new();
    for (key, _) in dict.entries() {
        let kept = [&b"Root"[..], b"Info", b"Encrypt"].contains(&&*key);
        if kept && let Some(id) = dict.get_ref(&*key) {
            let _ = write!(text, "/{} {id} ", key.as_str());
        }
    }
    if let Some(id) = raw_ids(dict.data()) {
        let _ = write!(text, "/ID [{id}] ");
    }
    Some((start, text))
}

/// The two file identifiers as hexadecimal strings; encryption depends on them.
fn raw_ids(trailer: &[u8]) -> Option<String> {
    let dict = Dict::from_bytes(trailer)?;
    let ids = dict.get::<hayro::hayro_syntax::object::Array<'_>>(b"ID")?;
    let mut text = String::new();
    for id in ids.iter::<hayro::hayro_syntax::object::String<'_>>() {
        text.push('<');
        for byte in id.as_bytes() {
            let _ = write!(text, "{byte:02X}");
        }
        text.push('>');
    }
    Some(text)
}

fn append_table(
    to: &mut Vec<u8>,
    places: &[(ObjectIdentifier, usize)],
    before: usize,
    trailer: &str,
) {
    let start = to.len();
    let mut table = String::from("xref\n");
    for (id, offset) in places {
        let _ = write!(
            table,
            "{} 1\n{offset:010} {:05} n \n",
            id.obj_number, id.gen_number
        );
    }
    let size = places
        .iter()
        .map(|(id, _)| id.obj_number)
        .max()
        .unwrap_or(0)
        + 1;
    let _ = write!(
        table,
        "trailer\n<< /Size {size} /Prev {before} {trailer}>>\nstartxref\n{start}\n%%EOF\n"
    );
    to.extend_from_slice(table.as_bytes());
}
