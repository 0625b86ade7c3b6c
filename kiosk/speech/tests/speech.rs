//! What is said, from outside the crate: goldens, properties, hostile text, the characters of the standard table, the real voice.
//! Opens no sound card.
#![allow(clippy::unwrap_used)]

#[path = "speech/golden.rs"]
mod golden;
#[path = "speech/hostile.rs"]
mod hostile;
#[path = "speech/judged.rs"]
mod judged;
#[path = "speech/player.rs"]
mod player;
#[path = "speech/properties.rs"]
mod properties;
#[path = "speech/standard.rs"]
mod standard;
#[path = "speech/voice.rs"]
mod voice;
