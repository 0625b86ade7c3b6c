//! Signs that are said, are silences, or are nothing. What has its meaning from numbers beside it has its rule before these.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::scan::{Found, Kind, Place, is_hanzi};
use super::token::{Pause, Said};

/// `assets/speech/signs.txt`: a sign and how it is said.
fn said() -> &'static HashMap<char, &'static str> {
    static SAID: OnceLock<HashMap<char, &'static str>> = OnceLock::new();
    SAID.get_or_init(|| {
        include_str!("../../../../assets/speech/signs.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let (sign, said) = line.split_once(' ')?;
                Some((sign.chars().next()?, said.trim()))
            })
            .collect()
    })
}

/// A run of these in place of a name or number: 张××, ×年×月. Longer runs are a drawn line.
const REDACTED_MAX: usize = 6;

/// 张××, XX市: 某.
pub(super) fn redacted(place: &Place<'_>) -> Option<Found> {
    let c = place.get(0)?;
    let crosses = matches!(c, '×' | '✕' | '╳' | '○' | '〇' | '*' | 'X' | 'x');
    if !crosses || place.previous() == Some(c) {
        return None;
    }
    let len = place
        .rest()
        .iter()
        .take(REDACTED_MAX + 1)
        .take_while(|d| **d == c)
        .count();
    let before = place.previous();
    let after = place.get(len);
    let beside = |c: Option<char>| c.is_some_and(|c| is_hanzi(c) && c != '〇');
    let enough = match c {
        '×' | '✕' | '╳' => beside(before) || beside(after),
        // One circle is a zero or a mark.
        _ => len >= 2 && (beside(before) || beside(after)),
    };
    let numbers =
        before.is_some_and(|c| c.is_ascii_digit()) || after.is_some_and(|c| c.is_ascii_digit());
    let measured = c == '×' && before.is_some_and(|c| c.is_ascii_alphanumeric());
    if len > REDACTED_MAX || !enough || numbers || measured || c == '〇' && !beside(before) {
        return None;
    }
    // 是否：× is an answer, which the next rule reads.
    if len == 1 && !(beside(after) || before.is_some_and(|c| is_hanzi(c) && !"否".contains(c))) {
        return None;
    }
    Found::han(len, Kind::Word, "某".repeat(len))
}

/// √ and × as answers; times between numbers.
pub(super) fn answer(place: &Place<'_>) -> Option<Found> {
    let next = place.get(1 + place.spaces(1));
    let said = match place.get(0)? {
        '√' | '✓' | '✔' | '☑' | '🗹' => "是",
        '×' | '✕' | '✖' | '*' if times(place, next) => return Found::han(1, Kind::Word, "乘"),
        '×' | '✕' | '✗' | '✘' | '☒' => "否",
        // □是 □否: the boxes part what may be chosen.
        '□' | '☐' | '■' | '○' | '◯' | '●' if next.is_some_and(is_hanzi) => {
            return Found::pause(1, Pause::Comma);
        }
        _ => return None,
    };
    // √ 同意 × 不同意: each answer stands apart from the words beside it.
    let mut parts = Vec::new();
    if place.previous_seen().is_some_and(is_hanzi) {
        parts.push(Said::Pause(Pause::Comma));
    }
    parts.push(Said::Han(said.to_owned()));
    if next.is_some_and(is_hanzi) {
        parts.push(Said::Pause(Pause::Comma));
    }
    Found::new(1, Kind::Word, parts)
}

/// Between two numbers, or behind one that was measured: 3m×宽2m.
fn times(place: &Place<'_>, next: Option<char>) -> bool {
    let before = place
        .previous_seen()
        .is_some_and(|c| c.is_ascii_alphanumeric() || is_hanzi(c));
    let digit = next.is_some_and(|c| c.is_ascii_digit());
    (before && digit) || (place.before == Kind::Quantity && next.is_some_and(is_hanzi))
}

/// Everything else that is no letter, digit or hanzi.
pub(super) fn mark(place: &Place<'_>) -> Option<Found> {
    let c = place.get(0)?;
    match c {
        '、' => enumeration(place),
        '，' | '：' | '）' | '（' | '｜' | '】' | '【' | '〕' | '〔' | '﹝' | '﹞' => {
            Found::pause(1, Pause::Comma)
        }
        '；' => Found::pause(1, Pause::Semicolon),
        '。' | '！' | '？' => Found::pause(1, Pause::Stop),
        '\n' => Found::pause(1, Pause::Paragraph),
        '\u{3000}' | '\t' => Found::pause(1, Pause::Comma),
        ' ' => space(place),
        '—' | '~' | '-' => dash(place),
        ',' | ':' => Found::pause(1, Pause::Comma),
        '.' => stop(place),
        '/' => slash(place),
        '+' if adds(place) => Found::han(1, Kind::Word, "加"),
        // 3#楼.
        '#' if place.previous().is_some_and(|c| c.is_ascii_digit()) => {
            Found::han(1, Kind::Quantity, "号")
        }
        '|' => Found::pause(1, Pause::Comma),
        '<' | '>' if !compares(place) => Found::silent(1),
        _ => {
            let said = said().get(&c)?;
            Found::han(1, Kind::Word, *said)
        }
    }
}

