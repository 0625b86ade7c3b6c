//! Receipt to dots: where everything stands, and how it looks. Makes no bytes and opens no device.

pub mod canvas;
pub mod charset;
mod drawing;
mod error;
pub mod glyphs;
mod ink;
pub mod layout;
mod legible;
pub mod slip;
mod test_page;
pub mod words;
pub mod writing;

pub use error::ComposeError;
pub use glyphs::{FontError, RARE_FAMILIES};
pub use slip::{Renderer, Slip};
pub use test_page::test_page;
