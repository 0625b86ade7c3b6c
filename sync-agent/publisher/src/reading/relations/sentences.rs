//! Relations that sentences and lists say: 《某办法》（示政发〔2010〕1号）同时废止; a table of what is 废止. Owns its wordings.

use super::lists::List;
use super::named::{self, Found, Said, outside, without_version};
use super::since;
use crate::reading::facts;
use crate::reading::tidy::length;

/// A line of a text, or a row of a table.
pub enum Words {
    Line(String),
    Row(Vec<String>),
}

/// A longer line is prose in which one sentence is looked at after the other.
const SENTENCE_CHARS_MAX: usize = 1_000;
/// What ends a document when it stands behind its name.
const ENDS: &[&str] = &[
    "废止",
    "停止执行",
    "不再执行",
    "停止施行",
    "停止实施",
    "不再实施",
    "不再施行",
    "不再适用",
    "终止执行",
    "失效",
    "作废",
    "撤销",
    "废除",
];
/// What a clause holds that says it of parts, of plans, or the contrary.
const GUARDS: &[&str] = &[
    "部分条款",
    "个别条款",
    "有关条款",
    "相关条款",
    "部分内容",
    "拟",
    "建议",
    "不予废止",
    "未废止",
    "不得",
    "是否",
    "征求",
    "继续有效",
    "予以保留",
    "如果",
    "如需",
    "尚未",
];

/// What the text of an interpretation says that it interprets: the only document that its first sentences name beside the word.
pub fn interpreted(lines: impl Iterator<Item = Words>) -> Option<Said> {
    const LINES_MAX: usize = 5;
    let lines = lines.filter_map(|words| match words {
        Words::Line(line) => Some(line),
        Words::Row(_) => None,
    });
    for line in lines
        .take(LINES_MAX)
        .filter(|line| line.contains("解读") || line.contains("印发了") || line.contains("出台了"))
    {
        let mut found = named::all(&line);
        found.dedup_by(|one, other| one.named == other.named);
        if let [one] = found.as_slice() {
            return Some(Said::of("interprets", one.named.clone()));
        }
    }
    None
}

/// What every other text says.
pub fn said(title: &str, lines: impl Iterator<Item = Words>) -> Vec<Said> {
    let mut all = Vec::new();
    let mut list = List::under(title);
    for words in lines {
        match words {
            Words::Line(line) => {
                for sentence in line
                    .split(['。', '；', ';'])
                    .filter(|s| length(s) <= SENTENCE_CHARS_MAX)
                {
                    sentence_says(title, sentence, &mut all);
                }
                list.line(&line, &mut all);
            }
            Words::Row(cells) => list.row(&cells, &mut all),
        }
    }
    all
}

fn sentence_says(title: &str, sentence: &str, all: &mut Vec<Said>) {
    let ends = ENDS.iter().any(|word| sentence.contains(word));
    let replaces = ["替代", "代替", "取代"]
        .iter()
        .any(|word| sentence.contains(word));
    if !(ends || replaces) {
        return;
    }
    let found = named::all(sentence);
    if found.is_empty() || GUARDS.iter().any(|word| outside(sentence, &found, word)) {
        return;
    }
    for at in 0..found.len() {
        let kind =
            if ends && (ended_behind(sentence, &found, at) || ended_before(sentence, &found, at)) {
                "repeals"
            } else if replaces && is_replaced(sentence, &found, at) {
                "replaces"
            } else {
                continue;
            };
        let named = found[at].named.clone();
        // What is called as this one is the one before it.
        let own = |name: &String| is_version_of(name, title);
        let kind = if named.titles.iter().any(own) {
            "replaces"
        } else {
            kind
        };
        let since = since::said(around(sentence, &found, at));
        all.push(Said {
            since,
            certain: !is_told(sentence, &found, at),
            ..Said::of(kind, named)
        });
    }
}

/// 《甲》、《乙》已废止, 市政府废止了《甲》: it tells of what others did.
fn is_told(sentence: &str, found: &[Found], at: usize) -> bool {
    let last = (at..found.len()).find(|n| first_end(behind(sentence, found, *n)).is_some());
    let ended = last.is_some_and(|n| behind(sentence, found, n).contains('已'));
    let before = sentence[..found[0].from].trim_end_matches(['：', '“', '原']);
    let verb = before.trim_end_matches('了');
    let bare = ENDS.iter().find_map(|word| verb.strip_suffix(word));
    ended || bare.is_some_and(|lead| verb.len() < before.len() || lead.ends_with(['已', '经']))
}

/// What stands between a name and the next one.
fn behind<'s>(sentence: &'s str, found: &[Found], at: usize) -> &'s str {
    let next = found.get(at + 1).map_or(sentence.len(), |next| next.from);
    &sentence[found[at].to..next]
}

