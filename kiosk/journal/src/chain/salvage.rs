//! Sets a damaged journal aside without losing a byte, and reads from the wreck what the next one must know:
//! the highest number given out and the slip key. Never repairs.

use super::number::{Last, Number};
use super::store;
use crate::Error;
use jiff::Timestamp;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Read so much of the wreck at a time.
const CHUNK_BYTES: usize = 1 << 20;
/// Longest register number that can occur.
const NUMBER_BYTES_MAX: usize = 256;
/// `yyyymmdd-nnnn`.
const NARROWEST: usize = 13;
/// `yyyymmdd-nnnnnn`.
const WIDEST: usize = 15;

/// The highest number with this prefix that stands anywhere in the raw bytes of the database or its WAL.
/// Works on any wreck, since SQLite stores text as it is.
pub(crate) fn highest_number(db: &Path, prefix: &str) -> Option<Last> {
    [db.to_path_buf(), beside(db, "-wal")]
        .iter()
        .filter_map(|path| scan(File::open(path).ok()?, prefix))
        .max()
}

fn scan(mut file: impl Read, prefix: &str) -> Option<Last> {
    let needle = format!("{prefix}-");
    let mut window: Vec<u8> = Vec::with_capacity(CHUNK_BYTES + NUMBER_BYTES_MAX);
    let mut best = None;
    loop {
        let kept = window.len();
        let read = file
            .by_ref()
            .take(CHUNK_BYTES as u64)
            .read_to_end(&mut window)
            .unwrap_or(0);
        best = best.max(scan_window(&window, needle.as_bytes()));
        if read == 0 || window.len() == kept {
            return best;
        }
        let keep = window.len().min(NUMBER_BYTES_MAX);
        window.drain(..window.len() - keep);
    }
}

fn scan_window(window: &[u8], needle: &[u8]) -> Option<Last> {
    let mut best = None;
    let mut from = 0;
    while let Some(at) = find(&window[from..], needle) {
        let start = from + at;
        let tail = &window[start + needle.len()..];
        let length = tail
            .iter()
            .take(NUMBER_BYTES_MAX)
            .take_while(|b| b.is_ascii_digit() || **b == b'-')
            .count();
        // In a record the next column may begin with a digit too: a run too long to be a number is cut at four digits.
        let run = [needle, &tail[..length]].concat();
        let whole = std::str::from_utf8(&run).ok().filter(|_| length <= WIDEST);
        let four = std::str::from_utf8(&run[..run.len().min(needle.len() + NARROWEST)]).ok();
        let found = whole
            .and_then(Number::parse)
            .or_else(|| four.and_then(Number::parse))
            .map(|number| Last {
                day: number.day,
                ordinal: number.ordinal,
            });
        best = best.max(found);
        from = start + needle.len();
    }
    best
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// The slip key of the wreck, if it can still be read: slips already printed stay verifiable.
pub(crate) fn slip_key(db: &Path) -> Option<[u8; 32]> {
    let conn = store::open_for_reading(db).ok()?;
    store::meta(&conn, "slip_key").ok()??.try_into().ok()
}

/// Renames the database and its companions to `journal.db.damaged-<time>`; returns the new path.
pub(crate) fn set_aside(db: &Path, now: Timestamp) -> Result<PathBuf, Error> {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let target = (0..1000)
        .map(|n| match n {
            0 => beside(db, &format!(".damaged-{stamp}")),
            n => beside(db, &format!(".damaged-{stamp}-{n}")),
        })
        .find(|path| !path.exists())
        .expect("a thousand wrecks in one second do not occur");
    // The database last: cut off in between, the next start finds it damaged again and sets the rest aside.
    for suffix in ["-wal", "-shm", ""] {
        let (from, to) = (beside(db, suffix), beside(&target, suffix));
        match std::fs::rename(&from, &to) {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(Error::file("set aside", &from)(e)),
        }
    }
    sync_dir(db.parent().expect("a journal lies in a folder"))?;
    Ok(target)
}

/// Makes renames and new files in a folder durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), Error> {
    File::open(dir)
        .and_then(|d| d.sync_all())
        .map_err(Error::file("flush folder", dir))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_number_is_found_among_rubbish() {
        let mut bytes = vec![0xff; 5000];
        bytes.extend(b"L01-1-20181015-0027L01-1-20181016-0003");
        bytes.extend([0; 300]);
        bytes.extend(b"L01-1-20181016-0012\x00L01-2-20991231-0001L01-1-9");
        // As in a record: the time stands right behind the number.
        bytes.extend(b"L01-1-20181016-00132018-10-16T01:00:00Z");
        let last = scan(&bytes[..], "L01-1").unwrap();
        assert_eq!((last.day.as_str(), last.ordinal), ("20181016", 13));
    }

    #[test]
    fn a_number_across_two_chunks_is_found() {
        let mut bytes = vec![b'.'; CHUNK_BYTES - 8];
        bytes.extend(b"L01-1-20181016-0012");
        bytes.extend(vec![b'.'; 2 * CHUNK_BYTES]);
        assert_eq!(scan(&bytes[..], "L01-1").unwrap().ordinal, 12);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(scan(&b""[..], "L01-1"), None);
        assert_eq!(scan(&[0; 10_000][..], "L01-1"), None);
    }
}
