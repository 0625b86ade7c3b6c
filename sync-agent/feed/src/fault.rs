//! What can be wrong with a record or a tip, told apart for whoever reports it.

/// Why a document or a line is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum RecordError {
    /// The line is no JSON of the known shape.
    #[error("read line as a record: {0}")]
    Malformed(String),
    /// The line's sequence number is outside its segment or not above the line before.
    #[error("place record {seq} in its segment")]
    OutOfOrder {
        /// The number it gives.
        seq: u64,
    },
    /// The id could name something else than a document, or hide what it names.
    #[error("accept id {0:?}")]
    BadId(String),
    /// Each revision takes a number of its own, so that none is above the place where it stands.
    #[error("accept revision {rev}: it is above what the log ever had")]
    RevisionBeyond {
        /// The revision it gives.
        rev: u64,
    },
    /// Revisions start at 1.
    #[error("accept revision 0")]
    NoRevision,
    /// A field that must say something says nothing.
    #[error("accept an empty {0}")]
    Missing(&'static str),
    /// A text is beyond its limit.
    #[error("accept {field}: more than {max} characters or bytes")]
    TooLong { field: &'static str, max: usize },
    /// A list is beyond its limit.
    #[error("accept {field}: more than {max} entries")]
    TooMany { field: &'static str, max: usize },
    /// Characters that printers and screens take as commands or that hide text.
    #[error("accept control character U+{code:04X} in {field}")]
    ControlCharacter { field: &'static str, code: u32 },
    /// A code that is not in its closed list.
    #[error("accept {field} {value:?}")]
    BadCode {
        field: &'static str,
        /// What it says.
        value: String,
    },
    /// A date that is not `YYYY-MM-DD` of the calendar.
    #[error("accept {field} {value:?} as a date")]
    BadDate {
        field: &'static str,
        /// What it says.
        value: String,
    },
    /// A hash that is not 64 lower-case hex digits.
    #[error("accept {field} as a sha-256")]
    BadHash { field: &'static str },
    /// An address that is neither http nor https.
    #[error("accept address {0:?}")]
    BadAddress(String),
    /// The rows of a table differ in length.
    #[error("accept table in block {block}: rows differ in length")]
    RaggedTable {
        /// Index of the block.
        block: usize,
    },
    /// Merged cells overlap, leave their table, or cover words.
    #[error("accept table in block {block}: merged cells overlap or do not fit")]
    BadSpan {
        /// Index of the block.
        block: usize,
    },
    /// A label, level or depth beyond what it labels.
    #[error("accept block {block}: label or level out of range")]
    BadBlock {
        /// Index of the block.
        block: usize,
    },
    /// An article that points outside the blocks, or an id used twice.
    #[error("accept article {0:?}")]
    BadArticle(String),
    /// The disclosure attribute is not `public`.
    #[error("accept a document whose disclosure attribute is {0:?}")]
    NotPublic(String),
    /// Nothing shows that the document is public.
    #[error("accept a document without evidence that it is public")]
    NoEvidence,
}

/// What is wrong with a signed target's content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum TipError {
    /// No JSON of the known shape.
    #[error("parse as JSON: {0}")]
    Json(String),
    /// A field is out of its range.
    #[error("accept {0}")]
    Field(&'static str),
    /// More segments or takedowns than allowed.
    #[error("accept more than {max} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        max: usize,
    },
    /// The segments do not cover this sequence number.
    #[error("find a segment for sequence number {0}")]
    Gap(u64),
}
