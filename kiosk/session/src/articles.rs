//! Which pieces of a document a visitor can choose, and what a choice covers. Pure; owns no text and no paper.
//!
//! Depths are those of [`mirror::Article`]. An article (第N条) is chosen as a whole; without articles the innermost
//! section (一、), item (（一）) or number (1.) is. Parts and chapters only group.

pub mod labels;
pub mod tables;

use std::ops::Range;

use labels::{NUMERALS, PLACES};
use mirror::{Article, Document};

/// Depth of 第N条.
pub const DEPTH_ARTICLE: u8 = 3;
/// Shallowest depth that can be chosen: a section.
const DEPTH_CHOOSABLE_MIN: u8 = 2;
/// Depth of a bare number; choosable only where nothing larger holds it.
const DEPTH_NUMBER: u8 = 5;

/// Blocks of an article, cut to the document's real length.
pub fn blocks_of(document: &Document, article: &Article) -> Range<usize> {
    let end = (article.to as usize).min(document.blocks.len());
    (article.from as usize).min(end)..end
}

/// For every block, the index of the article a tap on it chooses.
pub fn owners(document: &Document) -> Vec<Option<usize>> {
    let mut owners: Vec<Option<usize>> = vec![None; document.blocks.len()];
    for (index, article) in document.articles.iter().enumerate() {
        if article.depth < DEPTH_CHOOSABLE_MIN {
            continue;
        }
        for block in blocks_of(document, article) {
            let better = match owners[block] {
                None => true,
                Some(held) => {
                    let held = &document.articles[held];
                    held.depth != DEPTH_ARTICLE
                        && article.depth > held.depth
                        && article.depth != DEPTH_NUMBER
                }
            };
            if better {
                owners[block] = Some(index);
            }
        }
    }
    owners
}

/// Place of article `number` (第N条); `inserted`: of the first, second ... that was put in later under it (第N条之一). Its label may
/// stand in Chinese numerals or in digits.
pub fn numbered(document: &Document, number: u32, inserted: u8) -> Option<usize> {
    let labels = [numeral(number)?, number.to_string()].map(|number| {
        let mut label = String::from('第');
        label.push_str(&number);
        label.push('条');
        if inserted > 0 {
            label.push('之');
            label.push(NUMERALS[usize::from(inserted % 10)]);
        }
        label
    });
    let is_it =
        |article: &Article| article.depth == DEPTH_ARTICLE && labels.contains(&article.label);
    document.articles.iter().position(is_it)
}

/// 264 as 二百六十四; `None` for 0 and from 10,000 on.
fn numeral(number: u32) -> Option<String> {
    let mut words = String::new();
    let mut rest = number;
    let mut gap = false;
    for (place, unit) in PLACES.iter().zip([1_000, 100, 10]) {
        let digit = rest / unit;
        rest %= unit;
        if digit == 0 {
            gap = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            words.push(NUMERALS[0]);
        }
        // 十二, not 一十二.
        if !(digit == 1 && unit == 10 && words.is_empty()) {
            words.push(*NUMERALS.get(digit as usize)?);
        }
        words.push(*place);
    }
    if rest > 0 {
        if gap {
            words.push(NUMERALS[0]);
        }
        words.push(NUMERALS[rest as usize]);
    }
    (!words.is_empty()).then_some(words)
}

/// Whether the article can be chosen at all: some block belongs to it.
pub fn choosable(document: &Document, id: &str) -> bool {
    owners(document)
        .into_iter()
        .flatten()
        .any(|index| document.articles[index].id == id)
}

/// For every block, whether a chosen article covers it. Unknown ids cover nothing.
pub fn covered(document: &Document, chosen: &[String]) -> Vec<bool> {
    let mut covered = vec![false; document.blocks.len()];
    for article in document.articles.iter().filter(|a| chosen.contains(&a.id)) {
        for block in blocks_of(document, article) {
            covered[block] = true;
        }
    }
    covered
}

