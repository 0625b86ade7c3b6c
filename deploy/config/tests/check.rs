//! Drives the real `terminal-config`.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

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

    let large = dir.path().join("large.toml");
    fs::write(&large, "#".repeat(config::FILE_BYTES_MAX as usize + 1)).unwrap();
    assert!(String::from_utf8_lossy(&check(&large).stderr).contains("larger than"));

    let binary = dir.path().join("binary.toml");
    fs::write(&binary, b"a = 1\nb = \"\xc4\xe3\"\n").unwrap();
    assert!(String::from_utf8_lossy(&check(&binary).stderr).contains("not UTF-8 text (line 2)"));
}
