//! The words of the mirror, found by sound, by strokes, or as the continuation of what stands there already. Owns their order:
//! the word that more documents have comes first. Knows no dictionary.

use crate::characters::{Characters, Rank};
use crate::fit::{Fit, fit};
use crate::strokes::{Written, written};
use crate::syllables::Syllable;
use crate::{WORD_CHARS_MAX, WORDS_MAX};

/// Words with the number of documents that have them.
#[derive(Debug, Default)]
pub struct Words {
    /// The most frequent first.
    list: Vec<Word>,
    /// Ranks of the characters of all words.
    characters: Vec<Rank>,
    /// Words by the letter that they begin with, in any reading.
    by_letter: Vec<Vec<u32>>,
    /// Words in the order of their text.
    by_text: Vec<u32>,
}

#[derive(Debug)]
struct Word {
    text: Box<str>,
    documents: u32,
    from: u32,
    length: u8,
}

/// A word that fits to what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) struct Found<'a, How> {
    pub text: &'a str,
    /// How many documents have it.
    pub documents: u32,
    /// How it fits.
    pub how: How,
}

impl Words {
    /// Takes words of two and more hanzi; others cannot be typed as words. Of too many the most frequent stay.
    pub fn new<Text: Into<Box<str>>>(
        characters: &Characters,
        words: impl IntoIterator<Item = (Text, u32)>,
    ) -> Words {
        let mut all: Vec<(Box<str>, u32)> = words
            .into_iter()
            .map(|(text, documents)| (text.into(), documents))
            .collect();
        // A word that comes twice has the greater number.
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        all.dedup_by(|a, b| a.0 == b.0);
        all.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
        let mut words = Words {
            by_letter: vec![Vec::new(); 26],
            ..Words::default()
        };
        for (text, documents) in all {
            if words.list.len() == WORDS_MAX {
                break;
            }
            words.take(characters, text, documents);
        }
        words.by_text = (0..number(words.list.len())).collect();
        words.by_text.sort_unstable_by(|a, b| {
            words.list[*a as usize]
                .text
                .cmp(&words.list[*b as usize].text)
        });
        words
    }

    fn take(&mut self, characters: &Characters, text: Box<str>, documents: u32) {
        let length = text.chars().count();
        if !(2..=WORD_CHARS_MAX).contains(&length) {
            return;
        }
        let from = self.characters.len();
        for character in text.chars() {
            let Some(rank) = characters.rank(character) else {
                self.characters.truncate(from);
                return;
            };
            self.characters.push(rank);
        }
        let mut letters: Vec<u8> = characters
            .sounds(self.characters[from])
            .iter()
            .map(|sound| characters.syllables().text(*sound).as_bytes()[0])
            .collect();
        letters.sort_unstable();
        letters.dedup();
        for letter in letters {
            self.by_letter[usize::from(letter - b'a')].push(number(self.list.len()));
        }
        self.list.push(Word {
            text,
            documents,
            from: number(from),
            length: u8::try_from(length).expect("at most WORD_CHARS_MAX"),
        });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn ranks(&self, word: &Word) -> &[Rank] {
        let from = word.from as usize;
        &self.characters[from..from + usize::from(word.length)]
    }

    fn sounds<'a>(
        &'a self,
        word: &Word,
        characters: &'a Characters,
    ) -> impl ExactSizeIterator<Item = &'a [Syllable]> {
        self.ranks(word).iter().map(|rank| characters.sounds(*rank))
    }

    /// Words whose sound fits to the keys, the most frequent first.
    pub(crate) fn by_sound<'a>(
        &'a self,
        characters: &'a Characters,
        keys: &'a str,
    ) -> impl Iterator<Item = Found<'a, Fit>> {
        let letter = keys.bytes().next().filter(u8::is_ascii_lowercase);
        let bucket = letter.and_then(|letter| self.by_letter.get(usize::from(letter - b'a')));
        bucket.into_iter().flatten().filter_map(move |index| {
            let word = &self.list[*index as usize];
            let how = fit(
                keys.as_bytes(),
                self.sounds(word, characters),
                characters.syllables(),
            )?;
            Some(Found {
                text: &word.text,
                documents: word.documents,
                how,
            })
        })
    }

    /// Words whose strokes, from the character `skip` on, begin with the typed ones (`?` is any stroke); the most frequent first.
    pub(crate) fn by_strokes<'a>(
        &'a self,
        characters: &'a Characters,
        strokes: &'a [u8],
    ) -> impl Iterator<Item = Found<'a, Written>> {
        self.list.iter().filter_map(move |word| {
            let ways = self
                .ranks(word)
                .iter()
                .map(|rank| characters.strokes(*rank));
            let how = written(strokes, ways)?;
            Some(Found {
                text: &word.text,
                documents: word.documents,
                how,
            })
        })
    }

    /// Words that begin with the end of `before` and whose next characters have the typed strokes: how many characters of `before` they
    /// take up, and the word. Those that take up more come first.
    pub(crate) fn continuing<'a>(
        &'a self,
        characters: &'a Characters,
        before: &'a str,
        strokes: &'a [u8],
    ) -> Vec<(usize, Found<'a, Written>)> {
        let mut found = Vec::new();
        let chars = before.chars().count();
        for (skipped, (start, _)) in before.char_indices().enumerate() {
            let taken = chars - skipped;
            if taken >= WORD_CHARS_MAX {
                continue;
            }
            let mut of_these: Vec<(usize, Found<'a, Written>)> = self
                .starting(&before[start..])
                .filter_map(|word| {
                    let ways = self.ranks(word)[taken..]
                        .iter()
                        .map(|rank| characters.strokes(*rank));
                    let how = written(strokes, ways)?;
                    Some((
                        taken,
                        Found {
                            text: &word.text,
                            documents: word.documents,
                            how,
                        },
                    ))
                })
                .collect();
            of_these.sort_by_key(|(_, found)| std::cmp::Reverse(found.documents));
            found.append(&mut of_these);
        }
        found
    }

    /// Longer words that start with `text`.
    fn starting<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Word> {
        let from = self
            .by_text
            .partition_point(|index| &*self.list[*index as usize].text < text);
        self.by_text[from..]
            .iter()
            .map(|index| &self.list[*index as usize])
            .take_while(move |word| word.text.starts_with(text))
            .filter(move |word| word.text.len() > text.len())
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).expect("fewer than WORDS_MAX words of WORD_CHARS_MAX")
}
