//! Lines that lead from one page of a document to the next: （未完，见下页）, （下转第2页）, （上接第1页）. Owns their wordings, that they are no text
//! where both pages are there, and that a text with one of them at its end is not whole.

use crate::item::{Reason, Refusal};
use crate::reading::draft::Piece;
use crate::reading::labels::{chinese_digit, decimal_digit};
use crate::reading::tidy::{is_blank, length, squeeze};

/// A mark with its brackets is no longer.
const MARK_CHARS_MAX: usize = 20;
/// Pieces at an end of a page that may be such a line; below it a page may have buttons.
const END_PIECES: usize = 4;

/// Where a mark says that the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// On the pages that follow.
    Onward,
    /// On those before.
    Back,
}

/// What words say that are nothing but such a mark.
fn way(words: &str) -> Option<Way> {
    const ONWARD: &str = "请见 请看 见 请接 续见 续接 接 下转 请转 转入 转至 转 续 下接 请翻 翻";
    const NEXT: &str = "下页 下一页 次页 后页 后一页 背面 反面 下面一页 另页 下版 下一版";
    const BACK: &str = "上接 接自 紧接 承接 续接 接 承 续";
    const BEFORE: &str = "上页 上一页 前页 前一页 上版 上一版";
    if length(words) > MARK_CHARS_MAX {
        return None;
    }
    let bare = squeeze(words);
    let ornament = |c: char| "—-－…·.。*＊ ".contains(c);
    let bare = bare.trim_matches(ornament);
    let inner = bare.trim_matches(|c| "（）()【】[]［］〔〕".contains(c));
    let bracketed = inner.len() < bare.len();
    let inner = inner.trim_matches(ornament);
    let unfinished = inner.strip_prefix("未完");
    let rest = unfinished.unwrap_or(inner);
    let rest = rest.trim_start_matches(['，', ',', '、', '；', ';', '：', ':']);
    if rest.is_empty() {
        return unfinished.map(|_| Way::Onward);
    }
    let said = |verbs: &'static str, places: &'static str| {
        let mut verbs = verbs.split_ascii_whitespace();
        let place = |place: &str| places.split_ascii_whitespace().any(|known| known == place);
        verbs.find_map(|verb| Some((verb, rest.strip_prefix(verb)?)).filter(|(_, at)| place(at)))
    };
    let numbered = |verbs: &[&str]| {
        let mut places = verbs.iter().filter_map(|verb| rest.strip_prefix(verb));
        places.any(is_numbered)
    };
    let marked = bracketed || unfinished.is_some();
    if said(BACK, BEFORE).is_some() || numbered(&["上接", "接自"]) {
        return Some(Way::Back);
    }
    let onward = said(ONWARD, NEXT).is_some_and(|(verb, _)| marked || verb.contains(['接', '转']))
        || numbered(&["下转", "请转", "转入", "转至", "转", "下接"])
        || unfinished.is_some() && numbered(&["接", "见", "请见", "续见", "续"]);
    if onward {
        return Some(Way::Onward);
    }
    (bracketed && numbered(&["接", "承接", "续接"])).then_some(Way::Back)
}

/// 第2页, 第二版, 2页.
fn is_numbered(place: &str) -> bool {
    let Some(number) = place.strip_suffix(['页', '版']) else {
        return false;
    };
    let number = number.strip_prefix('第').unwrap_or(number);
    let numeral = |c: char| decimal_digit(c).is_some() || chinese_digit(c).is_some() || c == '十';
    !number.is_empty() && number.chars().all(numeral)
}

/// What a line says behind its words, and the words: `…按时报送。（未完，见下页）`.
fn onward(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end_matches(is_blank);
    if way(line) == Some(Way::Onward) {
        return Some(("", line));
    }
    line.ends_with(['）', ')', '】', ']']).then_some(())?;
    let at = line.rfind(['（', '(', '【', '['])?;
    (way(&line[at..]) == Some(Way::Onward)).then(|| line.split_at(at))
}

/// What a line says before its words, and the words: `（上接第1页）各单位…`.
fn back(line: &str) -> Option<(&str, &str)> {
    if way(line) == Some(Way::Back) {
        return Some((line, ""));
    }
    line.starts_with(['（', '(', '【', '[']).then_some(())?;
    let close = line.find(['）', ')', '】', ']'])?;
    let end = close + line[close..].chars().next()?.len_utf8();
    (way(&line[..end]) == Some(Way::Back)).then(|| line.split_at(end))
}

/// Takes off what leads on from a page whose next one is there.
pub fn without_onward(pieces: &mut Vec<Piece>) {
    let from = pieces.len().saturating_sub(END_PIECES);
    for at in (from..pieces.len()).rev() {
        cut(pieces, at, |line| onward(line).map(|(words, _)| words));
    }
}

