//! The lines that heads of slips are made of. Knows no document.

use printer::{Align, Item};

/// Words in bold in the middle of the paper.
pub(super) fn centred(words: &str) -> Item {
    bold(words, false, Align::Center)
}

/// What a paper is, in large type in the middle.
pub(super) fn headline(words: &str) -> Item {
    bold(words, true, Align::Center)
}

/// What stands below it, in bold at the edge.
pub(super) fn heading(words: &str) -> Item {
    bold(words, false, Align::Left)
}

fn bold(words: &str, large: bool, align: Align) -> Item {
    Item::Text {
        text: words.to_string(),
        bold: true,
        label: 0,
        large,
        indent: false,
        align,
    }
}
