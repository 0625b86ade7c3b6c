//! The words of the sheets, from `assets/lang/sheet.zh.toml`. Owns looking them up and filling them in.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../../assets/lang/sheet.zh.toml");

/// Words by section and key.
#[derive(Deserialize)]
pub(crate) struct Words(BTreeMap<String, BTreeMap<String, String>>);

impl Words {
    pub fn get() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            toml::from_str(FILE).expect("the words of the sheets are tested to parse")
        })
    }

    /// The word of a key; the key itself where none is known.
    pub fn say(&self, section: &str, key: &str) -> String {
        let word = self.0.get(section).and_then(|section| section.get(key));
        word.map_or(key, String::as_str).to_owned()
    }

    /// A sentence of the sheet with its values.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.filled("sheet", key, values)
    }

    /// The same of another section.
    pub fn filled(&self, section: &str, key: &str, values: &[(&str, &str)]) -> String {
        let begun = self.say(section, key);
        values.iter().fold(begun, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    /// So many of something.
    pub fn count(&self, unit: &str, n: u64) -> String {
        self.filled("pack_unit", unit, &[("n", &n.to_string())])
    }
}
