//! Relations that a title says. Owns its wordings: 《某办法》解读, 转发某通知的通知, 关于废止某办法的决定.

use super::named::{self, Found, Named, Said, without_version};
use crate::reading::facts;
use crate::reading::tidy::length;

/// What an interpretation calls itself.
const INTERPRETS: &[&str] = &[
    "政策解读",
    "文字解读",
    "图文解读",
    "专家解读",
    "解读",
    "图解",
    "一图读懂",
    "一图看懂",
    "读懂",
    "答记者问",
    "政策问答",
    "起草说明",
    "编制说明",
    "明白卡",
    "明白纸",
    "问答",
    "视频解读",
    "漫画解读",
    "动漫解读",
    "数字解读",
];
/// Not the whole of it, not yet, or not at all.
const GUARDS: &[&str] = &[
    "部分条款",
    "个别条款",
    "拟",
    "征求",
    "建议",
    "草案",
    "听证",
    "不予",
];

/// Whether a title is that of an interpretation.
pub fn interprets(title: &str) -> bool {
    let sure = ["解读", "图解", "读懂", "看懂", "答记者问", "起草说明"];
    sure.iter().any(|word| title.contains(word))
}

/// What an interpretation names in its title.
pub fn interpreted(title: &str) -> Option<Said> {
    let found = named::all(title).into_iter().next();
    let named = found.map(|found| found.named).or_else(|| {
        let mut bare = title.trim_matches(['【', '】', '[', ']', '：', ':', '“', '”', '|', '丨']);
        loop {
            let before = bare;
            for word in INTERPRETS {
                bare = bare.strip_suffix(word).unwrap_or(bare);
                bare = bare.strip_prefix(word).unwrap_or(bare);
            }
            let marks = |c: char| "【】[]：:“”|丨—-_（）()".contains(c);
            bare = bare.trim_matches(marks);
            bare = bare.strip_suffix("的").unwrap_or(bare);
            bare = bare.strip_suffix("文件").unwrap_or(bare);
            if bare == before {
                break;
            }
        }
        let inner = bare
            .strip_prefix("关于")
            .or_else(|| bare.strip_prefix('对'));
        name(&[Some(bare), inner])
    })?;
    Some(Said::of("interprets", named))
}

/// A name that is long enough to be one.
fn name(candidates: &[Option<&str>]) -> Option<Named> {
    const CHARS_MIN: usize = 6;
    let fits = |name: &&str| length(name) >= CHARS_MIN;
    let titles: Vec<&str> = candidates.iter().flatten().copied().filter(fits).collect();
    (!titles.is_empty()).then(|| Named::titled(titles))
}

/// Whether a title says that its document prints others or passes them on.
pub fn carries(title: &str) -> bool {
    let quotes = named::all(title);
    first_verb(title, &quotes).is_some_and(|(verb, ..)| verb == Verb::Carries)
}

/// What any other title says.
pub fn said(title: &str) -> Vec<Said> {
    let mut all = Vec::new();
    if GUARDS.iter().any(|word| title.contains(word)) {
        return all;
    }
    // 某办法（2021年修订）: its note is no verb.
    let quotes = named::all(title);
    if quotes.is_empty()
        && let Some(before) = version(title)
    {
        return vec![before];
    }
    let Some((verb, at, end)) = first_verb(title, &quotes) else {
        return all;
    };
    let behind = |end: usize| quotes.iter().filter(move |found| found.from >= end);
    let from = match verb {
        // 关于宣布《某办法》失效的通知: the names stand before it.
        Verb::Ends if behind(end).next().is_none() && quotes.iter().any(|found| found.to <= at) => {
            0
        }
        // 部分文件: its text lists them.
        Verb::Ends if title[end..].starts_with("部分") || title[end..].starts_with("一批") => {
            return all;
        }
        _ => end,
    };
    let kind = match verb {
        Verb::Ends => "repeals",
        Verb::Changes => "replaces",
        Verb::Carries => "forwards",
    };
    let ends = verb == Verb::Ends;
    let whole = |found: &&Found| !ends || is_named_whole(title, &quotes, found);
    let said = |named: Named| Said {
        certain: ends,
        ..Said::of(kind, named)
    };
    all.extend(
        behind(from)
            .filter(whole)
            .map(|found| said(found.named.clone())),
    );
    if behind(from).next().is_none() {
        all.extend(unquoted(&title[end..]).map(said));
    }
    if verb == Verb::Carries {
        // 印发《某办法（2021年修订）》: it passes on this one and takes the place of the one before.
        let versions = behind(end).flat_map(|found| found.named.titles.iter());
        let earlier: Vec<Said> = versions.filter_map(|title| version(title)).collect();
        all.extend(earlier);
    }
    all
}

