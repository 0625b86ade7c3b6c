//! The line without a screen: publisher, web server, agent, mirror, with the real programs on the sample portal. What the
//! network or a forger does to a feed leaves the mirror as it was.
#![allow(clippy::unwrap_used)]

#[path = "line/attachments.rs"]
mod attachments;
#[path = "line/carrying.rs"]
mod carrying;
#[path = "line/drills.rs"]
mod drills;
#[path = "line/excerpts.rs"]
mod excerpts;
#[path = "line/laid.rs"]
mod laid;
#[path = "line/manners.rs"]
mod manners;
#[path = "line/outcomes.rs"]
mod outcomes;
#[path = "line/powering.rs"]
mod powering;
#[path = "line/told.rs"]
mod told;
#[path = "line/yearly.rs"]
mod yearly;

use e2e::portal::{Fault, Portal};
use e2e::process::{RUN_DEADLINE, until};
use e2e::publication::{Publication, ids};
use e2e::remains::{Signs, contains};
use e2e::terminal::{Settings, Terminal};
use e2e::{copy_tree, files, sample};
use laid::{Line, ids_of, refused, template, url_of, word};
use std::path::PathBuf;

/// An unchanged poll costs at most so many requests and bytes of bodies.
const QUIET_REQUESTS_MAX: usize = 2;
const QUIET_BYTES_MAX: u64 = 2048;
/// A poll that brings a few documents asks at most so often.
const CHANGE_REQUESTS_MAX: usize = 8;
const KILLS: u32 = 10;

#[test]
fn the_sample_arrives_whole_and_every_document_is_found_by_its_title() {
    let line = Line::filled();
    let published = &template().report["published"];
    let mut expected = ids(&template().report, "published");
    expected.sort();
    assert!(
        expected.len() >= 20,
        "the sample has the variety of real portals"
    );
    assert_eq!(ids_of(&line.terminal.contents()), expected);
    line.terminal.agent(&["verify"]).ok();
    for item in published.as_array().unwrap() {
        let (id, title) = (word(item, "id"), word(item, "title"));
        let hits = line.terminal.hits(&title, &["--limit", "20"]);
        assert!(hits.contains(&id), "{title}: {hits:?}");
    }
    let status = line.terminal.agent(&["status", "--json"]).ok().json();
    assert!(status.is_object(), "{status}");
}

#[test]
fn every_search_hit_has_the_shape_that_others_rely_on() {
    let line = Line::filled();
    let title = word(&template().report["published"][0], "title");
    let found = line.terminal.search(&title, &["--exact"]);
    assert!(found["total"].as_u64().unwrap() >= 1 && found["total_exact"] == true);
    for hit in found["hits"].as_array().unwrap() {
        for key in ["id", "title", "agency", "date", "validity"] {
            assert!(hit[key].is_string(), "{key} in {hit}");
        }
        for key in ["doc_no", "index_no"] {
            assert!(hit[key].is_string() || hit[key].is_null(), "{key} in {hit}");
        }
        assert!(hit.get("article").is_some(), "{hit}");
        let text: Vec<char> = hit["snippet"]["text"].as_str().unwrap().chars().collect();
        for range in hit["snippet"]["ranges"].as_array().unwrap() {
            let (from, to) = (range[0].as_u64().unwrap(), range[1].as_u64().unwrap());
            assert!(from < to && to as usize <= text.len(), "{hit}");
        }
    }
}

#[test]
fn an_unchanged_poll_is_two_requests_and_two_kilobytes() {
    let line = Line::filled();
    line.terminal.agent(&["once"]).ok();
    let asked = line.portal.take_asked();
    let bytes: u64 = asked.iter().map(|a| a.bytes).sum();
    assert!(asked.len() <= QUIET_REQUESTS_MAX, "{asked:#?}");
    assert!(bytes <= QUIET_BYTES_MAX, "{bytes} bytes: {asked:#?}");
}

