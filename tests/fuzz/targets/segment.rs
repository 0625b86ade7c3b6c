//! Segments: the first byte chooses between hostile bytes as they are and hostile lines in a sound frame. Whatever comes out is
//! in order, inside the announced range and length, and every refused line is told.
#![no_main]

use feed::{Segment, open_segment};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

const TO: u64 = 1_000;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let (compressed, plain_length) = match choice % 2 {
        // The frame itself is hostile; the announced length is any.
        0 => (bytes.to_vec(), u64::from(*choice) * 64),
        _ => (zstd::bulk::compress(bytes, 1).expect("in memory"), bytes.len() as u64),
    };
    let segment = Segment {
        level: 0,
        from: 1,
        to: TO,
        sha256: hex::encode(Sha256::digest(&compressed)),
        length: compressed.len() as u64,
        plain_length,
    };
    let Ok(opened) = open_segment(&segment, &compressed) else { return };
    let plain: usize = opened.lines().map(<[u8]>::len).sum();
    assert!(plain as u64 <= plain_length);
    let mut last = 0;
    let mut told = 0;
    for record in opened.records() {
        told += 1;
        if let Ok(record) = record {
            assert!(record.seq() > last && record.seq() <= TO);
            last = record.seq();
        }
    }
    assert_eq!(told, opened.lines().count());
    // One byte of another hash is another segment.
    let mut other = compressed.clone();
    if let Some(byte) = other.first_mut() {
        *byte ^= 1;
        assert!(open_segment(&segment, &other).is_err());
    }
});
