//! A disk that fills up at every write: a small tmpfs in a mount namespace of its own, from nothing to enough. `STEP_KIB=4` takes every
//! page of it (`make kills`).

use crate::Line;
use crate::terminal::{bare, contents, program, said};
use std::process::Command;

/// Steps from an empty disk to one on which everything fits, KiB.
const STEP_KIB: u64 = 64;
const ENOUGH_KIB: usize = 8 * 1024;

/// Sizes of the disk.
fn sizes() -> impl Iterator<Item = usize> {
    let step = usize::try_from(crate::kills::number("STEP_KIB", STEP_KIB)).unwrap();
    (4..ENOUGH_KIB).step_by(step)
}

/// Fills the mirror on a disk of `kib`, then grows the disk and runs again. Prints the exit codes; leaves a copy.
const SCRIPT: &str = r#"
set -u
agent=$1 config=$2 mirror=$3 kib=$4 start=$5 copy=$6
mkdir -p "$mirror"
mount -t tmpfs -o size="${kib}k",nr_inodes=2000 tmpfs "$mirror" || exit 99
if [ -d "$start" ]; then cp -r "$start/." "$mirror/" 2>/dev/null || { echo "unset"; exit 0; }; fi
"$agent" --config "$config" once >&2; echo "first $?"
"$agent" --config "$config" verify >&2; echo "verify $?"
cp -r "$mirror" "$copy.full"
mount -o remount,size=64m "$mirror" || exit 99
"$agent" --config "$config" once >&2; echo "second $?"
"$agent" --config "$config" verify >&2; echo "verify $?"
cp -r "$mirror" "$copy"
"#;

/// Runs the script; true when everything fitted at once, `None` when not even the beginning fitted.
fn run_on(line: &Line, kib: usize, start: &std::path::Path) -> Option<bool> {
    let copy = line.dir.path().join(format!("copy-{kib}"));
    let mut command = Command::new("unshare");
    command.args([
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        SCRIPT,
        "disk",
        program(),
    ]);
    command.args([line.terminal.config(), line.terminal.mirror()]);
    command.arg(kib.to_string()).args([start, &copy]);
    bare(&mut command);
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{kib} KiB: {}{}", said.out, said.err);
    let lines: Vec<&str> = said.out.lines().collect();
    if lines == ["unset"] {
        return None;
    }
    assert!(
        matches!(lines[0], "first 0" | "first 5"),
        "{kib} KiB: {}\n{}",
        said.out,
        said.err
    );
    // A disk without room for the index of the log (`-shm`) cannot be read from either, and says why.
    let no_room = lines[0] == "first 5" && lines[1] == "verify 5";
    assert!(
        lines[1] == "verify 0" || no_room,
        "{kib} KiB: {}{}",
        said.out,
        said.err
    );
    assert_eq!(
        lines[2..],
        ["second 0", "verify 0"],
        "{kib} KiB: {}{}",
        said.out,
        said.err
    );
    let clean = line.clean();
    let full = contents(&copy.with_extension("full"));
    assert!(
        full.seq <= clean.seq && full.documents.iter().all(|d| known(d)),
        "nothing unverified"
    );
    assert_eq!(contents(&copy), clean, "{kib} KiB");
    Some(lines[0] == "first 0" && full == clean)
}

/// Written by the office of this test.
fn known(document: &str) -> bool {
    document.contains("第一版") || document.contains("第二版")
}

#[test]
fn a_disk_that_is_full_at_any_write_while_filling_loses_nothing_and_goes_on() {
    let line = Line::empty();
    line.terminal
        .configure(&line.server.url(), "reserve_mb = 1", "");
    let nothing = line.dir.path().join("nothing");
    let mut fitted = None;
    for kib in sizes() {
        if run_on(&line, kib, &nothing) == Some(true) {
            fitted = Some(kib);
            break;
        }
    }
    assert!(
        fitted.is_some_and(|kib| kib > 256),
        "{fitted:?}: some disks were too small, one was enough"
    );
}

#[test]
fn a_disk_that_is_full_at_any_write_of_a_takedown_loses_nothing_and_goes_on() {
    let mut line = Line::filled();
    let start = line.dir.path().join("start");
    crate::office::copy_tree(&line.terminal.mirror(), &start);
    std::fs::remove_dir_all(line.terminal.mirror()).unwrap();
    line.change();
    line.office.withdraw(9, 1);
    line.office.sign();
    line.terminal
        .configure(&line.server.url(), "reserve_mb = 1", "");
    let mut seen = (0, None);
    for kib in sizes() {
        match run_on(&line, kib, &start) {
            None => {}
            Some(false) => seen.0 += 1,
            Some(true) => {
                seen.1 = Some(kib);
                break;
            }
        }
    }
    assert!(seen.0 > 0 && seen.1.is_some(), "{seen:?}");
}