/// Whether a title that ends a document means all of it: 关于废止《甲》第三条的决定 and 关于取消《甲》规定的收费项目的通知 do not.
fn is_named_whole(title: &str, quotes: &[Found], found: &Found) -> bool {
    const PARTS: &[&str] = &[
        "条", "款", "章", "部分", "附件", "附表", "规定", "内容", "事项", "项目", "有关", "相关",
        "中",
    ];
    let next = quotes
        .iter()
        .map(|other| other.from)
        .find(|from| *from >= found.to);
    let behind = &title[found.to..next.unwrap_or(title.len())];
    // What the document calls itself is at the end; 等三件规章 counts more of them.
    let behind = behind
        .rsplit_once('的')
        .map_or(behind, |(before, _)| before);
    behind.starts_with('等') || !PARTS.iter().any(|part| behind.contains(part))
}

/// What a title does with the documents that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Ends,
    Changes,
    Carries,
}

/// The first verb that stands in no name, and where.
fn first_verb(title: &str, quotes: &[Found]) -> Option<(Verb, usize, usize)> {
    const VERBS: &[(Verb, &[&str])] = &[
        (
            Verb::Ends,
            &[
                "废止",
                "停止执行",
                "终止执行",
                "停止施行",
                "停止实施",
                "失效",
                "作废",
                "取消",
                "撤销",
            ],
        ),
        (
            Verb::Changes,
            &[
                "修改", "修订", "修正", "调整", "替代", "代替", "取代", "更新",
            ],
        ),
        (
            Verb::Carries,
            &[
                "转发", "批转", "翻印", "印发", "公布", "发布", "颁布", "颁发", "下发",
            ],
        ),
    ];
    let outside = |at: &usize| {
        !quotes
            .iter()
            .any(|found| (found.from..found.to).contains(at))
    };
    let all = VERBS
        .iter()
        .flat_map(|(verb, words)| words.iter().map(move |word| (*verb, *word)));
    all.filter_map(|(verb, word)| {
        let at = title.match_indices(word).map(|(at, _)| at).find(outside)?;
        Some((verb, at, at + word.len()))
    })
    .min_by_key(|(_, at, _)| *at)
}

/// 某办法（2021年修订）: the one before it is called the same.
fn version(title: &str) -> Option<Said> {
    let base = without_version(title)?;
    Some(Said::surely("replaces", Named::titled([base])))
}

/// A name that stands without marks between the verb and 的通知: 转发省教育厅关于某事的通知的通知. Of an unmarked name nobody knows where it ends.
fn unquoted(rest: &str) -> Option<Named> {
    const ENDS: &[&str] = &[
        "的通知",
        "的决定",
        "的公告",
        "的通告",
        "的意见",
        "的函",
        "的批复",
    ];
    let rest = rest.trim_start_matches(['了', '：']);
    let inner = ENDS.iter().find_map(|end| rest.strip_suffix(end));
    let inner = inner.map(|inner| inner.strip_suffix("等文件").unwrap_or(inner));
    let inner = inner.map(|inner| inner.strip_suffix("文件").unwrap_or(inner));
    let number = inner.and_then(facts::document_number);
    if let Some(number) = number {
        return Some(Named {
            whole: Some(number.clone()),
            numbers: vec![number],
            ..Named::default()
        });
    }
    name(&[inner, Some(rest)])
}
