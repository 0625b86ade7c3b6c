//! The history of a law (修订沿革): the lines before its first article that say when it was passed and amended. Where they are long a
//! reader folds them, since whoever opens a law wants its text. Pure; reads nothing into them.

use std::ops::Range;

use mirror::{Block, Document};

/// What happens to a law, one a line; words of documents, not of the interface.
const EVENTS: &str = include_str!("../../../../assets/lang/history.zh.txt");
/// Blocks in front in which it is looked for.
const FRONT_MAX: usize = 60;
/// Blocks into which one of its lines may have been broken, behind its day.
const BROKEN_MAX: usize = 3;
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
    // A title, a part or a heading without a number is a piece, too, and may hold all of the document: it is no article.
    let articles = document.articles.iter().filter(|a| !a.label.is_empty());
    let front = articles.map(|article| article.from).min()? as usize;
    let blocks = document.blocks.get(..front.min(FRONT_MAX))?;
    let from = blocks.iter().position(|block| tells(block).is_some())?;
    let told = told(&blocks[from..]);
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

/// The lines of history with which these blocks begin, one of them for each block. Where a source breaks a line, what is behind the break names
/// no day: it belongs to it where another line follows, or where it ends as a line of history does.
fn told(blocks: &[Block]) -> Vec<&str> {
    let plain: Vec<&str> = blocks.iter().map_while(plain).collect();
    let mut end = 0;
    for (at, text) in plain.iter().enumerate() {
        if at > end + BROKEN_MAX {
            break;
        }
        if is_told(text) || ends_with_an_event(text) {
            end = at + 1;
        }
    }
    plain[..end].to_vec()
}

fn ends_with_an_event(text: &str) -> bool {
    let text = text.trim_end_matches(['）', ')']);
    text.chars().count() < CHARS_MIN && EVENTS.lines().any(|event| text.ends_with(event))
}

/// A paragraph that is no article.
fn plain(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph { text, label: 0, .. } => Some(text.trim()),
        _ => None,
    }
}

/// The words of a line of history: it begins with a day, in brackets or not, and says what happened.
fn tells(block: &Block) -> Option<&str> {
    plain(block).filter(|text| is_told(text))
}

fn is_told(text: &str) -> bool {
    let begun = text.trim_start_matches(['（', '(', ' ', '\u{3000}']);
    let dated = days(begun).next().is_some_and(|day| begun.starts_with(day));
    dated && EVENTS.lines().any(|event| text.contains(event))
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
    fn a_title_that_is_a_piece_of_the_document_hides_no_history() {
        let piece = |id: &str, depth, to| mirror::Article {
            id: id.into(),
            label: String::new(),
            title: "示例市某某条例".into(),
            depth,
            from: 0,
            to,
        };
        for pieces in [
            vec![piece("p1", 0, 99)],
            vec![piece("p1.h1", 1, 99)],
            vec![piece("p1", 0, 99), piece("p1.h1", 1, 4)],
        ] {
            let mut document = law(&["示例市某某条例", PASSED, AMENDED, AMENDED]);
            document.articles.splice(0..0, pieces);
            assert_eq!(of(&document).map(|history| history.blocks), Some(1..4));
            document.articles.retain(|article| article.label.is_empty());
            assert_eq!(of(&document), None, "without articles it is no law");
        }
    }

    #[test]
    fn a_line_that_the_source_broke_stays_whole() {
        let begun =
            "2001年8月31日 示例市人民代表大会常务委员会第二十三次会议通过的《关于修改〈示例市县、";
        let rest = "乡两级某某实施细则〉等条例的决定》第一次修正";
        let history = of(&law(&[PASSED, begun, rest, AMENDED])).unwrap();
        assert_eq!(history.blocks, 0..4);
        let history = of(&law(&[PASSED, AMENDED, begun, rest])).unwrap();
        assert_eq!(history.blocks, 0..4);
        // What the text says itself is none of it.
        let history = of(&law(&[
            PASSED,
            AMENDED,
            AMENDED,
            "为了加强管理，现予公布。以下简称条例：",
        ]))
        .unwrap();
        assert_eq!(history.blocks, 0..3);
        let far = ["某某", "某某", "某某", "某某"];
        let front: Vec<&str> = [PASSED, AMENDED, AMENDED].into_iter().chain(far).collect();
        let all: Vec<&str> = front.iter().copied().chain([AMENDED]).collect();
        assert_eq!(of(&law(&all)).unwrap().blocks, 0..3);
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
