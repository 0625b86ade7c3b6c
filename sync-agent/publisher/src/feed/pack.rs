//! Packs for new terminals: the whole log as pieces of about 4 MB with nothing in them but what is still shown. Owns when
//! they are made anew, and which pieces stay as they are: a piece that is large and mostly alive is never written again.

use std::collections::HashMap;

use anyhow::Context;
use console::progress::Progress;
use feed::tip::LEVEL_PACK;
use feed::{Record, Segment, Tip, segments_for, write};

use crate::feed::merge::LARGE_BYTES;
use crate::feed::state;
use crate::feed::store::Store;

/// The log since the last packs has so many segments at least, or ...
pub const SEGMENTS_SINCE: usize = 32;
/// ... so many compressed bytes, ...
const BYTES_SINCE: u64 = 8 * 1024 * 1024;
/// ... and this share of the packs.
const SHARE_SINCE: u64 = 4;
/// Percent of dead records at which a piece is written anew.
const DEAD_PERCENT: usize = 20;
/// Plain bytes of one piece; about 4 MB compressed.
const PIECE_PLAIN_BYTES: usize = 14 * 1024 * 1024;

/// Makes the packs anew if the log has grown enough since they were made.
pub fn make(
    store: &Store,
    tip: &mut Tip,
    packs: &mut Vec<Segment>,
    segments_since: usize,
    progress: &Progress,
) -> anyhow::Result<()> {
    let since: Vec<Segment> = segments_for(tip, &[], tip.packed)
        .context("make packs: the log has a gap")?
        .into_iter()
        .cloned()
        .collect();
    let new_bytes: u64 = since.iter().map(|s| s.length).sum();
    let old_bytes: u64 = packs.iter().map(|s| s.length).sum();
    let due =
        since.len() >= segments_since || new_bytes >= BYTES_SINCE.max(old_bytes / SHARE_SINCE);
    if !due {
        return Ok(());
    }
    let mut pieces = packs.clone();
    pieces.extend(since.into_iter().filter(|s| s.to > tip.packed));
    let latest = latest(store, &pieces)?;
    let mut work = Work {
        store,
        latest: &latest,
        made: Vec::new(),
        lines: Vec::new(),
        from: 1,
    };
    progress.next("packing", Some(pieces.len()));
    for piece in &pieces {
        progress.step();
        work.take(piece)?;
    }
    work.close(tip.seq)?;
    *packs = work.made;
    tip.packed = tip.seq;
    Ok(())
}

/// The place of each document's last record, and whether it is a document.
fn latest(store: &Store, pieces: &[Segment]) -> anyhow::Result<HashMap<String, (u64, bool)>> {
    let mut latest = HashMap::new();
    for piece in pieces {
        for record in state::open(store, piece)?.records() {
            let record = record.with_context(|| piece.path())?;
            let is_put = matches!(record, Record::Put { .. });
            latest.insert(record.id().to_owned(), (record.seq(), is_put));
        }
    }
    Ok(latest)
}

struct Work<'a> {
    store: &'a Store,
    latest: &'a HashMap<String, (u64, bool)>,
    made: Vec<Segment>,
    /// Living lines not written yet.
    lines: Vec<u8>,
    /// First number that no piece covers yet.
    from: u64,
}

impl Work<'_> {
    fn take(&mut self, piece: &Segment) -> anyhow::Result<()> {
        let opened = state::open(self.store, piece)?;
        let (mut all, mut living) = (0, Vec::new());
        for line in opened.lines() {
            let record: Record = serde_json::from_slice(line)?;
            // A chain of merged segments may reach back into the piece before it.
            if record.seq() < self.from {
                continue;
            }
            all += 1;
            if self.latest.get(record.id()) == Some(&(record.seq(), true)) {
                living.push((record.seq(), line));
            }
        }
        let dead = all - living.len();
        let stays = piece.length >= LARGE_BYTES && dead * 100 <= all * DEAD_PERCENT;
        let begins_here = self.lines.is_empty() && piece.from == self.from;
        if stays && !begins_here && piece.from > self.from {
            self.close(piece.from - 1)?;
        }
        if stays && piece.from == self.from {
            self.made.push(piece.clone());
            self.from = piece.to + 1;
            return Ok(());
        }
        for (seq, line) in living {
            if self.lines.len() + line.len() > PIECE_PLAIN_BYTES && !self.lines.is_empty() {
                self.close(seq - 1)?;
            }
            self.lines.extend_from_slice(line);
            self.lines.push(b'\n');
        }
        Ok(())
    }

    /// Writes what is gathered as the piece up to `to`.
    fn close(&mut self, to: u64) -> anyhow::Result<()> {
        if to < self.from {
            return Ok(());
        }
        let lines = std::mem::take(&mut self.lines);
        let (segment, file) = write::seal(LEVEL_PACK, self.from, to, &lines)?;
        feed::open_segment(&segment, &file.bytes)?;
        self.store.put(&file)?;
        self.made.push(segment);
        self.from = to + 1;
        Ok(())
    }
}
