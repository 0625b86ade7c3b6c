//! Which characters the codes of a font of a known collection (Adobe-GB1 and its kin) mean, where the font does not say it itself. The
//! table is handed to the reader under a name of ours, as if the file had it. Knows codes of one and two bytes; guesses none.

use hayro::hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Mutex;

/// Begins the name of a table that is made here; the encoding follows.
const PREFIX: &str = "ViewerCharacters-";
/// Encodings whose codes are numbers of the collection itself.
const IDENTITY: [&[u8]; 2] = [b"Identity-H", b"Identity-V"];
/// Codes of one byte, then those of two.
const CODES: [(u8, u32); 2] = [(1, 0x100), (2, 0x1_0000)];

/// What a font has to name as its table of characters; `None` where nobody knows them. `ordering` is the collection's.
pub fn table_of(encoding: &[u8], ordering: &[u8]) -> Option<String> {
    if IDENTITY.contains(&encoding) {
        // Codes are numbers of the collection: its own table fits as it is.
        return match ordering {
            b"GB1" => Some("Adobe-GB1-UCS2".to_owned()),
            b"CNS1" => Some("Adobe-CNS1-UCS2".to_owned()),
            b"Japan1" => Some("Adobe-Japan1-UCS2".to_owned()),
            b"Korea1" => Some("Adobe-Korea1-UCS2".to_owned()),
            _ => None,
        };
    }
    load_embedded(CMapName::from_bytes(encoding))?;
    Some(format!("{PREFIX}{}", std::str::from_utf8(encoding).ok()?))
}

/// Finds tables by name: the reader's own, and those made here. One document is all this process ever holds: they stay.
#[derive(Default)]
pub struct Tables {
    made: Mutex<HashMap<Vec<u8>, Option<&'static [u8]>>>,
}

impl Tables {
    /// The table of this name.
    pub fn get(&self, name: CMapName<'_>) -> Option<&'static [u8]> {
        let CMapName::Custom(custom) = name else {
            return load_embedded(name);
        };
        let encoding = custom.strip_prefix(PREFIX.as_bytes())?;
        // Names that nobody knows are not kept: a file may ask for any number of them.
        let data = load_embedded(CMapName::from_bytes(encoding))?;
        let mut made = self.made.lock().ok()?;
        *made
            .entry(encoding.to_vec())
            .or_insert_with(|| Some(Box::leak(made_of(data)?.into_bytes().into_boxed_slice())))
    }
}

/// The table of an encoding: what the collection says of the number that each code has in it.
fn made_of(encoding: &[u8]) -> Option<String> {
    let encoding = CMap::parse(encoding, load_embedded)?;
    let collection = encoding.metadata().character_collection.as_ref()?;
    let numbers = CMap::parse(
        load_embedded(collection.family.ucs2_cmap()?)?,
        load_embedded,
    )?;
    let mut table = String::from("begincmap\nbeginbfchar\n");
    for (bytes, end) in CODES {
        for code in 0..end {
            let number = encoding.lookup_cid_code(code, bytes).filter(|n| *n != 0);
            let text = match number.and_then(|number| numbers.lookup_bf_string(number)) {
                Some(BfString::Char(character)) => character.to_string(),
                Some(BfString::String(text)) => text,
                None => continue,
            };
            let digits = usize::from(bytes) * 2;
            let _ = write!(table, "<{code:0digits$X}> <");
            for unit in text.encode_utf16() {
                let _ = write!(table, "{unit:04X}");
            }
            table.push_str(">\n");
        }
    }
    table.push_str("endbfchar\nendcmap\n");
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, code: u32) -> Option<char> {
        let tables = Tables::default();
        let data = tables.get(CMapName::from_bytes(name.as_bytes()))?;
        match CMap::parse(data, load_embedded)?.lookup_bf_string(code)? {
            BfString::Char(character) => Some(character),
            BfString::String(text) => panic!("{text}"),
        }
    }

    #[test]
    fn codes_of_an_encoding_are_read_as_its_collection_says() {
        let gbk = table_of(b"GBK-EUC-H", b"").unwrap();
        assert_eq!(read(&gbk, 0xB9AB), Some('公'));
        assert_eq!(read(&gbk, 0x41), Some('A'));
        let unicode = table_of(b"UniGB-UCS2-H", b"GB1").unwrap();
        assert_eq!(read(&unicode, 0x5F00), Some('开'));
        assert_eq!(read(&unicode, 0xD800), None);
    }

    #[test]
    fn what_is_of_no_known_collection_has_no_table() {
        assert_eq!(table_of(b"Identity-H", b"Identity"), None);
        assert_eq!(table_of(b"Identity-H", b"PKU2"), None);
        assert_eq!(table_of(b"SomeEncoding", b"GB1"), None);
        assert!(table_of(b"Identity-V", b"GB1").is_some());
        let tables = Tables::default();
        assert!(
            tables
                .get(CMapName::Custom(b"ViewerCharacters-x"))
                .is_none()
        );
        assert!(tables.get(CMapName::Custom(b"other")).is_none());
    }
}
