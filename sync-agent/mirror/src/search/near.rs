//! Documents near a question (相近的文件): those that hold some of its words, ranked by how much of it they cover. Owns their
//! order and what they lack; a document that holds every word is a hit and none of these.
//!
//! A pair of neighbouring characters is the unit: rare pairs weigh more, a pair in the title more than one in the body. A pair
//! that hardly any document holds between two that many hold is a border of words, and weighs next to nothing: 缴存|基数. The
//! index tells which documents are worth a look, their words decide.

use std::cmp::Ordering;
use std::collections::HashSet;

use memchr::memmem;

use crate::index::expression::{thin, token};
use crate::index::{Rows, Scores};
use crate::query::{Near, Query};
use crate::search::fault::Found;
use crate::search::matching;
use crate::search::plan::Plan;
use crate::search::view::Search;
use crate::store::codes::Small;
use crate::words::mark::Mark;
use crate::words::{fold, question, segment, tokens};

/// Near documents on one page; behind these the fit is chance.
const SHOWN_MAX: usize = 10;
/// Documents whose words are looked at.
const LOOKED_AT_MAX: usize = 24;
/// Pairs of a question that are looked up.
const PAIRS_MAX: usize = 24;
/// Of all documents, so many may hold a pair that still tells something, in parts of 8, if there are rarer ones.
const COMMON_EIGHTHS: u64 = 3;
/// What is left for a pair over a border of words; and how many times as many documents hold its neighbours.
const BORDER_WORTH: f32 = 0.05;
const BORDER_TIMES: u64 = 4;
/// What a law of the country weighs by its rank, in parts of the question.
const RANK_WORTH: [f32; 3] = [0.0, 0.2, 0.4];
/// What a pair in the title weighs beside one in the body.
const TITLE_WORTH: f32 = 3.0;
/// What a title weighs that is covered whole.
const COVERED_WORTH: f32 = 2.0;
/// What a whole word weighs in title and body.
const WORD_IN_TITLE_WORTH: f32 = 1.0;
const WORD_IN_BODY_WORTH: f32 = 0.6;
/// What is left for a document that is no longer in force.
const PAST_WORTH: f32 = 0.85;
/// Of the weight of a question, so much a document must cover.
const COVERED_MIN: f32 = 0.34;
/// Saturation of frequency, as in BM25.
const SATURATION: f32 = 1.2;
/// Bytes of a document of middling length.
const LENGTH_BYTES: f32 = 16_000.0;

/// A pair of the question, and where the index knows it.
struct Pair {
    text: String,
    weight: f32,
    anywhere: Rows,
    in_title: Rows,
}

