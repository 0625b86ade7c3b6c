//! Thousands of jobs with random faults in simulated time: what is said of each is true, nothing is printed twice, nothing is
//! left over from one job for the next. `JOBS=100000 SEED=7 cargo test -p printer --test simulated` for more or others.
#![allow(clippy::unwrap_used)]

#[path = "simulated/points.rs"]
mod points;

use printer::virtual_printer::{Faults, Tally};
use printer::{
    Align, Connection, Go, Item, Outcome, Printer, Profile, Reason, Receipt, Renderer, Slip,
    profile, simulated,
};
use std::time::Duration;

/// Jobs of the short version.
const JOBS: u64 = 1_500;
const SEED: u64 = 1;

/// SplitMix64 (Steele, Lea, Flood 2014): the same jobs everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

fn slip(n: u64, renderer: &Renderer, profile: &Profile) -> Slip {
    let text = |text: String, indent| Item::Text {
        text,
        bold: false,
        label: 0,
        large: false,
        indent,
        align: Align::Left,
    };
    let mut items = vec![text(format!("登记号 {n:05}"), false)];
    for k in 0..n % 7 {
        items.push(text(
            format!("第{k}条 提供查阅服务，不收取任何费用。㛃"),
            true,
        ));
    }
    items.push(text(format!("完 {n:05}"), false));
    renderer.compose(&Receipt { items }, profile).unwrap()
}

/// What goes wrong with one job.
struct Trouble {
    faults: String,
    cancel_at: Option<u8>,
    unplug_at: Option<u8>,
}

fn trouble(random: &mut Random, slip: &Slip, profile: &Profile) -> Trouble {
    let mut faults = Vec::new();
    let rows = u64::from(slip.grey().1);
    let bytes: usize = slip
        .encode(printer::Mode::Text)
        .iter()
        .map(|chunk| chunk.bytes.len())
        .sum();
    // The bytes that complete an unfinished picture and the questions come first.
    let bytes = bytes as u64 + 2_000;
    let kind = random.below(36);
    match kind {
        0 => faults.push(format!("paper-out-row={}", random.below(rows + 40))),
        1 => faults.push(format!("cover-open-row={}", random.below(rows + 40))),
        2 => faults.push(format!("power-loss-byte={}", random.below(bytes))),
        3 => faults.push("mute".into()),
        4 => faults.push(format!("mute-after-byte={}", random.below(bytes))),
        5 => faults.push(format!("answer-delay={}", random.below(3_000))),
        6 => faults.push("garbled".into()),
        7 => faults.push("wrong-id".into()),
        8 => faults.push("no-process-id".into()),
        9 => faults.push("near-end".into()),
        13 => faults.push("holds=4096".into()),
        14 => faults.push("in-turn,drawer".into()),
        15 => faults.push(format!(
            "answer-delay=600,answer-jitter={}",
            1 + random.below(3_400)
        )),
        16 => faults.push(["stray=19", "stray=55"][random.below(2) as usize].into()),
        17 => faults.push("hang-after-jobs=0".into()),
        18 => faults.push("no-error-status,no-gs-r".into()),
        19 => faults.push(format!(
            "paper-out-row={},paper-back=2000",
            random.below(rows + 40)
        )),
        10 => faults
            .push(["paper-out", "cover-open", "offline", "error"][random.below(4) as usize].into()),
        _ => {}
    }
    if random.below(3) == 0 {
        faults.push("chatter".into());
    }
    if random.below(2) == 0 {
        // A fifth slower than the profile says, or up to twice as fast.
        let promised = u64::from(profile.speed_mm_s) * 8;
        faults.push(format!(
            "rows-per-second={}",
            promised * (80 + random.below(120)) / 100
        ));
        faults.push("buffer=4096".into());
    }
    if random.below(2) == 0 {
        faults.push(format!("baud={}", 9_600 << random.below(4)));
    }
    if random.below(4) == 0 {
        faults.push("xon-xoff".into());
    }
    Trouble {
        faults: faults.join(","),
        cancel_at: (kind == 11).then(|| random.below(100) as u8),
        unplug_at: (kind == 12).then(|| random.below(100) as u8),
    }
}

