//! From what day a document works (施行), and from what day it ends another one. Owns its wordings; a day that is left to somebody else
//! (另行公布) or counted in working days is none.

use feed::{Block, Document};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::reading::facts;
use crate::reading::labels::{chinese_numeral, decimal_digit};
use crate::reading::tidy::squeeze;

/// What opens such a day.
const OPENS: [char; 3] = ['自', '从', '于'];
/// What a document does from its day on.
const BEGINS: [&str; 5] = ["施行", "实施", "执行", "生效", "正式"];

/// The day that words beside a name say: 自2026年1月1日起, 于2026年1月1日. A day that tells of the other document (自2010年1月1日起施行的) is none.
pub fn said(words: &str) -> Option<String> {
    let opens = words.char_indices().filter(|(_, c)| OPENS.contains(c));
    let mut days = opens.filter_map(|(at, c)| {
        let (day, rest) = facts::leading_date(&words[at + c.len_utf8()..])?;
        let rest = rest.trim_start_matches(['起', '开', '始']);
        let rest = BEGINS
            .iter()
            .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        let of_other = rest.starts_with(['的', '《', '（', '('])
            || ["公布", "发布", "印发", "颁布", "制定", "通过"]
                .iter()
                .any(|word| rest.starts_with(word));
        (!of_other).then_some(day)
    });
    days.next_back()
}

/// The day from which a document works, by its own words; else the day of its issue, else that on which it was published.
pub fn of(document: &Document) -> Option<String> {
    let issued = document
        .issued_on
        .as_deref()
        .or(document.published_on.as_deref());
    let mut latest: Option<String> = None;
    for block in &document.blocks {
        let (Block::Paragraph { text, .. } | Block::Heading { text, .. }) = block else {
            continue;
        };
        if !BEGINS.iter().any(|word| text.contains(word)) {
            continue;
        }
        for sentence in squeeze(text).split(['。', '；', ';']) {
            match begins(sentence, issued) {
                Begins::On(day) => latest = latest.max(Some(day)),
                Begins::Unknown => return None,
                Begins::NotSaid => {}
            }
        }
    }
    latest.or_else(|| issued.map(str::to_owned))
}

#[derive(Debug, PartialEq, Eq)]
enum Begins {
    On(String),
    /// Somebody else says it, or it cannot be counted.
    Unknown,
    NotSaid,
}

/// 本办法自2026年1月1日起施行, 自公布之日起30日后施行, 施行日期另行公布.
fn begins(sentence: &str, issued: Option<&str>) -> Begins {
    let own = ["本", "此", "上述"];
    let clause = |clause: &&str| {
        let clause =
            clause.trim_start_matches(|c: char| c.is_ascii_digit() || "、.（）".contains(c));
        BEGINS.iter().any(|word| clause.contains(word))
            && (clause.starts_with(['自', '从']) || own.iter().any(|own| clause.contains(own)))
    };
    let mut clauses = sentence.split(['，', ',']).filter(clause);
    let Some(clause) = clauses.next() else {
        return Begins::NotSaid;
    };
    if clause.contains("另行") {
        return Begins::Unknown;
    }
    if let Some(day) = said(clause) {
        return Begins::On(day);
    }
    let Some((_, behind)) = clause.split_once("之日") else {
        return Begins::NotSaid;
    };
    let behind = behind.trim_start_matches(['起', '后', '满']);
    let chars: Vec<char> = behind.chars().collect();
    let figures: Vec<u32> = chars
        .iter()
        .map_while(|c| decimal_digit(*c))
        .take(4)
        .collect();
    let counted = match figures.is_empty() {
        false => Some((figures.iter().fold(0, |n, d| n * 10 + d), figures.len())),
        true => chinese_numeral(&chars, 0),
    };
    let Some((count, end)) = counted else {
        return issued.map_or(Begins::Unknown, |day| Begins::On(day.to_owned()));
    };
    let unit: String = chars[end..].iter().take(2).collect();
    let issued = issued.and_then(|day| day.parse::<Date>().ok());
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    let day = issued.and_then(|day| match unit.as_str() {
        "日后" | "日起" | "天后" | "日施" | "日内" | "日" => {
            day.checked_add(count.days()).ok()
        }
        "个月" => day.checked_add(count.months()).ok(),
        _ => None,
    });
    day.map_or(Begins::Unknown, |day| Begins::On(day.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_from_which_a_document_works_is_its_own() {
        let on = |day: &str| Begins::On(day.to_owned());
        for (sentence, expected) in [
            ("本办法自2026年1月1日起施行", on("2026-01-01")),
            ("第三十条本办法自二〇二六年一月一日起施行", on("2026-01-01")),
            ("自2026年1月1日起正式实施", on("2026-01-01")),
            ("本决定自公布之日起施行", on("2025-12-01")),
            ("本通知自印发之日起执行", on("2025-12-01")),
            ("本办法自公布之日起30日后施行", on("2025-12-31")),
            ("本办法自发布之日起三十日后施行", on("2025-12-31")),
            ("本规定自发布之日起一个月后施行", on("2026-01-01")),
            ("本办法自发布之日起30个工作日后施行", Begins::Unknown),
            ("本办法的施行日期另行公布", Begins::Unknown),
            ("各部门要认真组织实施", Begins::NotSaid),
            ("2010年1月1日起施行的《示例办法》同时废止", Begins::NotSaid),
        ] {
            assert_eq!(begins(sentence, Some("2025-12-01")), expected, "{sentence}");
        }
        assert_eq!(begins("本决定自公布之日起施行", None), Begins::Unknown);
    }

    #[test]
    fn a_day_beside_a_name_is_the_end_and_not_the_beginning_of_what_is_ended() {
        for (words, expected) in [
            ("自2027年1月1日起", Some("2027-01-01")),
            ("于2027年1月1日", Some("2027-01-01")),
            ("本办法自2027年1月1日起施行，", Some("2027-01-01")),
            ("自2010年1月1日起施行的", None),
            ("于2010年1月1日发布的", None),
            ("2010年1月1日示例市人民政府令第3号公布", None),
            ("同时", None),
            ("", None),
        ] {
            assert_eq!(said(words).as_deref(), expected, "{words}");
        }
    }
}
