//! Another history under the same numbers: a publisher that came back from a backup and went on. Terminals that followed the lost part
//! notice, whatever they missed, and end as a clean one.

use crate::Line;
use crate::office::{self, Office};

/// An office that is restored from `backup` and publishes until its numbers pass those of the lost one.
fn went_another_way(line: &mut Line, backup: Office, publications: usize) {
    let lost = std::mem::replace(&mut line.office, backup);
    line.office.version = lost.version;
    for n in 0..publications {
        let record = office::put(line.office.document(n % 40, 5 + n as u64 / 40, "第二版"));
        line.office.append(vec![record]);
        line.office.sign();
    }
    assert!(line.office.tip.seq > lost.tip.seq);
}

fn is_told(line: &Line, words: &str) {
    let alarms = line.terminal.status(&[])["alarms"].to_string();
    assert!(alarms.contains(words), "{alarms}");
}

#[test]
fn a_log_that_went_another_way_is_noticed_and_the_mirror_filled_anew() {
    let mut line = Line::filled();
    let backup = line.office.clone();
    line.change();
    line.office.withdraw(8, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let before = line.terminal.contents();
    went_another_way(&mut line, backup, 6);
    // Document 8 is withdrawn only in the lost part; its takedown stays known.
    line.office.withdraw(8, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    is_told(&line, "something else than before");
    assert_ne!(line.terminal.contents(), before);
    assert_eq!(line.terminal.contents(), line.clean());
    line.terminal.ok(&["verify"]);
    // Once, and not with every poll.
    let said = line.terminal.ok(&["once"]);
    assert!(said.contains(" 0 put, 0 removed"), "{said}");
}

#[test]
fn a_log_that_went_another_way_to_the_same_number_is_noticed() {
    let mut line = Line::filled();
    let backup = line.office.clone();
    line.change();
    line.office.sign();
    line.terminal.ok(&["once"]);
    let version = line.office.version;
    line.office = backup;
    line.office.version = version;
    let records = [2, 3, 4].map(|n| office::put(line.office.document(n, 2, "第二版")));
    line.office.append(records.into());
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn a_terminal_that_was_off_for_long_compares_with_the_long_list() {
    let mut line = Line::filled();
    let backup = line.office.clone();
    line.change();
    line.office.sign();
    line.terminal.ok(&["once"]);
    // More publications than a tip lists, in the history that the terminal followed ...
    let followed = line.office.clone();
    for n in 0..40 {
        let record = office::put(line.office.document(n, 7, "第二版"));
        line.office.append(vec![record]);
        line.office.sign();
    }
    line.terminal.ok(&["once"]);
    let status = line.terminal.status(&[]);
    assert_eq!(status["alarms"].as_array().unwrap().len(), 0, "{status}");
    assert_eq!(line.terminal.contents(), line.clean());
    // ... and in one that it did not.
    line.office = followed;
    line.office.version += 40;
    let mut other = Line::filled();
    other.change();
    other.office.sign();
    other.terminal.ok(&["once"]);
    let version = other.office.version;
    other.office = backup_of(&other);
    other.office.version = version;
    for n in 0..40 {
        let record = office::put(other.office.document(n, 9, "第二版"));
        other.office.append(vec![record]);
        other.office.sign();
    }
    other.terminal.ok(&["once"]);
    is_told(&other, "something else than before");
    assert_eq!(other.terminal.contents(), other.clean());
    drop(backup);
}

/// The office of `line` as it was before its last publication.
fn backup_of(line: &Line) -> Office {
    let mut office = line.office.clone();
    let last = office.tip.segments.pop().unwrap();
    office.tip.seq = last.from - 1;
    office
}

#[test]
fn a_publisher_that_tells_no_checkpoints_is_followed_as_before() {
    let mut line = Line::filled();
    line.office.checkpoints.clear();
    line.change();
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(line.terminal.contents(), line.clean());
    // It tells them from some publication on.
    line.change();
    let here = feed::chain::begin("office", 1);
    line.office.checkpoints = vec![feed::Checkpoint(line.office.tip.seq, here)];
    line.office.sign();
    line.terminal.ok(&["once"]);
    line.change();
    line.office.sign();
    let said = line.terminal.ok(&["once"]);
    assert!(said.contains(" 3 put, 0 removed"), "{said}");
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn a_refill_that_the_network_or_a_kill_interrupts_goes_on_and_shows_what_was_there_meanwhile() {
    let mut line = Line::filled();
    let backup = line.office.clone();
    line.change();
    line.office.sign();
    line.terminal.ok(&["once"]);
    went_another_way(&mut line, backup, 6);
    let before = line.terminal.contents();
    line.server
        .rule(|asked| match asked.path.ends_with(".zst") {
            true => crate::rogue::Reply::Cut(50),
            false => crate::rogue::Reply::File,
        });
    line.server
        .rule(|asked| match asked.path.starts_with("log/") {
            true => crate::rogue::Reply::Say("503 Busy".into(), Vec::new()),
            false => crate::rogue::Reply::File,
        });
    line.terminal.refuses(&["once"], 3, "503");
    assert_eq!(line.terminal.contents(), before, "the screen goes on");
    line.recovers();
}
