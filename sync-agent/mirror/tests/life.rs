//! The life of the file: takedown without traces, readers beside the writer, another user, hostile and damaged files.

#![allow(clippy::unwrap_used)]

mod corpus;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use corpus::{Dice, batch, document, find, fresh, invented};
use mirror::{Attachment, Error, Reader, Writer};
use sha2::{Digest, Sha256};

const SECRET_TITLE: &str = "关于玄鸟栖居麒麟坡的密告";
const SECRET: &str = "玄鸟于癸卯年栖居麒麟坡，其羽三色，其鸣如磬。";

/// Every byte below a directory.
fn raw(dir: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes.extend(raw(&path))
        } else {
            bytes.extend(fs::read(&path).unwrap())
        }
    }
    bytes
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// What must not be found: the title, a pair of characters nobody else has, runs of initials, the packed body.
fn needles() -> Vec<Vec<u8>> {
    let mut needles: Vec<Vec<u8>> = [SECRET_TITLE, "玄鸟", "麒麟坡", "如磬", "~xnq", "secret-id"]
        .into_iter()
        .map(|text| text.as_bytes().to_vec())
        .collect();
    needles.push(b"attached secret".to_vec());
    needles
}

fn crowd(dice: &mut Dice, count: usize, from: usize) -> Vec<mirror::Document> {
    (0..count)
        .map(|i| {
            let text = invented(dice, 400);
            let title = invented(dice, 12);
            let date = format!(
                "{}-{:02}-{:02}",
                2000 + dice.below(20),
                1 + dice.below(12),
                1 + dice.below(28)
            );
            document(&format!("d{}", from + i), &title, &date, &text)
        })
        .collect()
}

fn secret() -> mirror::Document {
    let mut d = document("secret-id", SECRET_TITLE, "2011-05-05", &SECRET.repeat(3));
    let bytes = b"attached secret";
    d.attachments = vec![Attachment {
        pages: vec![SECRET.to_owned()],
        address: None,
        name: "x".into(),
        sha256: hex::encode(Sha256::digest(bytes)),
        length: bytes.len() as u64,
    }];
    d
}

#[test]
fn a_takedown_leaves_no_bytes() {
    let mut dice = Dice(1);
    let (dir, mut writer) = fresh();
    let mut from = 0;
    let mut fill = |writer: &mut Writer, dice: &mut Dice, extra: Vec<mirror::Document>, seq| {
        let mut puts = crowd(dice, 60, from);
        from += 60;
        puts.extend(extra);
        writer.apply(&batch(puts, seq)).unwrap();
    };
    fill(&mut writer, &mut dice, vec![], 1);
    fill(&mut writer, &mut dice, vec![secret()], 2);
    writer
        .put_blob(&secret().attachments[0].sha256, b"attached secret")
        .unwrap();
    fill(&mut writer, &mut dice, vec![], 3);
    // Once more, so that an older revision lies about too.
    let mut again = secret();
    again.rev = 2;
    fill(&mut writer, &mut dice, vec![again], 4);
    assert!(contains(&raw(dir.path()), SECRET_TITLE.as_bytes()));
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.search(&find("玄鸟")).unwrap().total, 1);
    let mut gone = batch(crowd(&mut dice, 5, 900), 5);
    gone.dels = vec!["secret-id".into()];
    writer.apply(&gone).unwrap();
    writer.erase_traces().unwrap();
    let bytes = raw(dir.path());
    for needle in needles() {
        assert!(
            !contains(&bytes, &needle),
            "{}",
            String::from_utf8_lossy(&needle)
        );
    }
    assert_eq!(reader.search(&find("玄鸟")).unwrap().total, 0);
    drop(reader);
    drop(writer);
    let bytes = raw(dir.path());
    assert!(needles().iter().all(|needle| !contains(&bytes, needle)));
    let report = Writer::verify(dir.path()).unwrap();
    assert!(report.ok, "{:?}", report.problems);
    assert_eq!((report.documents, report.orphans), (245, 0));
}

