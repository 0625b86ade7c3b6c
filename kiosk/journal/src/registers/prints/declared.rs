//! What the register of slips keeps of a request and of what became of it.

use super::entry::{Content, Finding, Outcome, Purpose, Role};
use crate::chain::declare::{Field, Kind, TEXT_BYTES_MAX};

/// Longest title, in bytes.
pub(crate) const TITLE_BYTES_MAX: usize = 4096;
/// Longest list of articles, in bytes.
const ARTICLES_BYTES_MAX: usize = 400_000;

/// A visitor asks for paper.
pub(crate) const REQUEST: Kind = Kind::opening(
    "request",
    &[
        Field::text("document_id", TEXT_BYTES_MAX),
        Field::count("document_rev"),
        Field::text("title", TITLE_BYTES_MAX),
        Field::text("doc_no", TEXT_BYTES_MAX).optional(),
        Field::code("content", Content::CODES),
        Field::list("articles", ARTICLES_BYTES_MAX).optional(),
        Field::list("labels", ARTICLES_BYTES_MAX).optional(),
        Field::count("length_mm"),
        Field::code("purpose", Purpose::CODES).person().optional(),
    ],
);

/// What became of it.
pub(crate) const OUTCOME: Kind = Kind::about(
    "outcome",
    &[
        Field::code("outcome", Outcome::CODES),
        Field::word("detail").optional(),
    ],
);

/// What an attendant found of an unknown outcome.
pub(crate) const SETTLED: Kind = Kind::about(
    "settled",
    &[
        Field::code("found", Finding::CODES),
        Field::code("by", Role::CODES),
    ],
);

/// The slip comes out once more (补打).
pub(crate) const REPRINT: Kind = Kind::about("reprint", &[Field::code("by", Role::CODES)]);

/// What became of that.
pub(crate) const REPRINT_OUTCOME: Kind = Kind::about(
    "reprint-outcome",
    &[
        Field::code("outcome", Outcome::CODES),
        Field::word("detail").optional(),
    ],
);

/// Reason written for jobs that a power cut or crash left open.
pub(super) const POWER: &str = "power";
