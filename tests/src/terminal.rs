//! A whole terminal in a folder: settings, trusted root, mirror and journal; and the real programs on it.

use crate::process::{Running, Said, command, run};
use crate::programs::Program;
use crate::publication::text;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Where a terminal gets its feed and how it prints.
pub struct Settings<'a> {
    /// `http://...` or `file:///...`.
    pub feed: &'a str,
    /// The root that the terminal ships with.
    pub root_json: &'a Path,
    /// `tcp://...` or `none`.
    pub printer: &'a str,
    /// More lines for `terminal.toml`.
    pub more: &'a str,
}

/// A terminal on disk: settings, mirror, journal and trust of its own.
pub struct Terminal {
    dir: PathBuf,
}

/// What must not change when a feed is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Ids with revisions.
    pub ids: Vec<(String, u64)>,
    /// Sequence number of the feed.
    pub seq: u64,
}

impl Terminal {
    /// Sets one up in `dir`.
    pub fn set_up(dir: &Path, settings: &Settings<'_>) -> Terminal {
        std::fs::create_dir_all(dir).expect("make the terminal's folder");
        let terminal = Terminal {
            dir: dir.to_path_buf(),
        };
        std::fs::copy(settings.root_json, dir.join("root.json")).expect("install the root");
        terminal.configure(settings);
        terminal
    }

    /// Writes `terminal.toml` anew; mirror, trust and journal stay.
    pub fn configure(&self, settings: &Settings<'_>) {
        let toml = format!(
            r#"[site]
id = "L01"
terminal = "1"
name = "示例市图书馆"
plate = "政务公开查阅点"
kind = "library"
[mirror]
dir = "mirror"
[journal]
dir = "journal"
[sync]
feed = "{}"
root = "root.json"
[printer]
connection = "{}"
profile = "generic-80mm"
{}"#,
            settings.feed, settings.printer, settings.more
        );
        std::fs::write(self.config(), toml).expect("write terminal.toml");
    }

    /// `terminal.toml`.
    pub fn config(&self) -> PathBuf {
        self.dir.join("terminal.toml")
    }

    /// The mirror's folder.
    pub fn mirror_dir(&self) -> PathBuf {
        self.dir.join("mirror")
    }

    /// The journal's folder.
    pub fn journal_dir(&self) -> PathBuf {
        self.dir.join("journal")
    }

    /// Runs `sync-agent --config C args...`.
    pub fn agent(&self, args: &[&str]) -> Said {
        run(&mut self.agent_command(args))
    }

    /// Starts it without waiting.
    pub fn start_agent(&self, args: &[&str]) -> Running {
        Running::start(&mut self.agent_command(args))
    }

    fn agent_command(&self, args: &[&str]) -> std::process::Command {
        let config = self.config();
        let mut all = vec!["--config", text(&config)];
        all.extend(args);
        let mut command = command(Program::Agent.path(), &all);
        // A proxy of the machine that runs the tests is not part of the test.
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs `kiosk --config C args...`.
    pub fn kiosk(&self, args: &[&str]) -> Said {
        run(&mut self.kiosk_command(args))
    }

    /// Starts it without waiting.
    pub fn start_kiosk(&self, args: &[&str]) -> Running {
        Running::start(&mut self.kiosk_command(args))
    }

    /// The command that shows the kiosk.
    pub fn kiosk_command(&self, args: &[&str]) -> std::process::Command {
        let config = self.config();
        let mut all = vec!["--config", text(&config)];
        all.extend(args);
        command(Program::Kiosk.path(), &all)
    }

    /// `sync-agent search`, as JSON.
    #[track_caller]
    pub fn search(&self, query: &str, more: &[&str]) -> Value {
        let mut args = vec!["search", query, "--json"];
        args.extend(more);
        self.agent(&args).ok().json()
    }

    /// Ids of the hits of a search.
    #[track_caller]
    pub fn hits(&self, query: &str, more: &[&str]) -> Vec<String> {
        let found = self.search(query, more);
        let hits = found["hits"].as_array().expect("hits are a list");
        hits.iter()
            .map(|hit| hit["id"].as_str().expect("a hit has an id").to_owned())
            .collect()
    }

    /// What the mirror holds, read as the kiosk reads it. Empty when there is none yet.
    #[track_caller]
    pub fn contents(&self) -> Contents {
        let reader = match mirror::Reader::open(&self.mirror_dir()) {
            Ok(reader) => reader,
            Err(mirror::Error::Absent { .. }) => {
                return Contents {
                    ids: Vec::new(),
                    seq: 0,
                };
            }
            Err(e) => panic!("open the mirror: {e}"),
        };
        let mut ids = reader.all_ids().expect("list the mirror");
        ids.sort();
        Contents {
            ids,
            seq: reader.state().expect("read the mirror's state").cursor.seq,
        }
    }

    /// Every file of the mirror: database, WAL, blobs, and what else lies there.
    pub fn mirror_files(&self) -> Vec<PathBuf> {
        crate::files(&self.mirror_dir())
    }
}
