//! Whether a document is still in force (效力), as its source says it: in a field, behind the title, in a line about the document itself.
//! Owns the wordings; what is said of another document, of some articles only, or of a day to come, is no statement about this one.

use crate::reading::facts;
use crate::reading::tidy::squeeze;

/// Words of a field, and what each says; the one that stands first counts.
const WORDS: &[(&str, &str)] = &[
    ("废止", "repealed"),
    ("作废", "repealed"),
    ("撤销", "repealed"),
    ("失效", "expired"),
    ("无效", "expired"),
    ("到期", "expired"),
    ("届满", "expired"),
    ("停止执行", "expired"),
    ("不再执行", "expired"),
    ("不再适用", "expired"),
    ("不再有效", "expired"),
    ("非现行有效", "expired"),
    ("被修改", "superseded"),
    ("已修改", "superseded"),
    ("被修订", "superseded"),
    ("已修订", "superseded"),
    ("被修正", "superseded"),
    ("已修正", "superseded"),
    ("被替代", "superseded"),
    ("被取代", "superseded"),
    ("有效", "in-force"),
];
/// What makes a word of the list say nothing, or its contrary.
const NOT_YET: &[&str] = &["拟", "待", "将", "即将", "建议", "是否", "征求"];
const NEVER: &[&str] = &["未", "没有", "未被", "尚未", "未经", "未曾", "不"];
/// Only a part of the document: it is neither in force whole nor gone.
const PARTLY: &[&str] = &["部分", "条款", "个别", "第"];

/// The feed's code for the value of a field (有效性, 效力状态); none if it says nothing.
pub fn code(words: &str) -> Option<&'static str> {
    let words = squeeze(words);
    if let Some(code) = feed::document::VALIDITIES
        .iter()
        .find(|code| **code == words)
    {
        return Some(code);
    }
    match words.as_str() {
        "是" | "有" | "Y" | "y" => return Some("in-force"),
        "否" | "不是" | "N" | "n" => return Some("expired"),
        "修改" | "修订" | "修正" => return Some("superseded"),
        _ => {}
    }
    let mut said: Vec<(usize, usize, &'static str)> = WORDS
        .iter()
        .filter_map(|(word, code)| Some((words.find(word)?, word.len(), *code)))
        // 有效期 names a span, 有效性 a field.
        .filter(|(at, length, _)| {
            !words[at + length..].starts_with(['期', '性']) || !words[*at..].starts_with("有效")
        })
        .collect();
    // Where two begin at one place, or one lies in the other, the longer is meant.
    said.sort_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)));
    let (at, _, code) = said.into_iter().next()?;
    let before = &words[..at];
    let ends = |list: &[&str]| list.iter().any(|word| before.ends_with(word));
    if PARTLY.iter().any(|word| before.contains(word)) {
        return Some("unknown");
    }
    if ends(NOT_YET) {
        return None;
    }
    match (ends(NEVER), code) {
        (true, "in-force") => Some("expired"),
        (true, _) => Some("in-force"),
        (false, code) => Some(code),
    }
}

/// How a line names the document that it stands in.
const THIS: &[&str] = &[
    "本规范性文件",
    "此规范性文件",
    "该规范性文件",
    "本文件",
    "此文件",
    "该文件",
    "本公文",
    "此公文",
    "本文",
    "此文",
    "该文",
    "本件",
    "此件",
    "该件",
    "本法规",
    "本规章",
    "本办法",
    "本规定",
    "本通知",
    "本意见",
    "本细则",
    "本决定",
    "本公告",
    "本通告",
    "本方案",
    "本条例",
];
/// What alone in brackets, or alone behind 已, says it of the document.
const ALONE: &[(&str, &str)] = &[
    ("废止", "repealed"),
    ("失效", "expired"),
    ("作废", "repealed"),
    ("已废止", "repealed"),
    ("已失效", "expired"),
    ("已作废", "repealed"),
    ("已修改", "superseded"),
    ("已被修改", "superseded"),
    ("已修订", "superseded"),
    ("已被修订", "superseded"),
    ("已停止执行", "expired"),
    ("现行有效", "in-force"),
    ("继续有效", "in-force"),
];
const BRACKETS: &[(char, char)] = &[
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('[', ']'),
    ('［', '］'),
    ('〔', '〕'),
];

/// Validity as a title or a line of its own says it: （已废止）, 【失效】, 此文已于…废止.
pub fn stated<'a>(
    title: &str,
    lines: impl Iterator<Item = &'a str>,
    today: &str,
) -> Option<&'static str> {
    let bare = squeeze(title);
    let of_title = ALONE.iter().find(|(word, _)| {
        BRACKETS
            .iter()
            .any(|(open, close)| bare.contains(&format!("{open}{word}{close}")))
    });
    of_title
        .map(|(_, code)| *code)
        .or_else(|| lines.into_iter().find_map(|line| said_of_this(line, today)))
}

