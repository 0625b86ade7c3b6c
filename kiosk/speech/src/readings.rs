//! Hanzi to toned pinyin: words, their readings, and what context decides. Takes text that `normalise` wrote; changes no tone (that is `sandhi`).

mod context;
mod explain;
mod lexicon;
mod overlay;
mod segment;
mod unknown;

pub use explain::explained;
pub use lexicon::has_reading;
pub use unknown::parts;

/// A word and its syllables, one for each character: `chong2`, tone 5 is the neutral one, `v` stands for ü.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Word {
    pub text: String,
    /// As many syllables as characters.
    pub syllables: Vec<&'static str>,
}

/// The tone of 一 and 不 by themselves: some lines of the tables have the one of their neighbours already, which `sandhi` decides by more
/// than the word (第一名, 十一倍).
fn citation(c: char, reading: &'static str) -> &'static str {
    match (c, reading) {
        ('一', "yi2" | "yi4") => "yi1",
        ('不', "bu2") => "bu4",
        _ => reading,
    }
}

/// Words of `text` with their readings. Characters that have none are left out: `normalise` has put words for them.
pub(crate) fn read(text: &str) -> Vec<Word> {
    let chars: Vec<char> = text.chars().collect();
    let simple: Vec<char> = chars.iter().map(|c| lexicon::simplified(*c)).collect();
    let mut words = Vec::new();
    for piece in segment::cut(&simple) {
        let from = piece.from;
        let to = from + piece.len;
        let mut syllables = Vec::with_capacity(piece.len);
        let mut said = String::new();
        let given: Vec<&'static str> = piece.reading.map_or(Vec::new(), |r| r.split(' ').collect());
        for (i, c) in chars[from..to].iter().enumerate() {
            let reading = match given.get(i) {
                Some(reading) => Some(citation(*c, reading)),
                None if piece.len == 1 => {
                    context::reading(&simple, from).or_else(|| lexicon::reading(*c))
                }
                None => lexicon::base_reading(*c),
            };
            if let Some(reading) = reading {
                syllables.push(reading);
                said.push(*c);
            }
        }
        if !syllables.is_empty() {
            words.push(Word {
                text: said,
                syllables,
            });
        }
    }
    words
}

#[cfg(test)]
mod tests;
