//! What the printer itself says on a slip. The words stand in `assets/lang/paper.zh.toml`.

use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    omitted: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/lang/paper.zh.toml"))
        .expect("the compiled-in words are whole, see the test")
});

/// The note about characters that no font has.
pub fn omitted(count: u32) -> String {
    WORDS.omitted.replace("{count}", &count.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_and_takes_its_number() {
        assert!(omitted(27).contains("27"));
        assert!(!omitted(1).contains(['{', '}']));
    }
}
