//! Each fault of the device, on each way to it: what the state is and what becomes of a job. Never a guess, never twice.
#![allow(clippy::unwrap_used)]

mod support;

use printer::{
    ConfirmedBy, Connection, Go, Outcome, Patience, Printer, Reason, Renderer, State, profile,
    test_page,
};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use support::Virtual;

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new().unwrap());

fn device(url: &str, model: &str) -> Printer {
    let connection: Connection = url.parse().unwrap();
    let patience = Patience {
        confirm: Duration::from_millis(600),
        stall: Duration::from_secs(2),
        late: Duration::from_millis(1_500),
        shared: Duration::from_secs(1),
        ask_again: Duration::from_millis(50),
        ..Patience::default()
    };
    Printer::open(&connection, &profile(model).unwrap()).with_patience(patience)
}

fn print(url: &str, model: &str) -> Outcome {
    let slip = RENDERER
        .compose(&test_page(), &profile(model).unwrap())
        .unwrap();
    device(url, model).print(&slip, &mut |_| Go::Continue)
}

#[test]
fn the_state_is_what_the_device_says() {
    let expected = [
        ("", State::Ready),
        ("near-end", State::NearEnd),
        ("paper-out", State::PaperOut),
        ("cover-open", State::CoverOpen),
        ("offline", State::Offline),
        ("error", State::Error),
        ("mute", State::Unknown),
    ];
    for (faults, state) in expected {
        let printer = Virtual::start(faults, 576);
        assert_eq!(
            device(&printer.tcp(), "generic-80mm").status(),
            state,
            "tcp {faults}"
        );
        assert_eq!(
            device(&printer.serial(), "generic-80mm").status(),
            state,
            "serial {faults}"
        );
    }
    assert_eq!(device("none", "generic-80mm").status(), State::NoPrinter);
    assert_eq!(
        device("tcp://127.0.0.1:1", "generic-80mm").status(),
        State::Offline
    );
    assert_eq!(
        device("serial:///dev/does-not-exist", "generic-80mm").status(),
        State::Offline
    );
}

#[test]
fn every_fault_has_its_outcome_on_every_way() {
    let printed = |confirmed_by| Outcome::Printed { confirmed_by };
    let refused = |reason| Outcome::Refused { reason };
    let unknown = |reason| Outcome::Unknown { reason };
    let expected = [
        ("", printed(ConfirmedBy::ProcessId)),
        ("near-end", printed(ConfirmedBy::ProcessId)),
        ("no-process-id", printed(ConfirmedBy::Status)),
        ("mute", unknown(Reason::NoAnswer)),
        ("paper-out", refused(Reason::PaperOut)),
        ("cover-open", refused(Reason::CoverOpen)),
        ("offline", refused(Reason::Offline)),
        ("error", refused(Reason::Error)),
        ("paper-out-row=100", unknown(Reason::PaperOut)),
        ("paper-out-row=800", unknown(Reason::PaperOut)),
        ("cover-open-row=100", unknown(Reason::CoverOpen)),
        ("buffer=2000,paper-out-row=100", unknown(Reason::PaperOut)),
    ];
    for (faults, outcome) in expected {
        for serial in [false, true] {
            let printer = Virtual::start(faults, 576);
            let url = if serial {
                printer.serial()
            } else {
                printer.tcp()
            };
            assert_eq!(print(&url, "epson-80mm"), outcome, "{url} {faults}");
            let finished = printer
                .files()
                .iter()
                .filter(|name| name.ends_with(".json") && !name.contains("partial"))
                .count();
            // A mute one prints what nobody can know of.
            let came_out =
                matches!(outcome, Outcome::Printed { .. } | Outcome::Sent) || faults == "mute";
            if came_out {
                printer.record("0001");
            } else {
                assert_eq!(finished, 0, "{url} {faults}");
            }
        }
    }
}

/// Between two looks at a device that is away.
const LINE_CLOSED: Duration = Duration::from_millis(50);

