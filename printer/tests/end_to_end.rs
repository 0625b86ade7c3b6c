//! The real program on both ends: slips over TCP and a pseudo-terminal, compared dot by dot and character by character.
#![allow(clippy::unwrap_used)]

mod support;

use printer::{
    ConfirmedBy, Connection, Go, Outcome, Printer, Receipt, Renderer, Slip, profile, test_page,
};
use std::process::Command;
use std::sync::LazyLock;
use support::{Virtual, read_codes};

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new().unwrap());

fn slip(receipt: &Receipt, model: &str) -> Slip {
    RENDERER.compose(receipt, &profile(model).unwrap()).unwrap()
}

fn print(slip: &Slip, url: &str, model: &str) -> Outcome {
    let connection: Connection = url.parse().unwrap();
    Printer::open(&connection, &profile(model).unwrap()).print(slip, &mut |_| Go::Continue)
}

const BY_PROCESS_ID: Outcome = Outcome::Printed {
    confirmed_by: ConfirmedBy::ProcessId,
};

#[test]
fn over_tcp_the_paper_equals_the_preview_dot_by_dot() {
    for (model, width) in [("epson-80mm", 576), ("generic-58mm", 384)] {
        let printer = Virtual::start("", width);
        let slip = slip(&test_page(), model);
        assert!(matches!(
            print(&slip, &printer.tcp(), model),
            Outcome::Printed { .. }
        ));
        let record = printer.record("0001");
        assert_eq!(record["warnings"], serde_json::json!([]), "{model}");
        assert_eq!(record["finished"], true);
        let paper = printer.picture("0001");
        let (w, h, dots) = slip.grey();
        assert_eq!(paper.0, w);
        let (shown, tail) = paper.2.split_at((w * h) as usize);
        assert!(shown == dots, "{model}: dots differ");
        assert!(
            tail.iter().all(|dot| *dot == 255),
            "{model}: the tail is blank"
        );
        assert!(
            record["length_mm"]
                .as_u64()
                .unwrap()
                .abs_diff(slip.length_mm().into())
                <= 1
        );
        assert_eq!(read_codes(&paper), ["https://www.example.gov.cn/"]);
    }
}

#[test]
fn over_a_serial_line_the_text_is_equal_and_rare_characters_come_as_dots() {
    let printer = Virtual::start("", 576);
    let slip = slip(&test_page(), "generic-80mm");
    assert_eq!(
        print(&slip, &printer.serial(), "generic-80mm"),
        Outcome::Printed {
            confirmed_by: ConfirmedBy::Status
        }
    );
    let record = printer.record("0001");
    let said: Vec<&str> = record["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap().trim_start())
        .collect();
    let lines = slip.lines();
    let expected: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| !line.contains('㛃'))
        .map(str::trim_start)
        .collect();
    assert_eq!(said, expected);
    assert_eq!(record["warnings"], serde_json::json!([]));
    assert!(
        record["length_mm"]
            .as_u64()
            .unwrap()
            .abs_diff(slip.length_mm().into())
            <= 2
    );
    let paper = printer.picture("0001");
    assert_eq!(read_codes(&paper), ["https://www.example.gov.cn/"]);
    // The line of rare characters is the same dots as in the preview.
    let (w, _, dots) = slip.grey();
    let row = |picture: &[u8], y: usize| picture[y * w as usize..(y + 1) * w as usize].to_vec();
    let y = 60 + 32 + 30 + 2 * 32;
    assert!(
        dots[y * w as usize..]
            .iter()
            .take(24 * w as usize)
            .any(|dot| *dot == 0)
    );
    for y in y..y + 24 {
        assert_eq!(row(&paper.2, y), row(&dots, y), "row {y}");
    }
}

#[test]
fn a_picture_that_a_killed_program_left_unfinished_does_not_swallow_the_next_slip() {
    let printer = Virtual::start("", 576);
    // The start of a band of 24 rows, the highest on a line of text, as a program killed in the midst of it leaves it. The line stays open meanwhile, so that
    // the device sees no end.
    let mut line = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(printer.pty())
        .unwrap();
    std::io::Write::write_all(&mut line, b"\x1b@\x1dv0\x00\x48\x00\x18\x00\xff\xff\xff").unwrap();
    let slip = slip(&test_page(), "epson-80mm");
    assert_eq!(print(&slip, &printer.serial(), "epson-80mm"), BY_PROCESS_ID);
    let record = printer.record("0001");
    assert_eq!(
        record["lines"].as_array().unwrap().last().unwrap(),
        "黑白边缘清楚、左右不缺字，即为正常。"
    );
}

