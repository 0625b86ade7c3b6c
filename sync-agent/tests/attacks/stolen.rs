//! Keys in wrong hands: what a thief of the online keys can do, and that a change of keys undoes all of it; and what nobody can do,
//! whatever keys he has.

use crate::Line;
use crate::office::{self, Office, Role, Roles};
use crate::terminal::Terminal;
use feed::{DelReason, Takedown, write};
use jiff::SignedDuration;

/// Other keys for targets, snapshot and timestamp; the root key was never online.
fn renewed(roles: &Roles) -> Roles {
    let mut next = roles.clone();
    for (role, seed) in [(1, 31), (2, 32), (3, 33)] {
        next.0[role] = Role(vec![seed], 1);
    }
    next
}

fn gone(n: usize, rev: u64) -> Takedown {
    Takedown {
        id: format!("office/{n:04}"),
        rev,
        reason: DelReason::Withdrawn,
        held: false,
    }
}

#[test]
fn after_a_change_of_keys_nothing_that_a_thief_said_counts() {
    let mut line = Line::filled();
    line.office.withdraw(3, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let sound = line.office.clone();
    // The thief takes everything down, and drives every number up.
    line.office.version = 1_000_000;
    line.office.tip.epoch = 900;
    let mut late = line.office.document(50, 1, "第二版");
    late.title = "别处的文件".into();
    line.office.append(vec![office::put(late)]);
    line.office.takedown.entries = (0..40).map(|n| gone(n, 1)).collect();
    line.office.now = office::day_one() + SignedDuration::from_hours(24 * 365 * 74);
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(line.terminal.contents().documents.len(), 1);
    // The office changes its keys and goes on where it was.
    line.office = sound;
    let next = renewed(&line.office.roles);
    line.office.rotate(next);
    line.change();
    line.office.withdraw(7, 1);
    line.office.sign();
    let right = "2026-11-23T03:00:00Z";
    line.terminal.ok(&["once", "--now", right]);
    let contents = line.terminal.contents();
    assert_eq!(contents, line.clean());
    assert_eq!(contents.documents.len(), 38);
    let status = line.terminal.status(&["--now", right]);
    assert_eq!(status["expired"], false, "{status}");
    assert_eq!(status["takedowns"], 2, "{status}");
    line.terminal.ok(&["verify"]);
    // And the thief's copy is refused from now on.
    line.recovers();
}

#[test]
fn a_change_of_keys_alone_fills_nothing_anew() {
    let mut line = Line::filled();
    line.office.withdraw(3, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let next = renewed(&line.office.roles);
    line.office.rotate(next);
    line.change();
    line.office.sign();
    let said = line.terminal.ok(&["once"]);
    assert!(said.contains(" 3 put, 0 removed"), "{said}");
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn a_takedown_above_what_the_log_ever_had_is_refused() {
    let mut line = Line::filled();
    let sound = line.office.takedown.clone();
    for rev in [line.office.tip.seq + 1, u64::MAX / 2] {
        line.office.takedown.entries = vec![gone(4, rev)];
        line.office.sign();
        line.terminal
            .refuses(&["once"], 4, "above what the log ever had");
    }
    line.office.takedown = sound;
    line.office.sign();
    line.recovers();
}

#[test]
fn a_revision_above_its_place_in_the_log_is_refused_alone() {
    let mut line = Line::filled();
    let high = line.office.document(1, 1_000_000, "第二版");
    let good = line.office.document(2, 2, "第二版");
    line.office
        .append(vec![office::put(high), office::put(good)]);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let status = line.terminal.status(&[]);
    assert_eq!(status["refused"].as_array().unwrap().len(), 1, "{status}");
    // Later ones of that document still come.
    let later = line.office.document(1, 3, "第二版");
    line.office.append(vec![office::put(later)]);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let found = line.terminal.contents().documents;
    assert!(
        found
            .iter()
            .any(|d| d.contains("office/0001") && d.contains("第二版"))
    );
}

#[test]
fn a_list_that_takes_more_than_half_of_all_documents_is_obeyed_and_told_loudly() {
    let mut line = Line::filled();
    for n in 0..21 {
        line.office.withdraw(n, 1);
    }
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(line.terminal.contents().documents.len(), 19);
    let status = line.terminal.status(&[]);
    assert!(
        status["alarms"][0]
            .as_str()
            .unwrap()
            .contains("21 of 40 documents"),
        "{status}"
    );
    let words = line.terminal.ok(&["status"]);
    assert!(words.contains("ALARM"), "{words}");
    assert!(
        line.terminal
            .ok(&["metrics"])
            .contains("terminal_alarms 1\n")
    );
}

#[test]
fn under_an_expired_root_documents_go_and_none_comes() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = Office::filled(&dir.path().join("feed"), 40);
    let soon = office::day_one() + SignedDuration::from_hours(24 * 30);
    let root = office.roles.root(1, soon, &[1]);
    let url = format!("file://{}/", office.dir().display());
    let terminal = Terminal::set_up(&dir.path().join("terminal"), &url, &root);
    terminal.ok(&["once", "--now", "2026-11-22T03:00:00Z"]);
    let later = "2027-01-22T03:00:00Z";
    office.now = later.parse().unwrap();
    let records = [1, 5].map(|n| office::put(office.document(n, 2, "第二版")));
    office.append(records.into());
    office.withdraw(9, 1);
    office.sign();
    terminal.ok(&["once", "--now", later]);
    let contents = terminal.contents();
    assert_eq!(contents.documents.len(), 39, "the takedown went through");
    assert!(contents.documents.iter().all(|d| !d.contains("第二版")));
    let status = terminal.status(&["--now", later]);
    assert!(
        status["held_back"][0]
            .as_str()
            .unwrap()
            .contains("root of the feed expired"),
        "{status}"
    );
    assert_eq!(status["expired"], true);
    // The next root brings everything.
    let next = office.roles.clone();
    office.rotate(next);
    office.sign();
    terminal.ok(&["once", "--now", later]);
    let status = terminal.status(&["--now", later]);
    assert_eq!(status["held_back"].as_array().unwrap().len(), 0, "{status}");
    assert!(
        terminal
            .contents()
            .documents
            .iter()
            .any(|d| d.contains("第二版"))
    );
}

#[test]
fn one_key_under_two_names_signs_once() {
    let mut line = Line::filled();
    let mut next = line.office.roles.clone();
    next.0[1] = Role(vec![1, 2], 2);
    let bytes = next.root(
        2,
        office::day_one() + SignedDuration::from_hours(9_999),
        &[1],
    );
    let mut root: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    // The second name stands for the first key.
    let ids = root["signed"]["roles"]["targets"]["keyids"].clone();
    let (one, two) = (ids[0].as_str().unwrap(), ids[1].as_str().unwrap());
    root["signed"]["keys"][two] = root["signed"]["keys"][one].clone();
    root["signatures"] = serde_json::json!([]);
    let key = office::key(1);
    let bytes = write::add_signatures(&serde_json::to_vec(&root).unwrap(), &[&key]).unwrap();
    line.office.put(&write::Outgoing {
        path: "metadata/2.root.json".into(),
        bytes,
    });
    line.change();
    line.office.sign();
    line.terminal.refuses(&["once"], 4, "under two ids");
    std::fs::remove_file(line.office.path("metadata/2.root.json")).unwrap();
    line.recovers();
}