/// Ticks or unticks an article. Neither a piece of a chosen one nor one that holds chosen pieces stays beside it,
/// so the count on the button is what a person would count.
pub fn toggle(document: &Document, chosen: &mut Vec<String>, id: &str) {
    if let Some(at) = chosen.iter().position(|held| held == id) {
        chosen.remove(at);
        return;
    }
    if !choosable(document, id) {
        return;
    }
    let Some(wanted) = document.articles.iter().find(|a| a.id == id) else {
        return;
    };
    let wanted = blocks_of(document, wanted);
    let before = chosen.len();
    let mut inside_a_chosen_one = false;
    chosen.retain(|held| {
        let Some(held) = document.articles.iter().find(|a| &a.id == held) else {
            return false;
        };
        let held = blocks_of(document, held);
        inside_a_chosen_one |= held.start <= wanted.start && wanted.end <= held.end;
        held.end <= wanted.start || wanted.end <= held.start
    });
    if inside_a_chosen_one && chosen.len() < before {
        return;
    }
    chosen.push(id.to_string());
    chosen.sort_by_key(|held| document.articles.iter().position(|a| &a.id == held));
}

/// Chosen articles in reading order.
pub fn in_order<'a>(document: &'a Document, chosen: &[String]) -> Vec<&'a Article> {
    document
        .articles
        .iter()
        .filter(|article| chosen.contains(&article.id))
        .collect()
}

#[cfg(any(test, feature = "samples"))]
#[path = "tests/samples.rs"]
pub mod samples;

#[cfg(test)]
mod tests {
    use super::samples::{opinion, rules};
    use super::*;

    #[test]
    fn items_of_an_article_belong_to_the_article() {
        let owners = owners(&rules());
        assert_eq!(
            owners,
            [None, Some(0), Some(1), Some(2), Some(2), Some(2), Some(5)]
        );
    }

    #[test]
    fn without_articles_the_item_is_chosen_and_the_heading_chooses_its_section() {
        let owners = owners(&opinion());
        assert_eq!(owners, [Some(0), Some(1), Some(2), Some(3), Some(3)]);
    }

    #[test]
    fn a_section_takes_the_place_of_its_chosen_items() {
        let document = opinion();
        let mut chosen = vec![];
        toggle(&document, &mut chosen, "s5.i2");
        toggle(&document, &mut chosen, "s5-2");
        toggle(&document, &mut chosen, "s5");
        assert_eq!(chosen, ["s5", "s5-2"]);
        toggle(&document, &mut chosen, "s5.i1");
        assert_eq!(chosen, ["s5-2"], "a tap inside a chosen section unticks it");
    }

    #[test]
    fn ranges_beyond_the_document_are_cut() {
        let mut document = rules();
        document.articles[5].to = 900;
        document.articles[4].from = 800;
        assert_eq!(covered(&document, &["a5".into()]).len(), 7);
        assert_eq!(owners(&document).len(), 7);
    }

    #[test]
    fn an_article_is_found_by_its_number() {
        for (number, words) in [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (112, "一百一十二"),
            (264, "二百六十四"),
            (1005, "一千零五"),
            (1050, "一千零五十"),
            (1260, "一千二百六十"),
        ] {
            assert_eq!(numeral(number).as_deref(), Some(words), "{number}");
        }
        assert_eq!(numeral(0), None);
        assert_eq!(numeral(10_000), None);
        let mut document = rules();
        assert_eq!(numbered(&document, 3, 0), Some(2));
        assert_eq!(numbered(&document, 4, 0), None);
        assert_eq!(numbered(&document, 3, 1), None);
        document.articles[5].label = "第三条之一".into();
        assert_eq!(numbered(&document, 3, 1), Some(5));
        document.articles[5].label = "第12条".into();
        assert_eq!(numbered(&document, 12, 0), Some(5));
    }

    #[test]
    fn an_unknown_article_cannot_be_chosen() {
        let mut chosen = vec![];
        toggle(&rules(), &mut chosen, "a99");
        toggle(&rules(), &mut chosen, "a3.i1");
        assert!(chosen.is_empty());
    }
}
