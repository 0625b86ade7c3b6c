//! The one way into the mirror: what `feed` has verified, batch by batch, each with its cursor in one transaction. The only
//! caller of `mirror::Writer`. Owns the order: takedowns first, then the log, then the traces. Refuses nothing but single
//! records; what was verified is applied or the transaction is rolled back.

mod pending;
mod store;

pub use store::{Depth, Store, is_damaged};

use crate::failure::{Exit, Outcome};
use crate::trust::{Takedowns, Trust};
use feed::{Verified, VerifiedSegment};
use jiff::Timestamp;
use mirror::{Batch, Cursor, FeedMark, Reader};
use pending::Pending;
use std::path::Path;

/// What a run did to the mirror.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Done {
    /// Documents added or changed.
    pub put: u64,
    pub removed: u64,
    pub refused: u64,
    /// More than half of all documents were taken down by one list: how many, of how many.
    pub lost_most: Option<(u64, u64)>,
    /// The text of removed documents may still stand in the raw file: a reader was busy.
    pub traces_wait: bool,
}

/// Up to so many documents a list may take all there is without a word.
const FEW_DOCUMENTS: usize = 5;

/// What a run goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The time, as far as it is known.
    pub now: Timestamp,
    /// When the feed was signed, as far as that is believed.
    pub issued: Timestamp,
}

/// One verified feed on its way into the mirror.
pub struct Apply<'a> {
    store: &'a mut Store,
    trust: &'a mut Trust,
    verified: &'a Verified,
    takedowns: Takedowns,
    now: Timestamp,
    issued: Timestamp,
    /// The mirror holds another history of this log.
    refill: bool,
    before: mirror::State,
    cursor: Cursor,
    /// Where the filling started, if this run fills the mirror for the first time.
    filling_from: Option<u64>,
    /// Something was committed.
    begun: bool,
    /// The batch that ends the log was committed.
    complete: bool,
    done: Done,
}

/// Takes out of the mirror what is known to be taken down, before any network is asked: an old copy of it may hold what went since.
/// Tells how many documents went.
pub fn take_down_known(dir: &Path, trust: &mut Trust) -> Outcome<u64> {
    let mut takedowns = trust.takedowns()?;
    if trust.last_run()?.outcome == Exit::Refused.as_code() {
        // A refused feed changes nothing: what it alone takes down waits until it is sound.
        takedowns.all = trust.applied_takedowns()?.into_iter().collect();
    }
    let ids = match Reader::open(dir).and_then(|reader| reader.all_ids()) {
        Ok(ids) => ids,
        Err(mirror::Error::Absent { .. }) => return Ok(0),
        Err(error) => return Err(error.into()),
    };
    let gone: Vec<String> = ids
        .into_iter()
        .filter(|(id, rev)| takedowns.covers(id, *rev))
        .map(|(id, _)| id)
        .collect();
    if gone.is_empty() {
        return Ok(0);
    }
    let mut store = Store::open(dir)?;
    trust.set_traces_wait(true)?;
    let count = gone.len() as u64;
    store.remove(gone)?;
    if store.erase_traces()? {
        trust.set_traces_wait(false)?;
    }
    Ok(count)
}

