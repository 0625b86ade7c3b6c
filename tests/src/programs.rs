//! The programs under test. Always asks cargo for them, so that what runs is what the sources say; never looks for an
//! executable that happens to lie about.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// One of our programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Program {
    /// `publisher`.
    Publisher,
    /// `sync-agent`.
    Agent,
    /// `printer`.
    Printer,
    /// `kiosk`.
    Kiosk,
    /// `portal`, of this crate.
    Portal,
    /// `desk-page`.
    Page,
    /// `fleet`.
    Fleet,
    /// `terminal-config`.
    Settings,
    /// `updater`.
    Updater,
    /// `viewer`, which is a workspace of its own.
    Viewer,
}

impl Program {
    fn name(self) -> &'static str {
        match self {
            Program::Publisher => "publisher",
            Program::Agent => "sync-agent",
            Program::Printer => "printer",
            Program::Kiosk => "kiosk",
            Program::Portal => "portal",
            Program::Page => "desk-page",
            Program::Fleet => "fleet",
            Program::Settings => "terminal-config",
            Program::Updater => "updater",
            Program::Viewer => "viewer",
        }
    }

    /// Where the fresh executable lies; builds all of them at the first call.
    pub fn path(self) -> &'static PathBuf {
        static BUILT: OnceLock<HashMap<String, PathBuf>> = OnceLock::new();
        static APART: OnceLock<HashMap<String, PathBuf>> = OnceLock::new();
        // Lies beside those that start it.
        let apart = APART.get_or_init(|| build("kiosk/viewer/program", &["--bins"]));
        let built = match self {
            Program::Viewer => apart,
            _ => BUILT.get_or_init(|| build("", &["--workspace", "--bins"])),
        };
        built
            .get(self.name())
            .unwrap_or_else(|| panic!("the workspace builds no program {}", self.name()))
    }
}

/// The fresh executable of an example.
pub fn example(name: &str) -> PathBuf {
    build("", &["--workspace", "--example", name])
        .remove(name)
        .unwrap_or_else(|| panic!("the workspace builds no example {name}"))
}

/// The workspace in a folder, whole, as `make test` builds it: another selection would unify features differently and build all
/// twice. All are built into one target folder.
fn build(folder: &str, targets: &[&str]) -> HashMap<String, PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let into = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(crate::root().join(folder))
        .env("CARGO_TARGET_DIR", crate::root().join(into))
        .args(["build", "--quiet"])
        .args(targets)
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit());
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    // Set for our own package by the cargo that runs us; build scripts of others must not see them.
    for (key, _) in std::env::vars_os() {
        if key.to_string_lossy().starts_with("CARGO_PKG_") || key == "CARGO_MANIFEST_DIR" {
            command.env_remove(key);
        }
    }
    let output = command.output().expect("start cargo");
    assert!(
        output.status.success(),
        "the programs under test do not build"
    );
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(|message| {
            let path = message["executable"].as_str()?;
            let name = message["target"]["name"].as_str()?;
            Some((name.to_owned(), PathBuf::from(path)))
        })
        .collect()
}
