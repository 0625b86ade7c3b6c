//! A month of three terminals around the Spring Festival: slips with every outcome, power cuts, handovers, lines made void, redactions,
//! opinions, applications. What the registers say afterwards is what a plain recount says, and nothing can be changed in silence.

mod terminal;

use crate::tampers::each_change_is_found;
use jiff::{SignedDuration, Timestamp};
use journal::{Filter, Number, Reader, Writer, parse_heads, verify};
use std::path::Path;
use terminal::{Recount, Terminal};

/// From 2 February to 6 March 2026 closed: weekends, the festival from 15 to 23 February; the Saturdays 14 and 28 February are worked.
const CLOSED: [i64; 12] = [5, 6, 13, 14, 15, 16, 17, 18, 19, 20, 21, 27];
const DAYS: i64 = 33;
const TERMINALS: [&str; 3] = ["1", "2", "3"];
/// Random changes tried on the months together; `TAMPERINGS` asks for another number.
const TAMPERINGS: u64 = 120;

/// The month of one terminal.
fn month(dir: &Path, name: &'static str, seed: u64) -> Recount {
    let morning: Timestamp = "2026-02-02T01:00:00Z".parse().unwrap();
    let mut terminal = Terminal {
        dir,
        name,
        writer: Some(Writer::open(dir, "L01", name, morning).unwrap()),
        now: morning,
        seed,
        count: Recount::default(),
        applications: Vec::new(),
    };
    for day in (0..DAYS).filter(|day| !CLOSED.contains(day)) {
        terminal.now = morning + SignedDuration::from_hours(24 * day);
        terminal.open_day();
    }
    for (_, row) in &terminal.applications {
        *terminal.count.rows.entry(row).or_default() += 1;
    }
    terminal.count
}

#[test]
fn the_month_of_three_terminals_is_what_a_recount_says_and_cannot_be_changed_in_silence() {
    let asked = |name: &str, or: u64| std::env::var(name).map_or(or, |text| text.parse().unwrap());
    let (seed, tamperings) = (asked("SEED", 2026), asked("TAMPERINGS", TAMPERINGS));
    for (at, name) in (1..).zip(TERMINALS) {
        let dir = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let count = month(dir.path(), name, seed * 31 + at);
        let heads = parse_heads(&count.heads).unwrap();
        let report = verify(dir.path(), &heads).unwrap();
        assert!(report.ok() && report.not_anchored == 0, "{name}: {report}");
        let reader = Reader::open(dir.path()).unwrap();
        assert!(reader.gaps().unwrap().is_empty(), "{name}");
        assert_eq!(count.days.len() as i64, DAYS - CLOSED.len() as i64);
        for (day, totals) in &count.days {
            assert_eq!(reader.day_totals(day).unwrap(), *totals, "{name} {day}");
            let of_day = Filter {
                from_day: Some(day.clone()),
                to_day: Some(day.clone()),
                ..Filter::default()
            };
            let slips = reader
                .rows(&of_day)
                .unwrap()
                .into_iter()
                .map(|row| row.number);
            let papers = reader
                .matters("papers", day)
                .unwrap()
                .into_iter()
                .map(|paper| paper.number);
            let numbers: Vec<Number> = slips
                .chain(papers)
                .map(|number| Number::parse(&number).unwrap())
                .collect();
            let mut ordinals: Vec<u64> = numbers.iter().map(|number| number.ordinal).collect();
            ordinals.sort_unstable();
            assert_eq!(
                ordinals,
                (1..=totals.numbers()).collect::<Vec<_>>(),
                "{name} {day}: gapless"
            );
            assert_eq!(
                count.numbers[day], ordinals,
                "{name} {day}: given in this order"
            );
        }
        let yearly = reader.yearly_applications("2026", None).unwrap();
        let rows = count.rows.iter().filter(|(_, count)| **count > 0);
        for (row, count) in rows.clone() {
            assert_eq!(yearly.row(row), *count, "{name}: {row}");
        }
        let ended: u64 = rows
            .filter(|(row, _)| **row != "new")
            .map(|(_, count)| count)
            .sum();
        assert_eq!(yearly.row("new"), ended, "{name}: 一 = （七） + 四");
        assert!(yearly.unplaced.is_empty(), "{name}");
        drop(reader);
        let entries = report_entries(dir.path());
        // Of the evenings the last third is not known elsewhere yet.
        let known = &heads[..heads.len() * 2 / 3];
        each_change_is_found(
            dir.path(),
            entries,
            known,
            tamperings.div_ceil(TERMINALS.len() as u64),
        );
    }
}

fn report_entries(dir: &Path) -> u64 {
    Reader::open(dir).unwrap().head().unwrap().seq
}
