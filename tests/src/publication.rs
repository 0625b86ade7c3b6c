//! The publishing side of a test: keys, a feed folder, and publications into it by the real publisher.

use crate::process::{Said, command, run};
use crate::programs::Program;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A feed and the keys it is signed with, in one folder.
pub struct Publication {
    dir: PathBuf,
}

impl Publication {
    /// Makes keys and an empty feed folder below `dir`.
    #[track_caller]
    pub fn begin(dir: &Path) -> Publication {
        let publication = Publication::at(dir);
        std::fs::create_dir_all(publication.feed()).expect("make the feed folder");
        publication
            .run(&["keygen", "--dir", text(&publication.keys())])
            .ok();
        publication
    }

    /// One that was begun in `dir` before, or a copy of it.
    pub fn at(dir: &Path) -> Publication {
        Publication {
            dir: dir.to_path_buf(),
        }
    }

    /// The folder that a web server would serve.
    pub fn feed(&self) -> PathBuf {
        self.dir.join("feed")
    }

    /// The folder of the signing keys.
    pub fn keys(&self) -> PathBuf {
        self.dir.join("keys")
    }

    /// What terminals trust.
    pub fn root_json(&self) -> PathBuf {
        self.keys().join("root.json")
    }

    /// Publishes a folder; returns the report.
    #[track_caller]
    pub fn publish(&self, from: &Path, channel: Option<&Path>) -> Value {
        self.publish_with(from, channel, &[])
    }

    /// Publishes a folder with more arguments; returns the report.
    #[track_caller]
    pub fn publish_with(&self, from: &Path, channel: Option<&Path>, more: &[&str]) -> Value {
        let report = self.dir.join("report.json");
        let (feed, keys) = (self.feed(), self.keys());
        let mut args = vec!["publish", "--adapter", "folder", "--from", text(from)];
        args.extend([
            "--to",
            text(&feed),
            "--keys",
            text(&keys),
            "--report",
            text(&report),
        ]);
        if let Some(channel) = channel {
            args.extend(["--channel", text(channel)]);
        }
        args.extend(more);
        self.run(&args).ok();
        let bytes = std::fs::read(&report).expect("read the report");
        serde_json::from_slice(&bytes).expect("the report is JSON")
    }

    /// Takes a document away by hand.
    #[track_caller]
    pub fn withdraw(&self, id: &str, reason: &str) {
        let (feed, keys) = (self.feed(), self.keys());
        self.run(&[
            "withdraw",
            id,
            "--reason",
            reason,
            "--to",
            text(&feed),
            "--keys",
            text(&keys),
        ])
        .ok();
    }

    /// Runs the publisher.
    pub fn run(&self, args: &[&str]) -> Said {
        run(&mut command(Program::Publisher.path(), args))
    }
}

/// Makes the sample portal's second state in `folder`, over a copy of the first: revised and new files, and `withdrawn.txt`
/// names those that are gone, one path a line.
pub fn second_state(folder: &Path) -> std::io::Result<()> {
    let second = crate::sample().join("second");
    let list = second.join("withdrawn.txt");
    crate::copy_tree(&second, folder)?;
    std::fs::remove_file(folder.join("withdrawn.txt"))?;
    for path in std::fs::read_to_string(list)?.lines() {
        let path = path.trim();
        if !path.is_empty() && !path.starts_with('#') {
            std::fs::remove_file(folder.join(path))?;
        }
    }
    Ok(())
}

/// The ids of one list of a report.
pub fn ids(report: &Value, list: &str) -> Vec<String> {
    report[list]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| Some(item["id"].as_str()?.to_owned()))
        .collect()
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("paths of tests are UTF-8")
}
