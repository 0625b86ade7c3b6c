//! Terminals that are not there: what each would report at a time, with faults that begin and are mended. Owns simulated time; the same numbers give
//! the same month.

use batch::{STATUS_FORMAT, Status};
use jiff::Timestamp;

/// Where the simulated month begins.
const START: &str = "2026-11-01T00:00:00Z";
/// Minutes of the month.
pub const MONTH_MIN: u64 = 30 * 24 * 60;
/// Minutes between two statuses of a terminal.
const REPORT_MIN: u64 = 60;
/// Longest wait of a terminal between two looks at the feed.
const POLL_MIN: u64 = 22;
/// Minutes between two publications, and between two takedowns.
const PUBLICATION_MIN: u64 = 24 * 60;
const TAKEDOWN_MIN: u64 = 7 * 24 * 60;
/// Minutes until somebody has mended a fault.
pub const MENDED_MIN: u64 = 3 * 24 * 60;
/// Paper of a new roll in metres, and how many minutes one metre lasts.
const ROLL_M: u64 = 80;
const METRE_MIN: u64 = 240;

/// What can befall a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Power or program gone.
    Killed,
    /// The screen draws no frame any more.
    Frozen,
    DiskFull,
    /// No way to feed and inbox.
    NetworkCut,
    PaperOut,
}

impl Fault {
    pub const ALL: [Fault; 5] = [
        Fault::Killed,
        Fault::Frozen,
        Fault::DiskFull,
        Fault::NetworkCut,
        Fault::PaperOut,
    ];

    /// The finding that must tell of it.
    pub fn code(self) -> &'static str {
        match self {
            Fault::Killed | Fault::NetworkCut => "silent",
            Fault::Frozen => "frozen",
            Fault::DiskFull => "disk",
            Fault::PaperOut => "paper-out",
        }
    }
}

/// A terminal that is not there.
#[derive(Debug, Clone)]
pub struct Unit {
    pub id: String,
    /// Minute of the hour in which it reports.
    offset_min: u64,
    /// What befalls it, and when.
    pub fault: Option<(Fault, u64)>,
}

/// Numbers that look like chance and are the same each time (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// A fleet of so many terminals, two or three in each house; `faulty` of each kind of fault.
pub fn units(count: usize, faulty: usize, seed: u64) -> Vec<Unit> {
    let mut chance = Chance(seed);
    let mut units: Vec<Unit> = (0..count)
        .map(|n| Unit {
            id: format!("H{:03}-{}", n * 2 / 5, n % 5 + 1),
            offset_min: chance.below(REPORT_MIN),
            fault: None,
        })
        .collect();
    for (n, fault) in Fault::ALL.into_iter().cycle().take(5 * faulty).enumerate() {
        let at = 24 * 60 + chance.below(MONTH_MIN - MENDED_MIN - 48 * 60);
        units[n * count / (5 * faulty)].fault = Some((fault, at));
    }
    units
}

/// A minute of the month as a time.
pub fn time(minute: u64) -> Timestamp {
    let start: Timestamp = START.parse().unwrap();
    Timestamp::from_second(start.as_second() + minute as i64 * 60).unwrap()
}

fn text(minute: u64) -> Option<String> {
    Some(time(minute).to_string())
}

impl Unit {
    /// Whether a fault holds at this minute.
    fn suffers(&self, fault: Fault, minute: u64) -> bool {
        self.fault
            .is_some_and(|(has, at)| has == fault && (at..at + MENDED_MIN).contains(&minute))
    }

    /// Nothing leaves it at this minute.
    fn is_cut(&self, minute: u64) -> bool {
        self.suffers(Fault::Killed, minute) || self.suffers(Fault::NetworkCut, minute)
    }

    /// The minute of the last status that left it, up to now.
    pub fn reported(&self, now_min: u64) -> Option<u64> {
        let last =
            now_min.checked_sub(self.offset_min)? / REPORT_MIN * REPORT_MIN + self.offset_min;
        let reports = (0..=last / REPORT_MIN).map(|n| last - n * REPORT_MIN);
        // What was cut is mended at a time of day of its own: the agent reports when it comes back.
        reports.into_iter().find(|at| !self.is_cut(*at))
    }

    /// The last minute up to this one at which it had seen what the feed has.
    fn polled(&self, minute: u64) -> u64 {
        let last = minute.saturating_sub((minute + self.offset_min) % POLL_MIN);
        match self.fault {
            Some((_, at)) if self.is_cut(last) => at.saturating_sub(1),
            _ => last,
        }
    }

    /// What it says at this minute.
    pub fn status(&self, minute: u64) -> Status {
        let polled = self.polled(minute);
        let publications = polled / PUBLICATION_MIN;
        let takedowns = polled / TAKEDOWN_MIN;
        let seen = |every: u64| {
            let first = polled / every * every;
            // Not at once: with its next look.
            text((first + POLL_MIN).min(polled))
        };
        let full = self.suffers(Fault::DiskFull, minute);
        let frame = match self.fault {
            Some((Fault::Frozen, at)) if self.suffers(Fault::Frozen, minute) => at,
            _ => minute,
        };
        let printer = match self.suffers(Fault::PaperOut, minute) {
            true => "paper-out",
            false => "ready",
        };
        let paper_m = ROLL_M - (minute + self.offset_min * 97) / METRE_MIN % (ROLL_M - 10);
        Status {
            format: STATUS_FORMAT,
            terminal: self.id.clone(),
            number: minute / REPORT_MIN + 1,
            made: time(minute).to_string(),
            agent: "0.1.0".into(),
            kiosk: Some("0.1.0".into()),
            feed: Some("00112233445566ff".into()),
            epoch: 1,
            sequence: 5_000 + publications,
            timestamp: 100 + publications,
            documents: 1_700 + publications * 3,
            changed: seen(PUBLICATION_MIN),
            checked: text(polled),
            signed_until: text(polled + 14 * 24 * 60),
            poll: if full { "disk-full" } else { "done" }.into(),
            polled: text(polled),
            failures: u64::from(full),
            takedowns,
            takedown_list: format!("{takedowns:016x}"),
            takedown_at: if takedowns > 0 {
                seen(TAKEDOWN_MIN)
            } else {
                None
            },
            takedowns_waiting: 0,
            takedowns_unseen: Some(0),
            frame: text(frame),
            printer: printer.into(),
            printer_at: text(minute),
            paper_m: Some(paper_m),
            disk_free_mb: Some(if full { 12 } else { 9_000 }),
            uploaded: text(minute),
            errors: Vec::new(),
        }
    }
}
