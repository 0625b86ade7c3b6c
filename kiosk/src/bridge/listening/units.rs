//! What a step by ear goes by: things, pieces of their words, or what of the voice and the screen it changes. Holds no place.

use session::screen::listening::Tune;

/// What steps go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Unit {
    #[default]
    Item,
    /// Headings and articles of an open document, wherever they stand in it.
    Heading,
    Article,
    Clause,
    Character,
    /// Steps change the voice.
    Speed,
    Volume,
    /// Steps draw the curtain.
    Curtain,
}

/// A part of a document that one may go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Heading,
    Article,
}

/// All of them with their codes, from large to small; then what is changed.
pub const UNITS: [(Unit, &str); 8] = [
    (Unit::Item, "item"),
    (Unit::Heading, "heading"),
    (Unit::Article, "article"),
    (Unit::Clause, "clause"),
    (Unit::Character, "character"),
    (Unit::Speed, "speed"),
    (Unit::Volume, "volume"),
    (Unit::Curtain, "curtain"),
];
/// What a step changes, by units that are no pieces of a text.
pub fn tune(unit: Unit, on: bool) -> Option<Tune> {
    match unit {
        Unit::Speed => Some(Tune::Speed { up: on }),
        Unit::Volume => Some(Tune::Volume { up: on }),
        Unit::Curtain => Some(Tune::Curtain { drawn: Some(on) }),
        Unit::Item | Unit::Heading | Unit::Article | Unit::Clause | Unit::Character => None,
    }
}

/// The next finer unit, or the next larger one; pieces of a document only where one is open.
pub fn beside(unit: Unit, finer: bool, document: bool) -> (Unit, &'static str) {
    let offered: Vec<(Unit, &str)> = UNITS
        .into_iter()
        .filter(|(unit, _)| document || !matches!(unit, Unit::Heading | Unit::Article))
        .collect();
    let at = offered.iter().position(|(held, _)| *held == unit);
    let at = at.unwrap_or(0);
    match finer {
        true => offered[(at + 1).min(offered.len() - 1)],
        false => offered[at.saturating_sub(1)],
    }
}

/// A text in clauses or characters.
pub fn pieces(text: &str, unit: Unit) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    match unit {
        Unit::Character => chars
            .iter()
            .filter(|c| c.is_alphanumeric())
            .map(|c| speech::explained(*c))
            .collect(),
        _ => speech::clauses(text)
            .into_iter()
            .filter_map(|clause| chars.get(clause.span))
            .map(|part| part.iter().collect())
            .collect(),
    }
}
