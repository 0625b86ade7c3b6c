//! Drives the real `sync-agent` where no published feed is needed: settings, lock, exit codes, messages. Whole feeds are the
//! harness's.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::net::TcpListener;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn agent(config: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sync-agent"))
        .arg("--config")
        .arg(config)
        .args(arguments)
        .output()
        .unwrap()
}

fn terminal(dir: &Path, feed: &str) -> PathBuf {
    let file = dir.join("terminal.toml");
    let text = format!(
        "[site]\nid = \"L01\"\nterminal = \"1\"\nname = \"示例市图书馆\"\nplate = \"政务公开查阅点\"\nkind = \"library\"\n\
         [mirror]\ndir = \"mirror\"\n[journal]\ndir = \"journal\"\n[sync]\nfeed = \"{feed}\"\nroot = \"root.json\"\n\
         [printer]\nconnection = \"none\"\nprofile = \"generic-80mm\"\n"
    );
    fs::write(&file, text).unwrap();
    file
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn nobody() -> String {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    format!("http://127.0.0.1:{port}/")
}

/// A root that can be read as one; its keys sign nothing here.
fn root(dir: &Path) {
    let root = serde_json::json!({
        "signatures": [],
        "signed": {"_type": "root", "spec_version": "1.0.0", "version": 1, "expires": "2099-01-01T00:00:00Z",
                   "consistent_snapshot": true, "keys": {}, "roles": {}}
    });
    fs::write(dir.join("root.json"), root.to_string()).unwrap();
}

#[test]
fn bad_settings_end_with_2_and_all_problems() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("terminal.toml");
    fs::write(
        &file,
        "[site]\nid = \"L-01\"\n[sync]\nfeed = \"ftp://x/\"\n",
    )
    .unwrap();
    for command in ["once", "run", "status", "verify"] {
        let output = agent(&file, &[command]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let words = words(&output);
        assert!(
            words.contains("line 2: site.id") && words.contains("line 4: sync.feed"),
            "{words}"
        );
    }
    assert_eq!(
        agent(&dir.path().join("absent.toml"), &["once"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_missing_root_ends_with_2_and_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let output = agent(&terminal(dir.path(), &nobody()), &["once"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("root.json"), "{}", words(&output));
}

#[test]
fn a_root_that_nobody_signed_ends_with_2() {
    let dir = tempfile::tempdir().unwrap();
    root(dir.path());
    let output = agent(&terminal(dir.path(), &nobody()), &["once"]);
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("[sync] root"), "{}", words(&output));
    assert!(!dir.path().join("mirror/mirror.db").exists());
}

#[test]
fn a_second_agent_ends_with_75() {
    let dir = tempfile::tempdir().unwrap();
    let config = terminal(dir.path(), &nobody());
    fs::create_dir(dir.path().join("mirror")).unwrap();
    let lock = fs::File::create(dir.path().join("mirror/agent.lock")).unwrap();
    rustix::fs::flock(
        lock.as_fd(),
        rustix::fs::FlockOperation::NonBlockingLockExclusive,
    )
    .unwrap();
    for arguments in [&["once"][..], &["run"], &["import", "/media/stick"]] {
        let output = agent(&config, arguments);
        assert_eq!(output.status.code(), Some(75), "{arguments:?}");
        assert!(words(&output).contains("agent.lock"));
    }
    // Looking needs no lock.
    assert_eq!(agent(&config, &["status"]).status.code(), Some(0));
    assert_eq!(agent(&config, &["verify"]).status.code(), Some(0));
}

#[test]
fn a_trust_store_that_cannot_be_read_ends_with_4_and_stays() {
    let dir = tempfile::tempdir().unwrap();
    root(dir.path());
    let config = terminal(dir.path(), &nobody());
    fs::create_dir(dir.path().join("mirror")).unwrap();
    let trust = dir.path().join("mirror/trust.db");
    for bytes in [&b""[..], b"scribble"] {
        fs::write(&trust, bytes).unwrap();
        let output = agent(&config, &["once"]);
        assert_eq!(output.status.code(), Some(4), "{}", words(&output));
        assert!(
            words(&output).contains("trust.db") && words(&output).contains("backup"),
            "{}",
            words(&output)
        );
        assert_eq!(fs::read(&trust).unwrap(), bytes);
    }
}

#[test]
fn a_terminal_that_was_never_filled_can_be_looked_at() {
    let dir = tempfile::tempdir().unwrap();
    let config = terminal(dir.path(), &nobody());
    let status = agent(&config, &["status", "--json"]);
    assert_eq!(status.status.code(), Some(0), "{}", words(&status));
    let json: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(
        (json["filled"].as_bool(), json["documents"].as_u64()),
        (Some(false), Some(0))
    );
    assert_eq!(agent(&config, &["verify"]).status.code(), Some(0));
    let search = agent(&config, &["search", "公开", "--json"]);
    assert_eq!(search.status.code(), Some(1));
    assert!(words(&search).contains("none yet"), "{}", words(&search));
    assert!(!dir.path().join("mirror").exists(), "looking made a folder");
}

#[test]
fn wrong_arguments_end_with_2() {
    let dir = tempfile::tempdir().unwrap();
    let config = terminal(dir.path(), &nobody());
    for arguments in [
        &["search", "x", "--validity", "maybe"][..],
        &["search", "x", "--limit", "0"],
        &["fly"],
    ] {
        assert_eq!(
            agent(&config, arguments).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}
