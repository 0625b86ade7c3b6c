//! What a forger with the file in hand does, and that `verify` finds it.

use jiff::Timestamp;
use journal::{Content, Head, Note, Outcome, Problem, Report, Request, Writer, verify};
use rusqlite::Connection;
use std::path::Path;

fn now() -> Timestamp {
    "2018-10-15T01:00:00Z".parse().unwrap()
}

/// Five printed jobs; the heads after each.
fn register(dir: &Path) -> Vec<Head> {
    let mut writer = Writer::open(dir, "L01", "1", now()).unwrap();
    let mut heads = Vec::new();
    for n in 0..5 {
        let request = Request {
            document_id: format!("demo/{n}"),
            document_rev: 1,
            title: format!("第{n}号通知"),
            doc_no: None,
            content: Content::Reference,
            labels: vec![],
            length_mm: 80,
            purpose: None,
        };
        let number = writer.begin(&request, now()).unwrap().number;
        writer.sending(&number, now()).unwrap();
        let unknown = Outcome::Unknown {
            reason: "timeout".into(),
        };
        writer.finish(&number, &unknown, now()).unwrap();
        heads.push(writer.head().unwrap());
    }
    heads
}

fn forge(change: &str) -> (Report, Vec<Head>) {
    let dir = tempfile::tempdir().unwrap();
    let heads = register(dir.path());
    assert!(verify(dir.path(), &heads).unwrap().ok());
    let conn = Connection::open(dir.path().join("journal.db")).unwrap();
    conn.pragma_update(None, "foreign_keys", "OFF").unwrap();
    conn.execute_batch(change).unwrap();
    drop(conn);
    (verify(dir.path(), &heads).unwrap(), heads)
}

#[test]
fn an_edited_value_is_found() {
    let (report, _) =
        forge("UPDATE field SET value = 'printed' WHERE seq = 5 AND name = 'outcome'");
    assert_eq!(
        report.problems,
        [Problem::FieldEdited {
            seq: 5,
            field: "outcome".into()
        }]
    );
}

#[test]
fn a_head_is_known_as_the_day_sheet_says_it() {
    let dir = tempfile::tempdir().unwrap();
    let heads = register(dir.path());
    let head = heads[2];
    let hash = head.to_string().split(' ').nth(1).unwrap().to_uppercase();
    let groups: Vec<&str> = (0..64).step_by(4).map(|at| &hash[at..at + 4]).collect();
    let groups = groups.join(" ");
    for told in [
        format!("{} {hash}", head.seq),
        format!("{} {groups}", head.seq),
        hash.clone(),
        groups,
        format!("DRP1;L01-1;20181015;3;{}", hash.to_lowercase()),
    ] {
        let known = journal::parse_heads(&told).unwrap();
        let report = verify(dir.path(), &known).unwrap();
        assert!(report.ok(), "{told}: {report}");
        assert_eq!(report.anchored_to, head.seq, "{told}");
    }
    for none in [&hash[1..], "3", "DRP1;L01-1", "DRP1;", "x y"] {
        assert_eq!(journal::parse_heads(none), Err(1), "{none}");
    }
    // Of a chain that was written anew it is nobody's.
    let anew = tempfile::tempdir().unwrap();
    register(anew.path());
    let report = verify(anew.path(), &journal::parse_heads(&hash).unwrap()).unwrap();
    let hash = hash.to_lowercase();
    assert_eq!(report.problems, [Problem::NoSuchHead { hash }]);
    assert_eq!(report.anchored_to, 0);
}

#[test]
fn an_edited_commitment_is_found() {
    let (report, _) = forge(
        "UPDATE field SET salt = NULL, value = NULL, commitment = zeroblob(32) WHERE seq = 5 AND name = 'outcome'",
    );
    assert!(report.problems.contains(&Problem::EntryEdited { seq: 5 }));
}

#[test]
fn a_value_blanked_without_a_word_is_an_edit_and_so_is_a_salt_of_another_length() {
    let edited = |seq: u64, field: &str| Problem::FieldEdited {
        seq,
        field: field.into(),
    };
    let blank = |seq: u64, name: &str| {
        forge(&format!(
            "UPDATE field SET salt = NULL, value = NULL WHERE seq = {seq} AND name = '{name}'"
        ))
        .0
    };
    assert_eq!(blank(5, "outcome").problems, [edited(5, "outcome")]);
    assert_eq!(blank(4, "title").problems, [edited(4, "title")]);
    let (report, _) = forge("UPDATE field SET salt = x'00' WHERE seq = 5 AND name = 'outcome'");
    assert_eq!(report.problems, [edited(5, "outcome")]);
}

