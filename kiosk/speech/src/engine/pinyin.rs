//! A clause as voices want it: lots of one language, the syllables of a word joined. Knows no program.

use crate::clause::{Clause, Piece};

/// Which of the voices says a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Tongue {
    Mandarin,
    /// Latin letters and words.
    English,
}

/// What one voice says in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Who says it.
    pub tongue: Tongue,
    /// One line of text for it.
    pub text: String,
}

/// The lots of a clause in their order. Syllables of a word are joined, so that the voice links their tones; ü is `v`, the
/// `r5` of a word that ends in 儿 stays.
#[must_use]
pub fn lots(clause: &Clause) -> Vec<Lot> {
    clause
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Mandarin(words) => Lot {
                tongue: Tongue::Mandarin,
                text: words
                    .iter()
                    .map(|word| word.syllables.concat())
                    .collect::<Vec<_>>()
                    .join(" "),
            },
            Piece::Latin(latin) => Lot {
                tongue: Tongue::English,
                // A line ends the text of a voice, and nothing else may.
                text: latin.replace(char::is_control, " "),
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_and_languages_parted() {
        let said = crate::clause::clauses("提交PDF格式文件");
        let lots = lots(&said[0]);
        let texts: Vec<(Tongue, &str)> = lots.iter().map(|l| (l.tongue, l.text.as_str())).collect();
        assert_eq!(
            texts,
            [
                (Tongue::Mandarin, "ti2jiao1"),
                (Tongue::English, "P D F"),
                (Tongue::Mandarin, "ge2shi4 wen2jian4"),
            ]
        );
    }
}
