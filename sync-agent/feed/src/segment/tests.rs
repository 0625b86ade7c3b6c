use super::*;
use crate::record::DelReason;
use crate::write::{record_line, seal};
use proptest::prelude::*;

fn del(seq: u64) -> Record {
    Record::Del {
        seq,
        id: format!("demo/{seq}"),
        rev: 1,
        reason: DelReason::Withdrawn,
    }
}

fn lines(records: &[Record]) -> Vec<u8> {
    records.iter().flat_map(record_line).collect()
}

#[test]
fn a_sealed_segment_opens_to_the_same_records() {
    let records = vec![del(4), del(5)];
    let (segment, file) = seal(0, 4, 5, &lines(&records)).unwrap();
    assert_eq!(file.path, segment.path());
    let opened = open_segment(&segment, &file.bytes).unwrap();
    let read: Vec<Record> = opened.records().map(Result::unwrap).collect();
    assert_eq!(read, records);
}

#[test]
fn a_bad_line_refuses_only_itself() {
    let mut plain = lines(&[del(1)]);
    plain.extend_from_slice(b"{\"op\":\"put\",\"seq\":2,\"document\":{\"id\":\"demo/x\"}}\n");
    plain.extend_from_slice(b"no json\n");
    plain.extend_from_slice(b"\xff\xfe\n");
    plain.extend(lines(&[del(5)]));
    let (segment, file) = seal(0, 1, 5, &plain).unwrap();
    let opened = open_segment(&segment, &file.bytes).unwrap();
    let read: Vec<_> = opened.records().collect();
    assert_eq!(read.len(), 5);
    assert!(read[0].is_ok() && read[4].is_ok());
    let bad = read[1].as_ref().unwrap_err();
    assert_eq!(
        (bad.line, bad.seq, bad.id.as_deref()),
        (2, Some(2), Some("demo/x"))
    );
    assert!(read[2].is_err() && read[3].is_err());
}

#[test]
fn numbers_outside_the_segment_or_out_of_order_are_refused() {
    let plain = lines(&[del(2), del(9), del(2), del(3)]);
    let (segment, file) = seal(0, 2, 3, &plain).unwrap();
    let opened = open_segment(&segment, &file.bytes).unwrap();
    let good: Vec<bool> = opened.records().map(|record| record.is_ok()).collect();
    assert_eq!(good, [true, false, false, true]);
}

#[test]
fn a_bomb_is_stopped_at_the_promised_length() {
    let plain = vec![b'\n'; 64 * 1024 * 1024];
    let bytes = zstd::bulk::compress(&plain, 19).unwrap();
    let segment = Segment {
        level: 0,
        from: 1,
        to: 1,
        sha256: hex::encode(Sha256::digest(&bytes)),
        length: bytes.len() as u64,
        plain_length: 1000,
    };
    let refused = open_segment(&segment, &bytes).unwrap_err();
    assert_eq!(refused.kind(), crate::Kind::Mixed);
    let greedy = Segment {
        plain_length: u64::MAX,
        ..segment
    };
    let refused = open_segment(&greedy, &bytes).unwrap_err();
    assert_eq!(refused.kind(), crate::Kind::TooLarge);
}

#[test]
fn a_frame_that_asks_for_too_much_memory_is_refused() {
    let plain = vec![7; 1024];
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(ZSTD_WINDOW_LOG_MAX + 3).unwrap();
    std::io::Write::write_all(&mut encoder, &plain).unwrap();
    let bytes = encoder.finish().unwrap();
    let segment = Segment {
        level: 0,
        from: 1,
        to: 1,
        sha256: hex::encode(Sha256::digest(&bytes)),
        length: bytes.len() as u64,
        plain_length: 1024,
    };
    let refused = open_segment(&segment, &bytes).unwrap_err();
    assert_eq!(refused.kind(), crate::Kind::Malformed);
}

#[test]
fn an_empty_segment_is_sound() {
    let (segment, file) = seal(0, 1, 3, b"").unwrap();
    assert_eq!(
        open_segment(&segment, &file.bytes)
            .unwrap()
            .records()
            .count(),
        0
    );
}

proptest! {
    #[test]
    fn any_flipped_bit_or_cut_is_a_mismatch(at in 0usize..10_000, bit in 0u8..8, cut in any::<bool>()) {
        let (segment, file) = seal(0, 1, 2, &lines(&[del(1), del(2)])).unwrap();
        let mut bytes = file.bytes;
        let at = at % bytes.len();
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << bit;
        }
        let refused = open_segment(&segment, &bytes).unwrap_err();
        prop_assert_eq!(refused.kind(), crate::Kind::Mixed);
    }

    #[test]
    fn hostile_lines_never_panic(plain in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let (segment, file) = seal(0, 1, 9, &plain).unwrap();
        let opened = open_segment(&segment, &file.bytes).unwrap();
        prop_assert_eq!(opened.records().count(), opened.lines().count());
    }

    #[test]
    fn hostile_json_never_panics(line in "\\{(\"(op|seq|id|rev|document|reason)\":(\"put\"|\"del\"|[0-9]{1,20}|\"x\"|\\{\\}),?){0,6}\\}") {
        let (segment, file) = seal(0, 1, 9, line.as_bytes()).unwrap();
        let opened = open_segment(&segment, &file.bytes).unwrap();
        prop_assert_eq!(opened.records().count(), 1);
    }
}
