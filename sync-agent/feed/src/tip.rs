//! What the signed targets say: the tip of the log and the takedown list. Owns their shape, their paths in the feed and
//! the choice of segments; refuses a tip whose segments leave a gap.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::check::{check_id, is_sha256};
use crate::limits::{SEGMENT_BYTES_MAX, SEGMENT_PLAIN_BYTES_MAX, SEGMENTS_MAX, TAKEDOWNS_MAX};
use crate::record::DelReason;

/// Highest level of merged segments.
pub const LEVEL_MAX: u8 = 2;

/// The end of the log, and where to get all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    /// Names this feed; a cursor of another one means nothing here.
    pub repository: String,
    /// Counts restarts of the numbering; a cursor of another epoch starts over.
    pub epoch: u64,
    /// Last sequence number; 0 for an empty log.
    pub seq: u64,
    /// When the log last grew, RFC 3339 UTC.
    pub issued: String,
    /// The segments, all levels.
    pub segments: Vec<Segment>,
    /// Oldest agent version that understands this log, `major.minor.patch`.
    pub least_agent: String,
}

/// A compressed piece of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// 0 as published, 1 and 2 merged.
    pub level: u8,
    /// First sequence number it stands for.
    pub from: u64,
    /// Last sequence number it stands for.
    pub to: u64,
    /// SHA-256 of the compressed bytes.
    pub sha256: String,
    /// Compressed bytes.
    pub length: u64,
    /// Bytes after decompression.
    pub plain_length: u64,
}

impl Segment {
    /// Path in the feed: `log/L0/<to>.<sha256>.zst`, `log/L1/<from>-<to>.<sha256>.zst`.
    pub fn path(&self) -> String {
        let Segment {
            level,
            from,
            to,
            sha256,
            ..
        } = self;
        match level {
            0 => format!("log/L0/{to}.{sha256}.zst"),
            _ => format!("log/L{level}/{from}-{to}.{sha256}.zst"),
        }
    }
}

/// Path of an attachment's bytes in the feed.
pub fn blob_path(sha256: &str) -> String {
    format!("blob/{}/{sha256}", sha256.get(..2).unwrap_or("00"))
}

/// Every id ever taken away. Applied before anything else is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakedownList {
    /// One for each id, sorted by id.
    pub entries: Vec<Takedown>,
}

/// A document that is taken away up to a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takedown {
    /// The document's id.
    pub id: String,
    /// Revisions up to this one must not be shown.
    pub rev: u64,
    /// Why.
    pub reason: DelReason,
    /// An operator took it away by hand: publishing its source again does not bring it back. Terminals need not care.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}

/// Snapshot packs for new terminals; none are made yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackList {
    /// The packs.
    pub packs: Vec<serde_json::Value>,
}

/// What is wrong with a signed target's content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TipError {
    /// No JSON of the known shape.
    #[error("parse as JSON: {0}")]
    Json(String),
    /// A field is out of its range.
    #[error("accept {0}")]
    Field(&'static str),
    /// More segments or takedowns than allowed.
    #[error("accept more than {max} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// The segments do not cover this sequence number.
    #[error("find a segment for sequence number {0}")]
    Gap(u64),
}

impl Tip {
    /// Reads and checks a tip.
    pub fn parse(bytes: &[u8]) -> Result<Tip, TipError> {
        let tip: Tip =
            serde_json::from_slice(bytes).map_err(|error| TipError::Json(error.to_string()))?;
        tip.check()?;
        Ok(tip)
    }

    /// Every segment in its limits, and together they cover `1..=seq`.
    pub fn check(&self) -> Result<(), TipError> {
        let plain =
            |s: &str| !s.is_empty() && s.len() <= 64 && s.bytes().all(|b| b.is_ascii_graphic());
        if !plain(&self.repository) {
            return Err(TipError::Field("repository"));
        }
        if self.issued.parse::<jiff::Timestamp>().is_err() {
            return Err(TipError::Field("issued"));
        }
        if !plain(&self.least_agent) {
            return Err(TipError::Field("least_agent"));
        }
        if self.seq > i64::MAX as u64 || self.epoch > i64::MAX as u64 {
            return Err(TipError::Field("seq or epoch beyond 63 bits"));
        }
        if self.segments.len() > SEGMENTS_MAX {
            return Err(TipError::TooMany {
                what: "segments",
                max: SEGMENTS_MAX,
            });
        }
        for segment in &self.segments {
            let ranged = 1 <= segment.from && segment.from <= segment.to && segment.to <= self.seq;
            if !ranged || segment.level > LEVEL_MAX || !is_sha256(&segment.sha256) {
                return Err(TipError::Field("segment range, level or hash"));
            }
            if segment.length > SEGMENT_BYTES_MAX || segment.plain_length > SEGMENT_PLAIN_BYTES_MAX
            {
                return Err(TipError::Field("segment length"));
            }
        }
        let mut ranges: Vec<(u64, u64)> = self.segments.iter().map(|s| (s.from, s.to)).collect();
        ranges.sort_unstable();
        let mut covered = 0;
        for (from, to) in ranges {
            if from > covered + 1 {
                break;
            }
            covered = covered.max(to);
        }
        if covered < self.seq {
            return Err(TipError::Gap(covered + 1));
        }
        Ok(())
    }
}

