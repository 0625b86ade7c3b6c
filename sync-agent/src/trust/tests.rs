use super::*;
use crate::failure::Exit;
use feed::{DelReason, Takedown};
use std::fs;

fn fresh(dir: &Path) -> Trust {
    Trust::open(dir, feed::Floors::default).unwrap()
}

fn takedown(id: &str, rev: u64) -> Takedown {
    serde_json::from_value(
        serde_json::json!({"id": id, "rev": rev, "reason": DelReason::Withdrawn}),
    )
    .unwrap()
}

fn merge(trust: &mut Trust, entries: &[Takedown]) {
    trust
        .transact("test", |tx| ledger::merge_takedowns(tx, entries, (1, 5)))
        .unwrap();
}

fn refused(seq: u64, id: &str) -> Refused {
    Refused {
        seq,
        id: id.into(),
        rev: 1,
        reason: "why".into(),
        at: "2026-11-21T00:00:00Z".into(),
    }
}

#[test]
fn a_new_store_starts_from_its_seed_and_an_old_one_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let seed = feed::Floors {
        repository: "r".into(),
        seq: 7,
        ..feed::Floors::default()
    };
    let expected = seed.clone();
    let trust = Trust::open(dir.path(), || seed).unwrap();
    assert_eq!(trust.floors().unwrap(), expected);
    drop(trust);
    let again = Trust::open(dir.path(), || panic!("a seed was asked for")).unwrap();
    assert_eq!(again.floors().unwrap(), expected);
    assert!(!dir.path().join("trust.db.new").exists());
}

#[test]
fn a_half_made_store_is_made_anew_and_not_believed() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("trust.db.new"), b"half").unwrap();
    fs::write(dir.path().join("trust.db.new-journal"), b"half").unwrap();
    assert_eq!(fresh(dir.path()).floors().unwrap(), feed::Floors::default());
}

