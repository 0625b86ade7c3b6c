//! Everything about a document that can be worked out before the file is touched: packed body, tokens. Owns the sharing of
//! that work among cores; writes nothing.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use crate::document::Document;
use crate::error::Error;
use crate::store::body::{self, Packed, Packer};
use crate::store::shape;
use crate::words::terms::Terms;
use crate::words::tokens::Maker;

/// Threads at most; SQLite's own work is one more.
const THREADS_MAX: usize = 4;
/// Documents that a thread takes at once; fewer are not worth one.
const SHARE: usize = 8;

/// A document, ready to be stored.
#[allow(missing_docs)]
pub struct Prepared {
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

/// Prepares all documents on as many cores as there are and hands them to `take` in their order, while the next ones are
/// still being prepared; ends at the first that cannot be stored, or that `take` refuses.
pub fn each<E: From<Error>>(
    documents: &[Document],
    dictionary: Option<&(i64, Vec<u8>)>,
    mut take: impl FnMut(&Document, Prepared) -> Result<(), E>,
) -> Result<(), E> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(THREADS_MAX).min(documents.len() / SHARE);
    if threads < 2 {
        let mut tools = Tools::new(documents, dictionary)?;
        for document in documents {
            take(document, tools.prepare(document)?)?;
        }
        return Ok(());
    }
    let next = AtomicUsize::new(0);
    let work = |send: &Sender<Share>| {
        let mut tools = Tools::new(documents, dictionary);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(share) = documents.chunks(SHARE).nth(number) else {
                return;
            };
            let done = match &mut tools {
                Ok(tools) => share.iter().map(|d| tools.prepare(d)).collect(),
                Err(_) => Err(unfit(&share[0], "it cannot be compressed")),
            };
            // Nobody listens any more once a document was refused.
            if send.send((number, done)).is_err() {
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        let (send, receive) = channel::<Share>();
        for _ in 0..threads {
            let send = send.clone();
            let work = &work;
            scope.spawn(move || work(&send));
        }
        drop(send);
        let mut waiting: BTreeMap<usize, Result<Vec<Prepared>, Error>> = BTreeMap::new();
        for (number, share) in documents.chunks(SHARE).enumerate() {
            let done = loop {
                match waiting.remove(&number) {
                    Some(done) => break done?,
                    None => match receive.recv() {
                        Ok((other, done)) => drop(waiting.insert(other, done)),
                        // A thread that panicked; the scope goes on with its panic.
                        Err(_) => return Err(unfit(&share[0], "it cannot be prepared").into()),
                    },
                }
            };
            for (document, prepared) in share.iter().zip(done) {
                take(document, prepared)?;
            }
        }
        Ok(())
    })
}

type Share = (usize, Result<Vec<Prepared>, Error>);

/// What a thread needs.
struct Tools {
    packer: Packer,
    maker: Maker,
}

impl Tools {
    fn new(documents: &[Document], dictionary: Option<&(i64, Vec<u8>)>) -> Result<Tools, Error> {
        let packer = Packer::new(dictionary).map_err(|_| match documents.first() {
            Some(first) => unfit(first, "it cannot be compressed"),
            None => Error::Unfit {
                id: String::new(),
                detail: "it cannot be compressed",
            },
        })?;
        Ok(Tools {
            packer,
            maker: Maker::default(),
        })
    }

    fn prepare(&mut self, document: &Document) -> Result<Prepared, Error> {
        one(document, &mut self.packer, &mut self.maker)
    }
}

fn unfit(document: &Document, detail: &'static str) -> Error {
    Error::Unfit {
        id: document.id.clone(),
        detail,
    }
}
