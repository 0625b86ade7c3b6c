//! Signatures whose office, seal and day stand in one cell of a table. Owns taking them apart.

use crate::reading::facts::dates;
use crate::reading::facts::issuers::{issuers, without_seals};
use crate::reading::tidy::{self, length, squeeze};

/// An office with its seal and its day, run together in one cell.
#[derive(Debug, PartialEq, Eq)]
pub struct Signature {
    /// Whose it is, offices divided by 、.
    pub by: String,
    /// Its day, `YYYY-MM-DD`.
    pub on: Option<String>,
    /// It shows where the seal is.
    pub sealed: bool,
}

/// 示例市财政局（印章）2021年9月3日; none if it says anything else.
pub fn signature(words: &str) -> Option<Signature> {
    const CHARS_MAX: usize = 80;
    let bare = tidy::line(words);
    if length(&bare) > CHARS_MAX {
        return None;
    }
    let open = without_seals(&bare);
    let sealed = squeeze(&open) != squeeze(&bare);
    let office = |at: &usize| open.is_char_boundary(*at) && issuers(&open[..*at]).is_some();
    let at = (1..open.len())
        .filter(office)
        .find(|at| dates::says_when(&open[*at..]));
    let (by, day) = open.split_at(at.unwrap_or(open.len()));
    Some(Signature {
        by: issuers(by)?,
        on: dates::only_date(day),
        sealed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_seal_and_day_are_taken_apart() {
        for (words, by, on, sealed) in [
            (
                "示例市财政局（印章）2021年9月3日",
                "示例市财政局",
                Some("2021-09-03"),
                true,
            ),
            (
                "示例市财政局　示例市审计局（盖章）",
                "示例市财政局、示例市审计局",
                None,
                true,
            ),
            (
                "示例市财政局二〇二一年九月三日",
                "示例市财政局",
                Some("2021-09-03"),
                false,
            ),
            ("示例市财政局2021年9月", "示例市财政局", None, false),
            (
                "示例市12345热线管理中心2021年9月3日",
                "示例市12345热线管理中心",
                Some("2021-09-03"),
                false,
            ),
        ] {
            let found = signature(words).unwrap_or_else(|| panic!("{words}"));
            let told = (found.by.as_str(), found.on.as_deref(), found.sealed);
            assert_eq!(told, (by, on, sealed), "{words}");
        }
        for words in [
            "（印章）",
            "2021年9月3日",
            "同意。示例市财政局（印章）",
            "示例市财政局负责",
            "",
        ] {
            assert_eq!(signature(words), None, "{words}");
        }
    }
}
