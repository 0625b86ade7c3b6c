//! Sticks beside a network: who goes first, and what is remembered of one that failed.

use crate::Line;
use crate::upload::{stop, until};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;

fn with_media(line: &Line, feed: &str) -> std::path::PathBuf {
    let media = line.dir.path().join("media");
    fs::create_dir(&media).unwrap();
    let sync = format!("media = \"{}\"", media.display());
    line.terminal.configure(feed, &sync, "");
    media
}

#[test]
fn the_network_is_asked_before_any_stick() {
    let mut line = Line::filled();
    let media = with_media(&line, &line.server.url());
    // An old stick with a document that the network has taken down since.
    let stick = media.join("sda1");
    line.office.copy_to(&stick);
    line.office.withdraw(7, 1);
    line.office.sign();
    let agent = line.terminal.start(&["run"]);
    until(|| {
        let status = line.terminal.status(&[]);
        status["last_import"].is_object() && status["next_poll"].is_string()
    });
    stop(agent);
    let status = line.terminal.status(&[]);
    assert_eq!(status["last_import"]["outcome"], "refused", "{status}");
    assert!(
        status["last_import"]["message"]
            .as_str()
            .unwrap()
            .contains("is known already"),
        "{status}"
    );
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn a_stick_that_failed_is_remembered_and_not_tried_with_every_poll() {
    let line = Line::filled();
    let media = with_media(&line, &line.server.url());
    let stick = media.join("sda1");
    line.office.copy_to(&stick);
    fs::write(stick.join("metadata/timestamp.json"), "{}").unwrap();
    let agent = line.terminal.start(&["run"]);
    until(|| line.terminal.status(&[])["next_poll"].is_string());
    let first = line.terminal.status(&[])["last_import"].clone();
    assert_eq!(first["outcome"], "refused", "{first}");
    let told = mirror::last_import(&line.terminal.mirror()).unwrap();
    assert_eq!(told.result, mirror::Imported::Refused);
    // The next look does not try it again, also when it is asked for.
    let told = || line.terminal.status(&[])["next_poll"].clone();
    let before = told();
    kill_process(Pid::from_child(&agent), Signal::HUP).unwrap();
    until(|| told() != before);
    assert_eq!(line.terminal.status(&[])["last_import"], first);
    stop(agent);
    let words = line.terminal.ok(&["status"]);
    assert!(words.contains("last import refused"), "{words}");
    // A sound one is told as well.
    line.office.copy_to(&stick);
    line.terminal.ok(&["import", stick.to_str().unwrap()]);
    let told = mirror::last_import(&line.terminal.mirror()).unwrap();
    assert_eq!(told.result, mirror::Imported::Done);
}

#[test]
fn a_strangers_stick_is_mounted_only_with_file_systems_that_sticks_have_and_nothing_on_it_runs() {
    let unit = include_str!("../../../deploy/systemd/terminal-stick@.service");
    let line = unit
        .lines()
        .find(|line| line.starts_with("ExecStart=/bin/mount "))
        .unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    let behind = |flag: &str| -> Vec<&str> {
        let at = words.iter().position(|word| *word == flag).unwrap();
        words[at + 1].split(',').collect()
    };
    // A file system with a journal would be replayed: a lot of kernel for a stranger's bytes.
    let kinds = behind("-t");
    assert!(!kinds.is_empty());
    for kind in kinds {
        assert!(
            ["vfat", "exfat", "iso9660", "udf"].contains(&kind),
            "{kind}"
        );
    }
    for option in ["ro", "nosuid", "nodev", "noexec"] {
        assert!(behind("-o").contains(&option), "{option}");
    }
}
