//! Clauses: what is said in one breath, with the silence after it and the characters it stands for. Makes no sound.

use std::ops::Range;

use crate::normalise::{Pause, Said, normalise};
use crate::readings::{Word, read};
use crate::sandhi;

/// Longer stretches without a pause are parted, so that a touch never waits for a voice and a fault loses little.
const CLAUSE_SYLLABLES_MAX: usize = 80;

/// Latin words go on in a new piece behind this.
const LATIN_BYTES_MAX: usize = 64;

/// A stretch of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words in toned pinyin.
    Mandarin(Vec<Word>),
    /// Letters or words for the voice of Latin script: `P D F`, `Wi-Fi`.
    Latin(String),
}

/// What is said in one breath.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Clause {
    pub pieces: Vec<Piece>,
    /// The silence after it.
    pub pause: Pause,
    /// Which characters of the text it stands for, counted in Unicode scalar values.
    pub span: Range<usize>,
}

impl Clause {
    /// The words as they are said, without pauses.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Mandarin(words) => text.extend(words.iter().map(|w| w.text.as_str())),
                Piece::Latin(latin) => {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(latin);
                    text.push(' ');
                }
            }
        }
        text.trim_end().to_owned()
    }

    /// Toned pinyin, a space between syllables; Latin pieces as they are.
    #[must_use]
    pub fn pinyin(&self) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Mandarin(words) => {
                    parts.extend(words.iter().flat_map(|w| w.syllables.iter().copied()));
                }
                Piece::Latin(latin) => parts.push(latin),
            }
        }
        parts.join(" ")
    }

    /// How many syllables of Mandarin.
    #[must_use]
    pub fn syllables(&self) -> usize {
        self.pieces.iter().map(Piece::syllables).sum()
    }
}

impl Piece {
    fn syllables(&self) -> usize {
        match self {
            Self::Mandarin(words) => words.iter().map(|w| w.syllables.len()).sum(),
            Self::Latin(_) => 0,
        }
    }

    /// How long it takes, in syllables; two letters are about one.
    fn weight(&self) -> usize {
        match self {
            Self::Mandarin(_) => self.syllables(),
            Self::Latin(latin) => latin.len() / 2 + 1,
        }
    }
}

/// What `text` sounds like. Says everything that can be said; what cannot be (drawings, ornaments) is silent.
#[must_use]
pub fn clauses(text: &str) -> Vec<Clause> {
    let mut done = Vec::new();
    let mut open = Open::default();
    for token in normalise(text) {
        match token.said {
            Said::Han(han) => open.han(&han, &token.span),
            Said::Latin(latin) => open.latin(&latin, &token.span),
            Said::Pause(pause) => match open.close(pause) {
                Some(clause) => push(&mut done, clause),
                // Of two silences in a row the longer one counts.
                None => {
                    if let Some(last) = done.last_mut() {
                        last.pause = last.pause.max(pause);
                    }
                }
            },
        }
    }
    if let Some(clause) = open.close(Pause::Stop) {
        push(&mut done, clause);
    }
    done
}

/// Adds a clause, parted where it is too long for one breath.
fn push(done: &mut Vec<Clause>, clause: Clause) {
    if clause.pieces.iter().map(Piece::weight).sum::<usize>() <= CLAUSE_SYLLABLES_MAX {
        done.push(clause);
        return;
    }
    let mut parts = Parts {
        done,
        pieces: Vec::new(),
        room: CLAUSE_SYLLABLES_MAX,
        span: clause.span,
    };
    for piece in clause.pieces {
        match piece {
            Piece::Latin(_) => {
                parts.make_room(piece.weight());
                parts.pieces.push(piece);
            }
            Piece::Mandarin(words) => {
                for word in words {
                    parts.make_room(word.syllables.len());
                    match parts.pieces.last_mut() {
                        Some(Piece::Mandarin(open)) => open.push(word),
                        _ => parts.pieces.push(Piece::Mandarin(vec![word])),
                    }
                }
            }
        }
    }
    parts.close(clause.pause);
}

/// The parts of a clause that is too long.
struct Parts<'a> {
    done: &'a mut Vec<Clause>,
    pieces: Vec<Piece>,
    /// Syllables that still fit.
    room: usize,
    span: Range<usize>,
}

impl Parts<'_> {
    fn make_room(&mut self, weight: usize) {
        if weight > self.room && !self.pieces.is_empty() {
            self.close(Pause::List);
            self.room = CLAUSE_SYLLABLES_MAX;
        }
        self.room = self.room.saturating_sub(weight);
    }

    fn close(&mut self, pause: Pause) {
        if !self.pieces.is_empty() {
            self.done.push(Clause {
                pieces: std::mem::take(&mut self.pieces),
                pause,
                span: self.span.clone(),
            });
        }
    }
}

/// The clause that is being put together.
#[derive(Default)]
struct Open {
    pieces: Vec<Raw>,
    span: Option<Range<usize>>,
}

enum Raw {
    Han(String),
    Latin(String),
}

impl Open {
    fn cover(&mut self, span: &Range<usize>) {
        self.span = Some(match self.span.take() {
            None => span.clone(),
            Some(known) => known.start.min(span.start)..known.end.max(span.end),
        });
    }

    fn han(&mut self, text: &str, span: &Range<usize>) {
        self.cover(span);
        match self.pieces.last_mut() {
            Some(Raw::Han(open)) => open.push_str(text),
            _ => self.pieces.push(Raw::Han(text.to_owned())),
        }
    }

    fn latin(&mut self, text: &str, span: &Range<usize>) {
        self.cover(span);
        match self.pieces.last_mut() {
            Some(Raw::Latin(open)) if open.len() < LATIN_BYTES_MAX => {
                open.push(' ');
                open.push_str(text);
            }
            _ => self.pieces.push(Raw::Latin(text.to_owned())),
        }
    }

    fn close(&mut self, pause: Pause) -> Option<Clause> {
        let span = self.span.take()?;
        let pieces = std::mem::take(&mut self.pieces)
            .into_iter()
            .filter_map(|raw| match raw {
                Raw::Latin(latin) => Some(Piece::Latin(latin)),
                Raw::Han(han) => {
                    let mut words = read(&han);
                    sandhi::settle(&mut words);
                    (!words.is_empty()).then_some(Piece::Mandarin(words))
                }
            })
            .collect::<Vec<_>>();
        (!pieces.is_empty()).then_some(Clause {
            pieces,
            pause,
            span,
        })
    }
}
