//! What a point changes of a profile, and profiles of its own in a folder. Every value is checked before anything is printed with it.

use super::{CELL_DOTS, Confirmation, Cut, Profile, profile};
use serde::Deserialize;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Largest profile file that is read.
const PROFILE_FILE_BYTES_MAX: u64 = 64 * 1024;
/// What a printer can plausibly be.
const WIDTH_DOTS: std::ops::RangeInclusive<u32> = 96..=2_048;
const DPI: std::ops::RangeInclusive<u32> = 100..=600;
const SPEED_MM_S: std::ops::RangeInclusive<u32> = 10..=1_000;
const BUFFER_BYTES: std::ops::RangeInclusive<u32> = 32..=16_777_216;
const BAND_ROWS: std::ops::RangeInclusive<u32> = 1..=255;
const BLANK_DOTS: std::ops::RangeInclusive<u32> = 0..=2_000;

/// Why a profile is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// A number that no printer has.
    #[error("read profile: {key} is {given}, allowed is {least} to {most}")]
    #[allow(missing_docs)]
    Range {
        key: &'static str,
        given: u32,
        least: u32,
        most: u32,
    },
    /// A line that is no whole number of cells.
    #[error("read profile: width_dots is {0}, allowed is a multiple of {CELL_DOTS}")]
    Width(u32),
    /// Not one of the keys, or not of their kind.
    #[error("read profile: {0}")]
    Form(String),
    /// No such file, or not readable.
    #[error("read profile {path}: {why}", path = .path.display())]
    #[allow(missing_docs)]
    File { path: PathBuf, why: String },
    /// A file that names another profile than its name says.
    #[error("read profile {path}: its name is {name:?}", path = .path.display())]
    #[allow(missing_docs)]
    Name { path: PathBuf, name: String },
}

/// What a point may change of a profile, each with the unit of the profile's own key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Changes {
    pub speed_mm_s: Option<u32>,
    pub buffer_bytes: Option<u32>,
    pub tail_dots: Option<u32>,
    pub cutter: Option<bool>,
    pub cut: Option<Cut>,
    pub text_mode: Option<bool>,
    pub confirm: Option<Confirmation>,
}

impl Changes {
    /// Words as settings have them: `cut` is `none` without a cutter, `form` is `text` or `dots`. The numbers are the profile's.
    pub fn with_words(
        self,
        cut: Option<&str>,
        form: Option<&str>,
        confirm: Option<&str>,
    ) -> Result<Changes, ProfileError> {
        let cutter = cut.map(|word| word != "none");
        let text_mode = match form {
            None => None,
            Some("text") => Some(true),
            Some("dots") => Some(false),
            Some(other) => return Err(ProfileError::Form(format!("form {other:?}"))),
        };
        Ok(Changes {
            cutter,
            cut: cut.filter(|word| *word != "none").map(word).transpose()?,
            text_mode,
            confirm: confirm.map(word).transpose()?,
            ..self
        })
    }
}

/// One of the words of a closed list.
fn word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, ProfileError> {
    let value = serde_json::Value::String(word.to_owned());
    serde_json::from_value(value).map_err(|error| ProfileError::Form(error.to_string()))
}

impl Profile {
    /// The same with what the point changes.
    pub fn adapted(mut self, changes: &Changes) -> Result<Profile, ProfileError> {
        fn set<T: Clone>(value: &mut T, change: &Option<T>) {
            if let Some(change) = change {
                *value = change.clone();
            }
        }
        set(&mut self.speed_mm_s, &changes.speed_mm_s);
        set(&mut self.buffer_bytes, &changes.buffer_bytes);
        set(&mut self.tail_dots, &changes.tail_dots);
        set(&mut self.cutter, &changes.cutter);
        set(&mut self.cut, &changes.cut);
        set(&mut self.text_mode, &changes.text_mode);
        set(&mut self.confirm, &changes.confirm);
        self.check()?;
        Ok(self)
    }

    /// Whether a printer can be like that.
    pub fn check(&self) -> Result<(), ProfileError> {
        if !self.width_dots.is_multiple_of(CELL_DOTS) {
            return Err(ProfileError::Width(self.width_dots));
        }
        for (key, given, allowed) in [
            ("width_dots", self.width_dots, WIDTH_DOTS),
            ("dpi", self.dpi, DPI),
            ("speed_mm_s", self.speed_mm_s, SPEED_MM_S),
            ("buffer_bytes", self.buffer_bytes, BUFFER_BYTES),
            ("band_rows", self.band_rows, BAND_ROWS),
            ("tail_dots", self.tail_dots, BLANK_DOTS),
            (
                "cutter_distance_dots",
                self.cutter_distance_dots,
                BLANK_DOTS,
            ),
        ] {
            if !allowed.contains(&given) {
                return Err(ProfileError::Range {
                    key,
                    given,
                    least: *allowed.start(),
                    most: *allowed.end(),
                });
            }
        }
        Ok(())
    }
}

