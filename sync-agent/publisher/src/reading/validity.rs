//! Whether a document is still in force (效力), as its source says it: in a field, behind the title, in a line about the document itself.
//! Owns the wordings; what is said of another document, of some articles only, or of a day to come, is no statement about this one.

mod among;
mod term;

pub use term::{last_date, last_day};

use among::ALONE;

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
    ("过期", "expired"),
    ("过有效期", "expired"),
    ("终止", "expired"),
    ("停止执行", "expired"),
    ("停止施行", "expired"),
    ("停止实施", "expired"),
    ("停止使用", "expired"),
    ("停止适用", "expired"),
    ("不再执行", "expired"),
    ("不再实施", "expired"),
    ("不再施行", "expired"),
    ("不再适用", "expired"),
    ("不再有效", "expired"),
    ("不再生效", "expired"),
    ("不再使用", "expired"),
    ("超过有效期", "expired"),
    ("废除", "repealed"),
    ("取消", "repealed"),
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
    "本政策",
    "该政策",
    "此政策",
    "本实施意见",
    "本实施细则",
    "本实施办法",
    "本实施方案",
    "本管理办法",
    "本暂行办法",
    "本暂行规定",
];
/// So does a note in brackets, which stands beside nothing else that it could mean.
const THIS_IN_BRACKETS: &[&str] = &[
    "该办法",
    "该规定",
    "该通知",
    "该意见",
    "该细则",
    "该决定",
    "该公告",
    "该通告",
    "该方案",
    "该条例",
    "该规章",
];
/// What a note begins with.
const NOTES: &[&str] = &[
    "注：",
    "注:",
    "备注：",
    "备注:",
    "说明：",
    "提示：",
    "编者注：",
    "编者按：",
    "编注：",
    "注意：",
    "温馨提示：",
    "温馨提示:",
    "特别提示：",
    "特别说明：",
    "重要提示：",
    "友情提示：",
    "【注】",
    "【提示】",
    "【温馨提示】",
];
/// Signs that draw the eye to it.
const SIGNS: &[char] = &['※', '★', '☆', '*', '＊', '●', '▲', '◆', '■', '！', '!'];
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
    of_title(&squeeze(title), today)
        .or_else(|| lines.into_iter().find_map(|line| said_of_this(line, today)))
}

/// 某办法（已废止）, 某办法（2023年1月1日废止）, 某办法—已废止.
fn of_title(title: &str, today: &str) -> Option<&'static str> {
    let behind_dash = title.rsplit(['—', '－', '-', '–', '_']).next();
    let alone = behind_dash.filter(|end| end.len() < title.len() && end.starts_with('已'));
    let said = alone.and_then(|end| ALONE.iter().find(|(word, _)| *word == end));
    said.map(|(_, code)| *code).or_else(|| {
        BRACKETS.iter().find_map(|(open, close)| {
            let groups = title.split(*open).skip(1);
            let mut inner = groups.filter_map(|rest| rest.split_once(*close));
            inner.find_map(|(inner, _)| said_of_this(&format!("（{inner}）"), today))
        })
    })
}

