//! The register as CSV on a stick (U盘), for the office: by the unit that carries files there, or, where the kiosk may write on a stick itself, straight
//! onto it. Whole or not at all: written beside its place, brought to the medium, then given its name.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use journal::Reader;
use session::screen::desk::StickFault;
use session::staff::Exporting;

use super::courier::Courier;
use crate::workers::shared::Shared;

/// Name of the file that lies on the stick, or why none does; the log says more.
pub(super) fn export(shared: &Shared, what: &Exporting) -> Result<String, StickFault> {
    let name = name(shared, what);
    let carried = carry(shared, what, &name).unwrap_or_else(|error| {
        eprintln!("kiosk: copy the register to a stick: {error:#}");
        Err(fault(&error))
    });
    carried.map(|()| name)
}

fn name(shared: &Shared, what: &Exporting) -> String {
    let (book, days) = match what {
        Exporting::All => ("register", journal::day_of((shared.clock)())),
        Exporting::Month(month) => ("register", month.clone()),
        Exporting::Statistics(period) => ("statistics", period.clone()),
    };
    format!("{book}-{}-{days}.csv", shared.paper_prefix())
}

fn carry(shared: &Shared, what: &Exporting, name: &str) -> anyhow::Result<Result<(), StickFault>> {
    let setup = &shared.setup;
    let write = |out: &mut dyn Write| -> anyhow::Result<()> {
        let reader = Reader::open(&setup.journal)?;
        match what {
            Exporting::All => reader.export_csv(out).map(|_| ())?,
            Exporting::Month(month) => reader.export_month(month, out).map(|_| ())?,
            Exporting::Statistics(period) => reader.export_statistics(period, out)?,
        }
        Ok(())
    };
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
