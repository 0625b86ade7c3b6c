//! The words of the page in each language, and which one a browser reads. Codes of the registers are called what the registers' own exports call them.

use console::PageWords;

/// Languages with the words of the page and those of the registers; the first is taken where a browser says nothing.
const LANGUAGES: [(&str, &str, &str); 2] = [
    (
        "zh",
        include_str!("../../../assets/lang/desk-page.zh.toml"),
        include_str!("../../../assets/lang/register.zh.toml"),
    ),
    (
        "en",
        include_str!("../../../assets/lang/desk-page.en.toml"),
        include_str!("../../../assets/lang/register.en.toml"),
    ),
];

/// The words of one language.
pub struct Language {
    page: PageWords,
    codes: PageWords,
}

impl Language {
    /// The word of a key.
    pub fn say(&self, key: &str) -> &str {
        self.page.say(key)
    }

    /// The same with its gaps filled.
    pub fn fill(&self, key: &str, gaps: &[(&str, &str)]) -> String {
        self.page.fill(key, gaps)
    }

    /// A word whose key came from a browser; nothing for one that is not there.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.page.find(key)
    }

    /// What the registers call a code; one that nobody declared stands as it is.
    pub fn code<'a>(&'a self, section: &str, code: &'a str) -> &'a str {
        self.codes
            .find(&format!("{section}.{code}"))
            .unwrap_or(code)
    }
}

/// All languages, read once.
pub struct Words([Language; 2]);

impl Words {
    /// Reads what the program carries.
    pub fn load() -> Words {
        Words(LANGUAGES.map(|(_, page, codes)| Language {
            page: PageWords::parse(page),
            codes: PageWords::parse(codes),
        }))
    }

    /// What a browser asks for first, of those that there are.
    pub fn of(&self, accept_language: &str) -> &Language {
        let wanted = accept_language.split([',', ';']).map(|one| {
            let tag = one.trim().to_ascii_lowercase();
            LANGUAGES
                .iter()
                .position(|(name, ..)| tag == *name || tag.starts_with(&format!("{name}-")))
        });
        let at = wanted.flatten().next().unwrap_or(0);
        &self.0[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{Answer, Closing, Finding, Made, Purpose, ShelfKind};

    #[test]
    fn every_language_has_the_same_words_and_gaps() {
        let Words([first, second]) = Words::load();
        assert_eq!(first.page.differences(&second.page), Vec::<String>::new());
    }

    #[test]
    fn every_code_has_a_word_in_every_language() {
        let kinds = [
            "request",
            "outcome",
            "settled",
            "reprint",
            "paper",
            "paper-returned",
            "paper-void",
        ];
        let outcomes = ["printed", "sent", "refused", "cancelled", "unknown"];
        let reasons = [
            "paper-out",
            "cover-open",
            "offline",
            "error",
            "power",
            "timeout",
        ];
        for language in Words::load().0 {
            for (section, codes) in [
                ("code.answer_kind", Answer::CODES),
                ("code.closing", Closing::CODES),
                ("code.found", Finding::CODES),
                ("code.made", Made::CODES),
                ("code.purpose", Purpose::CODES),
                ("code.shelf_kind", ShelfKind::CODES),
                ("code.content", &["reference", "excerpt", "whole"]),
                ("code.outcome", &outcomes),
                ("kind", &kinds),
                ("word.detail", &reasons),
            ] {
                for code in codes {
                    let word = language.codes.find(&format!("{section}.{code}"));
                    assert!(word.is_some(), "{section}.{code}");
                }
            }
        }
    }

    #[test]
    fn a_browser_is_answered_in_its_language_and_a_strange_one_in_chinese() {
        let words = Words::load();
        for (asked, spoken) in [
            ("", "zh-CN"),
            ("en", "en"),
            ("en-GB,en;q=0.9,zh;q=0.8", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
            ("de,en;q=0.5", "en"),
            ("ENGLISH, \u{0};;;", "zh-CN"),
        ] {
            assert_eq!(words.of(asked).say("lang"), spoken, "{asked}");
        }
    }
}
