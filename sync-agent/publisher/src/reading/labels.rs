//! The labels that open a line: 第五条, 第二章, 一、, （三）, 1. Owns recognising and numbering them; where they stand in a
//! document is `address.rs`.

use crate::reading::tidy::{is_blank, is_cjk, length, squeeze};

/// What kind of piece a label opens, widest first: the order is the nesting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    /// 第一编.
    Book,
    /// 第一分编.
    SubBook,
    /// 第一章.
    Chapter,
    /// 第一节.
    Section,
    /// 一、
    List,
    /// 第一条.
    Article,
    /// （一）
    Item,
    Number,
    /// （1） or ①
    Small,
}

impl Kind {
    /// The letter of an article id.
    pub fn letter(self) -> char {
        match self {
            Kind::Book => 'b',
            Kind::SubBook => 'f',
            Kind::Chapter => 'c',
            Kind::Section | Kind::List => 's',
            Kind::Article => 'a',
            Kind::Item => 'i',
            Kind::Number => 'n',
            Kind::Small => 'm',
        }
    }

    /// `Article::depth` of the feed.
    pub fn depth(self) -> u8 {
        match self {
            Kind::Book => 0,
            Kind::SubBook | Kind::Chapter => 1,
            Kind::Section | Kind::List => 2,
            Kind::Article => 3,
            Kind::Item => 4,
            Kind::Number | Kind::Small => 5,
        }
    }
}

/// A label found at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it opens.
    pub kind: Kind,
    /// The number as an id writes it: `5`, `133z1` for 第一百三十三条之一, `2.1` for an outline.
    pub number: String,
    /// The label as printed.
    pub text: String,
    /// How many characters of the line are the label.
    pub chars: usize,
    /// The words behind it, without leading blank.
    pub rest: String,
}

/// A chapter heading is no longer than this; what is longer only mentions a chapter.
const HEADING_CHARS_MAX: usize = 60;

/// The label that opens `line`, if any.
pub fn label(line: &str) -> Option<Label> {
    let chars: Vec<char> = line.chars().take(40).collect();
    let (kind, number, end) = ordinal(&chars, line)
        .or_else(|| listed(&chars))
        .or_else(|| bracketed(&chars))
        .or_else(|| circled(&chars))
        .or_else(|| numbered(&chars, line))?;
    let text: String = chars[..end].iter().collect();
    let rest = line
        .char_indices()
        .nth(end)
        .map_or("", |(at, _)| &line[at..]);
    Some(Label {
        kind,
        number,
        text: squeeze(&text),
        chars: end,
        rest: rest.trim_start_matches(is_blank).to_owned(),
    })
}

/// 第五条, 第一百三十三条之一, 第二章, 第一节, 第一编, 第一分编.
fn ordinal(chars: &[char], line: &str) -> Option<(Kind, String, usize)> {
    if chars.first() != Some(&'第') {
        return None;
    }
    let at = skip_blank(chars, 1);
    let (number, at) = numeral(chars, at)?;
    let at = skip_blank(chars, at);
    let (kind, mut end) = match (chars.get(at)?, chars.get(at + 1)) {
        ('分', Some('编')) => (Kind::SubBook, at + 2),
        ('编', _) => (Kind::Book, at + 1),
        ('章', _) => (Kind::Chapter, at + 1),
        ('节', _) => (Kind::Section, at + 1),
        ('条', _) => (Kind::Article, at + 1),
        _ => return None,
    };
    let mut id = number.to_string();
    while chars.get(end) == Some(&'之') {
        let Some((part, next)) = numeral(chars, end + 1) else {
            break;
        };
        id = format!("{id}z{part}");
        end = next;
    }
    let clear = match chars.get(end) {
        None => true,
        Some(c) => is_blank(*c) || matches!(c, '：' | ':' | '【' | '［'),
    };
    if clear {
        return (kind == Kind::Article || length(line) <= HEADING_CHARS_MAX)
            .then_some((kind, id, end));
    }
    // Crawls lose the space behind a label: 第一条为了加强. A sentence that only cites it reads on differently.
    let follows: String = chars[end..].iter().take(2).collect();
    const CITING: &[&str] = &[
        "规定", "所称", "所列", "所述", "第", "、", "和", "至", "的", "中", "之", "以", "及", "或",
        "与", "款", "项", "，", ",", "。", "；", "）", ")", "到", "修", "改", "废", "是", "对",
        "”", "》", "〉", "内", "等",
    ];
    let cites = CITING.iter().any(|word| follows.starts_with(word));
    let short = length(line) <= 40 && !line.contains(['。', '；', '，']);
    (!cites && (short || kind == Kind::Article)).then_some((kind, id, end))
}

