//! Checks at the desk and in the archive: is this slip ours, is this register whole. Reads files, also those that were set aside; writes
//! nothing but the table that is asked for.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use journal::{FILE_NAME, Outcome, Reader, Row};

use crate::slip::{self, Sealed};

/// Files that were set aside and are searched for a slip.
const SET_ASIDE_MAX: usize = 100;
/// Owner writes, group reads.
const TABLE_MODE: u32 = 0o640;

/// What can be said of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// This terminal gave it out.
    Genuine {
        /// Its number as the register spells it.
        number: String,
        /// What became of it.
        outcome: String,
    },
    /// This terminal did not.
    NotGenuine {
        /// What speaks against it.
        why: &'static str,
    },
    /// Neither can be said.
    CannotTell {
        /// What is missing.
        why: String,
    },
}

/// Whether the terminal whose journal lies in `dir` gave out a slip with this number and code, both as typed from paper.
pub fn slip(dir: &Path, site: &config::Site, number: &str, code: &str) -> anyhow::Result<Verdict> {
    let number = narrow(number);
    let cannot = |why: String| Ok(Verdict::CannotTell { why });
    let Some(parts) = journal::Number::parse(&number) else {
        return cannot("this is no register number".into());
    };
    let ours = format!("{}-{}", site.id, site.terminal);
    if !parts.prefix.eq_ignore_ascii_case(&ours) {
        return cannot(format!("it is a number of another terminal than {ours}"));
    }
    let mut unread = Vec::new();
    let mut lost = false;
    for (file, set_aside) in files(dir)? {
        let reader = match set_aside {
            false => Reader::open_file(&file),
            true => Reader::open_set_aside(&file),
        };
        let found = reader.and_then(|reader| {
            lost |= !set_aside && misses(&reader, &parts)?;
            Ok(reader.row_typed(&number)?.map(|row| (reader, row)))
        });
        match found {
            Ok(Some((reader, row))) => return judge(&reader, &row, code),
            Ok(None) => {}
            Err(error) => unread.push(format!("{:#}", anyhow::Error::new(error))),
        }
    }
    if !unread.is_empty() {
        return cannot(unread.join("; "));
    }
    if lost {
        return cannot("the register that it would stand in was lost".into());
    }
    Ok(Verdict::NotGenuine {
        why: "the register does not know the number",
    })
}

/// The number lies among those of a file that was lost.
fn misses(reader: &Reader, number: &journal::Number) -> Result<bool, journal::Error> {
    let gaps = reader.gaps()?;
    Ok(gaps.iter().any(|gap| {
        gap.explained
            && gap.prefix.eq_ignore_ascii_case(&number.prefix)
            && gap.day == number.day
            && (gap.from..=gap.to).contains(&number.ordinal)
    }))
}

/// The journal in use, then those that were set aside.
fn files(dir: &Path) -> anyhow::Result<Vec<(PathBuf, bool)>> {
    let mut aside: Vec<PathBuf> = std::fs::read_dir(dir)
        .with_context(|| format!("read folder {}", dir.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let aside = name.strip_prefix(FILE_NAME).unwrap_or_default();
            aside.starts_with(".damaged-") && !aside.ends_with("-wal") && !aside.ends_with("-shm")
        })
        .collect();
    aside.sort();
    let mut files = vec![(dir.join(FILE_NAME), false)];
    files.extend(
        aside
            .into_iter()
            .rev()
            .take(SET_ASIDE_MAX)
            .map(|path| (path, true)),
    );
    Ok(files)
}

fn judge(reader: &Reader, row: &Row, code: &str) -> anyhow::Result<Verdict> {
    Ok(match reckoned(reader, row)? {
        Err(why) => Verdict::CannotTell { why },
        Ok(ours) if ours == normal(code) => Verdict::Genuine {
            number: row.number.clone(),
            outcome: told(row),
        },
        Ok(_) => Verdict::NotGenuine {
            why: "the code is not that of the number",
        },
    })
}

/// The code that stands on the slip of this number.
pub(crate) fn code_of(reader: &Reader, number: &str) -> anyhow::Result<String> {
    let row = reader.row(number)?.context("find its row")?;
    reckoned(reader, &row)?.map_err(anyhow::Error::msg)
}

