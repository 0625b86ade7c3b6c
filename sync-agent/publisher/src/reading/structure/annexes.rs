//! Annexes and printed texts: their markers, their lists, their names. Owns what a document says it prints below itself.

use std::collections::HashSet;

use crate::reading::draft::Piece;
use crate::reading::labels;
use crate::reading::tidy::{is_blank, length, squeeze};

/// 附件, 附件1, 附件：2, 附: alone on a line.
pub fn is_annex_marker(text: &str) -> bool {
    let bare = squeeze(text);
    let bare = bare.trim_matches(['【', '】', '（', '）']);
    let Some(rest) = bare
        .strip_prefix("附件")
        .or_else(|| bare.strip_prefix("附表"))
        .or_else(|| bare.strip_prefix("附录"))
        .or_else(|| bare.strip_prefix('附'))
    else {
        return false;
    };
    let rest = rest.trim_matches(['：', ':', '.']);
    length(rest) <= 3
        && rest.chars().all(|c| {
            c.is_ascii_digit()
                || labels::chinese_digit(c).is_some()
                || matches!(c, '十' | 'A'..='Z' | '-' | '：')
        })
}

/// A line of a list of annexes is no longer than this; a longer one is text again.
pub const ANNEX_LINE_CHARS_MAX: usize = 100;

/// 附件：1.某表, 附件1.某表, 附：某表: the list of annexes above the signature.
pub fn is_annex_list(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("附件")
        .or_else(|| text.strip_prefix('附'))
    else {
        return false;
    };
    let rest = rest.trim_start_matches(is_blank);
    let named = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = named.len() < rest.len() && named.starts_with(['.', '．', '、', '：', ':']);
    let listed = rest.starts_with(['：', ':']) || numbered;
    listed && length(named) > 3 && length(text) <= ANNEX_LINE_CHARS_MAX && !text.ends_with('。')
}

/// The names in a list of annexes, as the annexes' own titles may repeat them.
fn annex_names(pieces: &[Piece]) -> Vec<String> {
    let mut names = Vec::new();
    let mut listing = false;
    for text in pieces.iter().filter_map(Piece::text) {
        let numbered = length(text) <= ANNEX_LINE_CHARS_MAX && labels::label(text).is_some();
        listing = is_annex_list(text) || (listing && numbered);
        if !listing {
            continue;
        }
        let name = text.trim_start_matches(|c: char| {
            c.is_ascii_digit()
                || is_blank(c)
                || matches!(c, '附' | '件' | '：' | ':' | '.' | '．' | '、')
        });
        let name = bare_title(name);
        let note = name.strip_suffix('）').and_then(|n| n.rfind('（'));
        names.extend(note.map(|at| name[..at].to_owned()));
        names.push(name);
    }
    names.retain(|name| length(name) >= 4);
    names
}

/// The words that two writings of one title have in common.
pub fn bare_title(words: &str) -> String {
    squeeze(words)
        .chars()
        .filter(|c| !matches!(c, '《' | '》' | '〈' | '〉' | '“' | '”'))
        .collect()
}

/// Every 《…》 of the text and every name in its lists of annexes: what may be printed below.
pub fn printed_titles(pieces: &[Piece]) -> HashSet<String> {
    const TITLES_MAX: usize = 4_000;
    let mut titles: HashSet<String> = annex_names(pieces).into_iter().collect();
    for text in pieces.iter().filter_map(Piece::text) {
        let mut rest = text;
        while let Some(open) = rest.find('《') {
            let inner = &rest[open + '《'.len_utf8()..];
            let Some(close) = closing(inner) else { break };
            if titles.len() < TITLES_MAX {
                titles.insert(bare_title(&inner[..close]));
            }
            rest = &inner[close..];
        }
    }
    titles
}

/// Where the 》 that closes an open 《 stands; titles nest.
fn closing(inner: &str) -> Option<usize> {
    const TITLE_CHARS_MAX: usize = 300;
    let mut depth = 0;
    for (at, c) in inner.char_indices().take(TITLE_CHARS_MAX) {
        match c {
            '《' => depth += 1,
            '》' if depth == 0 => return Some(at),
            '》' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_and_lists_are_told_apart() {
        for marker in [
            "附件",
            "附件1",
            "附件：",
            "附件 2：",
            "附",
            "【附件3】",
            "附表",
        ] {
            assert!(
                is_annex_marker(marker) && !is_annex_list(marker),
                "{marker}"
            );
        }
        for list in [
            "附件：1.申请表",
            "附件1.申请表",
            "附：受理点名单",
            "附件:示例市某表",
        ] {
            assert!(is_annex_list(list) && !is_annex_marker(list), "{list}");
        }
        for text in [
            "附件所列事项应当办理。",
            "附近居民",
            "附件1至3由各部门填写。",
        ] {
            assert!(!is_annex_list(text) && !is_annex_marker(text), "{text}");
        }
    }

    #[test]
    fn names_of_annexes_and_quoted_titles_are_known() {
        let pieces = [
            "现印发《示例市〈某条例〉实施办法》。",
            "附件：1.受理点名单（共12处）",
            "2.申请表样张",
            "示例市民政局",
        ]
        .map(Piece::plain);
        let titles = printed_titles(&pieces);
        for title in ["示例市某条例实施办法", "受理点名单", "申请表样张"] {
            assert!(titles.contains(title), "{title}: {titles:?}");
        }
        assert!(!titles.contains("示例市民政局"));
    }
}
