//! The one writer of `journal.db`: the lock, the open file, the mark beside it, and transactions of entries. What a register may do,
//! it says itself; this only makes sure that it is on the medium, once, in order.

use super::beginning::{self, Begun, Wreck};
use super::clock;
use super::declare::{Kind, REDACTED, Register};
use super::hash::Head;
use super::key::{self, Key};
use super::log;
use super::mark::{FILE_NAME as MARK_NAME, Mark, MarkFile};
use super::number::Number;
use super::salvage;
use super::series::{Series, Skew};
use super::store;
use crate::Error;
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};
use std::fs::{File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Name of the database inside the journal folder.
pub const FILE_NAME: &str = "journal.db";
/// Owner writes, group reads: the agent is of the group.
const FILE_MODE: u32 = 0o640;
const LOCK_NAME: &str = "journal.lock";
/// Longest site or terminal code, in bytes.
const CODE_BYTES_MAX: usize = 64;

/// Writes the registers. Held by the kiosk's registrar; a second one is refused.
pub struct Writer {
    conn: Connection,
    mark: MarkFile,
    terminal: String,
    registers: &'static [&'static Register],
    slip_key: Key,
    pub(crate) recovered: Vec<String>,
    set_aside: Option<PathBuf>,
    path: PathBuf,
    /// Device and inode of the open file.
    identity: (u64, u64),
    // Locked as long as this lives.
    _lock: File,
}

/// Where a terminal's journal lies and whose it is.
pub(crate) struct Place<'a> {
    pub dir: &'a Path,
    pub site: &'a str,
    pub terminal: &'a str,
    pub registers: &'static [&'static Register],
}

impl Writer {
    /// Opens or creates the file, sets a damaged one aside, goes on behind the last number of a lost one.
    pub(crate) fn open_chain(place: &Place<'_>, now: Timestamp) -> Result<Writer, Error> {
        let dir = place.dir;
        let terminal = terminal_code(place.site, place.terminal)?;
        std::fs::create_dir_all(dir).map_err(Error::file("create folder", dir))?;
        let lock = lock(dir)?;
        let (mark_file, mark) = MarkFile::open(dir)?;
        let db = dir.join(FILE_NAME);
        let series: Vec<Series> = place
            .registers
            .iter()
            .map(|register| Series::of(register, &terminal))
            .collect();
        let (mut conn, wreck) = match open_existing(&db) {
            Ok(conn) => (conn, None),
            Err(Error::Damaged { detail }) => {
                let slip_key = salvage::slip_key(&db);
                let wreck = Wreck {
                    last: salvage::highest_numbers(&db, &series),
                    slip_key,
                    path: salvage::set_aside(&db, now)?,
                    detail,
                };
                (open_existing(&db)?, Some(wreck))
            }
            Err(e) => return Err(e),
        };
        let slip_key = key::settle(dir, &conn, wreck.as_ref().and_then(|wreck| wreck.slip_key))?;
        let begun = Begun {
            key: &slip_key,
            series: &series,
            site: place.site,
            terminal: place.terminal,
            mark: mark.as_ref(),
            wreck: wreck.as_ref(),
        };
        if beginning::settle(&mut conn, &begun, now)? {
            // The old page images, which hold the key, still stand in the log.
            empty_log(&conn)?;
        }
        store::sync_dir(dir)?;
        keep_private(dir)?;
        Ok(Writer {
            slip_key,
            conn,
            mark: mark_file,
            terminal,
            registers: place.registers,
            recovered: Vec::new(),
            set_aside: wreck.map(|w| w.path),
            identity: identity(&db)?,
            path: db,
            _lock: lock,
        })
    }

    /// Numbers that were open at the start and are closed now; those that are `unknown` wait for an attendant.
    pub fn recovered(&self) -> &[String] {
        &self.recovered
    }

    /// Where a damaged journal was set aside at this start; `None` if it was sound.
    pub fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    /// Secret of this terminal, made at the first start; slip codes are computed with it.
    pub fn slip_key(&self) -> Key {
        self.slip_key
    }

