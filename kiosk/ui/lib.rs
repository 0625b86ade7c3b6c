//! The screens as the Slint compiler writes them, in a crate of their own: they take longest to build and change least.
//! `kiosk::bridge` alone uses them.

// What the Slint compiler writes is not ours to polish. Allowed for all of the crate, whose own words are these: lints that no line asks
// for are not even run, which on so much code takes minutes.
#![allow(
    missing_docs,
    unused_qualifications,
    clippy::all,
    clippy::unwrap_used,
    clippy::todo
)]

mod generated {
    slint::include_modules!();
}

pub use generated::*;
