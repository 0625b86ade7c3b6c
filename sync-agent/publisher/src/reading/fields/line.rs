//! Labels within a line, as people write them: set apart by blanks, in brackets, with a colon. Owns where one begins and ends.

use crate::reading::fields::wordings::{Name, beginning_with};
use crate::reading::tidy::is_blank;

/// Start, where the value begins, name and word of every label on the line.
pub fn find_labels(chars: &[char]) -> Vec<(usize, usize, Name, &'static str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let hit = beginning_with(chars[at])
            .filter_map(|(word, name)| {
                label_end(chars, at, word, found.is_empty()).map(|end| (end, name, word))
            })
            .max_by_key(|(end, _, _)| *end);
        match hit {
            Some((end, name, word)) => {
                found.push((at, end, name, word));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// A bracket within a label is no longer.
const BRACKET_CHARS_MAX: usize = 10;

/// Where `word` ends at `at`, its characters possibly set apart by blanks, with the colon behind it.
fn label_end(chars: &[char], mut at: usize, word: &str, first: bool) -> Option<usize> {
    // The first label opens the line or stands behind a blank or a bracket: 文件编辑 is not 编辑. Those behind it may have
    // lost the blank before them.
    let apart = at == 0
        || is_blank(chars[at - 1])
        || matches!(chars[at - 1], '【' | '[' | '|' | '】' | ']');
    if first && !apart {
        return None;
    }
    let opened = at > 0 && chars[at - 1] == '【';
    for (index, c) in word.chars().enumerate() {
        while index > 0 && chars.get(at).is_some_and(|c| is_blank(*c)) {
            at += 1;
        }
        if chars.get(at) != Some(&c) {
            return None;
        }
        at += 1;
    }
    let mut closed = false;
    while let Some(c) = chars
        .get(at)
        .filter(|c| is_blank(**c) || matches!(c, '】' | ']'))
    {
        closed |= *c == '】';
        at += 1;
    }
    // 发文机关（单位）：
    if matches!(chars.get(at), Some('（' | '(')) {
        let rest = &chars[at..chars.len().min(at + BRACKET_CHARS_MAX)];
        at += rest.iter().position(|c| matches!(c, '）' | ')'))? + 1;
    }
    match chars.get(at) {
        Some(':' | '：') => Some(at + 1),
        // 【发文字号】示政发〔2021〕3号: brackets stand for the colon.
        Some(_) if closed && opened => Some(at),
        _ => None,
    }
}