#[test]
fn a_store_that_cannot_be_read_is_refused_and_left_alone() {
    let whole = {
        let dir = tempfile::tempdir().unwrap();
        drop(fresh(dir.path()));
        fs::read(dir.path().join(FILE)).unwrap()
    };
    let mut torn = whole.clone();
    torn.truncate(whole.len() - 4096);
    let mut scribbled = whole.clone();
    scribbled[4096..8192].fill(0xA5);
    for bytes in [
        &b""[..],
        b"not a database at all, but long enough to be looked at by somebody",
        &torn,
        &scribbled,
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        fs::write(&path, bytes).unwrap();
        let failure = Trust::open(dir.path(), feed::Floors::default)
            .and_then(|trust| trust.floors().map(drop))
            .expect_err("a damaged store was opened");
        assert_eq!(failure.exit, Exit::Refused, "{failure}");
        assert!(failure.to_string().contains("trust.db"), "{failure}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn floors_of_another_shape_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut trust = fresh(dir.path());
    trust
        .transact("test", |tx| put(tx, "floors", b"{"))
        .unwrap();
    assert_eq!(trust.floors().unwrap_err().exit, Exit::Refused);
    trust
        .transact("test", |tx| tx.execute("DELETE FROM kept", []).map(drop))
        .unwrap();
    assert_eq!(trust.floors().unwrap_err().exit, Exit::Refused);
}

#[test]
fn a_takedown_is_never_forgotten_and_never_falls() {
    let dir = tempfile::tempdir().unwrap();
    let mut trust = fresh(dir.path());
    merge(&mut trust, &[takedown("a", 3), takedown("b", 1)]);
    trust
        .takedowns_applied(jiff::Timestamp::UNIX_EPOCH)
        .unwrap();
    merge(&mut trust, &[takedown("a", 2)]);
    let known = trust.takedowns().unwrap();
    assert_eq!(known.waiting, 0);
    assert!(known.covers("a", 3) && known.covers("b", 1) && known.covers("a", 1));
    assert!(!known.covers("a", 4) && !known.covers("c", 1));

    merge(&mut trust, &[takedown("a", 5)]);
    assert_eq!(trust.takedowns().unwrap().waiting, 1);
    assert_eq!(trust.applied_takedowns().unwrap(), [("b".to_owned(), 1)]);
}

#[test]
fn a_store_of_an_earlier_version_is_brought_up_and_its_takedowns_wait_for_the_kiosk() {
    for version in [1, 2] {
        let dir = tempfile::tempdir().unwrap();
        let floors = feed::Floors {
            repository: "r".into(),
            epoch: 1,
            seq: 7,
            ..feed::Floors::default()
        };
        let mut trust = Trust::open(dir.path(), || floors).unwrap();
        merge(&mut trust, &[takedown("a", 3)]);
        let now = jiff::Timestamp::UNIX_EPOCH;
        trust.takedowns_applied(now).unwrap();
        let newer = ["kiosk_receipt", "epoch", "seq", "receipt", "applied_at"];
        for column in &newer[..if version == 1 { 5 } else { 3 }] {
            let sql = format!("ALTER TABLE takedown DROP COLUMN {column}");
            trust.db.execute_batch(&sql).unwrap();
        }
        for column in ["tries", "retry_at", "final"] {
            let sql = format!("ALTER TABLE blob DROP COLUMN {column}");
            trust.db.execute_batch(&sql).unwrap();
        }
        trust
            .db
            .pragma_update(None, "user_version", version)
            .unwrap();
        drop(trust);
        let trust = fresh(dir.path());
        let seen = |seq| journal::Seen {
            repository: "r".into(),
            epoch: 1,
            seq,
            at: "t".into(),
        };
        let parts = |seen| -> Vec<Part> {
            trust
                .receipts_due(Some(&seen))
                .unwrap()
                .iter()
                .map(|r| r.part)
                .collect()
        };
        assert_eq!(parts(seen(6)), [Part::Agent]);
        assert_eq!(parts(seen(7)), [Part::Agent, Part::Kiosk]);
    }
}

#[test]
fn a_refused_record_is_listed_until_a_later_one_is_taken() {
    let dir = tempfile::tempdir().unwrap();
    let mut trust = fresh(dir.path());
    trust
        .before_batch(&[refused(4, "a"), refused(9, "b")], &[])
        .unwrap();
    assert_eq!(trust.refused(3).unwrap(), []);
    assert_eq!(trust.refused(8).unwrap(), [refused(4, "a")]);
    trust.settled(&["a", "x"]).unwrap();
    assert_eq!(trust.refused(99).unwrap(), [refused(9, "b")]);
}

#[test]
fn the_list_of_refused_records_is_capped() {
    let dir = tempfile::tempdir().unwrap();
    let mut trust = fresh(dir.path());
    let many: Vec<Refused> = (1..=1_500).map(|seq| refused(seq, "a")).collect();
    trust.before_batch(&many, &[]).unwrap();
    let kept = trust.refused(u64::MAX).unwrap();
    assert_eq!(kept.len() as i64, ledger::REFUSED_MAX);
    assert_eq!(kept[0].seq, 1_500);
}

#[test]
fn a_look_never_writes_and_never_makes_a_store() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Trust::look(dir.path()).unwrap().is_none());
    drop(fresh(dir.path()));
    let mut look = Trust::look(dir.path()).unwrap().unwrap();
    assert!(look.set_next_poll("x").is_err());
    assert_eq!(look.last_run().unwrap(), RunReport::default());
}

#[test]
fn an_answer_is_remembered_for_its_own_address_only() {
    let dir = tempfile::tempdir().unwrap();
    let mut trust = fresh(dir.path());
    let answer = Remembered {
        url: "http://a/".into(),
        etag: "\"1\"".into(),
        body: "{}".into(),
    };
    trust.remember(&answer).unwrap();
    assert_eq!(trust.remembered("http://a/").unwrap(), Some(answer));
    assert_eq!(trust.remembered("http://b/").unwrap(), None);
}

#[test]
fn a_trigger_that_somebody_put_into_the_store_does_nothing() {
    let dir = tempfile::tempdir().unwrap();
    drop(fresh(dir.path()));
    let foreign = Connection::open(dir.path().join(FILE)).unwrap();
    foreign
        .execute_batch(
            "CREATE TRIGGER lift AFTER INSERT ON takedown BEGIN DELETE FROM takedown; END;
             CREATE VIEW shadow AS SELECT * FROM takedown;",
        )
        .unwrap();
    drop(foreign);
    let mut trust = fresh(dir.path());
    merge(&mut trust, &[takedown("a", 3)]);
    assert!(trust.takedowns().unwrap().covers("a", 3));
}
