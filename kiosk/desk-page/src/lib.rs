//! The office's page (工作台网页): the attendant's desk in a browser on the house's own network. Owns the socket on the network, its certificate and
//! who is logged in. Holds no register, opens no file of the terminal but its settings and its own certificate, and writes nothing but that
//! one and its fingerprint: what it shows
//! and what it has written down goes through the kiosk's hatch.
//!
//! Decisions:
//!
//! - Off until `[desk_page] listen` stands in the settings; heard are the networks of the office alone, by the wall and once more here.
//! - TLS only, with a certificate that is made at the first start and judged by its fingerprint: a house has no authority of its own, and a name
//!   or an address may change.
//! - The PIN is that of the desk. The kiosk compares it and counts tries made here apart from those at the glass, so that nobody on the network can
//!   keep attendants from the desk.
//! - A session is a cookie that only this host gets back, a token in every form, ten minutes without a sign of life. Asking anew by itself is no
//!   sign of life.
//! - The page is text: it is read, and everything done, without script. The script only lets one key stand for a link or a button.
//! - The other terminals of the house are read over the same TLS, each side knowing the other by its fingerprint; written is only where somebody
//!   logged in.
//! - A handover ends the session of who went: the browser is that of who came and typed the PIN. The sheet for two signatures is printed by the browser.
//! - The fingerprint lies in a file that everybody may read: the desk at the glass shows it, so that nobody has to believe a browser's warning.
//! - Nothing of a request is logged.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod house;
pub mod identity;
pub mod listen;
mod page;
mod routes;
mod shares;
mod visits;
mod words;

pub use routes::{Clock, Desk, routes};
