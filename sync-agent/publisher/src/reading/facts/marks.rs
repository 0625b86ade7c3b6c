//! Disclosure marks (公开属性). Owns the words that say `public`; whatever else touches disclosure counts as not public, so
//! that a wording nobody thought of refuses a document and never lets it through.

use std::sync::LazyLock;

use crate::reading::tidy::{is_blank, length, squeeze};

/// What a disclosure mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// 此件公开发布, 此件主动公开.
    Public,
    /// 脱密后公开, 依申请公开, 删减后公开, 不公开, 发至县级, 内部资料, and every wording that is not known to be public.
    NotPublic,
    /// 此件有删减: says nothing about disclosure.
    Neutral,
}

/// Longest mark, in characters.
const MARK_CHARS_MAX: usize = 30;

/// Brackets that a mark stands in; typists mix their kinds.
const OPENING: &[char] = &[
    '（', '(', '【', '[', '〔', '﹙', '［', '｛', '{', '〖', '「', '『', '<', '＜', '〈', '‹',
];
const CLOSING: &[char] = &[
    '）', ')', '】', ']', '〕', '﹚', '］', '｝', '}', '〗', '」', '』', '>', '＞', '〉', '›',
];
/// Around a whole line these do as well; inside a sentence they quote.
const OPENING_LINE: &[char] = &['“', '"', '—', '-', '－'];
const CLOSING_LINE: &[char] = &['”', '"', '—', '-', '－'];

/// The words of a list.
fn listed(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split_ascii_whitespace()
}

/// What a mark is about, longest first.
const SUBJECTS: &str = "信息公开属性 信息公开方式 信息公开选项 信息公开类型 信息公开类别 公开属性 公开方式 公开类别 公开类型 公开选项 \
    此文件 本文件 该文件 此公文 本公文 该公文 此件 本件 该件 此文 本文 该文";

/// With these no bracket is needed: nobody opens a sentence of the text with them and a mark's words.
const PLAIN_SUBJECTS: &str = "此文件 本文件 该文件 此公文 本公文 该公文 此件 本件 该件";

/// Words that make a text public.
const ACTS: &str = "公开 公布 发布 发行 刊登 刊发 登载";

/// Words that may stand beside them without taking anything back: manner, means, audience.
const BESIDE: &str = "主动 全文 全部 予以 可以 应当 已经 依法 依规 按规定 按程序 面向 全社会 社会 公众 属于 信息 政府 政务 门户 网站 \
    网上 网络 互联网 公报 公告栏 公示栏 宣传栏 报刊 报纸 广播 电视 媒体 新闻 微信 公众号 微博 电子屏 显示屏 查阅点 \
    查阅 档案馆 图书馆 长期 及时 同意 途径 形式 方式 属性 可 应 已 向 对 外 属 为 是 在 于 上 类 型 并 和 或 等 新 \
    、 ， , ： : / ; ；";

/// How a mark opens that takes something back.
const CLOSED: &str = "不公开 不予 不宜 不得 不主动 不对外 不向 不能 非公开 未经 依申请 申请公开 按申请 删减后 删改后 处理后 脱密 解密 \
    免予 免于 暂不 暂缓 延期 限制 部分公开 仅限 只限 限于 内部 秘密 机密 绝密 注意保密 保密 发至 阅办";

/// Ends of names: 依申请公开指南 is a link or a heading, not a mark.
const NAMES: &str = "指南 目录 年报 报告 制度 规定 办法 平台 系统 专栏 栏目 流程 流程图 申请表 时限 程序 内容 主体 事项 依据 渠道 \
    办公室 中心 条例";

/// The mark a line consists of, `（此件公开发布）`; none for a line that says anything else.
pub fn mark(line: &str) -> Option<(Mark, String)> {
    if line.len() > 8 * MARK_CHARS_MAX {
        return None;
    }
    let bare = plain(line);
    let inner = unbracketed(&bare);
    let words = inner.unwrap_or(&bare);
    let foreign = |c: char| {
        OPENING.contains(&c) || CLOSING.contains(&c) || matches!(c, '《' | '“' | '”' | '"')
    };
    if length(words) > MARK_CHARS_MAX || words.contains(foreign) || words.contains("之日起") {
        return None;
    }
    let said = match (subject(words), inner) {
        (Some((_, rest)), Some(_)) => attribute(rest).unwrap_or(Mark::Neutral),
        (Some((name, rest)), None) if listed(PLAIN_SUBJECTS).any(|n| n == name) => {
            let strong = is_public(rest) || opens_closed(rest);
            attribute(rest).filter(|_| strong && !rest.contains('。'))?
        }
        (None, Some(words)) => bare_words(words)?,
        _ => return None,
    };
    Some((said, words.to_owned()))
}

