//! What the signed targets say of the log: its tip and its packs. Owns their shape, their paths in the feed and which segments
//! cover which numbers (the choice among them is `route`'s); refuses a tip whose segments leave a gap.

use serde::{Deserialize, Serialize};

use crate::chain::{self, CHECKPOINTS_MAX, Checkpoint, TIP_CHECKPOINTS};
use crate::check::is_sha256;
use crate::fault::TipError;
use crate::limits::{SEGMENT_BYTES_MAX, SEGMENT_PLAIN_BYTES_MAX, SEGMENTS_MAX};

/// Highest level of merged segments.
pub const LEVEL_MAX: u8 = 2;
/// The level of a pack: a piece of the whole log with nothing but what is still shown.
pub const LEVEL_PACK: u8 = 3;

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
    /// The segments, all levels. They cover `packed + 1 ..= seq`, and may reach further back.
    pub segments: Vec<Segment>,
    /// Up to this number the log can be had from the packs; 0 for no packs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub packed: u64,
    /// Checkpoints at the ends of the latest publications, the last one at `seq`; none in a log of an older publisher.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<Checkpoint>,
    /// Oldest agent version that understands this log, `major.minor.patch`.
    pub least_agent: String,
}

/// A compressed piece of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Segment {
    /// 0 as published, 1 and 2 merged, 3 a pack.
    pub level: u8,
    /// First sequence number it stands for.
    pub from: u64,
    /// Last sequence number it stands for.
    pub to: u64,
    /// SHA-256 of the compressed bytes.
    pub sha256: String,
    pub length: u64,
    /// Bytes after decompression.
    pub plain_length: u64,
}

impl Segment {
    /// Path in the feed: `log/L0/<to>.<sha256>.zst`, `log/L1/<from>-<to>.<sha256>.zst`, `pack/<sha256>.zst`.
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
            &LEVEL_PACK => format!("pack/{sha256}.zst"),
            _ => format!("log/L{level}/{from}-{to}.{sha256}.zst"),
        }
    }
}

impl Segment {
    fn check(&self, seq: u64, level_max: u8) -> Result<(), TipError> {
        let ranged = 1 <= self.from && self.from <= self.to && self.to <= seq;
        if !ranged || self.level > level_max || !is_sha256(&self.sha256) {
            return Err(TipError::Field("segment range, level or hash"));
        }
        if self.length > SEGMENT_BYTES_MAX || self.plain_length > SEGMENT_PLAIN_BYTES_MAX {
            return Err(TipError::Field("segment length"));
        }
        Ok(())
    }
}

impl PackList {
    /// Reads and checks the list that belongs to `tip`.
    pub fn parse(bytes: &[u8], tip: &Tip) -> Result<PackList, TipError> {
        let list: PackList =
            serde_json::from_slice(bytes).map_err(|error| TipError::Json(error.to_string()))?;
        if list.packs.len() > SEGMENTS_MAX {
            return Err(TipError::TooMany {
                what: "packs",
                max: SEGMENTS_MAX,
            });
        }
        let mut covered = 0;
        for pack in &list.packs {
            pack.check(tip.packed, LEVEL_PACK)?;
            if pack.from != covered + 1 {
                return Err(TipError::Gap(covered + 1));
            }
            covered = pack.to;
        }
        if covered != tip.packed {
            return Err(TipError::Gap(covered + 1));
        }
        chain::check(&list.checkpoints, CHECKPOINTS_MAX, tip.seq)?;
        Ok(list)
    }
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// Path of an attachment's bytes in the feed.
pub fn blob_path(sha256: &str) -> String {
    format!("blob/{}/{sha256}", sha256.get(..2).unwrap_or("00"))
}

/// Packs (快照包) for new terminals: pieces of the log in order, without what was superseded or taken away since. Large
/// segments of the log that are still current stand among them as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackList {
    /// The pieces; they cover `1 ..= Tip::packed`, one after the other.
    pub packs: Vec<Segment>,
    /// Checkpoints at the ends of all publications, for a terminal that was off for long.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<Checkpoint>,
}

impl Tip {
    /// Reads and checks a tip.
    pub fn parse(bytes: &[u8]) -> Result<Tip, TipError> {
        let tip: Tip =
            serde_json::from_slice(bytes).map_err(|error| TipError::Json(error.to_string()))?;
        tip.check()?;
        Ok(tip)
    }

    /// Every segment in its limits, and together they cover `packed + 1 ..= seq`.
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
        if self.packed > self.seq {
            return Err(TipError::Field("packed beyond seq"));
        }
        chain::check(&self.checkpoints, TIP_CHECKPOINTS, self.seq)?;
        for segment in &self.segments {
            segment.check(self.seq, LEVEL_MAX)?;
        }
        let mut ranges: Vec<(u64, u64)> = self.segments.iter().map(|s| (s.from, s.to)).collect();
        ranges.sort_unstable();
        let mut covered = self.packed;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(level: u8, from: u64, to: u64) -> Segment {
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
            packed: 0,
            checkpoints: Vec::new(),
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
    fn packs_stand_for_the_beginning_of_the_log() {
        let mut packed = tip(9, vec![segment(0, 8, 9)]);
        assert_eq!(packed.check(), Err(TipError::Gap(1)));
        packed.packed = 7;
        assert_eq!(packed.check(), Ok(()));
        packed.packed = 10;
        assert!(packed.check().is_err());
        packed.packed = 7;
        let list = |packs: Vec<Segment>| {
            let bytes = serde_json::to_vec(&PackList {
                packs,
                ..PackList::default()
            })
            .unwrap();
            PackList::parse(&bytes, &packed).map(|list| list.packs.len())
        };
        assert_eq!(list(vec![segment(0, 1, 4), segment(3, 5, 7)]), Ok(2));
        assert_eq!(list(vec![segment(3, 1, 4)]), Err(TipError::Gap(5)));
        assert_eq!(
            list(vec![segment(3, 1, 4), segment(3, 6, 7)]),
            Err(TipError::Gap(5))
        );
        assert!(list(vec![segment(4, 1, 7)]).is_err());
        assert!(list(vec![segment(3, 1, 8)]).is_err());
    }
}
