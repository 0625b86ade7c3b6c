//! What the kiosk tells the agent through the journal: how far it has followed the mirror, for the receipts of takedowns,
//! and what the desk wants done by the running agent.

use crate::Line;
use crate::office::day_one;
use crate::upload::{batches, lines, until, uploading};
use journal::{Wish, Writer};
use serde_json::Value;
use std::fs;
use std::path::Path;
use sync_agent::failure::{Exit, Failure};
use sync_agent::trust::Trust;
use sync_agent::wishes::Wishes;

fn journal(line: &Line) -> Writer {
    let dir = line.terminal.mirror().parent().unwrap().join("journal");
    fs::create_dir_all(&dir).unwrap();
    Writer::open(&dir, "L01", "1", day_one()).unwrap()
}

/// Receipts in the inbox: part and id.
fn receipts(inbox: &Path) -> Vec<(String, String)> {
    let word = |line: &Value, name: &str| line[name].as_str().unwrap().to_owned();
    let all = batches(inbox).into_iter().flat_map(|file| lines(&file));
    let mut found: Vec<_> = all
        .filter(|line| line["kind"] == "takedown")
        .map(|line| (word(&line, "part"), word(&line, "id")))
        .collect();
    found.sort();
    found
}

#[test]
fn the_kiosk_confirms_a_takedown_only_when_it_has_followed_the_mirror_behind_it() {
    let mut line = Line::filled();
    let inbox = line.dir.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    uploading(&line, &format!("file://{}", inbox.display()));
    let mut kiosk = journal(&line);
    let mut see = |line: &Line, seq: u64| {
        let tip = &line.office.tip;
        kiosk
            .mirror_seen(&tip.repository, tip.epoch, seq, day_one())
            .unwrap();
        line.terminal.ok(&["upload"]);
    };
    let before = line.office.tip.seq;
    see(&line, before);
    line.office.withdraw(6, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    see(&line, before);
    let agent = ("agent".to_owned(), "office/0006".to_owned());
    assert_eq!(receipts(&inbox), std::slice::from_ref(&agent));
    let behind = line.office.tip.seq;
    see(&line, behind);
    let kiosk_part = ("kiosk".to_owned(), "office/0006".to_owned());
    assert_eq!(receipts(&inbox), [agent.clone(), kiosk_part.clone()]);
    // Each once.
    see(&line, behind + 1);
    assert_eq!(receipts(&inbox), [agent, kiosk_part]);
}

#[test]
fn a_kiosk_that_follows_another_repository_confirms_nothing() {
    let mut line = Line::filled();
    line.office.withdraw(6, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let inbox = line.dir.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    uploading(&line, &format!("file://{}", inbox.display()));
    journal(&line)
        .mirror_seen("another", 9, 999, day_one())
        .unwrap();
    line.terminal.ok(&["upload"]);
    assert!(receipts(&inbox).iter().all(|(part, _)| part == "agent"));
}

#[test]
fn the_running_agent_does_what_the_desk_asks_and_answers_in_its_status() {
    let mut line = Line::filled();
    let inbox = line.dir.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    uploading(&line, &format!("file://{}", inbox.display()));
    let mut desk = journal(&line);
    let agent = line.terminal.start(&["run"]);
    let answered = |number: u64| {
        until(|| {
            let status = line.terminal.status(&[]);
            status["desk"]["number"] == number && status["next_poll"].is_string()
        });
        line.terminal.status(&[])["desk"].clone()
    };
    until(|| line.terminal.status(&[])["next_poll"].is_string());

    // A publication is fetched now, not with the next poll.
    let mut office = line.office.clone();
    let gone = office.tip.seq;
    office.withdraw(7, 1);
    office.sign();
    let number = desk.ask(Wish::Sync, day_one()).unwrap();
    let answer = answered(number);
    assert_eq!(
        (&answer["wish"], &answer["outcome"]),
        (&"sync".into(), &"done".into())
    );
    assert!(line.terminal.contents().seq > gone);

    let sent = batches(&inbox).len();
    let number = desk.ask(Wish::Upload, day_one()).unwrap();
    assert_eq!(answered(number)["outcome"], "done");
    assert!(batches(&inbox).len() >= sent);
    // Somebody met a fault that no page tells of: a body that is not that of its index.
    let file = rusqlite::Connection::open(line.terminal.mirror().join("mirror.db")).unwrap();
    file.execute_batch("UPDATE body SET text = x'00' WHERE row = (SELECT max(row) FROM body)")
        .unwrap();
    drop(file);
    let number = desk.ask(Wish::Sync, day_one()).unwrap();
    assert_eq!(answered(number)["outcome"], "done");
    assert_ne!(line.terminal.run(&["verify"]).code, Some(0));
    let number = desk.ask(Wish::Check, day_one()).unwrap();
    assert_eq!(answered(number)["outcome"], "done");
    line.terminal.ok(&["verify"]);
    line.office = office;
    assert_eq!(line.terminal.contents(), line.clean());

    // What fails is told.
    line.server
        .rule(|_| crate::rogue::Reply::Say("503 Busy".into(), Vec::new()));
    let number = desk.ask(Wish::Sync, day_one()).unwrap();
    let answer = {
        until(|| line.terminal.status(&[])["desk"]["number"] == number);
        line.terminal.status(&[])["desk"].clone()
    };
    assert_eq!(answer["outcome"], "unreachable");
    assert!(!answer["message"].as_str().unwrap().is_empty());
    crate::upload::stop(agent);
}

#[test]
fn a_request_is_seen_until_it_is_answered_and_a_new_journal_counts_from_one() {
    let dir = tempfile::tempdir().unwrap();
    let now = "2026-11-22T02:00:00Z".parse().unwrap();
    let (at, other) = (dir.path().join("a"), dir.path().join("b"));
    let mut trust = Trust::open(dir.path(), feed::Floors::default).unwrap();
    let mut desk = Wishes::at(&at);
    assert_eq!(desk.look(&trust), None, "there is no journal yet");
    let mut journal = Writer::open(&at, "L01", "1", now).unwrap();
    assert_eq!(desk.look(&trust), None);
    journal.ask(Wish::Upload, now).unwrap();
    journal.ask(Wish::Sync, now).unwrap();
    let seen = desk.look(&trust).unwrap();
    assert!(seen.want(Wish::Sync) && seen.want(Wish::Upload) && !seen.want(Wish::Check));
    assert_eq!(
        desk.look(&trust).as_ref(),
        Some(&seen),
        "it waits for its answer"
    );
    let failed = Err(Failure::words(Exit::Unreachable, "no line"));
    trust.set_answer(&seen.answer(&failed, now)).unwrap();
    assert_eq!(desk.look(&trust), None);
    let answer = trust.answer().unwrap();
    assert_eq!((answer.number, answer.outcome.as_str()), (2, "unreachable"));
    Writer::open(&other, "L01", "1", now)
        .unwrap()
        .ask(Wish::Check, now)
        .unwrap();
    assert_eq!(Wishes::at(&other).look(&trust).unwrap().asked[0].number, 1);
}
