//! How far the start has come, told by what is there already: partitions, identity, settings, the kiosk's first frame.

use std::collections::HashMap;
use std::path::Path;

use config::Rotation;

/// What is happening, in the order in which it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The settings are there, the partition that is written is not.
    Storage,
    /// It is there for the first time.
    First,
    /// The settings are being read.
    Settings,
    /// The kiosk is being started.
    Opening,
}

impl Stage {
    /// As the table of words knows it.
    pub fn as_code(self) -> &'static str {
        match self {
            Stage::Storage => "storage",
            Stage::First => "first",
            Stage::Settings => "settings",
            Stage::Opening => "opening",
        }
    }
}

/// How far it has come, and which way up the panel hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// None before anything is known.
    pub stage: Option<Stage>,
    /// As the settings say; not at all as long as nobody said anything.
    pub turned: Rotation,
    /// The kiosk has drawn.
    pub is_over: bool,
}

/// Chinese and English of each stage.
pub fn words() -> anyhow::Result<HashMap<String, [String; 2]>> {
    Ok(toml::from_str(include_str!(
        "../../../assets/lang/splash.zh.toml"
    ))?)
}

/// Looks below `root`.
pub fn standing(root: &Path) -> Standing {
    let there = |path: &str| root.join(path).exists();
    // Written by terminal-settings.service.
    let variables = std::fs::read_to_string(root.join("run/terminal/kiosk.env")).ok();
    let stage = match () {
        () if variables.is_some() => Some(Stage::Opening),
        () if there("data/machine-id") => Some(Stage::Settings),
        () if there("data/var") => Some(Stage::First),
        () if there("etc/terminal/terminal.toml") || there("etc/terminal/fleet") => {
            Some(Stage::Storage)
        }
        () => None,
    };
    let turned = match variables {
        Some(text) => said(&text),
        None => settled(&root.join("etc/terminal/terminal.toml")),
    };
    Standing {
        // Words that may stand on their head say less than none.
        stage: stage.filter(|stage| turned.is_some() || *stage == Stage::Opening),
        turned: turned.unwrap_or(Rotation::None),
        is_over: there("run/terminal/kiosk/pulse.json"),
    }
}

/// What the unit of the kiosk is told.
fn said(variables: &str) -> Option<Rotation> {
    let degrees = variables
        .lines()
        .find_map(|line| line.strip_prefix("SLINT_KMS_ROTATION="))?;
    Rotation::ALL
        .into_iter()
        .find(|turned| turned.degrees().to_string() == degrees)
}

/// What the settings say, where they can be read.
fn settled(file: &Path) -> Option<Rotation> {
    config::load(file).ok().map(|config| config.kiosk.rotation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn each_stage_is_told_by_what_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        let stage = || standing(root).stage;
        for folder in ["etc/terminal", "data", "run"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        assert_eq!(stage(), None);
        let settings = config::Config::example().replace("# rotation_deg = 0", "rotation_deg = 90");
        fs::write(root.join("etc/terminal/terminal.toml"), settings).unwrap();
        assert_eq!(stage(), Some(Stage::Storage));
        assert_eq!(standing(root).turned, Rotation::Quarter);
        fs::create_dir_all(root.join("data/var")).unwrap();
        assert_eq!(stage(), Some(Stage::First));
        fs::write(root.join("data/machine-id"), "1\n").unwrap();
        assert_eq!(stage(), Some(Stage::Settings));
        fs::create_dir_all(root.join("run/terminal/kiosk")).unwrap();
        fs::write(
            root.join("run/terminal/kiosk.env"),
            "SLINT_KMS_ROTATION=270\nSLINT_DRM_OUTPUT=HDMI-A-2\n",
        )
        .unwrap();
        let now = standing(root);
        assert_eq!(
            (now.stage, now.turned, now.is_over),
            (Some(Stage::Opening), Rotation::ThreeQuarters, false)
        );
        fs::write(root.join("run/terminal/kiosk/pulse.json"), "{}").unwrap();
        assert!(standing(root).is_over);
    }

    #[test]
    fn nothing_is_said_while_nobody_knows_which_way_up() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("etc/terminal")).unwrap();
        fs::create_dir_all(root.join("data/var")).unwrap();
        fs::write(root.join("etc/terminal/terminal.toml"), "[site]\nid = \"L").unwrap();
        assert_eq!(standing(root).stage, None);
    }

    #[test]
    fn every_stage_has_its_words_in_both_languages() {
        let words = words().unwrap();
        for stage in [
            Stage::Storage,
            Stage::First,
            Stage::Settings,
            Stage::Opening,
        ] {
            let said = &words[stage.as_code()];
            assert!(said.iter().all(|words| !words.is_empty()), "{stage:?}");
        }
        assert_eq!(words.len(), 4);
    }
}
