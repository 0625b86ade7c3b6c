//! The published vectors, read by our own reader: every sound batch opens and gives the expected evaluation, every attack is refused;
//! and the documented query names nothing that a batch does not have.
#![allow(clippy::unwrap_used)]

use batch::{Batch, Part, open};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

fn json(name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder().join(name)).unwrap()).unwrap()
}

fn sound() -> Vec<Batch> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder().join("inbox"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert_eq!(paths.len(), 3);
    paths
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            open(name, &fs::read(path).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"))
        })
        .collect()
}

#[test]
fn the_sound_batches_give_the_expected_evaluation() {
    let batches = sound();
    let expected = json("expected.json");
    // As the query does: doubles by their key, then prints of a point by the month of the reading room.
    let entries: BTreeMap<_, _> = batches
        .iter()
        .flat_map(|batch| &batch.entries)
        .map(|entry| ((&entry.terminal, &entry.journal, entry.seq), entry))
        .collect();
    let mut prints: BTreeMap<(String, String), u64> = BTreeMap::new();
    for entry in entries.values() {
        let outcome = entry.fields.get("outcome").map_or("", String::as_str);
        if entry.entry == "outcome" && ["printed", "sent"].contains(&outcome) {
            let at: jiff::Timestamp = entry.at.parse().unwrap();
            let local = at + jiff::SignedDuration::from_hours(8);
            let month = local.to_string()[..7].to_owned();
            *prints.entry((entry.site.clone(), month)).or_default() += 1;
        }
    }
    let rows: Vec<Value> = prints
        .into_iter()
        .map(|((site, month), count)| json!([site, month, count]))
        .collect();
    assert_eq!(Value::Array(rows), expected["prints"]);

    let mut owed = Vec::new();
    let terminals: BTreeSet<&str> = batches.iter().map(|b| b.head.terminal.as_str()).collect();
    for terminal in terminals {
        for (part, word) in [(Part::Agent, "agent"), (Part::Kiosk, "kiosk")] {
            let confirmed = batches
                .iter()
                .flat_map(|batch| &batch.receipts)
                .any(|r| r.terminal == terminal && r.part == part && r.id == "demo/1");
            if !confirmed {
                owed.push(json!(["demo/1", terminal, word]));
            }
        }
    }
    assert_eq!(Value::Array(owed), expected["owed"]);
    for batch in &batches {
        assert_eq!(expected["keys"][&batch.head.terminal], batch.key.as_str());
    }
}

#[test]
fn every_attack_is_refused() {
    let attacks = json("attacks.json");
    let attacks = attacks.as_array().unwrap();
    assert_eq!(attacks.len(), 6);
    for attack in attacks {
        let name = attack["file"].as_str().unwrap();
        let bytes = fs::read(folder().join("attacks").join(name)).unwrap();
        assert!(open(name, &bytes).is_err(), "{}", attack["what"]);
    }
}

#[test]
fn the_documented_query_names_only_what_a_batch_has() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join("deploy/UPLOAD.md")).unwrap();
    let query = text
        .split("```sql")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let columns = query
        .split("columns = {")
        .nth(1)
        .unwrap()
        .split('}')
        .next()
        .unwrap();
    let schema: Value = serde_json::from_slice(
        &fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/line.schema.json")).unwrap(),
    )
    .unwrap();
    let known = schema["$defs"]["entry"]["properties"].as_object().unwrap();
    let named: Vec<&str> = columns
        .split(',')
        .map(|column| column.split(':').next().unwrap().trim().trim_matches('"'))
        .collect();
    assert!(named.len() > 5, "{named:?}");
    for name in named {
        assert!(name == "kind" || known.contains_key(name), "{name}");
    }
}

#[test]
fn the_schema_and_the_lines_have_the_same_keys() {
    let schema: Value = serde_json::from_slice(
        &fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/line.schema.json")).unwrap(),
    )
    .unwrap();
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(folder().join("inbox")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let kind = line["kind"].as_str().unwrap().to_owned();
            let keys: BTreeSet<&String> = line
                .as_object()
                .unwrap()
                .keys()
                .filter(|k| *k != "kind")
                .collect();
            let known: BTreeSet<&String> = schema["$defs"][&kind]["properties"]
                .as_object()
                .unwrap()
                .keys()
                .collect();
            assert_eq!(keys, known, "{kind}");
            seen.insert(kind);
        }
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
}
