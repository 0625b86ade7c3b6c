//! The way out: what a terminal reports of itself and of its register. Owns batches from the journal's entries to the proof that
//! they arrived, and the status that goes along; writes neither the register nor the mirror. The format is crate `batch`'s.

mod arrived;
mod entries;
mod key;
mod send;
mod sender;
mod standing;

pub use sender::{KEPT_DIR, OUTBOX_DIR, Sender};
