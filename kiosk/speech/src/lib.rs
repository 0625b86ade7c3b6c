//! What the terminal says, and how: official Chinese text to clauses of toned pinyin and Latin pieces, and a voice that
//! makes samples of a clause.
//! Knows no screen, no document, no sound card; draws nothing, logs nothing.
//!
//! `text -> normalise -> readings -> sandhi -> Clause -> Engine -> samples`, each step a pure function up to the engine.
//!
//! Decisions
//! - **Readings are ours, the voice only pronounces.** Speech synthesis of free voices reads official Chinese wrongly; toned pinyin leaves
//!   it nothing to guess. Tables: CC-CEDICT words with one reading over the phrase list of phrase-pinyin-data, under `overlay.txt`, which is
//!   ours; all in `assets/speech`, made by `make.py` there.
//! - **Tables stay text.** They are compiled in as they lie in the tree and searched in place by halving, so a running
//!   terminal holds only the pages it has touched, and a licence can be kept per file.
//! - **Normalising is one pass of rules over one position**, not a chain of replacements: every said piece knows which characters it stands
//!   for, which marking the clause on the screen needs, and no rule sees what another one wrote.
//! - **Fewest words, no frequencies.** A segmenter with word frequencies gave worse readings on official text.
//! - **Context rules are data** (`@` lines of the overlay): a character that stays a word of its own is read by what stands beside it.
//! - **Latin is another voice.** In a pinyin voice letters would be syllables, so a clause keeps them as pieces of their own.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod clause;
pub mod engine;
mod normalise;
mod numerals;
mod readings;
mod sandhi;
pub mod speaker;
mod table;

pub use clause::{Clause, Piece, clauses};
pub use normalise::{Pause, Said, Token, normalise};
pub use readings::{Word, explained, has_reading, parts};
