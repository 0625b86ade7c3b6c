//! What the page hears of the point itself: the shelf and what was done to it (检查), the machine (设备), the sheet of a day (日表). Reads only.

use hatch::{Checks, Device, Import, PDF_BYTES_MAX, Pdf, ShelfItem, WorkItem};
use jiff::Timestamp;
use journal::{ShelfKind, ShelfState};
use session::{WORKS, moment};

use super::reading::{local, minute, roll};
use crate::office;
use crate::workers::clerk::{affairs, day_off, machine, read};
use crate::workers::shared::{Hatch, Shared, held};
use crate::workers::shelf::{link_checks, on_shelf};

/// The shelf as it was found last, and what was done to the point; `None` when the registers cannot be read.
pub fn checks(shared: &Shared, hatch: &Hatch) -> Option<Checks> {
    let now = (shared.clock)();
    let affairs = read(shared, |reader, today| {
        affairs::affairs(reader, &shared.paper_prefix(), today)
    })?;
    // Without a mirror nothing is known of editions.
    let editions = mirror::Reader::open(&hatch.mirror).and_then(|reader| on_shelf(&reader));
    let editions = editions.unwrap_or_default();
    let last = affairs.shelf.as_ref();
    let shelf = ShelfKind::ALL.iter().enumerate().map(|(at, kind)| {
        let held = editions.iter().find(|held| held.kind == *kind);
        let newest = held.and_then(|held| held.newest.as_ref());
        let state = last.and_then(|last| last.states.get(at)).copied();
        ShelfItem {
            kind: *kind,
            state: state.unwrap_or(ShelfState::There),
            title: newest.map_or_else(String::new, |head| head.title.clone()),
            day: newest.map_or_else(String::new, |head| head.date.clone()),
        }
    });
    let works = WORKS.into_iter().map(|work| {
        let last = affairs.works.iter().find(|held| held.work == work);
        let day = |at: Timestamp| moment::local(at).date();
        let at = last.and_then(|held| moment::parse(&held.at));
        let days = at.map_or(0, |at| (day(now) - day(at)).get_days());
        WorkItem {
            work,
            at: at.map_or_else(String::new, minute),
            days: u32::try_from(days).unwrap_or(0),
            failed: last.is_some_and(|held| held.failed),
        }
    });
    Some(Checks {
        number: last.map_or_else(String::new, |last| last.number.clone()),
        at: last.map_or_else(String::new, |last| local(&last.at, minute)),
        shelf: shelf.collect(),
        works: works.collect(),
    })
}

/// The machine as it is; what nobody knows is left out.
pub fn device(shared: &Shared, hatch: &Hatch) -> Device {
    let now = (shared.clock)();
    let asked = *held(&shared.asked);
    let printer = asked.map(|(state, _)| state);
    let affairs = read(shared, |reader, today| {
        affairs::affairs(reader, &shared.paper_prefix(), today)
    });
    let state = mirror::Reader::open(&hatch.mirror).and_then(|reader| reader.state());
    let (documents, mark) = match state {
        Ok(state) => (Some(state.documents), Some(state.mark)),
        Err(_) => (None, None),
    };
    let told = |text: Option<&String>| text.map_or_else(String::new, |at| local(at, minute));
    let expires = mark.as_ref().map(|mark| &mark.expires);
    let over = expires.and_then(|at| moment::parse(at));
    let links = link_checks(&hatch.mirror);
    let failing = links.iter().filter(|link| !link.failing_since.is_empty());
    let many = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let links = (many(links.len()), many(failing.count()));
    let machine = machine::look(shared);
    Device {
        printer: printer.map_or_else(String::new, |state| state.as_code().to_owned()),
        voice: held(&shared.voice).as_code().to_owned(),
        asked: asked.map_or_else(String::new, |(_, at)| minute(at)),
        roll: affairs
            .and_then(|affairs| affairs.roll)
            .map(|held| roll(held, printer)),
        documents,
        checked: told(mark.as_ref().map(|mark| &mark.checked)),
        expires: told(expires),
        expired: over.is_some_and(|until| until <= now),
        import: mirror::last_import(&hatch.mirror).map(|import| Import {
            at: local(&import.at, minute),
            result: import.result.as_code().to_owned(),
            put: import.put,
            removed: import.removed,
        }),
        day_agrees: day_off(shared).is_none(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        image: machine.image,
        disk_free_mb: machine.disk_free_mb,
        temperature_c: machine.temperature_c,
        links,
    }
}

/// The sheet of a day, `yyyymmdd`, with the name of its file; `None` where it cannot be made: the log says why.
pub fn day_sheet(shared: &Shared, day: &str) -> Option<(String, Pdf)> {
    let config = shared.setup.point.as_deref()?;
    let name = format!("day-sheet-{}-{day}.pdf", shared.paper_prefix());
    match office::day_sheet(config, day, (shared.clock)()) {
        Ok(bytes) if bytes.len() <= PDF_BYTES_MAX => Some((name, Pdf(bytes))),
        Ok(bytes) => {
            console::tell!(
                "kiosk: the sheet of {day} is too long: {} bytes",
                bytes.len()
            );
            None
        }
        Err(error) => {
            console::tell!("kiosk: make the sheet of {day}: {error:#}");
            None
        }
    }
}
