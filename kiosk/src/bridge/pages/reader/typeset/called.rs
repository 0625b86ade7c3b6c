//! How the box beside a piece of a text is called.

/// A piece without a label is called by so many of its first characters.
const CALLED_CHARS: usize = 12;

/// By its label, else by the first of its words.
pub(super) fn called<'a>(label: &[char], words: impl Iterator<Item = &'a char>) -> String {
    match label {
        [] => words.take(CALLED_CHARS).collect(),
        label => label.iter().collect(),
    }
}
