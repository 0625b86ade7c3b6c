//! How one document names another: 《标题》, 发文字号, both. Owns finding them in a line; whether there is such a document is not known here.

use crate::reading::facts;
use crate::reading::tidy::{is_cjk, length};

/// Another document, by what it may be called; the first that somebody has counts, numbers before titles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Named {
    pub numbers: Vec<String>,
    pub titles: Vec<String>,
    /// The one of the numbers that is whole as far as the words show; shorter ones may be those of others.
    pub whole: Option<String>,
}

impl Named {
    /// By a title alone.
    pub fn titled(titles: impl IntoIterator<Item = impl Into<String>>) -> Named {
        Named {
            titles: titles.into_iter().map(Into::into).collect(),
            ..Named::default()
        }
    }
}

/// Relation to a document that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// One of `feed::document::RELATION_KINDS`.
    pub kind: &'static str,
    /// How that document is called.
    pub named: Named,
    /// The words end or replace that document, all of it, and leave no doubt of that.
    pub certain: bool,
    /// The day from which they say so, if not that of the document which holds them.
    pub since: Option<String>,
}

impl Said {
    /// Words that leave a doubt.
    pub fn of(kind: &'static str, named: Named) -> Said {
        Said {
            kind,
            named,
            certain: false,
            since: None,
        }
    }

    /// Words that leave none.
    pub fn surely(kind: &'static str, named: Named) -> Said {
        Said {
            certain: true,
            ..Said::of(kind, named)
        }
    }
}

/// A title without the note behind it that tells one version from another: （2021年修订）, （修订）, (2015年修正本).
pub fn without_version(title: &str) -> Option<&str> {
    const NOTES: &[&str] = &[
        "修订",
        "修正",
        "修改",
        "修订版",
        "修正本",
        "修订本",
        "修订稿",
        "年版",
        "新版",
        "年本",
    ];
    let inner = title.strip_suffix(['）', ')'])?;
    let open = inner.rfind(['（', '('])?;
    let note = inner[open..].trim_start_matches(['（', '(']);
    let (base, fits) = (&title[..open], NOTES.iter().any(|end| note.ends_with(end)));
    (fits && !base.is_empty()).then_some(base)
}

/// A title is no shorter.
const TITLE_CHARS_MIN: usize = 4;
/// What stands before 〔2018〕 is no longer, nor is what gives an order.
const SIGN_CHARS_MAX: usize = 24;

/// Words before a number that are no part of it.
const APART: &[&str] = &[
    "关于",
    "废止",
    "失效",
    "停止执行",
    "撤销",
    "转发",
    "印发",
    "批转",
    "修改",
    "修订",
    "替代",
    "代替",
    "取代",
    "同时",
    "根据",
    "按照",
    "和",
    "及",
    "与",
    "或",
    "原",
    "号",
    "对",
    "由",
    "被",
    "以",
    "将",
];

/// One that a line names, and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Found {
    pub named: Named,
    pub from: usize,
    pub to: usize,
}

/// All that a line without blanks names, in its order; a number in brackets behind a title belongs to it.
pub fn all(line: &str) -> Vec<Found> {
    let quoted = quoted(line);
    let inside = |at: usize| {
        quoted
            .iter()
            .any(|(from, to, _)| (*from..*to).contains(&at))
    };
    let mut found: Vec<Found> = quoted
        .iter()
        .map(|(from, to, title)| Found {
            named: Named::titled([title.clone()]),
            from: *from,
            to: *to,
        })
        .collect();
    for (from, to, whole, numbers) in numbered(line)
        .into_iter()
        .filter(|(from, ..)| !inside(*from))
    {
        let before = found.iter_mut().find(|other| {
            other.to <= from
                && matches!(&line[other.to..from], "（" | "(" | "")
                && other.named.numbers.is_empty()
        });
        match before {
            Some(titled) => {
                titled.named.numbers = numbers;
                titled.named.whole = whole;
                titled.to = to;
            }
            None => found.push(Found {
                named: Named {
                    numbers,
                    whole,
                    ..Named::default()
                },
                from,
                to,
            }),
        }
    }
    found.sort_by_key(|found| found.from);
    found
}

