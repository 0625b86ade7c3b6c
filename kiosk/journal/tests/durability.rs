//! What only several processes can show: a number told is a row on disk whenever the kiosk is killed, and another user can
//! read the register after the kiosk has gone. This program starts itself as the child, hence its own main.
#![allow(clippy::unwrap_used)]

use journal::{Content, Filter, Outcome, Reader, Request, State, Writer, verify};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

const KILLS: u32 = 10;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let words: Vec<&str> = args.iter().skip(1).map(String::as_str).collect();
    match words[..] {
        ["child-writes", dir] => write_until_killed(Path::new(dir)),
        ["child-reads", dir] => read_as_another_user(Path::new(dir)),
        // What `cargo test -- --list` and editors ask.
        _ if words.contains(&"--list") => {}
        _ => {
            killed_at_random_points_the_register_stays_gapless_and_every_number_told_is_in_it();
            println!(
                "test killed_at_random_points_the_register_stays_gapless_and_every_number_told_is_in_it ... ok"
            );
            another_user_reads_the_register_after_the_writer_has_gone();
            println!("test another_user_reads_the_register_after_the_writer_has_gone ... ok");
        }
    }
}

fn killed_at_random_points_the_register_stays_gapless_and_every_number_told_is_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut told: Vec<String> = Vec::new();
    let mut heads = Vec::new();
    for _ in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("child-writes")
            .arg(dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut random = [0; 1];
        getrandom::fill(&mut random).unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut wait_for = usize::from(random[0] % 40) + 1;
        for line in lines.map_while(Result::ok) {
            told.push(line);
            wait_for -= 1;
            if wait_for == 0 {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        heads.push(Reader::open(dir.path()).unwrap().head().unwrap());
    }
    drop(Writer::open(dir.path(), "L01", "1", jiff::Timestamp::now()).unwrap());
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.gaps().unwrap(), vec![]);
    let rows = reader.rows(&Filter::default()).unwrap();
    assert!(rows.iter().all(|row| row.state == State::Done));
    for number in &told {
        assert!(
            rows.iter().any(|row| row.number == *number),
            "{number} was told and lost"
        );
    }
    let report = verify(dir.path(), &heads).unwrap();
    assert!(report.ok(), "{report}");
}

fn write_until_killed(dir: &Path) {
    let mut writer = Writer::open(dir, "L01", "1", jiff::Timestamp::now()).unwrap();
    let mut out = std::io::stdout();
    for n in 0u32.. {
        let request = Request {
            document_id: format!("demo/{n}"),
            document_rev: 1,
            title: "关于示例的通知".to_owned(),
            doc_no: None,
            content: Content::Whole,
            labels: vec![],
            length_mm: n,
            purpose: None,
        };
        let now = jiff::Timestamp::now();
        let entry = writer.begin(&request, now).unwrap();
        if writeln!(out, "{}", entry.number)
            .and_then(|()| out.flush())
            .is_err()
        {
            return;
        }
        // Some stay in the queue and some on the way, as jobs do when the power goes.
        if n % 7 == 3 {
            continue;
        }
        writer.sending(&entry.number, now).unwrap();
        if n % 5 != 4 {
            writer.finish(&entry.number, &Outcome::Sent, now).unwrap();
        }
    }
}

/// A reader who can write neither folder nor files: as root by becoming nobody, else by taking the write permission away.
fn another_user_reads_the_register_after_the_writer_has_gone() {
    const NOBODY: u32 = 65534;
    let dir = tempfile::tempdir_in(std::env::temp_dir()).unwrap();
    let journal = dir.path().join("journal");
    {
        let mut writer = Writer::open(&journal, "L01", "1", jiff::Timestamp::now()).unwrap();
        let request = Request {
            document_id: "demo/1".to_owned(),
            document_rev: 1,
            title: "通知".to_owned(),
            doc_no: None,
            content: Content::Whole,
            labels: vec![],
            length_mm: 1,
            purpose: None,
        };
        writer.begin(&request, jiff::Timestamp::now()).unwrap();
    }
    // The child must reach this program, wherever the target folder lies.
    let program = dir.path().join("reader");
    stand_in::copy(&std::env::current_exe().unwrap(), &program);
    let mode = |path: &Path, bits| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(bits)).unwrap();
    };
    mode(dir.path(), 0o755);
    for file in std::fs::read_dir(&journal).unwrap() {
        mode(&file.unwrap().path(), 0o444);
    }
    mode(&journal, 0o555);
    let mut child = Command::new(&program);
    child.arg("child-reads").arg(&journal);
    let root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(dir.path()).unwrap()) == 0;
    if root {
        child.uid(NOBODY).gid(NOBODY);
    }
    let status = child.status().unwrap();
    mode(&journal, 0o755);
    assert!(status.success());
}

fn read_as_another_user(dir: &Path) {
    let rows = Reader::open(dir).unwrap().rows(&Filter::default()).unwrap();
    assert_eq!(rows.len(), 1);
    let probe = dir.join("probe");
    assert!(
        std::fs::write(probe, b"").is_err(),
        "this reader should not be able to write"
    );
}
