//! Sets a damaged journal aside without losing a byte, and reads from the wreck what the next one must know:
//! the highest number given out and the slip key. Never repairs.

use super::key::{self, Key};
use super::number::{Last, Number, Period};
use super::series::Series;
use super::store;
use crate::Error;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Read so much of the wreck at a time.
const CHUNK_BYTES: usize = 1 << 20;
/// So many of the last days or years are looked at.
const DAYS_MAX: usize = 8;
/// Longest register number that can occur.
const NUMBER_BYTES_MAX: usize = 256;
/// Digits of a running number when all of its value is read, and when a next column may begin with a digit.
const ORDINAL_DIGITS: [usize; 2] = [6, 4];

/// The highest numbers of each series that stand anywhere in the raw bytes of the database or its WAL, of its last days.
/// Works on any wreck, since SQLite stores text as it is.
pub(crate) fn highest_numbers(db: &Path, series: &[Series]) -> Vec<(String, Last)> {
    let mut found = Vec::new();
    for series in series {
        let mut highest = Highest::default();
        for path in [db.to_path_buf(), beside(db, "-wal")] {
            if let Ok(file) = File::open(path) {
                scan(file, series, &mut highest);
            }
        }
        let days = highest.0.into_iter();
        found.extend(days.map(|(day, ordinal)| (series.prefix.clone(), Last { day, ordinal })));
    }
    found
}

/// The highest running number of each of the last days.
#[derive(Debug, Default)]
struct Highest(BTreeMap<String, u64>);

impl Highest {
    fn note(&mut self, number: Number) {
        let known = self.0.entry(number.day).or_default();
        *known = number.ordinal.max(*known);
        if self.0.len() > DAYS_MAX {
            self.0.pop_first();
        }
    }
}

fn scan(mut file: impl Read, series: &Series, highest: &mut Highest) {
    let mut window: Vec<u8> = Vec::with_capacity(CHUNK_BYTES + NUMBER_BYTES_MAX);
    loop {
        let kept = window.len();
        let read = file
            .by_ref()
            .take(CHUNK_BYTES as u64)
            .read_to_end(&mut window)
            .unwrap_or(0);
        scan_window(&window, series, highest);
        if read == 0 || window.len() == kept {
            return;
        }
        let keep = window.len().min(NUMBER_BYTES_MAX);
        window.drain(..window.len() - keep);
    }
}

fn scan_window(window: &[u8], series: &Series, highest: &mut Highest) {
    let needle = format!("{}-", series.prefix).into_bytes();
    let day = match series.period {
        Period::Day => 8,
        Period::Year => 4,
    };
    let [widest, narrowest] = ORDINAL_DIGITS.map(|digits| day + 1 + digits);
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
            .filter(|number| number.period() == series.period);
        if let Some(number) = found {
            highest.note(number);
        }
        from = start + needle.len();
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// The slip key of the wreck, if it can still be read: slips already printed stay verifiable.
pub(crate) fn slip_key(db: &Path) -> Option<Key> {
    key::in_file(&store::open_for_reading(db).ok()?)
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
    store::sync_dir(db.parent().expect("a journal lies in a folder"))?;
    Ok(target)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The highest of the last day.
    fn highest(bytes: &[u8], series: &Series) -> Option<(String, u64)> {
        let mut found = Highest::default();
        scan(bytes, series, &mut found);
        found.0.pop_last()
    }

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
        let last = highest(&bytes[..], &applications);
        assert_eq!(last, Some(("2018".into(), 42)));
        assert_eq!(highest(&bytes[..], &slips()).unwrap().1, 3);
    }

    #[test]
    fn the_highest_number_is_found_among_rubbish() {
        let mut bytes = vec![0xff; 5000];
        bytes.extend(b"L01-1-20181015-0027L01-1-20181016-0003");
        bytes.extend([0; 300]);
        bytes.extend(b"L01-1-20181016-0012\x00L01-2-20991231-0001L01-1-9");
        // As in a record: the time stands right behind the number.
        bytes.extend(b"L01-1-20181016-00132018-10-16T01:00:00Z");
        let last = highest(&bytes[..], &slips());
        assert_eq!(last, Some(("20181016".into(), 13)));
        let mut all = Highest::default();
        scan(&bytes[..], &slips(), &mut all);
        assert_eq!(all.0["20181015"], 27, "and of the days before");
    }

    #[test]
    fn a_number_across_two_chunks_is_found() {
        let mut bytes = vec![b'.'; CHUNK_BYTES - 8];
        bytes.extend(b"L01-1-20181016-0012");
        bytes.extend(vec![b'.'; 2 * CHUNK_BYTES]);
        assert_eq!(highest(&bytes[..], &slips()).unwrap().1, 12);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(highest(&b""[..], &slips()), None);
        assert_eq!(highest(&[0; 10_000][..], &slips()), None);
    }
}
