//! Files for the office from the registers of this terminal: the day sheet (日表) as PDF, the register as a workbook, the applications of a year
//! as a table. Owns writing them whole or not at all; what they say is the registers' and the sheets'.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use config::Config;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::{Reader, Soundness};
use sheets::{DaySheet, Point};

/// Writes the sheet of a day, or of the present one.
pub fn write_day_sheet(
    config: &Config,
    day: Option<Date>,
    out: &Path,
    now: Timestamp,
) -> anyhow::Result<()> {
    let day = day.map_or_else(
        || journal::day_of(now),
        |day| day.strftime("%Y%m%d").to_string(),
    );
    write(out, &day_sheet(config, &day, now)?)
}

/// The sheet of a day (日表), `yyyymmdd`, as PDF.
pub fn day_sheet(config: &Config, day: &str, now: Timestamp) -> anyhow::Result<Vec<u8>> {
    let reader = Reader::open(&config.journal.dir)?;
    let site = &config.site;
    let terminal = format!("{}-{}", site.id, site.terminal);
    let point = Point {
        name: &site.name,
        plate: &site.plate,
        terminal: &terminal,
    };
    let sound = Soundness::of(&config.journal.dir)?;
    tell_of_breaks(&sound);
    let sheet = DaySheet::read(&reader, &point, day, &sound, now)?;
    Ok(sheets::pdf(&sheet)?)
}

/// The sheet itself says so too; whoever keeps the machine reads it in the log.
pub fn tell_of_breaks(sound: &Soundness) {
    if !sound.holds() {
        console::tell!(
            "kiosk: the register does not pass its check, {} problems from entry {} on: the sheet says so, verify-register names them",
            sound.problems,
            sound.place
        );
    }
}

/// Writes the register of a month, `yyyymm`, or all of it, as a workbook.
pub fn workbook(journal: &Path, month: Option<&str>, out: &Path) -> anyhow::Result<()> {
    write(out, &sheets::workbook(&Reader::open(journal)?, month)?)
}

/// Writes the applications of a year, `yyyy`, as the third table of the yearly report; numbers that a person must place go to standard error.
pub fn yearly(
    journal: &Path,
    year: &str,
    office: Option<&str>,
    out: Option<&Path>,
) -> anyhow::Result<()> {
    let yearly = Reader::open(journal)?.yearly_applications(year, office)?;
    let mut table = Vec::new();
    yearly.write_csv(&mut table)?;
    match out {
        Some(path) => write(path, &table)?,
        None => std::io::stdout().lock().write_all(&table)?,
    }
    for number in &yearly.unplaced {
        console::tell!("kiosk: {number}: how it ended stands in no row, place it by hand");
    }
    for number in &yearly.void_late {
        console::tell!(
            "kiosk: {number}: made void after the year it came in, see whether an earlier report carried it over"
        );
    }
    for number in &yearly.corrected_late {
        console::tell!(
            "kiosk: {number}: its kind of answer was corrected after the year of the answer, see whether an earlier report counted the wrong kind"
        );
    }
    Ok(())
}

/// Beside its place first: whoever finds the file finds all of it.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let doing = || format!("write {}", path.display());
    let mut name = path.file_name().with_context(doing)?.to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    let written = File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // What was half written is taken away where that is still possible.
        let _ = std::fs::remove_file(&beside);
    }
    written.with_context(doing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_whole_or_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("day.pdf");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        let folder = dir.path().join("folder");
        std::fs::create_dir_all(folder.join("in")).unwrap();
        assert!(write(&folder, b"x").is_err(), "a folder is no file");
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            2,
            "nothing is left beside it"
        );
        assert!(write(Path::new("/"), b"x").is_err());
    }
}
