//! A page of an attachment (附件) as a piece of its document that is printed and cited: how it is called, and what it says. Owns that
//! name; it stands in the register beside those of articles. Knows no file.

use mirror::{Attachment, Document};

/// Begins the name of such a piece. No article is called so: their names begin with `p`.
const SIGN: char = 'f';

/// A page of an attachment with its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// The file it is of.
    pub file: &'a Attachment,
    /// Which of the document's attachments, from 1.
    pub number: usize,
    /// Which of its pages, from 1.
    pub page: usize,
    /// What it says, lines apart, the cells of a row parted by tabs.
    pub words: &'a str,
}

/// What the page (from 0) of an attachment (from 0) is called.
pub fn id(at: usize, page: u32) -> String {
    format!("{SIGN}{}.{}", at + 1, u64::from(page) + 1)
}

/// The page of that name; `None` where there is none, or it says nothing.
pub fn of<'a>(document: &'a Document, id: &str) -> Option<Leaf<'a>> {
    let (number, page) = id.strip_prefix(SIGN)?.split_once('.')?;
    let (number, page): (usize, usize) = (number.parse().ok()?, page.parse().ok()?);
    let file = document.attachments.get(number.checked_sub(1)?)?;
    let words = file.pages.get(page.checked_sub(1)?)?;
    (!words.trim().is_empty()).then_some(Leaf {
        file,
        number,
        page,
        words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_its_name_and_only_where_it_says_something() {
        let document = Document {
            attachments: vec![Attachment {
                name: "表.pdf".into(),
                sha256: "a".repeat(64),
                length: 1,
                pages: vec![String::new(), "填表说明".into()],
                address: None,
            }],
            ..crate::articles::samples::rules()
        };
        assert_eq!(id(0, 1), "f1.2");
        let leaf = of(&document, "f1.2").unwrap();
        assert_eq!((leaf.number, leaf.page, leaf.words), (1, 2, "填表说明"));
        for other in [
            "f1.1", "f1.3", "f0.1", "f2.1", "f1", "p1.a1", "", "f1.-1", "f",
        ] {
            assert_eq!(of(&document, other), None, "{other}");
        }
    }
}