#[test]
fn a_second_publication_brings_what_changed_and_takes_what_is_gone() {
    let line = Line::filled();
    let before = line.terminal.contents();
    let second = line.second();
    let report = line.publish(&second.folder);
    let mut changed = ids(&report, "changed");
    changed.sort();
    assert_eq!(changed, second.changed);
    assert_eq!(ids(&report, "withdrawn"), [second.gone.as_str()]);
    assert_eq!(ids(&report, "published"), Vec::<String>::new());

    line.terminal.agent(&["once"]).ok();
    let asked = line.portal.take_asked();
    assert!(asked.len() <= CHANGE_REQUESTS_MAX, "{asked:#?}");
    let after = line.terminal.contents();
    assert!(after.seq > before.seq);
    for (id, rev) in &before.ids {
        let now = after.ids.iter().find(|(i, _)| i == id).map(|(_, rev)| *rev);
        if *id == second.gone {
            assert_eq!(now, None);
        } else if second.changed.contains(id) {
            assert!(now > Some(*rev), "{id} has a new revision");
        } else {
            assert_eq!(now, Some(*rev), "{id} was not touched");
        }
    }
    assert_eq!(line.terminal.hits("句子独一无二", &[]).len(), 3);
    line.terminal.agent(&["verify"]).ok();
}

#[test]
fn one_flipped_byte_in_any_new_file_is_refused_and_changes_nothing() {
    let line = Line::filled();
    let second = line.second();
    let old = line.feed_files();
    line.publish(&second.folder);
    for kind in [
        "timestamp.json",
        "snapshot.json",
        "targets.json",
        "tip.json",
        "takedown.json",
        ".zst",
    ] {
        line.flip_and_expect_refusal(&old, kind);
    }
    line.terminal.agent(&["once"]).ok();
    line.terminal.agent(&["verify"]).ok();
}

#[test]
fn an_older_feed_is_refused_over_the_network_as_a_folder_and_from_a_stick() {
    let line = Line::filled();
    let stale = line.dir.path().join("stick");
    copy_tree(&line.publication.feed(), &stale).unwrap();
    let second = line.second();
    line.publish(&second.folder);
    line.terminal.agent(&["once"]).ok();

    let old_portal = Portal::serve(&stale);
    line.point_to(&old_portal.url());
    refused(&line.terminal, &["once"], 4, "an older feed on the portal");
    line.point_to(&url_of(&stale));
    refused(&line.terminal, &["once"], 4, "an older feed in a folder");
    refused(
        &line.terminal,
        &["import", stale.to_str().unwrap()],
        4,
        "a stale stick",
    );
    assert!(!ids_of(&line.terminal.contents()).contains(&second.gone));

    line.point_to(&line.portal.url());
    line.terminal.agent(&["once"]).ok();
}

#[test]
fn a_feed_signed_by_another_key_is_refused() {
    let line = Line::filled();
    let other = Publication::begin(&line.dir.path().join("other"));
    other.publish(
        &sample().join("portal"),
        Some(&sample().join("channel.toml")),
    );
    let portal = Portal::serve(&other.feed());
    line.point_to(&portal.url());
    refused(&line.terminal, &["once"], 4, "another key, mirror filled");

    let fresh = Line::lay();
    fresh.point_to(&portal.url());
    refused(&fresh.terminal, &["once"], 4, "another key, mirror empty");
}

#[test]
fn a_sound_stick_fills_a_terminal_that_has_no_network() {
    let line = Line::lay();
    line.point_to("http://127.0.0.1:9/");
    let feed = line.publication.feed();
    line.terminal
        .agent(&["import", feed.to_str().unwrap()])
        .ok();
    let mut expected = ids(&template().report, "published");
    expected.sort();
    assert_eq!(ids_of(&line.terminal.contents()), expected);
}

#[test]
fn what_networks_do_leaves_the_mirror_and_passes() {
    let line = Line::filled();
    line.publish(&line.second().folder);
    line.portal.fault(Fault::Unavailable);
    refused(&line.terminal, &["once"], 3, "503");
    line.portal.fault(Fault::CaptivePortal);
    let before = line.terminal.contents();
    let said = line.terminal.agent(&["once"]);
    assert!(
        matches!(said.code, Some(3 | 4)),
        "captive portal: {}",
        said.words()
    );
    line.portal.fault(Fault::Halved);
    let said = line.terminal.agent(&["once"]);
    assert!(
        matches!(said.code, Some(3 | 4)),
        "halved bodies: {}",
        said.words()
    );
    assert_eq!(line.terminal.contents(), before);
    line.portal.fault(Fault::None);
    line.terminal.agent(&["once"]).ok();
    assert!(line.terminal.contents().seq > before.seq);
}