/// Takes off what leads back to a page that is there.
pub fn without_back(pieces: &mut Vec<Piece>) {
    for at in (0..pieces.len().min(END_PIECES)).rev() {
        cut(pieces, at, |line| back(line).map(|(_, words)| words));
    }
}

/// Leaves of a line what `kept` says, if it says anything.
fn cut(pieces: &mut Vec<Piece>, at: usize, kept: impl Fn(&str) -> Option<&str>) {
    let Piece::Line(line) = &mut pieces[at] else {
        return;
    };
    let Some(words) = kept(&line.text) else {
        return;
    };
    line.text = words.trim_matches(is_blank).to_owned();
    if line.text.is_empty() {
        pieces.remove(at);
    }
}

/// Takes off both marks where one page holds what lies on both sides of them.
pub fn close(pieces: &mut Vec<Piece>) {
    let text =
        |pieces: &[Piece], at: usize| pieces.get(at).and_then(Piece::text).map(str::to_owned);
    for at in (1..pieces.len()).rev() {
        let (Some(before), Some(after)) = (text(pieces, at - 1), text(pieces, at)) else {
            continue;
        };
        if onward(&before).is_some() && back(&after).is_some() {
            cut(pieces, at, |line| back(line).map(|(_, words)| words));
            cut(pieces, at - 1, |line| onward(line).map(|(words, _)| words));
        }
    }
}

/// Why a text is not whole by what it says itself; none if it says nothing.
pub fn judge(pieces: &[Piece]) -> Option<Refusal> {
    let refuse = |detail: String| Some(Refusal::new(Reason::Unreadable, detail));
    let last = pieces.last().and_then(Piece::text);
    if let Some((_, mark)) = last.and_then(onward) {
        return refuse(format!("the text ends with {mark}: the rest is not here"));
    }
    let first = pieces.iter().take(END_PIECES).filter_map(Piece::text);
    let (mark, _) = first.filter_map(back).next()?;
    refuse(format!(
        "the text begins with {mark}: what stands before it is not here"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<Piece> {
        texts.iter().map(|text| Piece::plain(*text)).collect()
    }

    #[test]
    fn what_leads_from_page_to_page_is_told_from_text() {
        for mark in [
            "（未完，见下页）",
            "（未完，接下页）",
            "（未完，接第3页）",
            "（未完）",
            "(接下页)",
            "（转下页）",
            "接下页",
            "【下转第2页】",
            "——（下转第三版）——",
            "（续见下一页）",
            "（见背面）",
        ] {
            assert_eq!(way(mark), Some(Way::Onward), "{mark}");
        }
        for mark in [
            "（上接第1页）",
            "（接上页）",
            "接上页",
            "（续上页）",
            "[上接第一版]",
            "（接第1页）",
        ] {
            assert_eq!(way(mark), Some(Way::Back), "{mark}");
        }
        for text in [
            "见下页",
            "（见附件）",
            "（续）",
            "未完成的项目",
            "（未完待续）",
            "请在下页填写",
            "上接天线，下接地线",
            "（转发）",
            "翻页",
            "（见第3页）",
            "续表",
        ] {
            assert_eq!(way(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_that_goes_on_elsewhere_is_not_whole() {
        for texts in [
            &["各单位：", "现将有关事项通知如下。", "（未完，见下页）"][..],
            &["各单位：", "现将有关事项通知如下。（下转第2页）"],
            &["关于春耕的通知", "（上接第1页）", "二、认真执行。"],
            &["（接上页）二、认真执行。", "三、按时报送。"],
        ] {
            let refused = judge(&lines(texts)).map(|refusal| refusal.reason);
            assert_eq!(refused, Some(Reason::Unreadable), "{texts:?}");
        }
        // What a newspaper printed stands in the middle of a text that is there.
        let whole = ["各单位：", "一、甲。（下转第三版）", "二、认真执行。"];
        assert_eq!(judge(&lines(&whole)), None);
    }

    #[test]
    fn between_two_pages_that_are_there_it_is_no_text() {
        let mut pieces = lines(&[
            "一、甲。（未完，见下页）",
            "（上接第1页）二、乙。",
            "三、丙。",
        ]);
        close(&mut pieces);
        assert_eq!(pieces, lines(&["一、甲。", "二、乙。", "三、丙。"]));
        let mut pieces = lines(&["一、甲。", "（接下页）", "返回顶部"]);
        without_onward(&mut pieces);
        assert_eq!(pieces, lines(&["一、甲。", "返回顶部"]));
        let mut pieces = lines(&["（接上页）", "二、乙。"]);
        without_back(&mut pieces);
        assert_eq!(pieces, lines(&["二、乙。"]));
    }
}
