//! Ways to read a question, from what stands there to what may be meant, until one finds something. Owns their order; counts
//! and ranks nothing.

use crate::index::expression::token;
use crate::query::Query;
use crate::search::fault::Found;
use crate::search::hole::Guesses;
use crate::search::matching::Folded;
use crate::search::plan::Plan;
use crate::search::view::Search;
use crate::store::codes::Small;
use crate::store::shape;
use crate::words::mark::Mark;
use crate::words::{citation, fold, heading, sound, tokens};

/// Official ways to say an everyday word that are tried.
const WAYS_MAX: usize = 3;

/// Letters of a word; what is longer is a title.
const HEARD_LETTERS_MAX: usize = 32;
/// Words that sound as it was typed which are judged.
const HEARD_MAX: usize = 4;
/// Parts of one law that are looked into for an article.
const PARTS_MAX: usize = 16;
/// Documents whose headings are read for a word that is spelled as it was typed.
const HEADED_ROWS_MAX: usize = 3;

/// A question as it is looked for.
#[allow(missing_docs)]
pub struct Reading {
    pub text: String,
    /// Documents that come first, whatever else is found.
    pub first: Vec<i64>,
}

impl Search<'_> {
    /// The law and the article that are cited, if there is such an article; its law comes first. What is not `held` by any document as it was
    /// typed may also cite a law by a part of its title; what is held means what it says (例第十条 stands in many texts).
    pub fn cited(&self, content: &str, query: &Query, held: bool) -> Found<Option<Reading>> {
        let Some((law, label, says_article)) = citation::cited(content) else {
            return Ok(None);
        };
        let asked = Query {
            text: law,
            ..query.clone()
        };
        let plan = Plan::new(&asked);
        let front = self.front(&plan, &asked)?;
        let is_title = |small: &&Small| {
            let standing = Folded::new(small, &plan).standing(&plan);
            standing.is_some_and(|standing| standing.is_title())
                || Self::is_core_title(small, &plan)
        };
        let mut laws: Vec<&Small> = front.iter().filter(is_title).collect();
        if laws.is_empty()
            && let Some(part) = self.part_with(&front, &plan, &label)?
        {
            let text = format!("{} {label}", Self::core(part));
            let first = vec![part.row];
            return Ok(Some(Reading { text, first }));
        }
        if laws.is_empty() && says_article && !held {
            laws.extend(front.first());
        }
        let Some(small) = laws.first() else {
            return Ok(None);
        };
        let text = format!("{} {label}", Self::core(small));
        let plan = Plan::new(&Query {
            text: text.clone(),
            ..Query::default()
        });
        let mut first = Vec::new();
        for small in laws {
            if self.matches(&plan, small.row)? {
                first.push(small.row);
            }
        }
        Ok((!first.is_empty()).then_some(Reading { text, first }))
    }

    /// Of a law that is published in parts (分编), the part with the article of this label.
    fn part_with<'a>(
        &self,
        front: &'a [Small],
        plan: &Plan,
        label: &str,
    ) -> Found<Option<&'a Small>> {
        let parts = front.iter().filter(|small| Self::is_part(small, plan));
        for part in parts.take(PARTS_MAX) {
            let shape = self.shape(part.row, &part.id)?;
            let text = self.body(part.row, &part.id)?;
            let articles = shape::articles(&shape, &text.bytes).unwrap_or_default();
            if articles.iter().any(|article| article.label == label) {
                return Ok(Some(part));
            }
        }
        Ok(None)
    }

    /// Whether the query is the title, or all of it behind 中华人民共和国, up to a space or a sign: 民法典 合同编, asked for as 民法典.
    fn is_part(small: &Small, plan: &Plan) -> bool {
        let ranges = Folded::new(small, plan).title_ranges(plan);
        let &[[from, to]] = ranges.as_slice() else {
            return false;
        };
        let mut title = small.title.chars();
        let before: String = title.by_ref().take(from as usize).collect();
        let behind = title.nth(to.saturating_sub(from) as usize);
        let begins = before.is_empty() || tokens::is_country(&fold::squeeze(&before));
        begins && behind.is_some_and(|c| !fold::is_word(c))
    }

    /// A title without what every law of the country begins with.
    fn core(small: &Small) -> String {
        tokens::core_title(&fold::squeeze(&small.title)).to_owned()
    }

    /// Other ways to say the content of a question, the likeliest first: without the words around it, officially.
    pub fn ways(&self, typed: &str, content: &str) -> Vec<String> {
        let mut ways: Vec<String> = Vec::new();
        let mut add = |way: String| {
            if !way.is_empty() && way != fold::fold(typed) && !ways.contains(&way) {
                ways.push(way);
            }
        };
        add(content.to_owned());
        add(parted(content));
        for nth in 0..WAYS_MAX {
            self.synonyms.said_officially(content, nth).map(&mut add);
        }
        ways
    }

    /// Words that letters spell whole, syllable by syllable, and that titles and names say: the likeliest first. What only sounds so by
    /// its initials is left to titles.
    pub fn heard(&self, typed: &str) -> Found<Vec<String>> {
        let typed = fold::squeeze(typed);
        let letters = typed.bytes().all(|b| b.is_ascii_lowercase());
        if !letters || typed.len() > HEARD_LETTERS_MAX {
            return Ok(Vec::new());
        }
        let mut guesses = Guesses::new();
        for split in sound::spelled(&typed) {
            self.sounding(&split, 0, &mut guesses)?;
        }
        let mut words: Vec<(i64, String)> = guesses
            .into_iter()
            .map(|(word, (_, met))| (met, word))
            .collect();
        words.sort_unstable();
        let mut heard = Vec::new();
        for (_, word) in words.into_iter().take(HEARD_MAX) {
            if word.chars().nth(1).is_some() && self.is_word(&word)? {
                heard.push(word);
            }
        }
        if heard.is_empty() {
            heard = self.headed(&typed)?;
        }
        Ok(heard)
    }

    /// Words of headings that are spelled so: the one that most of the newest documents say first.
    fn headed(&self, letters: &str) -> Found<Vec<String>> {
        let mut met: Vec<(usize, String)> = Vec::new();
        for row in self.newest(&token(&Mark::Heading.token(letters)), HEADED_ROWS_MAX)? {
            let Some(small) = self.small(row)? else {
                continue;
            };
            let shape = self.shape(row, &small.id)?;
            let text = self.body(row, &small.id)?;
            let articles = shape::articles(&shape, &text.bytes);
            for word in heading::words(&articles.unwrap_or_default()) {
                if !heading::spellings(&word).iter().any(|way| way == letters) {
                    continue;
                }
                match met.iter_mut().find(|(_, known)| *known == word) {
                    Some((times, _)) => *times += 1,
                    None => met.push((1, word)),
                }
            }
        }
        met.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        Ok(met.into_iter().map(|(_, word)| word).collect())
    }

    /// Whether the query is what a title says behind 中华人民共和国, by its characters or by its sound.
    fn is_core_title(small: &Small, plan: &Plan) -> bool {
        let title = fold::squeeze(&small.title);
        let core = tokens::core_title(&title).chars().count();
        let whole = small.title.chars().count();
        let ranges = Folded::new(small, plan).title_ranges(plan);
        matches!(ranges.as_slice(), [[from, to]] if *to as usize == whole && (*to - *from) as usize == core)
    }
}

/// The number of a standard as most texts print it, letters and figures apart: GB/T 9704 for GB/T9704.
fn parted(content: &str) -> String {
    let mut parted = String::with_capacity(content.len() + 1);
    let mut before = ' ';
    for c in content.chars() {
        if c.is_ascii_digit() && before.is_ascii_alphabetic() {
            parted.push(' ');
        }
        parted.push(c);
        before = c;
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_figures_of_a_standard_stand_apart() {
        assert_eq!(parted("gb/t9704-2012"), "gb/t 9704-2012");
        assert_eq!(parted("GB 3095"), "GB 3095");
        assert_eq!(parted("国发2024第3号"), "国发2024第3号");
    }
}
