//! What a run remembers of the log is a help and no truth: without it, or with another's, the same is published; a log that was touched is read
//! again and refused.

use std::fs;
use std::path::PathBuf;

use super::{Bench, follow};

fn remembered(bench: &Bench) -> Vec<PathBuf> {
    let notes = fs::read_dir(bench.at("keys")).unwrap().flatten();
    let mut notes: Vec<PathBuf> = notes
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "zst"))
        .collect();
    notes.sort();
    notes
}

/// Ids and revisions that a terminal sees who comes last.
fn shown(bench: &Bench) -> std::collections::BTreeMap<String, u64> {
    let mut shown = std::collections::BTreeMap::new();
    follow(bench, 0, &mut shown);
    shown
}

#[test]
fn with_what_is_remembered_without_it_and_with_anothers_the_same_is_published() {
    let changes = |bench: &Bench, spoil: &dyn Fn(&Bench, i64)| {
        (0..6).for_each(|n| bench.write(n, "一"));
        bench.publish_at(0);
        for day in 1..5 {
            spoil(bench, day);
            bench.write(usize::try_from(day).unwrap(), "改");
            if day == 3 {
                fs::remove_file(bench.at("source/005.txt")).unwrap();
            }
            bench.publish_at(day);
        }
        bench.verify();
        shown(bench)
    };
    let plain = changes(&Bench::new(), &|_, _| ());
    assert_eq!(plain.len(), 5);
    let forgotten = changes(&Bench::new(), &|bench, _| {
        let notes = remembered(bench);
        assert_eq!(notes.len(), 2, "of the log and of the source");
        notes.iter().for_each(|path| fs::remove_file(path).unwrap());
    });
    assert_eq!(forgotten, plain);
    // Always what was remembered before the last run.
    let old = tempfile::tempdir().unwrap();
    let kept = old.path().join("kept");
    let stale = changes(&Bench::new(), &|bench, _| {
        let log = remembered(bench).pop().unwrap();
        let now = fs::read(&log).unwrap();
        if let Ok(before) = fs::read(&kept) {
            fs::write(&log, before).unwrap();
        }
        fs::write(&kept, now).unwrap();
    });
    assert_eq!(stale, plain);
}

#[test]
fn a_log_that_was_touched_is_read_again_and_refused() {
    let bench = Bench::new();
    (0..3).for_each(|n| bench.write(n, "一"));
    bench.publish_at(0);
    bench.publish_at(1);
    let logs: Vec<PathBuf> = bench
        .files()
        .into_iter()
        .filter(|path| path.to_string_lossy().contains("/log/L0/"))
        .collect();
    let mut bytes = fs::read(&logs[0]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&logs[0], &bytes).unwrap();
    bench.write(0, "改");
    let output = bench.run(&[
        "publish",
        "--adapter",
        "folder",
        "--from",
        &bench.at("source"),
        "--to",
        &bench.at("feed"),
        "--keys",
        &bench.at("keys"),
    ]);
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && words.contains("log/L0/"),
        "{words}"
    );
}
