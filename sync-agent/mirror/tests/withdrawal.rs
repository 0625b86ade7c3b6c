//! Withdrawal from a mirror large enough to have a dictionary: no byte stays, and the whole file is not rewritten for it.

#![allow(clippy::unwrap_used)]

mod corpus;

use std::fs;
use std::path::Path;

use corpus::{Dice, batch, document, find, fresh};
use mirror::{Document, Reader, Writer};

/// A sentence that so many documents share, so that its phrases enter the dictionary.
const SHARED: &str = "玄鸟于癸卯年栖居麒麟坡，其羽三色而其鸣如磬，见者悉数具结画押。";
const SHARERS: usize = 24;

fn raw(dir: &Path) -> Vec<u8> {
    ["mirror.db", "mirror.db-wal", "mirror.db-shm"]
        .iter()
        .flat_map(|name| fs::read(dir.join(name)).unwrap_or_default())
        .collect()
}

fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

/// Documents of clauses that many share, as official ones do.
fn crowd(count: usize) -> Vec<Document> {
    let mut dice = Dice(5);
    let clause = |dice: &mut Dice| -> String {
        (0..10)
            .map(|_| char::from_u32(0x4e00 + dice.below(2_500) as u32).unwrap())
            .collect()
    };
    let clauses: Vec<String> = (0..900).map(|_| clause(&mut dice)).collect();
    (0..count)
        .map(|i| {
            let body: Vec<&str> = (0..60)
                .map(|_| clauses[dice.below(clauses.len())].as_str())
                .collect();
            let date = format!("20{:02}-{:02}-{:02}", i % 20, 1 + i % 12, 1 + i % 28);
            let title = format!("关于{}的通知", clauses[dice.below(clauses.len())]);
            document(&format!("d{i}"), &title, &date, &body.join("，"))
        })
        .collect()
}

fn dictionary(dir: &Path) -> (i64, Vec<u8>) {
    let db = rusqlite::Connection::open_with_flags(
        dir.join("mirror.db"),
        rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY,
    )
    .unwrap();
    db.query_row(
        "SELECT codec, bytes FROM dictionary ORDER BY codec DESC LIMIT 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
    .unwrap()
}

#[test]
fn what_several_withdrawn_documents_shared_leaves_the_dictionary_too() {
    let (dir, mut writer) = fresh();
    let mut documents = crowd(560);
    // More than enough of them are among the documents that the dictionary is made of.
    for i in 0..SHARERS {
        let d = &mut documents[i * 20 + 7];
        *d = document(&format!("s{i}"), "密告", d.date(), &SHARED.repeat(4));
    }
    documents.extend(crowd(1_150).split_off(600));
    for (seq, part) in documents.chunks(190).enumerate() {
        writer.apply(&batch(part.to_vec(), seq as u64 + 1)).unwrap();
    }
    // Packed after the dictionary was made, so that it is needed to read them.
    let late = document("late", "后来", "2019-01-01", &crowd(30)[3].title.repeat(40));
    writer.apply(&batch(vec![late.clone()], 20)).unwrap();
    let (codec, bytes) = dictionary(dir.path());
    let held = [SHARED, &SHARED[..12], "见者悉数"]
        .iter()
        .filter(|phrase| contains(&bytes, phrase))
        .count();
    assert!(held >= 1, "the shared phrases are in the dictionary");

    let before = Reader::open(dir.path()).unwrap();
    let mut gone = batch(vec![], 21);
    gone.dels = (0..SHARERS).map(|i| format!("s{i}")).collect();
    assert_eq!(writer.apply(&gone).unwrap().deleted, SHARERS as u64);
    writer.erase_traces().unwrap();

    let bytes = raw(dir.path());
    for needle in ["玄鸟", "麒麟坡", "见者悉数", "如磬", "密告"] {
        assert!(!contains(&bytes, needle), "{needle}");
    }
    assert!(dictionary(dir.path()).0 > codec);
    // A reader that was open learns the new dictionary.
    assert_eq!(
        before.document("late").unwrap().unwrap().blocks,
        late.blocks
    );
    let report = Writer::verify(dir.path()).unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn erasing_writes_little_of_a_file_and_nothing_twice() {
    let (dir, mut writer) = fresh();
    for (seq, part) in crowd(400).chunks(100).enumerate() {
        writer.apply(&batch(part.to_vec(), seq as u64 + 1)).unwrap();
    }
    let secret = document("secret", "关于玄鸟的密告", "2011-05-05", SHARED);
    writer.apply(&batch(vec![secret], 9)).unwrap();
    let mut gone = batch(vec![], 10);
    gone.dels = vec!["secret".into()];
    writer.apply(&gone).unwrap();
    // Cut off before it began, and once more after it was done.
    drop(writer);
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.erase_traces().unwrap();
    let bytes = raw(dir.path());
    assert!(!contains(&bytes, "玄鸟") && !contains(&bytes, "麒麟坡"));
    writer.erase_traces().unwrap();
    assert_eq!(raw(dir.path()), bytes);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.search(&find("玄鸟")).unwrap().total, 0);
}
