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

/// Initials before `iong`, and the sound of each in the letters of espeak-ng: its 1.52 knows no syllable in `iong` and spells it in English.
const IONG: [(&str, &str); 3] = [("j", "tS;"), ("q", "tS;h"), ("x", "S;")];
/// The tones of those letters, from the first to the neutral one.
const TONES: [&str; 5] = ["55", "35", "214", "51", "11"];
/// Syllables without a vowel, and the nearest that has one: without one 1.52 spells them as well.
const VOWELLESS: [(&str, &str); 5] = [
    ("r", "er"),
    ("m", "mu"),
    ("n", "en"),
    ("hm", "hen"),
    ("wong", "weng"),
];

/// A syllable as every version of the voice says it; one given by its sounds stands apart from the others of its word.
fn written(syllable: &str) -> String {
    let (letters, tone) = syllable.split_at(syllable.len() - 1);
    if let Some(initial) = letters.strip_suffix("iong")
        && let Some((_, sound)) = IONG.iter().find(|(of, _)| *of == initial)
    {
        let tone = tone.parse().unwrap_or(TONES.len()).clamp(1, TONES.len());
        return format!(" [[{sound}'y{}N]] ", TONES[tone - 1]);
    }
    match VOWELLESS.iter().find(|(of, _)| *of == letters) {
        Some((_, nearest)) => format!("{nearest}{tone}"),
        None => syllable.to_owned(),
    }
}

/// The lots of a clause in their order. Syllables of a word are joined, so that the voice links their tones; ü is `v`.
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
                    .map(|word| word.syllables.iter().map(|s| written(s)).collect())
                    .collect::<Vec<String>>()
                    .join(" ")
                    .split_whitespace()
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
    fn what_a_voice_would_spell_is_given_by_its_sounds() {
        for (text, want) in [
            ("英雄", "ying1 [[S;'y35N]]"),
            ("贫穷落后", "pin2 [[tS;h'y35N]] luo4hou4"),
            ("窘迫", "[[tS;'y214N]] po4"),
            ("一点儿", "yi1dian3er5"),
            ("永久", "yong3jiu3"),
        ] {
            assert_eq!(lots(&crate::clause::clauses(text)[0])[0].text, want);
        }
    }

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
