//! What single lines say: document numbers, dates, issuers, disclosure marks. Owns the patterns; where a line must stand to
//! count is decided by `head.rs`, `structure.rs` and the gate.

use super::labels::{chinese_digit, chinese_numeral, decimal_digit};
use super::tidy::{is_blank, is_cjk, length, squeeze};

/// A document number on a line of its own, brackets made uniform: `示政办发〔2018〕89号`.
pub fn document_number(line: &str) -> Option<String> {
    const NUMBER_BYTES_MAX: usize = 240;
    if line.len() > NUMBER_BYTES_MAX || !line.contains('号') {
        return None;
    }
    let narrow = |c| {
        decimal_digit(c)
            .and_then(|d| char::from_digit(d, 10))
            .unwrap_or(c)
    };
    let bare: String = squeeze(line).chars().map(narrow).collect();
    let bare = strip_brackets(&bare);
    let bare = bare
        .strip_prefix("文号：")
        .or_else(|| bare.strip_prefix("发文字号："))
        .unwrap_or(bare);
    (length(bare) <= 40).then_some(())?;
    bracketed_number(bare).or_else(|| order_number(bare))
}

/// 示政办发〔2018〕89号.
fn bracketed_number(bare: &str) -> Option<String> {
    let chars: Vec<char> = bare.chars().collect();
    let open = chars
        .iter()
        .position(|c| matches!(c, '〔' | '［' | '[' | '（' | '(' | '【' | '﹝'))?;
    let close = chars
        .iter()
        .position(|c| matches!(c, '〕' | '］' | ']' | '）' | ')' | '】' | '﹞'))?;
    let year = chars.get(open + 1..close)?;
    let prefix = &chars[..open];
    let number = chars.get(close + 1..chars.len().checked_sub(1)?)?;
    let number = match number {
        ['第', rest @ ..] => rest,
        all => all,
    };
    let named = (1..=20).contains(&prefix.len())
        && prefix
            .iter()
            .all(|c| is_cjk(*c) || c.is_ascii_alphanumeric() || *c == '·');
    let fits = named
        && year.len() == 4
        && year.iter().all(char::is_ascii_digit)
        && chars.last() == Some(&'号')
        && (1..=6).contains(&number.len())
        && number.iter().all(|c| c.is_ascii_digit() || *c == '-');
    fits.then(|| {
        let text = |part: &[char]| part.iter().collect::<String>();
        format!("{}〔{}〕{}号", text(prefix), text(year), text(number))
    })
}

/// 示例市人民政府令第12号, 2018年第3号.
fn order_number(bare: &str) -> Option<String> {
    let body = bare.strip_suffix('号')?;
    let (prefix, number) = body.split_once('第')?;
    let ordered = prefix.ends_with(['令', '告']) || (prefix.ends_with('年') && length(prefix) == 5);
    let chars: Vec<char> = number.chars().collect();
    let counted = (1..=6).contains(&chars.len())
        && chars
            .iter()
            .all(|c| c.is_ascii_digit() || chinese_digit(*c).is_some() || matches!(c, '十' | '百'));
    (ordered && counted && length(prefix) <= 24).then(|| bare.to_owned())
}

/// Without one pair of brackets around all of it.
pub fn strip_brackets(text: &str) -> &str {
    let inner = text
        .strip_prefix(['（', '(', '【', '[', '〔'])
        .and_then(|t| t.strip_suffix(['）', ')', '】', ']', '〕']));
    match inner {
        Some(inner) => inner,
        None => text,
    }
}

/// A calendar date at the start of `text` as `YYYY-MM-DD`, and what follows it. Reads 2018年3月2日, 2018-03-02,
/// 2018/3/2, 2018.3.2, 二〇一八年三月二日 and the circles typists use for zero.
pub fn leading_date(text: &str) -> Option<(String, String)> {
    let chars: Vec<char> = text.trim_start_matches(is_blank).chars().collect();
    let (year, at) = year(&chars)?;
    let at = skip_blank(&chars, at);
    let stop = chars.get(at)?;
    if !matches!(stop, '年' | '-' | '/' | '.' | '．' | '－') {
        return None;
    }
    let (month, at) = number(&chars, skip_blank(&chars, at + 1))?;
    let at = skip_blank(&chars, at);
    let stop = chars.get(at)?;
    if !matches!(stop, '月' | '-' | '/' | '.' | '．' | '－') {
        return None;
    }
    let (day, mut at) = number(&chars, skip_blank(&chars, at + 1))?;
    if *stop == '月' {
        at = skip_blank(&chars, at);
    }
    match chars.get(at) {
        Some('日' | '号') => at += 1,
        Some(_) | None if *stop == '月' => return None,
        _ => {}
    }
    let date = calendar_date(year, month, day)?;
    let rest: String = chars[at..].iter().collect();
    Some((date, squeeze(&rest)))
}

