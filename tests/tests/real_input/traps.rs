//! What the five notices are known for (requirements.md): each has something that a careless reader gets wrong.

use crate::world::{texts, world};
use mirror::{Article, Document};
use std::collections::HashSet;

const N1: &str = "notices/001";
const N2: &str = "notices/002";
const N3: &str = "notices/003";
const N4: &str = "notices/004";

/// Depths of `Article::depth`.
const PART: u8 = 0;
const SECTION: u8 = 2;
const ARTICLE: u8 = 3;

fn labelled<'a>(document: &'a Document, label: &str, depth: u8) -> Vec<&'a Article> {
    let hits = document.articles.iter();
    hits.filter(|a| a.depth == depth && a.label.starts_with(label))
        .collect()
}

fn words_of(document: &Document, article: &Article) -> String {
    texts(document)[article.from as usize..article.to as usize].join("\n")
}

#[test]
fn marks_that_a_notice_quotes_are_not_its_own() {
    let world = world();
    let refused = world.without["refused"].as_array().unwrap();
    let item = refused
        .iter()
        .find(|i| i["source"].as_str().unwrap().starts_with(N1))
        .unwrap();
    assert_eq!(
        item["reason"], "no-evidence",
        "neither published nor refused by a mark it only quotes"
    );
    assert!(
        world.document(N1).evidence.contains("example.invalid"),
        "{}",
        world.document(N1).evidence
    );
}

#[test]
fn the_header_of_the_opinion_is_read_as_fields() {
    let document = world().document(N1);
    assert!(document.index_no.is_some(), "索引号");
    assert!(!document.agency.is_empty(), "发文机关");
    assert!(!document.date().is_empty(), "发布日期");
    assert!(
        texts(document).iter().all(|t| !t.starts_with("索引号")),
        "the header is no body"
    );
}

#[test]
fn two_sections_with_the_same_number_stay_two() {
    let document = world().document(N1);
    let fifth = labelled(document, "五", SECTION);
    assert_eq!(fifth.len(), 2, "{:#?}", document.articles);
    assert_ne!(fifth[0].id, fifth[1].id);
    assert_ne!(words_of(document, fifth[0]), words_of(document, fifth[1]));
}

#[test]
fn three_regulations_in_one_notice_are_each_addressable() {
    let document = world().document(N4);
    for title in ["社会评议办法", "政务舆情回应制度", "政务公开查阅点建设"] {
        let part = document
            .articles
            .iter()
            .find(|a| a.depth == PART && a.title.contains(title));
        assert!(
            part.is_some(),
            "{title} is a part: {:#?}",
            document.articles
        );
    }
    let first = labelled(document, "第一条", ARTICLE);
    // The one in the middle counts its pieces 一、二、 and has no 第一条.
    assert_eq!(first.len(), 2, "two regulations have a first article each");
    let ids: HashSet<&str> = document.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(
        ids.len(),
        document.articles.len(),
        "every address is one place"
    );
    let words: HashSet<String> = first.iter().map(|a| words_of(document, a)).collect();
    assert_eq!(words.len(), 2);
}

#[test]
fn a_forwarded_document_is_a_part_of_the_one_that_forwards_it() {
    let document = world().document(N2);
    assert!(
        document.agency.contains("盘锦"),
        "the agency is who forwards: {}",
        document.agency
    );
    let wrapped = document
        .articles
        .iter()
        .find(|a| a.depth == PART && a.title.contains("辽宁省"));
    let wrapped =
        wrapped.unwrap_or_else(|| panic!("the opinion is a part: {:#?}", document.articles));
    let inside = document
        .articles
        .iter()
        .filter(|a| a.depth > PART && a.from >= wrapped.from && a.to <= wrapped.to);
    assert!(inside.count() >= 5, "its sections stand inside it");
}

#[test]
fn runs_of_spaces_are_paragraphs() {
    let document = world().document(N3);
    assert!(
        document.blocks.len() >= 10,
        "{} blocks",
        document.blocks.len()
    );
    for text in texts(document) {
        assert!(!text.contains("   ") && !text.contains("　　"), "{text}");
    }
}

#[test]
fn the_damaged_notice_is_nowhere() {
    let world = world();
    for report in [&world.without, &world.with] {
        let refused = report["refused"].as_array().unwrap();
        let item = refused
            .iter()
            .find(|i| i["source"].as_str().unwrap().starts_with("notices/000"));
        assert_eq!(item.unwrap()["reason"], "damaged-text");
    }
}
