//! Whole documents as they are stored. Reads only; a body that is not what was stored is damage.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use crate::document::Document;
use crate::error::Error;
use crate::error::Failure;
use crate::store::body::Unpacker;
use crate::store::codes::{SMALL_COLUMNS, Small};
use crate::store::shape;
use crate::store::upkeep;

/// Reads documents; remembers the dictionaries it met.
#[derive(Default)]
pub struct Stored(Unpacker);

impl Stored {
    /// The document of a row.
    pub fn document(&self, db: &Connection, row: i64) -> Result<Document, Failure> {
        let small = db
            .prepare_cached(&format!(
                "SELECT {SMALL_COLUMNS} FROM document d WHERE d.row = ?1"
            ))?
            .query_row([row], Small::read)
            .optional()?;
        let found = db
            .prepare_cached(
                "SELECT codec, text_bytes, text, shape_bytes, shape FROM body WHERE row = ?1",
            )?
            .query_row([row], |row| {
                let text: Vec<u8> = row.get(2)?;
                let shape: Vec<u8> = row.get(4)?;
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    text,
                    row.get::<_, i64>(3)?,
                    shape,
                ))
            })
            .optional()?;
        let damaged = || {
            let path = Path::new(db.path().unwrap_or(""));
            Failure::Known(Error::damaged(
                path,
                format!("body of row {row} does not unpack"),
            ))
        };
        let (small, (codec, text_bytes, text, shape_bytes, shape)) =
            small.zip(found).ok_or_else(damaged)?;
        let dictionary = |codec| upkeep::dictionary_of(db, codec).ok().flatten();
        let text = self.0.unpack(codec, text_bytes, &text, dictionary);
        let shape = self
            .0
            .unpack(crate::store::body::CODEC_PLAIN, shape_bytes, &shape, |_| {
                None
            });
        let text = text.and_then(|text| String::from_utf8(text).ok());
        text.zip(shape)
            .and_then(|(text, shape)| shape::put_together(&shape, &text, small.into_document()))
            .ok_or_else(damaged)
    }
}
