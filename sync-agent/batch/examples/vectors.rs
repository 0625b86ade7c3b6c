//! Makes the test vectors: `vectors FOLDER`. Everything in them is invented; the same numbers give the same bytes.
#![allow(clippy::unwrap_used)]

use batch::{Entry, Head, Line, Part, Receipt, SigningKey, seal};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn entry(terminal: &str, seq: u64, kind: &str, at: &str, fields: &[(&str, &str)]) -> Entry {
    let (site, number) = terminal.split_once('-').unwrap();
    Entry {
        terminal: terminal.into(),
        site: site.into(),
        journal: format!("{:016x}", 0x9f00 + number.len()),
        seq,
        entry: kind.into(),
        number: match kind {
            "opened" => String::new(),
            _ => format!("{terminal}-{}-{:04}", at[..10].replace('-', ""), seq),
        },
        at: at.into(),
        hash: hex::encode(Sha256::digest(format!("{terminal} {seq}"))),
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
    }
}

/// A register: its beginning, then a request and an outcome for each.
fn register(terminal: &str, outcomes: &[(&str, &str)]) -> Vec<Entry> {
    let mut all = vec![entry(terminal, 1, "opened", "2026-10-01T00:00:00Z", &[])];
    for (at, outcome) in outcomes {
        let seq = all.len() as u64 + 1;
        let asked = [("document", "demo/1"), ("title", "关于示例的通知")];
        all.push(entry(terminal, seq, "request", at, &asked));
        all.push(entry(
            terminal,
            seq + 1,
            "outcome",
            at,
            &[("outcome", outcome)],
        ));
    }
    all
}

fn receipt(terminal: &str, part: Part, id: &str) -> Line {
    Line::Takedown(Receipt {
        terminal: terminal.into(),
        part,
        id: id.into(),
        rev: 2,
        reason: "withdrawn".into(),
        at: "2026-11-20T01:00:00Z".into(),
    })
}

fn head(terminal: &str, number: u64) -> Head {
    Head {
        terminal: terminal.into(),
        batch: number,
        made: "2026-11-21T02:00:00Z".into(),
        head: format!("9 {}", hex::encode(Sha256::digest(terminal))),
    }
}

fn write(dir: &Path, name: &str, bytes: &[u8]) {
    fs::create_dir_all(dir).unwrap();
    fs::write(dir.join(name), bytes).unwrap();
}

fn main() {
    let folder = std::env::args().nth(1).expect("usage: vectors FOLDER");
    let folder = Path::new(&folder);
    let keys = [1, 2].map(|seed| SigningKey::from_bytes(&[seed; 32]));
    // The evening of the last of October in UTC is November in the reading room.
    let first = register(
        "L01-1",
        &[
            ("2026-10-05T01:00:00Z", "printed"),
            ("2026-10-31T15:59:59Z", "sent"),
            ("2026-10-31T16:00:00Z", "printed"),
            ("2026-11-02T01:00:00Z", "cancelled"),
        ],
    );
    let second = register(
        "L02-1",
        &[
            ("2026-11-02T01:00:00Z", "unknown"),
            ("2026-11-03T01:00:00Z", "sent"),
        ],
    );
    let lines =
        |entries: &[Entry]| -> Vec<Line> { entries.iter().cloned().map(Line::Entry).collect() };
    let inbox = folder.join("inbox");
    let mut told = lines(&first[..5]);
    told.push(receipt("L01-1", Part::Agent, "demo/1"));
    told.push(receipt("L01-1", Part::Kiosk, "demo/1"));
    let sound = seal(&head("L01-1", 1), &told, &keys[0]).unwrap();
    write(&inbox, &sound.name, &sound.bytes);
    // Told twice: two entries stand in both batches.
    let again = seal(&head("L01-1", 2), &lines(&first[3..]), &keys[0]).unwrap();
    write(&inbox, &again.name, &again.bytes);
    let mut told = lines(&second);
    told.push(receipt("L02-1", Part::Agent, "demo/1"));
    let other = seal(&head("L02-1", 1), &told, &keys[1]).unwrap();
    write(&inbox, &other.name, &other.bytes);

    let expected = json!({
        "prints": [["L01", "2026-10", 2], ["L01", "2026-11", 1], ["L02", "2026-11", 1]],
        "owed": [["demo/1", "L02-1", "kiosk"]],
        "keys": {"L01-1": batch::public_hex(&keys[0]), "L02-1": batch::public_hex(&keys[1])},
    });
    write(
        folder,
        "expected.json",
        format!("{expected:#}\n").as_bytes(),
    );

    let attacks = folder.join("attacks");
    let mut list = Vec::new();
    let mut attack = |name: &str, bytes: &[u8], what: &str| {
        write(&attacks, name, bytes);
        list.push(json!({"file": name, "what": what}));
    };
    let cut = &sound.bytes[..sound.bytes.len() - 9];
    attack("cut.ndjson.zst", cut, "the end is missing");
    attack(&other.name, &sound.bytes, "another batch under this name");
    let mut plain = zstd::decode_all(&sound.bytes[..]).unwrap();
    let text = String::from_utf8(plain.clone()).unwrap();
    let changed = text.replacen("\"printed\"", "\"refused\"", 1);
    let named = |plain: &[u8]| {
        let bytes = zstd::bulk::compress(plain, 9).unwrap();
        let sha256 = hex::encode(Sha256::digest(&bytes));
        (
            format!("L01-1-00000001-{}.ndjson.zst", &sha256[..16]),
            bytes,
        )
    };
    let (name, bytes) = named(changed.as_bytes());
    attack(&name, &bytes, "an outcome was changed, the name fits");
    let foreign = text.replacen(
        "\"terminal\":\"L01-1\",\"site\"",
        "\"terminal\":\"L09-1\",\"site\"",
        1,
    );
    let (name, bytes) = named(foreign.as_bytes());
    attack(&name, &bytes, "an entry of another terminal");
    plain.extend_from_slice(text.lines().nth(1).unwrap().as_bytes());
    plain.push(b'\n');
    let (name, bytes) = named(&plain);
    attack(&name, &bytes, "a line behind the signature");
    let (name, bytes) = named(&vec![b' '; 80 * 1024 * 1024]);
    attack(&name, &bytes, "a bomb: 80 MiB of blanks");
    write(
        folder,
        "attacks.json",
        format!("{:#}\n", serde_json::Value::Array(list)).as_bytes(),
    );
}