#[test]
fn killed_at_random_points_while_filling_the_mirror_is_clean_and_completes() {
    let line = Line::lay();
    let mut expected = ids(&template().report, "published");
    expected.sort();
    for _ in 0..KILLS {
        let mut random = [0; 2];
        getrandom::fill(&mut random).unwrap();
        line.portal.take_asked();
        let mut agent = line.terminal.start_agent(&["once"]);
        // From before the first request to past the last, then somewhere in what follows it.
        let asked = usize::from(random[0] % 7);
        until(RUN_DEADLINE, || {
            line.portal.count() >= asked || !agent.alive()
        });
        std::thread::sleep(std::time::Duration::from_micros(u64::from(random[1]) * 100));
        agent.kill();
        if line.terminal.mirror_dir().join("mirror.db").exists()
            && !line.terminal.contents().ids.is_empty()
        {
            line.terminal.agent(&["verify"]).ok();
        }
    }
    line.terminal.agent(&["once"]).ok();
    line.terminal.agent(&["verify"]).ok();
    assert_eq!(ids_of(&line.terminal.contents()), expected);
}

#[test]
fn of_a_withdrawn_document_no_byte_stays_in_the_mirror() {
    let line = Line::filled();
    let (id, sentence) = some_sentence(&line.terminal);
    let database = line.terminal.mirror_dir().join("mirror.db");
    let signs = Signs::of(&sentence, &database);
    line.publication.withdraw(&id, "withdrawn");
    line.terminal.agent(&["once"]).ok();
    assert!(!ids_of(&line.terminal.contents()).contains(&id));
    assert_eq!(
        signs.found_in(&line.terminal.mirror_files()),
        Vec::<String>::new()
    );
    assert!(!line.terminal.hits(&sentence, &[]).contains(&id));
    line.terminal.agent(&["verify"]).ok();
}

#[test]
fn of_a_purged_document_no_byte_stays_in_the_feed_either() {
    let line = Line::filled();
    let (id, sentence) = some_sentence(&line.terminal);
    let holds = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        let plain = zstd::decode_all(&bytes[..]).unwrap_or(bytes);
        contains(&plain, sentence.as_bytes())
    };
    assert!(
        files(&line.publication.feed()).iter().any(holds),
        "the feed holds it now"
    );
    line.publication.withdraw(&id, "purged");
    let left: Vec<PathBuf> = files(&line.publication.feed())
        .into_iter()
        .filter(holds)
        .collect();
    assert_eq!(left, Vec::<PathBuf>::new());
    line.terminal.agent(&["once"]).ok();
    assert!(!ids_of(&line.terminal.contents()).contains(&id));
    let fresh = Terminal::set_up(
        &line.dir.path().join("fresh"),
        &Settings {
            feed: &line.portal.url(),
            root_json: &line.publication.root_json(),
            printer: "none",
            more: "",
        },
    );
    fresh.agent(&["once"]).ok();
    assert_eq!(
        ids_of(&fresh.contents()),
        ids_of(&line.terminal.contents()),
        "a new terminal can still be filled"
    );
}

/// Some document and a sentence that only it has.
fn some_sentence(terminal: &Terminal) -> (String, String) {
    let reader = mirror::Reader::open(&terminal.mirror_dir()).unwrap();
    let all: Vec<mirror::Document> = reader
        .all_ids()
        .unwrap()
        .into_iter()
        .map(|(id, _)| reader.document(&id).unwrap().unwrap())
        .collect();
    let texts = |document: &mirror::Document| -> Vec<String> {
        document
            .blocks
            .iter()
            .filter_map(|block| match block {
                mirror::Block::Paragraph { text, .. } => Some(text.clone()),
                _ => None,
            })
            .collect()
    };
    for document in &all {
        for text in texts(document) {
            let sentence: String = text.chars().skip(4).take(16).collect();
            let holders = all
                .iter()
                .filter(|d| texts(d).iter().any(|t| t.contains(&sentence)))
                .count();
            if sentence.chars().count() == 16 && holders == 1 {
                return (document.id.clone(), sentence);
            }
        }
    }
    panic!("no document of the sample has a sentence of its own");
}
