//! Orders by the hundred in simulated time, with random faults of the printer: the register is true and gapless, and memory
//! stays flat. `JOBS=10000 SEED=7` for more or others.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use journal::{Content, Filter, Outcome, Reader, State};

use super::*;
use crate::workers::inbox::{WallClock, inbox};
use crate::workers::shared::Setup;
use session::articles::samples::rules;

/// Orders of the short version.
const JOBS: u64 = 400;
const SEED: u64 = 1;
/// More than that the process must not grow over the last three quarters of the orders.
const GROWTH_BYTES_MAX: u64 = 24 << 20;

/// Half of the orders meet one of these; `N` is a random place in the slip.
const FAULTS: [&str; 26] = [
    "paper-out-row=N",
    "cover-open-row=N",
    "power-loss-byte=N",
    "mute-after-byte=N",
    "mute",
    "answer-delay=N",
    "garbled",
    "wrong-id",
    "no-process-id",
    "near-end",
    "paper-out",
    "cover-open",
    "offline",
    "error",
    "chatter,xon-xoff",
    "baud=9600,rows-per-second=1300,buffer=4096",
    // A head a fifth slower than its profile, with the paper out anywhere.
    "rows-per-second=959,buffer=4096",
    "rows-per-second=959,paper-out-row=N,buffer=4096",
    "rows-per-second=959,no-process-id,paper-out-row=N,buffer=4096",
    "holds=4096,in-turn",
    "holds=4096,in-turn,no-process-id,drawer,answer-jitter=N",
    "answer-delay=600,answer-jitter=3400",
    "stray=19",
    "stray=55,no-error-status",
    "hang-after-jobs=0",
    "never-reads",
];

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Knuth's MMIX generator, the upper bits.
fn random(seed: &mut u64, below: u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

/// Memory of this process, in bytes (proc(5), statm).
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

fn setup(journal: &std::path::Path) -> Setup {
    Setup {
        journal: journal.to_path_buf(),
        site: "L01".into(),
        terminal: "1".into(),
        name: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        connection: "serial:///dev/simulated?baud=115200".parse().unwrap(),
        profile: printer::profile("epson-80mm").unwrap(),
        fonts: None,
        point: None,
        media: None,
        courier: "/nonexistent".into(),
        power: "/nowhere/power".into(),
        keep_days: 90,
        pin_hash: None,
        pin_hash_b: None,
        hatch: None,
    }
}

fn order(job: u64, document: &Arc<mirror::Document>) -> Order {
    let content = match job % 3 {
        0 => Content::Reference,
        1 => Content::Excerpt {
            articles: vec!["a2".into(), "a5".into()],
        },
        _ => Content::Whole,
    };
    Order {
        job,
        document: document.clone(),
        content,
        purpose: None,
        length_mm: 140,
        data_time: String::new(),
        again: None,
    }
}

#[test]
fn over_many_orders_with_random_faults_the_register_is_true_and_gapless() {
    // Memory, where there is such a folder: the point here is the logic, not the disk.
    let dir = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    let device = printer::simulated(576).unwrap();
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let began: Timestamp = "2018-10-15T01:00:00Z".parse().unwrap();
    let watch = device.clone();
    let clock: WallClock =
        Arc::new(move || began + SignedDuration::try_from(watch.elapsed()).unwrap());
    let shared = Arc::new(Shared::new(setup(dir.path()), clock, outlet));
    let table = Mutex::new(Layout::default());
    let open = || {
        let setup = &shared.setup;
        let (registrar, thread) = Registrar::start(shared.clone()).unwrap();
        let desk = Desk {
            shared: &shared,
            table: &table,
            registrar,
            printer: Printer::over(Box::new(device.clone()), &setup.connection, &setup.profile),
            cause: None,
            looked_back: false,
        };
        (desk, thread)
    };
    let (mut desk, mut registrar) = open();
    let document = Arc::new(rules());
    let (jobs, mut seed) = (number("JOBS", JOBS), number("SEED", SEED));
    let (mut came_out, mut early) = (0, 0);
    for job in 0..jobs {
        let fault = match random(&mut seed, 2) {
            0 => "",
            _ => FAULTS[random(&mut seed, FAULTS.len() as u64) as usize],
        };
        // Milliseconds, bytes or lines; a fault of none is refused.
        let fault = fault.replace('N', &(1 + random(&mut seed, 2_499)).to_string());
        device.roll().load(fault.parse().unwrap());
        let before = device.output().tally();
        held(&shared.jobs).push((job, None));
        desk.take(&order(job, &document));
        device.pass(Duration::from_secs(600)).unwrap();
        let slips = device.output().tally().whole - before.whole;
        let reports = inbox.events.try_iter();
        let done = reports.filter_map(|event| match event {
            session::Event::Reported(Report::Done { outcome, .. }) => {
                Some(outcome.as_code().to_owned())
            }
            _ => None,
        });
        let told: Vec<String> = done.collect();
        let what = format!("order {job} with {fault:?}: {told:?}, {slips} slips");
        match told[..] {
            [ref one] if matches!(one.as_str(), "printed" | "sent") => {
                assert_eq!(slips, 1, "{what}")
            }
            [ref one] if one == "refused" => assert_eq!(slips, 0, "{what}"),
            [ref one] if one == "unknown" => assert!(slips <= 1, "{what}"),
            _ => panic!("{what}"),
        }
        came_out += slips;
        if random(&mut seed, 60) == 0 {
            // The program is started anew.
            drop(desk);
            registrar.join().unwrap();
            (desk, registrar) = open();
        }
        if job == jobs / 4 {
            early = resident();
        }
    }
    // A short run stands beside other tests, whose memory is in the same process; `make faults` runs it alone and for long.
    if jobs > JOBS {
        let growth = resident().saturating_sub(early);
        assert!(growth < GROWTH_BYTES_MAX, "{growth} bytes more");
    }
    drop(desk);
    registrar.join().unwrap();
    assert_eq!(device.output().tally().whole, came_out);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.gaps().unwrap(), vec![]);
    let rows = reader.rows(&Filter::default()).unwrap();
    assert_eq!(rows.len() as u64, jobs);
    assert!(rows.iter().all(|row| row.state == State::Done));
    let certain =
        |row: &&journal::Row| matches!(row.outcome, Some(Outcome::Printed { .. } | Outcome::Sent));
    let unknown = |row: &&journal::Row| matches!(row.outcome, Some(Outcome::Unknown { .. }));
    let certain = rows.iter().filter(certain).count() as u64;
    let unknown = rows.iter().filter(unknown).count() as u64;
    assert!((certain..=certain + unknown).contains(&came_out));
    let report = journal::verify(dir.path(), &[]).unwrap();
    assert!(report.ok(), "{report}");
}