/// 一、
fn listed(chars: &[char]) -> Option<(Kind, String, usize)> {
    let (number, at) = chinese_numeral(chars, 0)?;
    let at = skip_blank(chars, at);
    if chars.get(at) != Some(&'、') {
        return None;
    }
    // 一、二级医院 and 三、四季度 only count things.
    let next = skip_blank(chars, at + 1);
    if chinese_numeral(chars, next).is_some_and(|(_, end)| counts_on(chars.get(end))) {
        return None;
    }
    Some((Kind::List, number.to_string(), at + 1))
}

fn counts_on(c: Option<&char>) -> bool {
    matches!(
        c,
        Some('、' | '级' | '季' | '类' | '等' | '线' | '年' | '月' | '层' | '期')
    )
}

/// （一）, (1), ㈠.
fn bracketed(chars: &[char]) -> Option<(Kind, String, usize)> {
    if !matches!(chars.first(), Some('（' | '(' | '﹙')) {
        return None;
    }
    let at = skip_blank(chars, 1);
    let (kind, (number, at)) = match chinese_numeral(chars, at) {
        Some(found) => (Kind::Item, found),
        None => (Kind::Small, digits(chars, at)?),
    };
    let at = skip_blank(chars, at);
    // （2018）12号 and （1997年…） are no labels.
    (matches!(chars.get(at), Some('）' | ')' | '﹚')) && number < 1_000)
        .then(|| (kind, number.to_string(), at + 1))
}

/// ①, ㈠, ⒈, ⑴.
fn circled(chars: &[char]) -> Option<(Kind, String, usize)> {
    let c = *chars.first()?;
    let base = |first: u32| (u32::from(c) - first + 1).to_string();
    let (kind, number) = match c {
        '\u{2460}'..='\u{2473}' => (Kind::Small, base(0x2460)),
        '\u{2474}'..='\u{2487}' => (Kind::Small, base(0x2474)),
        '\u{2488}'..='\u{249B}' => (Kind::Number, base(0x2488)),
        '\u{3220}'..='\u{3229}' => (Kind::Item, base(0x3220)),
        _ => return None,
    };
    Some((kind, number, 1))
}

/// `1.`, `1．`, `1、`, and outlines: `1.1　编制目的`.
fn numbered(chars: &[char], line: &str) -> Option<(Kind, String, usize)> {
    let (first, mut at) = digits(chars, 0)?;
    if first > 999 {
        return None;
    }
    let mut number = first.to_string();
    let mut dots = 0;
    while matches!(chars.get(at), Some('.' | '．')) {
        let Some((next, end)) = digits(chars, at + 1) else {
            break;
        };
        number = format!("{number}.{next}");
        at = end;
        dots += 1;
    }
    match (dots, chars.get(at)) {
        (0, Some('.' | '．' | '、')) => {
            let behind = chars.get(at + 1);
            (!behind.is_some_and(char::is_ascii_digit)).then_some((Kind::Number, number, at + 1))
        }
        (1.., Some(c)) if is_blank(*c) || (dots > 1 && is_cjk(*c)) => {
            let kind = if dots == 1 { Kind::Item } else { Kind::Number };
            Some((kind, number, at))
        }
        // 1　总则: a heading of an outline; a line that merely starts with a figure is longer or a sentence.
        (0, Some(c)) if is_blank(*c) && length(line) <= 30 && is_heading_like(line) => {
            Some((Kind::Section, number, at))
        }
        _ => None,
    }
}