/// Whether a word stands in the sentence and in no title of it.
pub fn outside(sentence: &str, found: &[Found], word: &str) -> bool {
    let mut at = sentence.match_indices(word).map(|(at, _)| at);
    at.any(|at| {
        !found
            .iter()
            .any(|found| (found.from..found.to).contains(&at))
    })
}

/// Titles in 《》 or 〈〉, the outermost ones; where each stands with its marks.
fn quoted(line: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in line.char_indices() {
        match c {
            '《' | '〈' => open.push(at),
            '》' | '〉' => {
                let Some(from) = open.pop() else { continue };
                if !open.is_empty() {
                    continue;
                }
                let title = &line[from + c.len_utf8()..at];
                if length(title) >= TITLE_CHARS_MIN {
                    found.push((from, at + c.len_utf8(), title.to_owned()));
                }
            }
            _ => {}
        }
    }
    found
}

/// Where a number stands, the whole one, and all that it may be.
type Numbered = (usize, usize, Option<String>, Vec<String>);

/// Numbers inside a line: the name before the year may have other words before it, so that each shorter one is a candidate.
fn numbered(line: &str) -> Vec<Numbered> {
    let mut found: Vec<Numbered> = Vec::new();
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    for (at, &(byte, c)) in chars.iter().enumerate() {
        let open = match c {
            '〔' | '[' | '［' | '（' | '(' | '【' | '﹝' => true,
            '令' | '告' => false,
            _ => continue,
        };
        if found.last().is_some_and(|(_, to, ..)| *to > byte) {
            continue;
        }
        const BEHIND_CHARS: usize = 16;
        let behind: Vec<(usize, char)> = chars[at..].iter().take(BEHIND_CHARS).copied().collect();
        let Some(end) = behind.iter().position(|(_, c)| *c == '号') else {
            continue;
        };
        let to = behind[end].0 + '号'.len_utf8();
        let word = |c: char| is_cjk(c) || c.is_ascii_alphanumeric() || c == '·';
        let before = chars[..at].iter().rev().take(SIGN_CHARS_MAX);
        let before = before.take_while(|(_, c)| word(*c)).count();
        let starts = chars[at - before..at].iter().map(|(byte, _)| *byte);
        let starts = starts.chain((!open).then_some(byte));
        let numbers: Vec<(usize, String)> = starts
            .filter_map(|from| Some((from, facts::document_number(&line[from..to])?)))
            .collect();
        // It begins behind the last word that is no part of a name, however many candidates begin before.
        let name = &line[numbers.first().map_or(byte, |(from, _)| *from)..byte];
        let after = APART
            .iter()
            .filter_map(|word| Some(name.rfind(word)? + word.len()));
        let from = byte - name.len() + after.max().unwrap_or(0);
        if !numbers.is_empty() {
            let whole = numbers.iter().find(|(at, _)| *at == from);
            let whole = whole.map(|(_, number)| number.clone());
            let numbers = numbers.into_iter().map(|(_, number)| number);
            found.push((from, to, whole, numbers.collect()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_numbers_of_a_line_are_found_and_belong_together() {
        let line = "《关于印发〈示例办法〉的通知》（示政发〔2010〕1号）、示政办〔2011〕2号和示例市人民政府令第12号同时废止";
        let found = all(line);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0].named.titles, ["关于印发〈示例办法〉的通知"]);
        assert_eq!(found[0].named.numbers[0], "示政发〔2010〕1号");
        assert_eq!(found[1].named.numbers[0], "示政办〔2011〕2号");
        let whole = |found: &Found| found.named.whole.clone().unwrap();
        assert_eq!(whole(&found[0]), "示政发〔2010〕1号");
        assert_eq!(whole(&found[2]), "示例市人民政府令第12号");
        let order = &found[2].named.numbers;
        assert!(
            order.contains(&"示例市人民政府令第12号".to_owned()),
            "{order:?}"
        );
        let nested = all("《关于印发《示例办法》的通知》解读");
        assert_eq!(nested[0].named.titles, ["关于印发《示例办法》的通知"]);
        for line in ["《甲》", "第12号", "（2018年）", "》乱《", "〔2018〕号", ""] {
            assert_eq!(all(line), [], "{line}");
        }
    }
}
