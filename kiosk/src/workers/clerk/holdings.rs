//! The list of paper holdings (纸质资料目录): from a stick (U盘), by the unit that carries files or straight from it; and in the place of the one that
//! holds. A list with one bad line is none, and what holds stays as it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use config::holdings::{self, HOLDINGS_FILE, Holding};
use session::screen::desk::StickFault;
use session::services::{PaperHoldings, Unbrought};

use super::courier::{Courier, sticks};
use crate::workers::point::HoldingsFiles;
use crate::workers::shared::{Setup, Shared};

/// Owner writes, group reads: the pack for an inspection counts it too.
const FILE_MODE: u32 = 0o640;
/// What the one of before is called once the list of the settings holds again; whoever keeps the device can still get at it.
const BEFORE_FILE: &str = "holdings.before.csv";

/// The list that lies on the stick.
pub(super) fn bring(shared: &Shared) -> Result<Arc<Vec<Holding>>, Unbrought> {
    let found = find(shared).unwrap_or_else(|error| {
        console::tell!("kiosk: read paper holdings from a stick: {error:#}");
        Err(StickFault::Failed)
    });
    let file = found.map_err(Unbrought::Stick)?;
    let held = holdings::brought(&file).map_err(Unbrought::List)?;
    Ok(Arc::new(held))
}

fn find(shared: &Shared) -> anyhow::Result<Result<PathBuf, StickFault>> {
    let setup = &shared.setup;
    if let Some(courier) = Courier::beside(&setup.journal, &setup.courier) {
        return courier.bring(HOLDINGS_FILE, (shared.clock)());
    }
    Ok(match setup.media.as_deref() {
        Some(media) => on_a_stick(media),
        None => Err(StickFault::NoStick),
    })
}

/// On the first stick by name that has it. A link may lead anywhere, and is no list.
fn on_a_stick(media: &Path) -> Result<PathBuf, StickFault> {
    let sticks = sticks(media);
    if sticks.is_empty() {
        return Err(StickFault::NoStick);
    }
    let is_file = |path: &PathBuf| std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
    let mut files = sticks.iter().map(|stick| stick.join(HOLDINGS_FILE));
    files.find(is_file).ok_or(StickFault::NoFile)
}

/// From here on this list holds, or that of the settings; how it stands then. Whole or not at all, whenever the power goes.
pub(super) fn keep(shared: &Shared, held: Option<&[Holding]>) -> Option<PaperHoldings> {
    let kept = match held {
        Some(held) => put(&shared.setup, held),
        None => take_away(&shared.setup),
    };
    kept.map_err(|error| console::tell!("kiosk: change the paper holdings: {error:#}"))
        .ok()
}

fn files(setup: &Setup) -> HoldingsFiles {
    let settings = setup.point.as_deref();
    let settings = settings.and_then(|config| config.services.holdings.as_deref());
    HoldingsFiles::beside(&setup.journal, settings)
}

fn put(setup: &Setup, held: &[Holding]) -> anyhow::Result<PaperHoldings> {
    let files = files(setup);
    let mut table = Vec::new();
    holdings::write(held, &mut table)?;
    let doing = || format!("write {}", files.desk.display());
    std::fs::create_dir_all(&setup.journal).with_context(doing)?;
    journal::place(&files.desk, &table, FILE_MODE).with_context(doing)?;
    stands(&files)
}

fn take_away(setup: &Setup) -> anyhow::Result<PaperHoldings> {
    let files = files(setup);
    std::fs::rename(&files.desk, setup.journal.join(BEFORE_FILE))
        .with_context(|| format!("take {} away", files.desk.display()))?;
    stands(&files)
}

fn stands(files: &HoldingsFiles) -> anyhow::Result<PaperHoldings> {
    let Some((file, brought)) = files.holds() else {
        return Ok(PaperHoldings::default());
    };
    let held = holdings::load(&file);
    let held = held.map_err(|problems| anyhow::anyhow!(holdings::told(&problems, "; ")));
    Ok(PaperHoldings {
        held: Arc::new(held.with_context(|| format!("read {}", file.display()))?),
        brought,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_looked_for_on_every_stick_and_a_link_is_none() {
        let media = tempfile::tempdir().unwrap();
        assert_eq!(on_a_stick(media.path()), Err(StickFault::NoStick));
        let [first, second] = ["sda1", "sdb1"].map(|name| media.path().join(name));
        std::fs::create_dir(&first).unwrap();
        let secret = tempfile::NamedTempFile::new().unwrap();
        std::os::unix::fs::symlink(secret.path(), first.join(HOLDINGS_FILE)).unwrap();
        assert_eq!(on_a_stick(media.path()), Err(StickFault::NoFile));
        std::fs::create_dir(&second).unwrap();
        std::fs::write(second.join(HOLDINGS_FILE), "标题,位置\n").unwrap();
        assert_eq!(
            on_a_stick(media.path()),
            Ok(second.join(HOLDINGS_FILE)),
            "behind the one that has only a link"
        );
    }
}
