//! What lists write behind a title to say what its page shows: ［图］, （组图）, [视频]. Owns the words; whether they belong to a title says the page,
//! which may call itself so (示例市规划图（图）).

use crate::reading::tidy::{is_blank, squeeze};

const MARKS: &str =
    "图 组图 多图 图文 附图 图片 高清图 高清组图 图集 视频 组图/视频 图/视频 图文/视频 附视频 音频";
const PAIRS: &[(char, char)] = &[
    ('[', ']'),
    ('［', '］'),
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('〔', '〕'),
];

/// The title without what a list writes behind it; none where nothing of the kind stands there.
pub fn without_marks(title: &str) -> Option<&str> {
    let one = |title: &'_ str| -> Option<usize> {
        let title = title.trim_end_matches(is_blank);
        PAIRS.iter().find_map(|(open, close)| {
            let (rest, mark) = title.strip_suffix(*close)?.rsplit_once(*open)?;
            let mark = squeeze(mark);
            let known = MARKS.split_ascii_whitespace().any(|known| known == mark);
            (known && !rest.trim_matches(is_blank).is_empty()).then_some(rest.len())
        })
    };
    let mut end = title.len();
    while let Some(before) = one(&title[..end]) {
        end = before;
    }
    (end < title.len()).then(|| title[..end].trim_end_matches(is_blank))
}

/// The title without the mark of a note behind it: 统计公报[1].
pub fn without_note(title: &str) -> &str {
    const DIGITS: std::ops::RangeInclusive<usize> = 1..=2;
    let trimmed = title.trim_end_matches(is_blank);
    let parts = trimmed
        .strip_suffix([']', '］'])
        .and_then(|inner| inner.rsplit_once(['[', '［']));
    match parts {
        Some((rest, mark))
            if DIGITS.contains(&mark.len())
                && mark.bytes().all(|b| b.is_ascii_digit())
                && !rest.is_empty() =>
        {
            rest.trim_end_matches(is_blank)
        }
        _ => title,
    }
}

/// `title` as `others` have it, if one of them says the same without its marks.
pub fn as_said(title: &str, others: impl IntoIterator<Item = String>) -> &str {
    let Some(plain) = without_marks(title) else {
        return title;
    };
    let want = squeeze(plain);
    let said = others.into_iter().any(|other| squeeze(&other) == want);
    if said { plain } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_note_is_no_title() {
        for (title, plain) in [
            ("示例市统计公报[1]", "示例市统计公报"),
            ("示例市统计公报 ［12］", "示例市统计公报"),
            ("示办发[2003]", "示办发[2003]"),
            ("示例市统计公报[甲]", "示例市统计公报[甲]"),
            ("[1]", "[1]"),
        ] {
            assert_eq!(without_note(title), plain);
        }
    }

    #[test]
    fn what_a_list_writes_behind_a_title_is_told_from_the_title() {
        for title in [
            "关于春耕的通知[图]",
            "关于春耕的通知（组图）",
            "关于春耕的通知 [图] [视频]",
            "关于春耕的通知(图文)",
            "关于春耕的通知［多图］",
        ] {
            assert_eq!(without_marks(title), Some("关于春耕的通知"), "{title}");
        }
        for title in [
            "示例市规划图",
            "关于春耕的通知（试行）",
            "关于春耕的通知（附件图）",
            "[图]",
            "图",
        ] {
            assert_eq!(without_marks(title), None, "{title}");
        }
        let others = |words: &str| [words.to_owned()];
        assert_eq!(as_said("规划（图）", others("规划")), "规划");
        assert_eq!(as_said("规划（图）", others("规划（图）")), "规划（图）");
    }
}
