//! The words of the page, from `assets/lang/fleet.*.toml`. Owns looking them up and filling them in; a word that is missing is a fault of this
//! program that a test finds.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// Languages, the first is what is taken if nothing is said.
pub const LANGUAGES: [(&str, &str); 2] = [
    ("zh", include_str!("../../../assets/lang/fleet.zh.toml")),
    ("en", include_str!("../../../assets/lang/fleet.en.toml")),
];

/// The words of one language, by their dotted keys.
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// `None` for a language that there is not.
    pub fn of(language: &str) -> Option<Words> {
        let (_, text) = LANGUAGES.iter().find(|(name, _)| *name == language)?;
        let table: Table = text.parse().expect("the words are TOML");
        let mut all = BTreeMap::new();
        flat(String::new(), table, &mut all);
        Some(Words(all))
    }

    /// The word of a key.
    pub fn say(&self, key: &str) -> &str {
        self.0
            .get(key)
            .unwrap_or_else(|| panic!("the word {key} stands in every language"))
    }

    /// The same, with `{count}` or another one of its gaps filled.
    pub fn fill(&self, key: &str, gaps: &[(&str, &str)]) -> String {
        let mut text = self.say(key).to_owned();
        for (gap, value) in gaps {
            text = text.replace(&format!("{{{gap}}}"), value);
        }
        text
    }

    /// Every key, for the test that compares languages.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn flat(before: String, table: Table, all: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = match before.as_str() {
            "" => key,
            before => format!("{before}.{key}"),
        };
        match value {
            Value::Table(table) => flat(key, table, all),
            Value::String(text) => drop(all.insert(key, text)),
            other => panic!("{key} is {other} and no word"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::CODES;

    #[test]
    fn every_language_has_the_same_words_and_gaps() {
        let [first, second] = LANGUAGES.map(|(name, _)| Words::of(name).unwrap());
        let gaps = |text: &str| -> Vec<String> {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}').map(|(gap, _)| gap.to_owned()))
                .collect();
            found.sort();
            found
        };
        assert_eq!(
            first.keys().collect::<Vec<_>>(),
            second.keys().collect::<Vec<_>>()
        );
        for key in first.keys() {
            assert_eq!(gaps(first.say(key)), gaps(second.say(key)), "{key}");
        }
    }

    #[test]
    fn every_code_has_its_words() {
        let words = Words::of("zh").unwrap();
        let quiet = ["ready", "unknown", "none"];
        let printer = batch::PRINTER.iter().filter(|code| !quiet.contains(code));
        let codes: Vec<&&str> = CODES.iter().chain(printer).chain(batch::ERRORS).collect();
        for code in &codes {
            assert!(!words.say(&format!("finding.{code}.name")).is_empty());
            assert!(!words.say(&format!("finding.{code}.todo")).is_empty());
        }
        let told = words
            .keys()
            .filter(|key| key.starts_with("finding.") && key.ends_with(".name"));
        assert_eq!(told.count(), codes.len(), "no word for what is never found");
        for code in batch::PRINTER {
            words.say(&format!("printer.{code}"));
        }
    }
}
