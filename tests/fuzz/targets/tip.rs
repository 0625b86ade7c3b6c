//! What signed targets may say: any bytes as tip, takedown list or list of packs are refused or keep their promises: ranges in
//! order, limits kept, a route from every cursor to the end.
#![no_main]

use feed::{PackList, TakedownList, Tip, segments_for};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = TakedownList::parse(bytes);
    let Ok(tip) = Tip::parse(bytes) else { return };
    assert!(tip.segments.iter().all(|s| 1 <= s.from && s.from <= s.to && s.to <= tip.seq));
    for segment in &tip.segments {
        let path = segment.path();
        assert!(!path.contains("..") && !path.starts_with('/'), "{path}");
    }
    for cursor in [0, tip.packed, tip.seq / 2, tip.seq, u64::MAX] {
        let route = segments_for(&tip, &[], cursor);
        assert!(route.is_some() || cursor < tip.packed, "no way from {cursor}");
        let mut at = cursor;
        for segment in route.unwrap_or_default() {
            assert!(segment.from <= at + 1 && segment.to > at);
            at = segment.to;
        }
    }
    if let Ok(list) = PackList::parse(bytes, &tip) {
        assert_eq!(list.packs.last().map_or(0, |last| last.to), tip.packed);
    }
    // What was read is written and read again as the same.
    let again = serde_json::to_vec(&tip).expect("a tip has a JSON form");
    assert_eq!(Tip::parse(&again), Ok(tip));
});
