//! Which characters a slip cannot say: those that no font has, those too dense for its dots, and those of scripts that need joining, stacking or another direction
//! than ours. They become 〓 before anything is laid out, so that it takes the room of its own, and are counted.

use crate::receipt::{Item, Receipt};

/// Stands for a character that no font has (下駄).
pub const MISSING: char = '〓';
use std::collections::HashSet;

/// What was left out of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Omitted {
    /// Characters that no font has, each a 〓 of its own.
    pub unknown: u32,
    /// Characters too dense for the dots of a slip, in the order of the text, each a 〓 of its own.
    pub dense: Vec<char>,
    /// Characters of scripts that are not set, each run of them one 〓.
    pub unset: u32,
}

impl Omitted {
    /// All of them.
    pub fn count(&self) -> u32 {
        self.unknown + self.dense.len() as u32 + self.unset
    }
}

/// Characters that cannot be drawn.
#[derive(Debug, Clone, Default)]
pub struct Undrawn {
    /// No font has them.
    pub unknown: HashSet<char>,
    /// A font has them, and nobody could read them.
    pub dense: HashSet<char>,
}

impl Undrawn {
    /// Everything is drawn.
    pub fn is_empty(&self) -> bool {
        self.unknown.is_empty() && self.dense.is_empty()
    }
}

/// Whether a script is written from right to left, joined, stacked or downwards, none of which a slip does (Unicode blocks). Set
/// character by character they would say something else, or nothing.
pub fn unset(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{900}'..='\u{E3E}' | '\u{E40}'..='\u{109F}'
        | '\u{1700}'..='\u{18AF}' | '\u{1980}'..='\u{1AAF}' | '\u{1B00}'..='\u{1C7F}'
        | '\u{A840}'..='\u{A87F}' | '\u{A8E0}'..='\u{A95F}' | '\u{A980}'..='\u{AADF}' | '\u{ABC0}'..='\u{ABFF}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{11000}'..='\u{11FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// What may stand inside a run of such a script without ending it.
fn joins(c: char) -> bool {
    c == ' ' || c == '\u{200c}' || c == '\u{200d}'
}

/// The text with 〓 for what cannot be said.
pub fn said(text: &str, undrawn: &Undrawn, omitted: &mut Omitted) -> String {
    let mut out = String::with_capacity(text.len());
    let mut held = String::new();
    let mut in_run = false;
    for c in text.chars() {
        if unset(c) {
            omitted.unset += 1;
            if !in_run {
                out.push(MISSING);
            }
            held.clear();
            in_run = true;
            continue;
        }
        if in_run && joins(c) {
            held.push(c);
            continue;
        }
        in_run = false;
        out.push_str(&held);
        held.clear();
        if undrawn.unknown.contains(&c) {
            omitted.unknown += 1;
            out.push(MISSING);
        } else if undrawn.dense.contains(&c) {
            omitted.dense.push(c);
            out.push(MISSING);
        } else {
            out.push(c);
        }
    }
    out.push_str(&held);
    out
}

/// Every text of a receipt; codes are no text.
fn texts(receipt: &Receipt) -> impl Iterator<Item = &str> {
    receipt.items.iter().flat_map(|item| {
        let one: Box<dyn Iterator<Item = &str>> = match item {
            Item::Text { text, .. } => Box::new(std::iter::once(text.as_str())),
            Item::Table { rows } => Box::new(rows.iter().flatten().map(String::as_str)),
            Item::Qr { caption, .. } | Item::Picture { caption, .. } => {
                Box::new(std::iter::once(caption.as_str()))
            }
            Item::Rule | Item::Space { .. } => Box::new(std::iter::empty()),
        };
        one
    })
}

/// Whether any of it is of a script that is not set.
pub fn has_unset(receipt: &Receipt) -> bool {
    texts(receipt).any(|text| !text.is_ascii() && text.chars().any(unset))
}

/// The receipt as it can be printed.
pub fn printable(receipt: &Receipt, undrawn: &Undrawn) -> (Receipt, Omitted) {
    let mut omitted = Omitted::default();
    let mut receipt = receipt.clone();
    let mut say = |text: &mut String| *text = said(text, undrawn, &mut omitted);
    for item in &mut receipt.items {
        match item {
            Item::Text { text, .. } => say(text),
            Item::Table { rows } => rows.iter_mut().flatten().for_each(&mut say),
            Item::Qr { caption, .. } | Item::Picture { caption, .. } => say(caption),
            Item::Rule | Item::Space { .. } => {}
        }
    }
    (receipt, omitted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> (String, Omitted) {
        let mut omitted = Omitted::default();
        let undrawn = Undrawn {
            unknown: HashSet::from(['\u{378}']),
            dense: HashSet::from(['䨻']),
        };
        let said = said(text, &undrawn, &mut omitted);
        (said, omitted)
    }

    #[test]
    fn words_of_a_script_that_is_not_set_are_one_mark_and_counted() {
        let (said, omitted) =
            all("维吾尔文：ئۇيغۇر تىلى。藏文：བོད་སྐད།、蒙古文：ᠮᠣᠩᠭᠣᠯ、朝鲜文：한국어。");
        assert_eq!(said, "维吾尔文：〓。藏文：〓、蒙古文：〓、朝鲜文：한국어。");
        assert_eq!((omitted.unknown, omitted.unset > 15), (0, true));
        let (said, _) = all("见 سىياسەت 2018 年");
        assert_eq!(said, "见 〓 2018 年");
    }

    #[test]
    fn what_no_font_has_is_a_mark_each() {
        let (said, omitted) = all("甲\u{378}\u{378}䨻乙");
        assert_eq!(said, "甲〓〓〓乙");
        assert_eq!(
            omitted,
            Omitted {
                unknown: 2,
                dense: vec!['䨻'],
                unset: 0
            }
        );
        assert_eq!(omitted.count(), 3);
        assert_eq!(
            all("฿100，Ω é Ж"),
            ("฿100，Ω é Ж".into(), Omitted::default())
        );
    }
}
