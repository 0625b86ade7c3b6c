//! The marks of index tokens: every kind of token but the plain pair of characters starts with one. Owns their spelling; a
//! document is stored under it and looked up by it, so a wrong one is a document that is not found.

use std::fmt::Display;

/// What kind of token it is. No mark starts with another, and none with a word character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Two neighbouring characters of a title without its punctuation.
    TitlePair,
    /// Two neighbouring characters of an agency or a subject without its punctuation.
    NamePair,
    /// A character of a small field.
    Char,
    /// A document number (发文字号) that stands somewhere in the document: year and serial number.
    Cited,
    /// Three or four digits of a text.
    Figure,
    /// Filter: 发文机关.
    Agency,
    /// Filter: 信息类别.
    Category,
    /// Filter: year of the date.
    Year,
    /// Filter: 效力.
    Validity,
    /// It is a text of the country (中华人民共和国…), which stands above those that apply it (效力位阶).
    National,
    /// Two neighbouring characters that the document says often for its length.
    Often,
    /// And very often.
    VeryOften,
    /// Fingerprint of a whole title.
    WholeTitle,
    /// 索引号.
    IndexNo,
    /// Initials of neighbouring characters of a small field.
    Initials,
    /// Sound of a character of a small field.
    Syllable,
    /// First initials of a title or name.
    Start,
    /// Last initials of a title or name.
    End,
    /// Digits, a character or two characters of the document's own number (发文字号).
    Number,
    /// Initials of the words of the document's own number.
    NumberInitials,
    /// How a word of a heading is spelled, whole.
    Heading,
}

impl Mark {
    /// How the mark is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Mark::TitlePair => "+",
            Mark::NamePair => "<",
            Mark::Char => "!",
            Mark::Cited => "?",
            Mark::Figure => ":",
            Mark::Agency => "_a",
            Mark::Category => "_c",
            Mark::Year => "_y",
            Mark::Validity => "_v",
            Mark::National => "_n",
            Mark::Often => "*",
            Mark::VeryOften => ";",
            Mark::WholeTitle => "%",
            Mark::IndexNo => "@",
            Mark::Initials => "~",
            Mark::Syllable => "=",
            Mark::Start => "^",
            Mark::End => "$",
            Mark::Number => "#",
            Mark::NumberInitials => "&",
            Mark::Heading => ">",
        }
    }

    /// The token of this kind for `of`.
    pub fn token(self, of: impl Display) -> String {
        format!("{}{of}", self.sign())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::fold;

    const ALL: [Mark; 21] = [
        Mark::TitlePair,
        Mark::NamePair,
        Mark::Char,
        Mark::Cited,
        Mark::Figure,
        Mark::Agency,
        Mark::Category,
        Mark::Year,
        Mark::Validity,
        Mark::National,
        Mark::Often,
        Mark::VeryOften,
        Mark::WholeTitle,
        Mark::IndexNo,
        Mark::Initials,
        Mark::Syllable,
        Mark::Start,
        Mark::End,
        Mark::Number,
        Mark::NumberInitials,
        Mark::Heading,
    ];

    #[test]
    fn kinds_never_meet() {
        for a in ALL {
            assert!(!a.sign().starts_with(fold::is_word), "{a:?}");
            for b in ALL.into_iter().filter(|b| *b != a) {
                assert!(!a.sign().starts_with(b.sign()), "{a:?} {b:?}");
            }
        }
    }

    /// As mirrors in the field hold them: a changed spelling is a new schema version.
    #[test]
    fn tokens_are_spelled_as_they_are_stored() {
        let spelled: Vec<String> = ALL.iter().map(|mark| mark.token('x')).collect();
        assert_eq!(
            spelled.join(" "),
            "+x <x !x ?x :x _ax _cx _yx _vx _nx *x ;x %x @x ~x =x ^x $x #x &x >x"
        );
    }
}