#[test]
fn power_lost_in_the_midst_is_unknown_and_the_half_slip_is_kept_as_partial() {
    for serial in [false, true] {
        // Behind the bytes that complete an unfinished picture, in the midst of the slip.
        let printer = Virtual::start("power-loss-byte=12000", 576);
        let url = if serial {
            printer.serial()
        } else {
            printer.tcp()
        };
        let outcome = print(&url, "epson-80mm");
        let reason = if serial {
            Reason::NoAnswer
        } else {
            Reason::Offline
        };
        assert_eq!(outcome, Outcome::Unknown { reason }, "{url}");
        assert_eq!(printer.record("0001.partial")["end"], "power-loss");
        // A terminal has no hang-up that could be waited for: asked again and again, the device is there again at some time. It
        // sees a hang-up only while the line is closed, so it is left closed between two looks.
        let deadline = Instant::now() + Duration::from_secs(60);
        while device(&url, "epson-80mm").status() != State::Ready {
            assert!(Instant::now() < deadline, "{url}: power never came back");
            std::thread::sleep(LINE_CLOSED);
        }
        // The next job goes to a device that is there again, and nothing is printed by itself.
        assert_eq!(
            print(&url, "epson-80mm"),
            Outcome::Printed {
                confirmed_by: ConfirmedBy::ProcessId
            },
            "{url}"
        );
        assert_eq!(printer.record("0002")["finished"], true);
    }
}

#[test]
fn a_visitor_who_stops_gets_what_came_out_cut_off() {
    for serial in [false, true] {
        let printer = Virtual::start("", 576);
        let url = if serial {
            printer.serial()
        } else {
            printer.tcp()
        };
        let slip = RENDERER
            .compose(&test_page(), &profile("epson-80mm").unwrap())
            .unwrap();
        let stop = &mut |percent| {
            if percent > 40 {
                Go::Cancel
            } else {
                Go::Continue
            }
        };
        let mut device = device(&url, "epson-80mm");
        assert_eq!(device.print(&slip, stop), Outcome::Cancelled, "{url}");
        let record = printer.record("0001");
        assert_eq!(record["end"], "cut");
        assert!(record["height_dots"].as_u64().unwrap() < 900, "{record}");
        // The same connection prints the next slip whole.
        assert_eq!(
            device.print(&slip, &mut |_| Go::Continue),
            Outcome::Printed {
                confirmed_by: ConfirmedBy::ProcessId
            }
        );
        assert_eq!(printer.record("0002")["warnings"], serde_json::json!([]));
    }
}

#[test]
fn gs_r_confirms_where_the_model_has_nothing_better() {
    let printer = Virtual::start("", 576);
    let mut model = profile("generic-80mm").unwrap();
    model.confirm = printer::Confirmation::GsR;
    let slip = RENDERER.compose(&test_page(), &model).unwrap();
    let connection: Connection = printer.tcp().parse().unwrap();
    let outcome = Printer::open(&connection, &model).print(&slip, &mut |_| Go::Continue);
    assert_eq!(
        outcome,
        Outcome::Printed {
            confirmed_by: ConfirmedBy::GsR
        }
    );
}

#[test]
fn a_device_that_takes_no_bytes_is_given_up() {
    // It stops at once and keeps 64 KiB; the rest has nowhere to go.
    let printer = Virtual::start("mute,paper-out-row=1", 576);
    let mut receipt = test_page();
    let words = |item: &&printer::Item| !matches!(item, printer::Item::Qr { .. });
    let items: Vec<printer::Item> = receipt.items.iter().filter(words).cloned().collect();
    (0..150).for_each(|_| receipt.items.extend(items.iter().cloned()));
    let slip = RENDERER
        .compose(&receipt, &profile("epson-80mm").unwrap())
        .unwrap();
    let outcome = device(&printer.serial(), "epson-80mm").print(&slip, &mut |_| Go::Continue);
    assert_eq!(
        outcome,
        Outcome::Unknown {
            reason: Reason::Timeout
        }
    );
}

#[test]
fn a_printer_unplugged_and_plugged_in_again_is_found_again_by_the_same_owner() {
    for way in ["serial", "usb"] {
        let printer = Virtual::start("", 576);
        let url = match way {
            "serial" => printer.serial(),
            _ => format!("usb://{}", printer.pty().display()),
        };
        let mut device = device(&url, "epson-80mm");
        assert_eq!(device.status(), State::Ready, "{url}");
        let slip = RENDERER
            .compose(&test_page(), &profile("epson-80mm").unwrap())
            .unwrap();
        let printer = printer.unplugged();
        assert_eq!(device.status(), State::Offline, "{url}");
        let refused = Outcome::Refused {
            reason: Reason::Offline,
        };
        assert_eq!(device.print(&slip, &mut |_| Go::Continue), refused, "{url}");
        let printer = printer.plugged_in();
        assert_eq!(device.status(), State::Ready, "{url}");
        assert_eq!(
            device.print(&slip, &mut |_| Go::Continue),
            Outcome::Printed {
                confirmed_by: ConfirmedBy::ProcessId
            },
            "{url}"
        );
        assert_eq!(printer.record("0001")["finished"], true);
    }
}

