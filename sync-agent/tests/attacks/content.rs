//! What stands in a feed under good signatures and is hostile or wrong all the same: bombs, lengths, names, places, records.

use crate::Line;
use crate::office::{self, Office, copy_tree};
use crate::rogue::Reply;
use crate::terminal::{program, said};
use feed::{Tip, write};
use std::fs;
use std::process::Command;

#[test]
fn a_bomb_is_stopped_at_its_announced_length() {
    // Four gibibytes of zeros in some kilobytes; the tip says a megabyte.
    let mut line = Line::filled();
    let mut encoder = zstd::Encoder::new(Vec::new(), 19).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..512 {
        std::io::Write::write_all(&mut encoder, &zeros).unwrap();
    }
    let bytes = encoder.finish().unwrap();
    let seq = line.office.tip.seq + 1;
    let sound = line.office.tip.clone();
    let (mut segment, _) = write::seal(0, seq, seq, b"x\n").unwrap();
    segment.sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&bytes));
    segment.length = bytes.len() as u64;
    segment.plain_length = 1 << 20;
    line.office.put(&write::Outgoing {
        path: segment.path(),
        bytes,
    });
    line.office.tip.seq = seq;
    line.office.tip.segments.push(segment);
    line.office.sign();
    // Half a gibibyte of address space would not hold it.
    let before = line.terminal.contents();
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "ulimit -v 500000; exec \"$0\" --config \"$1\" once",
        program(),
    ]);
    command.arg(line.terminal.config());
    crate::terminal::bare(&mut command);
    let said = said(&mut command);
    assert_eq!(said.code, Some(4), "{}", said.err);
    assert!(
        said.err.contains("length after decompression"),
        "{}",
        said.err
    );
    assert_eq!(line.terminal.contents(), before);
    line.office.tip = Tip { epoch: 2, ..sound };
    line.office.sign();
    line.recovers();
}

#[test]
fn a_signed_length_beyond_the_caps_is_refused_before_a_byte_is_fetched() {
    let mut line = Line::filled();
    let mut tip = line.office.tip.clone();
    let seq = tip.seq + 1;
    let (mut segment, _) = write::seal(0, seq, seq, b"x\n").unwrap();
    segment.plain_length = 1 << 40;
    tip.seq = seq;
    tip.segments.push(segment);
    let sound = std::mem::replace(&mut line.office.tip, tip);
    line.office.sign();
    line.terminal.refuses(&["once"], 4, "segment length");
    line.office.tip = sound;
    line.office.sign();
    line.recovers();
}

#[test]
fn swapped_segments_are_refused() {
    let line = Line::empty();
    let paths: Vec<_> = line
        .office
        .tip
        .segments
        .iter()
        .map(|s| line.office.path(&s.path()))
        .collect();
    let (first, second) = (fs::read(&paths[0]).unwrap(), fs::read(&paths[1]).unwrap());
    fs::write(&paths[0], &second).unwrap();
    fs::write(&paths[1], &first).unwrap();
    line.terminal.refuses(&["once"], 4, "match log/L0/");
    fs::write(&paths[0], &first).unwrap();
    fs::write(&paths[1], &second).unwrap();
    line.recovers();
}

