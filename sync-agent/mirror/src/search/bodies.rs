//! A body as search reads it: folded at most once. Pure.

use std::cell::OnceCell;

use memchr::memmem;

use crate::words::fold;

/// Ends a paragraph, and folds to nothing else.
const LINE_END: char = '\n';

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
        memmem::find(&self.bytes, word.as_bytes()).is_some()
            || (self.may_write_otherwise(word) && self.folded().contains(word))
    }

    /// Whether some character of a folded word stands here in another writing. Looking for those few is many times faster than
    /// folding the text.
    fn may_write_otherwise(&self, word: &str) -> bool {
        let mut buffer = [0; 4];
        word.chars().flat_map(fold::others).any(|other| {
            *other != LINE_END
                && memmem::find(&self.bytes, other.encode_utf8(&mut buffer).as_bytes()).is_some()
        })
    }
}

/// Folded text for looking up words. Blanks in a phrase never match a line feed.
fn fold_lines(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    folded.extend(
        text.chars()
            .map(|c| if c == LINE_END { c } else { fold::fold_char(c) }),
    );
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_is_held_where_the_folded_text_holds_it(
            text in "[劳勞动動权權aAａ \\n\u{3000}㎡²2〔(（]{0,24}",
            word in "[劳动权a 2(]{1,3}",
        ) {
            let body = Body::new(text.clone().into_bytes());
            prop_assert_eq!(body.holds(&word), fold_lines(&text).contains(&word));
        }
    }
}
