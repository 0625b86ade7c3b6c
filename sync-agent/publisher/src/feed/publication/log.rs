//! The end of the log. Owns how records and documents are cut into segments, and the chain over them; no more waits in memory than one
//! segment holds.

use std::collections::VecDeque;

use anyhow::ensure;
use console::progress::Progress;
use feed::chain::{self, CHECKPOINTS_MAX, Checkpoint};
use feed::limits::SEGMENTS_MAX;
use feed::{Record, Tip, open_segment, write};

use crate::feed::puts::Puts;
use crate::feed::store::Store;

/// Records in one segment.
pub const SEGMENT_RECORDS: usize = 500;
/// Plain bytes at which a segment is closed; legal text shrinks to about a fifth.
pub const SEGMENT_PLAIN_BYTES: usize = 12 * 1024 * 1024;
/// Compressed bytes of one segment: what a terminal on a bad line fetches in one piece.
pub const SEGMENT_BYTES: u64 = 4 * 1024 * 1024;

/// Adds the records and documents as one or more segments, and the checkpoint at their end.
pub fn append(
    store: &Store,
    tip: &mut Tip,
    records: Vec<Record>,
    puts: &mut Puts,
    checkpoints: &mut Vec<Checkpoint>,
    progress: &Progress,
) -> anyhow::Result<()> {
    let before = tip.seq;
    let mut log = Log {
        store,
        hash: checkpoints.last().map_or("", |last| &last.1).to_owned(),
        last: before,
        lines: VecDeque::new(),
        bytes: 0,
        tip,
    };
    for record in records {
        log.add(record)?;
    }
    progress.next("writing", Some(puts.len()));
    for n in 0..puts.len() {
        progress.step();
        log.add(Record::Put {
            seq: 0,
            document: Box::new(puts.document(n)?),
        })?;
    }
    while !log.lines.is_empty() {
        log.seal()?;
    }
    let hash = log.hash;
    ensure!(
        tip.segments.len() <= SEGMENTS_MAX,
        "add a segment: the log has {SEGMENTS_MAX} already"
    );
    if tip.seq > before {
        checkpoints.push(Checkpoint(tip.seq, hash));
        let too_many = checkpoints.len().saturating_sub(CHECKPOINTS_MAX);
        checkpoints.drain(..too_many);
    }
    Ok(())
}

/// The end of the log while it grows: no more lines wait than one segment holds.
struct Log<'a> {
    store: &'a Store,
    tip: &'a mut Tip,
    /// Chain over everything up to `last`.
    hash: String,
    /// Number of the last line.
    last: u64,
    lines: VecDeque<Vec<u8>>,
    /// Of all waiting lines.
    bytes: usize,
}

impl Log<'_> {
    fn add(&mut self, mut record: Record) -> anyhow::Result<()> {
        self.last += 1;
        match &mut record {
            Record::Put { seq, .. } | Record::Del { seq, .. } => *seq = self.last,
        }
        self.hash = chain::roll(&self.hash, &record);
        let line = write::record_line(&record);
        while !self.lines.is_empty() && self.bytes + line.len() > SEGMENT_PLAIN_BYTES {
            self.seal()?;
        }
        self.bytes += line.len();
        self.lines.push_back(line);
        while self.lines.len() >= SEGMENT_RECORDS {
            self.seal()?;
        }
        Ok(())
    }

    /// Writes a segment of as many waiting lines as one may hold.
    fn seal(&mut self) -> anyhow::Result<()> {
        let mut take = self.lines.len();
        let (segment, file) = loop {
            let plain: Vec<u8> = self.lines.iter().take(take).flatten().copied().collect();
            let (segment, file) =
                write::seal(0, self.tip.seq + 1, self.tip.seq + take as u64, &plain)?;
            if segment.length <= SEGMENT_BYTES || take <= 1 {
                break (segment, file);
            }
            take = take.div_ceil(2);
        };
        // Read back what is written before it is named.
        open_segment(&segment, &file.bytes)?;
        self.store.put(&file)?;
        let written = self.lines.drain(..take);
        self.bytes -= written.map(|line| line.len()).sum::<usize>();
        self.tip.seq = segment.to;
        self.tip.segments.push(segment);
        Ok(())
    }
}
