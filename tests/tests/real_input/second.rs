//! A second publication of real documents: three changed, one withdrawn. The agent fetches what changed and nothing else, no
//! byte of the withdrawn one stays, and a visitor who has it open sees it close.

use crate::world::{World, texts, world};
use e2e::portal::Portal;
use e2e::process::{RUN_DEADLINE, until};
use e2e::publication::{Publication, ids};
use e2e::remains::Signs;
use e2e::terminal::{Settings, Terminal};
use mirror::Document;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const REQUESTS_MAX: usize = 8;
/// Four documents with all their text, compressed; far below one of the segments of the first publication.
const BYTES_MAX: u64 = 100_000;

/// A copy of the world after its second publication; the terminal has not asked yet.
struct Second {
    dir: TempDir,
    portal: Portal,
    terminal: Terminal,
    report: Value,
    gone: &'static Document,
    changed: Vec<String>,
}

/// A sentence that stands in no other document.
fn own_sentence(world: &World, document: &Document) -> String {
    let own = texts(document)
        .into_iter()
        .rev()
        .map(|text| text.chars().take(24).collect::<String>())
        .find(|sentence| {
            sentence.chars().count() == 24
                && !world.documents.iter().any(|other| {
                    other.id != document.id && texts(other).iter().any(|t| t.contains(sentence))
                })
        });
    own.unwrap_or_else(|| panic!("{} has no sentence of its own", document.title))
}

fn publish_second() -> Second {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let source = dir.path().join("source");
    e2e::copy_tree(&world.source(), &source).unwrap();
    let path_of = |document: &Document| {
        let published = world.with["published"].as_array().unwrap();
        let item = published
            .iter()
            .find(|i| i["id"] == document.id.as_str())
            .unwrap();
        item["source"].as_str().unwrap().to_owned()
    };
    let laws: Vec<&'static Document> = world
        .documents
        .iter()
        .filter(|d| path_of(d).starts_with("laws/") && (20..200).contains(&d.blocks.len()))
        .collect();
    let gone = laws[laws.len() / 2];
    let mut changed = Vec::new();
    for document in [laws[3], laws[laws.len() / 3], laws[laws.len() - 7]] {
        let path = source.join(path_of(document));
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}\n\n第二次发布添上的句子独一无二。\n")).unwrap();
        changed.push(document.id.clone());
    }
    changed.sort();
    std::fs::remove_file(source.join(path_of(gone))).unwrap();

    let office: Publication = world.office_in(dir.path());
    let report = office.publish(&source, Some(&world.channel()));
    let portal = Portal::serve(&office.feed());
    let terminal = world.terminal_in(
        dir.path(),
        &Settings {
            feed: &portal.url(),
            root_json: &office.root_json(),
            printer: "none",
            more: "",
        },
    );
    Second {
        dir,
        portal,
        terminal,
        report,
        gone,
        changed,
    }
}

#[test]
fn the_agent_fetches_only_what_changed_and_no_byte_of_what_is_gone_stays() {
    let second = publish_second();
    let mut changed = ids(&second.report, "changed");
    changed.sort();
    assert_eq!(changed, second.changed);
    assert_eq!(ids(&second.report, "withdrawn"), [second.gone.id.as_str()]);

    let sentence = own_sentence(world(), second.gone);
    let signs = Signs::of(&sentence, &second.terminal.mirror_dir().join("mirror.db"));
    let before = second.terminal.contents();
    second.terminal.agent(&["once"]).ok();
    let asked = second.portal.take_asked();
    let bytes: u64 = asked.iter().map(|a| a.bytes).sum();
    assert!(
        asked.len() <= REQUESTS_MAX && bytes <= BYTES_MAX,
        "{bytes} bytes: {asked:#?}"
    );

    let after = second.terminal.contents();
    assert_eq!(after.ids.len() + 1, before.ids.len());
    let touched = before
        .ids
        .iter()
        .filter(|row| !after.ids.contains(row))
        .count();
    assert_eq!(touched, 4, "three revised, one gone");
    assert_eq!(
        signs.found_in(&second.terminal.mirror_files()),
        Vec::<String>::new()
    );
    second.terminal.agent(&["verify"]).ok();
    assert_eq!(second.terminal.hits("句子独一无二", &[]).len(), 3);
}

#[test]
fn a_visitor_who_reads_the_withdrawn_document_sees_it_close() {
    let second = publish_second();
    let out = second.dir.path().join("pictures");
    let script = second.dir.path().join("visit.txt");
    let title = &second.gone.title;
    write(
        &script,
        // What the kiosk says when an open document is withdrawn.
        &format!(
            "tap \"搜索\"\ntype \"{title}\"\nwait \"{title}\"\ntap \"{title}\"\nexpect \"{title}\"\nshot open\n\
             wait \"这份文件已撤下\"\nshot closed\nexpect-not \"{title}\"\n"
        ),
    );
    let args = [
        "journey",
        script.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let mut kiosk = second.terminal.start_kiosk(&args);
    let open = out.join("open.png");
    until(RUN_DEADLINE, || open.exists() || !kiosk.alive());
    second.terminal.agent(&["once"]).ok();
    kiosk.wait(RUN_DEADLINE).ok();
    assert!(out.join("closed.png").exists());
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}
