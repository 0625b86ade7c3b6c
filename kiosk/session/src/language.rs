//! The languages of the interface. A further one is a variant here, its name in `ui/words.slint` and one file of words in
//! `assets/lang`; nothing else asks which one it is.

use serde::{Deserialize, Serialize};

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Language {
    /// Simplified Chinese, the language of the documents.
    #[default]
    Zh,
    En,
}

impl Language {
    /// All of them, in the order in which the footer offers them.
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    /// `zh` `en`: also the folder of its words.
    pub fn as_code(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    /// What the footer offers next: after the last the first.
    pub fn next(self) -> Language {
        let at = Language::ALL.iter().position(|held| *held == self);
        Language::ALL[(at.unwrap_or(0) + 1) % Language::ALL.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_reached_from_the_footer() {
        let mut seen = vec![Language::default()];
        while seen.len() < Language::ALL.len() {
            seen.push(seen[seen.len() - 1].next());
        }
        assert_eq!(seen, Language::ALL);
        assert_eq!(seen[seen.len() - 1].next(), Language::default());
    }
}