/// What a whole line says of the document that it belongs to.
pub fn said_of_this(line: &str, today: &str) -> Option<&'static str> {
    const LINE_BYTES_MAX: usize = 320;
    const LINE_CHARS_MAX: usize = 80;
    if line.len() > LINE_BYTES_MAX {
        return None;
    }
    if let Some(code) = among::said(line) {
        return Some(code);
    }
    let line = squeeze(line);
    if line.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let line = line
        .trim_end_matches(|c| "。；".contains(c) || SIGNS.contains(&c))
        .trim_start_matches(SIGNS);
    let inner = BRACKETS.iter().find_map(|(open, close)| {
        line.strip_prefix(*open)?
            .strip_suffix(*close)
            .filter(|inner| !inner.contains([*open, *close]) || *open == '（')
    });
    let words = inner.unwrap_or(line);
    let words = words.trim_start_matches(SIGNS);
    let words = NOTES
        .iter()
        .find_map(|note| words.strip_prefix(note))
        .unwrap_or(words);
    if let Some((_, code)) = ALONE.iter().find(|(word, _)| *word == words)
        && (inner.is_some() || words.starts_with(['已', '现', '继', '全']))
    {
        return Some(code);
    }
    let clauses = words.split(['，', ',', '；', ';']);
    let mut before = "";
    for (at, clause) in clauses.enumerate() {
        let reason = std::mem::replace(&mut before, clause);
        // 该文件已届有效期，自动失效: it goes on about the same one.
        let goes_on = ["自动", "自行", "自然"]
            .iter()
            .any(|w| clause.starts_with(w));
        let begun = THIS.iter().find_map(|name| reason.strip_prefix(name));
        let begun = begun.filter(|rest| at == 1 && goes_on && rest.starts_with('已'));
        if let Some(code) = begun.and_then(|rest| ended(&format!("{rest}{clause}"), today)) {
            return Some(code);
        }
        let of_this = THIS.iter().find_map(|name| clause.strip_prefix(name));
        // 该文件 behind another clause is the one that clause speaks of.
        let of_this = of_this.filter(|_| at == 0 || !clause.starts_with('该'));
        let noted = THIS_IN_BRACKETS
            .iter()
            .find_map(|name| clause.strip_prefix(name));
        let of_this = of_this.or(noted.filter(|_| at == 0 && inner.is_some()));
        let alone = (inner.is_some() && at == 0)
            .then_some(clause)
            .filter(|clause| clause.starts_with('已') || is_dated_or_founded(clause));
        let Some(rest) = of_this.or(alone) else {
            continue;
        };
        // 根据示政发〔2023〕5号，本文件废止; 自2023年5月1日起，本文件废止.
        let founded = is_dated_or_founded(reason).then(|| format!("{reason}{rest}"));
        let code = ended(rest, today).or_else(|| ended(&founded?, today));
        if code.is_some() {
            return code;
        }
    }
    None
}

/// 2023年1月1日废止, 根据示政发〔2023〕1号文件废止: alone in brackets it can only mean what it stands in.
fn is_dated_or_founded(clause: &str) -> bool {
    const FOUNDED: &[&str] = &["根据", "依据", "按照", "按", "依照", "经", "由", "被"];
    let founded = FOUNDED.iter().any(|word| clause.starts_with(word));
    let clause = clause.strip_prefix(['于', '自']).unwrap_or(clause);
    founded && clause.contains(['号', '》', '定']) || facts::leading_date(clause).is_some()
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
        ("停止实施", "expired"),
        ("停止使用", "expired"),
        ("停止适用", "expired"),
        ("终止执行", "expired"),
        ("终止实施", "expired"),
        ("终止施行", "expired"),
        ("不再执行", "expired"),
        ("不再实施", "expired"),
        ("不再施行", "expired"),
        ("不再适用", "expired"),
        ("不再有效", "expired"),
        ("不再生效", "expired"),
        ("不再使用", "expired"),
        ("有效期届满", "expired"),
        ("有效期已届满", "expired"),
        ("有效期已满", "expired"),
        ("过有效期", "expired"),
        ("到期", "expired"),
        ("期满", "expired"),
        ("废除", "repealed"),
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
    // 现予废止, 特此宣布废止, 经清理已废止, 有效期届满失效, 不再执行.
    let opens = ["已", "业已", "现已", "现予", "特此", "均已", "早已"];
    let closes = [
        "予以",
        "宣布",
        "现予",
        "特此",
        "已",
        "已经",
        "届满",
        "期满",
        "到期",
        "自行",
        "自动",
        "自然",
        "超过有效期",
    ];
    let says_so = ["不再", "有效期已", "届满"];
    let done = opens.iter().any(|word| how.starts_with(word))
        || closes.iter().any(|word| how.ends_with(word))
        || says_so.iter().any(|said| word.contains(said))
        || is_dated_or_founded(how)
        || !days.is_empty();
    // 修改 is said with 已 or 被 only: 本决定修改 opens a sentence.
    let change = *code == "superseded";
    (done && (!change || how.contains(['已', '被']))).then_some(*code)
}

#[cfg(test)]
mod tests;