/// A mark without bracket and without 此件: `依申请公开` alone on a line. At the tail it counts; elsewhere it is a heading.
pub fn bare_mark(line: &str) -> Option<(Mark, String)> {
    if line.len() > 8 * MARK_CHARS_MAX {
        return None;
    }
    let words = plain(line);
    let said = (length(&words) <= MARK_CHARS_MAX).then(|| bare_words(&words))??;
    Some((said, words))
}

/// A mark that says otherwise inside a longer line: `请认真执行。（此件不公开）`, `（联系人：甲；此件依申请公开）`. A bracket
/// that the sentence before it goes on into is a quotation.
pub fn closed_inside(line: &str) -> Option<String> {
    let mut rest = line;
    while let Some(open) = rest.find(OPENING) {
        let inner = &rest[open..];
        let first = inner.chars().next().map_or(1, char::len_utf8);
        let close = inner.find(CLOSING)?;
        let before = rest[..open].trim_end_matches(is_blank).chars().next_back();
        let stands_alone = before
            .is_none_or(|c| matches!(c, '。' | '！' | '；' | '日' | '.') || CLOSING.contains(&c));
        if stands_alone && let Some(words) = inner.get(first..close).and_then(closed_part) {
            return Some(words);
        }
        rest = &inner[close + inner[close..].chars().next().map_or(1, char::len_utf8)..];
    }
    None
}

/// The clause of a bracket that is a mark and says otherwise.
fn closed_part(inner: &str) -> Option<String> {
    const BRACKET_BYTES_MAX: usize = 480;
    if inner.len() > BRACKET_BYTES_MAX {
        return None;
    }
    plain(inner)
        .split(['；', ';', '，', ',', '。'])
        .filter(|part| length(part) <= MARK_CHARS_MAX)
        .find(|part| {
            subject(part).is_some_and(|(_, rest)| attribute(rest) == Some(Mark::NotPublic))
        })
        .map(str::to_owned)
}

/// 秘密★1年, 机密, 内部资料 on a line of its own, alone or with what goes with it (注意保存, 不得外传).
pub fn secrecy(line: &str) -> Option<String> {
    const LINE_CHARS_MAX: usize = 16;
    if line.len() > 8 * LINE_CHARS_MAX {
        return None;
    }
    let bare = plain(line);
    let words = unbracketed(&bare).unwrap_or(&bare);
    if length(words) > LINE_CHARS_MAX {
        return None;
    }
    let level = ["绝密", "机密", "秘密"]
        .iter()
        .find_map(|level| words.strip_prefix(*level));
    let classified = level.is_some_and(|rest| rest.is_empty() || rest.starts_with(['★', '☆', '*']));
    let internal = [
        "内部资料",
        "内部文件",
        "内部使用",
        "内部参考",
        "内部传阅",
        "注意保密",
    ]
    .iter()
    .find_map(|opening| words.strip_prefix(*opening))
    .is_some_and(|rest| {
        [
            "",
            "注意保存",
            "注意保密",
            "不得外传",
            "严禁外传",
            "请勿外传",
            "妥善保管",
        ]
        .contains(&rest.trim_start_matches(['，', ',', '、', '：', '；', '★']))
    });
    (classified || internal).then(|| words.to_owned())
}

/// What the words of a mark or a field (公开属性, 公开方式) say about disclosure; none if they say nothing about it.
pub fn attribute(words: &str) -> Option<Mark> {
    let words = plain(words);
    const TOUCHES: &[&str] = &[
        "公开",
        "公布",
        "发布",
        "发行",
        "刊",
        "登载",
        "密",
        "内部",
        "申请",
        "外传",
        "发至",
        "阅办",
        "传达",
        "限",
        "删减后",
    ];
    if words == "public" {
        return Some(Mark::Public);
    }
    if !TOUCHES.iter().any(|word| words.contains(word)) || words.contains("有删") {
        return None;
    }
    Some(match is_public(&words) {
        true => Mark::Public,
        false => Mark::NotPublic,
    })
}

