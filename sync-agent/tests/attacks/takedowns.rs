//! Takedown lists of any length: their number ends no feed, one more costs little, and what was read once is neither asked for again nor
//! forgotten.

use crate::Line;
use crate::office::{self, Office};
use feed::{DelReason, Takedown};

/// Of documents that the log had once, all but `kept` of them.
fn taken(count: usize, kept: &[usize]) -> Vec<Takedown> {
    (0..count)
        .filter(|n| !kept.contains(n))
        .map(|n| Takedown {
            id: format!("office/{n:06}"),
            rev: 1,
            reason: DelReason::Withdrawn,
            held: false,
        })
        .collect()
}

fn lists(line: &Line) -> usize {
    let asked = line.server.take();
    let is_list = |path: &str| path.starts_with("targets/") && path.ends_with(".takedown.json");
    asked.iter().filter(|asked| is_list(&asked.path)).count()
}

/// A document under one of these ids.
fn late(office: &Office, n: usize) -> feed::Document {
    let mut document = office.document(41, 1, "第二版");
    document.id = format!("office/{n:06}");
    document
}

#[test]
fn a_hundred_thousand_takedowns_end_no_feed_and_one_more_costs_two_files() {
    let mut line = Line::filled();
    line.office.takedown.entries = taken(120_000, &[]);
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(lists(&line), 257);
    assert_eq!(line.terminal.status(&[])["takedowns"], 120_000);
    line.office.takedown.entries = taken(120_001, &[]);
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(lists(&line), 2);
    let status = line.terminal.status(&[]);
    assert_eq!(status["takedowns"], 120_001);
    assert!(
        status["bytes"].as_u64().unwrap() < 100_000,
        "{}",
        status["bytes"]
    );
    // What was read before counts although it is not read again.
    let record = office::put(late(&line.office, 77));
    line.office.append(vec![record]);
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(lists(&line), 0);
    assert_eq!(line.terminal.contents().documents.len(), 40);
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn of_another_epoch_all_pieces_are_read_again_and_are_the_whole_truth() {
    let mut line = Line::filled();
    line.office.takedown.entries = taken(3_000, &[]);
    line.office.sign();
    line.terminal.ok(&["once"]);
    // In the same epoch nothing that was taken down comes back, whatever the list says.
    let record = office::put(late(&line.office, 77));
    line.office.append(vec![record]);
    line.office.takedown.entries = taken(3_000, &[77]);
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(line.terminal.status(&[])["takedowns"], 3_000);
    assert_eq!(line.terminal.contents().documents.len(), 40);
    lists(&line);
    line.office.tip.epoch += 1;
    line.office.sign();
    line.terminal.ok(&["once"]);
    // The index stands where it stood, its eight pieces are read.
    assert_eq!(lists(&line), 8);
    assert_eq!(line.terminal.status(&[])["takedowns"], 2_999);
    assert_eq!(line.terminal.contents().documents.len(), 41);
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn a_piece_that_is_not_what_the_index_says_changes_nothing() {
    let mut line = Line::filled();
    line.office.takedown.entries = taken(3_000, &[]);
    // Documents of this list's kind stand in the mirror as well.
    line.office.withdraw(7, 1);
    let files = line.office.sign();
    let piece = files
        .iter()
        .find(|file| file.path.ends_with(".takedown.json"))
        .unwrap();
    let path = line.office.path(&piece.path);
    for bytes in [b"{\"entries\":[]}".to_vec(), Vec::new()] {
        std::fs::write(&path, bytes).unwrap();
        line.terminal.refuses(&["once"], 4, "takedown.json");
    }
    std::fs::remove_file(&path).unwrap();
    line.terminal.refuses(&["once"], 4, "takedown.json");
    assert_eq!(line.terminal.status(&[])["takedowns"], 0);
    std::fs::write(&path, &piece.bytes).unwrap();
    line.recovers();
    assert_eq!(line.terminal.contents().documents.len(), 39);
}
