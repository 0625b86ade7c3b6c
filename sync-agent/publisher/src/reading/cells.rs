//! The words of a cell that stand on several lines of it.

use crate::reading::labels;
use crate::reading::tidy;

/// The words of a cell on one line: what is broken in a narrow column is one word, entries of a list (1. 甲 2. 乙) and figures stay apart.
pub fn on_one_line(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for line in cell.lines() {
        let joint = match (out.chars().next_back(), line.chars().next()) {
            (Some(_), Some(_)) if labels::label(line).is_some() => " ",
            (Some(a), Some(b)) if !(tidy::is_cjk(a) || tidy::is_cjk(b)) => " ",
            _ => "",
        };
        out.push_str(joint);
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_words_are_closed_and_entries_stay_apart() {
        for (cell, line) in [
            ("示例市人民政府\n办公室", "示例市人民政府办公室"),
            ("1. 甲\n2. 乙", "1. 甲 2. 乙"),
            ("110\n119", "110 119"),
            ("甲", "甲"),
            ("", ""),
        ] {
            assert_eq!(on_one_line(cell), line);
        }
    }
}
