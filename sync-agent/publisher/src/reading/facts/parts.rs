//! Lines of data beside a text: 示例市税务局公告2017年第45号　全文废止　成文日期：2017-12-18.

use crate::reading::tidy::is_blank;

/// What stands apart on a line of data: between blanks and in square brackets (【】), which stay.
pub fn parts(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(is_blank);
        let end = match rest.chars().next()? {
            '【' | '［' => rest
                .char_indices()
                .find(|(_, c)| matches!(c, '】' | '］'))
                .map_or(rest.len(), |(at, c)| at + c.len_utf8()),
            _ => rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| is_blank(*c) || matches!(c, '【' | '［'))
                .map_or(rest.len(), |(at, _)| at),
        };
        let (part, behind) = rest.split_at(end);
        rest = behind;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_square_brackets_part() {
        for (line, all) in [
            (
                "甲号　全文废止　日期：3日",
                &["甲号", "全文废止", "日期：3日"][..],
            ),
            ("甲号【全文废止】", &["甲号", "【全文废止】"]),
            ("【全文废止】甲号 ", &["【全文废止】", "甲号"]),
            ("甲", &["甲"]),
            ("　", &[]),
        ] {
            assert_eq!(parts(line).collect::<Vec<_>>(), all);
        }
    }
}
