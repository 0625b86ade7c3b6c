//! Speaks texts in a thread of its own, clause after clause, and says which one is being heard. A hush cuts it at once. Keeps no text
//! past its end, decides nothing about what is worth saying.
//!
//! Sound goes out through one trait. [`Player`] is a child process, like the voice: what hangs or crashes takes only itself
//! away, and to end it is to be silent at once.

mod cue;
mod player;
mod sink;
mod trial;
mod volume;
mod work;

pub use cue::Cue;
pub use player::{Output, Player};
pub use sink::{Sink, Swallow};
pub use trial::{Lack, Watch, lack};
pub use volume::Volume;
pub use work::{NOT_BEFORE, Report, Sound, Speaker, Utterance};
