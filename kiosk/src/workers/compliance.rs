//! The pack that an inspection asks for (五个一), from settings, mirror and registers of this terminal: one PDF and a table for each of the five. Owns
//! gathering it and the names of its files; what it says is the sheets'.

use std::path::Path;

use anyhow::Context;
use config::Config;
use config::hours::Hours;
use jiff::Timestamp;
use journal::{Reader, ShelfKind};
use sheets::{CHAPTERS, Facts, Pack};

use super::point::HoldingsFiles;
use super::shelf::on_shelf;
use crate::office::write;

/// The pack in words.
fn pack(config: &Config, now: Timestamp) -> anyhow::Result<Pack> {
    let reader = Reader::open(&config.journal.dir)?;
    Ok(Pack::read(&reader, &facts(config), now)?)
}

/// Its files, each with its name: `compliance.pdf`, `1-plate.csv` ...
pub fn files(config: &Config, now: Timestamp) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let pack = pack(config, now)?;
    let mut files = vec![("compliance.pdf".to_owned(), sheets::pack_pdf(&pack)?)];
    for (at, chapter) in CHAPTERS.iter().enumerate() {
        let mut table = Vec::new();
        pack.write_csv(at, &mut table)
            .with_context(|| format!("write the table of {chapter}"))?;
        files.push((format!("{}-{chapter}.csv", at + 1), table));
    }
    Ok(files)
}

/// Writes all of them into a folder, which is made where it is not there.
pub fn write_folder(config: &Config, folder: &Path, now: Timestamp) -> anyhow::Result<()> {
    let files = files(config, now)?;
    std::fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
    for (name, bytes) in files {
        write(&folder.join(name), &bytes)?;
    }
    Ok(())
}

/// What settings and mirror say. A mirror that cannot be read is said to hold nothing known.
fn facts(config: &Config) -> Facts {
    let site = &config.site;
    let mut facts = Facts {
        name: site.name.clone(),
        plate: site.plate.clone(),
        terminal: format!("{}-{}", site.id, site.terminal),
        kind: site.kind.as_code().to_owned(),
        hours: config.kiosk.hours.clone(),
        spans: spans(&config.hours.hours),
        portal: match config.kiosk.portal.is_empty() {
            true => site.name.clone(),
            false => config.kiosk.portal.clone(),
        },
        links: config.links.iter().map(|link| link.name.clone()).collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        printer: match config.printer.connection.as_str() {
            "none" => String::new(),
            _ => config.printer.profile.clone(),
        },
        office: config.office.name.clone(),
        takes_in: config.office.key.is_some(),
        ..Facts::default()
    };
    let holdings = HoldingsFiles::of(config).holds();
    let holdings = holdings.map(|(file, _)| config::holdings::load(&file));
    match holdings {
        Some(Ok(held)) => facts.holdings = held.len() as u64,
        Some(Err(problems)) => {
            let said = config::holdings::told(&problems, "; ");
            console::tell!("kiosk: read the paper holdings: {said}")
        }
        None => {}
    }
    if let Err(error) = of_mirror(&config.mirror.dir, &mut facts) {
        console::tell!("kiosk: {:#}", anyhow::Error::new(error));
    }
    facts
}

/// Of working days, Saturdays and Sundays, as clocks show them.
fn spans(hours: &Hours) -> [String; 3] {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    [&hours.weekdays, &hours.saturday, &hours.sunday].map(|day| {
        let spans = day.iter();
        let spans = spans.map(|span| format!("{}-{}", clock(span.from_min), clock(span.to_min)));
        spans.collect::<Vec<_>>().join(" ")
    })
}

fn of_mirror(dir: &Path, facts: &mut Facts) -> Result<(), mirror::Error> {
    let reader = mirror::Reader::open(dir)?;
    let state = reader.state()?;
    facts.documents = Some(state.documents);
    facts.checked = state.mark.checked;
    for kind in on_shelf(&reader)? {
        let newest = kind.newest.as_ref();
        let day = newest.map_or_else(String::new, |head| head.date.clone());
        facts.on_shelf.push((kind.kind, kind.documents, day));
        if kind.kind == ShelfKind::Rules {
            facts.rules.extend(newest.map(|head| head.title.clone()));
        }
    }
    Ok(())
}
