//! A character told from those that sound alike by a word that everybody knows (调休的调). Knows one word for each character.

use super::unknown::parts;
use crate::table::Table;

const WORDS: Table = Table::new(include_str!("../../../../assets/speech/explaining.txt"));

/// How one says on the telephone which character is meant: `调，调整的调`; one without a word by its parts, one without either alone.
#[must_use]
pub fn explained(c: char) -> String {
    match WORDS.find(c.encode_utf8(&mut [0; 4])) {
        Some(word) => format!("{c}，{word}的{c}"),
        None => {
            let parts = parts(c);
            if parts.is_empty() {
                c.to_string()
            } else {
                format!("{c}，{parts}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_told_by_a_word_or_its_parts() {
        assert_eq!(explained('复'), "复，复杂的复");
        assert_eq!(explained('渤'), "渤，渤海的渤");
        assert_eq!(explained('𰌠'), "𰌠，上子下止");
        assert_eq!(explained('7'), "7");
    }

    #[test]
    fn almost_every_common_character_has_a_word_that_holds_it() {
        let standard = include_str!("../../../../assets/speech/standard.txt");
        let common: Vec<char> = standard
            .chars()
            .filter(|c| *c != '\n')
            .take(3_500)
            .collect();
        let told = common
            .iter()
            .filter(|c| explained(**c).contains('的'))
            .count();
        assert!(told >= 3_450, "{told} of 3,500");
        for c in common {
            let word = explained(c);
            assert!(
                word.matches(c).count() >= 2 || !word.contains('的'),
                "{word}"
            );
        }
    }
}
