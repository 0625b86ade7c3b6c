//! Of which table a set line is.

/// See [`super::Placed::of_table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfTable {
    /// Line of the reader with which the table begins.
    pub table: usize,
    /// Of its head (表头), which stays while the rows pass.
    pub head: bool,
}