/// Fails when `outcome` is not what the paper says.
fn judge(
    outcome: Outcome,
    n: u64,
    slip: &Slip,
    before: &Tally,
    after: &Tally,
    rows: u64,
    apart: bool,
) {
    let whole = after.whole - before.whole;
    let partial = after.partial - before.partial;
    assert!(
        whole + partial <= 1,
        "{whole} whole, {partial} partial, {after:?}"
    );
    let all: Vec<String> = slip
        .lines()
        .into_iter()
        .filter(|line| !line.contains('㛃'))
        .collect();
    let said: Vec<String> = after
        .lines
        .iter()
        .map(|l| l.trim_start().to_owned())
        .collect();
    match outcome {
        Outcome::Printed { .. } | Outcome::Sent => {
            assert_eq!((whole, partial), (1, 0));
            assert!(
                said.iter().eq(all.iter().filter(|l| said.contains(l))),
                "{said:?}"
            );
            assert_eq!(said.last(), Some(&format!("完 {n:05}")));
            assert_eq!(said.first(), Some(&format!("登记号 {n:05}")));
        }
        Outcome::Refused { .. } => {
            assert_eq!((whole, rows), (0, 0), "nothing came out");
            assert!(partial == 0 || apart && said.is_empty(), "{said:?}");
        }
        Outcome::Cancelled => assert_eq!(partial, 0, "what came out is cut"),
        Outcome::Unknown { .. } => {}
    }
    assert_eq!(after.warnings, before.warnings, "{}", slip.lines().len());
    // What came while it could not print may be lost; then nobody says that it was printed.
    if !matches!(outcome, Outcome::Unknown { .. }) {
        assert_eq!(after.dropped, before.dropped, "bytes were lost");
    }
}

#[test]
fn what_is_said_of_every_job_is_true() {
    told_truly("epson-80mm", "serial:///dev/simulated?baud=115200");
}

#[test]
fn what_is_said_of_a_plain_printer_on_a_slow_line_is_true() {
    told_truly("generic-80mm", "serial:///dev/simulated?baud=9600");
}

fn told_truly(model: &str, url: &str) {
    let profile = profile(model).unwrap();
    let renderer = Renderer::new().unwrap();
    let connection: Connection = url.parse().unwrap();
    let device = simulated(profile.width_dots).unwrap();
    let mut printer = Printer::over(Box::new(device.clone()), &connection, &profile);
    let mut random = Random(number("SEED", SEED));
    let mut counts = std::collections::BTreeMap::<&str, u64>::new();
    let mut left_over = false;
    for n in 0..number("JOBS", JOBS) {
        let slip = slip(n, &renderer, &profile);
        let trouble = trouble(&mut random, &slip, &profile);
        let faults: Faults = trouble.faults.parse().unwrap();
        let clear = trouble.faults.is_empty() && trouble.cancel_at.is_none();
        device.roll().load(faults);
        device.unplug(false).unwrap();
        // Now and then the printer was watched before, so that the line is open.
        if random.below(2) == 0 {
            printer.status();
        }
        let before = device.output().tally();
        let rows = device.roll().rows();
        let outcome = printer.print(&slip, &mut |percent| {
            if trouble.unplug_at.is_some_and(|at| percent >= at) {
                device.unplug(true).unwrap();
            }
            match trouble.cancel_at.is_some_and(|at| percent >= at) {
                true => Go::Cancel,
                false => Go::Continue,
            }
        });
        let told = device.elapsed();
        device.pass(Duration::from_secs(600)).unwrap();
        // What an unknown job may have left is cut off first, with blank paper.
        // Where that did not succeed it is tried again before the next one.
        let apart = match left_over {
            true => u64::from(profile.tail_dots + profile.cutter_distance_dots),
            false => 0,
        };
        let rows = (device.roll().rows() - rows).saturating_sub(apart);
        let after = device.output().tally();
        let told = format!(
            "job {n} with {:?} after {told:?}: {outcome:?}",
            trouble.faults
        );
        let truth =
            std::panic::catch_unwind(|| judge(outcome, n, &slip, &before, &after, rows, apart > 0));
        assert!(truth.is_ok(), "{told}");
        if clear && trouble.unplug_at.is_none() {
            assert!(matches!(outcome, Outcome::Printed { .. }), "{told}");
        }
        *counts.entry(outcome.as_code()).or_default() += 1;
        left_over &= matches!(outcome, Outcome::Refused { .. });
        if matches!(outcome, Outcome::Unknown { .. }) {
            left_over = true;
            // Somebody looks into the device before the next slip; what lies half in it falls out now.
            device.unplug(true).unwrap();
        }
    }
    println!("{counts:?}");
    // `sent` is for models that cannot answer.
    for code in ["printed", "refused", "cancelled", "unknown"] {
        assert!(
            counts.contains_key(code),
            "{code} never came up: {counts:?}"
        );
    }
}

