//! Breaks text into lines by the rules of Chinese typesetting: no line starts with closing punctuation or ends with an opening
//! bracket, words and numbers stay whole. Knows widths only as numbers; draws nothing.

/// A line: characters `from..to` and how wide they run.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub struct Span {
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// Width, in the unit of the widths given.
    pub width: f32,
}

/// Never at the start of a line.
const NO_START: &str = "、。，．：；？！）〕】》〉」』”’…—％℃·,.:;?!)]}%々ー～〗";
/// Never at the end of a line.
const NO_END: &str = "（〔【《〈「『“‘([{〖￥$";

/// Breaks `chars` into lines; the first line has `first` room, the others `rest`. `width` tells each character's width.
/// Spaces at a break vanish. A character wider than the room stands alone.
pub fn break_lines(
    chars: &[char],
    first: f32,
    rest: f32,
    width: impl Fn(usize) -> f32,
) -> Vec<Span> {
    const SLACK: f32 = 0.05;
    let mut lines = Vec::new();
    let mut start = 0;
    let mut run = 0.0;
    let mut chance: Option<usize> = None;
    let mut at = 0;
    while at < chars.len() {
        let room = if lines.is_empty() { first } else { rest };
        let wide = width(at);
        if run + wide > room + SLACK && at > start && !is_space(chars[at]) {
            let cut = chance.unwrap_or_else(|| within(chars, start, at));
            push(&mut lines, chars, start, cut, &width);
            start = cut;
            run = (start..at).map(&width).sum();
            chance = None;
            continue;
        }
        run += wide;
        at += 1;
        if at < chars.len() && may_break(chars, at) {
            chance = Some(at);
        }
    }
    if start < chars.len() || lines.is_empty() {
        push(&mut lines, chars, start, chars.len(), &width);
    }
    lines
}

/// After these a heading is best broken, one a line; words of official titles, not of the interface.
const HEADING_BREAKS: &str = include_str!("../../../assets/lang/heading-breaks.zh.txt");

/// Words of which official titles are made, one a line: a heading is broken between them.
const HEADING_WORDS: &str = include_str!("../../../assets/lang/heading-words.zh.txt");

/// For each place of a heading whether a word goes on there. Of words that overlap the first counts, of those that begin together the longest.
fn goes_on(chars: &[char]) -> Vec<bool> {
    let words: Vec<Vec<char>> = HEADING_WORDS
        .lines()
        .map(|word| word.chars().collect())
        .collect();
    let mut inside = vec![false; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let here = words.iter().filter(|word| chars[at..].starts_with(word));
        let length = here.map(Vec::len).max().unwrap_or(1).max(1);
        inside[at + 1..(at + length).min(chars.len())].fill(true);
        at += length;
    }
    inside
}

/// Breaks a heading into no more lines than needed, all about equally long, rather after 关于印发 than within a word.
pub fn balanced(chars: &[char], room: f32, width: impl Fn(usize) -> f32) -> Vec<Span> {
    const BONUS: f32 = 0.22;
    // Worse than any other length of a line.
    const WITHIN: f32 = 2.0;
    let greedy = break_lines(chars, room, room, &width);
    let mut left = greedy.len();
    let inside = if left > 1 { goes_on(chars) } else { Vec::new() };
    let mut lines = Vec::new();
    let mut start = 0;
    while left > 1 {
        let rest: f32 = (start..chars.len()).map(&width).sum();
        let wish = rest / left as f32;
        let mut run = 0.0;
        let mut best: Option<(f32, usize)> = None;
        for cut in start + 1..chars.len() {
            run += width(cut - 1);
            if run > room + 0.05 || !may_break(chars, cut) {
                continue;
            }
            let tail = &chars[cut..];
            if break_lines(tail, room, room, |at| width(cut + at)).len() >= left {
                continue;
            }
            let before: String = chars[start..cut].iter().collect();
            let good = HEADING_BREAKS.lines().any(|end| before.ends_with(end));
            let score = (run - wish).abs() / room - if good { BONUS } else { 0.0 }
                + if inside[cut] { WITHIN } else { 0.0 };
            if best.is_none_or(|(least, _)| score < least) {
                best = Some((score, cut));
            }
        }
        let Some((_, cut)) = best else { break };
        push(&mut lines, chars, start, cut, &width);
        start = cut;
        left -= 1;
    }
    let rest = break_lines(&chars[start..], room, room, |at| width(start + at));
    lines.extend(rest.into_iter().map(|line| Span {
        from: line.from + start,
        to: line.to + start,
        width: line.width,
    }));
    lines
}

