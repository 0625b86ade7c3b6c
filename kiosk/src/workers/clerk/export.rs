//! The register as CSV on a stick (U盘), for the office. Whole or not at all: written beside its place, brought to the medium, then given its
//! name. Finds no stick by itself: the settings say under which folder sticks are mounted.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use anyhow::Context;
use journal::Reader;

use crate::workers::shared::Shared;

/// Name of the file that was written; `None` where there is no stick or it could not be written: the log says why.
pub(super) fn export(shared: &Shared) -> Option<String> {
    match write(shared) {
        Ok(name) => Some(name),
        Err(error) => {
            eprintln!("kiosk: copy the register to a stick: {error:#}");
            None
        }
    }
}

fn write(shared: &Shared) -> anyhow::Result<String> {
    let setup = &shared.setup;
    let media = setup
        .media
        .as_deref()
        .context("find [sync] media in the settings")?;
    let stick = stick(media)?;
    let day = journal::day_of((shared.clock)());
    let name = format!("register-{}-{day}.csv", shared.paper_prefix());
    let place = stick.join(&name);
    let beside = stick.join(format!(".{name}.part"));
    let written = copy(&setup.journal, &beside, &place);
    if written.is_err() {
        // What was half written is taken away where that is still possible.
        let _ = std::fs::remove_file(&beside);
    }
    written.map(|()| name)
}

fn copy(journal: &Path, beside: &Path, place: &Path) -> anyhow::Result<()> {
    let doing = || format!("write {}", place.display());
    let reader = Reader::open(journal)?;
    let file = File::create(beside).with_context(doing)?;
    let mut out = BufWriter::new(file);
    reader.export_csv(&mut out)?;
    let file = out.into_inner().with_context(doing)?;
    file.sync_all().with_context(doing)?;
    std::fs::rename(beside, place).with_context(doing)
}

/// The first stick by name.
fn stick(media: &Path) -> anyhow::Result<PathBuf> {
    let entries = std::fs::read_dir(media).with_context(|| format!("read {}", media.display()))?;
    let folders = entries.flatten().map(|entry| entry.path());
    folders
        .filter(|path| path.is_dir())
        .min()
        .with_context(|| format!("find a stick in {}", media.display()))
}
