//! Words and characters: what is written alike, how it sounds, which tokens a document has. Pure, and the lowest layer: knows
//! documents as plain data, no index, no file, no search.

pub mod citation;
pub mod fold;
pub mod heading;
pub mod initial;
pub mod mark;
pub mod number;
pub mod question;
pub mod quick;
pub mod segment;
pub mod sound;
mod syllables;
pub mod synonyms;
pub mod terms;
pub mod tokens;
