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
    dense_large: String,
    unset: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/lang/paper.zh.toml"))
        .expect("the compiled-in words are whole, see the test")
});

/// What the end of a slip says about what was left out. Where characters were only too dense, and `large` ones are not, they stand there as such.
pub fn notes(omitted: &Omitted, large: bool) -> Vec<Item> {
    let dense = match large {
        true => &WORDS.dense_large,
        false => &WORDS.dense,
    };
    let note = |words: &str, count: u32| {
        (count > 0).then(|| Item::plain(words.replace("{count}", &count.to_string())))
    };
    let shown = large && !omitted.dense.is_empty();
    let shown = shown.then(|| Item::large(omitted.dense.iter().collect::<String>()));
    let unknown = note(&WORDS.omitted, omitted.unknown);
    let dense = note(dense, omitted.dense.len() as u32);
    let unset = note(&WORDS.unset, omitted.unset);
    [unknown, dense, shown, unset]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_and_takes_its_number() {
        let omitted = Omitted {
            unknown: 27,
            dense: vec!['\u{9ea0}'; 31],
            unset: 34,
        };
        let dense: String = omitted.dense.iter().collect();
        for (large, said) in [
            (false, vec!["27", "31", "34"]),
            (true, vec!["27", "31", &dense, "34"]),
        ] {
            let notes = notes(&omitted, large);
            assert_eq!(notes.len(), said.len());
            for (item, part) in notes.iter().zip(said) {
                let Item::Text { text, large, .. } = item else {
                    panic!("{item:?}")
                };
                assert!(text.contains(part) && !text.contains(['{', '}']), "{text}");
                assert_eq!(*large, part == dense);
            }
            assert!(super::notes(&Omitted::default(), large).is_empty());
        }
    }
}
