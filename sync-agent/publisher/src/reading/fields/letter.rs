//! What a page says of a letter and its answer (领导信箱、互动): who took it up, when it was closed, what it is called. Owns labels that stand
//! there without any mark, and the words of a state (已办结). None of it says anything on a page that shows no letter.

use crate::reading::facts;
use crate::reading::fields::wordings::{Name, beginning_with, known};
use crate::reading::tidy::{is_blank, length, squeeze};

/// Fields of a letter that count only where the page shows one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// A label that only letters have was seen.
    shown: bool,
    /// 来信标题.
    title: Option<String>,
    /// 受理单位, 办理单位: who answers where no 答复单位 is named.
    handled_by: Option<String>,
    /// 办结时间: the day of the answer where no other is named.
    closed_on: Option<String>,
}

/// Words that labels of nothing but letters have; 受理时间 and 咨询电话 stand in guides as well.
const OF_LETTERS: &str =
    "来信 写信 信件 留言 咨询人 咨询标题 咨询主题 咨询内容 提问 投诉人 反映 诉求 答复 回复 解答";

/// States of a letter.
const STATES: &str = "已办结 办结 已答复 已回复 已受理 受理中 办理中 处理中 待受理 待办理 待回复 已处理 已结案 已解答 已归档";

impl Letter {
    /// Notes that the label of a letter was seen, whatever stands behind it.
    pub fn see(&mut self, label: &str) {
        let mut words = OF_LETTERS.split_ascii_whitespace();
        self.shown |= words.any(|word| label.contains(word));
    }

    /// Takes a value that was found to be of its kind; the first counts.
    pub fn take(&mut self, name: Name, value: String) {
        let slot = match name {
            Name::LetterTitle => &mut self.title,
            Name::Handling => &mut self.handled_by,
            _ => &mut self.closed_on,
        };
        slot.get_or_insert(value);
    }

    /// What the letter is called.
    pub fn title(&self) -> Option<String> {
        self.title.clone().filter(|_| self.shown)
    }

    /// Who took it up.
    pub fn handled_by(&self) -> Option<String> {
        self.handled_by.clone().filter(|_| self.shown)
    }

    /// When it was closed.
    pub fn closed_on(&self) -> Option<String> {
        self.closed_on.clone().filter(|_| self.shown)
    }

    /// Keeps what is said here and takes the rest from `other`.
    pub fn or(self, other: Letter) -> Letter {
        Letter {
            shown: self.shown || other.shown,
            title: self.title.or(other.title),
            handled_by: self.handled_by.or(other.handled_by),
            closed_on: self.closed_on.or(other.closed_on),
        }
    }
}

/// Whether a label is one of a letter: what stands behind it is of the text.
pub fn is_of_letter(name: Name) -> bool {
    matches!(
        name,
        Name::Asked
            | Name::Answering
            | Name::Answered
            | Name::Handling
            | Name::Closed
            | Name::LetterTitle
    )
}

