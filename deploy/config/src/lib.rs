//! terminal.toml: raw -> checked, once, at the door. Owns the settings of a terminal and their limits.
//! Refuses unknown keys and reports every problem of a file, not just the first. Touches no disk but the file itself.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod calendar;
pub mod holdings;
pub mod hours;
pub mod pin;
mod problem;
mod raw;
mod read;
mod rules;
pub mod seal;
mod settings;
mod wording;

pub use problem::{Problem, Problems};
pub use rules::{CONFIRMATIONS, CUTS, FORMS, PROFILE_NAMES, is_loopback};
pub use settings::{
    Adapted, Bell, Config, Desk, Inbox, JournalDir, Kiosk, Link, MirrorDir, Office, Opening,
    Printer, Proxy, Services, Site, SiteKind, Speech, Sync, Upload,
};

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Largest terminal.toml, bytes.
pub const FILE_BYTES_MAX: u64 = 256 * 1024;

/// Reads and checks a terminal.toml. Relative paths in it are relative to its folder.
pub fn load(path: &Path) -> Result<Config, Problems> {
    let name = path.display().to_string();
    let text =
        read_capped(path, FILE_BYTES_MAX).map_err(|message| Problems::whole(&name, message))?;
    // Absolute, so that a program may change its directory later.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let base = whole.parent().unwrap_or(Path::new("/"));
    read::parse(&text, base, &name)
}

impl Config {
    /// The commented example that is shipped.
    pub fn example() -> &'static str {
        include_str!("../terminal.example.toml")
    }

    /// Checks the text of a terminal.toml; relative paths are relative to `base`.
    pub fn parse(text: &str, base: &Path) -> Result<Config, Problems> {
        read::parse(text, base, "terminal.toml")
    }
}

fn read_capped(path: &Path, bytes_max: u64) -> Result<String, String> {
    let file = File::open(path).map_err(|e| format!("cannot open the file: {e}"))?;
    let meta = file
        .metadata()
        .map_err(|e| format!("cannot read the file: {e}"))?;
    if !meta.is_file() {
        return Err("is not a file".into());
    }
    let mut bytes = Vec::new();
    file.take(bytes_max + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| format!("cannot read the file: {e}"))?;
    if bytes.len() as u64 > bytes_max {
        return Err(format!("is larger than {} KiB", bytes_max / 1024));
    }
    String::from_utf8(bytes).map_err(|e| {
        let good = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..good].iter().filter(|b| **b == b'\n').count() + 1;
        format!("is not UTF-8 text (line {line}); save it again as UTF-8")
    })
}
