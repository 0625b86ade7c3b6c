//! The words of the reports, from `assets/lang/office.zh.toml`. Owns looking them up.

use std::collections::BTreeMap;

const FILE: &str = include_str!("../../../../assets/lang/office.zh.toml");

/// The words of one report.
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Those of a section.
    pub fn of(section: &str) -> Words {
        let mut all: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(FILE).expect("the words of the reports are TOML");
        Words(all.remove(section).expect("each report has its words"))
    }

    /// One of them.
    pub fn say(&self, key: &str) -> String {
        self.0
            .get(key)
            .expect("each word stands in the file")
            .clone()
    }

    /// Several, as the heads of a table.
    pub fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.say(key)).collect()
    }
}
