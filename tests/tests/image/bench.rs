//! A feed, a device in a folder, and the way between them: the machine's own files, a stand-in for RAUC and for the restart.

use e2e::portal::Portal;
use e2e::process::{Said, command, run};
use e2e::programs::Program;
use e2e::publication::{Publication, text};
use e2e::terminal::{Settings, Terminal};
use e2e::{copy_tree, files, sample};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// 03:00 at the point, in its window.
pub const NIGHT: &str = "2026-11-27T19:00:00Z";
/// 10:00, when people read.
pub const DAY: &str = "2026-11-27T02:00:00Z";
/// Bytes of a bundle in these tests: four pieces.
const BUNDLE_BYTES: usize = 13_000_000;

/// Stands in for RAUC and for the loader: keeps what it is given, and a log of what it was asked.
const STAND_IN: &str = r#"set -eu
cd "$(dirname "$0")"
echo "$*" >> log
case "$1" in
  install)
    touch installing
    # Whoever asked may be gone.
    while [ -e hold ]; do kill -0 "$PPID" 2> /dev/null || exit 1; sleep 0.02; done
    if [ -e refuse ]; then echo "signature is wrong" >&2; exit 1; fi
    cp "$2" slot-b
    ;;
  status) if [ -e refuse ]; then exit 1; fi ;;
  restart) ;;
  *) exit 2 ;;
esac
"#;

/// A feed, a device, and the way between them.
pub struct Bench {
    dir: tempfile::TempDir,
    pub publication: Publication,
    pub portal: Portal,
    pub terminal: Terminal,
}

impl Bench {
    pub fn set_up(more: &str) -> Bench {
        let dir = tempfile::tempdir().unwrap();
        let publication = Publication::begin(dir.path());
        let source = dir.path().join("source");
        copy_tree(&sample().join("portal"), &source).unwrap();
        publication.publish(&source, Some(&sample().join("channel.toml")));
        let portal = Portal::serve(&publication.feed());
        let media = dir.path().join("media");
        let more = format!(
            "[kiosk]\npulse = \"{0}/pulse.json\"\n[update]\ndir = \"{0}/update\"\n{more}",
            dir.path().display()
        );
        let terminal = Terminal::set_up(
            &dir.path().join("terminal"),
            &Settings {
                feed: &portal.url(),
                root_json: &publication.root_json(),
                printer: "none",
                more: &more,
            },
        );
        // [sync] media stands in the middle of the settings.
        let settings = fs::read_to_string(terminal.config()).unwrap();
        let media = format!("[sync]\nmedia = \"{}\"\n", media.display());
        fs::write(terminal.config(), settings.replace("[sync]\n", &media)).unwrap();
        let bench = Bench {
            dir,
            publication,
            portal,
            terminal,
        };
        fs::create_dir_all(bench.at("rauc")).unwrap();
        stand_in::script(&bench.at("rauc/rauc"), STAND_IN);
        bench.told("proc/cmdline", "quiet terminal.slot=a terminal.board=qemu");
        bench.start("1.0.0", 1);
        bench.terminal.agent(&["once"]).ok();
        bench.works(NIGHT, "ready");
        bench
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn told(&self, path: &str, words: &str) {
        let path = self.at("device").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, words).unwrap();
    }

    /// The machine comes up with this system; nothing is drawn yet.
    pub fn start(&self, version: &str, boot: u32) {
        self.told("usr/share/terminal/version", version);
        self.told("proc/sys/kernel/random/boot_id", &boot.to_string());
        self.up(60);
        let _ = fs::remove_file(self.at("pulse.json"));
    }

    pub fn up(&self, seconds: u32) {
        self.told("proc/uptime", &format!("{seconds}.25 99.00\n"));
    }

    /// The screen is drawn and the printer says how it is.
    pub fn works(&self, now: &str, printer: &str) {
        let pulse = journal::Pulse {
            kiosk: "1".into(),
            frame: now.parse().ok(),
            printer: printer.into(),
            printer_at: now.parse().ok(),
        };
        pulse.write(&self.at("pulse.json")).unwrap();
    }

    /// A bundle of this version, offered.
    pub fn offer(&self, version: &str, more: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(BUNDLE_BYTES + 32);
        for n in 0u32.. {
            if bytes.len() >= BUNDLE_BYTES {
                break;
            }
            bytes.extend(Sha256::digest(format!("{version} {n}")));
        }
        let file = self.at("bundle.raucb");
        fs::write(&file, &bytes).unwrap();
        let mut args = vec!["add", text(&file), "--version", version];
        args.extend(more);
        self.bundle(&args).ok();
        bytes
    }

    pub fn bundle(&self, args: &[&str]) -> Said {
        let (feed, keys) = (self.publication.feed(), self.publication.keys());
        let mut all = vec![
            "bundle",
            args[0],
            "--to",
            text(&feed),
            "--keys",
            text(&keys),
        ];
        all.extend(
            ["--board", "qemu"]
                .iter()
                .filter(|_| !args.contains(&"--board")),
        );
        all.extend(&args[1..]);
        self.publication.run(&all)
    }

    pub fn updater(&self, now: &str, args: &[&str]) -> Command {
        let (config, system) = (self.terminal.config(), self.at("device"));
        let rauc = self.at("rauc/rauc");
        let restart = format!("{} restart", text(&rauc));
        let mut all = vec!["--config", text(&config), "--now", now];
        all.extend(["--system", text(&system), "--rauc", text(&rauc)]);
        all.extend(["--restart", &restart]);
        all.extend(args);
        let mut command = command(Program::Updater.path(), &all);
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command
    }

    pub fn fetch(&self) -> Said {
        run(&mut self.updater(NIGHT, &["fetch"]))
    }

    pub fn look(&self, now: &str) -> Said {
        run(&mut self.updater(now, &["run"]))
    }

    pub fn status(&self) -> Value {
        run(&mut self.updater(NIGHT, &["status", "--json"]))
            .ok()
            .json()
    }

    #[track_caller]
    pub fn expect(&self, at: &str, log: &[&str]) {
        let status = self.status();
        assert_eq!(status["at"], at, "{status}");
        let asked = fs::read_to_string(self.at("rauc/log")).unwrap_or_default();
        let bundle = self.at("update/state/bundle.raucb");
        let asked = asked.replace(text(&bundle), "BUNDLE");
        assert_eq!(asked.lines().collect::<Vec<_>>(), log);
    }

    pub fn inbox_pieces(&self) -> usize {
        files(&self.at("update/inbox/blob")).len()
    }
}