/// <某某法> and >> are brackets; before a number they compare, and between a number and a letter: 5<x.
fn compares(place: &Place<'_>) -> bool {
    let next = place.get(1 + place.spaces(1));
    let between = place.previous_seen().is_some_and(|c| c.is_ascii_digit())
        && next.is_some_and(|c| c.is_ascii_alphabetic());
    between || next.is_some_and(|c| c.is_ascii_digit())
}

/// Before a word or a number, and behind one: 1+N, 互联网+, C++.
fn adds(place: &Place<'_>) -> bool {
    place.get(1).is_some_and(char::is_alphanumeric)
        || place
            .previous()
            .is_some_and(|c| c.is_alphanumeric() || c == '+')
}

/// x between two numbers is the sign: 3x4米, 7x24小时.
pub(super) fn crossed(place: &Place<'_>) -> Option<Found> {
    let sign = matches!(place.get(0), Some('x' | 'X'));
    let before = &place.chars[..place.at];
    let digits = before
        .iter()
        .rev()
        .take(super::scan::DIGITS_MAX)
        .take_while(|c| c.is_ascii_digit() || **c == '.')
        .count();
    let letter = before[..before.len() - digits]
        .last()
        .is_some_and(|c| c.is_ascii_alphabetic() || *c == '-');
    let behind = place.digits(1);
    let counts = place.get(0) == Some('x') || super::units::has_unit(place, 1 + behind);
    (sign && digits > 0 && !letter && behind > 0 && counts)
        .then(|| Found::han(1, Kind::Word, "乘"))
        .flatten()
}

/// 第2、3款: the numbers go on as ordinals.
fn enumeration(place: &Place<'_>) -> Option<Found> {
    let kind = if place.before == Kind::Ordinal {
        Kind::Ordinal
    } else {
        Kind::Pause
    };
    Found::new(1, kind, vec![Said::Pause(Pause::List)])
}

/// What a label of an article ends with: a space behind it parts it from its text.
const LABEL_END: &str = "条章节款项编篇";
/// A label is at most so long.
const LABEL_CHARS_MAX: usize = 12;

/// Several spaces part, as one does between two words; between single characters, as in 主 任, it is only for the eye.
fn space(place: &Place<'_>) -> Option<Found> {
    let len = place.spaces(0);
    let previous = place.previous();
    let label = previous.is_some_and(|c| LABEL_END.contains(c)) && {
        let from = place.at.saturating_sub(LABEL_CHARS_MAX);
        place.chars[from..place.at].contains(&'第')
    };
    // 1.申请表 2.承诺书: the next item.
    let digits = place.digits(len);
    let item = (1..=2).contains(&digits)
        && place.get(len + digits).is_some_and(|c| ".、）".contains(c))
        && place.digits(len + digits + 1) == 0;
    let word_before = matches!(place.chars[..place.at], [.., a, b] if is_hanzi(b) && (is_hanzi(a) || a.is_alphanumeric()));
    let word_behind = [1, 2].iter().all(|i| place.get(*i).is_some_and(is_hanzi));
    if len > 1 || label || item || (word_before && word_behind) {
        return Found::pause(len, Pause::Comma);
    }
    Found::silent(len)
}

/// —— is a pause; a hyphen between words is nothing.
fn dash(place: &Place<'_>) -> Option<Found> {
    let len = place
        .rest()
        .iter()
        .take_while(|c| matches!(c, '—' | '-' | '~'))
        .count();
    Found::pause(len, Pause::Comma)
}

fn stop(place: &Place<'_>) -> Option<Found> {
    let len = place.rest().iter().take_while(|c| **c == '.').count();
    if len > 1 {
        return Found::silent(len);
    }
    match place.previous() {
        Some(c) if c.is_ascii_digit() => Found::pause(1, Pause::Comma),
        Some(c)
            if c.is_ascii_alphabetic() && place.get(1).is_none_or(|c| c == ' ' || c == '\n') =>
        {
            Found::pause(1, Pause::Stop)
        }
        Some(c) if is_hanzi(c) => Found::pause(1, Pause::Comma),
        _ => Found::silent(1),
    }
}

/// 元/月 is 每 behind a quantity; between words it parts.
fn slash(place: &Place<'_>) -> Option<Found> {
    let next = place.get(1);
    if place.before == Kind::Quantity
        && next.is_some_and(is_hanzi)
        && place.previous().is_some_and(is_hanzi)
    {
        return Found::han(1, Kind::Word, "每");
    }
    // MPN/100mL.
    let digits = place.digits(1);
    let measure = digits > 0
        && super::units::unit_at(place, 1 + digits)
            .is_some_and(|u| !u.written.iter().any(|c| is_hanzi(*c)));
    if measure
        && place.get(1) == Some('1')
        && place.previous().is_some_and(|c| c.is_ascii_alphabetic())
        && place.before == Kind::Word
    {
        return Found::han(1, Kind::Word, "每");
    }
    let seen = place.get(1 + place.spaces(1));
    if place.previous_seen().is_some_and(|c| c.is_alphanumeric())
        && seen.is_some_and(|c| c.is_alphanumeric())
    {
        return Found::pause(1, Pause::List);
    }
    Found::silent(1)
}