/// What a whole line says of the document that it belongs to.
pub fn said_of_this(line: &str, today: &str) -> Option<&'static str> {
    const LINE_BYTES_MAX: usize = 320;
    const LINE_CHARS_MAX: usize = 80;
    if line.len() > LINE_BYTES_MAX {
        return None;
    }
    let line = squeeze(line);
    if line.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let line = line.trim_end_matches(['。', '！', '；']);
    let inner = BRACKETS.iter().find_map(|(open, close)| {
        line.strip_prefix(*open)?
            .strip_suffix(*close)
            .filter(|inner| !inner.contains([*open, *close]) || *open == '（')
    });
    let words = inner.unwrap_or(line);
    let words = ["注：", "注:", "备注：", "说明：", "提示："]
        .iter()
        .find_map(|note| words.strip_prefix(note))
        .unwrap_or(words);
    if let Some((_, code)) = ALONE.iter().find(|(word, _)| *word == words)
        && (inner.is_some() || words.starts_with(['已', '现', '继']))
    {
        return Some(code);
    }
    let clauses = words.split(['，', ',', '；', ';']);
    for (at, clause) in clauses.enumerate() {
        let of_this = THIS.iter().find_map(|name| clause.strip_prefix(name));
        // 该文件 behind another clause is the one that clause speaks of.
        let of_this = of_this.filter(|_| at == 0 || !clause.starts_with('该'));
        let alone = (inner.is_some() && at == 0)
            .then_some(clause)
            .filter(|clause| clause.starts_with('已'));
        if let Some(rest) = of_this.or(alone)
            && let Some(code) = ended(rest, today)
        {
            return Some(code);
        }
    }
    None
}

/// 已于2023年5月1日废止, 予以废止, 自2024年1月1日起停止执行, 已被示政发〔2024〕2号废止.
fn ended(rest: &str, today: &str) -> Option<&'static str> {
    const ENDS: &[(&str, &str)] = &[
        ("废止", "repealed"),
        ("作废", "repealed"),
        ("撤销", "repealed"),
        ("失效", "expired"),
        ("停止执行", "expired"),
        ("停止施行", "expired"),
        ("终止执行", "expired"),
        ("不再执行", "expired"),
        ("修改", "superseded"),
        ("修订", "superseded"),
        ("修正", "superseded"),
        ("替代", "superseded"),
        ("取代", "superseded"),
    ];
    let (word, code) = ENDS.iter().find(|(word, _)| rest.ends_with(word))?;
    let how = rest.strip_suffix(word)?;
    if [PARTLY, NOT_YET].concat().iter().any(|w| {
        // 第12号 is the number of what repeals it.
        *w != "第" && how.contains(w)
    }) || NEVER.iter().any(|w| how.ends_with(w))
        || how.contains("同时")
    {
        return None;
    }
    // A day to come is no end yet.
    let days: Vec<String> = how
        .char_indices()
        .filter_map(|(at, _)| facts::leading_date(&how[at..]))
        .map(|(date, _)| date)
        .collect();
    if days.iter().any(|day| day.as_str() > today) {
        return None;
    }
    let done = how.starts_with("已")
        || how.starts_with("业已")
        || how.starts_with("现已")
        || how.ends_with("予以")
        || how.ends_with("宣布")
        || !days.is_empty();
    // 修改 is said with 已 or 被 only: 本决定修改 opens a sentence.
    let change = *code == "superseded";
    (done && (!change || how.contains(['已', '被']))).then_some(*code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-06-01";

    #[test]
    fn values_of_fields_are_read_as_people_write_them() {
        for (words, expected) in [
            ("现行有效", Some("in-force")),
            ("继续有效", Some("in-force")),
            ("有效（2027年12月31日失效）", Some("in-force")),
            ("修改后继续有效", Some("in-force")),
            ("未废止", Some("in-force")),
            ("尚未失效", Some("in-force")),
            ("是", Some("in-force")),
            ("已废止", Some("repealed")),
            ("宣布作废", Some("repealed")),
            ("有效期届满", Some("expired")),
            ("失效", Some("expired")),
            ("非现行有效", Some("expired")),
            ("否", Some("expired")),
            ("已修改", Some("superseded")),
            ("修订", Some("superseded")),
            ("部分失效", Some("unknown")),
            ("部分条款已废止", Some("unknown")),
            ("第三条废止", Some("unknown")),
            ("拟废止", None),
            ("尚未生效", None),
            ("有效期5年", None),
            ("repealed", Some("repealed")),
        ] {
            assert_eq!(code(words), expected, "{words}");
        }
    }

    #[test]
    fn a_line_that_says_it_of_this_document_counts() {
        for (line, expected) in [
            ("（已废止）", "repealed"),
            ("【失效】", "expired"),
            ("已废止", "repealed"),
            ("本文件已废止", "repealed"),
            ("此文已于2023年5月1日废止。", "repealed"),
            ("（本文件已于2020年1月1日失效）", "expired"),
            ("该文件自2024年1月1日起停止执行", "expired"),
            ("根据示政发〔2023〕1号，本件予以废止", "repealed"),
            ("（已被示政发〔2024〕2号废止）", "repealed"),
            ("此件已宣布失效", "expired"),
            ("该文已被修订", "superseded"),
            (
                "注：本规定已被《示例市规定》（示政发〔2024〕第2号）废止",
                "repealed",
            ),
        ] {
            assert_eq!(said_of_this(line, TODAY), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_is_said_of_others_of_parts_or_of_days_to_come_does_not() {
        for line in [
            "废止",
            "失效",
            "本办法自2024年1月1日起施行，示政办〔2010〕3号同时废止",
            "本通知自印发之日起施行，《示例办法》同时废止。",
            "本办法有效期5年，2099年1月1日废止",
            "本办法于2099年1月1日失效",
            "本文件部分条款已废止",
            "本决定修改",
            "本办法未被废止",
            "示政发〔2010〕3号已废止，该文件自2024年1月1日起停止执行",
            "关于废止某办法的决定",
            "（示例市财政局负责废止）",
        ] {
            assert_eq!(said_of_this(line, TODAY), None, "{line}");
        }
        assert_eq!(
            stated("某办法（已废止）", [].into_iter(), TODAY),
            Some("repealed")
        );
        assert_eq!(
            stated(
                "关于废止某办法的决定",
                ["决定废止某办法。"].into_iter(),
                TODAY
            ),
            None
        );
    }
}
