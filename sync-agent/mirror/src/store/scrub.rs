//! Overwrites what SQLite leaves behind inside the pages of a database file: the room between the pointers and the cells of
//! a page, where copies of moved rows stay, freed blocks, and free pages. Owns raw writes to the file, of bytes that SQLite
//! never reads; refuses a file whose structure it does not understand.
//!
//! `secure_delete` zeroes what is deleted, but not the copies that balancing a tree left on pages before. Rewriting the whole
//! file (VACUUM) would remove those too, at the price of writing it twice. This reads the trees without their overflow pages
//! and writes only the pages that hold something.
//!
//! A power cut does no harm: of a page half written, each byte that SQLite reads is the same in both halves.
//!
//! Format: "Database File Format", sections 1.3 (header), 1.5 (freelist), 1.6 (b-tree pages), sqlite.org.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Bytes of the header before the first page's own.
const FILE_HEADER: usize = 100;
/// Pages of a file; the format allows no more.
const PAGES_MAX: u32 = 0xffff_fffe;

/// What a scrub did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scrubbed {
    /// Pages that were read.
    pub read: u64,
    /// Pages that were written.
    pub written: u64,
}

/// Scrubs the file whose trees start at `roots`. Nobody may write meanwhile, the log must be empty, and this process must
/// hold no connection to the file: closing it here drops the locks of all of them. `None` if the file is not
/// understood; what was scrubbed until then does no harm.
pub fn scrub(path: &Path, roots: &[u32]) -> io::Result<Option<Scrubbed>> {
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    let Some(mut work) = Work::begin(file)? else {
        return Ok(None);
    };
    let mut trees: Vec<u32> = roots.to_vec();
    trees.push(1);
    while let Some(page) = trees.pop() {
        if !work.tree_page(page, &mut trees)? {
            return Ok(None);
        }
    }
    if !work.free_pages()? {
        return Ok(None);
    }
    work.file.sync_all()?;
    Ok(Some(work.scrubbed))
}

struct Work {
    file: File,
    /// Bytes of a page.
    size: usize,
    /// Bytes of it that SQLite uses.
    usable: usize,
    pages: u32,
    seen: Vec<bool>,
    first_free: u32,
    scrubbed: Scrubbed,
}

impl Work {
    fn begin(file: File) -> io::Result<Option<Work>> {
        let mut header = [0; FILE_HEADER];
        file.read_exact_at(&mut header, 0)?;
        let size = match be16(&header, 16) {
            1 => 1 << 16,
            size => size,
        };
        let length = file.metadata()?.len();
        let pages = length / size.max(1) as u64;
        let sound = header.starts_with(b"SQLite format 3\0")
            && (512..=1 << 16).contains(&size)
            && size.is_power_of_two()
            && length % size as u64 == 0
            && pages <= u64::from(PAGES_MAX)
            // Files with pointer maps (auto_vacuum) are laid out in another way.
            && be32(&header, 52) == 0;
        if !sound {
            return Ok(None);
        }
        Ok(Some(Work {
            file,
            size,
            usable: size - usize::from(header[20]),
            pages: pages as u32,
            seen: vec![false; pages as usize + 1],
            first_free: be32(&header, 32),
            scrubbed: Scrubbed::default(),
        }))
    }

    /// Reads a page that was not read before; `None` if there is no such page.
    fn read(&mut self, page: u32) -> io::Result<Option<Vec<u8>>> {
        if page == 0 || page > self.pages || std::mem::replace(&mut self.seen[page as usize], true)
        {
            return Ok(None);
        }
        let mut bytes = vec![0; self.size];
        self.file.read_exact_at(&mut bytes, self.offset(page))?;
        self.scrubbed.read += 1;
        Ok(Some(bytes))
    }

    fn offset(&self, page: u32) -> u64 {
        u64::from(page - 1) * self.size as u64
    }

    fn write(&mut self, page: u32, bytes: &[u8]) -> io::Result<()> {
        self.scrubbed.written += 1;
        self.file.write_all_at(bytes, self.offset(page))
    }

    /// A page of a tree: scrubs it and adds its children to `trees`. False if it is none.
    fn tree_page(&mut self, page: u32, trees: &mut Vec<u32>) -> io::Result<bool> {
        let Some(mut bytes) = self.read(page)? else {
            return Ok(false);
        };
        let head = if page == 1 { FILE_HEADER } else { 0 };
        let interior = match bytes[head] {
            2 | 5 => true,
            10 | 13 => false,
            _ => return Ok(false),
        };
        let cells = be16(&bytes, head + 3);
        let pointers = head + if interior { 12 } else { 8 };
        let end = pointers + 2 * cells;
        let content = match be16(&bytes, head + 5) {
            0 => 1 << 16,
            content => content,
        };
        if end > content || content > self.usable {
            return Ok(false);
        }
        if interior {
            for cell in 0..cells {
                let at = be16(&bytes, pointers + 2 * cell);
                if at + 4 > self.usable || at < content {
                    return Ok(false);
                }
                trees.push(be32(&bytes, at));
            }
            trees.push(be32(&bytes, head + 8));
        }
        let mut dirty = clear(&mut bytes[end..content]);
        let mut block = be16(&bytes, head + 1);
        while block != 0 {
            let (next, length) = (be16(&bytes, block), be16(&bytes, block + 2));
            let stop = block + length;
            if block < content || length < 4 || stop > self.usable || (next != 0 && next < stop) {
                return Ok(false);
            }
            dirty |= clear(&mut bytes[block + 4..stop]);
            block = next;
        }
        if dirty {
            self.write(page, &bytes)?;
        }
        Ok(true)
    }

