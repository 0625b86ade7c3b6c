//! What is known of a portal between runs (SQLite): articles, their validators, and what was read but not yet published, so that a harvest can be
//! interrupted at any point and goes on. Holds nothing that a new full walk would not find again.

use std::path::Path;

use anyhow::Context;
use rusqlite::{Connection, OptionalExtension, params};

/// An article that was listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Known {
    pub id: String,
    pub link: String,
    pub title: String,
    pub date: Option<String>,
    pub column: String,
    pub says: String,
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// Bytes that were read and are not yet published.
    pub waiting: Option<Vec<u8>>,
    /// Hash of what was read last; empty where it is to be read once more.
    pub raw_sha256: Option<String>,
    pub fetched: Option<String>,
    /// Full walks in a row that did not list it.
    pub absent: u32,
}

/// The harvest's memory: an SQLite file beside the feed's keys.
pub struct Store {
    db: Connection,
}

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS article (
        id TEXT PRIMARY KEY, link TEXT NOT NULL, title TEXT NOT NULL, date TEXT, column_name TEXT NOT NULL, says TEXT NOT NULL,
        etag TEXT, modified TEXT, waiting BLOB, raw_sha256 TEXT, fetched TEXT,
        absent INTEGER NOT NULL DEFAULT 0, walk INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX IF NOT EXISTS article_link ON article (link);
    CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

impl Store {
    /// Opens it, or makes it.
    pub fn open(path: &Path) -> anyhow::Result<Store> {
        let what = || format!("open state {}", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(what)?;
        }
        let db = Connection::open(path).with_context(what)?;
        db.pragma_update(None, "journal_mode", "WAL")
            .with_context(what)?;
        db.pragma_update(None, "synchronous", "FULL")
            .with_context(what)?;
        db.execute_batch(SCHEMA).with_context(what)?;
        Ok(Store { db })
    }

    /// What is written until the transaction's end is on disk together, with one sync, or not at all.
    pub fn at_once(&self) -> anyhow::Result<rusqlite::Transaction<'_>> {
        Ok(self.db.unchecked_transaction()?)
    }

    /// A note of an earlier run.
    pub fn said(&self, key: &str) -> anyhow::Result<Option<String>> {
        let sql = "SELECT value FROM said WHERE key = ?1";
        Ok(self.db.query_row(sql, [key], |row| row.get(0)).optional()?)
    }

    /// Keeps `value` under `key`; on disk when this returns.
    pub fn say(&self, key: &str, value: &str) -> anyhow::Result<()> {
        let sql = "INSERT INTO said VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
        self.db.execute(sql, [key, value])?;
        Ok(())
    }

    /// An article, if it was ever listed.
    pub fn article(&self, id: &str) -> anyhow::Result<Option<Known>> {
        let sql = "SELECT id, link, title, date, column_name, says, etag, modified, waiting, raw_sha256, fetched, absent
                   FROM article WHERE id = ?1";
        Ok(self.db.query_row(sql, [id], known).optional()?)
    }

    /// Notes that walk `walk` listed it.
    pub fn list(&self, known: &Known, walk: i64) -> anyhow::Result<()> {
        let sql = "INSERT INTO article (id, link, title, date, column_name, says, walk) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (id) DO UPDATE SET link = ?2, title = ?3, date = ?4, column_name = ?5, says = ?6, walk = ?7, absent = 0";
        self.db.execute(
            sql,
            params![
                known.id,
                known.link,
                known.title,
                known.date,
                known.column,
                known.says,
                walk
            ],
        )?;
        Ok(())
    }

    /// Whether walk `walk` has listed it already.
    pub fn is_listed(&self, id: &str, walk: i64) -> anyhow::Result<bool> {
        let sql = "SELECT 1 FROM article WHERE id = ?1 AND walk = ?2";
        Ok(self.db.prepare_cached(sql)?.exists(params![id, walk])?)
    }

    /// Keeps what was read until it is published.
    pub fn keep(&self, known: &Known) -> anyhow::Result<()> {
        let sql = "UPDATE article SET etag = ?2, modified = ?3, waiting = ?4, raw_sha256 = ?5, fetched = ?6 WHERE id = ?1";
        self.db.execute(
            sql,
            params![
                known.id,
                known.etag,
                known.modified,
                known.waiting,
                known.raw_sha256,
                known.fetched
            ],
        )?;
        Ok(())
    }

    /// Ids of a walk, in the order they were listed.
    pub fn listed(&self, walk: i64) -> anyhow::Result<Vec<String>> {
        self.ids(
            "SELECT id FROM article WHERE walk = ?1 ORDER BY rowid",
            walk,
        )
    }

    /// Ids that wait to be published, whichever walk read them.
    pub fn waiting(&self) -> anyhow::Result<Vec<String>> {
        self.ids(
            "SELECT id FROM article WHERE waiting IS NOT NULL AND ?1 = ?1 ORDER BY rowid",
            0,
        )
    }

    /// Ids that wait to be read and that walk `since` or a later one listed.
    pub fn unread(&self, since: i64) -> anyhow::Result<Vec<String>> {
        self.ids(
            "SELECT id FROM article WHERE raw_sha256 IS NULL AND waiting IS NULL AND walk >= ?1 ORDER BY rowid",
            since,
        )
    }

    /// After a full walk: counts those it missed; tells which have been missed `walks` times.
    pub fn missed(&self, walk: i64, walks: u32) -> anyhow::Result<Vec<String>> {
        let count = "UPDATE article SET absent = absent + 1 WHERE walk <> ?1";
        self.db.execute(count, [walk])?;
        self.ids(
            "SELECT id FROM article WHERE absent >= ?1 ORDER BY rowid",
            i64::from(walks),
        )
    }

    fn ids(&self, sql: &str, value: i64) -> anyhow::Result<Vec<String>> {
        let mut query = self.db.prepare(sql)?;
        let rows = query.query_map([value], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An article is gone for good.
    pub fn forget(&self, id: &str) -> anyhow::Result<()> {
        self.db.execute("DELETE FROM article WHERE id = ?1", [id])?;
        Ok(())
    }

    /// What these articles (by id or address) said is forgotten: the next full walk reads them as if they were new.
    pub fn ask_again<'a>(&self, articles: impl Iterator<Item = &'a String>) -> anyhow::Result<()> {
        let sql = "UPDATE article SET raw_sha256 = '', etag = NULL, modified = NULL
                   WHERE (id = ?1 OR link = ?1) AND raw_sha256 IS NOT NULL";
        let all = self.at_once()?;
        let mut update = all.prepare(sql)?;
        for article in articles {
            update.execute([article])?;
        }
        drop(update);
        Ok(all.commit()?)
    }

    /// What these articles (by id or address) said is thrown away, and waits no longer: the next run asks for them.
    pub fn read_anew<'a>(&self, articles: impl Iterator<Item = &'a String>) -> anyhow::Result<()> {
        let sql =
            "UPDATE article SET waiting = NULL, raw_sha256 = NULL, etag = NULL, modified = NULL
                   WHERE (id = ?1 OR link = ?1) AND waiting IS NOT NULL";
        let all = self.at_once()?;
        let mut update = all.prepare(sql)?;
        for article in articles {
            update.execute([article])?;
        }
        drop(update);
        Ok(all.commit()?)
    }

    /// What was read is read by `reader`: where that is another one than last time, all articles are forgotten as with
    /// [`ask_again`](Self::ask_again), and a full walk is due. One transaction, so that a run cut off here leaves either.
    pub fn read_by(&self, reader: &str) -> anyhow::Result<()> {
        if self.said("reader")?.as_deref() == Some(reader) {
            return Ok(());
        }
        let all = self.at_once()?;
        let forgotten = "UPDATE article SET raw_sha256 = '', etag = NULL, modified = NULL WHERE raw_sha256 IS NOT NULL";
        all.execute(forgotten, [])?;
        all.execute("DELETE FROM said WHERE key = 'last_full'", [])?;
        self.say("reader", reader)?;
        Ok(all.commit()?)
    }

    /// Everything that waited is published.
    pub fn settle(&self) -> anyhow::Result<()> {
        self.db.execute(
            "UPDATE article SET waiting = NULL WHERE waiting IS NOT NULL",
            [],
        )?;
        Ok(())
    }
}

fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: row.get(0)?,
        link: row.get(1)?,
        title: row.get(2)?,
        date: row.get(3)?,
        column: row.get(4)?,
        says: row.get(5)?,
        etag: row.get(6)?,
        modified: row.get(7)?,
        waiting: row.get(8)?,
        raw_sha256: row.get(9)?,
        fetched: row.get(10)?,
        absent: row.get(11)?,
    })
}
