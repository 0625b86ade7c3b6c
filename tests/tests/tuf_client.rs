//! The example client of crate `feed`: its command line, and signatures that only its suite asks for.
#![allow(clippy::unwrap_used)]

use e2e::portal::Portal;
use e2e::process::{Said, run};
use e2e::programs::example;
use e2e::repository;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

struct Client {
    dir: TempDir,
    portal: Portal,
    program: PathBuf,
}

impl Client {
    /// A client that trusts the root of a repository with one target, `notice.txt`.
    fn beside(forged: bool) -> Client {
        let dir = tempfile::tempdir().unwrap();
        repository::write(
            dir.path(),
            "notice.txt",
            b"\xe5\x85\xac\xe5\x91\x8a",
            forged,
        )
        .unwrap();
        for folder in ["kept", "fetched"] {
            std::fs::create_dir(dir.path().join(folder)).unwrap();
        }
        let client = Client {
            portal: Portal::serve(dir.path()),
            program: example("tuf_client"),
            dir,
        };
        let root = client.dir.path().join("metadata/1.root.json");
        client.asks(&["init", root.to_str().unwrap()]).ok();
        client
    }

    fn asks(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(&self.program);
        command
            .arg("--metadata-dir")
            .arg(self.dir.path().join("kept"));
        run(command.args(arguments))
    }

    fn downloads(&self, names: &[&str], to: &Path) -> Said {
        let base = self.portal.url();
        let (metadata, targets) = (format!("{base}metadata/"), format!("{base}targets/"));
        let mut arguments = vec!["--metadata-url", &metadata, "--target-base-url", &targets];
        arguments.extend(["--target-dir", to.to_str().unwrap()]);
        for name in names {
            arguments.extend(["--target-name", name]);
        }
        arguments.push("download");
        self.asks(&arguments)
    }

    fn fetched(&self) -> PathBuf {
        self.dir.path().join("fetched")
    }
}

#[test]
fn targets_are_fetched_in_their_order_until_one_fails() {
    let client = Client::beside(false);
    let to = client.fetched();
    client.downloads(&["notice.txt", "notice.txt"], &to).ok();
    assert_eq!(
        std::fs::read(to.join("notice%2Etxt")).unwrap(),
        "公告".as_bytes()
    );
    std::fs::remove_file(to.join("notice%2Etxt")).unwrap();
    client
        .downloads(&["missing", "notice.txt"], &to)
        .expect_code(1);
    assert_eq!(std::fs::read_dir(&to).unwrap().count(), 0);
}

#[test]
fn another_lattice_signature_is_refused() {
    let client = Client::beside(true);
    let said = client.downloads(&["notice.txt"], &client.fetched());
    let said = said.expect_code(1);
    assert!(said.err.contains("targets"), "{}", said.err);
}

#[test]
fn a_target_that_cannot_be_written_is_a_failure_and_so_is_a_wrong_command_line() {
    let client = Client::beside(false);
    let nowhere = client.dir.path().join("nowhere");
    client.downloads(&["notice.txt"], &nowhere).expect_code(1);
    client.downloads(&[], &client.fetched()).expect_code(1);
    client.asks(&["--unknown", "refresh"]).expect_code(1);
    client.asks(&["--help"]).ok();
}