#[test]
fn answers_that_are_late_wrong_or_nobody_s_change_nothing_that_is_said() {
    let printed = |confirmed_by| Outcome::Printed { confirmed_by };
    for (faults, outcome) in [
        ("chatter", printed(ConfirmedBy::ProcessId)),
        ("answer-delay=200", printed(ConfirmedBy::ProcessId)),
        ("wrong-id", printed(ConfirmedBy::Status)),
        (
            "garbled",
            Outcome::Unknown {
                reason: Reason::NoAnswer,
            },
        ),
    ] {
        let printer = Virtual::start(faults, 576);
        assert_eq!(print(&printer.tcp(), "epson-80mm"), outcome, "tcp {faults}");
        assert_eq!(
            print(&printer.serial(), "epson-80mm"),
            outcome,
            "serial {faults}"
        );
        printer.record("0002");
    }
}

const NO_ANSWER: Outcome = Outcome::Unknown {
    reason: Reason::NoAnswer,
};

fn printed(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Printed { .. })
}

#[test]
fn an_open_port_that_nobody_serves_is_no_success() {
    for faults in ["never-accepts", "never-reads"] {
        let printer = Virtual::start(faults, 576);
        for model in ["generic-80mm", "epson-80mm"] {
            assert_eq!(print(&printer.tcp(), model), NO_ANSWER, "{faults} {model}");
        }
        assert_eq!(printer.files(), Vec::<String>::new(), "{faults}");
    }
}

#[test]
fn a_printer_that_another_host_holds_prints_nothing_later_that_was_called_unknown() {
    let printer = Virtual::start("one-connection", 576);
    let address = printer.tcp().replace("tcp://", "");
    let held = std::net::TcpStream::connect(&address).unwrap();
    // Waits in the queue of the device until the other one is gone.
    assert_eq!(print(&printer.tcp(), "generic-80mm"), NO_ANSWER);
    drop(held);
    assert!(printed(print(&printer.tcp(), "generic-80mm")));
    printer.record("0001");
    let slips = printer.files();
    let slips = slips.iter().filter(|name| name.ends_with(".json")).count();
    assert_eq!(slips, 1, "what was taken back does not come out");
}

#[test]
fn two_terminals_share_a_printer_that_serves_one_connection_at_a_time() {
    const EACH: usize = 3;
    let printer = Virtual::start("one-connection,rows-per-second=4000", 576);
    let url = printer.tcp();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let connection: Connection = url.parse().unwrap();
                let model = profile("generic-80mm").unwrap();
                let slip = RENDERER.compose(&test_page(), &model).unwrap();
                let mut printer = Printer::open(&connection, &model);
                for _ in 0..EACH {
                    // A look lets go again: the other one is not kept waiting by it.
                    printer.status();
                    let outcome = printer.print(&slip, &mut |_| Go::Continue);
                    assert!(printed(outcome), "{outcome:?}");
                }
            });
        }
    });
    assert_eq!(
        printer.record(&format!("{:04}", 2 * EACH))["finished"],
        true
    );
}

#[test]
fn why_a_printer_is_off_line_is_told() {
    use printer::Cause;
    let dir = tempfile::tempdir().unwrap();
    let cause = |url: &str| {
        let mut printer = device(url, "generic-80mm");
        assert_eq!(printer.status(), State::Offline, "{url}");
        printer.cause()
    };
    let nowhere = format!("serial://{}/nothing", dir.path().display());
    assert_eq!(cause(&nowhere), Some(Cause::NoDevice));
    std::fs::write(dir.path().join("file"), "").unwrap();
    let file = format!("usb://{}/file", dir.path().display());
    assert_eq!(cause(&file), Some(Cause::NotADevice));
    assert_eq!(cause("tcp://127.0.0.1:1"), Some(Cause::ConnectionRefused));
    assert_eq!(
        cause("tcp://no-such-host.invalid:9100"),
        Some(Cause::NameUnknown)
    );
    let printer = Virtual::start("", 576);
    let usb = format!("usb://{}", printer.pty().display());
    let mut owner = device(&usb, "generic-80mm");
    assert_eq!((owner.status(), owner.cause()), (State::Ready, None));
    assert_eq!(cause(&usb), Some(Cause::Locked));
    let printer = Virtual::start("offline", 576);
    assert_eq!(cause(&printer.tcp()), Some(Cause::SaysOffline));
}
