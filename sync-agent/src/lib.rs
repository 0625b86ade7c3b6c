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
//!   root says so. So does a log that says other things under the same numbers (`feed::chain`), once all of its segments
//!   are here: until then the screen goes on with what was there.
//! - Takedowns, numbers and time belong to repository, epoch and the keys of the targets. After a change of keys the new
//!   list is the whole truth, which is the way back from stolen keys; before it, a takedown is never forgotten.
//! - What `trust.db` knows to be gone leaves an old copy of the mirror at every start, before the network is asked; but
//!   not what only a refused feed takes down.
//! - A time is believed as far as it can be right (`clock`): 2100 in a publication moves nothing, 1970 on the terminal
//!   stops nothing, https included.
//! - An attachment that could not be had is tried again: after growing waits at the feed, at once from every stick, after
//!   every new publication and whenever a person asks. Only one over the cap is given up.
//! - 2xx is no proof that a batch arrived (`report::arrived`); what arrived is kept for weeks.
//! - Reads of a stick have a limit and a thread of their own, and sticks come after the network.
#![cfg_attr(test, allow(clippy::unwrap_used))]

/// A line of the log, in the language of whoever started the program.
macro_rules! log {
    ($($words:tt)*) => {
        console::tell!("{}", console::said(&format!("sync-agent: {}", format!($($words)*))))
    };
}

pub mod agent;
pub mod cli;
pub mod clock;
pub mod failure;
pub mod links;
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
