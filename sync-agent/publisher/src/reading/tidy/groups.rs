//! Lines of several short groups (名单: 张某某 李某某 王某; 一等奖 二等奖): the blanks between them part one from the next. Owns telling such a line from running
//! text, whose stray blanks part nothing.

use crate::reading::characters::{is_blank, is_cjk};

/// A line with more characters is running text.
const LINE_CHARS_MAX: usize = 120;
/// Words of sentences and titles: a line with one of them is no row.
const RUNNING: &[&str] = &[
    "的", "了", "是", "于", "应", "被", "把", "及", "与", "将", "请",
];

/// How a line of groups keeps its blanks.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Where a blank begins that parts the two characters of one name (张 某).
    closed: Vec<usize>,
}

impl Row {
    /// Whether the blank at `at` parts two groups.
    pub fn parts(&self, at: usize) -> bool {
        !self.closed.contains(&at)
    }
}

/// The groups of `chars`, if the line is nothing but such.
pub fn row(chars: &[char]) -> Option<Row> {
    if chars.len() > LINE_CHARS_MAX || !chars.contains(&' ') {
        return None;
    }
    let groups = groups(chars);
    let line: String = chars.iter().collect();
    let runs = RUNNING.iter().any(|word| line.contains(word));
    let dated = line.contains('年') && line.contains('月');
    let labelled = line.starts_with('第');
    let gaps = chars.iter().any(|c| is_blank(*c) && *c != ' ');
    if groups.len() < 2 || runs || dated || labelled || gaps {
        return None;
    }
    if are_parallel(&groups) {
        return Some(Row { closed: Vec::new() });
    }
    let closed = pairs(&groups)?;
    (are_short(&groups, closed.len()) || are_words(&groups)).then_some(Row { closed })
}

/// One of the groups, and where it begins.
struct Group<'l> {
    at: usize,
    chars: &'l [char],
}

impl Group<'_> {
    /// Its words, without a note in brackets behind them: 李某（女）.
    fn words(&self) -> &[char] {
        let open = self.chars.iter().position(|c| matches!(c, '（' | '('));
        let closes = self.chars.last().is_some_and(|c| matches!(c, '）' | ')'));
        match open.filter(|at| closes && *at > 0) {
            Some(at) => &self.chars[..at],
            None => self.chars,
        }
    }
}

fn groups(chars: &[char]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut start = None;
    for at in 0..=chars.len() {
        let blank = chars.get(at).is_none_or(|c| is_blank(*c));
        match start {
            None if !blank => start = Some(at),
            Some(from) if blank => {
                groups.push(Group {
                    at: from,
                    chars: &chars[from..at],
                });
                start = None;
            }
            _ => {}
        }
    }
    groups
}

/// 让数据多跑路 让群众少跑腿, 一等奖 二等奖: of one length, and if short with one end.
fn are_parallel(groups: &[Group<'_>]) -> bool {
    const CHARS_MIN: usize = 3;
    let (first, rest) = (groups[0].chars, &groups[1..]);
    let long = first.len() > CHARS_MIN;
    first.len() >= CHARS_MIN
        && groups
            .iter()
            .all(|group| group.chars.iter().all(|c| is_cjk(*c)))
        && rest.iter().all(|group| {
            group.chars.len() == first.len()
                && (long || group.chars.last() == first.last())
                && !group.chars.starts_with(&['办', '公'])
        })
}

/// Three names or words and more, each of a few characters.
fn are_short(groups: &[Group<'_>], closed: usize) -> bool {
    const GROUPS_MIN: usize = 3;
    const CHARS_MAX: usize = 4;
    groups.len() - closed >= GROUPS_MIN
        && groups.iter().all(|group| {
            let words = group.words();
            words.len() <= CHARS_MAX
                && words.iter().any(|c| is_cjk(*c))
                && words
                    .iter()
                    .all(|c| is_cjk(*c) || c.is_ascii_alphanumeric())
        })
}

/// 一等奖 张某 示例市第一中学: a row of a table without its lines, one group of which at least is as short as a name.
fn are_words(groups: &[Group<'_>]) -> bool {
    const GROUPS_MIN: usize = 3;
    const CHARS: std::ops::RangeInclusive<usize> = 2..=12;
    const NAME: std::ops::RangeInclusive<usize> = 2..=3;
    let mut inner = groups[1..].iter();
    groups.len() >= GROUPS_MIN
        && groups.iter().all(|group| {
            CHARS.contains(&group.chars.len()) && group.chars.iter().all(|c| is_cjk(*c))
        })
        && inner.any(|group| NAME.contains(&group.chars.len()))
}

/// The blanks inside names that are set wide (张 某); none if single characters do not come in twos.
fn pairs(groups: &[Group<'_>]) -> Option<Vec<usize>> {
    let mut closed = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        if groups[at].chars.len() > 1 {
            at += 1;
            continue;
        }
        let second = groups
            .get(at + 1)
            .filter(|group| group.words().len() == 1)?;
        closed.push(second.at - 1);
        at += 2;
    }
    Some(closed)
}

#[cfg(test)]
mod tests {
    use crate::reading::tidy::line;

    #[test]
    fn rows_of_names_and_words_keep_their_blanks() {
        for (raw, tidied) in [
            ("甲一某 乙某 丙二某", "甲一某 乙某 丙二某"),
            ("甲 某 乙 某 丙二某 丁某", "甲某 乙某 丙二某 丁某"),
            (
                "甲某（女） 乙二某（女） 丙某",
                "甲某（女） 乙二某（女） 丙某",
            ),
            ("一等奖 甲某 示例市第一中学", "一等奖 甲某 示例市第一中学"),
            ("主任 甲某 副主任 乙某", "主任 甲某 副主任 乙某"),
            ("A类 3名 B类 5名", "A类 3名 B类 5名"),
            ("一等奖 二等奖", "一等奖 二等奖"),
            ("让数据多跑路 让群众少跑腿", "让数据多跑路 让群众少跑腿"),
            (
                "联系人：甲某 电话：000-123 邮编：000000",
                "联系人：甲某 电话：000-123 邮编：000000",
            ),
            (
                "全文有效 成文日期：2017-12-18",
                "全文有效 成文日期：2017-12-18",
            ),
        ] {
            assert_eq!(line(raw), tidied);
        }
    }

    #[test]
    fn stray_blanks_of_running_text_go() {
        for (raw, tidied) in [
            ("关于加强 安全生产 工作的通知", "关于加强安全生产工作的通知"),
            ("二〇二一年 三月 四日", "二〇二一年三月四日"),
            ("国 务 院 工 作 规 则", "国务院工作规则"),
            ("第一章 总 则", "第一章 总则"),
            ("示例市人民政府 办公室", "示例市人民政府办公室"),
            ("国务院 办公厅", "国务院办公厅"),
            ("最迟 24 小时 内 办结", "最迟24小时内办结"),
        ] {
            assert_eq!(super::super::close_up(&line(raw)), tidied);
        }
    }
}
