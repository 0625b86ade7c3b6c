//! Printer models as data: `profiles/*.toml`, compiled in, and files of the same form in a folder. Knows nothing of how bytes travel.

mod adapt;

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

pub use adapt::{Changes, ProfileError, profile_from, profile_in};

/// Width of a half-width cell (an ASCII letter) in dots; a Chinese character takes two.
pub const CELL_DOTS: u32 = 12;

/// How a model can say that a job is done, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmation {
    /// `GS ( H` function 48: answers when the paper is printed.
    ProcessId,
    /// `GS r`: answers when everything before it was parsed, which is not yet paper.
    GsR,
    /// `DLE EOT`: asked after the time the head needs; says that nothing went wrong.
    Status,
    /// The model never answers.
    None,
}

/// Which Chinese characters the font in the device has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Charset {
    /// The 6,763 characters and the symbols of GB/T 2312.
    Gb2312,
    /// All two-byte characters of GB 18030 outside its user-defined zones.
    Gbk,
}

/// Which command cuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// `GS V 66 0`: feeds to the cutter and leaves one point uncut.
    #[default]
    GsV66,
    /// `GS V 65 0`: feeds to the cutter and cuts through.
    GsV65,
    /// `GS V 1`: leaves one point uncut, feeds nothing.
    GsV1,
    /// `GS V 0`: cuts through, feeds nothing.
    GsV0,
    /// `ESC m`: as `GS V 1` on older models.
    EscM,
    /// `ESC i`: as `GS V 0` on older models.
    EscI,
}

impl Cut {
    /// The ESC/POS command that makes this cut.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Cut::GsV66 => &[0x1d, b'V', 66, 0],
            Cut::GsV65 => &[0x1d, b'V', 65, 0],
            Cut::GsV1 => &[0x1d, b'V', 1],
            Cut::GsV0 => &[0x1d, b'V', 0],
            Cut::EscM => &[0x1b, b'm'],
            Cut::EscI => &[0x1b, b'i'],
        }
    }

    /// Whether the command itself feeds to the cutter.
    pub fn feeds(self) -> bool {
        matches!(self, Cut::GsV66 | Cut::GsV65)
    }
}

/// One model of printer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What `[printer] profile` in terminal.toml names.
    pub name: String,
    /// The manual that its facts are from. What no manual says is marked as assumed in the file.
    pub manual: String,
    /// Printable width in dots, whole half-width cells of 12.
    pub width_dots: u32,
    /// Dots per inch, the same in both directions.
    pub dpi: u32,
    /// Whether the device has a Chinese font of 24 x 24 dots and takes GB 18030 text.
    pub text_mode: bool,
    /// Which of its characters can be trusted.
    pub charset: Charset,
    /// Whether there is a cutter; else paper is torn at a bar.
    pub cutter: bool,
    /// The command that cuts.
    #[serde(default)]
    pub cut: Cut,
    /// From the head to the cutter or the tear bar, in dots: blank paper that every slip costs.
    pub cutter_distance_dots: u32,
    /// Blank dots that we feed after the last line, before the cutter's own feed.
    pub tail_dots: u32,
    /// Strongest confirmation that the model gives.
    pub confirm: Confirmation,
    /// Whether it reports changes by itself (`GS a`).
    pub asb: bool,
    /// Whether it forgets what it was sent when told to (`DLE DC4` function 8).
    #[serde(default)]
    pub clears_buffer: bool,
    /// How the names begin that it gives itself (`GS I 67`).
    #[serde(default)]
    pub calls_itself: Vec<String>,
    /// Whether `GS P` must set one motion unit to one dot.
    pub motion_units: bool,
    /// Rows of one raster band, at most 255.
    pub band_rows: u32,
    /// Bytes that the device certainly keeps while its head works. A line without flow control must not be ahead by more.
    pub buffer_bytes: u32,
    /// How fast the head is at least, in millimetres a second.
    pub speed_mm_s: u32,
}

impl Profile {
    /// Half-width cells of 12 dots on a line.
    pub fn columns(&self) -> usize {
        (self.width_dots / CELL_DOTS) as usize
    }

    /// The plainest assumptions, for previews where no printer can be used.
    pub fn plain() -> Profile {
        profile("generic-80mm").expect("it is compiled in")
    }

    /// Dots as millimetres of paper, rounded up.
    pub fn mm(&self, dots: u32) -> u32 {
        ((u64::from(dots) * 254).div_ceil(u64::from(self.dpi) * 10)) as u32
    }
}

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    [
        include_str!("../../profiles/generic-80mm.toml"),
        include_str!("../../profiles/generic-58mm.toml"),
        include_str!("../../profiles/epson-80mm.toml"),
        include_str!("../../profiles/epson-tm-t82.toml"),
        include_str!("../../profiles/epson-tm-t88.toml"),
        include_str!("../../profiles/xprinter-80mm.toml"),
        include_str!("../../profiles/xprinter-58mm.toml"),
        include_str!("../../profiles/gprinter-80mm.toml"),
        include_str!("../../profiles/sprt-80mm.toml"),
    ]
    .iter()
    .map(|text| toml::from_str(text).expect("compiled-in profiles are valid, see the test"))
    .collect()
});

/// The profile of that name.
pub fn profile(name: &str) -> Option<Profile> {
    PROFILES.iter().find(|p| p.name == name).cloned()
}

/// The profile whose model calls itself so (`GS I 67`), if it is one of ours.
pub fn profile_of_model(model: &str) -> Option<Profile> {
    let begins = |p: &&Profile| p.calls_itself.iter().any(|name| model.starts_with(name));
    PROFILES.iter().find(begins).cloned()
}

/// All names, for messages.
pub fn profile_names() -> Vec<&'static str> {
    PROFILES.iter().map(|p| p.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_valid_and_its_line_is_whole_characters() {
        for name in profile_names() {
            let p = profile(name).unwrap();
            assert_eq!(p.width_dots % CELL_DOTS, 0, "{name}");
            assert!((1..=255).contains(&p.band_rows), "{name}");
            assert!(p.speed_mm_s > 0 && p.dpi > 0, "{name}");
            assert!(p.buffer_bytes > 0 && !p.manual.is_empty(), "{name}");
            assert_eq!(p.check(), Ok(()), "{name}");
        }
        assert_eq!(profile("generic-80mm").unwrap().columns(), 48);
        assert_eq!(profile("generic-58mm").unwrap().columns(), 32);
        assert_eq!(profile("epson-tm-t88").unwrap().columns(), 42);
        assert_eq!(profile("nonesuch"), None);
    }

    #[test]
    fn millimetres_are_rounded_up() {
        let p = profile("generic-80mm").unwrap();
        assert_eq!(p.mm(203), 26);
        assert_eq!(p.mm(0), 0);
        assert_eq!(p.mm(8), 2);
    }
}
