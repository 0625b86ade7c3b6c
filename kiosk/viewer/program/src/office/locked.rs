//! Whether a compound file is encrypted: by the streams that hold a packed package, by the head of a text ([MS-DOC] 2.5.2) or the records
//! of a workbook ([MS-XLS] 2.4.117). Opens none.

use super::records::{FILE_PASS, book, records};
use std::io::{Cursor, Read};

/// Streams of a package that is encrypted as a whole.
const PACKAGE: &str = "/EncryptedPackage";
const WRITING: &str = "/WordDocument";
/// Where the head of a text has its options, and which of them says so.
const OPTIONS_AT: usize = 10;
const IS_ENCRYPTED: u16 = 0x0100;
/// Records of a workbook's own among which it is said: it stands near their beginning.
const RECORDS_MAX: usize = 64;

/// Whether it says so.
pub fn is_locked(file: &[u8]) -> bool {
    let Ok(mut compound) = cfb::CompoundFile::open(Cursor::new(file)) else {
        return false;
    };
    if compound.exists(PACKAGE) {
        return true;
    }
    let mut head = [0; OPTIONS_AT + 2];
    if let Ok(mut writing) = compound.open_stream(WRITING) {
        let is_whole = writing.read_exact(&mut head).is_ok();
        let options = u16::from_le_bytes([head[OPTIONS_AT], head[OPTIONS_AT + 1]]);
        return is_whole && options & IS_ENCRYPTED != 0;
    }
    let said = |book: Vec<u8>| {
        let mut near = records(&book).take(RECORDS_MAX);
        near.any(|record| record.kind == FILE_PASS)
    };
    book(file).is_some_and(said)
}

#[cfg(test)]
mod tests {
    use super::super::records::BOF;
    use super::super::records::made::record;
    use super::*;
    use std::io::Write;

    fn compound(name: &str, data: &[u8]) -> Vec<u8> {
        let mut compound = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut stream = compound.create_stream(name).unwrap();
        stream.write_all(data).unwrap();
        drop(stream);
        compound.into_inner().into_inner()
    }

    #[test]
    fn every_way_of_locking_is_told_from_damage() {
        let text = |options: u16| [&[0; OPTIONS_AT][..], &options.to_le_bytes()].concat();
        assert!(is_locked(&compound(WRITING, &text(IS_ENCRYPTED | 4))));
        assert!(!is_locked(&compound(WRITING, &text(4))));
        assert!(!is_locked(&compound(WRITING, b"cut")));
        assert!(is_locked(&compound(PACKAGE, b"")));
        let begin = record(BOF, &[0; 16]);
        let locked = [begin.clone(), record(FILE_PASS, &[0; 6])].concat();
        for name in ["/Workbook", "/Book"] {
            assert!(is_locked(&compound(name, &locked)));
            assert!(!is_locked(&compound(name, &begin)));
        }
        assert!(!is_locked(b"") && !is_locked(&[0xD0; 600]));
    }
}
