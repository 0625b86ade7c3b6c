//! How many documents of each kind pass the gate, without and with a declaration of the operator (commands.md).

use crate::world::world;
use serde_json::Value;
use std::collections::BTreeMap;

fn by_kind(report: &Value, list: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for item in report[list].as_array().unwrap() {
        let kind = item["source"].as_str().unwrap().split('/').next().unwrap();
        *counts.entry(kind.to_owned()).or_insert(0) += 1;
    }
    counts
}

fn map(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
    pairs.iter().map(|(k, n)| ((*k).to_owned(), *n)).collect()
}

#[test]
fn without_a_channel_only_documents_with_evidence_of_their_own_are_published() {
    let report = &world().without;
    assert_eq!(
        by_kind(report, "published"),
        map(&[("notices", 2), ("policies", 22)])
    );
    let sources: Vec<&str> = report["published"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["source"].as_str()?.strip_prefix("notices/"))
        .map(|name| &name[..3])
        .collect();
    assert_eq!(sources, ["002", "004"], "N2 and N4 carry a real tail mark");
}

#[test]
fn with_a_channel_all_but_the_damaged_notice_are_published() {
    let report = &world().with;
    let expected = map(&[("laws", 1698), ("notices", 4), ("policies", 40)]);
    assert_eq!(by_kind(report, "published"), expected);
    let refused = report["refused"].as_array().unwrap();
    assert_eq!(refused.len(), 1, "{refused:#?}");
    assert!(
        refused[0]["source"]
            .as_str()
            .unwrap()
            .starts_with("notices/000")
    );
    assert_eq!(refused[0]["reason"], "damaged-text");
}

#[test]
fn every_published_document_names_its_evidence() {
    for report in [&world().without, &world().with] {
        for item in report["published"].as_array().unwrap() {
            assert!(
                !item["evidence"].as_str().unwrap().trim().is_empty(),
                "{item}"
            );
        }
    }
}

#[test]
fn the_terminal_holds_exactly_what_was_published() {
    let world = world();
    let mut published: Vec<&str> = world.with["published"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    published.sort_unstable();
    let mut held: Vec<&str> = world.documents.iter().map(|d| d.id.as_str()).collect();
    held.sort_unstable();
    assert_eq!(held, published);
    world.terminal.agent(&["verify"]).ok();
}
