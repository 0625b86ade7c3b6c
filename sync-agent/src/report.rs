//! The way out: what a terminal reports of itself and of its register. Owns batches and their sending; writes neither the
//! register nor the mirror.

pub mod upload;
