//! A takedown list that is longer than one file: it stays whole over later publications, and a damaged piece of it is mended.

use super::Bench;
use std::fs;

#[test]
fn a_long_takedown_list_stands_in_pieces_that_stay_and_can_be_mended() {
    let bench = Bench::new();
    for n in 0..560 {
        bench.write(n, "第一版");
    }
    bench.publish_at(0);
    for n in 0..540 {
        fs::remove_file(bench.at(&format!("source/{n:03}.txt"))).unwrap();
    }
    bench.publish_at(1);
    assert!(
        bench.verify().contains("20 documents, 540 takedowns"),
        "{}",
        bench.verify()
    );
    let pieces = bench.verified().takedown_pieces().to_vec();
    assert_eq!(pieces.len(), 2);
    // Nothing of it is deleted in its time, and one more changes one of the two.
    bench.publish_at(40);
    fs::remove_file(bench.at("source/540.txt")).unwrap();
    bench.publish_at(80);
    assert!(bench.verify().contains("19 documents, 541 takedowns"));
    let after = bench.verified().takedown_pieces().to_vec();
    let same = pieces.iter().filter(|piece| after.contains(piece)).count();
    assert_eq!(same, 1);
    let served = format!("file://{}", bench.at("served"));
    bench.ok(&["push", &bench.at("feed"), "--to", &served]);
    for piece in &after {
        let path = bench.at(&format!("feed/{}", piece.path));
        let sound = fs::read(&path).unwrap();
        let mut bytes = sound.clone();
        bytes[sound.len() / 2] ^= 1;
        fs::write(&path, bytes).unwrap();
        let said = bench.ok(&["repair", &bench.at("feed"), "--from", &bench.at("served")]);
        assert!(said.contains(&piece.sha256), "{said}");
        assert_eq!(fs::read(&path).unwrap(), sound);
    }
    // A document that comes back has a revision above its takedown.
    bench.write(7, "第二版");
    bench.publish_at(81);
    assert!(bench.verify().contains("20 documents, 541 takedowns"));
}
