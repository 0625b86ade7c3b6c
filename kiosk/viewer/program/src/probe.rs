//! Doors to what stands between a foreign file and its readers, without a child: for fuzzing and for tests alone. Nothing that ships opens a file
//! this way; what is found behind these doors would end a child and nothing else.

use hayro::hayro_syntax::Pdf;
use std::sync::Arc;
use viewer::Reason;

use crate::Document;
use crate::fonts::{self, Fonts};
use crate::ofd::OfdDocument;
use crate::pdf::rewrite;

/// Pages that are looked at.
const PAGES_MAX: u32 = 2;
/// Dots across; small, so that many pages are drawn.
const WIDTH_PX: u32 = 120;

/// A font of one glyph without a shape, and without a table of characters.
pub fn blank_font() -> Vec<u8> {
    (*fonts::blank()).as_ref().to_vec()
}

/// Mends a PDF and looks whether the promises hold: the same number of pages, and nothing left to mend differently.
///
/// # Panics
/// Where they do not.
pub fn mend_pdf(bytes: &[u8]) {
    let Ok(before) = Pdf::new(Arc::new(bytes.to_vec())) else {
        assert!(rewrite::mended(bytes.to_vec(), "").is_err());
        return;
    };
    let mended = rewrite::mended(bytes.to_vec(), "");
    let after = mended.ok().map(|pdf| pdf.pages().len());
    assert_eq!(after, Some(before.pages().len()), "pages after mending");
}

/// Reads and draws an OFD without any font.
///
/// # Errors
/// What the reader says of it.
pub fn draw_ofd(package: Vec<u8>) -> Result<(), Reason> {
    let mut document = OfdDocument::open(package, Fonts::default())?;
    let pages = document.opened().pages;
    for page in 0..pages.min(PAGES_MAX) {
        let drawn = document.picture(page, WIDTH_PX, None);
        if let Ok(drawn) = &drawn {
            assert_eq!(
                drawn.rgba.len(),
                drawn.width_px as usize * drawn.height_px as usize * 4
            );
        }
        let (text, _) = document.text(page)?;
        assert!(serde_json::to_vec(&text).is_ok());
    }
    document.second().map(drop)
}