#[test]
fn a_slow_head_with_a_small_buffer_loses_nothing_on_a_line_without_flow_control() {
    let profile = profile("generic-80mm").unwrap();
    let renderer = Renderer::new().unwrap();
    let connection: Connection = "serial:///dev/simulated?baud=115200".parse().unwrap();
    let device = simulated(profile.width_dots).unwrap();
    let faults = format!(
        "baud=115200,rows-per-second=800,buffer={}",
        profile.buffer_bytes
    );
    device.roll().load(faults.parse().unwrap());
    let items = (0..120).map(|n| Item::Text {
        text: format!(
            "第{n}条 查阅点由各级行政机关结合实际设立，国家档案馆、公共图书馆应当设置查阅点。"
        ),
        bold: false,
        label: 3,
        large: false,
        indent: true,
        align: Align::Left,
    });
    let receipt = Receipt {
        items: items.collect(),
    };
    let slip = renderer.compose(&receipt, &profile).unwrap();
    let mut printer = Printer::over(Box::new(device.clone()), &connection, &profile);
    let outcome = printer.print(&slip, &mut |_| Go::Continue);
    assert!(matches!(outcome, Outcome::Printed { .. }), "{outcome:?}");
    let tally = device.output().tally();
    assert_eq!((tally.whole, tally.warnings, tally.dropped), (1, 0, 0));
    let said: Vec<&str> = tally.lines.iter().map(|line| line.trim_start()).collect();
    let lines = slip.lines();
    let sent: Vec<&str> = lines.iter().map(|line| line.trim_start()).collect();
    assert_eq!(said, sent);
}

#[test]
fn no_job_outlives_its_deadline() {
    // Takes a byte now and then, for ever: 300 baud where 115200 are promised.
    let profile = profile("epson-80mm").unwrap();
    let connection: Connection = "serial:///dev/simulated?baud=115200&flow=hardware"
        .parse()
        .unwrap();
    let device = simulated(profile.width_dots).unwrap();
    device.roll().load("baud=300".parse().unwrap());
    let renderer = Renderer::new().unwrap();
    let slip = slip(6, &renderer, &profile);
    let mut printer = Printer::over(Box::new(device.clone()), &connection, &profile);
    let outcome = printer.print(&slip, &mut |_| Go::Continue);
    let late = Outcome::Unknown {
        reason: Reason::Timeout,
    };
    let refused = Outcome::Refused {
        reason: Reason::Timeout,
    };
    assert!(outcome == late || outcome == refused, "{outcome:?}");
    assert!(
        device.elapsed() < Duration::from_secs(150),
        "{:?}",
        device.elapsed()
    );
}