#[test]
fn segments_that_are_signed_for_each_others_place_apply_nothing_of_the_other() {
    let mut line = Line::empty();
    let sound = line.office.tip.clone();
    let dir = line.office.dir().to_owned();
    let segments = &mut line.office.tip.segments;
    let (a, b) = (segments[0].clone(), segments[1].clone());
    for (at, from) in [(0, b), (1, a)] {
        let bytes = fs::read(dir.join(from.path())).unwrap();
        let target = &mut segments[at];
        (target.sha256, target.length, target.plain_length) =
            (from.sha256.clone(), from.length, from.plain_length);
        fs::write(dir.join(target.path()), bytes).unwrap();
    }
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(line.terminal.contents().documents, Vec::<String>::new());
    let refused = line.terminal.status(&[])["refused"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(refused, 20, "the others lie before the cursor");
    line.office.tip = Tip { epoch: 2, ..sound };
    line.office.sign();
    line.recovers();
}

#[test]
fn a_stale_stick_brings_no_withdrawn_document_back() {
    let mut line = Line::filled();
    let stick = line.dir.path().join("stick");
    copy_tree(line.office.dir(), &stick);
    line.office.withdraw(7, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let after = line.terminal.contents();
    assert_eq!(after.documents.len(), 39);
    line.terminal.refuses(
        &["import", stick.to_str().unwrap()],
        4,
        "older than what the terminal has seen",
    );
    // Nor to a mirror that was lost and is filled anew from the stick.
    for file in ["mirror.db", "mirror.db-wal", "mirror.db-shm"] {
        let _ = fs::remove_file(line.terminal.mirror().join(file));
    }
    let said = line.terminal.run(&["import", stick.to_str().unwrap()]);
    assert_eq!(said.code, Some(4), "{}", said.err);
    assert!(
        !line
            .terminal
            .contents()
            .documents
            .iter()
            .any(|d| d.contains("office/0007"))
    );
    line.recovers();
    assert_eq!(line.terminal.contents(), after);
}

#[test]
fn an_old_copy_of_the_mirror_is_cleaned_before_it_is_shown() {
    let mut line = Line::filled();
    let copy = line.dir.path().join("backup");
    copy_tree(&line.terminal.mirror(), &copy);
    line.office.withdraw(7, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    // Somebody restores the mirror, but trust.db stays what it is.
    for file in ["mirror.db", "mirror.db-wal", "mirror.db-shm"] {
        let _ = fs::remove_file(line.terminal.mirror().join(file));
        let _ = fs::copy(copy.join(file), line.terminal.mirror().join(file));
    }
    line.recovers();
    assert!(
        !line
            .terminal
            .contents()
            .documents
            .iter()
            .any(|d| d.contains("office/0007"))
    );
}

#[test]
fn names_that_climb_out_of_the_mirror_touch_nothing_outside() {
    let mut line = Line::filled();
    let before = line.terminal.contents();
    let mut records = Vec::new();
    for (n, name) in [
        "../../evil",
        "/etc/evil",
        "..\\evil",
        "a/../../../evil",
        "evil\0x",
    ]
    .iter()
    .enumerate()
    {
        // As the id, as an attachment's hash, and as an attachment's name.
        records.push(office::put(office::document(name, 1, "坏")));
        let mut by_hash = office::document(&format!("office/bad-{n}"), 1, "坏");
        by_hash.attachments = vec![feed::Attachment {
            name: "a".into(),
            sha256: (*name).into(),
            length: 4,
            pages: None,
            address: None,
        }];
        records.push(office::put(by_hash));
        let mut by_name = line.office.document(1_000 + 5 * n, 1, "名");
        by_name.attachments[0].name = (*name).into();
        records.push(office::put(by_name));
    }
    line.office.append(records);
    line.office.sign();
    line.terminal.ok(&["once"]);
    line.terminal.ok(&["verify"]);
    let after = line.terminal.contents();
    assert!(
        !after.documents.iter().any(|d| d.contains("bad-")),
        "a hash that is none is refused"
    );
    assert!(after.seq > before.seq);
    assert!(
        after
            .blobs
            .iter()
            .all(|name| name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit()))
    );
    let mut outside = Vec::new();
    look_for_evil(line.dir.path(), &mut outside);
    assert_eq!(outside, Vec::<std::path::PathBuf>::new());
    line.recovers();
}

fn look_for_evil(dir: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).unwrap().flatten() {
        if entry.file_name().to_string_lossy().contains("evil") {
            found.push(entry.path());
        }
        if entry.file_type().unwrap().is_dir() {
            look_for_evil(&entry.path(), found);
        }
    }
}

#[test]
fn a_tip_that_names_paths_instead_of_hashes_is_refused() {
    let mut line = Line::filled();
    let sound = line.office.tip.clone();
    for name in ["../../../etc/passwd", "/etc/passwd", ""] {
        line.office.tip = sound.clone();
        line.office.tip.segments[0].sha256 = name.into();
        line.office.sign();
        line.terminal.refuses(&["once"], 4, "understand targets/");
    }
    line.office.tip = sound;
    line.office.sign();
    line.recovers();
}

#[test]
fn one_bad_record_refuses_only_itself() {
    let mut line = Line::filled();
    let good = office::put(office::document("office/good", 1, "好"));
    let mut lines = b"this is no json\n".to_vec();
    let mut secret = office::document("office/secret", 1, "密");
    secret.disclosure.attribute = "on-request".into();
    let seq = line.office.tip.seq;
    for (n, record) in [good, office::put(secret)].into_iter().enumerate() {
        let feed::Record::Put { document, .. } = record else {
            unreachable!()
        };
        lines.extend(write::record_line(&feed::Record::Put {
            seq: seq + 1 + n as u64,
            document,
        }));
    }
    line.office.append_lines(3, &lines);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let contents = line.terminal.contents();
    assert_eq!(contents.documents.len(), 41);
    assert!(
        !contents
            .documents
            .iter()
            .any(|d| d.contains("office/secret"))
    );
    assert_eq!(
        line.terminal.status(&[])["refused"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn the_server_never_sees_a_request_for_an_unsigned_name() {
    let line = Line::empty();
    line.server.rule(|_| Reply::File);
    line.terminal.ok(&["once"]);
    for asked in line.server.take() {
        let known = ["metadata/", "targets/", "log/", "blob/"]
            .iter()
            .any(|p| asked.path.starts_with(p));
        assert!(known && !asked.path.contains(".."), "{}", asked.path);
    }
}
#[test]
fn a_feed_that_needs_a_newer_agent_is_refused_and_says_so() {
    let mut line = Line::filled();
    line.office.tip.least_agent = "99.0.0".into();
    line.change();
    line.office.sign();
    line.terminal.refuses(&["once"], 4, "update the terminal");
    line.office.tip.least_agent = "0.1.0".into();
    line.office.sign();
    line.recovers();
}

#[test]
fn an_office_signs_what_its_own_verifier_accepts() {
    let dir = tempfile::tempdir().unwrap();
    let office = Office::filled(dir.path(), 3);
    assert_eq!(office.tip.check(), Ok(()));
}
