//! Drives the real `terminal-config`.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn check(file: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_terminal-config"))
        .arg("check")
        .arg(file)
        .output()
        .unwrap()
}

#[test]
fn the_shipped_example_is_in_order() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("terminal.example.toml");
    let output = check(&example);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn every_problem_is_printed_and_the_exit_is_1() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("terminal.toml");
    fs::write(&file, "[site]\nid = \"a-b\"\ncolour = 3\n").unwrap();
    let output = check(&file);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    for part in [
        "line 2: site.id:",
        "line 3: site.colour:",
        "printer.profile: is missing",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_file_that_cannot_be_one_is_refused_before_it_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let absent = check(&dir.path().join("absent.toml"));
    assert_eq!(absent.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&absent.stderr).contains("cannot open"));

    assert!(String::from_utf8_lossy(&check(dir.path()).stderr).contains("not a file"));
    assert_eq!(check(Path::new("/dev/zero")).status.code(), Some(1));

    // Nobody writes into it: opened, it would be waited for without end.
    assert!(String::from_utf8_lossy(&check(&pipe(dir.path())).stderr).contains("not a file"));

    let large = dir.path().join("large.toml");
    fs::write(&large, "#".repeat(config::FILE_BYTES_MAX as usize + 1)).unwrap();
    assert!(String::from_utf8_lossy(&check(&large).stderr).contains("larger than"));

    let binary = dir.path().join("binary.toml");
    fs::write(&binary, b"a = 1\nb = \"\xc4\xe3\"\n").unwrap();
    assert!(String::from_utf8_lossy(&check(&binary).stderr).contains("not UTF-8 text (line 2)"));
}

/// Runs a command with words on its standard input.
fn fed(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_terminal-config"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn what_a_terminal_sealed_is_opened_by_the_office_and_by_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let pair = |name: &str| {
        let made = String::from_utf8(fed(&["office-key"], "").stdout).unwrap();
        let file = dir.path().join(name);
        fs::write(&file, &made).unwrap();
        let key = config::seal::OfficeKey::parse(made.lines().next().unwrap()).unwrap();
        (key, file)
    };
    let (key, file) = pair("office");
    let (_, other) = pair("other");
    let sealed = key.seal("applications/contact", "示例甲 \"12\"\n").unwrap();
    let lines = format!("L01-1-S-2018-0001 applications/contact {sealed}\n\nrubbish\n");
    let opened = fed(&["open-sealed", "--key", file.to_str().unwrap()], &lines);
    let said = String::from_utf8(opened.stdout).unwrap();
    assert_eq!(opened.status.code(), Some(1), "the rubbish is told");
    assert!(String::from_utf8(opened.stderr).unwrap().contains("line 3"));
    assert_eq!(
        said,
        "{\"number\":\"L01-1-S-2018-0001\",\"purpose\":\"applications/contact\",\"text\":\"示例甲 \\\"12\\\"\\n\"}\n"
    );
    let refused = fed(&["open-sealed", "--key", other.to_str().unwrap()], &lines);
    assert!(refused.stdout.is_empty() && refused.status.code() == Some(1));
}

fn pipe(dir: &Path) -> std::path::PathBuf {
    let path = dir.join("pipe");
    let made = Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    path
}

#[test]
fn what_stands_where_a_file_or_a_device_must_be_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = pipe(dir.path());
    let example = include_str!("../terminal.example.toml");
    let file = dir.path().join("terminal.toml");
    let said = |from: &str, to: &str| {
        let text = example.replace(from, to);
        assert_ne!(text, example, "{from}");
        fs::write(&file, text).unwrap();
        let output = check(&file);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), words)
    };
    let connection = example
        .lines()
        .find(|line| line.starts_with("connection"))
        .unwrap();
    let usb = |path: &Path| format!("connection = \"usb://{}\"", path.display());
    let (code, words) = said(connection, &usb(&pipe));
    assert_eq!(code, Some(1));
    assert!(
        words.contains("printer.connection: ") && words.contains("a pipe (FIFO)"),
        "{words}"
    );
    let (code, words) = said(connection, &usb(&file));
    assert_eq!(code, Some(1));
    assert!(
        words.contains("is a file, and must be a character device"),
        "{words}"
    );
    assert_eq!(said(connection, &usb(Path::new("/dev/null"))).0, Some(0));
    // It may be plugged in later.
    assert_eq!(said(connection, &usb(&dir.path().join("lp0"))).0, Some(0));
    let root = example
        .lines()
        .find(|line| line.starts_with("root"))
        .unwrap();
    let (code, words) = said(root, &format!("root = \"{}\"", pipe.display()));
    assert_eq!(code, Some(1));
    assert!(words.contains("sync.root: "), "{words}");
}

#[test]
fn what_a_terminal_asks_of_its_machine_is_written_or_nothing_is() {
    let dir = tempfile::tempdir().unwrap();
    let program = |words: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_terminal-config"))
            .args(words)
            .current_dir(dir.path())
            .output()
            .unwrap()
    };
    let example = program(&["example"]).stdout;
    fs::write(dir.path().join("terminal.toml"), &example).unwrap();
    let out = program(&["machine", "terminal.toml", "--out", "."]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    let wall = fs::read(dir.path().join("wall.nft")).unwrap();
    assert_eq!(program(&["nftables", "terminal.toml"]).stdout, wall);
    for name in ["kiosk.env", "touch.env", "wall.nft"] {
        fs::remove_file(dir.path().join(name)).unwrap();
    }

    fs::write(dir.path().join("terminal.toml"), "[site]\n").unwrap();
    assert_eq!(
        program(&["machine", "terminal.toml", "--out", "."])
            .status
            .code(),
        Some(1)
    );
    assert!(!dir.path().join("wall.nft").exists());
    assert_eq!(
        program(&["machine", "absent.toml", "--out", "."])
            .status
            .code(),
        Some(1)
    );
}