/// Characters as they are set: none that steer a device, no blanks at the ends.
pub fn clean(text: &str) -> Vec<char> {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}')
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The widest piece that no line break parts: what a column must have room for.
pub fn widest_word(chars: &[char], width: impl Fn(usize) -> f32) -> f32 {
    let (mut widest, mut run) = (0.0_f32, 0.0);
    for at in 0..chars.len() {
        if at > 0 && may_break(chars, at) {
            run = 0.0;
        }
        // A blank at the end of a line takes no room.
        if !is_space(chars[at]) {
            run += width(at);
        }
        widest = widest.max(run);
    }
    widest
}

fn push(
    lines: &mut Vec<Span>,
    chars: &[char],
    from: usize,
    to: usize,
    width: &impl Fn(usize) -> f32,
) {
    let mut end = to;
    while end > from && is_space(chars[end - 1]) {
        end -= 1;
    }
    lines.push(Span {
        from,
        to: end,
        width: (from..end).map(width).sum(),
    });
}

fn is_space(character: char) -> bool {
    character == ' ' || character == '\u{3000}'
}

fn is_word(character: char) -> bool {
    character.is_ascii_graphic() && !NO_START.contains(character) && !NO_END.contains(character)
        || matches!(character, '\u{00C0}'..='\u{024F}')
}

/// Whether blanks and punctuation let a line begin at `at`. Blanks at a break vanish: what counts is what stands around them.
fn may_part(chars: &[char], at: usize) -> bool {
    let before = chars[..at].iter().rev().find(|c| !is_space(**c));
    !is_space(chars[at])
        && !NO_START.contains(chars[at])
        && !before.is_some_and(|c| NO_END.contains(*c))
}

fn may_break(chars: &[char], at: usize) -> bool {
    if !may_part(chars, at) {
        return false;
    }
    let (before, after) = (chars[at - 1], chars[at]);
    if is_space(before) {
        return true;
    }
    // As in names of files (UAX #14: HY × NU, and nothing else).
    if before == '-' && after.is_ascii_alphabetic() {
        return true;
    }
    // 3.5 and 1,284 stay whole.
    let joined = before.is_ascii_punctuation() && after.is_ascii_alphanumeric() && before != '-';
    !(is_word(before) && is_word(after) || joined)
}

