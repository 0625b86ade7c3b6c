//! Cleans the words of one line. Owns which spaces and invisible characters are junk; never changes a visible character.
//!
//! Crawled text carries stray spaces inside words (`删减后公 开`): a search for 公开 must still hit, so one half-width
//! space that touches a Chinese character is dropped. What an author sets on purpose stays: full-width spaces (`韩　正`),
//! wider gaps (one full-width space), the space between the names of two issuers, and those of a row of names or words.

mod groups;

use crate::reading::characters::folded;
pub use crate::reading::characters::{is_blank, is_cjk};

/// Punctuation of Chinese text.
pub fn is_cjk_punct(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
        | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Takes no room on paper, hides words from a search, or turns the reading order round. U+E000 to U+E00F and U+E5E5 are
/// what typesetting systems leave for blanks and line ends.
fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    }
    if is_cjk(c) {
        return false;
    }
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E000}'..='\u{E00F}' | '\u{E5E5}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

fn is_wide(c: char) -> bool {
    matches!(
        c,
        '\u{3000}' | '\u{3164}' | '\u{FFA0}' | '\u{2003}' | '\u{2001}'
    )
}

/// Names that open with the second of two issuers: the space before them is an author's.
const SECOND_ISSUERS: &[&str] = &[
    "国务院",
    "最高人民",
    "中央",
    "中共",
    "全国",
    "中国",
    "国家",
    "人民",
];

fn is_issuer_end(c: char) -> bool {
    matches!(
        c,
        '院' | '厅' | '部' | '局' | '会' | '委' | '府' | '室' | '署' | '央'
    )
}

/// Whether the name of a body may end so.
fn ends_office(c: char) -> bool {
    is_issuer_end(c) || "办队社联协行关心站所处馆学校司组".contains(c)
}

/// One line without line breaks, junk spaces and invisible characters; trimmed.
pub fn line(raw: &str) -> String {
    let chars: Vec<char> = raw
        .chars()
        .filter(|&c| !is_invisible(c))
        .map(folded)
        .collect();
    let offices = is_row_of_offices(&chars);
    let row = groups::row(&chars);
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while at < chars.len() {
        if !is_blank(chars[at]) {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && is_blank(chars[at]) {
            at += 1;
        }
        let (Some(before), Some(&after)) = (out.chars().next_back(), chars.get(at)) else {
            continue;
        };
        let wide = chars[start..at].iter().filter(|&&c| is_wide(c)).count();
        match (wide, at - start) {
            (0, 1) if row.as_ref().is_some_and(|row| row.parts(start)) => out.push(' '),
            (0, 1) if !offices && is_junk_between(&out, before, &chars[at..]) => {}
            (0, 1) => out.push(' '),
            (0, _) if before.is_ascii() && after.is_ascii() => out.push(' '),
            (wide, _) => (0..wide.clamp(1, 2)).for_each(|_| out.push('\u{3000}')),
        }
    }
    out
}

/// `示例市司法局 示例市财政局`: a line of nothing but offices, whose blanks are an author's.
fn is_row_of_offices(chars: &[char]) -> bool {
    const CHARS_MAX: usize = 120;
    const NAME_CHARS_MIN: usize = 3;
    if chars.len() > CHARS_MAX || !chars.iter().all(|c| is_cjk(*c) || is_blank(*c)) {
        return false;
    }
    let names = chars
        .split(|c| is_blank(*c))
        .filter(|name| !name.is_empty());
    let names: Vec<&[char]> = names.collect();
    let office = |name: &&[char]| {
        name.len() >= NAME_CHARS_MIN && name.last().copied().is_some_and(ends_office)
    };
    // 示例市财政局 办公室 is one.
    names.len() > 1
        && names.iter().all(office)
        && !names[1..].iter().any(|n| n.starts_with(&['办', '公']))
}

fn is_junk_between(written: &str, before: char, rest: &[char]) -> bool {
    let after = rest[0];
    let cjk_before = is_cjk(before) || is_cjk_punct(before);
    let cjk_after = is_cjk(after) || is_cjk_punct(after);
    if is_issuer_end(before) && SECOND_ISSUERS.iter().any(|name| starts_with(rest, name)) {
        return false;
    }
    if is_label(written)
        || is_slogan(written, rest)
        || is_between_offices(written, rest)
        || is_before_label(written, rest)
    {
        return false;
    }
    let light =
        |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '%');
    (cjk_before && (cjk_after || light(after))) || (cjk_after && light(before))
}

/// `1 总则`, `第五条 以下简称`: what is written so far is a label, and the space is its end. Without it the line would read
/// like a sentence that cites 第五条.
fn is_label(written: &str) -> bool {
    const LABEL_BYTES_MAX: usize = 48;
    let outline = written
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '．'));
    let ordinal = written.len() <= LABEL_BYTES_MAX
        && written.starts_with('第')
        && (written.ends_with(['条', '章', '节', '编']) || written.contains("条之"))
        && !written.contains(is_cjk_punct);
    outline || ordinal
}

