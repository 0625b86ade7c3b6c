//! A page of an attachment (附件), or some of its lines, as a piece of its document that is printed and cited: how it is called, and
//! what it says. Owns that name; it stands in the register beside those of articles. Knows no file.

use std::ops::RangeInclusive;

use mirror::{Attachment, Document};

/// Begins the name of such a piece. No article is called so: their names begin with `p`.
const SIGN: char = 'f';

/// A page of an attachment with its words, or with some of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// The file it is of.
    pub file: &'a Attachment,
    /// Which of the document's attachments, from 1.
    pub number: usize,
    /// Which of its pages, from 1.
    pub page: usize,
    /// Which of the page's lines, from 1; `None` for all of it.
    pub lines: Option<RangeInclusive<usize>>,
    /// What it says, lines apart, the cells of a row parted by tabs.
    pub words: &'a str,
}

/// What the page (from 0) of an attachment (from 0) is called.
pub fn id(at: usize, page: u32) -> String {
    format!("{SIGN}{}.{}", at + 1, u64::from(page) + 1)
}

/// What some lines (from 1) of that page are called.
pub fn part_id(at: usize, page: u32, lines: &RangeInclusive<usize>) -> String {
    format!("{}.{}-{}", id(at, page), lines.start(), lines.end())
}

/// The page of that name, or the part of one; `None` where there is none, or it says nothing.
pub fn of<'a>(document: &'a Document, id: &str) -> Option<Leaf<'a>> {
    let mut parts = id.strip_prefix(SIGN)?.splitn(3, '.');
    let number: usize = parts.next()?.parse().ok()?;
    let page: usize = parts.next()?.parse().ok()?;
    let file = document.attachments.get(number.checked_sub(1)?)?;
    let whole = file.pages.get(page.checked_sub(1)?)?;
    let lines = match parts.next() {
        None => None,
        Some(lines) => {
            let (from, to) = lines.split_once('-')?;
            Some(from.parse().ok()?..=to.parse().ok()?)
        }
    };
    let words = match &lines {
        None => whole.as_str(),
        Some(lines) => between(whole, lines)?,
    };
    (!words.trim().is_empty()).then_some(Leaf {
        file,
        number,
        page,
        lines,
        words,
    })
}

/// Those lines of a page, as they stand; `None` unless it has all of them.
fn between<'a>(page: &'a str, lines: &RangeInclusive<usize>) -> Option<&'a str> {
    let first = lines.start().checked_sub(1)?;
    let more = lines.end().checked_sub(*lines.start())?;
    let mut ends = page.match_indices('\n').map(|(at, _)| at);
    let begin = match first.checked_sub(1) {
        None => 0,
        Some(before) => ends.nth(before)? + 1,
    };
    let end = match ends.nth(more) {
        Some(end) => end,
        // The last line of a page need not end.
        None if page.lines().count() == *lines.end() => page.len(),
        None => return None,
    };
    Some(page[begin..end].trim_end_matches('\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        Document {
            attachments: vec![Attachment {
                name: "表.pdf".into(),
                sha256: "a".repeat(64),
                length: 1,
                pages: vec![String::new(), "填表说明".into(), "甲\n\n乙\t1\r\n丙".into()],
                address: None,
            }],
            ..crate::articles::samples::rules()
        }
    }

    #[test]
    fn a_page_is_found_by_its_name_and_only_where_it_says_something() {
        let document = document();
        assert_eq!(id(0, 1), "f1.2");
        let leaf = of(&document, "f1.2").unwrap();
        assert_eq!((leaf.number, leaf.page, leaf.words), (1, 2, "填表说明"));
        assert_eq!(leaf.lines, None);
        for other in [
            "f1.1", "f1.4", "f0.1", "f2.1", "f1", "p1.a1", "", "f1.-1", "f",
        ] {
            assert_eq!(of(&document, other), None, "{other}");
        }
    }

    #[test]
    fn lines_of_a_page_are_found_by_their_name_and_only_where_it_has_them_all() {
        let document = document();
        assert_eq!(part_id(0, 2, &(3..=4)), "f1.3.3-4");
        for (id, words) in [
            ("f1.3.1-1", "甲"),
            ("f1.3.3-3", "乙\t1"),
            ("f1.3.3-4", "乙\t1\r\n丙"),
            ("f1.3.1-4", "甲\n\n乙\t1\r\n丙"),
            ("f1.2.1-1", "填表说明"),
        ] {
            assert_eq!(
                of(&document, id).map(|leaf| leaf.words),
                Some(words),
                "{id}"
            );
        }
        let most = usize::MAX;
        for other in [
            "f1.3.0-1".to_owned(),
            "f1.3.2-2".into(),
            "f1.3.4-5".into(),
            "f1.3.2-1".into(),
            "f1.3.1".into(),
            "f1.3.1-".into(),
            "f1.3.1-2-3".into(),
            "f1.3.1-1.1".into(),
            format!("f1.3.1-{most}"),
            format!("f1.3.{most}-{most}"),
            format!("f1.3.{most}-1"),
            "f1.1.1-1".into(),
        ] {
            assert_eq!(of(&document, &other), None, "{other}");
        }
    }
}