    /// The end of the chain.
    pub fn head(&self) -> Result<Head, Error> {
        log::head(&self.conn)
    }

    /// The number that this register would give out at `now`; for a preview.
    pub(crate) fn peek(&self, register: &Register, now: Timestamp) -> Result<String, Error> {
        let series = Series::of(register, &self.terminal);
        Ok(series.next(&self.conn, now)?.0.to_string())
    }

    /// The file at its place is still the one that is written. Otherwise somebody moved, deleted or replaced it while the program ran: what
    /// was written now would be found by nobody.
    pub(crate) fn in_place(&self) -> Result<(), Error> {
        match identity(&self.path) {
            Ok(here) if here == self.identity => Ok(()),
            _ => Err(Error::Moved {
                path: self.path.clone(),
            }),
        }
    }

    /// Does `work` in one transaction. When this returns, all of it is on the medium, or nothing.
    pub(crate) fn transact<T>(
        &mut self,
        action: &'static str,
        work: impl FnOnce(&Entries<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Error::database(action))?;
        let before = log::head(&tx)?;
        let done = work(&Entries {
            conn: &tx,
            terminal: &self.terminal,
        })?;
        let after = log::head(&tx)?;
        tx.commit().map_err(Error::database(action))?;
        // Not before the commit: a mark ahead of the database would look like a database that went back.
        if after != before {
            self.mark.write(&self.mark_now(after)?)?;
        }
        Ok(done)
    }

    /// Deletes the values of the fields of a number that `chosen` finds for good and says so in the chain, with what else is to be said of it; the chain
    /// stays valid. Only what its register declares to be words, or to concern a person, can be deleted: number, time and outcome remain.
    pub(crate) fn erase_with<'f>(
        &mut self,
        number: &str,
        now: Timestamp,
        chosen: impl FnOnce(&Entries<'_>) -> Result<(Vec<&'f str>, log::Values), Error>,
    ) -> Result<(), Error> {
        let registers = self.registers;
        self.in_place()?;
        self.transact("redact a row", |entries| {
            entries.exists(number)?;
            let (fields, mut said) = chosen(entries)?;
            for name in &fields {
                erase(entries, registers, number, name)?;
            }
            said.push(("fields", fields.join(" ")));
            entries.append(&REDACTED, number, now, &said).map(|_| ())
        })?;
        // The old page images still stand in the WAL.
        empty_log(&self.conn)
    }

    /// Writes the mark anew, in both slots: after a start it may stand behind what this file says.
    pub(crate) fn reset_mark(&self) -> Result<(), Error> {
        self.mark.reset(&self.mark_now(log::head(&self.conn)?)?)
    }

    fn mark_now(&self, head: Head) -> Result<Mark, Error> {
        let mut given = Vec::with_capacity(self.registers.len());
        for register in self.registers {
            let series = Series::of(register, &self.terminal);
            if given.iter().any(|(prefix, _)| *prefix == series.prefix) {
                continue;
            }
            let greatest = series.greatest(&self.conn)?;
            // Behind another one, where the day was set back.
            let last = series.last(&self.conn)?;
            let set_back = (last != greatest).then_some(last);
            for last in std::iter::once(greatest).chain(set_back) {
                if !last.day.is_empty() && last.ordinal > 0 {
                    given.push((series.prefix.clone(), last));
                }
            }
        }
        Ok(Mark { head, given })
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.conn
    }

    /// The series of slips.
    pub(crate) fn slips(&self) -> Series {
        Series::of(self.registers[0], &self.terminal)
    }
}

fn empty_log(conn: &Connection) -> Result<(), Error> {
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .map_err(Error::database("empty the log of the journal"))
}

/// Entries of one transaction.
pub(crate) struct Entries<'t> {
    /// For what a register keeps beside the chain.
    pub conn: &'t Connection,
    terminal: &'t str,
}

