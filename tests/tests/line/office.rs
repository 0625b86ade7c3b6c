//! The office of the recovery drills: its source, its publications a day apart, and terminals that read its feed from the folder.

use super::super::*;
use e2e::publication::text;
use std::path::Path;

/// An office with its own source folder, and terminals that read its feed from the folder.
pub struct Drill {
    pub dir: tempfile::TempDir,
    pub office: Publication,
    day: std::cell::Cell<i64>,
}

const CHANNEL: &str = "site = \"d\"\nname = \"示例市\"\ndefault_disclosure = \"public\"\nevidence = \"https://example.invalid/\"\n";

impl Drill {
    /// With ten documents published.
    pub fn begin() -> Drill {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("channel.toml"), CHANNEL).unwrap();
        let office = Publication::begin(&dir.path().join("office"));
        let drill = Drill {
            dir,
            office,
            day: std::cell::Cell::new(0),
        };
        for n in 0..10 {
            drill.write(n, "第一版");
        }
        drill.publish(&[]);
        drill
    }

    pub fn source(&self) -> PathBuf {
        self.dir.path().join("source")
    }

    pub fn write(&self, n: usize, words: &str) {
        std::fs::create_dir_all(self.source()).unwrap();
        let body = format!("关于第{n}件事的通知\n\n各县区人民政府：\n{words}。\n");
        std::fs::write(self.source().join(format!("{n}.txt")), body).unwrap();
    }

    /// Each publication is a day later.
    pub fn now(&self) -> String {
        let start: jiff::Timestamp = "2026-11-22T02:00:00Z".parse().unwrap();
        (start + jiff::SignedDuration::from_hours(24 * self.day.get())).to_string()
    }

    pub fn publish(&self, more: &[&str]) {
        self.day.set(self.day.get() + 1);
        let now = self.now();
        let mut args = vec!["--confirm-drop", "--now", &now];
        args.extend(more);
        let channel = self.dir.path().join("channel.toml");
        self.office
            .publish_with(&self.source(), Some(&channel), &args);
    }

    pub fn withdraw(&self, n: usize) {
        let (feed, keys, now) = (self.office.feed(), self.office.keys(), self.now());
        let id = format!("d:{n}.txt");
        let args = [
            "withdraw",
            &id,
            "--to",
            text(&feed),
            "--keys",
            text(&keys),
            "--now",
            &now,
        ];
        self.office.run(&args).ok();
    }

    pub fn terminal(&self, name: &str) -> Terminal {
        let feed = format!("file://{}/", self.office.feed().display());
        let settings = Settings {
            feed: &feed,
            // What was shipped when the terminal was set up.
            root_json: &self.first_root(),
            printer: "none",
            more: "",
        };
        Terminal::set_up(&self.dir.path().join(name), &settings)
    }

    pub fn first_root(&self) -> PathBuf {
        let kept = self.dir.path().join("root.json");
        if !kept.exists() {
            std::fs::copy(self.office.root_json(), &kept).unwrap();
        }
        kept
    }

    pub fn once(&self, terminal: &Terminal) {
        terminal.agent(&["once", "--now", &self.now()]).ok();
    }

    /// Brings the terminals up to date; each must be what a clean one becomes, and show nothing of `gone`.
    #[track_caller]
    pub fn all_are_clean(&self, terminals: &[&Terminal], gone: &[usize]) {
        let clean = self.terminal(&format!("clean-{}", self.day.get()));
        self.once(&clean);
        let expected = bodies(&clean);
        assert!(!expected.is_empty());
        for terminal in terminals {
            self.once(terminal);
            terminal.agent(&["verify"]).ok();
            assert_eq!(bodies(terminal), expected);
        }
        for n in gone {
            let id = format!("d:{n}.txt");
            assert!(
                expected.iter().all(|(found, _)| *found != id),
                "{id} is shown"
            );
        }
    }
}

/// Every document with its words. Revisions may differ where a log was begun anew.
pub fn bodies(terminal: &Terminal) -> Vec<(String, String)> {
    let reader = mirror::Reader::open(&terminal.mirror_dir()).unwrap();
    let mut ids = reader.all_ids().unwrap();
    ids.sort();
    ids.into_iter()
        .map(|(id, _)| {
            let document = reader.document(&id).unwrap().unwrap();
            (id, format!("{:?}", document.blocks))
        })
        .collect()
}

pub fn copy_all(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    copy_tree(from, to).unwrap();
}
