//! Words of a page that a program makes, from a file of `assets/lang`. Owns looking them up and filling them in; a word that is missing is a fault of
//! the program that a test finds.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// The words of one language, by their dotted keys.
pub struct PageWords(BTreeMap<String, String>);

impl PageWords {
    /// Reads a file that is part of the program.
    pub fn parse(text: &str) -> PageWords {
        let table: Table = text.parse().expect("the words are TOML");
        let mut all = BTreeMap::new();
        flat(String::new(), table, &mut all);
        PageWords(all)
    }

    /// The word of a key.
    pub fn say(&self, key: &str) -> &str {
        self.0
            .get(key)
            .unwrap_or_else(|| panic!("the word {key} stands in every language"))
    }

    /// The word of a key that came from elsewhere; nothing for one that is not there.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// The same as `say`, with `{count}` or another one of its gaps filled.
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

    /// What differs between two languages besides their words: keys, and gaps of a key. For a test; nothing when all is well.
    pub fn differences(&self, other: &PageWords) -> Vec<String> {
        let keys = self.keys().chain(other.keys());
        let mut found: Vec<String> = keys
            .filter(|key| {
                let (own, theirs) = (self.find(key), other.find(key));
                own.map(gaps) != theirs.map(gaps)
            })
            .map(str::to_owned)
            .collect();
        found.sort();
        found.dedup();
        found
    }
}

/// `{count}` and the like in a word, sorted.
fn gaps(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(gap, _)| gap))
        .collect();
    found.sort_unstable();
    found
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

    #[test]
    fn a_word_is_filled_and_languages_that_differ_are_told() {
        let one = PageWords::parse("[a]\nb = \"{n} of {m}\"\nc = \"x\"");
        assert_eq!(one.fill("a.b", &[("n", "1"), ("m", "2")]), "1 of 2");
        assert_eq!(one.find("a.d"), None);
        let other = PageWords::parse("[a]\nb = \"{m} : {n}\"\nc = \"y\"");
        assert!(one.differences(&other).is_empty());
        let wrong = PageWords::parse("[a]\nb = \"{m}\"\nd = \"y\"");
        assert_eq!(one.differences(&wrong), ["a.b", "a.c", "a.d"]);
    }
}
