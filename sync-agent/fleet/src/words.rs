//! The words of the page, from `assets/lang/fleet.*.toml`. Owns looking them up and filling them in; a word that is missing is a fault of this
//! program that a test finds.

pub use console::PageWords as Words;

/// Languages, the first is what is taken if nothing is said.
pub const LANGUAGES: [(&str, &str); 2] = [
    ("zh", include_str!("../../../assets/lang/fleet.zh.toml")),
    ("en", include_str!("../../../assets/lang/fleet.en.toml")),
];

/// The words of one language; `None` for one that there is not.
pub fn of(language: &str) -> Option<Words> {
    let (_, text) = LANGUAGES.iter().find(|(name, _)| *name == language)?;
    Some(Words::parse(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::CODES;

    #[test]
    fn every_language_has_the_same_words_and_gaps() {
        let [first, second] = LANGUAGES.map(|(name, _)| of(name).unwrap());
        assert_eq!(first.differences(&second), Vec::<String>::new());
    }

    #[test]
    fn every_code_has_its_words() {
        let words = of("zh").unwrap();
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
