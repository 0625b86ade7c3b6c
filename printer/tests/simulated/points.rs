//! One behaviour of a device at a time, in simulated time: what is said of the job, and what is on the paper.

use super::slip;
use printer::virtual_printer::Simulated;
use printer::{
    Confirmation, ConfirmedBy, Connection, Go, Outcome, Printer, Profile, Reason, Renderer, Slip,
    profile, simulated,
};
use std::sync::LazyLock;
use std::time::Duration;

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new().unwrap());

const WAYS: [&str; 4] = [
    "tcp://192.0.2.7:9100",
    "serial:///dev/simulated?baud=9600",
    "serial:///dev/simulated?baud=115200",
    "usb:///dev/simulated",
];
const NO_ANSWER: Outcome = Outcome::Unknown {
    reason: Reason::NoAnswer,
};
const PAPER_OUT: Outcome = Outcome::Unknown {
    reason: Reason::PaperOut,
};

/// A device, its owner, and a slip for it.
struct Bench {
    device: Simulated,
    printer: Printer,
    profile: Profile,
    line: String,
}

impl Bench {
    fn new(way: &str, profile: Profile) -> Bench {
        let device = simulated(profile.width_dots).unwrap();
        let connection: Connection = way.parse().unwrap();
        let line = match &connection {
            Connection::Serial(line) => format!("baud={}", line.baud),
            _ => String::new(),
        };
        Bench {
            printer: Printer::over(Box::new(device.clone()), &connection, &profile),
            device,
            profile,
            line,
        }
    }

    fn load(&self, faults: &str) {
        let faults = format!("{faults},{}", self.line);
        self.device.roll().load(faults.parse().unwrap());
    }

    fn slip(&self, n: u64) -> Slip {
        slip(n, &RENDERER, &self.profile)
    }

    fn print(&mut self, n: u64) -> Outcome {
        let slip = self.slip(n);
        self.printer.print(&slip, &mut |_| Go::Continue)
    }

    /// Dot rows a second of a head at so many per cent of what the profile promises.
    fn head(&self, percent: u32) -> u32 {
        self.profile.speed_mm_s * self.profile.dpi * 10 / 254 * percent / 100
    }

    /// Rows of blackened paper of the slip.
    fn rows(&self, n: u64) -> u32 {
        self.slip(n).grey().1
    }
}

fn plain() -> Profile {
    profile("generic-80mm").unwrap()
}

fn printed(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Printed { .. })
}

#[test]
fn silence_is_not_success() {
    for way in WAYS {
        for model in ["generic-80mm", "epson-80mm"] {
            let mut bench = Bench::new(way, profile(model).unwrap());
            bench.load("mute");
            assert_eq!(bench.print(6), NO_ANSWER, "{way} {model}: just connected");
            bench.load("hang-after-jobs=1");
            assert!(printed(bench.print(13)), "{way} {model}");
            let hung = bench.print(20);
            // It stopped answering, or taking bytes, whichever was met first.
            assert!(
                matches!(hung, Outcome::Unknown { .. }),
                "{way} {model}: hung after a job: {hung:?}"
            );
        }
    }
}

#[test]
fn only_a_profile_that_says_so_gives_sent() {
    let model = Profile {
        confirm: Confirmation::None,
        ..plain()
    };
    for way in WAYS {
        let mut bench = Bench::new(way, model.clone());
        bench.load("mute");
        assert_eq!(bench.print(6), Outcome::Sent, "{way}");
        let told = bench.device.elapsed();
        bench.device.pass(Duration::from_secs(60)).unwrap();
        assert_eq!(bench.device.output().tally().whole, 1, "{way}");
        assert!(told < Duration::from_secs(30), "{way}: {told:?}");
    }
}

#[test]
fn printed_is_not_said_before_a_slow_head_meets_the_end_of_the_paper() {
    for way in WAYS {
        for (faults, slowest) in [("", 30), ("gs-r-early", 55), ("no-gs-r", 40)] {
            for percent in [slowest, 60, 80, 88, 95, 100, 120] {
                let mut bench = Bench::new(way, plain());
                let rows = bench.rows(6);
                let left = rows - 20;
                let speed = bench.head(percent);
                bench.load(&format!(
                    "{faults},rows-per-second={speed},paper-out-row={left}"
                ));
                let outcome = bench.print(6);
                assert_eq!(
                    outcome, PAPER_OUT,
                    "{way} {faults:?}, a head at {percent} %"
                );
                bench.load(&format!("{faults},rows-per-second={speed}"));
                let outcome = bench.print(13);
                assert!(
                    printed(outcome),
                    "{way} {faults:?}, a head at {percent} %: {outcome:?}"
                );
            }
        }
    }
}