/// What may say from what day a name is ended: what leads to the first name, or follows the last of its list.
fn around<'s>(sentence: &'s str, found: &[Found], at: usize) -> &'s str {
    let last = (at..found.len()).find(|n| first_end(behind(sentence, found, *n)).is_some());
    let ends = last.map(|n| behind(sentence, found, n));
    let day = ends.and_then(|words| Some(&words[..first_end(words)?.0]));
    match day.filter(|words| since::said(words).is_some()) {
        Some(words) => words,
        None => &sentence[..found[0].from],
    }
}

/// Whether `name` is that of this document, or of what it prints, in any of its versions.
fn is_version_of(name: &str, title: &str) -> bool {
    let name = without_version(name).unwrap_or(name);
    let base = without_version(title).unwrap_or(title);
    base.ends_with(name)
        || title.contains(&format!("《{name}》"))
        || title.contains(&format!("《{name}（"))
}

/// 《甲》、《乙》（示政发〔2010〕1号）同时废止: what is between them only joins names.
fn ended_behind(sentence: &str, found: &[Found], at: usize) -> bool {
    const BETWEEN_CHARS_MAX: usize = 40;
    let next = found.get(at + 1).map_or(sentence.len(), |next| next.from);
    let between = &sentence[found[at].to..next];
    if let Some((word_at, word)) = first_end(between) {
        let (before, after) = (&between[..word_at], &between[word_at + word.len()..]);
        // 废止前, 废止的: no end.
        let done = after.is_empty() || after.starts_with(['，', ',', '）', ')', '：', '、']);
        return length(before) <= BETWEEN_CHARS_MAX && done && says_no_more(before);
    }
    joins(between) && at + 1 < found.len() && ended_behind(sentence, found, at + 1)
}

/// Between a name and its end stand only words of time and of all: 同时, 自本办法施行之日起. Anything else (第三条, 的规定，许可证自动) is what ends in its
/// place.
fn says_no_more(between: &str) -> bool {
    const WORDS: &[&str] = &[
        "同时",
        "即行",
        "一并",
        "相应",
        "均",
        "全部",
        "予以",
        "现予",
        "也",
        "即",
        "已",
        "业已",
        "自行",
        "自动",
        "自然",
        "宣布",
        "随之",
        "正式",
        "等文件",
        "等规定",
        "等",
        "文件",
        "现",
        "相继",
        "统一",
        "特此",
    ];
    let mut rest = between;
    loop {
        let before = rest;
        rest = rest.trim_start_matches(['）', ')', '，', ',', '、', '〉', '》']);
        rest = WORDS
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        if rest.starts_with(['自', '从', '于']) {
            let end = rest
                .find('起')
                .or_else(|| rest.rfind('日'))
                .or_else(|| rest.rfind('时'));
            let skip = end.and_then(|at| Some(at + rest[at..].chars().next()?.len_utf8()));
            rest = skip.map_or(rest, |at| &rest[at..]);
        }
        if rest.is_empty() || rest == before {
            return rest.is_empty();
        }
    }
}

fn first_end(text: &str) -> Option<(usize, &'static str)> {
    let at = ENDS
        .iter()
        .filter_map(|word| Some((text.find(word)?, *word)));
    at.min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())))
}

/// ）、（, 和原, 以及: what stands between names of one list.
fn joins(between: &str) -> bool {
    let marks = |c: char| "（）()、，,及和与以《》〔〕".contains(c);
    let bare = between.trim_matches(marks);
    let dated = facts::leading_date(bare).is_some() || bare.contains("年");
    bare.is_empty()
        || matches!(bare, "原" | "并" | "同时" | "文件")
        || dated && length(bare) <= 30 && !bare.contains("根据")
}

/// 决定废止《甲》和《乙》, 一、废止《甲》.
fn ended_before(sentence: &str, found: &[Found], at: usize) -> bool {
    let from = at.checked_sub(1).map_or(0, |before| found[before].to);
    let before = &sentence[from..found[at].from];
    if let Some(word) = ENDS.iter().find(|word| {
        before
            .trim_end_matches(['：', '“', '原', '了'])
            .ends_with(**word)
    }) {
        let lead = before.trim_end_matches(['：', '“', '原', '了']);
        let lead = &lead[..lead.len() - word.len()];
        return !lead.ends_with(['未', '不', '被', '经']) && !lead.contains("根据");
    }
    at > 0 && joins(before) && ended_before(sentence, found, at - 1)
}

/// 本办法替代《甲》, 《甲》由本办法替代.
fn is_replaced(sentence: &str, found: &[Found], at: usize) -> bool {
    const WORDS: &[&str] = &["替代", "代替", "取代"];
    let before = &sentence[..found[at].from];
    let behind = &sentence[found[at].to..];
    let own = ["本", "此"]
        .iter()
        .any(|word| outside(sentence, found, word));
    let verb_first = WORDS
        .iter()
        .any(|word| before.trim_end_matches(['了', '原']).ends_with(word))
        && !before.contains('被');
    let by_this = WORDS
        .iter()
        .any(|word| behind.trim_end_matches('，').ends_with(word))
        && (behind.contains("由本") || behind.contains("被本"));
    own && (verb_first || by_this)
}
