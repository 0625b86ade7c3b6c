//! Looks for what is left of a document in raw files: plain bytes, and the compressed bytes in which a store kept it.
//! Reads SQLite files generically, so that no schema can hide a column from it.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A piece of compressed bytes long enough not to occur by chance.
const SIGN_BYTES: usize = 24;
/// Most plain bytes read from one compressed value.
const PLAIN_BYTES_MAX: u64 = 64 << 20;

/// Byte strings by which a text can be recognised in the files of a mirror.
pub struct Signs {
    signs: Vec<(String, Vec<u8>)>,
}

impl Signs {
    /// Of `sentence`: its UTF-8, its UTF-16, and pieces of every compressed value in `database` that contains it now.
    /// A panic if no compressed value contains it and the plain bytes do not occur either: then the sign proves nothing.
    pub fn of(sentence: &str, database: &Path) -> Signs {
        let mut signs = vec![
            ("utf-8".to_owned(), sentence.as_bytes().to_vec()),
            (
                "utf-16".to_owned(),
                sentence.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            ),
        ];
        for (place, value) in compressed_values(database) {
            let mut plain = Vec::new();
            let decoded = zstd::Decoder::new(&value[..])
                .and_then(|d| d.take(PLAIN_BYTES_MAX).read_to_end(&mut plain));
            if decoded.is_ok() && contains(&plain, sentence.as_bytes()) {
                // Behind the header, which frames of other documents may share; values over a page are stored in pieces.
                let start = (value.len() / 3).min(600);
                let piece = &value[start..(start + SIGN_BYTES).min(value.len())];
                if piece.len() == SIGN_BYTES {
                    signs.push((place, piece.to_vec()));
                }
            }
        }
        let signs = Signs { signs };
        assert!(
            !signs.found_in(&companions(database)).is_empty(),
            "{sentence:?} is not in {} to begin with",
            database.display()
        );
        signs
    }

    /// Which signs are found in which files.
    pub fn found_in(&self, files: &[PathBuf]) -> Vec<String> {
        let mut found = Vec::new();
        for file in files {
            let Ok(bytes) = std::fs::read(file) else {
                continue;
            };
            for (name, sign) in &self.signs {
                if contains(&bytes, sign) {
                    found.push(format!("{name} in {}", file.display()));
                }
            }
        }
        found
    }
}

/// A database with its WAL and the like.
fn companions(database: &Path) -> Vec<PathBuf> {
    let folder = database.parent().expect("a file lies in a folder");
    crate::files(folder)
}

fn compressed_values(database: &Path) -> Vec<(String, Vec<u8>)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let conn = Connection::open_with_flags(database, flags).expect("open the database");
    let mut query = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        .expect("read the schema");
    let tables: Vec<String> = query
        .query_map([], |row| row.get(0))
        .expect("read the schema")
        .map(|name| name.expect("a name"))
        .collect();
    let mut values = Vec::new();
    for table in tables {
        let mut query = conn
            .prepare(&format!("SELECT * FROM \"{table}\""))
            .expect("read a table");
        let columns = query.column_count();
        let mut rows = query.query([]).expect("read a table");
        while let Some(row) = rows.next().expect("read a row") {
            for column in 0..columns {
                if let Ok(ValueRef::Blob(bytes)) = row.get_ref(column)
                    && bytes.starts_with(&zstd::zstd_safe::MAGICNUMBER.to_le_bytes())
                {
                    values.push((format!("{table}.{column}"), bytes.to_vec()));
                }
            }
        }
    }
    values
}

/// True when `needle` occurs in `haystack`.
pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else {
        return true;
    };
    let mut rest = haystack;
    while let Some(at) = rest.iter().position(|b| b == first) {
        rest = &rest[at..];
        if rest.starts_with(needle) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compressed_sentence_is_known_before_and_missed_after() {
        let dir = tempfile::tempdir().unwrap();
        let db = dir.path().join("some.db");
        let conn = Connection::open(&db).unwrap();
        let text: String = (0..200)
            .map(|n| format!("第{n}条　这一句要消失。"))
            .collect();
        let body = zstd::encode_all(text.as_bytes(), 3).unwrap();
        conn.execute_batch("CREATE TABLE t (body BLOB)").unwrap();
        conn.execute("INSERT INTO t VALUES (?1)", [&body]).unwrap();
        let signs = Signs::of("第77条　这一句要消失", &db);
        assert!(!signs.found_in(std::slice::from_ref(&db)).is_empty());
        conn.execute_batch("PRAGMA secure_delete = ON; DELETE FROM t")
            .unwrap();
        assert_eq!(signs.found_in(&[db]), Vec::<String>::new());
    }

    #[test]
    #[should_panic(expected = "to begin with")]
    fn a_sentence_that_never_was_there_proves_nothing_and_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let db = dir.path().join("some.db");
        Connection::open(&db)
            .unwrap()
            .execute_batch("CREATE TABLE t (x)")
            .unwrap();
        Signs::of("从来没有的一句", &db);
    }
}