/// 【不忘初心 牢记使命】: between brackets, a blank between two phrases is the author's.
fn is_slogan(written: &str, rest: &[char]) -> bool {
    const PHRASE_CHARS_MIN: usize = 4;
    let before = written.chars().rev().take_while(|c| is_cjk(*c)).count();
    let opened = written.chars().rev().nth(before);
    let after = rest.iter().take_while(|c| is_cjk(**c)).count();
    let closed = rest.get(after);
    let pairs = [('【', '】'), ('“', '”'), ('‘', '’'), ('「', '」')];
    before >= PHRASE_CHARS_MIN
        && after >= PHRASE_CHARS_MIN
        && pairs
            .iter()
            .any(|(open, close)| opened == Some(*open) && closed == Some(close))
}

/// 联系人：某某 电话：…: behind a label and its value, the blank before the next label.
fn is_before_label(written: &str, rest: &[char]) -> bool {
    const LABEL_CHARS: std::ops::RangeInclusive<usize> = 2..=5;
    let word = rest.iter().take_while(|c| is_cjk(**c)).count();
    let labelled = LABEL_CHARS.contains(&word) && matches!(rest.get(word), Some('：' | ':'));
    // 全文废止 成文日期：…
    let states = ["有效", "废止", "失效"];
    if labelled && states.iter().any(|word| written.ends_with(word)) {
        return true;
    }
    let value = written.rsplit(['：', ':']).next().unwrap_or_default();
    labelled
        && value.len() < written.len()
        && !value.is_empty()
        && !value.contains(['。', '；', '，', ',', ';'])
        && !value.ends_with('.')
}

/// 示例市财政局 示例市审计局关于…: two offices before the matter of a title are parted by the blank.
fn is_between_offices(written: &str, rest: &[char]) -> bool {
    const NAME_CHARS: std::ops::RangeInclusive<usize> = 3..=30;
    const MATTERS: &[[char; 2]] = &[
        ['关', '于'],
        ['印', '发'],
        ['转', '发'],
        ['发', '布'],
        ['公', '布'],
    ];
    let cjk = |c: &char| is_cjk(*c);
    let before = written.chars().rev().take_while(cjk).count();
    let last = written.chars().next_back();
    let matter = rest
        .windows(2)
        .position(|two| MATTERS.iter().any(|matter| two == matter));
    let Some(name) = matter.map(|at| &rest[..at]) else {
        return false;
    };
    // 示例市财政局 办公室关于… is one.
    let name = name.split(|c| is_blank(*c)).next().unwrap_or_default();
    NAME_CHARS.contains(&name.len())
        && NAME_CHARS.contains(&before)
        && name.iter().all(cjk)
        && !name.starts_with(&['办', '公'])
        && last.is_some_and(ends_office)
        && name.last().copied().is_some_and(ends_office)
}

fn starts_with(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// Without any blank: to compare titles, labels and marks.
pub fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|&c| !is_blank(c) && !is_invisible(c))
        .collect()
}

/// Titles set wide by hand (`国 务 院 工 作 规 则`, `总　　则`) are closed up; other spaces stay.
pub fn close_up(text: &str) -> String {
    let mut tokens = text.split(is_blank).filter(|t| !t.is_empty());
    let single = tokens.clone().count() > 1
        && tokens.all(|t| {
            let mut chars = t.chars();
            chars.next().is_some_and(|c| is_cjk(c) || is_cjk_punct(c)) && chars.next().is_none()
        });
    if single {
        squeeze(text)
    } else {
        text.to_owned()
    }
}

/// At most `max` characters.
pub fn clip(text: &str, max: usize) -> &str {
    match text.char_indices().nth(max) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}

/// How many characters.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_inside_a_word_is_dropped() {
        assert_eq!(
            line("“此件删减后公 开”等，最迟在 24 小时内"),
            "“此件删减后公开”等，最迟在24小时内"
        );
        assert_eq!(
            line("以公开为常态 ,不公开为例外"),
            "以公开为常态,不公开为例外"
        );
    }

    #[test]
    fn what_an_author_spaces_on_purpose_stays() {
        assert_eq!(line("　　组　长：甲　乙　　主任"), "组　长：甲　乙　　主任");
        assert_eq!(
            line("示例市委办公室 国务院办公厅"),
            "示例市委办公室 国务院办公厅"
        );
        assert_eq!(
            line("示例市工商联 示例市残联 示例市红十字会关于示例的通知"),
            "示例市工商联 示例市残联 示例市红十字会关于示例的通知"
        );
        assert_eq!(
            line("示例市财政局 办公室关于示例的通知"),
            "示例市财政局办公室关于示例的通知"
        );
        assert_eq!(line("支持 OFD 与 PDF"), "支持 OFD 与 PDF");
        assert_eq!(line("第一条     为了"), "第一条　为了");
        assert_eq!(line("1 总则"), "1 总则");
        assert_eq!(line("第五条 以下简称"), "第五条 以下简称");
        assert_eq!(line("第 五 条 以下简称"), "第五条 以下简称");
    }

    #[test]
    fn invisible_characters_vanish_and_rare_ones_stay() {
        assert_eq!(line("\u{FEFF}公\u{200B}开\u{AD}\u{202E}\u{A0}"), "公开");
        assert_eq!(line("㛃𠮷𬭎"), "㛃𠮷𬭎");
    }

    #[test]
    fn titles_set_wide_are_closed_up() {
        assert_eq!(close_up("国 务 院 工 作 规 则"), "国务院工作规则");
        assert_eq!(close_up("总　　则"), "总则");
        assert_eq!(close_up("甲乙 丙"), "甲乙 丙");
    }
}
