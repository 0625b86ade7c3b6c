//! How well a document fits the words that its body holds: how often and in how few words, in the heading of an article or not,
//! by a title that says some of them, as a law of the country or as one that applies it, in force or not. Owns the order of
//! hits that their titles do not tell apart; equal ones stay by date.

use std::cmp::Ordering;

use memchr::{memchr, memmem, memrchr};

use crate::search::bodies::Body;
use crate::search::fault::Found;
use crate::search::plan::Plan;
use crate::search::view::Search;
use crate::words::{fold, tokens};

/// Saturation of frequency, as in BM25.
const SATURATION: f32 = 1.2;
/// What it weighs that the title says all pairs of characters of the words, beside one that says none.
const TITLE_WORTH: f32 = 1.0;
/// What a text weighs by its rank: others, a text of the country, a law of the country. A topic that stands in many texts is
/// looked for in the law first.
const RANK_WORTH: [f32; 3] = [0.0, 0.5, 1.3];
/// Bytes of a body of middling length.
const LENGTH_BYTES: f32 = 16_000.0;
/// Bytes of bodies that are compared for one query; a page has to stay quick where all that answers is long.
const COMPARED_BYTES_MAX: usize = 768 << 10;
/// Places of a word that are looked at.
const PLACES_MAX: usize = 64;
/// A place in a short line, as headings are, counts so often.
const HEADING_WORTH: f32 = 3.0;
/// Bytes of such a line.
const HEADING_BYTES_MAX: usize = 120;
/// What is left for a document that is no longer in force.
const PAST_WORTH: f32 = 0.7;

impl Search<'_> {
    /// The same rows, those that fit best first; equal ones keep their order, and so do those for which no bytes are left.
    pub fn by_fit(&self, plan: &Plan, mut rows: Vec<i64>) -> Found<Vec<i64>> {
        let mut measured: Vec<(f32, i64)> = Vec::with_capacity(rows.len());
        let mut compared_bytes = 0;
        for &row in &rows {
            if compared_bytes > COMPARED_BYTES_MAX {
                break;
            }
            let fit = match self.small(row)? {
                Some(small) => {
                    let body = self.body(row, &small.id)?;
                    compared_bytes += body.bytes.len();
                    let title = fold::squeeze(&small.title);
                    let said: f32 = plan.words.iter().map(|word| of(&body, &word.folded)).sum();
                    let said = said / plan.words.len().max(1) as f32;
                    let fit = said
                        + TITLE_WORTH * shared(&title, plan)
                        + RANK_WORTH[usize::from(tokens::rank(&title))];
                    if small.validity.is_past() {
                        fit * PAST_WORTH
                    } else {
                        fit
                    }
                }
                None => 0.0,
            };
            measured.push((fit, row));
        }
        measured.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
        for (at, (_, row)) in measured.into_iter().enumerate() {
            rows[at] = row;
        }
        Ok(rows)
    }
}

/// Of the pairs of characters of all words, so many a title holds: 1 for all.
fn shared(title: &str, plan: &Plan) -> f32 {
    let (mut all, mut held) = (0_usize, 0_usize);
    for word in &plan.words {
        let chars: Vec<char> = word.folded.chars().collect();
        for pair in chars.windows(2) {
            all += 1;
            held += usize::from(title.contains(&String::from_iter(pair)));
        }
    }
    held as f32 / all.max(1) as f32
}

/// How well a body fits one word, from 0 to little more than 2.
fn of(body: &Body, word: &str) -> f32 {
    let mut often = count(&body.bytes, word);
    if often == 0.0 && body.holds(word) {
        often = count(body.folded().as_bytes(), word);
    }
    let length = body.bytes.len() as f32 / LENGTH_BYTES;
    let room = SATURATION * (1.0 - tokens::LENGTH_SHARE + tokens::LENGTH_SHARE * length);
    often * (1.0 + SATURATION) / (often + room)
}

fn count(text: &[u8], word: &str) -> f32 {
    let mut often = 0.0;
    for at in memmem::find_iter(text, word.as_bytes()).take(PLACES_MAX) {
        let start = memrchr(b'\n', &text[..at]).map_or(0, |line| line + 1);
        let length = memchr(b'\n', &text[at..]).map_or(text.len() - start, |end| at + end - start);
        often += if length <= HEADING_BYTES_MAX {
            HEADING_WORTH
        } else {
            1.0
        };
    }
    often
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Body {
        Body::new(text.as_bytes().to_vec())
    }

    #[test]
    fn a_title_that_says_some_of_the_words_shares_so_much() {
        let plan = Plan::new(&crate::query::Query {
            text: "公务员辞退".to_owned(),
            ..Default::default()
        });
        assert_eq!(shared("中华人民共和国公务员法", &plan), 0.5);
        assert_eq!(shared("示例市优化营商环境条例", &plan), 0.0);
    }

    #[test]
    fn what_says_a_word_more_often_in_fewer_words_fits_better() {
        let once = body(&format!("第一条　试用期。{}", "其他规定。".repeat(400)));
        let often = body(&format!(
            "第一条　{}{}",
            "试用期不得超过六个月。".repeat(9),
            "其他规定。".repeat(300)
        ));
        let short = body("试用期");
        assert!(of(&often, "试用期") > of(&once, "试用期"));
        assert!(of(&short, "试用期") > of(&once, "试用期"));
        assert_eq!(of(&once, "年休假"), 0.0);
        let other = body("試用期");
        assert!(of(&other, "试用期") > 0.0);
    }
}
