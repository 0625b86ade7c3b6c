//! Batches (登记上报): what a terminal reports of its register and of takedowns; and its status (状态上报), the one file that says how it does.
//! Owns the format of both: lines, limits, names, signature. Knows no register, no network and no file system; what may stand in a line's fields is
//! decided before it gets here.
//!
//! ```text
//! <site>-<terminal>-<batch>-<sha256, 16 digits>.ndjson.zst      JSON lines, zstd
//! {"kind":"batch","terminal":"L01-1","batch":3,"made":"...","head":"57 <hash>"}
//! {"kind":"entry","terminal":"L01-1","site":"L01","journal":"9f..","seq":56,"entry":"outcome","number":"L01-1-20261122-0003",
//!  "at":"...","hash":"..","fields":{"outcome":"printed"}}
//! {"kind":"takedown","terminal":"L01-1","part":"agent","id":"site/1","rev":2,"reason":"withdrawn","at":"..."}
//! {"kind":"signature","key":"<public key, hex>","sig":"<ed25519 over the SHA-256 of all bytes before this line>"}
//! ```
//! A batch is immutable and arrives at least once; whoever reads drops doubles by the key (terminal, journal, sequence number).
//! Decisions:
//! - The first line names terminal and number, the last one signs: a file that was cut, mixed up or made by somebody else is told
//!   from a sound one without asking the terminal. A reader that knows no keys may skip the last line.
//! - Unknown keys and kinds are passed over, so that an older reader understands a newer terminal.
//! - A status is another matter: it is refused with a field that is not declared (`status::FIELDS`), because a page shows all of it.
//! - `schema/line.schema.json` and `vectors/` are for whoever writes a reader or an inbox of his own.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod limits;
mod line;
mod open;
mod seal;
mod status;

pub use limits::*;
pub use line::{Entry, Head, Line, Part, Receipt, Signature};
pub use open::{Batch, Fault, open};
pub use seal::{Sealed, SigningKey, key_from_pem, key_to_pem, public_hex, seal};
pub use status::{
    ERRORS, FIELDS, Field, Form, POLL, PRINTER, STATUS_BYTES_MAX, STATUS_FORMAT, STATUS_SUFFIX,
    SignedStatus, Status, StatusFault, is_terminal, open_status, seal_status, status_name,
};
