//! terminal.toml: raw -> checked, once, at the door. Owns the settings of a terminal and their limits.
//! Refuses unknown keys and reports every problem of a file, not just the first. Opens nothing but the file itself.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod calendar;
mod file;
pub mod holdings;
pub mod hours;
mod house;
mod machine;
pub mod pin;
mod places;
mod problem;
mod raw;
mod read;
mod rules;
pub mod seal;
mod settings;
mod speech;
mod update;
mod wording;

pub use house::{DeskPage, Neighbour, Network};
pub use machine::{KIOSK_UID, PAGE_UID, SYNC_UID};
pub use places::check as check_places;
pub use problem::{Problem, Problems};
pub use rules::{CONFIRMATIONS, CUTS, FORMS, PROFILE_NAMES, is_loopback};
pub use settings::{
    Adapted, Bell, Config, Desk, Inbox, JournalDir, Kiosk, Link, MirrorDir, Office, Opening,
    Printer, Proxy, Rotation, Services, Site, SiteKind, Sync, Upload,
};
pub use speech::{EarKey, Jack, Speech};
pub use update::Update;

use std::path::Path;

/// Largest terminal.toml, bytes.
pub const FILE_BYTES_MAX: u64 = 256 * 1024;

/// Reads and checks a terminal.toml. Relative paths in it are relative to its folder.
pub fn load(path: &Path) -> Result<Config, Problems> {
    let name = path.display().to_string();
    let text = file::read_capped(path, FILE_BYTES_MAX)
        .map_err(|message| Problems::whole(&name, message))?;
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