/// The code of a row; where it cannot be reckoned, why.
fn reckoned(reader: &Reader, row: &Row) -> anyhow::Result<Result<String, String>> {
    let number = &row.number;
    let (Some(document_id), Some(document_rev), Some(content)) =
        (&row.document_id, row.document_rev, &row.content)
    else {
        return Ok(Err("its row was redacted or cannot be read".into()));
    };
    let key = match reader.slip_key(row.seq) {
        Ok(key) => key,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let sealed = Sealed {
        number,
        document_id,
        document_rev,
        content,
        at: row
            .at
            .parse()
            .with_context(|| format!("read time of row {number}"))?,
    };
    Ok(Ok(slip::code(&key, &sealed)))
}

/// What became of it, in the codes of the register.
fn told(row: &Row) -> String {
    let outcome = row.outcome.as_ref().map_or("under way", Outcome::as_code);
    let detail = row.outcome.as_ref().map_or("", Outcome::detail);
    let found = row.settled.as_ref().map(|settled| settled.found.as_code());
    let parts = [Some(outcome), Some(detail).filter(|d| !d.is_empty()), found];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

/// As typed from paper: wide letters and digits as narrow ones, any dash, no blanks.
fn narrow(text: &str) -> String {
    const WIDE: std::ops::RangeInclusive<char> = '！'..='～';
    const WIDE_TO_NARROW: u32 = 0xFEE0;
    text.chars()
        .map(|c| match c {
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' => '-',
            c if WIDE.contains(&c) => char::from_u32(u32::from(c) - WIDE_TO_NARROW).unwrap_or(c),
            c => c,
        })
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// As typed from paper: width, case, blanks and dashes do not matter.
fn normal(code: &str) -> String {
    let digits: String = narrow(code)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let parts: Vec<&str> = (0..digits.len())
        .step_by(4)
        .map(|at| &digits[at..(at + 4).min(digits.len())])
        .collect();
    parts.join("-")
}

/// Without what a terminal would obey: a file may hold anything.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => c,
            c if c.is_control() || ('\u{200e}'..='\u{200f}').contains(&c) => '\u{fffd}',
            c if ('\u{202a}'..='\u{202e}').contains(&c) => '\u{fffd}',
            c if ('\u{2066}'..='\u{2069}').contains(&c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Writes the heads of past days, one a line, up to the end of `day` if it is given.
pub fn print_heads(dir: &Path, day: Option<&str>, out: &mut dyn Write) -> anyhow::Result<()> {
    let heads = Reader::open(dir)?.heads()?;
    let mut any = false;
    for (of, head) in heads {
        if day.is_none_or(|day| of.as_str() <= day) {
            any = true;
            writeln!(out, "# {of}\n{head}").context("write heads")?;
        }
    }
    if !any {
        bail!("find heads: nothing was registered up to that day");
    }
    Ok(())
}

/// Which register is written as a table.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Source<'a> {
    /// The one in use.
    InUse(&'a Path),
    /// One that was set aside, or a copy; the journal in use lies in this folder.
    SetAside {
        file: &'a Path,
        /// Folder of the journal in use.
        journal: &'a Path,
    },
}

impl<'a> Source<'a> {
    fn open(self) -> Result<Reader, journal::Error> {
        match self {
            Source::InUse(dir) => Reader::open(dir),
            Source::SetAside { file, .. } => Reader::open_set_aside(file),
        }
    }

    /// Folders into which no table is written.
    fn folders(self) -> Vec<&'a Path> {
        match self {
            Source::InUse(dir) => vec![dir],
            Source::SetAside { file, journal } => {
                vec![journal, file.parent().unwrap_or(Path::new(""))]
            }
        }
    }
}

/// Writes a register as CSV.
pub fn export_register(source: Source, out: &mut dyn Write) -> anyhow::Result<u64> {
    Ok(source.open()?.export_csv(out)?)
}

/// The same into a file: written beside and renamed, so that a table of that name is always whole. Refuses the journal's own files.
pub fn export_register_to(source: Source, path: &Path) -> anyhow::Result<u64> {
    let shown = path.display();
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path
        .file_name()
        .with_context(|| format!("write {shown}: this names no file"))?;
    let into = folder
        .canonicalize()
        .with_context(|| format!("find folder {}", folder.display()))?;
    for dir in source.folders() {
        let dir = match dir.as_os_str().is_empty() {
            true => Path::new("."),
            false => dir,
        };
        // A journal that is not there lies in no folder.
        if dir.canonicalize().is_ok_and(|journal| into == journal) {
            bail!("write {shown}: a journal lies in this folder; name another");
        }
    }
    if path.is_dir() || path.exists() && !path.is_file() {
        bail!("write {shown}: this is no plain file");
    }
    let mut fresh = name.to_owned();
    fresh.push(".new");
    let fresh = into.join(fresh);
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(TABLE_MODE)
        .open(&fresh)
        .with_context(|| format!("create {}", fresh.display()))?;
    let written = export_register(source, &mut std::io::BufWriter::new(&file))
        .and_then(|rows| {
            file.sync_all().context("write table")?;
            std::fs::rename(&fresh, into.join(name)).context("rename table")?;
            File::open(&into)
                .and_then(|folder| folder.sync_all())
                .context("write folder")?;
            Ok(rows)
        })
        .with_context(|| format!("write {shown}"));
    if written.is_err() {
        // What is left of it says nothing.
        let _ = std::fs::remove_file(&fresh);
    }
    written
}

#[cfg(test)]
mod tests;
