//! Bodies as search reads them: unpacked once a page, folded at most once. Owns the way from rows to words.

use std::cell::OnceCell;
use std::rc::Rc;

use memchr::memmem;

use crate::search::{Fault, Found, Search};
use crate::{fold, upkeep};

/// The words of a body.
pub struct Body {
    /// As they are, UTF-8 unless the file is damaged.
    pub bytes: Vec<u8>,
    folded: OnceCell<String>,
}

impl Body {
    /// Folded: as many characters in the same order.
    pub fn folded(&self) -> &str {
        self.folded
            .get_or_init(|| fold_lines(&String::from_utf8_lossy(&self.bytes)))
    }

    /// Whether a folded word is in the folded text. Most words stand there as they are folded: then nothing need be folded.
    pub fn holds(&self, word: &str) -> bool {
        memmem::find(&self.bytes, word.as_bytes()).is_some() || self.folded().contains(word)
    }
}

impl Search<'_> {
    /// The words of a body, from this page's store.
    pub fn body(&self, row: i64, id: &str) -> Found<Rc<Body>> {
        if let Some(body) = self.bodies.borrow().get(&row) {
            return Ok(body.clone());
        }
        let bytes = self.bytes(row, id)?;
        let body = Rc::new(Body {
            bytes,
            folded: OnceCell::new(),
        });
        self.bodies.borrow_mut().insert(row, body.clone());
        Ok(body)
    }

    /// The words of a body.
    pub fn text(&self, row: i64, id: &str) -> Found<String> {
        String::from_utf8(self.bytes(row, id)?).map_err(|_| Fault::Body(id.to_owned()))
    }

    fn bytes(&self, row: i64, id: &str) -> Found<Vec<u8>> {
        const SQL: &str = "SELECT codec, text_bytes, text FROM body WHERE row = ?1";
        self.unpacked(SQL, row)?
            .ok_or_else(|| Fault::Body(id.to_owned()))
    }

    /// The rest of a body, see `shape.rs`.
    pub fn shape(&self, row: i64, id: &str) -> Found<Vec<u8>> {
        self.unpacked("SELECT 1, shape_bytes, shape FROM body WHERE row = ?1", row)?
            .ok_or_else(|| Fault::Body(id.to_owned()))
    }

    fn unpacked(&self, sql: &str, row: i64) -> Found<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([row])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let packed = row.get_ref(2)?.as_blob().unwrap_or(&[]);
        let dictionary = |codec| upkeep::dictionary_of(self.db, codec).ok().flatten();
        Ok(self
            .unpacker
            .unpack(row.get(0)?, row.get(1)?, packed, dictionary))
    }
}

/// Folded text for looking up words. Blanks in a phrase never match a line feed.
fn fold_lines(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    folded.extend(
        text.chars()
            .map(|c| if c == '\n' { c } else { fold::fold_char(c) }),
    );
    folded
}
