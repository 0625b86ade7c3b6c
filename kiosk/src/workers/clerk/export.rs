//! What goes to the office on a stick (U盘): the register as CSV and as a workbook, every other register in which something stands as CSV, the day sheet,
//! what the public's appraisal came to and what only the office can open; figures; the pack for an inspection. By the unit that carries files there, or,
//! where the kiosk may write on a stick itself, straight onto it. Each file whole or not at all: written beside its place, brought to the medium, then given
//! its name.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use journal::{REGISTERS, Reader};
use session::screen::desk::StickFault;
use session::staff::Exporting;

use super::affairs::last_years;
use super::courier::Courier;
use super::figures;
use crate::office;
use crate::workers::compliance;
use crate::workers::shared::Shared;

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
        Exporting::All { day } => {
            let mut files = register(journal, None, &format!("register-{point}-{today}"));
            let day = Some(day.as_str()).filter(|day| !day.is_empty());
            files.extend(day_sheet(shared, &point, day.unwrap_or(&today))?);
            files.extend(others(journal, &point, None, &today)?);
            files.extend(appraisals(journal, &point, &today)?);
            files.extend(sealed(journal, &point, &today, &last_years(&today))?);
            files
        }
        Exporting::Month(month) => {
            let mut files = register(journal, Some(month), &format!("register-{point}-{month}"));
            files.extend(others(journal, &point, Some(month), month)?);
            let year = month.get(..4).unwrap_or_default().to_owned();
            files.extend(sealed(journal, &point, month, &[year])?);
            files
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
            if period.len() == 4 {
                let write = |out: &mut dyn Write| -> anyhow::Result<()> {
                    let yearly = Reader::open(journal)?.yearly_applications(period, None)?;
                    Ok(yearly.write_csv(out)?)
                };
                let name = format!("yearly-applications-{point}-{period}.csv");
                files.push((name, Box::new(write) as Filling<'a>));
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
    month: Option<&'a str>,
    name: &str,
) -> Vec<(String, Filling<'a>)> {
    let table = move |out: &mut dyn Write| -> anyhow::Result<()> {
        let reader = Reader::open(journal)?;
        match month {
            None => reader.export_csv(out)?,
            Some(month) => reader.export_month(month, out)?,
        };
        Ok(())
    };
    let book = move |out: &mut dyn Write| -> anyhow::Result<()> {
        let bytes = sheets::workbook(&Reader::open(journal)?, month)?;
        Ok(out.write_all(&bytes)?)
    };
    vec![
        (format!("{name}.csv"), Box::new(table) as Filling<'a>),
        (format!("{name}.xlsx"), Box::new(book)),
    ]
}

/// Registers whose lines stand in the table of paper already.
const OF_PAPER: [&str; 2] = ["prints", "papers"];

/// Every other register in which something stands, of a month (`yyyymm`) or all of it.
fn others<'a>(
    journal: &Path,
    point: &str,
    month: Option<&str>,
    period: &str,
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
        if reader.export_register(register.name, month, &mut table)? > 0 {
            files.push(whole(
                format!("{}-{point}-{period}.csv", register.name),
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
    let Some(reader) = opened(journal)? else {
        return Ok(None);
    };
    let mut table = Vec::new();
    let years = reader.export_appraisals(&mut table)?;
    let name = || format!("appraisal-tally-{point}-{period}.csv");
    Ok((years > 0).then(|| whole(name(), table)))
}

fn opened(journal: &Path) -> anyhow::Result<Option<Reader>> {
    match Reader::open(journal) {
        Ok(reader) => Ok(Some(reader)),
        Err(journal::Error::Absent { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
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
        return courier.carry(name, (shared.clock)(), write);
    }
    let Some(stick) = setup.media.as_deref().and_then(stick) else {
        return Ok(Err(StickFault::NoStick));
    };
    let beside = stick.join(format!(".{name}.part"));
    let written = copy(write, &beside, &stick.join(name));
    if written.is_err() {
        // What was half written is taken away where that is still possible.
        let _ = std::fs::remove_file(&beside);
    }
    written.map(Ok)
}

fn copy(
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    beside: &Path,
    place: &Path,
) -> anyhow::Result<()> {
    let doing = || format!("write {}", place.display());
    let file = File::create(beside).with_context(doing)?;
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

/// The first stick by name.
fn stick(media: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(media).ok()?;
    let folders = entries.flatten().map(|entry| entry.path());
    folders.filter(|path| path.is_dir()).min()
}
