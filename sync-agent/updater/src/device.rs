//! The device as it is now: which system runs, which start of the machine this is, what works. Owns where that is read; refuses a machine
//! whose system says no version, for nothing could be compared there.

use std::io;
use std::path::{Path, PathBuf};

use config::Config;
use feed::Version;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use sync_agent::failure::{Exit, Failure, Outcome};

use crate::files;
use crate::steps::Health;

/// Bytes of a file that the kernel or the image tells something in.
const TOLD_BYTES_MAX: u64 = 16 * 1024;
/// Seconds for which a frame shows that the screen is drawn; the kiosk notes one each minute.
const FRAME_FRESH_S: i64 = 5 * 60;
/// All windows are those of Asia/Shanghai, which has had no other offset since 1991.
const SHANGHAI: Offset = Offset::constant(8);
/// What a printer says that can be talked to.
const ANSWERS: [&str; 5] = ["ready", "near-end", "printing", "paper-out", "cover-open"];

/// The machine, seen from a folder that is `/` on a device.
#[derive(Debug, Clone)]
pub struct Device {
    root: PathBuf,
}

impl Device {
    /// The one at `root`.
    pub fn at(root: &Path) -> Device {
        Device {
            root: root.to_owned(),
        }
    }

    fn told(&self, path: &str) -> io::Result<String> {
        let bytes =
            files::read(&self.root.join(path), TOLD_BYTES_MAX)?.ok_or(io::ErrorKind::NotFound)?;
        let text = String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData)?;
        Ok(text.trim().to_owned())
    }

    /// The version that runs.
    pub fn running(&self) -> Outcome<Version> {
        const PATH: &str = "usr/share/terminal/version";
        let no_image = |why: String| {
            Failure::words(Exit::BadConfig, format!("read /{PATH}: {why}"))
                .advise("this machine runs no image of the terminal; switch [update] off")
        };
        let text = self
            .told(PATH)
            .map_err(|error| no_image(error.to_string()))?;
        text.parse()
            .map_err(|error: feed::bundle::NoVersion| no_image(error.to_string()))
    }

    /// The board that the image is built for.
    pub fn board(&self) -> Outcome<String> {
        let line = self
            .told("proc/cmdline")
            .map_err(failed("read the kernel's command line"))?;
        let board = line
            .split_ascii_whitespace()
            .find_map(|word| word.strip_prefix("terminal.board="));
        board.map(str::to_owned).ok_or_else(|| {
            Failure::words(
                Exit::BadConfig,
                "find terminal.board= in the kernel's command line",
            )
        })
    }

    /// Names this start of the machine.
    pub fn boot(&self) -> Outcome<String> {
        self.told("proc/sys/kernel/random/boot_id")
            .map_err(failed("read which start of the machine this is"))
    }

    /// For how many seconds it has run.
    pub fn up_s(&self) -> Outcome<u64> {
        let text = self
            .told("proc/uptime")
            .map_err(failed("read for how long the machine runs"))?;
        let whole = text.split('.').next().and_then(|s| s.parse().ok());
        whole.ok_or_else(|| Failure::words(Exit::Unexpected, "read for how long the machine runs"))
    }
}

fn failed(what: &'static str) -> impl Fn(io::Error) -> Failure {
    move |error| Failure::new(Exit::Unexpected, error).context(what)
}

/// What of the terminal works now.
pub fn health(config: &Config, now: Timestamp) -> Health {
    let pulse = match journal::Pulse::read(&config.kiosk.pulse) {
        Ok(pulse) => pulse.unwrap_or_default(),
        Err(error) => {
            log!("read {}: {error}", config.kiosk.pulse.display());
            journal::Pulse::default()
        }
    };
    let is_fresh = |frame: Timestamp| now.duration_since(frame).abs().as_secs() <= FRAME_FRESH_S;
    let mirror = mirror::Reader::open(&config.mirror.dir).and_then(|reader| reader.state());
    Health {
        drawn: pulse.frame.is_some_and(is_fresh),
        mirror: mirror.is_ok(),
        printer: ANSWERS.contains(&pulse.printer.as_str()),
    }
}

/// Whether the machine may start anew now.
pub fn is_window(config: &Config, now: Timestamp) -> bool {
    let time = TimeZone::fixed(SHANGHAI).to_datetime(now).time();
    let minute = time.hour() as u16 * 60 + time.minute() as u16;
    let window = config.update.window;
    (window.from_min..window.to_min).contains(&minute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_machine_without_a_version_is_no_image_and_is_told_so() {
        let dir = tempfile::tempdir().unwrap();
        let device = Device::at(dir.path());
        let failure = device.running().unwrap_err();
        assert_eq!(failure.exit, Exit::BadConfig);
        assert!(failure.to_string().contains("switch [update] off"));
        fs::create_dir_all(dir.path().join("usr/share/terminal")).unwrap();
        let path = dir.path().join("usr/share/terminal/version");
        for bad in ["", "latest", "1.2.x"] {
            fs::write(&path, bad).unwrap();
            assert!(device.running().is_err(), "{bad}");
        }
        fs::write(&path, "1.4.0\n").unwrap();
        assert_eq!(device.running().unwrap().to_string(), "1.4.0");
    }

    #[test]
    fn the_window_is_that_of_the_points_wall_clock() {
        let config = Config::parse(Config::example(), Path::new("/")).unwrap();
        for (now, open) in [
            ("2026-11-27T17:59:00Z", false),
            ("2026-11-27T18:00:00Z", true),
            ("2026-11-27T20:59:59Z", true),
            ("2026-11-27T21:00:00Z", false),
        ] {
            assert_eq!(is_window(&config, now.parse().unwrap()), open, "{now}");
        }
    }

    #[test]
    fn an_old_frame_and_a_silent_printer_work_no_longer() {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::parse(Config::example(), Path::new("/")).unwrap();
        config.kiosk.pulse = dir.path().join("pulse.json");
        config.mirror.dir = dir.path().join("mirror");
        let now: Timestamp = "2026-11-27T18:00:00Z".parse().unwrap();
        assert_eq!(health(&config, now), Health::default());
        for (frame, printer, expected) in [
            ("2026-11-27T17:58:00Z", "ready", (true, true)),
            ("2026-11-27T17:54:00Z", "paper-out", (false, true)),
            ("2026-11-27T18:01:00Z", "offline", (true, false)),
            ("2026-11-27T18:01:00Z", "none", (true, false)),
        ] {
            let pulse = journal::Pulse {
                frame: frame.parse().ok(),
                printer: printer.into(),
                ..journal::Pulse::default()
            };
            pulse.write(&config.kiosk.pulse).unwrap();
            let found = health(&config, now);
            assert_eq!((found.drawn, found.printer), expected, "{frame} {printer}");
        }
        fs::write(&config.kiosk.pulse, "half of").unwrap();
        assert!(!health(&config, now).drawn);
    }
}