/// The date if `line` is nothing else (a time of day may follow).
pub fn only_date(line: &str) -> Option<String> {
    const DATE_BYTES_MAX: usize = 80;
    if line.len() > DATE_BYTES_MAX || !opens_date(line) {
        return None;
    }
    // Typists set dates wide (二 〇 一 八 年); a time of day needs its blank.
    let (date, rest) = leading_date(strip_brackets(line))
        .or_else(|| leading_date(strip_brackets(&squeeze(line))))?;
    let time = rest.chars().all(|c| c.is_ascii_digit() || c == ':');
    time.then_some(date)
}

fn opens_date(line: &str) -> bool {
    let first = line
        .chars()
        .find(|c| !is_blank(*c) && !matches!(c, '（' | '(' | '【' | '[' | '〔'));
    first.is_some_and(|c| decimal_digit(c).is_some() || chinese_digit(c).is_some())
}

fn skip_blank(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|c| is_blank(*c)) {
        at += 1;
    }
    at
}

/// The first date anywhere in `text`.
pub fn find_date(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).find_map(|start| {
        let opens = chars[start].is_ascii_digit() || chinese_digit(chars[start]).is_some();
        let inside = start > 0 && chars[start - 1].is_ascii_digit();
        if !opens || inside {
            return None;
        }
        let end = chars.len().min(start + 24);
        leading_date(&chars[start..end].iter().collect::<String>()).map(|(date, _)| date)
    })
}

/// Documents older or later than this are misread.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

