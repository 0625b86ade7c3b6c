//! A body as search reads it: folded at most once. Pure.

use std::cell::OnceCell;

use memchr::memmem;

use crate::words::fold;

/// The words of a body.
pub struct Body {
    /// As they are, UTF-8 unless the file is damaged.
    pub bytes: Vec<u8>,
    folded: OnceCell<String>,
}

impl Body {
    /// Of bytes as they were unpacked.
    pub fn new(bytes: Vec<u8>) -> Body {
        Body {
            bytes,
            folded: OnceCell::new(),
        }
    }

    /// Folded: as many characters in the same order.
    pub fn folded(&self) -> &str {
        self.folded
            .get_or_init(|| fold_lines(&String::from_utf8_lossy(&self.bytes)))
    }

    /// Whether a folded word is in the folded text. Most words stand there as they are folded: then nothing need be folded.
    pub fn holds(&self, word: &str) -> bool {
        memmem::find(&self.bytes, word.as_bytes()).is_some() || self.folded().contains(word)
    }
}

/// Folded text for looking up words. Blanks in a phrase never match a line feed.
fn fold_lines(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    folded.extend(
        text.chars()
            .map(|c| if c == '\n' { c } else { fold::fold_char(c) }),
    );
    folded
}
