//! Letters: spelled, as words, as addresses of the net. Translates nothing.

use super::scan::{Found, Kind, Place};
use super::token::Said;
use super::units::is_latin;
use crate::numerals::{cardinal, digit_by_digit};

/// Capitals up to this many are spelled.
const SPELLED_LETTERS_MAX: usize = 5;
/// A longer address is cut here; the rest is read as text.
const ADDRESS_CHARS_MAX: usize = 200;
/// A longer word is read in pieces.
const WORD_CHARS_MAX: usize = 40;

/// `P D F`.
pub(super) fn spelled(letters: &str) -> String {
    letters
        .chars()
        .map(|c| c.to_ascii_uppercase().to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Letters that stand apart or that nobody could say as a word.
fn said(word: &str) -> String {
    let letters = word.chars().count();
    let capitals = word.chars().all(char::is_uppercase);
    let vowels = word
        .chars()
        .any(|c| "aeiouyAEIOUY".contains(c) || !c.is_ascii());
    if (capitals && letters <= SPELLED_LETTERS_MAX)
        || letters == 1
        || (!vowels && letters <= SPELLED_LETTERS_MAX)
    {
        spelled(word)
    } else {
        word.to_owned()
    }
}

/// A word with its hyphens, then digits one by one: PM2.5, Wi-Fi, A4.
pub(super) fn letters(place: &Place<'_>) -> Option<Found> {
    let len = word_len(place, 0);
    if len == 0 {
        return None;
    }
    let mut parts = vec![Said::Latin(said(&place.text(0, len)))];
    let mut used = len;
    let digits = place.digits(used);
    // E120°10′ are degrees.
    let degrees = digits > 0 && len == 1 && place.get(used + digits) == Some('°');
    if let Some(name) = longitude(place.get(0)).filter(|_| degrees) {
        return Found::han(1, Kind::Word, name);
    }
    let current = matches!(place.text(0, len).as_str(), "AC" | "DC");
    // AC220V is measured.
    if digits > 0 && !(current && super::units::has_unit(place, used + digits)) {
        let text = place.text(used, digits);
        used += digits;
        let mut number = if digits <= 2 && !text.starts_with('0') {
            cardinal(text.parse().unwrap_or(0))
        } else {
            digit_by_digit(&text)
        };
        while place.get(used) == Some('.') && place.digits(used + 1) > 0 {
            let more = place.digits(used + 1);
            number.push('点');
            number.push_str(&digit_by_digit(&place.text(used + 1, more)));
            used += 1 + more;
        }
        parts.push(Said::Han(number));
    } else if place.get(used) == Some('-') && place.digits(used + 1) > 0 {
        // Covid-19, SARS-2: the hyphen is not said.
        used += 1;
    }
    // pH6-9 is a range.
    let kind = if digits > 0 && place.starts(0, "pH") {
        Kind::Quantity
    } else {
        Kind::Word
    };
    Found::new(used, kind, parts)
}

/// The half of the globe a letter before degrees stands for.
fn longitude(c: Option<char>) -> Option<&'static str> {
    Some(match c? {
        'E' => "东经",
        'W' => "西经",
        'N' => "北纬",
        'S' => "南纬",
        _ => return None,
    })
}

fn word_len(place: &Place<'_>, offset: usize) -> usize {
    let rest = &place.chars[(place.at + offset).min(place.chars.len())..];
    let mut len = 0;
    for (i, c) in rest.iter().take(WORD_CHARS_MAX).enumerate() {
        let inside = matches!(c, '-' | '\'' | '’')
            && i > 0
            && rest.get(i + 1).is_some_and(|c| is_latin(*c))
            && is_latin(rest[i - 1]);
        if !is_latin(*c) && !inside {
            break;
        }
        len = i + 1;
    }
    len
}

/// Web and mail addresses.
pub(super) fn address(place: &Place<'_>) -> Option<Found> {
    if !place.get(0)?.is_ascii_alphanumeric()
        || place.previous().is_some_and(|c| c.is_ascii_alphanumeric())
    {
        return None;
    }
    let scheme = ["https://", "http://", "ftp://"]
        .iter()
        .find(|s| place.starts(0, s))
        .map_or(0, |s| s.len());
    let len = place.rest()[scheme..]
        .iter()
        .take(ADDRESS_CHARS_MAX)
        .take_while(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+=%".contains(**c))
        .count();
    let text: String = place.text(scheme, len);
    let text = text.trim_end_matches(['.', ':', '/', '?', '-', '~', '!', '\'']);
    let host = text.split(['/', '?', '#']).next()?;
    if !is_host(host, scheme > 0) {
        return None;
    }
    let mut parts = Vec::new();
    for piece in pieces(text) {
        match piece.chars().next()? {
            c if c.is_ascii_digit() => parts.push(Said::Han(digit_by_digit(piece))),
            c if c.is_ascii_alphabetic() => parts.push(Said::Latin(label(piece))),
            c => {
                if let Some(name) = sign(c) {
                    parts.push(Said::Han(name.to_owned()));
                }
            }
        }
    }
    Found::new(scheme + text.chars().count(), Kind::Word, parts)
}

/// Of two labels at least, the last one letters; a mail address has its name before the host.
fn is_host(host: &str, scheme: bool) -> bool {
    let (name, host) = match host.split_once('@') {
        Some((name, host)) => (Some(name), host),
        None => (None, host),
    };
    let host = host.split(':').next().unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let known = scheme || name.is_some() || labels[0] == "www" || TOP_LABELS.contains(&last);
    known
        && labels.len() >= 2
        && (2..=10).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_alphabetic())
        && labels
            .iter()
            .all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        && name.is_none_or(|n| !n.is_empty())
}

/// Last labels that make dotted letters an address by themselves.
const TOP_LABELS: [&str; 8] = ["cn", "com", "org", "net", "gov", "edu", "info", "int"];

/// Runs of letters, runs of digits, single signs.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let class = |c: char| (c.is_ascii_digit(), c.is_ascii_alphabetic());
    let mut previous = None;
    for (i, c) in text.char_indices() {
        if previous.is_some_and(|p| class(p) != class(c) || class(c) == (false, false)) {
            pieces.push(&text[start..i]);
            start = i;
        }
        previous = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

/// A label is spelled when it is short or has no vowel, else said.
fn label(piece: &str) -> String {
    let vowels = piece.chars().any(|c| "aeiouyAEIOUY".contains(c));
    if piece.len() <= 2 || !vowels {
        spelled(piece)
    } else {
        piece.to_owned()
    }
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '.' => "点",
        '/' => "斜杠",
        '-' => "杠",
        '_' => "下划线",
        '@' => "艾特",
        ':' => "冒号",
        '?' => "问号",
        '=' => "等于",
        '&' => "和",
        '#' => "井号",
        _ => return None,
    })
}
