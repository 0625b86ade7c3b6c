//! Reads `journal.db` as it stands, from any process, while the kiosk writes. Never writes, never locks the writer out.

use super::hash::Head;
use super::key::{self, Key};
use super::log;
use super::store;
use super::writer::FILE_NAME;
use crate::Error;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Reads the registers. Each says beside its own words what can be asked of it.
pub struct Reader {
    conn: Connection,
    /// Where the key lies, beside the file.
    dir: PathBuf,
}

/// The values of one entry, by field name; a redacted one is there without a value.
pub(crate) type Fields = BTreeMap<String, Option<String>>;

/// One entry as it stands in the file.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub seq: u64,
    pub kind: String,
    pub number: String,
    pub at: String,
    pub fields: Fields,
}

impl Told {
    /// The value of a field.
    pub fn text(&self, name: &str) -> Option<String> {
        self.fields.get(name).cloned().flatten()
    }

    /// The value of a field, read.
    pub fn value<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }
}

impl Reader {
    /// Opens the journal in `dir`; [`Error::Absent`] when the kiosk has not made one yet.
    pub fn open(dir: &Path) -> Result<Reader, Error> {
        Reader::open_file(&dir.join(FILE_NAME))
    }

    /// Opens a journal file wherever it lies: a copy, or an archive.
    pub fn open_file(path: &Path) -> Result<Reader, Error> {
        Reader::open_as(path, true)
    }

    /// Opens a file that was set aside: what is foreign in it is not looked at, and the check tells of it.
    pub fn open_set_aside(path: &Path) -> Result<Reader, Error> {
        Reader::open_as(path, false)
    }

    fn open_as(path: &Path, strict: bool) -> Result<Reader, Error> {
        if !path.exists() {
            return Err(Error::Absent {
                path: path.to_path_buf(),
            });
        }
        let conn = store::open_for_reading(path)?;
        if store::is_blank(&conn)? {
            return Err(Error::Absent {
                path: path.to_path_buf(),
            });
        }
        store::check_identity(&conn, strict)?;
        let dir = path.parent().unwrap_or(Path::new("")).to_path_buf();
        Ok(Reader { conn, dir })
    }

    /// The end of the chain.
    pub fn head(&self) -> Result<Head, Error> {
        log::head(&self.conn)
    }

    /// Secret of the terminal that was in use when this entry was written, for checking the code on a slip.
    pub fn slip_key(&self, seq: u64) -> Result<Key, Error> {
        let known = self.known_keys()?;
        let vouched = key::vouched(&self.conn, seq)?;
        key::choose(&known, vouched.as_deref())
            .filter(|key| vouched.as_ref().is_none_or(|it| *it == key::check(key)))
            .ok_or(Error::KeyLost)
    }

    /// The key beside the file, and the one that a file of an earlier version holds.
    pub(crate) fn known_keys(&self) -> Result<[Option<Key>; 2], Error> {
        let held = key::in_file(&self.conn);
        match key::read(&self.dir) {
            Ok(beside) => Ok([beside, held]),
            // Where it holds its own, the one beside is not needed.
            Err(_) if held.is_some() => Ok([None, held]),
            Err(error) => Err(error),
        }
    }

    /// One snapshot for all that is asked while it lives.
    pub(crate) fn snapshot(&self) -> Result<rusqlite::Transaction<'_>, Error> {
        self.conn
            .unchecked_transaction()
            .map_err(Error::database("read journal"))
    }

    /// The same, unless who asks holds one already.
    pub(crate) fn steady(&self) -> Result<Option<rusqlite::Transaction<'_>>, Error> {
        let free = self.conn.is_autocommit();
        free.then(|| self.snapshot()).transpose()
    }

    /// The entry at this place.
    pub(crate) fn entry(&self, seq: u64) -> Result<Told, Error> {
        let mut found = self.told("WHERE seq = ?1", params![log::int(seq)])?;
        found.pop().ok_or_else(|| Error::Damaged {
            detail: format!("entry {seq} is missing"),
        })
    }

    /// All entries of a number, in the order of the chain.
    pub(crate) fn story(&self, number: &str) -> Result<Vec<Told>, Error> {
        self.told("WHERE number = ?1 ORDER BY seq", params![number])
    }

    /// Entries that `tail` chooses; two queries, however many they are.
    pub(crate) fn told(
        &self,
        tail: &str,
        params: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<Told>, Error> {
        let failed = Error::database("read journal entries");
        // Nobody writes between the two.
        let _tx = self.steady()?;
        let mut query = self
            .conn
            .prepare_cached(&format!("SELECT seq, kind, number, at FROM entry {tail}"))
            .map_err(&failed)?;
        let rows = query
            .query_map(params, |row| {
                Ok(Told {
                    seq: log::count_at(row, 0)?,
                    kind: row.get(1)?,
                    number: row.get(2)?,
                    at: row.get(3)?,
                    fields: Fields::new(),
                })
            })
            .map_err(&failed)?;
        let mut found = rows.collect::<Result<Vec<Told>, _>>().map_err(&failed)?;
        let mut query = self
            .conn
            .prepare_cached(&format!(
                "SELECT seq, name, value FROM field JOIN (SELECT seq FROM entry {tail}) USING (seq)"
            ))
            .map_err(&failed)?;
        let mut rows = query.query(params).map_err(&failed)?;
        let mut fields: HashMap<u64, Fields> = HashMap::new();
        while let Some(row) = rows.next().map_err(&failed)? {
            let seq = log::count_at(row, 0).map_err(&failed)?;
            let name = row.get(1).map_err(&failed)?;
            let value = row.get(2).map_err(&failed)?;
            fields.entry(seq).or_default().insert(name, value);
        }
        for told in &mut found {
            told.fields = fields.remove(&told.seq).unwrap_or_default();
        }
        Ok(found)
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.conn
    }
}
