//! What a key does to the text of a field. Owns the caps of typed text and the layers of keys; [`typing`] has the composition.
//! Never remembers what was typed.

mod spelling;
pub mod typing;

use serde::{Deserialize, Serialize};

/// Characters a visitor can type into the search field.
pub const QUERY_CHARS_MAX: usize = 64;

/// What a plugged-in keyboard says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Key {
    Text(String),
    /// Delete the last character.
    Backspace,
    Enter,
}

/// Which keys show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Layer {
    /// Letters are sounds (拼音).
    #[default]
    Pinyin,
    /// Five strokes (笔画).
    Strokes,
    /// Digits and the brackets of document numbers.
    Digits,
    Latin,
    /// Capital letters, where a password is typed.
    Capitals,
    /// Digits and signs of a password.
    Signs,
}

impl Layer {
    /// In the order of their keys.
    pub const ALL: [Layer; 6] = [
        Layer::Pinyin,
        Layer::Strokes,
        Layer::Digits,
        Layer::Latin,
        Layer::Capitals,
        Layer::Signs,
    ];

    /// Those of a field that is not shown.
    pub const SECRET: [Layer; 3] = [Layer::Latin, Layer::Capitals, Layer::Signs];

    /// `pinyin` `strokes` `digits` `latin` `capitals` `signs`.
    pub fn as_code(self) -> &'static str {
        match self {
            Layer::Pinyin => "pinyin",
            Layer::Strokes => "strokes",
            Layer::Digits => "digits",
            Layer::Latin => "latin",
            Layer::Capitals => "capitals",
            Layer::Signs => "signs",
        }
    }
}

/// Appends what was typed: printable characters only, at most `chars_max` in all. True when the text changed.
pub fn type_within(text: &mut String, typed: &str, chars_max: usize) -> bool {
    let mut room = chars_max.saturating_sub(text.chars().count());
    let before = text.len();
    for character in typed.chars() {
        if room == 0 {
            break;
        }
        if !printable(character) || (text.is_empty() && character.is_whitespace()) {
            continue;
        }
        text.push(character);
        room -= 1;
    }
    text.len() != before
}

/// Slint hands function keys over as private-use characters.
pub(crate) fn printable(character: char) -> bool {
    !character.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_is_capped_and_cleaned() {
        let mut text = String::new();
        assert!(!type_within(
            &mut text,
            " \n\u{7f}\u{f700}",
            QUERY_CHARS_MAX
        ));
        assert!(type_within(&mut text, "zwgk 2018", QUERY_CHARS_MAX));
        assert_eq!(text, "zwgk 2018");
        assert!(type_within(&mut text, &"政".repeat(500), QUERY_CHARS_MAX));
        assert_eq!(text.chars().count(), QUERY_CHARS_MAX);
        assert!(!type_within(&mut text, "x", QUERY_CHARS_MAX));
    }
}