impl Entries<'_> {
    /// Appends an entry about `number`.
    pub fn append(
        &self,
        kind: &Kind,
        number: &str,
        now: Timestamp,
        fields: &[(&'static str, String)],
    ) -> Result<Head, Error> {
        log::append(self.conn, kind, number, now, fields)
    }

    /// Gives the next number of a register out and appends the entry that it begins with.
    pub fn give(
        &self,
        register: &Register,
        kind: &Kind,
        now: Timestamp,
        fields: log::Values,
    ) -> Result<Given, Error> {
        let series = Series::of(register, self.terminal);
        let (number, skew) = series.next(self.conn, now)?;
        let mut fields = fields;
        if skew.behind {
            fields.push((log::CLOCK_BEHIND, "1".to_owned()));
        }
        fields.extend(clock::remark(skew.ahead));
        let head = self.append(kind, &number.to_string(), now, &fields)?;
        Ok(Given {
            number,
            seq: head.seq,
            skew,
        })
    }

    /// The number stands in the chain.
    pub fn exists(&self, number: &str) -> Result<(), Error> {
        let found: bool = self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM entry WHERE number = ?1 AND number <> '')",
            )
            .and_then(|mut query| query.query_row([number], |row| row.get(0)))
            .map_err(Error::database("find a number"))?;
        match found {
            true => Ok(()),
            false => Err(Error::UnknownNumber {
                number: number.to_owned(),
            }),
        }
    }
}

/// A number that was given out.
pub(crate) struct Given {
    pub number: Number,
    pub seq: u64,
    pub skew: Skew,
}

fn erase(
    entries: &Entries<'_>,
    registers: &[&Register],
    number: &str,
    name: &str,
) -> Result<(), Error> {
    let failed = Error::database("redact a row");
    let holding: Vec<&str> = registers
        .iter()
        .flat_map(|register| register.kinds)
        .filter(|kind| kind.field(name).is_some_and(|field| field.erasable()))
        .map(|kind| kind.name)
        .collect();
    if holding.is_empty() {
        return Err(Error::NotErasable {
            field: name.to_owned(),
        });
    }
    for kind in holding {
        entries
            .conn
            .execute(
                "UPDATE field SET salt = NULL, value = NULL WHERE name = ?3
                 AND seq IN (SELECT seq FROM entry WHERE number = ?1 AND kind = ?2)",
                params![number, kind, name],
            )
            .map_err(&failed)?;
    }
    Ok(())
}

fn open_existing(db: &Path) -> Result<Connection, Error> {
    let mut conn = store::open_for_writing(db)?;
    if !store::is_blank(&conn)? {
        store::check_identity(&conn, true)?;
        store::check_pages(&conn)?;
        store::sweep(&conn)?;
    }
    store::migrate(&mut conn)?;
    Ok(conn)
}

fn identity(path: &Path) -> Result<(u64, u64), Error> {
    let file = std::fs::metadata(path).map_err(Error::file("find", path))?;
    Ok((file.dev(), file.ino()))
}

/// Owner and group read; nobody else.
fn keep_private(dir: &Path) -> Result<(), Error> {
    for name in [
        FILE_NAME,
        "journal.db-wal",
        "journal.db-shm",
        LOCK_NAME,
        MARK_NAME,
    ] {
        let path = dir.join(name);
        match std::fs::set_permissions(&path, Permissions::from_mode(FILE_MODE)) {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            // Somebody else's file: it is as private as they made it.
            Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {}
            Err(e) => return Err(Error::file("set the mode of", &path)(e)),
        }
    }
    Ok(())
}

pub(crate) fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join(LOCK_NAME);
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(Error::file("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::Locked { path }),
        Err(std::fs::TryLockError::Error(e)) => Err(Error::file("lock", &path)(e)),
    }
}

pub(crate) fn terminal_code(site: &str, terminal: &str) -> Result<String, Error> {
    for (field, code) in [("site", site), ("terminal", terminal)] {
        let ok = !code.is_empty()
            && code.len() <= CODE_BYTES_MAX
            && code
                .chars()
                .all(|c| c.is_alphanumeric() || "-_.".contains(c));
        if !ok {
            return Err(Error::BadValue {
                field,
                max: CODE_BYTES_MAX,
            });
        }
    }
    Ok(format!("{site}-{terminal}"))
}
