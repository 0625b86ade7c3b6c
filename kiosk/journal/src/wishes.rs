//! What the kiosk tells the agent beside the register: how far it has followed the mirror, and what the desk (值守台) wants done.
//! Neither belongs to the chain: the agent reads them and answers in its status. Holds nothing of a visit; that a
//! withdrawn document was open when it went is nobody's business.
//!
//! Decisions:
//!
//! - Requests of the desk (`journal::Writer::ask`: `sync`, `upload`, `check`) stand in `journal.db`; the running
//!   agent sees them within a second and answers in `status --json` (`desk`).

use crate::Error;
use crate::chain::log;
use crate::chain::reader::Reader;
use crate::chain::writer::Writer;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

const SEEN: &str = "mirror_seen";
const ASKED: &str = "desk_asked";
/// Longest repository id, bytes.
const REPOSITORY_BYTES_MAX: usize = 128;
/// Requests that are kept; the agent answers each within a poll, so more only repeat what was asked.
const ASKED_MAX: usize = 16;

/// How far the kiosk has followed the mirror (下架回执, the kiosk's part): nothing on the screen and nothing in the print queue is
/// from an earlier state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Repository that the mirror followed.
    pub repository: String,
    /// Epoch of its log.
    pub epoch: u64,
    /// Sequence number of the mirror.
    pub seq: u64,
    /// When the kiosk had followed it, RFC 3339 UTC.
    pub at: String,
}

/// What the desk may want of the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// Look at sticks and at the feed now.
    Sync,
    /// Send the register now.
    Upload,
    /// Check the whole mirror, and fill it anew if it is damaged: somebody met a fault while reading.
    Check,
}

/// A request of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Asked {
    /// Its number in this journal, from 1.
    pub number: u64,
    pub wish: Wish,
    /// When, RFC 3339 UTC.
    pub at: String,
}

impl Writer {
    /// Notes that screen and print queue have followed the mirror up to this state: call it after whatever a change
    /// of the mirror took away is closed and stopped. The same state again writes nothing.
    pub fn mirror_seen(
        &mut self,
        repository: &str,
        epoch: u64,
        seq: u64,
        now: Timestamp,
    ) -> Result<(), Error> {
        if repository.len() > REPOSITORY_BYTES_MAX {
            return Err(Error::BadValue {
                field: "repository",
                max: REPOSITORY_BYTES_MAX,
            });
        }
        let seen = Seen {
            repository: repository.to_owned(),
            epoch,
            seq,
            at: now.to_string(),
        };
        let is_known = |known: &Seen| {
            (&known.repository, known.epoch, known.seq) == (&seen.repository, epoch, seq)
        };
        if read::<Seen>(self.connection(), SEEN)?
            .as_ref()
            .is_some_and(is_known)
        {
            return Ok(());
        }
        log::set_meta(self.connection(), SEEN, &json(&seen))
    }

    /// Asks something of the agent; tells the number under which its status answers.
    pub fn ask(&mut self, wish: Wish, now: Timestamp) -> Result<u64, Error> {
        // One writer at a time holds the journal: nobody asks in between.
        let mut asked: Vec<Asked> = read(self.connection(), ASKED)?.unwrap_or_default();
        let number = asked.last().map_or(1, |last| last.number.saturating_add(1));
        asked.push(Asked {
            number,
            wish,
            at: now.to_string(),
        });
        let surplus = asked.len().saturating_sub(ASKED_MAX);
        log::set_meta(self.connection(), ASKED, &json(&asked[surplus..]))?;
        Ok(number)
    }
}

impl Reader {
    /// How far the kiosk has followed the mirror; `None` if it never said so.
    pub fn mirror_seen(&self) -> Result<Option<Seen>, Error> {
        read(self.connection(), SEEN)
    }

    /// Requests of the desk behind `after`, oldest first.
    pub fn asked(&self, after: u64) -> Result<Vec<Asked>, Error> {
        let mut asked: Vec<Asked> = read(self.connection(), ASKED)?.unwrap_or_default();
        asked.retain(|request| request.number > after);
        asked.truncate(ASKED_MAX);
        Ok(asked)
    }
}

fn json(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data has a JSON form")
}

fn read<T: serde::de::DeserializeOwned>(conn: &Connection, key: &str) -> Result<Option<T>, Error> {
    let Some(bytes) = log::meta(conn, key)? else {
        return Ok(None);
    };
    let value = serde_json::from_slice(&bytes).map_err(|e| Error::Damaged {
        detail: format!("{key}: {e}"),
    })?;
    Ok(Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(dir: &std::path::Path) -> (Writer, Reader) {
        let writer = Writer::open(dir, "L01", "1", at(0)).unwrap();
        (writer, Reader::open(dir).unwrap())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    #[test]
    fn how_far_the_mirror_was_followed_is_kept_and_stands_outside_the_chain() {
        let dir = tempfile::tempdir().unwrap();
        let (mut writer, reader) = open(dir.path());
        assert_eq!(reader.mirror_seen().unwrap(), None);
        let head = writer.head().unwrap();
        writer.mirror_seen("r", 1, 7, at(1)).unwrap();
        writer.mirror_seen("r", 1, 7, at(2)).unwrap();
        let seen = reader.mirror_seen().unwrap().unwrap();
        assert_eq!((seen.seq, seen.at), (7, at(1).to_string()));
        // A mirror that is filled anew stands lower for a while; that is what is on the screen.
        writer.mirror_seen("r", 1, 3, at(3)).unwrap();
        assert_eq!(reader.mirror_seen().unwrap().unwrap().seq, 3);
        assert_eq!(writer.head().unwrap(), head);
        assert!(writer.mirror_seen(&"r".repeat(129), 1, 4, at(4)).is_err());
    }

    #[test]
    fn requests_are_numbered_and_the_oldest_give_way() {
        let dir = tempfile::tempdir().unwrap();
        let (mut writer, reader) = open(dir.path());
        assert_eq!(reader.asked(0).unwrap(), []);
        for n in 1..=20 {
            assert_eq!(writer.ask(Wish::Sync, at(n)).unwrap(), n as u64);
        }
        drop(writer);
        let (mut writer, _) = open(dir.path());
        assert_eq!(writer.ask(Wish::Check, at(21)).unwrap(), 21);
        let numbers = |after| -> Vec<u64> {
            reader
                .asked(after)
                .unwrap()
                .iter()
                .map(|asked| asked.number)
                .collect()
        };
        assert_eq!(numbers(0), (6..=21).collect::<Vec<_>>());
        assert_eq!(numbers(20), [21]);
        assert_eq!(reader.asked(20).unwrap()[0].wish, Wish::Check);
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_no_request() {
        let dir = tempfile::tempdir().unwrap();
        let (writer, reader) = open(dir.path());
        log::set_meta(writer.connection(), ASKED, b"[{}]").unwrap();
        assert!(matches!(reader.asked(0), Err(Error::Damaged { .. })));
    }
}