    fn free_pages(&mut self) -> io::Result<bool> {
        let mut trunk = self.first_free;
        while trunk != 0 {
            let Some(mut bytes) = self.read(trunk)? else {
                return Ok(false);
            };
            let count = be32(&bytes, 4) as usize;
            let end = 8 + 4 * count;
            if end > self.usable {
                return Ok(false);
            }
            let leaves: Vec<u32> = (0..count).map(|leaf| be32(&bytes, 8 + 4 * leaf)).collect();
            for leaf in leaves {
                let Some(mut bytes) = self.read(leaf)? else {
                    return Ok(false);
                };
                if clear(&mut bytes) {
                    self.write(leaf, &bytes)?;
                }
            }
            if clear(&mut bytes[end..]) {
                self.write(trunk, &bytes)?;
            }
            trunk = be32(&bytes, 0);
        }
        Ok(true)
    }
}

/// Zeroes bytes; whether any was not.
fn clear(bytes: &mut [u8]) -> bool {
    let dirty = bytes.iter().any(|byte| *byte != 0);
    bytes.fill(0);
    dirty
}

/// Two bytes, as far as there are any: a hostile offset reads zero.
fn be16(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(at..at + 2)
        .map_or(0, |b| usize::from(b[0]) << 8 | usize::from(b[1]))
}

fn be32(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..at + 4)
        .map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    fn filled(path: &Path) -> Vec<u32> {
        let db = Connection::open(path).unwrap();
        db.execute_batch(
            "CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT); CREATE INDEX i ON t (v);",
        )
        .unwrap();
        let text = |n: i64| format!("secret {n} {}", "x".repeat((n * 37 % 900) as usize));
        db.execute_batch("PRAGMA secure_delete = ON; BEGIN")
            .unwrap();
        for n in 0..1_000 {
            let n = n * 7_919 % 1_009;
            db.execute("INSERT INTO t VALUES (?1, ?2)", (n, text(n)))
                .unwrap();
        }
        db.execute_batch("COMMIT; DELETE FROM t WHERE k % 3 = 0")
            .unwrap();
        db.prepare("SELECT rootpage FROM sqlite_schema")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn nothing_deleted_is_left_and_nothing_else_is_touched() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("db");
        let roots = filled(&path);
        let left = |path: &Path| {
            let bytes = std::fs::read(path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            let numbers = text.match_indices("secret ").filter_map(|(at, word)| {
                text[at + word.len()..]
                    .split(' ')
                    .next()?
                    .parse::<u32>()
                    .ok()
            });
            numbers.filter(|n| n % 3 == 0).count()
        };
        let rows = |path: &Path| -> Vec<(i64, String)> {
            let db = Connection::open(path).unwrap();
            let said: String = db
                .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                .unwrap();
            assert_eq!(said, "ok");
            let mut statement = db.prepare("SELECT k, v FROM t ORDER BY k").unwrap();
            statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        let before = rows(&path);
        assert!(left(&path) > 0, "without scrubbing, deleted rows stay");
        let scrubbed = scrub(&path, &roots).unwrap().unwrap();
        assert!(scrubbed.written > 0);
        assert_eq!(left(&path), 0);
        assert_eq!(rows(&path), before);
        assert_eq!(scrub(&path, &roots).unwrap().unwrap().written, 0);
    }

    #[test]
    fn what_is_no_database_is_refused_and_never_panics() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("db");
        let roots = filled(&path);
        let good = std::fs::read(&path).unwrap();
        let mut state = 1_u64;
        for _ in 0..100 {
            let mut bytes = good.clone();
            for _ in 0..20 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let at = (state >> 33) as usize % bytes.len();
                bytes[at] = (state >> 20) as u8;
            }
            std::fs::write(&path, &bytes).unwrap();
            scrub(&path, &roots).unwrap();
        }
        std::fs::write(&path, vec![b'x'; 10_000]).unwrap();
        assert_eq!(scrub(&path, &roots).unwrap(), None);
        std::fs::write(&path, &good).unwrap();
        assert_eq!(scrub(&path, &[1_000_000]).unwrap(), None);
    }
}