fn is_heading_like(line: &str) -> bool {
    let rest: String = line
        .chars()
        .skip_while(|c| c.is_ascii_digit() || is_blank(*c))
        .collect();
    rest.chars().next().is_some_and(is_cjk)
        && !rest.contains(['。', '；', '：', '，', ';', ','])
        && !rest.contains(|c: char| c.is_ascii_digit())
        && length(&rest) >= 2
}

fn skip_blank(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|c| is_blank(*c)) {
        at += 1;
    }
    at
}

fn numeral(chars: &[char], at: usize) -> Option<(u32, usize)> {
    chinese_numeral(chars, at).or_else(|| digits(chars, at))
}

fn digits(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let mut value = 0_u32;
    let mut end = at;
    while let Some(digit) = chars.get(end).and_then(|c| decimal_digit(*c)) {
        if end - at == 6 {
            return None;
        }
        value = value * 10 + digit;
        end += 1;
    }
    (end > at).then_some((value, end))
}

/// One decimal digit, also a full-width one.
pub fn decimal_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

/// 一百二十三 at `at`, and where it ends.
pub fn chinese_numeral(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let mut total = 0_u32;
    let mut digit: Option<u32> = None;
    let mut end = at;
    while let Some(&c) = chars.get(end) {
        if end - at > 8 {
            return None;
        }
        if let Some(d) = chinese_digit(c) {
            digit = Some(digit.map_or(d, |before| before.saturating_mul(10).saturating_add(d)));
        } else if let Some(unit) = chinese_unit(c) {
            total = total.saturating_add(digit.unwrap_or(1).saturating_mul(unit));
            digit = None;
        } else {
            break;
        }
        end += 1;
    }
    (end > at).then(|| (total.saturating_add(digit.unwrap_or(0)), end))
}

/// One digit of a Chinese numeral, zero included.
pub fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' | 'Ｏ' | '０' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn chinese_unit(c: char) -> Option<u32> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<(Kind, String, String)> {
        label(line).map(|l| (l.kind, l.number, l.text))
    }

    #[test]
    fn labels_of_every_kind_are_found() {
        for (line, kind, number, text) in [
            ("第五条　为了加强", Kind::Article, "5", "第五条"),
            (
                "第一百三十三条之一 在道路上",
                Kind::Article,
                "133z1",
                "第一百三十三条之一",
            ),
            ("第一条为了加强管理", Kind::Article, "1", "第一条"),
            ("第十二章　附则", Kind::Chapter, "12", "第十二章"),
            ("第一章总则", Kind::Chapter, "1", "第一章"),
            ("第 二 节 管理", Kind::Section, "2", "第二节"),
            ("第二分编 典型合同", Kind::SubBook, "2", "第二分编"),
            ("二十一、加强领导", Kind::List, "21", "二十一、"),
            ("(三)完善", Kind::Item, "3", "(三)"),
            ("（ 十 ）完善", Kind::Item, "10", "（十）"),
            ("3．办理", Kind::Number, "3", "3．"),
            ("12、办理", Kind::Number, "12", "12、"),
            ("（2）办理", Kind::Small, "2", "（2）"),
            ("②办理", Kind::Small, "2", "②"),
            ("1　总则", Kind::Section, "1", "1"),
            ("1.2　等级划分", Kind::Item, "1.2", "1.2"),
        ] {
            assert_eq!(
                found(line),
                Some((kind, number.into(), text.into())),
                "{line}"
            );
        }
    }

    #[test]
    fn a_sentence_that_only_cites_is_no_label() {
        for line in [
            "第五条规定的期限届满后",
            "第三条、第四条所列事项",
            "一、二级医院应当",
            "2018年3月2日",
            "（2018）12号",
            "3.5公顷土地",
            "2018.3.2",
            "第三方评估由办公室组织",
            "20 张三 9",
            "第一章的规定适用于前款所列的各项活动，应当依照执行。",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn numerals_are_read() {
        for (text, value) in [
            ("一百零八", 108),
            ("五十四", 54),
            ("十", 10),
            ("一千二百六十", 1260),
            ("二〇", 20),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(chinese_numeral(&chars, 0), Some((value, chars.len())));
        }
    }
}
