//! Written official Chinese to what is said: numbers, dates, document numbers, signs, tables become hanzi, Latin pieces and pauses.
//! Knows no readings beyond whether a character has one. One pass: at each place the first rule that fits says what it has read.

mod codes;
mod dates;
mod english;
mod fold;
mod latin;
mod named;
mod order;
mod phones;
mod plain;
mod plots;
mod powers;
mod quantities;
mod scan;
mod signed;
mod signs;
mod standards;
mod tables;
mod token;
mod units;
mod years;

use scan::{Found, Kind, Place};
pub use token::{Pause, Said, Token};

type Rule = fn(&Place<'_>) -> Option<Found>;

/// In this order; each looks at one kind of beginning.
const RULES: &[Rule] = &[
    tables::table,
    english::word,
    order::pager,
    order::section,
    order::circled,
    order::ordinal,
    order::document_number,
    order::bracketed_item,
    phones::country,
    phones::bracketed,
    latin::address,
    plots::dotted,
    plots::plot,
    plots::stake,
    plots::plate,
    standards::standard,
    codes::serial,
    codes::groups,
    dates::date,
    years::year_range,
    years::month,
    years::era,
    years::year,
    years::decade,
    years::short,
    named::anniversary,
    quantities::ratio,
    dates::time,
    phones::phone,
    codes::room,
    codes::road,
    quantities::fraction,
    quantities::percent,
    quantities::money,
    named::name,
    named::minutes,
    named::remainder,
    codes::digits,
    quantities::range,
    signed::negative,
    signed::positive,
    quantities::quantity,
    units::alone,
    order::roman,
    signs::crossed,
    signs::redacted,
    latin::letters,
    signs::answer,
    signs::mark,
    plain::han,
    plain::unknown,
    plain::other_script,
];

/// What `text` is read as. Characters that nobody says (ornaments, emoji, control characters) are passed over.
#[must_use]
pub fn normalise(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().map(fold::fold).collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut before = Kind::Start;
    while at < chars.len() {
        let place = Place {
            chars: &chars,
            at,
            before,
            inside: normalise,
        };
        let Some(found) = RULES.iter().find_map(|rule| rule(&place)) else {
            at += 1;
            continue;
        };
        debug_assert!(found.used > 0, "a rule reads at least one character");
        let span = at..at + found.used.max(1);
        at = span.end;
        before = found.kind.unwrap_or(before);
        tokens.extend(found.said.into_iter().map(|said| Token {
            said,
            span: span.clone(),
        }));
    }
    tokens
}
