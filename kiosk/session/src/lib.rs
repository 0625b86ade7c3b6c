//! What a visitor does at the terminal, as a pure state machine: `step(now, event) -> effects`, and one value for each picture.
//! Knows documents and the register by their types only. Opens no file, asks no clock, names no widget, no printer.
//!
//! Three layers with the same names, and below them two more in the program (`kiosk/src/bridge/pages`, `kiosk/ui/pages`):
//!
//! | layer | holds | knows |
//! |---|---|---|
//! | `screen/<name>.rs` | the value of a picture, and its `Touch` | data only |
//! | `visit/<name>.rs` | what the visitor did there, and what a touch changes | a [`Turn`], never the [`Session`] |
//! | `view/<name>.rs` | state to value | everything, changes nothing |
//!
//! A new screen is one file in each. Its place has to answer [`Duties`], which has no default answers: what becomes of it when
//! its document is withdrawn, when it is covered, when a question failed, and how long nobody may touch it.
//!
//! Decisions:
//!
//! - The attendant's desk is a visit of its own (`session::attendant`): it begins by wiping the visitor's, is left
//!   like one, and shows no document. Behind a PIN (Argon2id hash in the settings; every try counts when it is made,
//!   from the third wrong one on everybody waits, doubling to 15 minutes) lie the register, the settling of what
//!   nobody knows, and 补打. The register holds no text, so a slip is made again only while the mirror has the very
//!   revision that it was made of. Its footer is its own and seen from afar;
//!   it is left by 退出, or by itself. A call waits while an attendant comes in, and is answered or lapses with the desk.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod affairs;
pub mod articles;
mod asks;
pub mod attached;
mod hearing;
pub mod keyboard;
mod language;
pub mod leaf;
pub mod marks;
pub mod moment;
mod orders;
mod printer_state;
mod register;
mod rules;
pub mod screen;
pub mod services;
mod session;
mod spoken;
pub mod staff;
pub mod statute;
mod terminal;
#[cfg(test)]
mod tests;
mod tries;
pub mod view;
mod visit;

pub use affairs::{Affairs, Duty, Machine, Roll, ShelfFound, WORKS, Waiting, Worked};
pub use asks::{Answer, Effect, Event, Heard, Missing, Opened, Overview, Question};
pub use hearing::VoiceState;
pub use language::Language;
pub use orders::{Again, Job, Measure, Order, Report, Stood};
pub use printer_state::{PrinterState, Unreached};
pub use register::{Password, Pin, Slip};
pub use rules::{Rules, Said};
pub use session::Session;
pub use terminal::Terminal;
pub use visit::*;
