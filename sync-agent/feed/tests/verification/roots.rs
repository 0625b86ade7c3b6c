//! Roots: how keys change, and who may change them.

use super::*;

#[tokio::test]
async fn a_rotated_root_is_followed_kept_and_never_forgotten() {
    let (old, mut feed) = first();
    let floors = accepted(&old, &feed, Floors::default()).await;
    // Somebody stole the timestamp key and drove the version up.
    let snapshot = feed.files["metadata/1.snapshot.json"].clone();
    old.sign(&mut feed, 1_000_000, 1, &snapshot);
    let floors = accepted(&old, &feed, floors).await;
    assert_eq!(floors.timestamp, 1_000_000);
    let rotated = Publisher {
        root: old.root.clone(),
        targets: 2,
        snapshot: 3,
        timestamp: 8,
    };
    let second_root = write::root(edition(2), &plans(2, 3, 8), &[&key(1)]);
    feed.files
        .insert("metadata/2.root.json".into(), second_root);
    rotated.publish(&mut feed, 2, &tip(4), &takedown());
    let floors = accepted(&old, &feed, floors).await;
    assert_eq!((floors.timestamp, floors.roots.len()), (2, 1));
    // The old key is worth nothing any more, also where the second root is hidden.
    feed.files.remove("metadata/2.root.json");
    old.publish(&mut feed, 3, &tip(5), &takedown());
    assert_eq!(refused(&old, &feed, floors.clone()).await, Kind::Signature);
    // The shipped root is still the first one; what was kept continues it.
    rotated.publish(&mut feed, 3, &tip(5), &takedown());
    assert_eq!(accepted(&old, &feed, floors.clone()).await.seq, 5);
    // Kept roots that do not continue the shipped one stop everything.
    let stranger = write::root(edition(1), &plans(5, 6, 7), &[&key(1)]);
    assert!(FeedVerifier::new(&stranger, floors.clone()).is_ok());
    let mut plans = plans(5, 6, 7);
    plans[0].keys = vec![key(9).public()];
    let stranger = write::root(edition(1), &plans, &[&key(9)]);
    let error = FeedVerifier::new(&stranger, floors).unwrap_err();
    assert_eq!(error.kind(), Kind::Root);
}

#[tokio::test]
async fn a_root_signed_by_strangers_is_not_followed() {
    let (publisher, mut feed) = first();
    let foreign = write::root(edition(2), &plans(2, 3, 9), &[&key(9)]);
    feed.files.insert("metadata/2.root.json".into(), foreign);
    assert_eq!(
        refused(&publisher, &feed, Floors::default()).await,
        Kind::Signature
    );
}

#[test]
fn two_of_three_roots_need_two_signatures() {
    let mut plans = plans(2, 3, 4);
    plans[0].keys = [11, 12, 13].map(|seed| key(seed).public()).to_vec();
    plans[0].threshold = 2;
    let one = write::root(edition(1), &plans, &[&key(11)]);
    let two = write::root(edition(1), &plans, &[&key(11), &key(13)]);
    assert!(FeedVerifier::new(&one, Floors::default()).is_err());
    assert!(FeedVerifier::new(&two, Floors::default()).is_ok());
}

#[test]
fn kept_versions_that_cannot_be_read_are_an_error_and_no_new_start() {
    for bytes in [&b""[..], b"{}", b"null", b"{\"roots\":[]}", b"\xff"] {
        let error = Floors::from_json(bytes).unwrap_err();
        assert_eq!(error.kind(), Kind::Root);
    }
}

#[test]
fn a_shipped_root_that_is_none_is_told_as_such() {
    for root in [&b""[..], b"{}", b"<html>"] {
        let error = FeedVerifier::new(root, Floors::default()).unwrap_err();
        assert_eq!(error.kind(), Kind::Root);
    }
}