#[test]
fn a_replaced_revision_leaves_no_bytes_and_erasing_survives_a_restart() {
    let (dir, mut writer) = fresh();
    writer.apply(&batch(vec![secret()], 1)).unwrap();
    let mut harmless = document("secret-id", "通知", "2011-05-05", "无。");
    harmless.rev = 2;
    writer.apply(&batch(vec![harmless], 2)).unwrap();
    // The agent is killed before it comes to erasing.
    drop(writer);
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.erase_traces().unwrap();
    let bytes = raw(dir.path());
    for needle in needles().iter().filter(|needle| *needle != b"secret-id") {
        assert!(
            !contains(&bytes, needle),
            "{}",
            String::from_utf8_lossy(needle)
        );
    }
    let before = fs::metadata(dir.path().join("mirror.db"))
        .unwrap()
        .modified()
        .unwrap();
    writer.erase_traces().unwrap();
    assert_eq!(
        fs::metadata(dir.path().join("mirror.db"))
            .unwrap()
            .modified()
            .unwrap(),
        before
    );
}

#[test]
fn readers_see_whole_batches_while_the_writer_works() {
    let (dir, mut writer) = fresh();
    writer.apply(&batch(crowd(&mut Dice(1), 10, 0), 1)).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let reader = Reader::open(dir.path()).unwrap();
            let mut rounds = 0;
            while !done.load(Ordering::Relaxed) || rounds == 0 {
                let listing = reader.list(&mirror::Filter::default(), 0, 1).unwrap();
                assert_eq!(listing.total % 10, 0);
                let page = reader
                    .search(&mirror::Query {
                        exact: true,
                        limit: 5,
                        ..find("政务")
                    })
                    .unwrap();
                assert!(
                    page.hits
                        .iter()
                        .all(|hit| reader.document(&hit.id).unwrap().is_some())
                );
                rounds += 1;
            }
        });
        let mut dice = Dice(2);
        for seq in 2..30 {
            writer
                .apply(&batch(crowd(&mut dice, 10, seq * 10), seq as u64))
                .unwrap();
        }
        done.store(true, Ordering::Relaxed);
        reading.join().unwrap();
    });
    assert!(Writer::verify(dir.path()).unwrap().ok);
}

/// Reads as another user; run by the next test in a process of its own.
#[test]
fn reader_process() {
    let Some(dir) = std::env::var_os("MIRROR_TO_READ") else {
        // Not a set-up that is missing: this is the other half of the test below.
        return;
    };
    let reader = Reader::open(Path::new(&dir)).unwrap();
    assert_eq!(reader.search(&find("供水")).unwrap().total, 1);
    println!("read it");
}

#[test]
fn another_user_reads_while_the_agent_is_stopped() {
    let (dir, mut writer) = fresh();
    writer
        .apply(&batch(
            vec![document("a", "通知", "2018-10-15", "关于供水。")],
            1,
        ))
        .unwrap();
    // The agent stops cleanly: SQLite would remove the log, and nobody else may make one.
    drop(writer);
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    // The test program itself may lie where the other user cannot go.
    let program = dir.path().join("reader");
    stand_in::copy(&std::env::current_exe().unwrap(), &program);
    let is_root = fs::metadata("/proc/self")
        .map(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0)
        .unwrap();
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&program);
        command
    } else {
        // Without a second user, the same one without the right to write: what SQLite sees is the same.
        for file in ["mirror.db", "mirror.db-wal", "mirror.db-shm"] {
            fs::set_permissions(dir.path().join(file), fs::Permissions::from_mode(0o444)).unwrap();
        }
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o555)).unwrap();
        Command::new(&program)
    };
    let output = command
        .args(["--exact", "reader_process", "--nocapture"])
        .env("MIRROR_TO_READ", dir.path())
        .current_dir("/")
        .output()
        .unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("read it"),
        "{said}"
    );
}

#[test]
fn foreign_and_broken_files_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mirror.db");
    let damaged = |dir: &Path| {
        assert!(matches!(Reader::open(dir), Err(Error::Damaged { .. })));
        assert!(matches!(Writer::open(dir), Err(Error::Damaged { .. })));
    };
    fs::write(&file, vec![b'x'; 10_000]).unwrap();
    damaged(dir.path());
    fs::remove_file(&file).unwrap();
    let foreign = rusqlite::Connection::open(&file).unwrap();
    foreign
        .execute_batch("CREATE TABLE document (row INTEGER); CREATE VIEW state AS SELECT 1;")
        .unwrap();
    drop(foreign);
    damaged(dir.path());
    fs::remove_file(&file).unwrap();
    fs::write(&file, b"").unwrap();
    assert!(matches!(
        Reader::open(dir.path()),
        Err(Error::Absent { .. })
    ));
    drop(Writer::open(dir.path()).unwrap());
    let newer = rusqlite::Connection::open(&file).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    assert!(matches!(
        Reader::open(dir.path()),
        Err(Error::TooNew { found: 99, .. })
    ));
    assert!(matches!(
        Writer::open(dir.path()),
        Err(Error::TooNew { .. })
    ));
}

