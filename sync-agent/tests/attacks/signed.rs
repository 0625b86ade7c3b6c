//! Versions, keys and files that do not belong together: what a forger, a thief of keys or a bad copy makes of a feed.

use crate::Line;
use crate::office::{self, Role, Roles, copy_tree};
use crate::rogue::Rogue;
use feed::write;
use std::fs;

#[test]
fn roll_back_to_an_older_feed_is_refused() {
    let mut line = Line::filled();
    let old = line.dir.path().join("old");
    line.office.copy_to(&old);
    line.change();
    line.office.sign();
    line.terminal.ok(&["once"]);
    let server = Rogue::serve(&old);
    line.terminal.configure(&server.url(), "", "");
    line.terminal.refuses(&["once"], 4, "is known already");
    line.recovers();
}

#[test]
fn roll_back_of_the_log_under_newer_versions_is_refused() {
    let mut line = Line::filled();
    let before = line.office.clone();
    line.change();
    line.office.sign();
    line.terminal.ok(&["once"]);
    let after = line.office.clone();
    line.office.tip = before.tip;
    line.office.sign();
    line.terminal.refuses(&["once"], 4, "sequence number");
    line.office.tip = after.tip;
    line.office.sign();
    line.recovers();
}

#[test]
fn freeze_shows_as_expired_and_the_documents_stay() {
    let line = Line::filled();
    let later = "2026-12-24T00:00:00Z";
    line.terminal.ok(&["once", "--now", later]);
    let status = line.terminal.status(&["--now", later]);
    assert_eq!(status["expired"], true, "{status}");
    assert_eq!(status["documents"], 40);
    let words = line.terminal.ok(&["status", "--now", later]);
    assert!(words.contains("EXPIRED"), "{words}");
}

#[test]
fn mix_and_match_of_two_publications_is_refused() {
    let mut line = Line::filled();
    line.change();
    line.office.sign();
    let (second_snapshot, second_targets) = (
        fs::read(line.office.newest("snapshot.json")).unwrap(),
        fs::read(line.office.newest("targets.json")).unwrap(),
    );
    line.change();
    line.office.sign();
    for (kind, other) in [
        ("snapshot.json", second_snapshot),
        ("targets.json", second_targets),
    ] {
        let path = line.office.newest(kind);
        let sound = fs::read(&path).unwrap();
        fs::write(&path, other).unwrap();
        line.terminal.refuses(&["once"], 4, kind);
        fs::write(&path, sound).unwrap();
    }
    line.recovers();
}

#[test]
fn a_wrong_key_in_any_role_is_refused() {
    let mut line = Line::filled();
    line.change();
    let sound = line.office.clone();
    for role in 1..4 {
        let mut forged = sound.roles.clone();
        forged.0[role] = Role(vec![77], 1);
        for file in line.office.signed_by(&forged) {
            line.office.put(&file);
        }
        line.terminal.refuses(&["once"], 4, "verify the signature");
    }
    line.office.sign();
    line.recovers();
}

#[test]
fn a_removed_key_signs_nothing_any_more() {
    let mut line = Line::filled();
    let stolen = line.office.roles.clone();
    let mut next = stolen.clone();
    next.0[3] = Role(vec![14], 1);
    line.office.rotate(next);
    line.change();
    line.office.sign();
    line.terminal.ok(&["once"]);
    line.change();
    for file in line.office.signed_by(&stolen) {
        line.office.put(&file);
    }
    line.terminal.refuses(
        &["once"],
        4,
        "verify the signature of metadata/timestamp.json",
    );
    // Also when the thief hides the new root.
    fs::remove_file(line.office.path("metadata/2.root.json")).unwrap();
    line.terminal.refuses(&["once"], 4, "verify the signature");
    line.office.sign();
    line.recovers_with_roots(&[2]);
}

#[test]
fn a_root_that_the_old_keys_did_not_sign_is_not_followed() {
    let mut line = Line::filled();
    let mut strangers = Roles::plain();
    strangers.0[0] = Role(vec![66], 1);
    let root = strangers.root(2, office::day_one(), &[66]);
    line.change();
    line.office.sign();
    fs::write(line.office.path("metadata/2.root.json"), root).unwrap();
    line.terminal
        .refuses(&["once"], 4, "verify the signature of metadata/2.root.json");
    fs::remove_file(line.office.path("metadata/2.root.json")).unwrap();
    line.recovers();
}

#[test]
fn a_threshold_is_counted_in_different_keys() {
    let mut line = Line::filled();
    let mut next = line.office.roles.clone();
    next.0[1] = Role(vec![21, 22, 23], 2);
    line.office.rotate(next.clone());
    line.change();
    let mut one = next.clone();
    one.0[1] = Role(vec![21], 1);
    let mut twice = next.clone();
    twice.0[1] = Role(vec![21, 21], 1);
    for too_few in [one, twice] {
        for file in line.office.signed_by(&too_few) {
            line.office.put(&file);
        }
        line.terminal.refuses(&["once"], 4, "targets.json");
    }
    let mut two = next;
    two.0[1] = Role(vec![23, 21], 2);
    for file in line.office.signed_by(&two) {
        line.office.put(&file);
    }
    line.recovers();
}

impl Line {
    /// Puts removed roots back, as only the test has taken them away.
    #[track_caller]
    fn recovers_with_roots(&mut self, versions: &[u64]) {
        for version in versions {
            let path = format!("metadata/{version}.root.json");
            let mut signers = Roles::plain().0[0].0.clone();
            signers.extend(&self.office.roles.0[0].0);
            signers.dedup();
            let expires = office::day_one() + jiff::SignedDuration::from_hours(24 * 3_650);
            let bytes = self.office.roles.root(*version, expires, &signers);
            self.office.put(&write::Outgoing { path, bytes });
        }
        self.recovers();
    }
}

#[test]
fn a_half_published_feed_is_invisible_or_refused_and_never_half_applied() {
    let mut line = Line::filled();
    let before = line.terminal.contents();
    let old = line.dir.path().join("old");
    line.office.copy_to(&old);
    line.change();
    line.office.withdraw(3, 1);
    let segments = line.office.tip.segments[2..].to_vec();
    let mut files: Vec<write::Outgoing> = segments
        .iter()
        .map(|s| write::Outgoing {
            path: s.path(),
            bytes: fs::read(line.office.path(&s.path())).unwrap(),
        })
        .collect();
    files.extend(line.office.sign());
    // Blobs come first of all.
    copy_tree(&line.office.path("blob"), &old.join("blob"));
    let server = Rogue::serve(&old);
    line.terminal.configure(&server.url(), "", "");
    let place = |file: &write::Outgoing| {
        let path = old.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    };
    // In the publisher's order: the old feed until the last file.
    for file in &files[..files.len() - 1] {
        place(file);
        line.terminal.ok(&["once"]);
        assert_eq!(line.terminal.contents(), before);
    }
    // A copy tool that takes the timestamp first: refused until the last file.
    for file in &files {
        let _ = fs::remove_file(old.join(&file.path));
    }
    place(files.last().unwrap());
    for file in files[..files.len() - 1].iter().rev() {
        line.terminal.refuses(&["once"], 4, "");
        place(file);
    }
    line.terminal.ok(&["once"]);
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn another_repository_under_the_same_root_is_refused() {
    let mut line = Line::filled();
    line.office.tip.repository = "other".into();
    line.office.sign();
    line.terminal.refuses(&["once"], 4, "this terminal follows");
    line.office.tip.repository = "office".into();
    line.office.sign();
    line.recovers();
}
