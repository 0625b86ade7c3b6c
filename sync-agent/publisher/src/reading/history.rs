//! The history of a law: who passed it and when. Owns reading lines like `2019年1月2日 某市第一届人民代表大会常务委员会第三次会议通过`.

use crate::reading::classify::place;
use crate::reading::facts;
use crate::reading::labels::chinese_digit;
use crate::reading::tidy::squeeze;

/// The body that made the law: the first line that says who passed or issued it. Approval by a higher body does not count.
pub fn maker<'a>(title: &str, lines: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let passed = [
        "通过", "令", "公布", "发布", "公告", "修订", "修正", "决定", "会议",
    ];
    let mut fallback = None;
    for line in lines {
        let (_, words) = facts::leading_date(line).unwrap_or((String::new(), squeeze(line)));
        if words.contains("主席令") {
            continue;
        }
        if !passed.iter().any(|w| words.contains(w)) || words.starts_with("施行") {
            continue;
        }
        let Some(name) = body(&words).map(|name| with_place(name, title)) else {
            continue;
        };
        let approves = words.contains("批准") && !words.contains("通过");
        if approves {
            fallback.get_or_insert(name);
        } else {
            return Some(name);
        }
    }
    fallback
}

/// The date of the last step that made or changed the text.
pub fn last_change<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    lines
        .filter_map(facts::leading_date)
        .filter(|(_, words)| {
            !["施行", "起施行", "实施", "起实施"]
                .iter()
                .any(|w| words.ends_with(w))
                || words.chars().count() > 8
        })
        .map(|(date, _)| date)
        .max()
}

/// 示例市第一届人民代表大会常务委员会第三次会议通过 -> 示例市人民代表大会常务委员会.
fn body(words: &str) -> Option<String> {
    let words = words
        .trim_start_matches("根据")
        .trim_start_matches(['经', '由', '（']);
    let words = match words.find(['《', '〈']) {
        Some(at) => &words[..at],
        None => words,
    };
    for (mark, name) in [
        ("最高人民法院", "最高人民法院"),
        ("最高人民检察院", "最高人民检察院"),
    ] {
        if words.starts_with(mark) {
            let both = words.starts_with("最高人民法院") && words.contains("最高人民检察院");
            return Some(if both {
                "最高人民法院、最高人民检察院".into()
            } else {
                name.into()
            });
        }
    }
    let name = without_terms(words);
    for end in ["人民代表大会常务委员会", "人大常委会", "人民代表大会"] {
        if let Some(at) = name.find(end) {
            let full = if end == "人大常委会" {
                "人民代表大会常务委员会"
            } else {
                end
            };
            return issuer(&format!("{}{full}", &name[..at]));
        }
    }
    for end in [
        "令第",
        "令〔",
        "令",
        "公告",
        "第",
        "批准",
        "公布",
        "发布",
        "修订",
        "常务会议",
    ] {
        if let Some(at) = name.find(end).filter(|at| *at > 0) {
            let head = name[..at].replace("中华人民共和国", "");
            if head
                .split('、')
                .all(|part| facts::is_issuer(part) || part == "国务院" || part == "中央军事委员会")
            {
                return Some(head);
            }
        }
    }
    None
}

/// 市人民代表大会常务委员会 of a law of 示例市 is that of 示例市.
fn with_place(name: String, title: &str) -> String {
    let bare = name.starts_with(['市', '省', '县', '州', '区']);
    let Some(place) = bare.then(|| place(title)).flatten() else {
        return name;
    };
    match name.chars().next() {
        Some(level) if place.ends_with(level) => format!("{place}{}", &name[level.len_utf8()..]),
        _ => name,
    }
}

fn issuer(name: &str) -> Option<String> {
    let short = name.trim_start_matches(|c: char| c.is_ascii_punctuation() || c == '，');
    (short.chars().count() <= 30 && !short.contains(['，', '。'])).then(|| short.to_owned())
}

/// Without 第一届 and 第三次.
fn without_terms(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at + usize::from(chars[at] == '第');
        if start > at || chinese_digit(chars[at]).is_some() || chars[at] == '十' {
            let digits = chars[start..]
                .iter()
                .take_while(|c| {
                    c.is_ascii_digit() || chinese_digit(**c).is_some() || matches!(c, '十' | '百')
                })
                .count();
            if digits > 0 && chars.get(start + digits) == Some(&'届') {
                at = start + digits + 1;
                continue;
            }
        }
        out.push(chars[at]);
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maker_of_a_law_is_who_passed_it() {
        for (lines, name) in [
            (
                vec![
                    "1992年8月28日 示例市第九届人民代表大会常务委员会第二十七次会议通过",
                    "1992年11月3日 示例省第七届人民代表大会常务委员会第三十次会议批准",
                ],
                "示例市人民代表大会常务委员会",
            ),
            (
                vec!["1995年5月10日 第八届全国人民代表大会常务委员会第十三次会议通过"],
                "全国人民代表大会常务委员会",
            ),
            (
                vec!["1998年12月16日 中华人民共和国国务院令第186号发布"],
                "国务院",
            ),
            (
                vec!["2014年8月29日 市十二届人大常委会第二十一次会议通过"],
                "示例市人民代表大会常务委员会",
            ),
            (vec!["2003年2月8日 国务院第68次常务会议通过"], "国务院"),
            (
                vec!["2014年12月18日 最高人民法院审判委员会第1636次会议通过"],
                "最高人民法院",
            ),
            (
                vec!["1999年1月25日 监察部、人事部、海关总署令第7号发布"],
                "监察部、人事部、海关总署",
            ),
            (
                vec![
                    "2021年7月22日 国家市场监督管理总局令第43号公布",
                    "2022年1月1日 施行",
                ],
                "国家市场监督管理总局",
            ),
            (
                vec![
                    "2010年9月29日 示例省第十一届人民代表大会常务委员会第十七次会议批准的《示例市人民代表大会常务委员会关于修改某条例的决定》",
                ],
                "示例省人民代表大会常务委员会",
            ),
        ] {
            assert_eq!(
                maker("示例市某条例", lines.iter().copied()).as_deref(),
                Some(name),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn the_day_of_entry_into_force_is_no_change() {
        let lines = ["2013年11月22日 某省人大常委会批准", "2014年3月1日 施行"];
        assert_eq!(
            last_change(lines.into_iter()).as_deref(),
            Some("2013-11-22")
        );
    }
}