#[test]
fn a_register_that_was_cut_and_went_on_says_so_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    register(dir.path());
    let conn = Connection::open(dir.path().join("journal.db")).unwrap();
    conn.pragma_update(None, "foreign_keys", "OFF").unwrap();
    let last = "(SELECT number FROM register ORDER BY request_seq DESC LIMIT 1)";
    conn.execute_batch(&format!(
        "DELETE FROM field WHERE seq IN (SELECT seq FROM entry WHERE number = {last});
         DELETE FROM entry WHERE number = {last};
         DELETE FROM register WHERE number = {last};"
    ))
    .unwrap();
    drop(conn);
    drop(Writer::open(dir.path(), "L01", "1", now()).unwrap());
    let report = verify(dir.path(), &[]).unwrap();
    assert!(
        matches!(report.problems.as_slice(), [Problem::WentBack { known, .. }] if !known.is_empty()),
        "{report}"
    );
}

#[test]
fn an_edited_time_or_number_is_found() {
    let (report, _) = forge("UPDATE entry SET at = '2018-10-15T02:00:00Z' WHERE seq = 4");
    assert_eq!(report.problems, [Problem::EntryEdited { seq: 4 }]);
    let (report, _) = forge("UPDATE entry SET number = 'L01-1-20181015-0009' WHERE seq = 4");
    assert!(report.problems.contains(&Problem::EntryEdited { seq: 4 }));
}

#[test]
fn a_removed_field_or_an_added_one_is_found() {
    let (report, _) = forge("DELETE FROM field WHERE seq = 5 AND name = 'outcome'");
    assert!(report.problems.contains(&Problem::EntryEdited { seq: 5 }));
    let (report, _) = forge("INSERT INTO field VALUES (5, 'zzz', zeroblob(32), NULL, NULL)");
    assert!(report.problems.contains(&Problem::EntryEdited { seq: 5 }));
}

#[test]
fn a_removed_request_is_found_in_chain_register_and_numbers() {
    let (report, _) = forge(
        "DELETE FROM field WHERE seq IN (4, 5); DELETE FROM entry WHERE seq IN (4, 5);
         DELETE FROM register WHERE number = 'L01-1-20181015-0002'",
    );
    assert!(
        report
            .problems
            .contains(&Problem::Removed { from: 4, to: 5 })
    );
    assert!(report.problems.contains(&Problem::NumberGap {
        prefix: "L01-1".into(),
        day: "20181015".into(),
        from: 2,
        to: 2
    }));
}

#[test]
fn exchanged_entries_are_told_as_reordered() {
    let (report, _) = forge(
        "UPDATE field SET seq = seq + 1000 WHERE seq IN (4, 6); UPDATE entry SET seq = seq + 1000 WHERE seq IN (4, 6);
         UPDATE field SET seq = 6 WHERE seq = 1004; UPDATE entry SET seq = 6 WHERE seq = 1004;
         UPDATE field SET seq = 4 WHERE seq = 1006; UPDATE entry SET seq = 4 WHERE seq = 1006",
    );
    assert!(report.problems.contains(&Problem::Reordered {
        seq: 4,
        written_as: 6
    }));
    assert!(report.problems.contains(&Problem::Reordered {
        seq: 6,
        written_as: 4
    }));
}

#[test]
fn a_truncated_file_is_found_by_its_mark_and_without_one_by_known_heads_only() {
    let cut = "DELETE FROM register WHERE request_seq > 9; DELETE FROM field WHERE seq > 9;
               DELETE FROM entry WHERE seq > 9";
    let dir = tempfile::tempdir().unwrap();
    let heads = register(dir.path());
    Connection::open(dir.path().join("journal.db"))
        .unwrap()
        .execute_batch(cut)
        .unwrap();
    let report = verify(dir.path(), &[]).unwrap();
    assert_eq!(report.problems, [Problem::Truncated { seq: 11, end: 9 }]);
    std::fs::remove_file(dir.path().join("journal.mark")).unwrap();
    let report = verify(dir.path(), &heads[..4]).unwrap();
    assert!(report.ok() && report.notes == [Note::NoMark], "{report}");
    let report = verify(dir.path(), &heads).unwrap();
    assert_eq!(report.problems, [Problem::Truncated { seq: 11, end: 9 }]);
}

