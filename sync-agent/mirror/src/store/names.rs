//! Agencies and subjects with the number of their documents: what is suggested besides titles. Owns the table `name` and its
//! index.

use rusqlite::{Connection, OptionalExtension, params};

use crate::index::{self, Kind};
use crate::words::terms::Terms;
use crate::words::tokens;

/// Kind of a name: 发文机关.
pub const AGENCY: i64 = 1;
/// Kind of a name: 主题词.
pub const SUBJECT: i64 = 2;

/// Names that came and went in one transaction; the index learns of them at its end.
#[derive(Default)]
pub struct Names {
    come: Vec<(i64, Terms)>,
    gone: Vec<(i64, Terms)>,
}

impl Names {
    /// Adds `by` to the counts of an agency and of subjects; a name that no document has any more is gone.
    pub fn count<'a>(
        &mut self,
        db: &Connection,
        agency: &str,
        subjects: impl Iterator<Item = &'a str>,
        by: i64,
    ) -> rusqlite::Result<()> {
        self.add(db, AGENCY, agency, by)?;
        for subject in subjects {
            self.add(db, SUBJECT, subject, by)?;
        }
        Ok(())
    }

    /// Brings the index up to date.
    pub fn index(&mut self, db: &Connection) -> rusqlite::Result<()> {
        index::remove(db, Kind::Names, &std::mem::take(&mut self.gone))?;
        index::add(db, Kind::Names, std::mem::take(&mut self.come))
    }

    fn add(&mut self, db: &Connection, kind: i64, text: &str, by: i64) -> rusqlite::Result<()> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let known: Option<(i64, i64)> = db
            .prepare_cached("SELECT row, count FROM name WHERE kind = ?1 AND text = ?2")?
            .query_row(params![kind, text], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match known {
            Some((row, count)) if count + by <= 0 => {
                db.prepare_cached("DELETE FROM name WHERE row = ?1")?
                    .execute([row])?;
                match self.come.iter().position(|(come, _)| *come == row) {
                    Some(at) => drop(self.come.swap_remove(at)),
                    None => self.gone.push((row, tokens::of_name(text))),
                }
            }
            Some((row, _)) => {
                db.prepare_cached("UPDATE name SET count = count + ?2 WHERE row = ?1")?
                    .execute([row, by])?;
            }
            None if by > 0 => {
                db.prepare_cached("INSERT INTO name(kind, text, count) VALUES (?1, ?2, ?3)")?
                    .execute(params![kind, text, by])?;
                self.come
                    .push((db.last_insert_rowid(), tokens::of_name(text)));
            }
            None => {}
        }
        Ok(())
    }
}