/// Labels and values of a line that marks neither: `答复单位　示例市城市管理局`, or run together where the blank between them got lost. Empty if
/// the line is anything else.
pub fn unmarked(line: &str) -> Vec<(Name, &'static str, String)> {
    const LINE_CHARS_MAX: usize = 80;
    if length(line) > LINE_CHARS_MAX || line.contains(['。', '；', '，', '：', ':']) {
        return Vec::new();
    }
    let words = line.split(is_blank).filter(|word| !word.is_empty());
    let mut pairs: Vec<(Name, &'static str, String)> = Vec::new();
    for word in words {
        match (label(word), pairs.last_mut()) {
            (Some((label, name)), _) => pairs.push((name, label, String::new())),
            (None, Some((_, _, value))) => {
                if !value.is_empty() {
                    value.push('\u{3000}');
                }
                value.push_str(word);
            }
            (None, None) => return run_together(&squeeze(line)).into_iter().collect(),
        }
    }
    if pairs.iter().all(|(_, _, value)| value.is_empty()) {
        return Vec::new();
    }
    pairs
}

fn label(word: &str) -> Option<(&'static str, Name)> {
    known(word).filter(|(_, name)| is_of_letter(*name))
}

/// 受理单位示例市城市管理局, 办结时间2022-03-04: a label with a value of its kind.
fn run_together(bare: &str) -> Option<(Name, &'static str, String)> {
    const NAME_CHARS_MAX: usize = 4;
    let first = bare.chars().next()?;
    let mut labels: Vec<_> = beginning_with(first)
        .filter(|(_, name)| is_of_letter(*name))
        .collect();
    labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
    labels.into_iter().find_map(|(label, name)| {
        let value = bare.strip_prefix(label)?;
        let called = |value: &str| {
            length(value) <= NAME_CHARS_MAX && value.contains(['*', '某', '×'])
                || value.ends_with("先生")
                || value.ends_with("女士")
        };
        let fits = match name {
            Name::Answering | Name::Handling => facts::issuers(value).is_some(),
            Name::Asked => called(value) || facts::says_when(value) || is_state(value),
            Name::Answered | Name::Closed => facts::only_date(value).is_some(),
            _ => false,
        };
        fits.then(|| (name, label, value.to_owned()))
    })
}

fn is_state(words: &str) -> bool {
    STATES.split_ascii_whitespace().any(|state| state == words)
}

/// A title or a name without the state of its letter, set off in brackets or by a blank: 【已办结】关于路灯不亮的问题.
pub fn without_state(words: &str) -> &str {
    const PAIRS: &[(char, char)] = &[
        ('【', '】'),
        ('[', ']'),
        ('（', '）'),
        ('(', ')'),
        ('［', '］'),
    ];
    let words = words.trim_matches(is_blank);
    let opened = PAIRS.iter().find_map(|(open, close)| {
        let (state, rest) = words.strip_prefix(*open)?.split_once(*close)?;
        is_state(&squeeze(state)).then_some(rest)
    });
    let closed = || {
        PAIRS.iter().find_map(|(open, close)| {
            let (rest, state) = words.strip_suffix(*close)?.rsplit_once(*open)?;
            is_state(&squeeze(state)).then_some(rest)
        })
    };
    let apart = || {
        let (rest, state) = words.rsplit_once(is_blank)?;
        is_state(state).then_some(rest)
    };
    let rest = opened.or_else(closed).or_else(apart).unwrap_or(words);
    match rest.trim_matches(is_blank) {
        "" => words,
        rest => rest,
    }
}

/// Whether an element of a page says nothing but the state of a letter.
pub fn says_state(words: &str) -> bool {
    let bare = squeeze(words);
    is_state(bare.trim_matches(|c| "【】[]（）()［］".contains(c)))
}

#[cfg(test)]
mod tests {
    use crate::reading::fields::Fields;

    use super::*;

    #[test]
    fn labels_of_a_letter_count_without_any_mark() {
        for (lines, agency, closed, answered) in [
            (
                &[
                    "来信人　王**　来信时间　2022-03-01",
                    "受理单位　示例市城市管理局",
                    "办结时间　2022-03-04",
                ][..],
                "示例市城市管理局",
                Some("2022-03-04"),
                None,
            ),
            (
                &[
                    "来信人王**",
                    "受理单位示例市城市管理局",
                    "办结时间2022-03-04",
                    "办理状态已办结",
                ],
                "示例市城市管理局",
                Some("2022-03-04"),
                None,
            ),
            (
                &[
                    "受理单位：示例市数据局",
                    "答复单位 示例市城市管理局 已办结",
                    "答复时间：2022-03-05",
                ],
                "示例市城市管理局",
                None,
                Some("2022-03-05"),
            ),
        ] {
            let mut fields = Fields::default();
            for line in lines {
                assert!(!fields.take_line(line, true), "it is text: {line}");
            }
            let named = fields.agency.clone().or_else(|| fields.letter.handled_by());
            assert_eq!(named.as_deref(), Some(agency), "{lines:?}");
            assert_eq!(fields.letter.closed_on().as_deref(), closed, "{lines:?}");
            assert_eq!(fields.issued_on.as_deref(), answered, "{lines:?}");
        }
    }

    #[test]
    fn where_no_letter_is_shown_such_labels_say_nothing() {
        let mut fields = Fields::default();
        for line in [
            "受理单位：示例市政务服务中心",
            "受理时间：工作日",
            "办结时间：2022年3月4日",
            "办理部门　示例市税务局",
        ] {
            fields.take_line(line, true);
        }
        assert_eq!(fields.agency, None);
        let letter = &fields.letter;
        assert_eq!((letter.handled_by(), letter.closed_on()), (None, None));
        for text in [
            "受理单位应当在三日内答复",
            "答复时间不得超过十五日",
            "办结",
            "来信人",
            "来信人反映路灯不亮",
        ] {
            assert_eq!(unmarked(text), [], "{text}");
        }
    }

    #[test]
    fn the_state_of_a_letter_is_no_part_of_its_title() {
        for title in [
            "【已办结】关于路灯不亮的问题",
            "关于路灯不亮的问题［已回复］",
            "关于路灯不亮的问题　已办结",
            "关于路灯不亮的问题（办理中）",
        ] {
            assert_eq!(without_state(title), "关于路灯不亮的问题");
        }
        for title in [
            "关于提案已办结",
            "【公告】关于路灯的公告",
            "关于路灯（一期）",
            "【已办结】",
        ] {
            assert_eq!(without_state(title), title);
        }
    }
}
