//! What the printer itself says on a slip. The words stand in `assets/lang/paper.zh.toml`.

use super::writing::Omitted;
use crate::receipt::Item;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    omitted: String,
    dense: String,
    unset: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/lang/paper.zh.toml"))
        .expect("the compiled-in words are whole, see the test")
});

/// What the end of a slip says about what was left out.
pub fn notes(omitted: &Omitted) -> Vec<Item> {
    [
        (&WORDS.omitted, omitted.unknown),
        (&WORDS.dense, omitted.dense),
        (&WORDS.unset, omitted.unset),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(words, count)| Item::plain(words.replace("{count}", &count.to_string())))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_and_takes_its_number() {
        let notes = notes(&Omitted {
            unknown: 27,
            dense: 31,
            unset: 34,
        });
        for (item, number) in notes.iter().zip(["27", "31", "34"]) {
            let Item::Text { text, .. } = item else {
                panic!("{item:?}")
            };
            assert!(
                text.contains(number) && !text.contains(['{', '}']),
                "{text}"
            );
        }
        assert!(super::notes(&Omitted::default()).is_empty());
    }
}