#[test]
fn two_slips_on_one_connection_are_two_files_and_numbers_go_on_after_a_restart() {
    let printer = Virtual::start("", 576);
    let page = slip(&test_page(), "epson-80mm");
    let connection: Connection = printer.tcp().parse().unwrap();
    let mut device = Printer::open(&connection, &profile("epson-80mm").unwrap());
    assert_eq!(device.print(&page, &mut |_| Go::Continue), BY_PROCESS_ID);
    assert_eq!(device.print(&page, &mut |_| Go::Continue), BY_PROCESS_ID);
    assert!(printer.picture("0001") == printer.picture("0002"));
    let printer = printer.restart();
    assert_eq!(print(&page, &printer.tcp(), "epson-80mm"), BY_PROCESS_ID);
    assert_eq!(
        printer
            .files()
            .iter()
            .filter(|name| name.ends_with(".json"))
            .count(),
        3
    );
    assert_eq!(printer.record("0003")["number"], 3);
}

#[test]
fn the_program_prints_a_receipt_file_and_says_what_became_of_it() {
    let printer = Virtual::start("", 576);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("receipt.json");
    std::fs::write(&file, serde_json::to_string(&test_page()).unwrap()).unwrap();
    let run = |connection: &str, file: &std::path::Path| {
        let out = Command::new(env!("CARGO_BIN_EXE_printer"))
            .args([
                "--connection",
                connection,
                "--profile",
                "epson-80mm",
                "print",
            ])
            .arg(file)
            .output()
            .unwrap();
        (
            out.status.code().unwrap(),
            String::from_utf8(out.stdout).unwrap(),
        )
    };
    let (code, said) = run(&printer.tcp(), &file);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (code, &said["outcome"], &said["confirmed_by"]),
        (0, &"printed".into(), &"process-id".into())
    );
    // Nobody listens on port 1.
    let (code, said) = run("tcp://127.0.0.1:1", &file);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (code, &said["outcome"], &said["reason"]),
        (1, &"refused".into(), &"offline".into())
    );
    std::fs::write(&file, "{\"items\":[{\"kind\":\"picture\"}]}").unwrap();
    assert_eq!(run(&printer.tcp(), &file).0, 2);
    assert_eq!(run("gopher://x", &file).0, 2);
}

/// What the program says, and its exit code.
fn said(args: &[&str]) -> (i32, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_printer"))
        .args(args)
        .output()
        .unwrap();
    let words = [out.stdout, out.stderr].concat();
    (
        out.status.code().unwrap(),
        String::from_utf8(words).unwrap(),
    )
}

#[test]
fn nothing_is_sent_ahead_of_a_slip_on_a_slow_line() {
    let printer = Virtual::start("", 576);
    let slip = slip(&test_page(), "generic-80mm");
    print(&slip, &printer.serial(), "generic-80mm");
    printer.record("0001");
    let sent = std::fs::read(printer.out().join("0001.bin")).unwrap();
    let begin = sent.windows(2).position(|pair| pair == b"\x1b@").unwrap();
    assert!(begin < 64, "{begin} bytes before the slip");
}

#[test]
fn probe_says_the_model_and_warns_of_a_profile_that_is_not_its_own() {
    let printer = Virtual::start("", 384);
    let url = printer.tcp();
    let probe = |profile: &str| {
        let args = [
            "--connection",
            &url,
            "--profile",
            profile,
            "probe",
            "--json",
        ];
        let (code, words) = said(&args);
        let told: serde_json::Value = serde_json::from_str(&words).unwrap();
        (code, told)
    };
    let (code, told) = probe("generic-58mm");
    assert_eq!((code, &told["state"]), (0, &"ready".into()));
    assert_eq!(
        (&told["maker"], &told["model"], &told["cause"]),
        (&"VIRTUAL".into(), &"VIRTUAL-58".into(), &().into())
    );
    assert_eq!(told["warnings"], serde_json::json!([]));
    let (_, told) = probe("generic-80mm");
    assert_eq!(told["warnings"].as_array().unwrap().len(), 1, "{told}");
    // It was asked, and printed nothing.
    assert_eq!(printer.files(), Vec::<String>::new());
}

#[test]
fn a_file_in_place_of_a_device_is_a_wrong_setting() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("lp0");
    std::fs::write(&file, "").unwrap();
    let url = format!("usb://{}", file.display());
    for command in ["probe", "status", "test"] {
        let (code, words) = said(&["--connection", &url, "--profile", "generic-80mm", command]);
        assert_eq!(code, 2, "{command}: {words}");
        assert!(words.contains("no character device"), "{words}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"");
}

#[test]
fn a_calibration_prints_a_profile_that_can_be_used() {
    let printer = Virtual::start("rows-per-second=1600", 576);
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().to_str().unwrap();
    let url = printer.tcp();
    let at = ["--connection", &url, "--profiles", folder, "--profile"];
    let (code, toml) = said(&[&at[..], &["generic-80mm", "calibrate"]].concat());
    assert_eq!(code, 0, "{toml}");
    let found = printer::profile_from(&toml).unwrap();
    // 1,600 rows a second are 200 mm; how much slower it seems depends on this machine.
    assert!(found.speed_mm_s <= 200, "{toml}");
    let file = dir.path().join(format!("{}.toml", found.name));
    std::fs::write(file, toml).unwrap();
    let (code, words) = said(&[&at[..], &[&found.name, "test"]].concat());
    assert_eq!(code, 0, "{words}");
}
