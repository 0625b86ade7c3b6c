//! What may have been meant when nothing was found: one wrong character, a word that sounds the same, one wrong, missing,
//! doubled or swapped letter of pinyin. Owns the guesses; each is checked to find something before it is offered.

use std::collections::{BTreeMap, HashSet};

use crate::codes::Small;
use crate::expression::{Expression, Place, all, split_expression, spread, thin, token};
use crate::fold;
use crate::plan::Plan;
use crate::query::Query;
use crate::search::{Found, Search};
use crate::sound::{self, Piece, Split};

/// Guesses that are offered.
const OFFERED_MAX: usize = 3;
/// Guesses for one word that are tried.
const TRIED_MAX: usize = 8;
/// Words that are looked at.
const WORDS_MAX: usize = 4;
/// Characters or letters of a word that is looked at.
const CHARS_MAX: usize = 32;
/// Characters of a word from which on its holes are looked for.
const HOLED_CHARS_MIN: usize = 3;
/// And in bodies, where they are dearer to find.
const HOLED_IN_BODY_CHARS_MIN: usize = 4;
/// Documents that are looked at for one way to put a word right.
const ROWS_MAX: usize = 24;
/// Bodies that are looked at.
const BODIES_MAX: usize = 6;
/// Spellings that are looked up.
const SPELLINGS_MAX: usize = 400;
/// Tokens of one look-up.
const TOKENS_MAX: usize = 10;

/// Guesses and how far they are from what was typed: smaller is nearer; how often they were met, negative.
type Guesses = BTreeMap<String, (u32, i64)>;

impl Search<'_> {
    /// Queries that find something and differ in one word by one slip, the likeliest first.
    pub fn meant(&self, plan: &Plan, query: &Query) -> Found<Vec<String>> {
        let mut offered: Vec<String> = Vec::new();
        let alone = plan.words.len() == 1;
        for (index, word) in plan.words.iter().enumerate().take(WORDS_MAX) {
            if word.quoted || (!alone && self.finds(&word.folded, query)?) {
                continue;
            }
            let guesses = if word.splits.is_empty() {
                self.characters(&word.folded)?
            } else {
                self.letters(&word.folded)?
            };
            let mut ordered: Vec<(String, (u32, i64))> = guesses.into_iter().collect();
            ordered.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
            for (guess, _) in ordered.into_iter().take(TRIED_MAX) {
                let words: Vec<&str> = plan
                    .words
                    .iter()
                    .enumerate()
                    .map(|(at, w)| {
                        if at == index {
                            guess.as_str()
                        } else {
                            w.folded.as_str()
                        }
                    })
                    .collect();
                let text = words.join(" ");
                if offered.len() < OFFERED_MAX
                    && !offered.contains(&text)
                    && self.finds(&text, query)?
                {
                    offered.push(text);
                }
            }
        }
        Ok(offered)
    }

    fn finds(&self, text: &str, query: &Query) -> Found<bool> {
        let query = Query {
            text: text.to_owned(),
            offset: 0,
            limit: 1,
            exact: false,
            ..query.clone()
        };
        let plan = Plan::new(&query);
        Ok(!plan.is_empty() && self.has_hit(&plan, &query)?)
    }

    /// Words of hanzi.
    fn characters(&self, word: &str) -> Found<Guesses> {
        let chars: Vec<char> = word.chars().filter(|c| fold::is_word(*c)).collect();
        let mut guesses = Guesses::new();
        if chars.len() < 2 || chars.len() > CHARS_MAX {
            return Ok(guesses);
        }
        if let Some(split) = same_sound(&chars) {
            self.sounding(&split, 0, &mut guesses)?;
        }
        guesses.retain(|guess, _| guess.chars().ne(chars.iter().copied()));
        for (guess, (distance, _)) in &mut guesses {
            // Of two that sound the same, the one that shares more characters.
            let other = guess.chars().zip(&chars).filter(|(a, b)| a != *b).count();
            *distance = u32::try_from(other).unwrap_or(u32::MAX);
        }
        if chars.len() >= HOLED_CHARS_MIN {
            for hole in 0..chars.len() {
                self.holed(&chars, hole, &mut guesses)?;
            }
        }
        if guesses.is_empty() && chars.len() >= HOLED_IN_BODY_CHARS_MIN {
            for hole in 0..chars.len() {
                self.holed_in_bodies(&chars, hole, &mut guesses)?;
            }
        }
        Ok(guesses)
    }

    /// Small fields that hold the word with any other character at `hole`.
    fn holed(&self, chars: &[char], hole: usize, guesses: &mut Guesses) -> Found<()> {
        for mark in ["+", "<"] {
            let expression = around(chars, hole, mark);
            for row in self.newest(&expression, ROWS_MAX)? {
                let Some(small) = self.small(row)? else {
                    continue;
                };
                for field in fields(&small) {
                    fill(chars, hole, &fold::squeeze(field), guesses);
                }
            }
        }
        Ok(())
    }

    fn holed_in_bodies(&self, chars: &[char], hole: usize, guesses: &mut Guesses) -> Found<()> {
        let expression = around(chars, hole, "");
        for row in self.newest(&expression, BODIES_MAX)? {
            let Some(small) = self.small(row)? else {
                continue;
            };
            let body = self.body(row, &small.id)?;
            fill(chars, hole, body.folded(), guesses);
        }
        Ok(())
    }

    /// Words that are letters, or hold some.
    fn letters(&self, word: &str) -> Found<Guesses> {
        let mut guesses = Guesses::new();
        if word.chars().count() > CHARS_MAX {
            return Ok(guesses);
        }
        let mut tried: HashSet<Split> = HashSet::new();
        for (distance, spellings) in [(1, replaced(word)), (2, shifted(word))] {
            for spelling in spellings {
                for split in sound::spelled(&spelling) {
                    if tried.len() < SPELLINGS_MAX && tried.insert(split.clone()) {
                        self.sounding(&split, distance, &mut guesses)?;
                    }
                }
            }
            if !guesses.is_empty() {
                break;
            }
        }
        Ok(guesses)
    }

    /// Pieces of small fields that sound so.
    fn sounding(&self, split: &Split, distance: u32, guesses: &mut Guesses) -> Found<()> {
        let Some(expression) = split_expression(split, Place::Inside) else {
            return Ok(());
        };
        for row in self.newest(&expression, ROWS_MAX)? {
            let Some(small) = self.small(row)? else {
                continue;
            };
            for field in fields(&small) {
                let Some(fit) = sound::fit(split, &sound::views(field)) else {
                    continue;
                };
                let length = (fit.to - fit.from) as usize;
                let piece = field.chars().skip(fit.from as usize).take(length);
                let entry = guesses
                    .entry(piece.map(fold::fold_char).collect())
                    .or_insert((u32::MAX, 0));
                entry.0 = entry
                    .0
                    .min(distance * 8 + 7 - u32::from(sound::goodness(&fit)));
                entry.1 -= 1;
            }
        }
        Ok(())
    }
}