impl TakedownList {
    /// Reads and checks a list.
    pub fn parse(bytes: &[u8]) -> Result<TakedownList, TipError> {
        let list: TakedownList =
            serde_json::from_slice(bytes).map_err(|error| TipError::Json(error.to_string()))?;
        if list.entries.len() > TAKEDOWNS_MAX {
            return Err(TipError::TooMany {
                what: "takedowns",
                max: TAKEDOWNS_MAX,
            });
        }
        if list
            .entries
            .iter()
            .any(|entry| check_id(&entry.id).is_err())
        {
            return Err(TipError::Field("takedown id"));
        }
        Ok(list)
    }

    /// The last revision of `id` that must not be shown.
    pub fn rev_of(&self, id: &str) -> Option<u64> {
        self.entries
            .iter()
            .filter(|entry| entry.id == id)
            .map(|entry| entry.rev)
            .max()
    }
}

/// The fewest segments that cover `cursor + 1 ..= tip.seq`, in order; among equals the shortest range.
pub fn segments_for(tip: &Tip, cursor: u64) -> Vec<&Segment> {
    let mut chosen = Vec::new();
    let mut at = cursor;
    while at < tip.seq {
        let next = tip
            .segments
            .iter()
            .filter(|s| s.from <= at + 1 && at < s.to)
            .max_by_key(|s| (s.to, s.from, Reverse(s.level)));
        // A checked tip has no gap; an unchecked one ends here instead of looping.
        let Some(segment) = next else { break };
        chosen.push(segment);
        at = segment.to;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn segment(level: u8, from: u64, to: u64) -> Segment {
        Segment {
            level,
            from,
            to,
            sha256: "a".repeat(64),
            length: 10,
            plain_length: 20,
        }
    }

    fn tip(seq: u64, segments: Vec<Segment>) -> Tip {
        Tip {
            repository: "r".into(),
            epoch: 1,
            seq,
            issued: "2026-11-21T00:00:00Z".into(),
            segments,
            least_agent: "0.1.0".into(),
        }
    }

    #[test]
    fn a_gap_between_segments_is_refused() {
        let gap = tip(9, vec![segment(0, 1, 3), segment(0, 5, 9)]);
        assert_eq!(gap.check(), Err(TipError::Gap(4)));
        assert_eq!(tip(2, vec![]).check(), Err(TipError::Gap(1)));
        assert_eq!(tip(0, vec![]).check(), Ok(()));
    }

    #[test]
    fn a_segment_beyond_the_tip_is_refused() {
        assert!(tip(2, vec![segment(0, 1, 3)]).check().is_err());
        assert!(tip(2, vec![segment(0, 0, 2)]).check().is_err());
        assert!(tip(2, vec![segment(3, 1, 2)]).check().is_err());
    }

    #[test]
    fn a_new_terminal_takes_the_merged_segment_and_an_old_one_the_small_one() {
        let tip = tip(
            4,
            vec![
                segment(0, 1, 1),
                segment(0, 2, 2),
                segment(0, 3, 3),
                segment(0, 4, 4),
                segment(1, 1, 3),
            ],
        );
        let paths = |cursor| -> Vec<(u64, u64)> {
            segments_for(&tip, cursor)
                .iter()
                .map(|s| (s.from, s.to))
                .collect()
        };
        assert_eq!(paths(0), [(1, 3), (4, 4)]);
        assert_eq!(paths(2), [(3, 3), (4, 4)]);
        assert_eq!(paths(4), []);
        assert_eq!(paths(99), []);
    }

    proptest! {
        #[test]
        fn chosen_segments_cover_everything_after_any_cursor(
            lengths in proptest::collection::vec(1u64..40, 0..30),
            merges in proptest::collection::vec((0usize..30, 1usize..30), 0..6),
            cursor in 0u64..1300,
        ) {
            let mut segments = Vec::new();
            let mut seq = 0;
            for length in &lengths {
                segments.push(segment(0, seq + 1, seq + length));
                seq += length;
            }
            for (start, many) in merges {
                if start < lengths.len() {
                    let end = (start + many).min(lengths.len()) - 1;
                    let (from, to) = (segments[start].from, segments[end].to);
                    segments.push(segment(1, from, to));
                }
            }
            let tip = tip(seq, segments);
            prop_assert_eq!(tip.check(), Ok(()));
            let mut at = cursor;
            for chosen in segments_for(&tip, cursor) {
                prop_assert!(chosen.from <= at + 1 && chosen.to > at);
                at = chosen.to;
            }
            prop_assert_eq!(at, cursor.max(seq));
        }
    }
}