/// Where a line ends that a word or a row of punctuation fills: within an address rather than before its full stop, but
/// no number is parted for that.
fn within(chars: &[char], start: usize, at: usize) -> usize {
    if may_part(chars, at) {
        return at;
    }
    let number = |cut: usize| chars[cut - 1].is_ascii_digit() || chars[cut].is_ascii_digit();
    let mut cuts = (start + 1..at).rev();
    cuts.find(|cut| may_part(chars, *cut) && !number(*cut))
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, room: f32) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        break_lines(&chars, room, room, |at| {
            if chars[at].is_ascii() { 0.5 } else { 1.0 }
        })
        .iter()
        .map(|line| chars[line.from..line.to].iter().collect())
        .collect()
    }

    #[test]
    fn closing_punctuation_takes_its_character_along() {
        assert_eq!(lines("政务公开，查阅", 4.0), ["政务公", "开，查阅"]);
    }

    #[test]
    fn an_opening_bracket_goes_with_what_it_opens() {
        assert_eq!(
            lines("示政办〔2018〕89号", 4.0),
            ["示政办", "〔2018〕", "89号"]
        );
    }

    #[test]
    fn numbers_and_words_stay_whole() {
        assert_eq!(lines("共计1284.50元", 4.0), ["共计", "1284.50", "元"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(lines("abcdefgh", 2.0), ["abcd", "efgh"]);
    }

    #[test]
    fn blanks_hide_no_punctuation() {
        assert_eq!(lines("甲乙（ 丙丁", 3.5), ["甲乙", "（ 丙丁"]);
        assert_eq!(lines("甲乙丙\u{3000}丁", 3.0), ["甲乙丙", "丁"]);
        assert_eq!(
            lines("甲乙丙\u{3000}，丁", 3.0),
            ["甲乙", "丙\u{3000}，", "丁"]
        );
    }

    #[test]
    fn a_full_stop_takes_the_end_of_an_address_along_but_no_part_of_a_number() {
        assert_eq!(lines("abcdefgh。", 4.0), ["abcdefg", "h。"]);
        assert_eq!(lines("12345678。", 4.0), ["12345678", "。"]);
        assert_eq!(lines("123456789", 4.0), ["12345678", "9"]);
    }

    #[test]
    fn a_column_has_room_for_its_widest_number() {
        let wide = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            widest_word(&chars, |at| if chars[at].is_ascii() { 0.5 } else { 1.0 })
        };
        assert_eq!(wide("共计 13,593.40 元"), 4.5);
        assert_eq!(wide("（一般"), 2.0);
        assert_eq!(wide(""), 0.0);
    }

    #[test]
    fn a_heading_spreads_evenly() {
        let chars: Vec<char> = "一二三四五六七八九十甲乙丙丁戊己".chars().collect();
        let widths: Vec<f32> = balanced(&chars, 12.0, |_| 1.0)
            .iter()
            .map(|line| line.width)
            .collect();
        assert_eq!(widths, [8.0, 8.0]);
    }

    #[test]
    fn a_heading_breaks_after_what_it_is_about() {
        let chars: Vec<char> = "示例市人民政府办公室关于印发政务公开查阅点建设管理制度的通知"
            .chars()
            .collect();
        let first = balanced(&chars, 18.0, |_| 1.0)[0];
        assert_eq!(
            chars[first.from..first.to].iter().collect::<String>(),
            "示例市人民政府办公室关于印发"
        );
    }

    #[test]
    fn a_heading_breaks_between_words() {
        let broken = |text: &str, room: f32| -> Vec<String> {
            let chars: Vec<char> = text.chars().collect();
            balanced(
                &chars,
                room,
                |at| if chars[at].is_ascii() { 0.5 } else { 1.0 },
            )
            .iter()
            .map(|line| chars[line.from..line.to].iter().collect())
            .collect()
        };
        for (text, room, lines) in [
            (
                "样例县2031年部门决算公开情况",
                12.0,
                ["样例县2031年", "部门决算公开情况"],
            ),
            (
                "样例县人民政府办公室文件",
                10.0,
                ["样例县人民政府", "办公室文件"],
            ),
            (
                "样例区住房公积金管理中心年度报告",
                12.0,
                ["样例区住房公积金", "管理中心年度报告"],
            ),
        ] {
            assert_eq!(broken(text, room), lines);
        }
        // Where no line has room for a word, it is cut as before.
        let narrow = broken("人民代表大会常务委员会", 3.0);
        assert!(narrow.iter().all(|line| line.chars().count() <= 3));
        assert_eq!(narrow.concat(), "人民代表大会常务委员会");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_overflows(text in "[政务公开，。（）a-z0-9 ]{0,120}", room in 2.0f32..20.0) {
            let chars: Vec<char> = text.chars().collect();
            let found = break_lines(&chars, room, room, |at| if chars[at].is_ascii() { 0.5 } else { 1.0 });
            let kept: String = found.iter().flat_map(|line| &chars[line.from..line.to]).filter(|c| **c != ' ').collect();
            let whole: String = text.chars().filter(|c| *c != ' ').collect();
            prop_assert_eq!(kept, whole);
            for line in found {
                prop_assert!(line.width <= room + 0.1 || line.to - line.from == 1);
            }
        }
    }
}
