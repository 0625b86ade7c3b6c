//! What was said of the last picture, so that only what is new is said of the next one.

/// What was told of a picture without being asked.
#[derive(Default, PartialEq)]
pub(super) struct Told {
    pub(super) listening: bool,
    pub(super) page: &'static str,
    pub(super) notice: bool,
    pub(super) countdown_s: Option<u8>,
    pub(super) live: String,
    /// What is said is heard by one alone.
    pub(super) private: bool,
}