fn fields(small: &Small) -> impl Iterator<Item = &str> {
    [small.title.as_str(), small.agency.as_str()]
        .into_iter()
        .chain(small.subjects.lines())
}

/// Tokens of a word without the character at `hole`, under a mark.
fn around(chars: &[char], hole: usize, mark: &str) -> Expression {
    let mut tokens = Vec::new();
    for part in [&chars[..hole], &chars[hole + 1..]] {
        match part {
            [] => {}
            // Bodies have no token for a character alone.
            [c] if !mark.is_empty() => tokens.push(format!("!{c}")),
            [_] => {}
            part => tokens.extend(spread(part).iter().map(|pair| format!("{mark}{pair}"))),
        }
    }
    all(thin(tokens, TOKENS_MAX).iter().map(|one| token(one)))
}

/// Adds each way a text fills the hole with another character.
fn fill(chars: &[char], hole: usize, text: &str, guesses: &mut Guesses) {
    let text: Vec<char> = text.chars().collect();
    for window in text.windows(chars.len()) {
        let fits = window
            .iter()
            .zip(chars)
            .enumerate()
            .all(|(at, (a, b))| (at == hole) != (a == b));
        if fits && fold::is_word(window[hole]) {
            let entry = guesses.entry(window.iter().collect()).or_insert((1, 0));
            entry.1 -= 1;
        }
    }
}

/// The sound of a word, character by character; `None` if a hanzi has none.
fn same_sound(chars: &[char]) -> Option<Split> {
    let pieces: Option<Vec<Piece>> = chars
        .iter()
        .map(|c| match sound::sounds(*c).first() {
            Some(sound) => Some(Piece::Syllable((*sound).to_owned())),
            None if fold::is_hanzi(*c) => None,
            None => Some(Piece::Char(*c)),
        })
        .collect();
    Some(Split {
        pieces: pieces?,
        anchored: false,
    })
}

/// One letter replaced by another.
fn replaced(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut spellings = Vec::new();
    for (at, old) in chars
        .iter()
        .enumerate()
        .filter(|(_, c)| c.is_ascii_lowercase())
    {
        for new in ('a'..='z').filter(|new| new != old) {
            let mut other = chars.clone();
            other[at] = new;
            spellings.push(other.into_iter().collect());
        }
    }
    spellings
}

/// One letter left out, typed too often, or swapped with the next.
fn shifted(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut spellings = Vec::new();
    let letter = |at: usize| chars.get(at).is_some_and(char::is_ascii_lowercase);
    for at in 0..=chars.len() {
        if letter(at) {
            let mut other = chars.clone();
            other.remove(at);
            spellings.push(other.into_iter().collect());
        }
        if letter(at) && letter(at + 1) {
            let mut other = chars.clone();
            other.swap(at, at + 1);
            spellings.push(other.into_iter().collect());
        }
        if letter(at) || (at > 0 && letter(at - 1)) {
            for new in 'a'..='z' {
                let mut other = chars.clone();
                other.insert(at, new);
                spellings.push(other.into_iter().collect());
            }
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_filled_by_what_stands_there() {
        let chars: Vec<char> = "住房工积金".chars().collect();
        let mut guesses = Guesses::new();
        fill(&chars, 2, "住房公积金管理条例", &mut guesses);
        fill(&chars, 2, "住房，积金", &mut guesses);
        fill(&chars, 2, "住房工积金", &mut guesses);
        assert_eq!(guesses.into_keys().collect::<Vec<_>>(), ["住房公积金"]);
    }

    #[test]
    fn slips_of_one_letter() {
        assert!(replaced("laodomgfa").contains(&"laodongfa".to_owned()));
        for typed in [
            "laodngfa",
            "laoddongfa",
            "laodognfa",
            "aodongfa",
            "laodongf",
        ] {
            let found = shifted(typed).contains(&"laodongfa".to_owned());
            assert!(found, "{typed}");
        }
    }
}
