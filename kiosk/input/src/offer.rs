//! What is asked of the keyboard's engine and what it offers. Plain values.

/// How keys become words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Letters are sounds (拼音). A composition that begins with `u` is a code point, since no syllable does.
    Pinyin,
    /// `h s p n z` are strokes (横竖撇点折), `?` is any of them.
    Strokes,
    /// The keys are a code point in hexadecimal digits, with or without `U+`.
    CodePoint,
}

/// One question: what do these keys mean?
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// How to read the keys.
    pub method: Method,
    /// The whole composition, in the order of typing.
    pub keys: &'a str,
    /// Text of the field before the composition: words that continue it come first.
    pub before: &'a str,
    /// How many candidates at most; [`crate::CANDIDATES_MAX`] bounds it.
    pub most: usize,
}

/// Where a candidate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// A word of the mirror.
    Mirror,
    /// A word of librime's dictionary, every sound typed in full.
    Dictionary,
    /// A single character of the table.
    Table,
    /// The character of a code point.
    CodePoint,
}

/// Number of documents that a word finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Documents {
    /// How many were counted.
    pub total: u64,
    /// Whether that is all of them; otherwise there are more.
    pub exact: bool,
}

/// A word to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is put into the field.
    pub text: String,
    /// How many of the keys it stands for; the rest stay in the composition.
    pub keys_used: usize,
    /// How many characters before the composition it replaces (政务 → 政务公开).
    pub before_used: usize,
    /// What it finds; `None` where nobody was asked, or there was no time.
    pub documents: Option<Documents>,
    /// Where it comes from.
    pub source: Source,
}

/// The answer to an [`Ask`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Offer {
    /// The keys as they are read: `zheng'wu'g'k`, or strokes as typed.
    pub shown: String,
    pub candidates: Vec<Candidate>,
}

/// Whom to ask how many documents a word finds, and how long.
pub trait Finds {
    /// `None` when it is not known, or the time for asking is over.
    fn documents(&mut self, word: &str) -> Option<Documents>;
}

/// For fields that search nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unasked;

impl Finds for Unasked {
    fn documents(&mut self, _word: &str) -> Option<Documents> {
        None
    }
}
