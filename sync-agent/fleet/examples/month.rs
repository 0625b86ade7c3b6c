//! A simulated month of signed statuses in a folder, judged as the program does every few minutes: time to alarm for each kind of fault, size of the
//! page, seconds a run. `month FOLDER [TERMINALS] [STEP_MIN]`; FOLDER gets `inbox`, `points.csv` and the page of the worst hour.
#![allow(clippy::unwrap_used)]

#[path = "../tests/fleet/world.rs"]
mod world;

use batch::{SigningKey, seal_status};
use fleet::intake::{Memory, take_in};
use fleet::judge::{held, judge};
use fleet::points::read_points;
use fleet::rules::{Level, Rules};
use fleet::{metrics, page, source};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use world::{Chance, Fault, MONTH_MIN, Unit, time, units};

/// Terminals that suffer each kind of fault.
const FAULTY: usize = 30;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(
        args.next()
            .expect("usage: month FOLDER [TERMINALS] [STEP_MIN]"),
    );
    let count = args.next().map_or(1_000, |n| n.parse().unwrap());
    let step: u64 = args.next().map_or(15, |n| n.parse().unwrap());
    let inbox = folder.join("inbox");
    fs::create_dir_all(&inbox).unwrap();
    let units = units(count, FAULTY, 2026);
    let keys: Vec<SigningKey> = (0..count as u64).map(signer).collect();
    let mut chance = Chance(7);
    let mut csv = String::from("terminal,house,lon,lat\n");
    for unit in &units {
        let number = &unit.id[1..4];
        let (lon, lat) = place(number.parse().unwrap(), &mut chance);
        csv.push_str(&format!(
            "{},示例市第{number}查阅点,{lon:.4},{lat:.4}\n",
            unit.id
        ));
    }
    fs::write(folder.join("points.csv"), csv).unwrap();
    let points = read_points(&folder.join("points.csv")).unwrap();
    let (rules, words) = (Rules::parse("").unwrap(), fleet::words::of("zh").unwrap());
    let mut memory = Memory::default();
    let mut sent: Vec<Option<u64>> = vec![None; count];
    let mut told = Told::default();
    let (mut runs, mut slowest, mut largest, mut worst) = (0_u32, Duration::ZERO, 0, 0);
    let mut spent = Duration::ZERO;
    for now in (60..=MONTH_MIN).step_by(step as usize) {
        for (n, unit) in units.iter().enumerate() {
            let at = unit.reported(now);
            if at != sent[n]
                && let Some(at) = at
            {
                let sealed = seal_status(&unit.status(at), &keys[n]).unwrap();
                fs::write(inbox.join(sealed.name), sealed.bytes).unwrap();
                sent[n] = Some(at);
            }
        }
        let begun = Instant::now();
        let found = source::fetch(inbox.to_str().unwrap(), &BTreeSet::new()).unwrap();
        let fleet = take_in(found, &points, &BTreeMap::new(), &mut memory, time(now));
        let judged = judge(&fleet, &memory.held, &rules, time(now));
        memory.held = held(&judged);
        let html = page::html(&fleet, &judged, &rules, &words, time(now));
        let prom = metrics::text(&fleet, &judged, time(now));
        let took = begun.elapsed();
        (runs, spent) = (runs + 1, spent + took);
        slowest = slowest.max(took);
        largest = largest.max(html.len());
        for one in &judged {
            let unit = units
                .iter()
                .find(|unit| unit.id == one.terminal.id)
                .unwrap();
            for finding in one
                .findings
                .iter()
                .filter(|finding| finding.level >= Level::Warn)
            {
                told.note(unit, finding.code, finding.level, now);
            }
        }
        let wanted = judged.iter().filter(|one| one.level() >= Level::Warn);
        let wanted = wanted.count();
        if wanted > worst {
            worst = wanted;
            fs::write(folder.join("index.html"), html).unwrap();
            fs::write(folder.join("fleet.prom"), prom).unwrap();
        }
    }
    told.print(&units);
    println!(
        "{runs} pages: {:.0} ms each on average, {:.0} ms the slowest, {largest} bytes the largest",
        spent.as_secs_f64() * 1e3 / f64::from(runs),
        slowest.as_secs_f64() * 1e3
    );
}

/// When each terminal was first told, by level.
#[derive(Default)]
struct Told {
    first: BTreeMap<(String, Level), u64>,
    elsewhere: usize,
}

impl Told {
    fn note(&mut self, unit: &Unit, code: &str, level: Level, now: u64) {
        match unit.fault {
            Some((fault, _)) if fault.code() == code => {
                self.first.entry((unit.id.clone(), level)).or_insert(now);
            }
            Some(_) => {}
            None => self.elsewhere += 1,
        }
    }

    fn print(&self, units: &[Unit]) {
        for fault in Fault::ALL {
            for level in [Level::Warn, Level::Alarm] {
                let mut took: Vec<u64> = units
                    .iter()
                    .filter_map(|unit| {
                        let (_, at) = unit.fault.filter(|(has, _)| *has == fault)?;
                        Some(self.first.get(&(unit.id.clone(), level))? - at)
                    })
                    .collect();
                took.sort_unstable();
                if let (Some(least), Some(most)) = (took.first(), took.last()) {
                    let median = took[took.len() / 2];
                    let level = level.as_code();
                    println!(
                        "{fault:?} {level}: {} told, {least} to {most} min, median {median}",
                        took.len()
                    );
                }
            }
        }
        println!("told of terminals without a fault: {}", self.elsewhere);
    }
}

fn signer(n: u64) -> SigningKey {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&n.to_le_bytes());
    SigningKey::from_bytes(&seed)
}

/// A place in an invented county for each house.
fn place(house: u64, chance: &mut Chance) -> (f64, f64) {
    let jitter = |chance: &mut Chance| chance.below(1_000) as f64 / 1e5;
    let (column, row) = (house % 25, house / 25);
    let (lon, lat) = (110.0 + column as f64 / 40.0, 30.0 + row as f64 / 40.0);
    (lon + jitter(chance), lat + jitter(chance))
}