#[test]
fn healthy_printers_of_every_kind_print_with_the_right_outcome() {
    for way in WAYS {
        for faults in [
            "answer-delay=600",
            "answer-delay=4000",
            "answer-delay=600,answer-jitter=3400",
            "answer-jitter=900,chatter",
            "holds=4096",
            "holds=4096,in-turn",
            "holds=4096,in-turn,drawer,answer-jitter=2000",
            "in-turn",
            "drawer",
            "stray=19",
            "stray=55",
            "closes-per-job",
            "closes-idle=200",
            "keeps-backlog",
            "no-error-status",
            "no-gs-r",
            "no-gs-r,no-error-status,drawer,answer-delay=600",
            "one-connection",
        ] {
            let mut bench = Bench::new(way, plain());
            if !way.starts_with("tcp") && faults.starts_with("closes") {
                // Only a network has a hang-up.
                continue;
            }
            let speed = bench.head(100);
            let faults = format!("{faults},rows-per-second={speed}");
            bench.load(&faults);
            for n in [6, 13] {
                let outcome = bench.print(n);
                assert!(printed(outcome), "{way} {faults} job {n}: {outcome:?}");
            }
            bench.device.pass(Duration::from_secs(60)).unwrap();
            let tally = bench.device.output().tally();
            assert_eq!((tally.whole, tally.partial), (2, 0), "{way} {faults}");
        }
    }
}

#[test]
fn what_an_earlier_slip_left_does_not_hang_on_the_next_one() {
    for way in WAYS {
        for model in ["generic-80mm", "epson-80mm"] {
            let mut bench = Bench::new(way, profile(model).unwrap());
            bench.load("keeps-backlog,paper-out-row=100");
            assert_eq!(bench.print(6), PAPER_OUT, "{way} {model}");
            bench.load("keeps-backlog");
            let before = bench.device.output().tally();
            let outcome = bench.print(13);
            assert!(printed(outcome), "{way} {model}: {outcome:?}");
            let after = bench.device.output().tally();
            // The rest of the first one fell on its own, whole or not; the second begins with its own first line.
            let fell = after.whole + after.partial - before.whole - before.partial;
            assert_eq!(fell, 2, "{way} {model}");
            let first = after.lines.first().map(String::as_str);
            if bench.slip(13).encode(printer::Mode::Text).len() > 1 && way.starts_with("serial") {
                assert_eq!(first, Some("登记号 00013"), "{way} {model}");
            }
        }
    }
}

#[test]
fn a_roll_put_in_under_a_running_job_goes_on() {
    for way in WAYS {
        let mut bench = Bench::new(way, plain());
        let speed = bench.head(100);
        // Sooner than it was asked: the device itself goes on where it stopped.
        bench.load(&format!(
            "rows-per-second={speed},paper-out-row=150,paper-back=1"
        ));
        let outcome = bench.print(6);
        assert!(
            printed(outcome) || outcome == PAPER_OUT,
            "{way}: {outcome:?}"
        );
        bench.device.pass(Duration::from_secs(60)).unwrap();
        assert!(bench.device.output().tally().whole <= 1, "{way}");
    }
}

#[test]
fn the_strongest_answer_stands_behind_printed() {
    let mut bench = Bench::new(WAYS[0], profile("epson-80mm").unwrap());
    bench.load("");
    assert_eq!(
        bench.print(6),
        Outcome::Printed {
            confirmed_by: ConfirmedBy::ProcessId
        }
    );
    // What it answered once it must answer again.
    bench.load("no-process-id");
    assert_eq!(bench.print(6), NO_ANSWER);
}

#[test]
fn a_calibration_finds_the_speed_of_the_head() {
    for (percent, way) in [(40, WAYS[0]), (80, WAYS[2]), (150, WAYS[3])] {
        let mut bench = Bench::new(way, plain());
        let speed = bench.head(percent);
        bench.load(&format!("rows-per-second={speed}"));
        let found = bench.printer.calibrate().unwrap();
        let true_mm = bench.profile.speed_mm_s * percent / 100;
        // A tenth less than measured, so that the profile promises what the head keeps.
        assert!(
            (true_mm * 75 / 100..=true_mm).contains(&found.speed_mm_s),
            "{way} {percent}: {found:?}"
        );
        assert!(found.process_id);
    }
}

#[test]
fn after_a_slip_that_stopped_anywhere_the_next_one_is_printed_and_told_so() {
    for way in ["serial:///dev/simulated?baud=9600", "tcp://192.0.2.7:9100"] {
        let mut bench = Bench::new(way, plain());
        bench.load("");
        assert!(printed(bench.print(5)), "{way}");
        for row in (1..bench.rows(6)).step_by(9) {
            // What it holds, half a picture perhaps, waits for the new roll.
            bench.load(&format!("keeps-backlog,paper-out-row={row}"));
            assert_eq!(bench.print(6), PAPER_OUT, "{way}: row {row}");
            bench.load("keeps-backlog");
            let next = bench.print(13);
            assert!(printed(next), "{way}: row {row}: {next:?}");
        }
    }
}
