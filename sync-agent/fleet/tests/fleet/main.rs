//! The fleet from outside: the real program over folders and a web server, and a simulated month.
#![allow(clippy::unwrap_used)]

mod month;
mod program;
mod world;
