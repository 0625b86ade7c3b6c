//! The register of a device that is replaced (换机), taken over into the empty folder of the one that takes its place: all of it where the old disk can
//! still be read, else its last numbers, from its upload, from an export or from paper. Numbers go on behind them. Never touches a register that is there.
//!
//! Copies lie in a folder of their own until they are whole; the database gets its name last. Cut off in between, the next start does it again.

use crate::Error;
use crate::chain::declare::OPENED;
use crate::chain::hash::{Head, parse_head};
use crate::chain::mark::{self, Mark, MarkFile};
use crate::chain::number::{Last, Number};
use crate::chain::reader::Reader;
use crate::chain::series::Series;
use crate::chain::writer::{FILE_NAME, lock, terminal_code};
use crate::chain::{key, log, store};
use crate::registers::ALL;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Register numbers, one a line, in any order; a head as [`Head`] displays it may stand among them.
const NUMBERS: &str = "numbers.txt";
/// Where copies lie until they are whole.
const FRESH: &str = "carried.new";
/// Of a list of numbers; a year of slips is far below.
const LIST_BYTES_MAX: u64 = 16 << 20;
/// Owner writes, group reads.
const FILE_MODE: u32 = 0o640;

/// What was taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// The whole register: its entries, its numbers, and the key of its slips.
    Whole,
    /// Only after which numbers this one goes on.
    Numbers,
}

/// Takes over what lies in `from` for the terminal whose register lies in `dir`. `None` where nothing lies there, or a register is here already.
pub fn carry_over(
    from: &Path,
    dir: &Path,
    site: &str,
    terminal: &str,
) -> Result<Option<Carried>, Error> {
    if !from.is_dir() {
        return Ok(None);
    }
    std::fs::create_dir_all(dir).map_err(Error::file("create folder", dir))?;
    let _lock = lock(dir)?;
    let fresh = dir.join(FRESH);
    let begun = dir.join(mark::FILE_NAME).exists() && !fresh.exists();
    if dir.join(FILE_NAME).exists() || begun {
        return Ok(None);
    }
    let refused = |detail: String| Error::NotCarried {
        path: from.to_path_buf(),
        detail,
    };
    let prefix = terminal_code(site, terminal)?;
    let told = numbers(&from.join(NUMBERS), &prefix).map_err(refused)?;
    let whole = is_file(&from.join(FILE_NAME));
    if !whole && told.is_none() {
        return Err(refused(format!(
            "there is neither {FILE_NAME} nor {NUMBERS}"
        )));
    }

    if fresh.exists() {
        std::fs::remove_dir_all(&fresh).map_err(Error::file("remove", &fresh))?;
    }
    std::fs::create_dir(&fresh).map_err(Error::file("create folder", &fresh))?;
    let wal = format!("{FILE_NAME}-wal");
    let mut names = Vec::new();
    if whole {
        for name in [key::FILE_NAME, mark::FILE_NAME, &wal, FILE_NAME] {
            if is_file(&from.join(name)) {
                copy(&from.join(name), &fresh.join(name))?;
                names.push(name);
            }
        }
        examine(&fresh, site, terminal, &refused)?;
    }
    if let Some(told) = told {
        write_mark(&fresh, told, &refused)?;
        if !names.contains(&mark::FILE_NAME) {
            names.insert(0, mark::FILE_NAME);
        }
    }
    for name in names {
        let (made, place) = (fresh.join(name), dir.join(name));
        std::fs::rename(&made, &place).map_err(Error::file("rename", &made))?;
        store::sync_dir(dir)?;
    }
    std::fs::remove_dir_all(&fresh).map_err(Error::file("remove", &fresh))?;
    store::sync_dir(dir)?;
    Ok(Some(match whole {
        true => Carried::Whole,
        false => Carried::Numbers,
    }))
}

/// What a list of numbers tells: the greatest of each series, and the last head.
struct Told {
    head: Head,
    given: Vec<(String, Last)>,
}

