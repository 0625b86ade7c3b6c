//! From keys to words: pinyin, strokes and code points for every field that a visitor types into. Imports none of ours: the words
//! of the mirror and the question how many documents a word finds are arguments. Never remembers what was typed, never writes
//! for longer than it runs.
//!
//! - **Words of the mirror come first**, by whole sound, initials, half syllables or strokes ([`Words`]). What is typed by initials is
//!   found among them only: a dictionary's guess at initials is, more often than not, the name of a person.
//! - **librime** adds the words of a dictionary, with every sound typed in full. It is loaded when the program runs ([`Rime`]), so the
//!   product builds and runs without it, and says so. It does not learn: no user dictionary, no record of what was chosen,
//!   and its folder is private, in memory where there is such a place, and gone with the program.
//! - **Strokes** come from a table of our own (`assets/input`), not from librime's schema: it has the hanzi that the schema lacks, knows
//!   which are common, takes a stroke one is not sure of, and finds whole words. A hanzi whose strokes no source tells is found by
//!   those of its radical and their number.
//! - **Traditional forms** are offered alone, behind the others, and never inside a word of the dictionary.

mod characters;
mod code_point;
mod engine;
mod fit;
mod offer;
mod phrases;
mod pinyin;
mod rime;
mod spelling;
mod strokes;
mod syllables;
mod words;

pub use characters::Characters;
pub use engine::Engine;
pub use offer::{Ask, Candidate, Documents, Finds, Method, Offer, Source, Unasked};
pub use phrases::{PHRASE_CHARS_MAX, Phrases, Told};
pub use rime::{Missing, Place, Rime, scratch_folder};
pub use words::Words;

/// Keys of one composition; more are not taken.
pub const KEYS_MAX: usize = 48;
/// Candidates of one offer.
pub const CANDIDATES_MAX: usize = 400;
/// Characters of a word of the mirror.
pub const WORD_CHARS_MAX: usize = 16;
/// Words of the mirror that are held; the most frequent stay.
pub const WORDS_MAX: usize = 200_000;
