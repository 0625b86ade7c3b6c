//! A clock without a battery, or with a wrong one: 1970, 2100, and back.

use crate::Line;

const RIGHT: &str = "2026-11-22T03:00:00Z";

#[test]
fn a_clock_in_1970_neither_stops_nor_ages_the_feed() {
    let line = Line::empty();
    let then = "1970-01-01T00:00:09Z";
    line.terminal.ok(&["once", "--now", then]);
    let status = line.terminal.status(&["--now", then]);
    assert_eq!(
        (&status["expired"], &status["stale"]),
        (&false.into(), &false.into()),
        "{status}"
    );
    assert!(status["checked"].as_str().unwrap() >= "2026", "{status}");
    assert!(status["age_s"].as_i64().unwrap() >= 0, "{status}");
}

#[test]
fn a_clock_in_2100_shows_a_banner_and_the_documents() {
    let line = Line::empty();
    let then = "2100-01-01T00:00:00Z";
    line.terminal.ok(&["once", "--now", then]);
    let status = line.terminal.status(&["--now", then]);
    assert_eq!(
        (&status["expired"], &status["documents"]),
        (&true.into(), &40.into())
    );
}

#[test]
fn a_clock_that_comes_back_from_2100_is_not_poisoned() {
    let mut line = Line::filled();
    line.terminal.ok(&["once", "--now", "2100-01-01T00:00:00Z"]);
    line.change();
    line.office.withdraw(4, 1);
    line.office.sign();
    line.terminal.ok(&["once", "--now", "1970-01-01T00:00:00Z"]);
    line.terminal.ok(&["once", "--now", RIGHT]);
    let status = line.terminal.status(&["--now", RIGHT]);
    assert_eq!(
        (&status["expired"], &status["stale"]),
        (&false.into(), &false.into()),
        "{status}"
    );
    assert_eq!(status["checked"], RIGHT);
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn a_root_that_expired_long_ago_is_still_followed_to_its_successor() {
    let mut line = Line::filled();
    let next = line.office.roles.clone();
    line.office.rotate(next);
    line.change();
    line.office.sign();
    line.terminal.ok(&["once", "--now", "2100-01-01T00:00:00Z"]);
    assert_eq!(line.terminal.contents(), line.clean());
    assert_eq!(line.terminal.status(&[])["versions"]["root_rotations"], 1);
}