/// Whether the value of a disclosure field names nothing but means and audience (政府网站, 全社会), or nothing at all.
pub fn only_means(value: &str) -> bool {
    let value = plain(value);
    matches!(value.as_str(), "无" | "-" | "--" | "/") || tokens(&value).is_some()
}

/// Whether the value belongs to a link or a heading that a crawl caught: 依申请公开指南.
pub fn is_name(value: &str) -> bool {
    let value = plain(value);
    listed(NAMES).any(|end| value.ends_with(end))
}

fn bare_words(words: &str) -> Option<Mark> {
    if is_name(words) {
        return None;
    }
    // 信息发布, 政府网站公开 in brackets are headings; these words are said of a document only.
    const SAID_OF_DOCUMENTS: &[&str] = &["主动公开", "公开发布", "向社会公开", "全文公开"];
    if is_public(words) && SAID_OF_DOCUMENTS.iter().any(|w| words.contains(w)) {
        return Some(Mark::Public);
    }
    opens_closed(words).then_some(Mark::NotPublic)
}

fn opens_closed(words: &str) -> bool {
    let words = words.trim_start_matches([':', '：']);
    listed(CLOSED).any(|opening| words.starts_with(opening)) && attribute(words).is_some()
}

/// Every word is known to say or to leave `public`, and one says it.
fn is_public(words: &str) -> bool {
    tokens(words).unwrap_or(false)
}

/// Takes the words apart; none if one of them is unknown, else whether one of them is an act.
fn tokens(words: &str) -> Option<bool> {
    let mut rest = words;
    let mut acts = false;
    while !rest.is_empty() {
        let known = listed(ACTS).chain(listed(BESIDE));
        let word = known
            .filter(|word| rest.starts_with(word))
            .max_by_key(|word| word.len())?;
        acts |= listed(ACTS).any(|act| act == word);
        rest = &rest[word.len()..];
    }
    Some(acts)
}

fn subject(words: &str) -> Option<(&'static str, &str)> {
    listed(SUBJECTS).find_map(|name| {
        let rest = words.strip_prefix(name)?;
        Some((name, rest.trim_start_matches([':', '：'])))
    })
}

/// Without blanks, the words 注： before and the full stop behind, traditional characters as simplified ones.
fn plain(line: &str) -> String {
    let simple: String = squeeze(line).chars().map(simplified).collect();
    let mut words = simple.trim_end_matches(['。', '.', '！', '!', '；', ';']);
    for opening in [
        "注：",
        "注:",
        "备注：",
        "备注:",
        "说明：",
        "说明:",
        "*",
        "※",
    ] {
        words = words.strip_prefix(opening).unwrap_or(words);
    }
    words.trim_matches(is_blank).to_owned()
}

/// The traditional characters of the words that marks consist of, each before its simplified form (Unihan
/// kSimplifiedVariant).
const TRADITIONAL: &str = "開开發发佈布動动請请屬属內内減减刪删機机祕秘絕绝級级資资後后脫脱對对傳传閱阅辦办達达該该經经暫暂緩缓註注報报類类會会";

fn simplified(c: char) -> char {
    static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
        let all: Vec<char> = TRADITIONAL.chars().collect();
        let mut pairs: Vec<(char, char)> = all.chunks_exact(2).map(|p| (p[0], p[1])).collect();
        pairs.sort_unstable();
        pairs
    });
    match PAIRS.binary_search_by_key(&c, |pair| pair.0) {
        Ok(at) => PAIRS[at].1,
        Err(_) => c,
    }
}

/// What stands between one pair of brackets around all of it.
fn unbracketed(bare: &str) -> Option<&str> {
    let first = bare.chars().next()?;
    let last = bare.chars().next_back()?;
    let bracketed = OPENING.contains(&first) && CLOSING.contains(&last);
    let set_off = OPENING_LINE.contains(&first) && CLOSING_LINE.contains(&last);
    let (from, to) = (first.len_utf8(), bare.len() - last.len_utf8());
    ((bracketed || set_off) && from <= to).then(|| &bare[from..to])
}

#[cfg(test)]
mod tests;