#[test]
fn a_chain_written_anew_is_found_by_a_known_head() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let heads = register(one.path());
    register(two.path());
    let report = verify(two.path(), &heads[1..2]).unwrap();
    assert_eq!(report.problems, [Problem::Rewritten { seq: heads[1].seq }]);
}

#[test]
fn entries_after_the_last_known_head_are_reported_as_not_anchored() {
    let dir = tempfile::tempdir().unwrap();
    let heads = register(dir.path());
    let report = verify(dir.path(), &heads[..2]).unwrap();
    assert!(report.ok());
    assert_eq!((report.anchored_to, report.not_anchored), (5, 6));
}

#[test]
fn a_register_row_that_says_else_than_the_chain_is_found() {
    for change in [
        "UPDATE register SET outcome_seq = 7 WHERE number = 'L01-1-20181015-0001'",
        "DELETE FROM register WHERE number = 'L01-1-20181015-0001'",
        "UPDATE register SET state = 'queued' WHERE number = 'L01-1-20181015-0001'",
    ] {
        let (report, _) = forge(change);
        let expected = Problem::RowDisagrees {
            number: "L01-1-20181015-0001".into(),
        };
        assert!(report.problems.contains(&expected), "{change}");
    }
}

#[test]
fn heads_read_back_as_they_are_displayed() {
    let dir = tempfile::tempdir().unwrap();
    let heads = register(dir.path());
    let text: String = heads.iter().map(|h| format!("{h}\n")).collect();
    assert_eq!(
        journal::parse_heads(&format!("# daily sheets\n\n{text}")).unwrap(),
        heads
    );
    assert_eq!(journal::parse_heads("1 abc"), Err(1));
    assert_eq!(journal::parse_heads("\nx"), Err(2));
}

#[test]
fn where_something_is_wrong_nothing_is_proved_beyond_what_a_head_before_it_vouches_for() {
    // Two entries a job, behind the one that opens the file: its heads stand at 3, 5, 7, 9 and 11.
    for (change, proven, place) in [
        (
            "UPDATE field SET value = '0' WHERE seq = 2 AND name = 'length_mm'",
            0,
            2,
        ),
        (
            "UPDATE field SET value = 'printed' WHERE seq = 7 AND name = 'outcome'",
            5,
            7,
        ),
        (
            "UPDATE field SET value = 'x' WHERE seq = 8 AND name = 'title'",
            7,
            8,
        ),
        (
            "DELETE FROM field WHERE seq = 6; DELETE FROM entry WHERE seq = 6",
            5,
            6,
        ),
    ] {
        let (report, heads) = forge(change);
        let seqs: Vec<u64> = heads.iter().map(|head| head.seq).collect();
        assert_eq!(seqs, [3, 5, 7, 9, 11]);
        assert!(!report.ok(), "{change}");
        assert_eq!(
            (report.proven_to, report.first_problem),
            (proven, Some(place)),
            "{change}: {report}"
        );
        let said = report.proof();
        assert!(!said.contains("1 to 11"), "{said}");
        assert!(said.contains(&format!("at entry {place}")), "{said}");
        match proven {
            0 => assert!(said.starts_with("proves nothing"), "{said}"),
            _ => assert!(
                said.contains(&format!("entries 1 to {proven} are")),
                "{said}"
            ),
        }
    }
}

#[test]
fn what_stands_at_no_entry_leaves_nothing_proved_and_a_sound_file_is_proved_to_its_head() {
    let dir = tempfile::tempdir().unwrap();
    let heads = register(dir.path());
    let sound = verify(dir.path(), &heads).unwrap();
    assert_eq!((sound.proven_to, sound.first_problem), (11, None));
    assert!(sound.proof().contains("entries 1 to 11 are"), "{sound}");
    // A head of a day sheet that no entry has, beside those that fit.
    let foreign = Head {
        seq: 0,
        hash: [9; 32],
    };
    let known: Vec<Head> = heads.iter().copied().chain([foreign]).collect();
    let report = verify(dir.path(), &known).unwrap();
    assert_eq!((report.proven_to, report.first_problem), (0, Some(0)));
    assert!(report.proof().starts_with("proves nothing"), "{report}");
    let alone = verify(dir.path(), &[]).unwrap();
    assert!(alone.proof().starts_with("proves: the file fits itself"));
}
