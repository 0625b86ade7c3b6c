//! Working by ear (听屏): keeps the place on the screen that was said last, does what a gesture means there, and gives the words for
//! it. Says nothing itself; the words come from `ui/words.slint`, so that they are in the visitor's language.
//!
//! Decisions
//! - **No screen reader of the system.** The kiosk draws without a window system, where nothing passes a tree of elements on; so the
//!   tree that Slint keeps is asked directly. `i-slint-core` is not a stable interface: it is pinned with Slint, and used here alone.
//! - **Two taps press what was said before them**, wherever they fall: the first one already points at something.
//! - **What changes by itself is marked in the pages** (`accessible-live-region`) and compared after every picture, so no screen has
//!   to tell of it.

mod elements;
mod explorer;
mod heard;
mod news;
mod told;
mod units;

pub use explorer::{Explorer, PX_PER_DMM};
pub use heard::stands;
pub use units::Part;
