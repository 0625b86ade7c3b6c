//! Everything about a document that can be worked out before the file is touched: packed body, tokens. Owns the sharing of
//! that work among cores; writes nothing.

use std::num::NonZero;

use crate::body::{self, Packed, Packer};
use crate::document::Document;
use crate::error::Error;
use crate::index::Terms;
use crate::shape;
use crate::tokens::Maker;

/// Threads at most; SQLite's own work is one more.
const THREADS_MAX: usize = 4;
/// Fewer documents than this are not worth a thread.
const SHARE_MIN: usize = 8;

/// A document, ready to be stored.
pub struct Prepared {
    /// Its words.
    pub text: Packed,
    /// Bytes of the words.
    pub text_bytes: usize,
    /// The rest, see `shape.rs`.
    pub shape: Vec<u8>,
    /// Bytes of the rest.
    pub shape_bytes: usize,
    /// For the index.
    pub terms: Terms,
}

/// Prepares one document.
pub fn one(document: &Document, packer: &mut Packer, maker: &mut Maker) -> Result<Prepared, Error> {
    let (text, shape) = shape::take_apart(document);
    if text.len() > body::PLAIN_BYTES_MAX || shape.len() > body::PLAIN_BYTES_MAX {
        return Err(unfit(document, "it is too large"));
    }
    if document.id.is_empty() {
        return Err(unfit(document, "it has no id"));
    }
    let packed = packer
        .pack_words(&text)
        .and_then(|words| Ok((words, packer.pack(&shape)?)));
    let (words, packed_shape) = packed.map_err(|_| unfit(document, "it cannot be compressed"))?;
    Ok(Prepared {
        terms: maker.document(document, &text),
        text_bytes: text.len(),
        text: words,
        shape_bytes: shape.len(),
        shape: packed_shape,
    })
}

/// Prepares all documents, in their order, on as many cores as there are; the first that cannot be stored is the error.
pub fn all(
    documents: &[Document],
    dictionary: Option<&(i64, Vec<u8>)>,
) -> Result<Vec<Prepared>, Error> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(THREADS_MAX).min(documents.len() / SHARE_MIN + 1);
    let share = documents.len().div_ceil(threads).max(1);
    let part = |documents: &[Document]| -> Result<Vec<Prepared>, Error> {
        let Some(first) = documents.first() else {
            return Ok(Vec::new());
        };
        let mut packer =
            Packer::new(dictionary).map_err(|_| unfit(first, "it cannot be compressed"))?;
        let mut maker = Maker::default();
        documents
            .iter()
            .map(|document| one(document, &mut packer, &mut maker))
            .collect()
    };
    if threads == 1 {
        return part(documents);
    }
    let parts: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = documents
            .chunks(share)
            .map(|share| scope.spawn(move || part(share)))
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    let mut prepared = Vec::with_capacity(documents.len());
    for part in parts {
        prepared.extend(part?);
    }
    Ok(prepared)
}

fn unfit(document: &Document, detail: &'static str) -> Error {
    Error::Unfit {
        id: document.id.clone(),
        detail,
    }
}