#[test]
fn a_damaged_file_is_noticed_set_aside_and_filled_anew() {
    let (dir, mut writer) = fresh();
    writer
        .apply(&batch(crowd(&mut Dice(3), 200, 0), 1))
        .unwrap();
    writer.erase_traces().unwrap();
    drop(writer);
    let file = dir.path().join("mirror.db");
    // Empty the log into the file, then break every page but the first.
    let db = rusqlite::Connection::open(&file).unwrap();
    let _: i64 = db
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .unwrap();
    drop(db);
    let mut bytes = fs::read(&file).unwrap();
    bytes[8192..]
        .iter_mut()
        .step_by(7)
        .for_each(|byte| *byte ^= 0x5a);
    fs::write(&file, bytes).unwrap();
    let verified = Writer::verify(dir.path());
    let noticed = match &verified {
        Ok(report) => !report.ok,
        Err(e) => e.is_damaged(),
    };
    assert!(noticed, "{verified:?}");
    if let Ok(reader) = Reader::open(dir.path()) {
        let result = reader.search(&find("政务"));
        assert!(result.is_err_and(|e| e.is_damaged()));
    }
    let aside = Writer::set_aside(dir.path(), "2018-10-15T08:00:00Z")
        .unwrap()
        .unwrap();
    assert!(aside.ends_with("mirror.db.damaged-20181015T080000Z"));
    assert!(aside.exists());
    let mut writer = Writer::open(dir.path()).unwrap();
    writer
        .apply(&batch(crowd(&mut Dice(3), 200, 0), 1))
        .unwrap();
    assert!(Writer::verify(dir.path()).unwrap().ok);
    assert_eq!(
        Writer::set_aside(&dir.path().join("none"), "x").unwrap(),
        None
    );
}

#[test]
fn blobs_are_stored_whole_and_orphans_go() {
    let (dir, mut writer) = fresh();
    writer.apply(&batch(vec![secret()], 1)).unwrap();
    let sha256 = secret().attachments[0].sha256.clone();
    assert_eq!(
        writer.missing_blobs().unwrap(),
        std::slice::from_ref(&sha256)
    );
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.blob(&sha256), None);
    assert!(matches!(
        writer.put_blob(&sha256, b"other"),
        Err(Error::WrongBlob { .. })
    ));
    for name in ["", "../../etc/passwd", &sha256.to_uppercase(), &sha256[1..]] {
        assert!(matches!(
            writer.put_blob(name, b"attached secret"),
            Err(Error::WrongBlob { .. })
        ));
        assert_eq!(reader.blob(name), None);
    }
    writer.put_blob(&sha256, b"attached secret").unwrap();
    assert_eq!(
        fs::read(reader.blob(&sha256).unwrap()).unwrap(),
        b"attached secret"
    );
    assert!(writer.missing_blobs().unwrap().is_empty());
    let orphan = hex::encode(Sha256::digest(b"orphan"));
    writer.put_blob(&orphan, b"orphan").unwrap();
    fs::write(
        reader.blob(&orphan).unwrap().with_extension("part"),
        b"half",
    )
    .unwrap();
    assert_eq!(Writer::verify(dir.path()).unwrap().orphans, 2);
    assert_eq!(writer.remove_orphans().unwrap(), 2);
    assert_eq!(
        (reader.blob(&orphan), reader.blob(&sha256).is_some()),
        (None, true)
    );
}

#[test]
fn the_log_stays_small() {
    let (dir, mut writer) = fresh();
    let mut dice = Dice(8);
    for seq in 0..40 {
        writer
            .apply(&batch(crowd(&mut dice, 50, seq * 50), seq as u64 + 1))
            .unwrap();
    }
    let log = fs::metadata(dir.path().join("mirror.db-wal"))
        .unwrap()
        .len();
    assert!(log <= 16 << 20, "{log} bytes");
    drop(writer);
    assert!(dir.path().join("mirror.db-wal").exists());
}
