//! Readings of a character that stands alone, by what stands beside it: rules of the overlay, and surnames. Knows no word.

use super::overlay::{Beside, Context, overlay};

/// Written numerals, and what asks for or stands in place of one.
const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿几数半多余";

/// What follows a surname only: 曾某, 单先生.
const AFTER_SURNAME: [&str; 5] = ["某", "先生", "女士", "小姐", "同志"];

pub(super) fn is_numeral(c: char) -> bool {
    NUMERALS.contains(c)
}

/// The reading that the neighbours of `chars[at]` decide, if they do.
pub(super) fn reading(chars: &[char], at: usize) -> Option<&'static str> {
    let c = chars[at];
    let after: &[char] = &chars[at + 1..];
    if let Some(reading) = overlay().surnames.get(&c)
        && (AFTER_SURNAME.iter().any(|w| begins(after, w)) || is_full_name(chars, at))
    {
        return Some(reading);
    }
    overlay()
        .contexts
        .get(&c)?
        .iter()
        .find(|context| fits(context, chars, at))
        .map(|context| context.reading)
}

/// Who introduces somebody by the full name, and what stands behind one.
const BEFORE_NAME: [&str; 17] = [
    "任命",
    "免去",
    "聘任",
    "聘请",
    "选举",
    "提名",
    "联系人：",
    "联系人",
    "当事人：",
    "当事人",
    "代表人：",
    "申请人：",
    "姓名：",
    "负责人：",
    "经办人：",
    "代理人：",
    "审判员",
];
/// Surnames that are rarely anything else where a name may stand.
const IN_FULL_NAMES: &str = "单曾解查仇朴任华区盖尉缪翟燕纪葛覃谌隗郗妫阚冼逄訾郇佴牟卜柏";
/// What a given name does not begin with: 区里, 任内.
const NO_NAME: &str = "里内外上下长委办期中一二三四五六七八九十两几全各某";
/// Surnames that are verbs, and what these do something to: 解民忧, 查酒驾.
const VERBS: &str = "解查盖";
const OBJECTS: &str = "民企群农酒毒假违乱漏封难困愁急房章印楼堵";
/// 区住建 and 华 stand at the beginning of a clause as other things.
const NOT_ALONE: &str = "区华";
/// What stands behind a name.
const BEHIND_NAME: [&str; 24] = [
    "为", "任", "兼", "的", "同志", "先生", "女士", "，", "、", "。", "；", "（", "等", "主持",
    "出席", "担任", "分管", "负责", "参加", "代", "辞去", "职务", "在", "介绍",
];
/// Titles that a name is followed by in minutes and lists: 单晓明同志.
const SURE_BEHIND_NAME: [&str; 3] = ["同志", "先生", "女士"];

/// A surname of a full name: somebody is introduced, a given name of one or two characters, and what goes on behind a name.
fn is_full_name(chars: &[char], at: usize) -> bool {
    let before = &chars[..at];
    let after = &chars[at + 1..];
    let may_be =
        IN_FULL_NAMES.contains(chars[at]) && after.first().is_some_and(|c| !NO_NAME.contains(*c));
    let does = VERBS.contains(chars[at]) && after.first().is_some_and(|c| OBJECTS.contains(*c));
    if !may_be || does {
        return false;
    }
    let ends = |text: &str| {
        let text: Vec<char> = text.chars().collect();
        before.ends_with(&text)
    };
    // 联系人：查文斌: the colon ended the clause before.
    let alone = before.is_empty()
        && after.len() == 2
        && !NOT_ALONE.contains(chars[at])
        && after.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        && !super::lexicon::is_word(after);
    if alone {
        return true;
    }
    let introduced = before.is_empty()
        || before.last().is_some_and(|c| "、，。；：".contains(*c))
        || BEFORE_NAME.iter().any(|word| ends(word));
    (1..=2).any(|given| {
        let Some(rest) = after.get(given..) else {
            return false;
        };
        let hanzi = after[..given]
            .iter()
            .all(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
        let sure = SURE_BEHIND_NAME.iter().any(|word| begins(rest, word));
        let named = BEFORE_NAME.iter().any(|word| ends(word));
        hanzi
            && (sure && introduced
                || named && (rest.is_empty() || BEHIND_NAME.iter().any(|word| begins(rest, word))))
    })
}

fn begins(chars: &[char], text: &str) -> bool {
    let mut at = 0;
    text.chars().all(|c| {
        at += 1;
        chars.get(at - 1) == Some(&c)
    })
}

/// How far a word may stand that is looked for further on.
const FURTHER_CHARS_MAX: usize = 24;

fn fits(context: &Context, chars: &[char], at: usize) -> bool {
    let before = &chars[..at];
    let after = &chars[at + 1..];
    let near = &after[..after.len().min(FURTHER_CHARS_MAX)];
    context.left.iter().any(|side| match side {
        Beside::Anything => true,
        Beside::Edge => before.is_empty(),
        Beside::Numeral => before.last().is_some_and(|c| is_numeral(*c)),
        Beside::Doubled => matches!(before, [.., a, b] if a == b),
        Beside::Set(name) => overlay().sets[name].iter().any(|t| before.ends_with(t)),
        Beside::Further(_) => false,
        Beside::Text(text) => before.ends_with(text),
    }) && context.right.iter().any(|side| match side {
        Beside::Anything => true,
        Beside::Edge => after.is_empty(),
        Beside::Numeral => after.first().is_some_and(|c| is_numeral(*c)),
        Beside::Doubled => matches!(after, [a, b, ..] if a == b),
        Beside::Set(name) => overlay().sets[name].iter().any(|t| after.starts_with(t)),
        Beside::Further(name) => overlay().sets[name]
            .iter()
            .any(|text| near.windows(text.len()).skip(1).any(|w| w == &text[..])),
        Beside::Text(text) => after.starts_with(text),
    })
}