/// `None` where there is no such list. In words what is wrong with it: one line that is not understood may be the greatest number.
fn numbers(path: &Path, prefix: &str) -> Result<Option<Told>, String> {
    if !is_file(path) {
        return Ok(None);
    }
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(LIST_BYTES_MAX + 1).read_to_string(&mut text))
        .map_err(|e| format!("{NUMBERS}: {e}"))?;
    if text.len() as u64 > LIST_BYTES_MAX {
        return Err(format!("{NUMBERS}: more than {LIST_BYTES_MAX} bytes"));
    }
    let mut head = Head::NONE;
    let mut greatest: BTreeMap<String, Last> = BTreeMap::new();
    let series: Vec<Series> = ALL.iter().map(|one| Series::of(one, prefix)).collect();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(known) = parse_head(line) {
            if known.seq > head.seq {
                head = known;
            }
            continue;
        }
        let shown: String = line.chars().take(80).collect();
        let number = Number::parse(line).ok_or_else(|| {
            format!(
                "{NUMBERS}, line {}: {shown:?} is no register number",
                at + 1
            )
        })?;
        let ours = |one: &&Series| one.prefix == number.prefix && one.period == number.period();
        if !series.iter().any(|one| ours(&one)) {
            return Err(format!(
                "{NUMBERS}, line {}: {shown} is no number of terminal {prefix}",
                at + 1
            ));
        }
        let last = Last {
            day: number.day,
            ordinal: number.ordinal,
        };
        let known = greatest.entry(number.prefix).or_default();
        if last > *known {
            *known = last;
        }
    }
    if greatest.is_empty() {
        return Err(format!("{NUMBERS} holds no number"));
    }
    // The series of slips comes first.
    let mut given = Vec::new();
    for one in &series {
        if let Some(last) = greatest.remove(&one.prefix) {
            given.push((one.prefix.clone(), last));
        }
    }
    Ok(Some(Told { head, given }))
}

/// A mark that says what the list says, and what the mark that was copied knows beyond it.
fn write_mark(fresh: &Path, told: Told, refused: &impl Fn(String) -> Error) -> Result<(), Error> {
    let mut mark = Mark {
        head: told.head,
        given: told.given,
    };
    if let Some(copied) = mark::read(fresh) {
        if copied.head.seq >= mark.head.seq {
            mark.head = copied.head;
        }
        for (prefix, last) in copied.given {
            match mark.given.iter_mut().find(|(known, _)| *known == prefix) {
                Some((_, known)) => *known = last.max(known.clone()),
                None => mark.given.push((prefix, last)),
            }
        }
    }
    let path = fresh.join(mark::FILE_NAME);
    match std::fs::remove_file(&path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::file("remove", &path)(e));
        }
        _ => {}
    }
    MarkFile::open(fresh)?.0.reset(&mark)?;
    match mark::read(fresh) == Some(mark) {
        true => Ok(()),
        false => Err(refused("its numbers do not fit beside each other".into())),
    }
}

/// The copy is a sound database, and the register of this terminal.
fn examine(
    fresh: &Path,
    site: &str,
    terminal: &str,
    refused: &impl Fn(String) -> Error,
) -> Result<(), Error> {
    let reader = Reader::open(fresh).map_err(|e| refused(e.to_string()))?;
    let conn = reader.connection();
    store::check_pages(conn).map_err(|e| refused(e.to_string()))?;
    for (name, ours) in [("site", site), ("terminal", terminal)] {
        let said = log::last_value(conn, OPENED.name, name)?.unwrap_or_default();
        if said != ours {
            let shown: String = said.chars().take(80).collect();
            return Err(refused(format!(
                "it is of {name} {shown:?}, this one is {ours:?}"
            )));
        }
    }
    Ok(())
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file())
}

/// On the medium when this returns.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let mut source = File::open(from).map_err(Error::file("open", from))?;
    let private = to.ends_with(key::FILE_NAME);
    File::options()
        .write(true)
        .create_new(true)
        .mode(if private { 0o600 } else { FILE_MODE })
        .open(to)
        .and_then(|mut made| {
            std::io::copy(&mut source, &mut made)?;
            made.sync_all()
        })
        .map_err(Error::file("copy to", to))
}
