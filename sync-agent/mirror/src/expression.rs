//! FTS5 expressions over the indexes, from tokens. Nothing that is typed reaches SQLite as syntax: every token is quoted
//! and marked as ready-made.

use crate::number::{self, Number};
use crate::sound::{self, Piece, Split};
use crate::tokenizer::KEYS;
use crate::tokens;

/// Tokens looked up for one word; the rest of a long word is checked in the text.
pub const WORD_TOKENS_MAX: usize = 10;

/// Where in a title letters must sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// From its first character to its last.
    Whole,
    /// From its first character.
    Start,
    /// Anywhere, in other small fields too.
    Inside,
}

/// A ready token, as FTS5 reads it.
pub fn quote(token: &str) -> String {
    format!("\"{KEYS}{}\"", token.replace('"', "\"\""))
}

/// Every part.
pub fn all(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    format!("({})", parts.join(" AND "))
}

/// Any way; `None` if there is none.
pub fn any(ways: Vec<String>) -> Option<String> {
    (!ways.is_empty()).then(|| format!("({})", ways.join(" OR ")))
}

/// Pairs that together cover all characters of a run.
pub fn spread(run: &[char]) -> Vec<String> {
    let mut pairs: Vec<String> = run
        .chunks_exact(2)
        .map(|pair| pair.iter().collect())
        .collect();
    if run.len() % 2 == 1 && run.len() > 2 {
        pairs.push(run[run.len() - 2..].iter().collect());
    }
    pairs
}

/// At most `keep` of them, evenly chosen.
pub fn thin<T>(parts: Vec<T>, keep: usize) -> Vec<T> {
    let count = parts.len();
    if count <= keep {
        return parts;
    }
    let mut taken = 0;
    parts
        .into_iter()
        .enumerate()
        .filter(|(index, _)| {
            let take = index * keep / count >= taken && taken < keep;
            taken += usize::from(take);
            take
        })
        .map(|(_, part)| part)
        .collect()
}

fn first_letter(piece: &Piece) -> Option<char> {
    match piece {
        Piece::Char(c) => c.is_ascii_alphanumeric().then_some(*c),
        Piece::Syllable(s) | Piece::Prefix(s) => s.chars().next(),
    }
}

/// One way to read letters.
pub fn split_expression(split: &Split, place: Place) -> Option<String> {
    let letters: Vec<Option<char>> = split.pieces.iter().map(first_letter).collect();
    let mut tokens: Vec<String> = Vec::new();
    for run in letters.split(Option::is_none) {
        let run: Vec<char> = run.iter().copied().flatten().collect();
        tokens.extend(
            runs_of_initials(&run)
                .into_iter()
                .map(|r| quote(&format!("~{r}"))),
        );
    }
    tokens = thin(tokens, WORD_TOKENS_MAX);
    for piece in &split.pieces {
        match piece {
            Piece::Char(c) if !c.is_ascii_alphanumeric() => tokens.push(quote(&format!("!{c}"))),
            Piece::Syllable(s) => tokens.push(quote(&format!("={s}"))),
            _ => {}
        }
    }
    if let [Piece::Prefix(start)] = split.pieces.as_slice() {
        if split.anchored {
            tokens.push(quote(&format!("^{start}")));
        } else {
            let ways = sound::syllables()
                .iter()
                .filter(|s| s.starts_with(start.as_str()));
            tokens.push(any(ways.map(|s| quote(&format!("={s}"))).collect())?);
        }
    }
    let ends = tokens::INITIALS.min(letters.len());
    let edge = |part: &[Option<char>]| part.iter().copied().collect::<Option<String>>();
    if place != Place::Inside {
        tokens.extend(edge(&letters[..ends]).map(|run| quote(&format!("^{run}"))));
    }
    if place == Place::Whole {
        tokens.extend(edge(&letters[letters.len() - ends..]).map(|run| quote(&format!("${run}"))));
    }
    tokens.truncate(WORD_TOKENS_MAX * 2);
    (!tokens.is_empty()).then(|| all(tokens))
}

/// Runs of initials that together cover the letters.
fn runs_of_initials(letters: &[char]) -> Vec<String> {
    let size = tokens::INITIALS;
    if letters.len() < 2 {
        return Vec::new();
    }
    if letters.len() <= size {
        return vec![letters.iter().collect()];
    }
    let mut runs: Vec<String> = letters
        .chunks_exact(size)
        .map(|run| run.iter().collect())
        .collect();
    if !letters.len().is_multiple_of(size) {
        runs.push(letters[letters.len() - size..].iter().collect());
    }
    runs
}

/// A document number; `None` if nothing of it can be looked up.
pub fn number_tokens(number: &Number) -> Option<String> {
    let parts: Vec<String> = number
        .parts
        .iter()
        .filter_map(|part| match part {
            number::Part::Digits(digits) => Some(quote(&format!("#{digits}"))),
            number::Part::Words(words) => words_tokens(words),
        })
        .collect();
    (!parts.is_empty()).then(|| all(parts))
}

fn words_tokens(words: &str) -> Option<String> {
    let chars: Vec<char> = words.chars().collect();
    let pairs = if chars.len() == 1 {
        vec![words.to_owned()]
    } else {
        spread(&chars)
    };
    let mut ways = vec![all(thin(pairs, WORD_TOKENS_MAX)
        .iter()
        .map(|p| quote(&format!("#{p}"))))];
    for split in sound::splits(words) {
        let letters: Option<Vec<char>> = split.pieces.iter().map(first_letter).collect();
        // A letter alone, or letters between hanzi, leave nothing to look up: the digits find it.
        let runs = letters
            .map(|letters| runs_of_initials(&letters))
            .unwrap_or_default();
        if runs.is_empty() {
            return None;
        }
        ways.push(all(runs.iter().map(|run| quote(&format!("&{run}")))));
    }
    any(ways)
}
