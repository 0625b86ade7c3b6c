//! The machine as it is (设备): room on its disks, how warm it is, its image, the fingerprint of the office's page; and the order to restart it or switch it
//! off, which a unit of the device (`terminal-power`) carries out. Reads small files of the system and believes none of them more than a line.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use jiff::Timestamp;
use session::Machine;

use crate::startup::free_bytes;
use crate::workers::shared::Shared;

/// Where the kernel tells how warm it is.
const THERMAL_DIR: &str = "/sys/class/thermal";
/// Where the image says which one it is.
const RELEASE_FILE: &str = "/etc/os-release";
const IMAGE_KEY: &str = "IMAGE_VERSION=";
const IMAGE_CHARS_MAX: usize = 40;
/// Longest file that is read.
const FILE_BYTES_MAX: u64 = 16 * 1024;
/// Zones that are looked at.
const ZONES_MAX: usize = 32;
/// No processor that runs is warmer, degrees Celsius.
const DEGREES_MAX: u32 = 150;
/// The order to the unit.
const ORDER: &str = "order";
/// Owner writes, the unit reads.
const FILE_MODE: u32 = 0o640;
/// SHA-256 as browsers show it.
const FINGERPRINT_CHARS: usize = 95;
/// Pairs of digits beside each other on the glass.
const GROUP_PAIRS: usize = 8;

/// Looks at it.
pub(in crate::workers) fn look(shared: &Shared) -> Machine {
    let setup = &shared.setup;
    let point = setup.point.as_deref();
    let dirs = [Some(&setup.journal), point.map(|point| &point.mirror.dir)];
    let free = dirs.into_iter().flatten().filter_map(|dir| free_bytes(dir));
    let page = point.and_then(|point| point.desk_page.as_ref());
    Machine {
        disk_free_mb: free.min().map(|free| free / 1_000_000),
        temperature_c: warmest(Path::new(THERMAL_DIR)),
        image: image(&text(Path::new(RELEASE_FILE))),
        fingerprint: page.map_or_else(String::new, |page| fingerprint(&text(&page.fingerprint))),
        power: setup.power.is_dir(),
    }
}

/// Orders a restart, or the end; whole or not at all.
pub(super) fn order(shared: &Shared, off: bool, now: Timestamp) -> io::Result<()> {
    let folder = &shared.setup.power;
    let word = if off { "power-off" } else { "restart" };
    let beside = folder.join(".order.part");
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(&beside)?;
    file.write_all(format!("{} {word}\n", now.as_second()).as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, folder.join(ORDER))
}

/// What a small file says; nothing for one that is not there.
fn text(file: &Path) -> String {
    let mut bytes = Vec::new();
    let opened = File::open(file);
    let read = opened.and_then(|file| file.take(FILE_BYTES_MAX).read_to_end(&mut bytes));
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => String::new(),
    }
}

/// The hottest of what the kernel measures, whole degrees.
fn warmest(dir: &Path) -> Option<u32> {
    let zones = std::fs::read_dir(dir).ok()?.take(ZONES_MAX);
    let told = zones.filter_map(|zone| {
        let millis: i64 = text(&zone.ok()?.path().join("temp")).trim().parse().ok()?;
        u32::try_from(millis / 1_000).ok()
    });
    told.filter(|degrees| *degrees <= DEGREES_MAX).max()
}

/// The version that an image gives itself.
fn image(release: &str) -> String {
    let line = release
        .lines()
        .find_map(|line| line.strip_prefix(IMAGE_KEY));
    let said = line.unwrap_or_default().trim().trim_matches('"');
    let plain = said.chars().all(|c| c.is_ascii_graphic());
    let fits = plain && said.chars().count() <= IMAGE_CHARS_MAX;
    if fits { said.to_owned() } else { String::new() }
}

/// Only what is one is shown as one, in groups of eight that eyes compare one after the other.
fn fingerprint(text: &str) -> String {
    let said = text.trim();
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit());
    match said.len() == FINGERPRINT_CHARS && said.split(':').all(digits) {
        true => {
            let pairs: Vec<&str> = said.split(':').collect();
            let groups = pairs.chunks(GROUP_PAIRS).map(|group| group.join(":"));
            groups.collect::<Vec<_>>().join(" ")
        }
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warmest_zone_counts_and_nonsense_of_the_kernel_does_not() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(warmest(dir.path()), None);
        for (zone, said) in [
            ("a", "48200\n"),
            ("b", "61999\n"),
            ("c", "-1000\n"),
            ("d", ""),
        ] {
            std::fs::create_dir(dir.path().join(zone)).unwrap();
            std::fs::write(dir.path().join(zone).join("temp"), said).unwrap();
        }
        std::fs::create_dir(dir.path().join("e")).unwrap();
        std::fs::write(dir.path().join("e/temp"), "999999999\n").unwrap();
        assert_eq!(warmest(dir.path()), Some(61));
        assert_eq!(warmest(&dir.path().join("absent")), None);
    }

    #[test]
    fn only_a_fingerprint_is_shown_as_one_and_only_a_version_as_a_version() {
        let good = vec!["AB"; 32].join(":");
        let group = ["AB"; 8].join(":");
        let shown = [group.as_str(); 4].join(" ");
        assert_eq!(fingerprint(&format!("{good}\n")), shown);
        for bad in [
            "",
            "AB:CD",
            &"AB".repeat(32),
            &good.replace("AB", "请拨"),
            &format!("{good}:AB"),
        ] {
            assert_eq!(fingerprint(bad), "", "{bad}");
        }
        assert_eq!(
            image("ID=terminal\nIMAGE_VERSION=\"2026.11.3\"\n"),
            "2026.11.3"
        );
        for bad in ["", "ID=x\n", "IMAGE_VERSION=a b", "IMAGE_VERSION=\u{1}"] {
            assert_eq!(image(bad), "", "{bad:?}");
        }
        assert_eq!(image(&format!("IMAGE_VERSION={}", "9".repeat(41))), "");
    }
}
