//! Sets a damaged journal aside without losing a byte, and reads from the wreck what the next one must know:
//! the highest number given out and the slip key. Never repairs.

use super::log;
use super::number::{Last, Number, Period};
use super::series::Series;
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
/// Digits of a running number when all of its value is read, and when a next column may begin with a digit.
const ORDINAL_DIGITS: [usize; 2] = [6, 4];

/// The highest number of each series that stands anywhere in the raw bytes of the database or its WAL.
/// Works on any wreck, since SQLite stores text as it is.
pub(crate) fn highest_numbers(db: &Path, series: &[Series]) -> Vec<(String, Last)> {
    let mut found = Vec::new();
    for series in series {
        let last = [db.to_path_buf(), beside(db, "-wal")]
            .iter()
            .filter_map(|path| scan(File::open(path).ok()?, series))
            .max();
        found.extend(last.map(|last| (series.prefix.clone(), last)));
    }
    found
}

fn scan(mut file: impl Read, series: &Series) -> Option<Last> {
    let mut window: Vec<u8> = Vec::with_capacity(CHUNK_BYTES + NUMBER_BYTES_MAX);
    let mut best = None;
    loop {
        let kept = window.len();
        let read = file
            .by_ref()
            .take(CHUNK_BYTES as u64)
            .read_to_end(&mut window)
            .unwrap_or(0);
        best = best.max(scan_window(&window, series));
        if read == 0 || window.len() == kept {
            return best;
        }
        let keep = window.len().min(NUMBER_BYTES_MAX);
        window.drain(..window.len() - keep);
    }
}

fn scan_window(window: &[u8], series: &Series) -> Option<Last> {
    let needle = format!("{}-", series.prefix).into_bytes();
    let day = match series.period {
        Period::Day => 8,
        Period::Year => 4,
    };
    let [widest, narrowest] = ORDINAL_DIGITS.map(|digits| day + 1 + digits);
    let mut best = None;
    let mut from = 0;
    while let Some(at) = find(&window[from..], &needle) {
        let start = from + at;
        let tail = &window[start + needle.len()..];
        let length = tail
            .iter()
            .take(NUMBER_BYTES_MAX)
            .take_while(|b| b.is_ascii_digit() || **b == b'-')
            .count();
        // In a record the next column may begin with a digit too: a run too long to be a number is cut at four digits.
        let run = [&needle, &tail[..length]].concat();
        let whole = std::str::from_utf8(&run).ok().filter(|_| length <= widest);
        let four = std::str::from_utf8(&run[..run.len().min(needle.len() + narrowest)]).ok();
        let found = whole
            .and_then(Number::parse)
            .or_else(|| four.and_then(Number::parse))
            .filter(|number| number.period() == series.period)
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
    log::meta(&conn, "slip_key").ok()??.try_into().ok()
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

    fn slips() -> Series {
        Series {
            prefix: "L01-1".into(),
            period: Period::Day,
        }
    }

    #[test]
    fn numbers_of_a_year_are_found_beside_those_of_a_day() {
        let bytes = b"L01-1-20181016-0003L01-1-S-2018-00422018-10-16T01:00:00ZL01-1-S-2018-0041";
        let applications = Series {
            prefix: "L01-1-S".into(),
            period: Period::Year,
        };
        let last = scan(&bytes[..], &applications).unwrap();
        assert_eq!((last.day.as_str(), last.ordinal), ("2018", 42));
        assert_eq!(scan(&bytes[..], &slips()).unwrap().ordinal, 3);
    }

    #[test]
    fn the_highest_number_is_found_among_rubbish() {
        let mut bytes = vec![0xff; 5000];
        bytes.extend(b"L01-1-20181015-0027L01-1-20181016-0003");
        bytes.extend([0; 300]);
        bytes.extend(b"L01-1-20181016-0012\x00L01-2-20991231-0001L01-1-9");
        // As in a record: the time stands right behind the number.
        bytes.extend(b"L01-1-20181016-00132018-10-16T01:00:00Z");
        let last = scan(&bytes[..], &slips()).unwrap();
        assert_eq!((last.day.as_str(), last.ordinal), ("20181016", 13));
    }

    #[test]
    fn a_number_across_two_chunks_is_found() {
        let mut bytes = vec![b'.'; CHUNK_BYTES - 8];
        bytes.extend(b"L01-1-20181016-0012");
        bytes.extend(vec![b'.'; 2 * CHUNK_BYTES]);
        assert_eq!(scan(&bytes[..], &slips()).unwrap().ordinal, 12);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(scan(&b""[..], &slips()), None);
        assert_eq!(scan(&[0; 10_000][..], &slips()), None);
    }
}
