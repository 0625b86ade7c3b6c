//! A disk that is really full: a small file system of its own. Nothing is lost, nothing half done, and it goes on when there is room.

#![allow(clippy::unwrap_used)]

mod corpus;

use std::fs;
use std::path::Path;
use std::process::Command;

use corpus::{Dice, batch, document, find, invented};
use mirror::{Error, Reader, Writer};

/// Bytes of the small file system.
const ROOM_BYTES: usize = 3 << 20;

fn crowd(from: usize, count: usize) -> Vec<mirror::Document> {
    let mut dice = Dice(from as u64);
    (from..from + count)
        .map(|i| {
            document(
                &format!("d{i}"),
                &format!("第{i}号通知"),
                "2018-10-15",
                &invented(&mut dice, 2_000),
            )
        })
        .collect()
}

/// Fills the small file system; run by the next test inside a mount namespace of its own.
#[test]
fn full_disk_process() {
    let Some(dir) = std::env::var_os("SMALL_DISK") else {
        // Not a set-up that is missing: this is the other half of the test below.
        return;
    };
    let dir = Path::new(&dir);
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", &format!("size={ROOM_BYTES}"), "tmpfs"])
        .arg(dir)
        .status()
        .unwrap();
    assert!(mounted.success(), "mount a small file system");
    // Holds a part of the room, to be given back later.
    fs::write(dir.join("ballast"), vec![1; ROOM_BYTES / 3]).unwrap();
    let mut writer = Writer::open(dir).unwrap();
    let mut seq = 0;
    let failed = loop {
        assert!(seq < 100, "the disk must get full");
        match writer.apply(&batch(crowd(seq * 20, 20), seq as u64 + 1)) {
            Ok(_) => seq += 1,
            Err(e) => break e,
        }
    };
    assert!(matches!(failed, Error::Full { .. }), "{failed:?}");
    assert_eq!(writer.cursor().unwrap().seq, seq as u64);
    let reader = Reader::open(dir).unwrap();
    assert_eq!(reader.state().unwrap().documents, seq as u64 * 20);
    assert_eq!(reader.search(&find("第3号通知")).unwrap().total, 1);
    fs::remove_file(dir.join("ballast")).unwrap();
    writer
        .apply(&batch(crowd(seq * 20, 20), seq as u64 + 1))
        .unwrap();
    drop(writer);
    let report = Writer::verify(dir).unwrap();
    assert!(report.ok, "{:?}", report.problems);
    println!("went on");
}

#[test]
fn a_full_disk_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if !is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    let output = command
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "full_disk_process", "--nocapture"])
        .env("SMALL_DISK", dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("went on"),
        "{said}"
    );
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0
}
