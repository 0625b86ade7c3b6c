//! What goes to the office on a stick (U盘): the register as CSV and as a workbook, every other register in which something stands as CSV, the day sheet,
//! what the public's appraisal came to and what only the office can open; figures; the pack for an inspection. By the unit that carries files there, or,
//! where the kiosk may write on a stick itself, straight onto it. Each file whole or not at all: written beside its place, brought to the medium, then given
//! its name.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use config::holdings::{self, HOLDINGS_FILE};
use journal::{REGISTERS, Reader};
use session::screen::desk::StickFault;
use session::staff::Exporting;

use super::affairs::last_years;
use super::courier::{Courier, sticks};
use super::figures;
use crate::office;
use crate::workers::compliance;
use crate::workers::shared::Shared;

/// Of a period that is one day, `yyyymmdd`.
const DAY_DIGITS: usize = 8;
/// Of one that is a year.
const YEAR_DIGITS: usize = 4;
/// Files that are named one by one when they lie there.
const NAMED_MAX: usize = 3;

/// What one file holds.
type Filling<'a> = Box<dyn FnOnce(&mut dyn Write) -> anyhow::Result<()> + 'a>;

/// Names of the files that lie on the stick, or why they do not; the log says more.
pub(super) fn export(shared: &Shared, what: &Exporting) -> Result<String, StickFault> {
    let carried = laid(shared, what).and_then(|files| carry_all(shared, files));
    carried.unwrap_or_else(|error| {
        console::tell!("kiosk: copy the register to a stick: {error:#}");
        Err(fault(&error))
    })
}

/// The register as a table goes with its workbook and what is sealed to the office, the pack with the tables of its five parts.
fn laid<'a>(shared: &'a Shared, what: &'a Exporting) -> anyhow::Result<Vec<(String, Filling<'a>)>> {
    let point = shared.paper_prefix();
    let today = journal::day_of((shared.clock)());
    let journal = &shared.setup.journal;
    Ok(match what {
        Exporting::All => {
            let mut files = register(journal, None, &format!("register-{point}-{today}"));
            files.extend(others(journal, &point, None, &today)?);
            files.extend(appraisals(journal, &point, &today)?);
            files.extend(sealed(journal, &point, &today, &last_years(&today))?);
            files
        }
        Exporting::Period(period) => {
            let name = format!("register-{point}-{period}");
            let mut files = register(journal, Some(period), &name);
            if period.len() == DAY_DIGITS {
                files.extend(day_sheet(shared, &point, period)?);
            }
            files.extend(others(journal, &point, Some(period), period)?);
            if period.len() == YEAR_DIGITS {
                files.extend(appraisals(journal, &point, period)?);
            }
            let year = period.get(..4).unwrap_or_default().to_owned();
            files.extend(sealed(journal, &point, period, &[year])?);
            files
        }
        Exporting::Sheet(day) => {
            let sheet = day_sheet(shared, &point, day)?;
            vec![sheet.context("find the settings of the point")?]
        }
        Exporting::Holdings(held) => {
            let mut table = Vec::new();
            holdings::write(held, &mut table)?;
            vec![whole(HOLDINGS_FILE.to_owned(), table)]
        }
        Exporting::Statistics(period) => {
            let write = |out: &mut dyn Write| -> anyhow::Result<()> {
                let reader = Reader::open(journal)?;
                let figures = figures::figures(&reader, shared.mirror_dir(), period)?;
                Ok(figures.write_csv(period, out)?)
            };
            let mut files = vec![(
                format!("statistics-{point}-{period}.csv"),
                Box::new(write) as Filling<'a>,
            )];
            // Of a year also what the third table of its report (年度报告) takes from the register.
            if period.len() == YEAR_DIGITS {
                let write = |out: &mut dyn Write| -> anyhow::Result<()> {
                    let yearly = Reader::open(journal)?.yearly_applications(period, None)?;
                    Ok(yearly.write_csv(out)?)
                };
                let name = format!("yearly-applications-{point}-{period}.csv");
                files.push((name, Box::new(write) as Filling<'a>));
                files.extend(left_to_people(journal, &point, period)?);
            }
            files
        }
        Exporting::Compliance => {
            let config = shared.setup.point.as_deref();
            let config = config.context("find the settings of the point")?;
            let files = compliance::files(config, (shared.clock)())?;
            let named = files.into_iter().map(|(name, bytes)| {
                let part = name.strip_prefix("compliance").unwrap_or(&name).to_owned();
                let joint = if part == name { "-" } else { "" };
                whole(format!("compliance-{point}-{today}{joint}{part}"), bytes)
            });
            named.collect()
        }
    })
}

fn register<'a>(
    journal: &'a Path,
    period: Option<&'a str>,
    name: &str,
) -> Vec<(String, Filling<'a>)> {
    let table = move |out: &mut dyn Write| -> anyhow::Result<()> {
        let reader = Reader::open(journal)?;
        match period {
            None => reader.export_csv(out)?,
            Some(period) => reader.export_period(period, out)?,
        };
        Ok(())
    };
    let book = move |out: &mut dyn Write| -> anyhow::Result<()> {
        let bytes = sheets::workbook(&Reader::open(journal)?, period)?;
        Ok(out.write_all(&bytes)?)
    };
    vec![
        (format!("{name}.csv"), Box::new(table) as Filling<'a>),
        (format!("{name}.xlsx"), Box::new(book)),
    ]
}

/// Registers whose lines stand in the table of paper already.
const OF_PAPER: [&str; 2] = ["prints", "papers"];

/// Every other register in which something stands, of a period or all of it, in files of this name.
fn others<'a>(
    journal: &Path,
    point: &str,
    period: Option<&str>,
    name: &str,
) -> anyhow::Result<Vec<(String, Filling<'a>)>> {
    // A terminal that never registered anything has no journal, and that is told by the table of paper.
    let Some(reader) = opened(journal)? else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for register in REGISTERS
        .iter()
        .filter(|known| !OF_PAPER.contains(&known.name))
    {
        let mut table = Vec::new();
        if reader.export_register(register.name, period, &mut table)? > 0 {
            files.push(whole(
                format!("{}-{point}-{name}.csv", register.name),
                table,
            ));
        }
    }
    Ok(files)
}

/// What the public's appraisal of the years came to (评议汇总); none where nobody ever filled one in.
fn appraisals<'a>(
    journal: &Path,
    point: &str,
    period: &str,
) -> anyhow::Result<Option<(String, Filling<'a>)>> {
    let name = || format!("appraisal-tally-{point}-{period}.csv");
    table(journal, name, |reader, out| {
        Ok(reader.export_appraisals(out)? > 0)
    })
}