impl<'a> Apply<'a> {
    /// Prepares to apply. The trust store must have accepted `verified` before.
    pub fn new(
        store: &'a mut Store,
        trust: &'a mut Trust,
        verified: &'a Verified,
        times: Times,
    ) -> Outcome<Apply<'a>> {
        let Times { now, issued } = times;
        let refill = trust.refill()?;
        let takedowns = trust.takedowns()?;
        let before = store.state()?;
        let cursor = before.cursor.clone();
        let filling = cursor.seq == 0 || before.filling.is_some();
        Ok(Apply {
            filling_from: filling.then_some(cursor.seq),
            store,
            trust,
            verified,
            takedowns,
            now,
            issued,
            refill,
            before,
            cursor,
            begun: false,
            complete: false,
            done: Done::default(),
        })
    }

    /// Behind which record of the verified log this run begins: nothing of another log counts.
    pub fn start(&self) -> u64 {
        match self.is_other_log() {
            true => 0,
            false => self.cursor.seq,
        }
    }

    /// Numbers of the log that the mirror does not hold.
    pub fn held_back(&self) -> u64 {
        self.verified.tip().seq.saturating_sub(self.start())
    }

    fn is_other_log(&self) -> bool {
        let tip = self.verified.tip();
        self.refill || self.cursor.repository != tip.repository || self.cursor.epoch != tip.epoch
    }

    /// Removes what must not be shown, before anything is put; and everything, if the log was started anew.
    pub fn remove_first(&mut self) -> Outcome<()> {
        let tip = self.verified.tip();
        let fresh = self.cursor == Cursor::default();
        let restart = self.is_other_log() && !fresh;
        if fresh || restart {
            self.cursor = Cursor {
                repository: tip.repository.clone(),
                epoch: tip.epoch,
                seq: 0,
            };
        }
        if restart {
            self.filling_from = Some(0);
            let all = self.store.ids()?.into_iter().map(|(id, _)| id).collect();
            self.commit(Pending::removing(all), 0, false)?;
        }
        if self.refill {
            self.trust.refill_begun()?;
            self.refill = false;
        }
        self.take_down()
    }

    /// Removes what must not be shown, and leaves the rest as it is.
    pub fn take_down(&mut self) -> Outcome<()> {
        if self.takedowns.waiting > 0 {
            // A damaged copy may hold what goes now.
            self.store.remove_damaged()?;
        }
        let ids = self.store.ids()?;
        let all = ids.len();
        let gone: Vec<String> = ids
            .into_iter()
            .filter(|(id, rev)| self.takedowns.covers(id, *rev))
            .map(|(id, _)| id)
            .collect();
        if gone.len() > FEW_DOCUMENTS && gone.len() * 2 > all {
            self.done.lost_most = Some((gone.len() as u64, all as u64));
        }
        if !gone.is_empty() {
            self.commit(Pending::removing(gone), self.cursor.seq, false)?;
        }
        self.erase_traces()?;
        if self.takedowns.waiting > 0 {
            self.trust.takedowns_applied(self.now)?;
        }
        Ok(())
    }

    /// Applies what lies behind the cursor of one segment. `last` says that nothing follows.
    pub fn segment(&mut self, segment: &VerifiedSegment, last: bool) -> Outcome<()> {
        let mut pending = Pending::default();
        for record in segment.records() {
            match record {
                Ok(record) => {
                    let seq = record.seq();
                    if seq <= self.cursor.seq {
                        continue;
                    }
                    pending.take(record, &self.takedowns, self.now);
                    if pending.is_full() {
                        self.commit(std::mem::take(&mut pending), seq, false)?;
                    }
                }
                Err(bad) if bad.seq.is_some_and(|seq| seq <= self.cursor.seq) => {}
                Err(bad) => pending.refuse_line(&bad, segment.to(), self.now),
            }
        }
        self.commit(pending, segment.to().max(self.cursor.seq), last)
    }

    /// Says that the mirror now is what the feed is, and removes the traces of what went.
    pub fn finish(mut self) -> Outcome<Done> {
        if self.filling_from.is_some() && !self.complete {
            // Nothing was left to fetch, but an earlier run was stopped before it could say that the mirror is full.
            self.commit(Pending::default(), self.cursor.seq, true)?;
        }
        if !self.complete {
            self.store.confirm(&self.mark())?;
        }
        // Replaced revisions and their attachments go as well; the mirror knows whether there is anything.
        self.erase()?;
        Ok(self.done)
    }

    /// After a failure halfway: what was applied stays, but the mirror was not confirmed current.
    pub fn give_up(self) -> Done {
        if self.begun {
            // A courtesy to the screen; the failure that led here is what gets reported.
            let _ = self.store.confirm(&self.before.mark);
        }
        self.done
    }

    fn commit(&mut self, mut pending: Pending, seq: u64, last: bool) -> Outcome<()> {
        self.trust.before_batch(&pending.refused, &pending.wanted)?;
        let traces_waited = self.trust.traces_wait()?;
        // A put may replace a revision, whose text must not stay either.
        if !pending.dels.is_empty() || !pending.puts.is_empty() {
            self.trust.set_traces_wait(true)?;
        }
        let cursor = Cursor {
            seq,
            ..self.cursor.clone()
        };
        let mark = if last {
            self.mark()
        } else {
            // `checked` dates the change; `give_up` takes it back if the rest does not follow.
            FeedMark {
                checked: self.now.to_string(),
                ..self.before.mark.clone()
            }
        };
        let batch = Batch {
            puts: std::mem::take(&mut pending.puts),
            dels: std::mem::take(&mut pending.dels),
            cursor: cursor.clone(),
            mark,
            filling: self.filling(seq, last),
        };
        let applied = self.store.apply(batch, self.trust, self.now)?;
        if applied.removed + applied.replaced == 0 && !traces_waited {
            self.trust.set_traces_wait(false)?;
        }
        self.cursor = cursor;
        self.begun = true;
        self.complete = last;
        self.done.put += applied.put;
        self.done.removed += applied.removed;
        self.done.refused += applied.refused + pending.refused.len() as u64;
        let settled: Vec<&str> = pending.settled.iter().map(String::as_str).collect();
        self.trust.settled(&settled)
    }

    fn erase_traces(&mut self) -> Outcome<()> {
        if !self.trust.traces_wait()? {
            return Ok(());
        }
        self.erase()
    }

    fn erase(&mut self) -> Outcome<()> {
        self.done.traces_wait = !self.store.erase_traces()?;
        if self.done.traces_wait {
            return Ok(());
        }
        self.trust.set_traces_wait(false)
    }

    fn filling(&self, seq: u64, last: bool) -> Option<u8> {
        let from = self.filling_from?;
        if last {
            return None;
        }
        let all = self.verified.tip().seq.saturating_sub(from).max(1);
        let percent = seq.saturating_sub(from).saturating_mul(100) / all;
        Some(u8::try_from(percent.min(99)).expect("at most 99"))
    }

    fn mark(&self) -> FeedMark {
        FeedMark {
            issued: self.issued.to_string(),
            expires: self.verified.expires().to_string(),
            checked: self.now.to_string(),
        }
    }
}
