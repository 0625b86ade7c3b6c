//! What may have been meant when nothing was found: one wrong or missing character, a word that sounds the same, one wrong,
//! missing, doubled or swapped letter of pinyin, a citation, words run together. Owns the guesses; each is checked to find
//! something before it is offered.

use std::collections::HashSet;

use crate::index::expression::{Place, all, split_expression, token};
use crate::query::Query;
use crate::search::fault::Found;
use crate::search::hole::{Guesses, Hole};
use crate::search::plan::Plan;
use crate::search::spelling::{replaced, shifted};
use crate::search::view::Search;
use crate::search::word::Word;
use crate::store::codes::Small;
use crate::words::citation;
use crate::words::fold;
use crate::words::mark::Mark;
use crate::words::segment;
use crate::words::sound::{self, Piece, Split};

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
const BODIES_MAX: usize = 3;
/// Times that a piece of two characters has to sound so: met once, it is mostly the end of one word and the start of another.
const SHORT_MET_MIN: i64 = 2;
/// Fields that must hold a piece before they say that it is no word.
const WITNESSES_MIN: usize = 3;
/// Documents that are looked at before a piece of a sentence, or a whole guess, is taken for nothing: what the index proposes and
/// they do not bear out is not worth hundreds of bodies.
const PIECE_LOOKS_MAX: usize = 2;
const OFFERED_LOOKS_MAX: usize = 24;
/// Spellings that are looked up.
const SPELLINGS_MAX: usize = 400;

/// What may be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Asked {
    /// What one slip may have made of it, else what finds a part of it.
    Anything,
    Slips,
}

