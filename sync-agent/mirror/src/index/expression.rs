//! Expressions over the indexes, from tokens. Nothing that is typed is syntax anywhere: a token is bytes.

use crate::words::mark::Mark;
use crate::words::number::{self, Number};
use crate::words::sound::{self, Piece, Split};

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

/// What to look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// The documents that hold this token.
    Token(String),
    /// Those that hold any that starts so.
    Prefix(String),
    /// Those that every part finds; none without a part.
    All(Vec<Expression>),
    /// Those that any way finds.
    Any(Vec<Expression>),
}

impl Expression {
    /// Tokens and prefixes in it.
    pub fn size(&self) -> usize {
        match self {
            Expression::Token(_) | Expression::Prefix(_) => 1,
            Expression::All(parts) | Expression::Any(parts) => {
                parts.iter().map(Expression::size).sum()
            }
        }
    }
}

/// The documents that hold this token.
pub fn token(token: &str) -> Expression {
    Expression::Token(token.to_owned())
}

/// Every token that starts so.
pub fn prefix(start: &str) -> Expression {
    Expression::Prefix(start.to_owned())
}

/// The documents that hold every part; no part at all means every document.
pub fn all(parts: impl IntoIterator<Item = Expression>) -> Expression {
    let mut parts: Vec<Expression> = parts.into_iter().collect();
    // Tokens are found fastest and often leave nothing to look for.
    parts.sort_by_key(|part| !matches!(part, Expression::Token(_)));
    Expression::All(parts)
}

/// Any way; `None` if there is none.
pub fn any(ways: Vec<Expression>) -> Option<Expression> {
    (!ways.is_empty()).then_some(Expression::Any(ways))
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
pub fn split_expression(split: &Split, place: Place) -> Option<Expression> {
    let letters: Vec<Option<char>> = split.pieces.iter().map(first_letter).collect();
    let mut tokens: Vec<Expression> = Vec::new();
    for run in letters.split(Option::is_none) {
        let run: Vec<char> = run.iter().copied().flatten().collect();
        tokens.extend(
            runs_of_initials(&run)
                .into_iter()
                .map(|r| token(&Mark::Initials.token(r))),
        );
    }
    tokens = thin(tokens, WORD_TOKENS_MAX);
    for piece in &split.pieces {
        match piece {
            Piece::Char(c) if !c.is_ascii_alphanumeric() => {
                tokens.push(token(&Mark::Char.token(c)))
            }
            Piece::Syllable(s) => tokens.push(token(&Mark::Syllable.token(s))),
            _ => {}
        }
    }
    if let [Piece::Prefix(start)] = split.pieces.as_slice() {
        if split.anchored {
            tokens.push(token(&Mark::Start.token(start)));
        } else {
            let ways = sound::syllables()
                .iter()
                .filter(|s| s.starts_with(start.as_str()));
            tokens.push(any(ways
                .map(|s| token(&Mark::Syllable.token(s)))
                .collect())?);
        }
    }
    let ends = crate::words::tokens::INITIALS.min(letters.len());
    let edge = |part: &[Option<char>]| part.iter().copied().collect::<Option<String>>();
    if place != Place::Inside {
        tokens.extend(edge(&letters[..ends]).map(|run| token(&Mark::Start.token(run))));
    }
    if place == Place::Whole {
        tokens
            .extend(edge(&letters[letters.len() - ends..]).map(|run| token(&Mark::End.token(run))));
    }
    tokens.truncate(WORD_TOKENS_MAX * 2);
    (!tokens.is_empty()).then(|| all(tokens))
}

/// Runs of initials that together cover the letters.
fn runs_of_initials(letters: &[char]) -> Vec<String> {
    let size = crate::words::tokens::INITIALS;
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
pub fn number_tokens(number: &Number) -> Option<Expression> {
    let parts: Vec<Expression> = number
        .parts
        .iter()
        .filter_map(|part| match part {
            number::Part::Digits(digits) => Some(token(&Mark::Number.token(digits))),
            number::Part::Words(words) => words_tokens(words),
        })
        .collect();
    (!parts.is_empty()).then(|| all(parts))
}

fn words_tokens(words: &str) -> Option<Expression> {
    let chars: Vec<char> = words.chars().collect();
    let pairs = if chars.len() == 1 {
        vec![words.to_owned()]
    } else {
        spread(&chars)
    };
    let mut ways = vec![all(thin(pairs, WORD_TOKENS_MAX)
        .iter()
        .map(|p| token(&Mark::Number.token(p))))];
    for split in sound::splits(words) {
        let letters: Option<Vec<char>> = split.pieces.iter().map(first_letter).collect();
        // A letter alone, or letters between hanzi, leave nothing to look up: the digits find it.
        let runs = letters
            .map(|letters| runs_of_initials(&letters))
            .unwrap_or_default();
        if runs.is_empty() {
            return None;
        }
        ways.push(all(runs
            .iter()
            .map(|run| token(&Mark::NumberInitials.token(run)))));
    }
    any(ways)
}
