//! The history of a law (修订沿革): the lines before its first article that say when it was passed and amended. Where they are long a
//! reader folds them, since whoever opens a law wants its text. Pure; reads nothing into them.

use std::ops::Range;

use mirror::{Block, Document};

/// What happens to a law, one a line; words of documents, not of the interface.
const EVENTS: &str = include_str!("../../../../assets/lang/history.zh.txt");
/// Blocks in front in which it is looked for.
const FRONT_MAX: usize = 60;
/// A shorter one is not worth a touch.
const CHARS_MIN: usize = 120;

/// Where it stands, and the first and the last day that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct History {
    pub blocks: Range<usize>,
    /// `1979-07-01`, the same in every language.
    pub first: String,
    pub last: String,
}

/// The history of a document, where it is long enough to be folded.
pub fn of(document: &Document) -> Option<History> {
    let articles = document.articles.iter().map(|article| article.from);
    let front = articles.min().map_or(0, |from| from as usize);
    let blocks = document.blocks.get(..front.min(FRONT_MAX))?;
    let from = blocks.iter().position(|block| tells(block).is_some())?;
    let told: Vec<&str> = blocks[from..].iter().map_while(tells).collect();
    let days: Vec<&str> = told.iter().flat_map(|text| days(text)).collect();
    let chars: usize = told.iter().map(|text| text.chars().count()).sum();
    let (first, last) = (days.first()?, days.last()?);
    (days.len() > 1 && chars >= CHARS_MIN).then(|| History {
        blocks: from..from + told.len(),
        first: dashed(first),
        last: dashed(last),
    })
}

/// A day of [`days`], `1979-07-01`.
fn dashed(day: &str) -> String {
    let numbers = day.split(|c: char| !c.is_ascii_digit());
    let numbers: Vec<String> = numbers
        .filter(|number| !number.is_empty())
        .map(|number| format!("{number:0>2}"))
        .collect();
    numbers.join("-")
}

/// The words of a line of history: it begins with a day, in brackets or not, and says what happened.
fn tells(block: &Block) -> Option<&str> {
    let Block::Paragraph { text, label: 0, .. } = block else {
        return None;
    };
    let text = text.trim();
    let begun = text.trim_start_matches(['（', '(', ' ', '\u{3000}']);
    let dated = days(begun).next().is_some_and(|day| begun.starts_with(day));
    (dated && EVENTS.lines().any(|event| text.contains(event))).then_some(text)
}

/// Days of a text, 2023年12月29日.
fn days(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('日').filter_map(|(end, day)| {
        let before = &text[..end];
        let digits = |of: &str| {
            let rest = of.trim_end_matches(|c: char| c.is_ascii_digit());
            let count = of.len() - rest.len();
            (rest.len(), count)
        };
        let (rest, count) = digits(before);
        let before = before[..rest]
            .strip_suffix('月')
            .filter(|_| (1..=2).contains(&count))?;
        let (rest, count) = digits(before);
        let before = before[..rest]
            .strip_suffix('年')
            .filter(|_| (1..=2).contains(&count))?;
        let (rest, count) = digits(before);
        (count == 4).then(|| &text[rest..end + day.len()])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use mirror::Align;

    fn law(front: &[&str]) -> Document {
        let line = |text: &&str| Block::Paragraph {
            text: (*text).to_owned(),
            align: Align::Center,
            label: 0,
        };
        let mut document = crate::articles::samples::rules();
        let count = front.len() as u32;
        let mut blocks: Vec<Block> = front.iter().map(line).collect();
        blocks.append(&mut document.blocks);
        for article in &mut document.articles {
            article.from += count;
            article.to += count;
        }
        Document { blocks, ..document }
    }

    const PASSED: &str = "1979年7月1日 示例市人民代表大会第二次会议通过";
    const AMENDED: &str = "2001年8月31日 示例市人民代表大会常务委员会第二十三次会议通过的《示例市人民代表大会常务委员会关于修改某某条例的决定》第一次修正";

    #[test]
    fn a_long_history_says_from_when_to_when() {
        let history = of(&law(&[PASSED, AMENDED, AMENDED])).unwrap();
        assert_eq!(history.blocks, 0..3);
        assert_eq!(
            (history.first.as_str(), history.last.as_str()),
            ("1979-07-01", "2001-08-31")
        );
        // In one paragraph, in brackets, behind the one to whom it goes.
        let one = format!("（{PASSED}　根据{AMENDED}　根据{AMENDED}）");
        let history = of(&law(&["各区人民政府：", &one])).unwrap();
        assert_eq!(history.blocks, 1..2);
        assert_eq!(history.last, "2001-08-31");
    }

    #[test]
    fn a_short_one_and_what_only_names_a_day_stay() {
        assert_eq!(of(&law(&[PASSED])), None);
        assert_eq!(of(&law(&[])), None);
        let text = "2001年8月31日以前办理的，按照原来的规定执行，".repeat(9);
        assert_eq!(of(&law(&[&text])), None);
        let late = format!("为了实施{AMENDED}{AMENDED}，制定本办法。");
        assert_eq!(of(&law(&[&late])), None);
    }
}