impl Search<'_> {
    /// Queries that find something and say what was typed as official texts say it, or differ in one word by one slip, the
    /// likeliest first; if there is none, those that leave something out.
    pub fn meant(&self, plan: &Plan, query: &Query, asked: Asked) -> Found<Vec<String>> {
        let alone = plan.words.len() == 1;
        let mut unknown: Vec<usize> = Vec::new();
        for (index, word) in plan.words.iter().enumerate().take(WORDS_MAX) {
            if !word.quoted && (alone || !self.finds(&word.folded, query, OFFERED_LOOKS_MAX)?) {
                unknown.push(index);
            }
        }
        let mut offered: Vec<String> = Vec::new();
        for &index in &unknown {
            let guesses = self.slips(&plan.words[index])?;
            self.offer(plan, query, index, guesses, &mut offered)?;
        }
        if offered.is_empty() && asked == Asked::Anything {
            for &index in &unknown {
                let parts = self.parts(&plan.words[index], query)?;
                self.offer(plan, query, index, parts, &mut offered)?;
            }
        }
        Ok(offered)
    }

    /// Offers the query with other ways to say the word at `index`, if they find something.
    fn offer(
        &self,
        plan: &Plan,
        query: &Query,
        index: usize,
        ways: Vec<String>,
        offered: &mut Vec<String>,
    ) -> Found<()> {
        for way in ways.into_iter().take(TRIED_MAX) {
            if offered.len() >= OFFERED_MAX {
                break;
            }
            let mut words: Vec<&str> = plan.words.iter().map(|w| w.folded.as_str()).collect();
            words[index] = &way;
            let text = words.join(" ");
            if !offered.contains(&text) && self.finds(&text, query, OFFERED_LOOKS_MAX)? {
                offered.push(text);
            }
        }
        Ok(())
    }

    /// What one slip may have made of it, the likeliest first.
    fn slips(&self, word: &Word) -> Found<Vec<String>> {
        let guesses = if word.splits.is_empty() {
            self.characters(&word.folded)?
        } else {
            self.letters(&word.folded)?
        };
        let mut ordered: Vec<(String, (u32, i64))> = guesses.into_iter().collect();
        ordered.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        let mut words = Vec::new();
        for guess in ordered.into_iter().take(TRIED_MAX * 2) {
            if self.is_typed(&guess.0)? {
                words.push(guess);
            }
        }
        let ordered = words;
        let cited = citation::written_out(&word.folded).into_iter();
        Ok(cited
            .chain(ordered.into_iter().map(|(guess, _)| guess))
            .collect())
    }

    /// A sentence as words, and its longest words alone: 请问劳动合同法 asks for 劳动合同法.
    fn parts(&self, word: &Word, query: &Query) -> Found<Vec<String>> {
        let chars: Vec<char> = word.folded.chars().collect();
        if !word.splits.is_empty() || chars.len() > CHARS_MAX {
            return Ok(Vec::new());
        }
        let mut pieces =
            segment::pieces(&chars, |piece| self.finds(piece, query, PIECE_LOOKS_MAX))?;
        let mut ways = Vec::new();
        let mut all_words = pieces.len() > 1;
        for piece in &pieces {
            all_words = all_words && self.is_word(piece)?;
        }
        if all_words {
            ways.push(pieces.join(" "));
        }
        let length = |piece: &String| piece.chars().count();
        let longest = pieces.iter().map(length).max().unwrap_or(0);
        pieces.retain(|piece| length(piece) * 2 > longest);
        pieces.sort_by_key(|piece| std::cmp::Reverse(length(piece)));
        for piece in pieces {
            if self.is_word(&piece)? {
                ways.push(piece);
            }
        }
        Ok(ways)
    }

    /// Whether titles, agencies or subjects show that a piece is a word and no part of one: it stands at their borders or between
    /// different neighbours. 民共 never does. What few of them hold is taken for a word: nothing speaks against it.
    pub fn is_word(&self, piece: &str) -> Found<bool> {
        let (begins, ends) = self.borders(piece)?;
        Ok(begins && ends)
    }

    /// Whether a piece may be what somebody meant who typed all of it: a word, or its beginning, which people leave it at (消费者权益
    /// of 消费者权益保护); the end of one and its middle (国突发 of 共和国突发事件) nobody types.
    fn is_typed(&self, piece: &str) -> Found<bool> {
        let (begins, ends) = self.borders(piece)?;
        Ok(begins && (ends || piece.chars().nth(2).is_some()))
    }

    /// Whether a word begins and ends where a piece does.
    fn borders(&self, piece: &str) -> Found<(bool, bool)> {
        let chars: Vec<char> = piece.chars().collect();
        let (mut before, mut behind, mut holders) = (HashSet::new(), HashSet::new(), 0);
        for mark in [Mark::TitlePair, Mark::NamePair] {
            let pairs = all(chars
                .windows(2)
                .map(|pair| token(&mark.token(pair.iter().collect::<String>()))));
            for row in self.newest(&pairs, ROWS_MAX)? {
                let Some(small) = self.small(row)? else {
                    continue;
                };
                for field in fields(&small) {
                    let field = fold::fold(field);
                    holders += usize::from(field.contains(piece));
                    for (at, found) in field.match_indices(piece) {
                        let border = |c: Option<char>| c.filter(|c| fold::is_word(*c));
                        before.insert(border(field[..at].chars().next_back()));
                        behind.insert(border(field[at + found.len()..].chars().next()));
                    }
                }
            }
        }
        let parted = |beside: &HashSet<Option<char>>| {
            holders < WITNESSES_MIN || beside.contains(&None) || beside.len() > 1
        };
        Ok((parted(&before), parted(&behind)))
    }

    /// Whether one of the first `looks` documents that the index proposes holds it.
    fn finds(&self, text: &str, query: &Query, looks: usize) -> Found<bool> {
        let query = Query {
            text: text.to_owned(),
            offset: 0,
            limit: 1,
            exact: false,
            ..query.clone()
        };
        let plan = Plan::new(&query);
        Ok(!plan.is_empty() && self.has_hit(&plan, &query, looks)?)
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
            for at in 0..chars.len() {
                self.holed(&Hole::wrong(&chars, at), &mut guesses)?;
            }
            for at in 1..chars.len() {
                self.holed(&Hole::missing(&chars, at), &mut guesses)?;
            }
        }
        let hanzi = chars.iter().all(|c| fold::is_hanzi(*c));
        if guesses.is_empty() && hanzi && chars.len() >= HOLED_IN_BODY_CHARS_MIN {
            for at in 0..chars.len() {
                self.holed_in_bodies(&Hole::wrong(&chars, at), &mut guesses)?;
            }
        }
        Ok(guesses)
    }

    /// Small fields that hold the word with any character in the hole.
    fn holed(&self, hole: &Hole<'_>, guesses: &mut Guesses) -> Found<()> {
        for mark in [Mark::TitlePair, Mark::NamePair] {
            for row in self.newest(&hole.around(Some(mark)), ROWS_MAX)? {
                let Some(small) = self.small(row)? else {
                    continue;
                };
                for field in fields(&small) {
                    hole.fill(&fold::squeeze(field), guesses);
                }
            }
        }
        Ok(())
    }

    fn holed_in_bodies(&self, hole: &Hole<'_>, guesses: &mut Guesses) -> Found<()> {
        for row in self.newest(&hole.around(None), BODIES_MAX)? {
            let Some(small) = self.small(row)? else {
                continue;
            };
            hole.fill(self.body(row, &small.id)?.folded(), guesses);
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
            guesses
                .retain(|guess, (_, met)| guess.chars().nth(2).is_some() || -*met >= SHORT_MET_MIN);
            if !guesses.is_empty() {
                break;
            }
        }
        Ok(guesses)
    }

    /// Pieces of small fields that sound so.
    pub fn sounding(&self, split: &Split, distance: u32, guesses: &mut Guesses) -> Found<()> {
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
