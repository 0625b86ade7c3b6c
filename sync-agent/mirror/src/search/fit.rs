//! How well a body fits the words it holds: how often and in how few words, in the heading of an article or not, in force or
//! not. Owns the order of hits that their titles do not tell apart; equal ones stay by date.

use std::cmp::Ordering;

use memchr::{memchr, memmem, memrchr};

use crate::search::bodies::Body;
use crate::search::fault::Found;
use crate::search::plan::Plan;
use crate::search::view::Search;

/// Saturation of frequency and of length, as in BM25.
const SATURATION: f32 = 1.2;
const LENGTH_SHARE: f32 = 0.75;
/// Bytes of a body of middling length.
const LENGTH_BYTES: f32 = 16_000.0;
/// Places of a word that are looked at.
const PLACES_MAX: usize = 64;
/// A place in a short line, as headings are, counts so often.
const HEADING_WORTH: f32 = 3.0;
/// Bytes of such a line.
const HEADING_BYTES_MAX: usize = 120;
/// What is left for a document that is no longer in force.
const PAST_WORTH: f32 = 0.7;

impl Search<'_> {
    /// The same rows, those that fit best first; equal ones keep their order.
    pub fn by_fit(&self, plan: &Plan, rows: Vec<i64>) -> Found<Vec<i64>> {
        let mut measured: Vec<(f32, i64)> = Vec::with_capacity(rows.len());
        for row in rows {
            let fit = match self.small(row)? {
                Some(small) => {
                    let body = self.body(row, &small.id)?;
                    let fit: f32 = plan.words.iter().map(|word| of(&body, &word.folded)).sum();
                    let past = if small.validity.is_past() {
                        PAST_WORTH
                    } else {
                        1.0
                    };
                    fit * past
                }
                None => 0.0,
            };
            measured.push((fit, row));
        }
        measured.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
        Ok(measured.into_iter().map(|(_, row)| row).collect())
    }
}

/// How well a body fits one word, from 0 to little more than 2.
fn of(body: &Body, word: &str) -> f32 {
    let mut often = count(&body.bytes, word);
    if often == 0.0 && body.holds(word) {
        often = count(body.folded().as_bytes(), word);
    }
    let length = body.bytes.len() as f32 / LENGTH_BYTES;
    let room = SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * length);
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
