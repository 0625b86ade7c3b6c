//! A voice: clauses to samples, through one trait, so that a site may put in a better one. Plays nothing and keeps no text.

mod espeak;
mod fake;
mod pinyin;
mod voice;
mod wav;

pub use espeak::Espeak;
pub use fake::Fake;
pub use pinyin::{Lot, Tongue, lots};
pub use voice::{Ended, Engine, Fault, HUSH_SEEN_MS, Hush, RATE, Speed};
pub use wav::{Header, Wav, header};
