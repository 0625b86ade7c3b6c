//! Characters that a content system could not write and put `?`, `??` or U+FFFD for. Owns telling them from questions; which character it was
//! nobody can know, so nothing is put in its place.

use crate::reading::tidy::{clip, is_cjk, is_cjk_punct};

/// Places of a text where characters are lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lost {
    /// Places, a run of marks counted once.
    pub count: usize,
    /// Whether one of them is U+FFFD, which nobody types.
    pub replaced: bool,
    /// The words around the first.
    pub first: String,
}

/// So few in a long text are told and no more: a rare name that an old character set lacks.
const ISOLATED_MAX: usize = 2;
/// Chinese characters for each of them.
const CJK_FOR_EACH: usize = 200;

/// Words that ask.
const ASKS: &str = "什么 哪 谁 何 吗 呢 么 怎 几 多少 多久 多大 是否 能否 可否 应否 与否 否 有没有 是不是 能不能 会不会 可不可 要不要 该不该 行不行 对不对 吧 啊 难道 岂 问 疑";

impl Lost {
    /// Looks for them.
    pub fn of(text: &str) -> Lost {
        let mut lost = Lost::default();
        for line in text.split('\n') {
            if line.contains(['?', '\u{FFFD}']) {
                lost.look(line);
            }
        }
        lost
    }

    fn look(&mut self, line: &str) {
        let chars: Vec<char> = line.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let from = at;
            while at < chars.len() && matches!(chars[at], '?' | '\u{FFFD}') {
                at += 1;
            }
            if at == from {
                at += 1;
                continue;
            }
            let replaced = chars[from..at].contains(&'\u{FFFD}');
            if !replaced && is_row(&chars, from, at) {
                self.count += (at - from) / 2;
                if self.first.is_empty() {
                    self.first = "?".repeat(at - from);
                }
                continue;
            }
            if !replaced && !stands_for_a_character(&chars, from, at) {
                continue;
            }
            self.count += 1;
            self.replaced |= replaced;
            if self.first.is_empty() {
                const AROUND: usize = 8;
                let around = &chars[from.saturating_sub(AROUND)..chars.len().min(at + AROUND)];
                self.first = around.iter().collect();
            }
        }
    }

    /// Whether they are more than isolated in a text of so many Chinese characters.
    pub fn is_much(&self, cjk: usize) -> bool {
        let dense = self.count * CJK_FOR_EACH > cjk;
        match self.replaced {
            true => self.count > ISOLATED_MAX || dense,
            // In a short line a single question mark may be the writer's own.
            false => self.count > ISOLATED_MAX && self.count * 5 * CJK_FOR_EACH > cjk,
        }
    }

    /// What they are called in the report.
    pub fn name(&self) -> &'static str {
        match self.replaced {
            true => "replacement characters U+FFFD",
            false => "question marks in the place of characters",
        }
    }
}

/// What to say of a text in which a few characters are lost; none if it is whole.
pub fn told(text: &str) -> Option<String> {
    const QUOTE_CHARS: usize = 24;
    let lost = Lost::of(text);
    (lost.count > 0).then(|| {
        let around = clip(&lost.first, QUOTE_CHARS);
        format!(
            "{}: {} in the text, first in {around:?}; ask the portal for the right ones",
            lost.name(),
            lost.count
        )
    })
}

/// Whether the marks from `from` to `to` are words of which no character is left: nobody asks with so many, nor without a word before.
fn is_row(chars: &[char], from: usize, to: usize) -> bool {
    const ASKED_MAX: usize = 8;
    const ALONE_MAX: usize = 4;
    let before = from.checked_sub(1).map(|at| chars[at]);
    let asked = before.is_some_and(|c| is_cjk(c) || is_cjk_punct(c));
    to - from > if asked { ASKED_MAX } else { ALONE_MAX }
}

/// Whether the marks from `from` to `to` stand where a character should: between two characters of one clause that asks nothing, or before the
/// first word of a line.
fn stands_for_a_character(chars: &[char], from: usize, to: usize) -> bool {
    let Some(&after) = chars.get(to) else {
        return false;
    };
    let opens = |c: char| {
        is_cjk(c)
            || matches!(
                c,
                '《' | '“' | '（' | '〔' | '、' | '》' | '”' | '）' | '〕'
            )
    };
    if !opens(after) {
        return false;
    }
    let Some(before) = from.checked_sub(1).map(|at| chars[at]) else {
        return true;
    };
    if !is_cjk(before)
        && !matches!(
            before,
            '《' | '“' | '（' | '〔' | '、' | '，' | '》' | '”' | '）' | '〕'
        )
    {
        return false;
    }
    // 下列哪些属于主动公开?应当如何申请: a question is asked before its mark.
    let clause = chars[..from]
        .iter()
        .rev()
        .take_while(|c| !matches!(c, '。' | '；' | '？' | '！' | '?' | '\u{FFFD}'))
        .collect::<Vec<_>>();
    let clause: String = clause.into_iter().rev().collect();
    let asks = ASKS
        .split_ascii_whitespace()
        .any(|word| clause.contains(word));
    let alone = is_cjk_punct(before) && is_cjk_punct(after);
    !asks && !alone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::damage::find;

    #[test]
    fn marks_in_the_place_of_characters_are_told_from_questions() {
        for (text, count) in [
            ("经研究，任命王?为示例市财政局局长。", 1),
            ("位于示例市??溪镇的古桥列入名录。", 1),
            ("?各县（市、区）人民政府：", 1),
            ("??一、总体要求", 1),
            ("《示例市?河条例》已经通过，自公布之日起施行。", 1),
            ("陈\u{FFFD}等三人", 1),
            ("王?、李?、张?等人为成员。", 3),
        ] {
            assert_eq!(Lost::of(text).count, count, "{text}");
        }
        for text in [
            "哪些信息应当主动公开?应当在多少日内公开?",
            "问:什么是政府信息?答:是指行政机关制作的信息。",
            "是否同意?同意的请签字。",
            "材料齐全吗?",
            "请访问http://www.example.invalid/a?b=1查询。",
            "本办法何时施行??自公布之日起施行。",
            "为什么要制定本办法?主要有以下考虑。",
            "What is it?",
            "同意（ ）不同意（ ）?",
            "",
        ] {
            assert_eq!(Lost::of(text), Lost::default(), "{text}");
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn an_isolated_one_is_told_and_more_are_damage() {
        let long = "各单位应当依照本通知认真执行，落实各项措施，按时报送情况。".repeat(20);
        for lost in ["?", "??", "\u{FFFD}", "\u{FFFD}\u{FFFD}"] {
            let one = format!("任命王{lost}为示例市财政局局长。{long}");
            assert_eq!(find(&one), None, "{lost}");
            assert!(
                told(&one).unwrap().contains("1 in the text, first in"),
                "{lost}"
            );
            let many = format!("任命王{lost}、李{lost}、张{lost}、赵{lost}为成员。{long}");
            assert!(find(&many).is_some(), "{lost}");
        }
        // Whole lines of them: a page that was saved in a character set without Chinese.
        let rows = "关于示例的通知\n各单位：\n??????????????\n????????2021??3??\n示例市水务局";
        assert!(find(rows).is_some());
        assert_eq!(find("为什么????????\n不为什么。"), None);
        // In a short text one replacement character is much; a question mark may be the writer's.
        assert!(find("任命王\u{FFFD}为局长。").is_some());
        assert_eq!(find("任命王?为局长。"), None);
    }
}