fn calendar_date(year: u32, month: u32, day: u32) -> Option<String> {
    let year = YEARS.contains(&year).then(|| i16::try_from(year).ok())??;
    let date =
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

fn year(chars: &[char]) -> Option<(u32, usize)> {
    let digits: Option<Vec<u32>> = chars
        .iter()
        .take(4)
        .map(|&c| decimal_digit(c).or_else(|| chinese_digit(c)))
        .collect();
    let digits = digits.filter(|d| d.len() == 4)?;
    Some((digits.iter().fold(0, |n, d| n * 10 + d), 4))
}

fn number(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let mut end = at;
    let mut value = 0;
    while let Some(digit) = chars.get(end).and_then(|c| decimal_digit(*c)) {
        if end - at == 2 {
            return None;
        }
        value = value * 10 + digit;
        end += 1;
    }
    if end > at {
        return Some((value, end));
    }
    chinese_numeral(chars, at)
}

/// What an issuer's name ends with.
const ISSUER_ENDS: &[&str] = &[
    "人民政府",
    "政府",
    "办公室",
    "办公厅",
    "政府办",
    "委员会",
    "常委会",
    "管委会",
    "管委",
    "委办",
    "局",
    "厅",
    "部",
    "署",
    "院",
    "中心",
    "总队",
    "支队",
    "大队",
    "法院",
    "检察院",
    "领导小组",
    "指挥部",
    "联席会议",
    "国务院",
    "军委",
    "党委",
    "市委",
    "县委",
    "省委",
    "区委",
    "镇委",
    "大学",
    "学院",
    "学校",
    "医院",
    "公司",
    "集团",
    "银行",
    "协会",
    "学会",
    "联合会",
    "总工会",
    "图书馆",
    "档案馆",
    "博物馆",
    "管理处",
    "办事处",
    "服务站",
    "研究所",
    "管理所",
    "监管局",
    "总局",
    "分局",
    "专家组",
    "工作组",
    "代表大会",
    "组委会",
    "居委会",
    "村委会",
    "街道",
    "发改委",
    "国资委",
    "卫健委",
    "审计署",
    "海关",
    "社",
    "委",
    "办",
];

/// The issuers a signature line names, `示例市财政局、示例市审计局` or divided by spaces; none if the line is anything else.
pub fn issuers(line: &str) -> Option<String> {
    const SIGNATURE_CHARS_MAX: usize = 60;
    let trimmed = line.trim_matches(is_blank);
    if trimmed.is_empty()
        || line.len() > 8 * SIGNATURE_CHARS_MAX
        || length(trimmed) > SIGNATURE_CHARS_MAX
    {
        return None;
    }
    let parts: Vec<&str> = trimmed
        .split(|c: char| is_blank(c) || c == '、')
        .filter(|p| !p.is_empty())
        .collect();
    let whole = squeeze(trimmed);
    if parts.iter().all(|p| is_issuer(p)) {
        return Some(parts.join("、"));
    }
    is_issuer(&whole).then_some(whole)
}

/// Whether `name` reads like the name of an issuer.
pub fn is_issuer(name: &str) -> bool {
    let name = name
        .strip_suffix(['章', '）', ')'])
        .map_or(name, |n| n.trim_end_matches(['（', '(', '印', '盖', '章']));
    let chars = length(name);
    let plain = name
        .chars()
        .all(|c| is_cjk(c) || matches!(c, '（' | '）' | '(' | ')' | '·' | '“' | '”'));
    let long_enough = chars >= 3 || matches!(name, "省委" | "市委");
    plain
        && long_enough
        && chars <= 40
        && ISSUER_ENDS.iter().any(|end| name.ends_with(end))
        && !name.contains("各")
        && ![
            "关于",
            "印发",
            "加强",
            "做好",
            "设立",
            "成立",
            "实施",
            "建设和",
        ]
        .iter()
        .any(|w| name.contains(w))
}

/// Verbs between the issuer and the matter of a title.
const TITLE_VERBS: &[&str] = &[
    "关于",
    "印发",
    "转发",
    "批转",
    "公布",
    "发布",
    "下达",
    "颁布",
    "办公室印发",
    "贯彻",
    "依申请",
];

/// 示例市人民政府办公室关于…的通知 -> 示例市人民政府办公室.
pub fn issuer_of_title(title: &str) -> Option<String> {
    let at = TITLE_VERBS
        .iter()
        .filter_map(|verb| title.find(verb))
        .min()?;
    let prefix = &title[..at];
    let prefix = prefix.trim_end_matches(is_blank).trim_end_matches('等');
    issuers(prefix)
}

/// What a disclosure mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// 此件公开发布, 此件主动公开.
    Public,
    /// 脱密后公开, 依申请公开, 删减后公开, 不公开, 发至县级, 内部资料.
    NotPublic,
    /// 此件有删减: says nothing about disclosure.
    Neutral,
}

/// The mark a line consists of, `（此件公开发布）`; none for a line that says anything else.
pub fn mark(line: &str) -> Option<(Mark, String)> {
    const MARK_CHARS_MAX: usize = 30;
    if line.len() > 8 * MARK_CHARS_MAX
        || !line
            .trim_start_matches(is_blank)
            .starts_with(['（', '(', '【', '[', '〔', '﹙'])
    {
        return None;
    }
    let bare = squeeze(line);
    let whole = bare.trim_end_matches(['。', '.']);
    let inner = whole
        .strip_prefix(['（', '(', '【', '[', '〔', '﹙'])
        .and_then(|t| t.strip_suffix(['）', ')', '】', ']', '〕', '﹚']))?;
    if length(inner) > MARK_CHARS_MAX || inner.contains(['（', '(', '“', '《']) {
        return None;
    }
    const OPENINGS: &[&str] = &[
        "此件",
        "本件",
        "此文",
        "本文",
        "该件",
        "此文件",
        "公开属性",
        "公开方式",
        "信息公开",
    ];
    if !OPENINGS.iter().any(|open| inner.starts_with(open)) {
        return None;
    }
    Some((attribute(inner).unwrap_or(Mark::Neutral), inner.to_owned()))
}