impl Search<'_> {
    /// The documents nearest to the content of a question, without those in `hits`.
    pub fn near(&self, content: &str, query: &Query, hits: &HashSet<i64>) -> Found<Vec<Near>> {
        let runs = question::bare(content);
        let pairs = self.pairs(&runs)?;
        let whole: f32 = pairs.iter().map(|pair| pair.weight).sum();
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let words = self.words_of(&runs)?;
        let mut scored: Vec<(f32, Small)> = Vec::new();
        for row in self.worth_a_look(&pairs, hits) {
            let small = self.small(row)?;
            let passing = small.filter(|small| matching::passes(small, &query.filter));
            if let Some(small) = passing {
                let score = self.score(&small, &pairs, &words, whole)?;
                scored.extend(score.map(|score| (score, small)));
            }
        }
        scored.sort_by(|(a, x), (b, y)| {
            let by_score = b.partial_cmp(a).unwrap_or(Ordering::Equal);
            by_score.then_with(|| y.row.cmp(&x.row))
        });
        scored.truncate(SHOWN_MAX);
        let shown = Plan::new(&Query {
            text: words.join(" "),
            ..Query::default()
        });
        let mut near = Vec::with_capacity(scored.len());
        for (_, small) in scored {
            let missing = self.missing(&small, &words)?;
            near.push(Near {
                hit: self.hit(&shown, small.row)?,
                missing,
            });
        }
        Ok(near)
    }

    fn pairs(&self, runs: &[String]) -> Found<Vec<Pair>> {
        let documents = self.documents()?;
        let mut texts: Vec<(usize, String)> = Vec::new();
        for (run, text) in runs.iter().enumerate() {
            let chars: Vec<char> = text.chars().filter(|c| fold::is_word(*c)).collect();
            for pair in chars.windows(2) {
                let text: String = pair.iter().collect();
                let known = texts.iter().any(|(_, known)| *known == text);
                if pair.iter().any(|c| fold::is_hanzi(*c)) && !known {
                    texts.push((run, text));
                }
            }
        }
        let all_there = texts.len() <= PAIRS_MAX;
        let mut looked_up: Vec<(usize, String, Rows)> = Vec::new();
        for (run, text) in thin(texts, PAIRS_MAX) {
            let anywhere = self.texts.find(&token(&text))?;
            looked_up.push((run, text, anywhere));
        }
        let counts: Vec<(usize, u64)> = looked_up.iter().map(|(r, _, a)| (*r, a.count())).collect();
        let mut pairs = Vec::new();
        for (at, (_, text, anywhere)) in looked_up.into_iter().enumerate() {
            let holders = counts[at].1;
            if holders == 0 {
                continue;
            }
            let in_title = self.texts.find(&token(&Mark::TitlePair.token(&text)))?;
            let rarity = (documents as f32 - holders as f32 + 0.5) / (holders as f32 + 0.5);
            let weight = (1.0 + rarity.max(0.0_f32)).ln().max(0.05);
            pairs.push(Pair {
                weight: if all_there && is_border(&counts, at) {
                    weight * BORDER_WORTH
                } else {
                    weight
                },
                text,
                anywhere,
                in_title,
            });
        }
        Ok(pairs)
    }

    /// Rows by what the index tells of them, the best first.
    fn worth_a_look(&self, pairs: &[Pair], hits: &HashSet<i64>) -> Vec<i64> {
        let documents = self.documents().unwrap_or(0);
        let is_rare = |pair: &&Pair| pair.anywhere.count() * 8 <= documents * COMMON_EIGHTHS;
        let any_rare = pairs.iter().any(|pair| is_rare(&pair));
        let mut scores = Scores::default();
        for pair in pairs {
            if !any_rare || is_rare(&pair) {
                scores.add(&pair.anywhere, pair.weight);
            }
            scores.add(&pair.in_title, pair.weight * TITLE_WORTH);
        }
        let mut best = scores.best(LOOKED_AT_MAX + hits.len());
        best.retain(|row| !hits.contains(row));
        best.truncate(LOOKED_AT_MAX);
        best
    }

    /// How well a document fits; `None` if it covers too little.
    fn score(
        &self,
        small: &Small,
        pairs: &[Pair],
        words: &[String],
        whole: f32,
    ) -> Found<Option<f32>> {
        let title = fold::squeeze(&small.title);
        let core = tokens::core_title(&title);
        let body = self.body(small.row, &small.id)?;
        let length = body.bytes.len() as f32 / LENGTH_BYTES;
        let (mut covered, mut score, mut titled, mut title_pairs) = (0.0, 0.0, 0.0, 0_usize);
        for pair in pairs {
            let in_title = title.contains(&pair.text);
            if in_title {
                titled += pair.weight;
                title_pairs += 1;
            }
            if pair.anywhere.hold(small.row) {
                let often = memmem::find_iter(&body.bytes, pair.text.as_bytes())
                    .count()
                    .max(1) as f32;
                let room =
                    SATURATION * (1.0 - tokens::LENGTH_SHARE + tokens::LENGTH_SHARE * length);
                score += pair.weight * often * (1.0 + SATURATION) / (often + room);
                covered += pair.weight;
            } else if in_title {
                covered += pair.weight;
            }
        }
        if covered < whole * COVERED_MIN {
            return Ok(None);
        }
        score += titled * TITLE_WORTH;
        let of_title = core.chars().count().saturating_sub(1).max(1);
        score += whole.min(titled * 2.0)
            * COVERED_WORTH
            * (title_pairs as f32 / of_title as f32).min(1.0);
        let share = whole / words.len().max(1) as f32;
        score += whole * RANK_WORTH[usize::from(tokens::rank(&title))];
        for word in words {
            if title.contains(word.as_str()) {
                score += share * WORD_IN_TITLE_WORTH;
            } else if memmem::find(&body.bytes, word.as_bytes()).is_some() {
                score += share * WORD_IN_BODY_WORTH;
            }
        }
        if small.validity.is_past() {
            score *= PAST_WORTH;
        }
        Ok(Some(score))
    }

    /// The question as words that some document holds, and what is left between them.
    fn words_of(&self, runs: &[String]) -> Found<Vec<String>> {
        let mut words: Vec<String> = Vec::new();
        for run in runs {
            let chars: Vec<char> = run.chars().collect();
            let pieces = segment::pieces(&chars, |piece| self.is_somewhere(piece))?;
            for word in with_gaps(run, &pieces) {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        }
        Ok(words)
    }

    /// Words of the question that the document lacks.
    pub fn missing(&self, small: &Small, words: &[String]) -> Found<Vec<String>> {
        let title = fold::squeeze(&small.title);
        let body = self.body(small.row, &small.id)?;
        let lacks = |word: &&String| !title.contains(word.as_str()) && !body.holds(word);
        Ok(words.iter().filter(lacks).cloned().collect())
    }
}

/// Whether hardly any document holds a pair, but many hold each of its two neighbours in the same run.
fn is_border(counts: &[(usize, u64)], at: usize) -> bool {
    let (run, holders) = counts[at];
    let beside = |at: Option<usize>| at.and_then(|at| counts.get(at)).filter(|(r, _)| *r == run);
    let neighbours = [beside(at.checked_sub(1)), beside(Some(at + 1))];
    neighbours
        .iter()
        .all(|beside| beside.is_some_and(|(_, many)| holders * BORDER_TIMES < *many))
}

/// The pieces of a run, and what lies between them if it is more than a character.
fn with_gaps(run: &str, pieces: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    let mut left = run;
    let gap = |text: &str| text.chars().nth(1).is_some().then(|| text.to_owned());
    for piece in pieces {
        let Some((before, behind)) = left.split_once(piece.as_str()) else {
            continue;
        };
        words.extend(gap(before));
        words.push(piece.clone());
        left = behind;
    }
    words.extend(gap(left));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_pair_between_frequent_ones_is_a_border() {
        let counts = [(0, 50), (0, 4), (0, 120), (1, 3), (1, 900)];
        let borders: Vec<bool> = (0..counts.len()).map(|at| is_border(&counts, at)).collect();
        assert_eq!(borders, [false, true, false, false, false]);
    }

    #[test]
    fn what_no_document_holds_is_a_word_too() {
        let pieces = ["公积金".to_owned(), "提取".to_owned()];
        assert_eq!(
            with_gaps("住房公积金提取火星", &pieces),
            ["住房", "公积金", "提取", "火星"]
        );
        assert_eq!(with_gaps("的公积金了提取", &pieces), ["公积金", "提取"]);
        assert_eq!(with_gaps("火星", &[]), ["火星"]);
    }
}
