//! Which documents the feed takes as they are: what it checks itself, and that one fits into a line of the log. Owns the reason of a refusal.

use feed::limits::RECORD_BYTES_MAX;
use feed::{Document, RecordError};

use crate::feed::words;
use crate::item::Reason;

/// The document as it is published; of `collection`.
pub fn accept(mut document: Document, collection: &str) -> Result<Document, (Reason, String)> {
    document.normalise();
    document.provenance.collection = collection.to_owned();
    document
        .check()
        .map_err(|error| (reason_of(&error), error.to_string()))?;
    if !words::is_one_line(&document) {
        let detail = format!("more than {RECORD_BYTES_MAX} bytes");
        return Err((Reason::TooLarge, detail));
    }
    Ok(document)
}

fn reason_of(error: &RecordError) -> Reason {
    match error {
        RecordError::NotPublic(_) => Reason::NotPublic,
        RecordError::NoEvidence => Reason::NoEvidence,
        RecordError::Missing(_) => Reason::Empty,
        RecordError::TooLong { .. } | RecordError::TooMany { .. } => Reason::TooLarge,
        RecordError::BadId(_)
        | RecordError::ControlCharacter { .. }
        | RecordError::BadAddress(_) => Reason::Unsafe,
        _ => Reason::Unreadable,
    }
}