/// A table out of the registers in a file of this name; none where `write` says that nothing stands in it, or nothing was ever registered.
fn table<'a>(
    journal: &Path,
    name: impl Fn() -> String,
    write: impl FnOnce(&Reader, &mut Vec<u8>) -> anyhow::Result<bool>,
) -> anyhow::Result<Option<(String, Filling<'a>)>> {
    let Some(reader) = opened(journal)? else {
        return Ok(None);
    };
    let mut table = Vec::new();
    Ok(write(&reader, &mut table)?.then(|| whole(name(), table)))
}

fn opened(journal: &Path) -> anyhow::Result<Option<Reader>> {
    match Reader::open(journal) {
        Ok(reader) => Ok(Some(reader)),
        Err(journal::Error::Absent { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What that table leaves to a person, with the reason; none where it leaves nothing.
fn left_to_people<'a>(
    journal: &Path,
    point: &str,
    year: &str,
) -> anyhow::Result<Option<(String, Filling<'a>)>> {
    let name = || format!("yearly-to-place-{point}-{year}.csv");
    table(journal, name, |reader, out| {
        let yearly = reader.yearly_applications(year, None)?;
        yearly.write_left_csv(out)?;
        Ok(yearly.left_to_people() > 0)
    })
}

/// The sheet of a day (日表), A4; none where no settings name the point.
fn day_sheet<'a>(
    shared: &Shared,
    point: &str,
    day: &str,
) -> anyhow::Result<Option<(String, Filling<'a>)>> {
    let Some(config) = shared.setup.point.as_deref() else {
        return Ok(None);
    };
    let sheet = office::day_sheet(config, day, (shared.clock)())?;
    Ok(Some(whole(format!("day-sheet-{point}-{day}.pdf"), sheet)))
}

/// What applicants and visitors wrote to the office, for `terminal-config open-sealed` there; `None` where nothing is held. On a device there is no other
/// way to the office.
fn sealed<'a>(
    journal: &Path,
    point: &str,
    period: &str,
    years: &[String],
) -> anyhow::Result<Option<(String, Filling<'a>)>> {
    let mut held = Vec::new();
    for year in years {
        crate::sealed::write(journal, year, &mut held)?;
    }
    let name = || format!("sealed-{point}-{period}.txt");
    Ok((!held.is_empty()).then(|| whole(name(), held)))
}

/// A file whose bytes there are.
fn whole<'a>(name: String, bytes: Vec<u8>) -> (String, Filling<'a>) {
    let write = move |out: &mut dyn Write| -> anyhow::Result<()> { Ok(out.write_all(&bytes)?) };
    (name, Box::new(write) as Filling<'a>)
}

/// One after the other; what could not be carried stops those behind it.
fn carry_all(
    shared: &Shared,
    files: Vec<(String, Filling<'_>)>,
) -> anyhow::Result<Result<String, StickFault>> {
    let mut names = Vec::new();
    for (name, write) in files {
        if let Err(fault) = carry(shared, &name, write)? {
            return Ok(Err(fault));
        }
        names.push(name);
    }
    Ok(Ok(match names.len() {
        ..=NAMED_MAX => names.join(", "),
        many => format!("{} … ({many})", names[0]),
    }))
}

fn carry(
    shared: &Shared,
    name: &str,
    write: Filling<'_>,
) -> anyhow::Result<Result<(), StickFault>> {
    let setup = &shared.setup;
    if let Some(courier) = Courier::beside(&setup.journal, &setup.courier) {
        let carried = courier.carry(name, (shared.clock)(), write);
        // What is full then is the terminal's own disk: the stick's the unit tells.
        return match carried {
            Err(error) if fault(&error) == StickFault::Full => {
                console::tell!("kiosk: copy {name} for a stick: {error:#}");
                Ok(Err(StickFault::TerminalFull))
            }
            carried => carried,
        };
    }
    match setup.media.as_deref().map(sticks).as_deref() {
        Some([first, ..]) => put(first, name, write).map(Ok),
        _ => Ok(Err(StickFault::NoStick)),
    }
}

/// The whole file, or none of it.
fn put(
    stick: &Path,
    name: &str,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let beside = stick.join(format!(".{name}.part"));
    let written = copy(write, &beside, &stick.join(name));
    if written.is_err() {
        // What was half written is taken away where that is still possible.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

fn copy(
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    beside: &Path,
    place: &Path,
) -> anyhow::Result<()> {
    let doing = || format!("write {}", place.display());
    // What lies there is half a file of an earlier time, or a link that a foreign stick brings along: nothing is written through it.
    match std::fs::remove_file(beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(doing);
        }
        _ => {}
    }
    let file = File::create_new(beside).with_context(doing)?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().with_context(doing)?;
    file.sync_all().with_context(doing)?;
    std::fs::rename(beside, place).with_context(doing)
}

/// What the stick's file system meant.
fn fault(error: &anyhow::Error) -> StickFault {
    let kind = error
        .chain()
        .find_map(|cause| cause.downcast_ref())
        .map(io::Error::kind);
    match kind {
        Some(io::ErrorKind::StorageFull) => StickFault::Full,
        Some(io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied) => {
            StickFault::ReadOnly
        }
        _ => StickFault::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::super::courier::names;
    use super::*;

    const NAME: &str = "register-L01-1-20181015.csv";

    /// As long as the buffer is not full, the stick is not asked.
    fn long(out: &mut dyn Write) -> anyhow::Result<()> {
        Ok(out.write_all(&[b'x'; 100_000])?)
    }

    #[test]
    fn a_stick_that_gets_full_is_told_as_full_and_keeps_no_half_file() {
        let stick = tempfile::tempdir().unwrap();
        put(stick.path(), NAME, |out| Ok(out.write_all(b"before")?)).unwrap();
        let full = put(stick.path(), NAME, |out| {
            long(out)?;
            Err(io::Error::from(io::ErrorKind::StorageFull).into())
        });
        assert_eq!(fault(&full.unwrap_err()), StickFault::Full);
        assert_eq!(names(stick.path()), [NAME]);
        let kept = std::fs::read(stick.path().join(NAME)).unwrap();
        assert_eq!(kept, b"before", "the copy of before is whole");
        // The device that is always full says the same by itself.
        let device = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let full = long(&mut BufWriter::new(device.unwrap()));
        assert_eq!(fault(&full.unwrap_err()), StickFault::Full);
    }

    #[test]
    fn nothing_is_written_through_a_link_that_a_foreign_stick_brings_along() {
        let stick = tempfile::tempdir().unwrap();
        let own = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(own.path(), "journal").unwrap();
        for link in [format!(".{NAME}.part"), NAME.to_owned()] {
            std::os::unix::fs::symlink(own.path(), stick.path().join(link)).unwrap();
        }
        put(stick.path(), NAME, long).unwrap();
        assert_eq!(std::fs::read(own.path()).unwrap(), b"journal");
        assert_eq!(names(stick.path()), [NAME]);
        let written = std::fs::symlink_metadata(stick.path().join(NAME)).unwrap();
        assert!(written.is_file() && written.len() == 100_000);
    }

    #[test]
    fn what_cannot_be_written_is_told_apart() {
        let said = |kind: io::ErrorKind| fault(&anyhow::Error::new(io::Error::from(kind)));
        assert_eq!(
            said(io::ErrorKind::ReadOnlyFilesystem),
            StickFault::ReadOnly
        );
        assert_eq!(said(io::ErrorKind::PermissionDenied), StickFault::ReadOnly);
        assert_eq!(said(io::ErrorKind::NotFound), StickFault::Failed);
    }
}
