//! The slip key: in a file of its own, taken there from files of earlier versions, and told when it is another or gone.

use jiff::Timestamp;
use journal::{Error, FILE_NAME, Note, Problem, Reader, Writer, verify};
use rusqlite::Connection;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const KEY: &str = "journal.key";
const BESIDE: [&str; 3] = [FILE_NAME, "journal.db-wal", "journal.mark"];

fn now() -> Timestamp {
    "2018-10-17T01:00:00Z".parse().unwrap()
}

fn open(dir: &Path) -> Writer {
    Writer::open(dir, "L01", "1", now()).unwrap()
}

fn mode(path: PathBuf) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A journal of the first version, which holds its key itself.
fn old() -> (tempfile::TempDir, [u8; 32]) {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/register/compat/sound");
    let dir = tempfile::tempdir().unwrap();
    for file in [FILE_NAME, "journal.mark"] {
        std::fs::copy(stored.join(file), dir.path().join(file)).unwrap();
    }
    let key = Reader::open(dir.path()).unwrap().slip_key(2).unwrap();
    (dir, key)
}

/// Whether any file of the journal that others may read holds the key.
fn leaks(dir: &Path, key: &[u8; 32]) -> bool {
    BESIDE.iter().any(|name| {
        let bytes = std::fs::read(dir.join(name)).unwrap_or_default();
        bytes.windows(32).any(|window| window == key)
    })
}

#[test]
fn the_key_of_an_older_file_moves_out_and_its_slips_still_verify() {
    let (dir, key) = old();
    assert!(leaks(dir.path(), &key), "as the first version left it");
    let writer = open(dir.path());
    assert_eq!((writer.set_aside(), writer.slip_key()), (None, key));
    assert_eq!(mode(dir.path().join(KEY)), 0o600);
    assert_eq!(mode(dir.path().join(FILE_NAME)), 0o640);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.slip_key(2).unwrap(), key);
    drop((reader, writer));
    assert!(!leaks(dir.path(), &key), "nothing of it is left behind");
    assert!(verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn the_power_may_go_between_any_two_steps_of_the_move() {
    // Before the rename: the file beside it is torn. After it: both hold the key.
    for torn in [true, false] {
        let (dir, key) = old();
        let (done, _) = old();
        drop(open(done.path()));
        let whole = std::fs::read(done.path().join(KEY)).unwrap();
        match torn {
            true => std::fs::write(dir.path().join("journal.key.new"), &whole[..20]).unwrap(),
            false => std::fs::write(dir.path().join(KEY), &whole).unwrap(),
        }
        let reader = Reader::open(dir.path()).unwrap();
        assert_eq!(reader.slip_key(2).unwrap(), key);
        assert!(verify(dir.path(), &[]).unwrap().ok());
        drop(reader);
        assert_eq!(open(dir.path()).slip_key(), key);
        assert!(!leaks(dir.path(), &key));
        assert!(verify(dir.path(), &[]).unwrap().ok());
    }
    // A new terminal: the key is there, the database is not.
    let dir = tempfile::tempdir().unwrap();
    let key = open(dir.path()).slip_key();
    for name in [
        FILE_NAME,
        "journal.db-wal",
        "journal.db-shm",
        "journal.mark",
    ] {
        std::fs::remove_file(dir.path().join(name)).unwrap();
    }
    assert_eq!(open(dir.path()).slip_key(), key);
    assert!(verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn a_lost_key_is_told_and_codes_of_before_cannot_be_checked() {
    for damage in [None, Some("rubbish"), Some("")] {
        let dir = tempfile::tempdir().unwrap();
        let key = open(dir.path()).slip_key();
        let path = dir.path().join(KEY);
        match damage {
            None => std::fs::remove_file(&path).unwrap(),
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
        }
        let report = verify(dir.path(), &[]).unwrap();
        assert_eq!(report.problems, [Problem::OtherKey], "{damage:?}");
        let writer = open(dir.path());
        assert_ne!(writer.slip_key(), key);
        let head = writer.head().unwrap().seq;
        let reader = Reader::open(dir.path()).unwrap();
        assert_eq!(reader.slip_key(head).unwrap(), writer.slip_key());
        assert!(matches!(reader.slip_key(head - 1), Err(Error::KeyLost)));
        // It says so itself from here on.
        assert!(verify(dir.path(), &[]).unwrap().ok());
    }
}

#[test]
fn the_key_that_the_chain_speaks_of_wins_over_one_that_was_put_there() {
    let (dir, key) = old();
    let other = tempfile::tempdir().unwrap();
    drop(open(other.path()));
    std::fs::copy(other.path().join(KEY), dir.path().join(KEY)).unwrap();
    // The first version's chain may not speak of its key; once this one has opened it, it does.
    let (vouched, _) = old();
    drop(open(vouched.path()));
    std::fs::copy(other.path().join(KEY), vouched.path().join(KEY)).unwrap();
    let report = verify(vouched.path(), &[]).unwrap();
    assert_eq!(report.problems, [Problem::OtherKey]);
    let conn = Connection::open(vouched.path().join(FILE_NAME)).unwrap();
    conn.execute("INSERT INTO meta VALUES ('slip_key', ?1)", [&key[..]])
        .unwrap();
    drop(conn);
    assert_eq!(open(vouched.path()).slip_key(), key);
}

#[test]
fn a_copy_without_its_key_is_sound_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let copy = tempfile::tempdir().unwrap();
    let to = copy.path().join("2018.db");
    std::fs::copy(dir.path().join(FILE_NAME), &to).unwrap();
    let report = verify(&to, &[]).unwrap();
    assert!(report.ok(), "{report}");
    assert!(matches!(report.notes[..], [Note::NoKey { .. }]), "{report}");
}

#[test]
fn a_mode_that_others_can_read_is_put_right() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let path = dir.path().join(KEY);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    drop(open(dir.path()));
    assert_eq!(mode(path), 0o600);
}
