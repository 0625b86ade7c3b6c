//! Which segments and packs a terminal fetches: the cheapest that cover what it lacks. Pure.

use std::collections::BTreeMap;

use crate::tip::{Segment, Tip};

/// What one more request costs on a weak line, in bytes.
const REQUEST_BYTES: u64 = 4 * 1024;

/// The cheapest of the tip's segments and `packs` that cover `cursor + 1 ..= tip.seq`, in order. `None` if nothing covers
/// it: then the packs are needed.
pub fn segments_for<'a>(
    tip: &'a Tip,
    packs: &'a [Segment],
    cursor: u64,
) -> Option<Vec<&'a Segment>> {
    let mut offered: Vec<&Segment> = tip.segments.iter().chain(packs).collect();
    offered.retain(|segment| segment.to > cursor);
    offered.sort_by_key(|segment| (segment.to, segment.from));
    // Number reached -> cost so far, and the segment that led there.
    let mut reached: BTreeMap<u64, (u64, Option<&Segment>)> = BTreeMap::from([(cursor, (0, None))]);
    for segment in offered {
        // From where this segment leads on.
        let before = reached.range(segment.from.saturating_sub(1)..segment.to);
        let Some(cost) = before.map(|(_, (cost, _))| *cost).min() else {
            continue;
        };
        let cost = cost + segment.length + REQUEST_BYTES;
        let known = reached.get(&segment.to);
        if known.is_none_or(|(known, _)| cost < *known) {
            reached.insert(segment.to, (cost, Some(segment)));
        }
    }
    if cursor >= tip.seq {
        return Some(Vec::new());
    }
    let mut chosen = Vec::new();
    let mut at = tip.seq;
    while at > cursor {
        let (_, segment) = reached.get(&at)?;
        let segment = (*segment)?;
        chosen.push(segment);
        // The cheapest place before it, the latest of equals.
        let before = reached
            .range(segment.from.saturating_sub(1)..segment.to)
            .rev();
        at = *before.min_by_key(|(_, (cost, _))| *cost)?.0;
    }
    chosen.reverse();
    Some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(level: u8, from: u64, to: u64, length: u64) -> Segment {
        Segment {
            level,
            from,
            to,
            sha256: "a".repeat(64),
            length,
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

    fn ranges(chosen: Option<Vec<&Segment>>) -> Vec<(u64, u64)> {
        chosen.unwrap().iter().map(|s| (s.from, s.to)).collect()
    }

    #[test]
    fn a_new_terminal_takes_the_merged_segment_and_an_old_one_the_small_one() {
        let mut segments: Vec<Segment> = (1..=4).map(|n| segment(0, n, n, 9_000)).collect();
        segments.push(segment(1, 1, 3, 10_000));
        let tip = tip(4, segments);
        let paths = |cursor| ranges(segments_for(&tip, &[], cursor));
        assert_eq!(paths(0), [(1, 3), (4, 4)]);
        assert_eq!(paths(2), [(3, 3), (4, 4)]);
        assert_eq!(paths(4), []);
        assert_eq!(paths(99), []);
    }

    #[test]
    fn a_terminal_a_few_behind_does_not_fetch_a_large_merged_segment() {
        let mut segments: Vec<Segment> = (1..=16).map(|n| segment(0, n, n, 5_000)).collect();
        segments.push(segment(1, 1, 16, 4_000_000));
        let tip = tip(16, segments);
        assert_eq!(ranges(segments_for(&tip, &[], 14)), [(15, 15), (16, 16)]);
    }

    #[test]
    fn what_only_packs_cover_needs_the_packs() {
        let mut tip = tip(9, vec![segment(0, 8, 8, 9), segment(0, 9, 9, 9)]);
        tip.packed = 7;
        assert_eq!(segments_for(&tip, &[], 0), None);
        let packs = [segment(3, 1, 4, 9), segment(3, 5, 7, 9)];
        assert_eq!(
            ranges(segments_for(&tip, &packs, 0)),
            [(1, 4), (5, 7), (8, 8), (9, 9)]
        );
        // A filling that was interrupted goes on in the middle.
        assert_eq!(
            ranges(segments_for(&tip, &packs, 4)),
            [(5, 7), (8, 8), (9, 9)]
        );
        assert_eq!(ranges(segments_for(&tip, &packs, 7)), [(8, 8), (9, 9)]);
    }

    proptest! {
        #[test]
        fn chosen_segments_cover_everything_after_any_cursor(
            lengths in proptest::collection::vec(1u64..40, 0..30),
            merges in proptest::collection::vec((0usize..30, 1usize..30, 1u64..100_000), 0..6),
            cursor in 0u64..1300,
        ) {
            let mut segments = Vec::new();
            let mut seq = 0;
            for length in &lengths {
                segments.push(segment(0, seq + 1, seq + length, length * 100));
                seq += length;
            }
            for (start, many, bytes) in merges {
                if start < lengths.len() {
                    let end = (start + many).min(lengths.len()) - 1;
                    let (from, to) = (segments[start].from, segments[end].to);
                    segments.push(segment(1, from, to, bytes));
                }
            }
            let tip = tip(seq, segments);
            prop_assert_eq!(tip.check(), Ok(()));
            let chosen = segments_for(&tip, &[], cursor).unwrap();
            let mut at = cursor;
            for chosen in chosen {
                prop_assert!(chosen.from <= at + 1 && chosen.to > at);
                at = chosen.to;
            }
            prop_assert_eq!(at, cursor.max(seq));
        }
    }
}
