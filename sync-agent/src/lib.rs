//! sync-agent: pulls the signed feed into the mirror of a terminal. Owns mirror.db and trust.db as their only writer.
//! Never touches the journal's file, never shows anything to visitors, and applies nothing that `feed` has not verified.
//!
//! `pull` is the way in, `report` the way out, `tell` what one sees from outside, `trust` what is never forgotten. `pull` and
//! `tell` know nothing of each other, and none of the four knows `agent`, which puts them together.
//!
//! Decisions:
//!
//! - A refused feed changes nothing. Every pending segment is fetched and verified before the first document, or the
//!   first takedown, touches the mirror. When the network gives up in between, the verified takedowns still go first
//!   (R23).
//! - A stick is imported by the running agent: a udev rule mounts it read-only below `[sync] media` and reloads the
//!   service (SIGHUP). `import PATH` by hand still answers 75 while another agent holds the lock.
//! - A takedown has two receipts: the agent's (gone from mirror, index and raw file) and the kiosk's (gone from
//!   screen and print queue). The kiosk notes in `journal.db` only up to which state of the mirror it has followed
//!   (`journal::Writer::mirror_seen`); which takedowns that confirms the agent works out. So nothing tells that a
//!   visitor had the document open.
//! - A card that forgets a page is noticed by `PRAGMA quick_check` when the agent starts (so with every `once`), once
//!   a day, and by the whole of `verify` when the desk asks `check`. A damaged mirror stays in use until a verified
//!   feed is there to fill it anew; `trust.db` stays. What quick_check cannot see, bytes inside a body, the body's
//!   own checksum tells when it is read.
//! - A higher epoch under the same root refills the mirror from the start; another repository is refused unless the
//!   root says so.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod agent;
pub mod cli;
pub mod clock;
pub mod failure;
pub mod lock;
pub mod media;
pub mod pull;
pub mod report;
pub mod schedule;
pub mod serve;
pub mod tell;
pub mod terminal;
pub mod trust;
pub mod wishes;