/// A profile as TOML, in the form of `printer/profiles/*.toml`.
pub fn profile_from(text: &str) -> Result<Profile, ProfileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let profile: Profile = toml::from_str(text).map_err(|error| {
        let message = error.message().to_owned();
        ProfileError::Form(message)
    })?;
    profile.check()?;
    Ok(profile)
}

/// The profile of that name: the file `NAME.toml` of the folder before one of ours; `None` if there is neither.
pub fn profile_in(folder: Option<&Path>, name: &str) -> Result<Option<Profile>, ProfileError> {
    let path = match folder {
        Some(folder) if plain(name) => folder.join(format!("{name}.toml")),
        _ => return Ok(profile(name)),
    };
    let fail = |why: String| ProfileError::File {
        path: path.clone(),
        why,
    };
    let file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(profile(name)),
        Err(error) => return Err(fail(error.to_string())),
    };
    let mut text = String::new();
    file.take(PROFILE_FILE_BYTES_MAX + 1)
        .read_to_string(&mut text)
        .map_err(|error| fail(error.to_string()))?;
    if text.len() as u64 > PROFILE_FILE_BYTES_MAX {
        return Err(fail(format!("more than {PROFILE_FILE_BYTES_MAX} bytes")));
    }
    let found = profile_from(&text).map_err(|error| fail(error.to_string()))?;
    if found.name != name {
        return Err(ProfileError::Name {
            path,
            name: found.name,
        });
    }
    Ok(Some(found))
}

/// A name that leads nowhere else than into its folder.
fn plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_point_changes_is_changed_and_nothing_else() {
        let before = profile("generic-80mm").unwrap();
        let changes: Changes =
            toml::from_str("speed_mm_s = 60\ncut = \"esc-m\"\nconfirm = \"none\"\ntail_dots = 120")
                .unwrap();
        let after = before.clone().adapted(&changes).unwrap();
        let expected = Profile {
            speed_mm_s: 60,
            cut: Cut::EscM,
            confirm: Confirmation::None,
            tail_dots: 120,
            ..before.clone()
        };
        assert_eq!(after, expected);
        assert_eq!(before.clone().adapted(&Changes::default()), Ok(before));
    }

    #[test]
    fn what_no_printer_has_is_refused_with_its_key() {
        let before = profile("generic-80mm").unwrap();
        for (change, key) in [
            ("speed_mm_s = 0", "speed_mm_s"),
            ("buffer_bytes = 1", "buffer_bytes"),
            ("tail_dots = 9999", "tail_dots"),
        ] {
            let changes = toml::from_str(change).unwrap();
            let error = before.clone().adapted(&changes).unwrap_err().to_string();
            assert!(error.contains(key), "{error}");
        }
        assert!(toml::from_str::<Changes>("colour = 1").is_err());
    }

    #[test]
    fn a_profile_of_the_folder_comes_before_ours_and_may_not_hide_behind_another_name() {
        let dir = tempfile::tempdir().unwrap();
        let ours = include_str!("../../profiles/generic-58mm.toml");
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        write(
            "generic-58mm.toml",
            &ours.replace("speed_mm_s = 60", "speed_mm_s = 44"),
        );
        write("desk.toml", &ours.replace("generic-58mm", "desk"));
        write("wrong.toml", ours);
        write("bad.toml", "name = \"bad\"");
        let find = |name: &str| profile_in(Some(dir.path()), name);
        assert_eq!(find("generic-58mm").unwrap().unwrap().speed_mm_s, 44);
        assert_eq!(find("desk").unwrap().unwrap().name, "desk");
        assert_eq!(find("generic-80mm").unwrap(), profile("generic-80mm"));
        assert_eq!(find("nonesuch").unwrap(), None);
        assert_eq!(find("../desk").unwrap(), None);
        assert!(matches!(find("wrong"), Err(ProfileError::Name { .. })));
        assert!(matches!(find("bad"), Err(ProfileError::File { .. })));
    }
}
