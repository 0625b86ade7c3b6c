//! The line that every slip's head is made of. Knows no document.

use printer::{Align, Item};

/// Words in bold in the middle of the paper.
pub(super) fn centred(words: &str) -> Item {
    Item::Text {
        text: words.to_string(),
        bold: true,
        label: 0,
        large: false,
        indent: false,
        align: Align::Center,
    }
}
