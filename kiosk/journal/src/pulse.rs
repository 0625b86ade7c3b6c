//! The screen's pulse (屏幕心跳): what the kiosk tells the agent of screen and printer in a small file that lives as long as the machine runs.
//! Nothing of a visit: when a frame was drawn and how the printer is, never what was drawn or printed.
//!
//! Decisions:
//!
//! - A file in memory (`/run`) and not the journal: it changes every few seconds, which a card would not bear for years, and it goes on when
//!   the disk is full. It is put in place whole; who reads it never meets half of one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Bytes of such a file at most.
const FILE_BYTES_MAX: u64 = 4 * 1024;

/// What the kiosk last told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pulse {
    /// Version of the kiosk.
    pub kiosk: String,
    /// When a frame was last drawn.
    pub frame: Option<Timestamp>,
    /// How the printer is, by its code.
    pub printer: String,
    /// When the printer was last asked.
    pub printer_at: Option<Timestamp>,
}

impl Pulse {
    /// Puts it in place. The folder is made by whoever starts the kiosk.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = serde_json::to_vec(self).expect("plain data has a JSON form");
        let fresh = path.with_extension("new");
        fs::write(&fresh, text)?;
        fs::rename(&fresh, path)
    }

    /// Reads it; `None` when no kiosk has told anything since the machine was started.
    pub fn read(path: &Path) -> io::Result<Option<Pulse>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut text = Vec::new();
        file.take(FILE_BYTES_MAX).read_to_end(&mut text)?;
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(io::Error::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pulse_is_read_as_it_was_told_and_one_that_was_never_told_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pulse.json");
        assert_eq!(Pulse::read(&path).unwrap(), None);
        let pulse = Pulse {
            kiosk: "0.1.0".into(),
            frame: "2026-11-22T02:00:00Z".parse().ok(),
            printer: "near-end".into(),
            printer_at: None,
        };
        pulse.write(&path).unwrap();
        assert_eq!(Pulse::read(&path).unwrap(), Some(pulse.clone()));
        let second = Pulse {
            printer: "ready".into(),
            ..pulse
        };
        second.write(&path).unwrap();
        assert_eq!(Pulse::read(&path).unwrap(), Some(second));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no leftover");
    }

    #[test]
    fn what_is_no_pulse_is_an_error_and_not_read_to_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pulse.json");
        for text in ["", "{", "[]", "{\"frame\": \"soon\"}"] {
            fs::write(&path, text).unwrap();
            assert!(Pulse::read(&path).is_err(), "{text:?}");
        }
        let endless = format!("{{\"kiosk\": \"{}\"}}", "x".repeat(10_000));
        fs::write(&path, endless).unwrap();
        assert!(Pulse::read(&path).is_err());
        assert!(
            Pulse::default()
                .write(&dir.path().join("no/pulse"))
                .is_err()
        );
    }
}