/// What the words of a mark or a field (公开属性, 公开方式) say about disclosure.
pub fn attribute(words: &str) -> Option<Mark> {
    let words = squeeze(words);
    const CLOSED: &[&str] = &[
        "不公开",
        "不予公开",
        "依申请",
        "脱密",
        "删减后",
        "免予公开",
        "暂不公开",
        "部分公开",
        "内部",
        "不宜公开",
        "秘密",
        "机密",
        "绝密",
        "不得公开",
        "不对外",
    ];
    if CLOSED.iter().any(|word| words.contains(word)) {
        return Some(Mark::NotPublic);
    }
    if words.contains("公开") || words == "public" || words.contains("公布") {
        return Some(Mark::Public);
    }
    (words.contains("发至") || words.contains("阅办")).then_some(Mark::NotPublic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_numbers_are_read_in_any_brackets() {
        for line in [
            "示政办发〔2018〕89号",
            "(示政办发[2018]89号)",
            "示政办发（2018）第89号",
            "示政办发 〔2018〕 89 号",
            "示政办发［２０１８］８９号",
        ] {
            assert_eq!(
                document_number(line).as_deref(),
                Some("示政办发〔2018〕89号"),
                "{line}"
            );
        }
        assert_eq!(
            document_number("示例市人民政府令 第12号").as_deref(),
            Some("示例市人民政府令第12号")
        );
        for line in [
            "〔2018〕89号",
            "根据示政办发〔2018〕89号精神",
            "第89号",
            "示政办发〔2018〕89号文件",
        ] {
            assert_eq!(document_number(line), None, "{line}");
        }
    }

    #[test]
    fn dates_of_every_writing_are_read() {
        for (text, date) in [
            ("2018年3月2日", "2018-03-02"),
            ("２０１８年１２月３１日", "2018-12-31"),
            ("2018-03-02 11:25", "2018-03-02"),
            ("二○一八年十二月三十一日", "2018-12-31"),
            ("一九九七年一月二十日", "1997-01-20"),
            ("二〇〇四年三月二日", "2004-03-02"),
            ("（2018.3.2）", "2018-03-02"),
        ] {
            assert_eq!(only_date(text).as_deref(), Some(date), "{text}");
        }
        for text in [
            "2018年13月2日",
            "2018年2月30日",
            "2018年3月",
            "3月2日",
            "2018年3月2日起施行",
        ] {
            assert_eq!(only_date(text), None, "{text}");
        }
        assert_eq!(
            find_date("发布日期:2019-02-12 11:25").as_deref(),
            Some("2019-02-12")
        );
    }

    #[test]
    fn issuers_are_told_from_sentences() {
        assert_eq!(
            issuers("示例市财政局　示例市审计局").as_deref(),
            Some("示例市财政局、示例市审计局")
        );
        assert_eq!(
            issuers("示 例 市 人 民 政 府").as_deref(),
            Some("示例市人民政府")
        );
        assert_eq!(
            issuer_of_title("示例市人民政府办公室关于印发某办法的通知").as_deref(),
            Some("示例市人民政府办公室")
        );
        assert_eq!(
            issuer_of_title("示例市人民政府办公室转发市教育局关于某事意见的通知").as_deref(),
            Some("示例市人民政府办公室")
        );
        assert_eq!(issuer_of_title("关于做好某事的通知"), None);
        assert_eq!(issuers("一、加强组织领导"), None);
        assert_eq!(issuers("各县（市、区）人民政府"), None);
    }

    #[test]
    fn a_mark_is_a_line_of_its_own() {
        assert_eq!(mark("（此件公开发布）").map(|m| m.0), Some(Mark::Public));
        assert_eq!(mark("( 此件 主动公开 )").map(|m| m.0), Some(Mark::Public));
        for closed in [
            "（此件依申请公开）",
            "（此件删减后公开）",
            "（此件脱密后公开）",
            "（此件不公开）",
            "（此件发至县级）",
        ] {
            assert_eq!(mark(closed).map(|m| m.0), Some(Mark::NotPublic), "{closed}");
        }
        assert_eq!(mark("（本文有删减）").map(|m| m.0), Some(Mark::Neutral));
        assert_eq!(mark("即“此件公开发布”“此件不公开”等"), None);
        assert_eq!(mark("此件公开发布"), None);
    }
}
