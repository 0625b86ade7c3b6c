//! A feed to another folder through the object store: whole, in order, never older over newer. The same against a real S3
//! server is `tests/peers/bucket.sh`.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn publisher(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_publisher"))
        .args(args)
        .output()
        .unwrap()
}

#[track_caller]
fn ok(args: &[&str]) -> String {
    let output = publisher(args);
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn publish(dir: &Path, words: &str) {
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    if !dir.join("keys").exists() {
        ok(&["keygen", "--dir", &at("keys")]);
    }
    fs::create_dir_all(at("source")).unwrap();
    fs::write(at("source/a.txt"), format!("关于示例的通知\n\n{words}。\n")).unwrap();
    fs::write(
        at("channel.toml"),
        "site = \"s\"\nname = \"n\"\ndefault_disclosure = \"public\"\nevidence = \"https://example.invalid/\"\n",
    )
    .unwrap();
    ok(&[
        "publish",
        "--adapter",
        "folder",
        "--from",
        &at("source"),
        "--channel",
        &at("channel.toml"),
        "--to",
        &at("feed"),
        "--keys",
        &at("keys"),
    ]);
}

#[test]
fn a_pushed_feed_is_whole_and_a_newer_one_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let url = format!("file://{}", at("served"));
    publish(dir.path(), "第一版");
    let backup = at("backup");
    assert!(
        Command::new("cp")
            .args(["-r", &at("feed"), &backup])
            .status()
            .unwrap()
            .success()
    );
    ok(&["push", &at("feed"), "--to", &url]);
    let verify = || ok(&["verify", &at("served"), "--root", &at("keys/root.json")]);
    verify();
    publish(dir.path(), "第二版");
    let said = ok(&["push", &at("feed"), "--to", &url]);
    assert!(said.contains("there already"), "{said}");
    verify();
    let refused = publisher(&["push", &backup, "--to", &url]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("newer"));
    verify();
    // What is purged here goes there, too.
    ok(&[
        "withdraw",
        "s:a.txt",
        "--reason",
        "purged",
        "--to",
        &at("feed"),
        "--keys",
        &at("keys"),
    ]);
    let said = ok(&["push", &at("feed"), "--to", &url]);
    assert!(!said.contains(" 0 deleted"), "{said}");
    verify();
    let said = ok(&["push", &at("feed"), "--to", &url]);
    assert!(said.starts_with("0 written") && said.contains(" 0 deleted"));
}

#[track_caller]
fn refused(args: &[&str], words: &str) {
    let output = publisher(args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(words), "{said}");
}

#[test]
fn a_place_that_holds_another_feed_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    let feed = |of: &Path| of.join("feed").to_str().unwrap().to_owned();
    let url = format!("file://{}", dir.path().join("served").display());
    publish(&one, "第一版");
    publish(&two, "第一版");
    ok(&["push", &feed(&one), "--to", &url]);
    // As high a number, and a higher one.
    refused(&["push", &feed(&two), "--to", &url], "another");
    publish(&two, "第二版");
    refused(&["push", &feed(&two), "--to", &url], "another feed");
    let root = one.join("keys/root.json").to_str().unwrap().to_owned();
    let served = dir.path().join("served").to_str().unwrap().to_owned();
    ok(&["verify", &served, "--root", &root]);
}

#[test]
fn a_history_that_went_another_way_since_a_backup_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let url = format!("file://{}", at("served"));
    publish(dir.path(), "第一版");
    let copy = |from: &str, to: &str| {
        let copied = Command::new("cp").args(["-r", &at(from), &at(to)]).status();
        assert!(copied.unwrap().success());
    };
    // The whole machine goes into the backup, and what it remembers beside its keys.
    copy("feed", "backup");
    copy("keys", "keys-backup");
    publish(dir.path(), "第二版");
    ok(&["push", &at("feed"), "--to", &url]);
    for (name, backup) in [("feed", "backup"), ("keys", "keys-backup")] {
        fs::remove_dir_all(at(name)).unwrap();
        fs::rename(at(backup), at(name)).unwrap();
    }
    publish(dir.path(), "别的一版");
    refused(
        &["push", &at("feed"), "--to", &url],
        "another one of that number",
    );
    ok(&["verify", &at("served"), "--root", &at("keys/root.json")]);
}

#[test]
fn keys_come_from_the_environment_and_never_from_the_address() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), "第一版");
    let feed = dir.path().join("feed").to_str().unwrap().to_owned();
    refused(
        &["push", &feed, "--to", "s3://key:secret@bucket/x"],
        "environment",
    );
    refused(&["push", &feed, "--to", "ftp://x/"], "s3:// and file:///");
}
