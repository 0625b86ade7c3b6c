//! Attachments (附件): pages as pictures and text, from files nobody here wrote. Owns the half that asks, the protocol between it
//! and the program that reads foreign bytes, the limits of both, and what was left out of a page. Knows no document of ours, no
//! mirror, no screen; imports none of our crates.
//!
//! Decided here:
//! - **No library reads a foreign file in a process of ours.** Every reader that was tried (also PDFium) can be brought to an abort
//!   or to gigabytes by a file of a few kilobytes. So one child process holds one document, under limits of memory and time, with no
//!   file, network or process within its reach, and is killed when it is late. What it answers is believed no more than the file.
//! - **A page is right, or it is said what is missing.** Characters that cannot be known are left blank and marked, never guessed.
//! - **The type of a file is what its bytes say**, never its name.
//! - **The program is a workspace of its own** (`program`): Cargo unites features over a workspace, and each decoder switched on there
//!   would be compiled into whoever else uses the same library. This crate knows none of them.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod believed;
mod failure;
pub mod kind;
mod leash;
pub mod limits;
mod page;
mod parent;
mod password;
mod protocol;
mod waiting;

pub use failure::Failure;
pub use leash::Leash;
pub use page::{Hidden, LeftOut, Mark, Page};
pub use parent::{Inner, Open, Picture, Source, Viewer};
pub use password::Password;
pub use protocol::{
    Answer, Block, Opened, Part, Reason, Request, Span, Text, read_answer, read_request,
    write_answer, write_request,
};
