//! The register from outside, in one program: what is promised of damaged files, reprints, random steps, forgers, and journals of
//! earlier versions.
#![allow(clippy::unwrap_used)]

mod carried;
mod clock;
mod compat;
mod damage;
mod key;
mod month;
mod reprint;
mod state_machine;
mod tampering;
mod tampers;
