//! Attachments through the library: copied under their hash, checked, and gone after a purge.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use feed::{Attachment, Block, Disclosure, Document, Folder, Provenance};
use jiff::Timestamp;
use publisher::feed::publish::{self, Settings};
use publisher::feed::report::Report;
use publisher::feed::store::Store;
use publisher::feed::{inspect, withdraw};
use publisher::harvest::{Harvest, Mark, Source};
use publisher::item::{Item, Reason};
use publisher::keys::{self, KeySet};
use publisher::sources::annexes::Annexes;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn begin(repository: &str) -> publisher::feed::state::Begin {
    publisher::feed::state::Begin {
        repository: repository.into(),
        ..Default::default()
    }
}

fn now() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

/// Items that are given, all of them.
struct Given(Vec<Item>);

impl Source for Given {
    fn harvest(
        &mut self,
        _since: Option<&Mark>,
        take: &mut dyn FnMut(Item),
    ) -> anyhow::Result<Harvest> {
        self.0.drain(..).for_each(take);
        Ok(Harvest::whole())
    }
}

struct Bench {
    dir: TempDir,
    keys: KeySet,
}

fn settings() -> Settings<'static> {
    Settings {
        collection: "here".into(),
        confirm_drop: false,
        confirm_change: false,
        pack_after: None,
        begin: begin("demo"),
        now: now(),
        report: None,
    }
}

impl Bench {
    fn new() -> Bench {
        let dir = tempfile::tempdir().unwrap();
        let key_path = dir.path().join("keys");
        keys::generate(&key_path, now(), [[1; 32], [2; 32], [3; 32], [4; 32]]).unwrap();
        let keys = KeySet::load(&key_path).unwrap();
        Bench { dir, keys }
    }

    fn feed(&self) -> PathBuf {
        self.dir.path().join("feed")
    }

    fn file(&self, name: &str, bytes: &[u8]) -> (Attachment, PathBuf) {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        let attachment = Attachment {
            name: name.into(),
            sha256: hex::encode(Sha256::digest(bytes)),
            length: bytes.len() as u64,
            pages: None,
            address: None,
        };
        (attachment, path)
    }

    fn publish(&self, items: Vec<Item>) -> Report {
        let store = Store::open(&self.feed()).unwrap();
        publish::run(&store, &self.keys, &mut Given(items), &settings()).unwrap()
    }

    fn blobs(&self) -> usize {
        let counts = inspect::run(&Folder::new(self.feed()), self.keys.root_bytes(), now());
        counts.unwrap().blobs
    }

    fn has(&self, attachment: &Attachment) -> bool {
        self.feed()
            .join(feed::blob_path(&attachment.sha256))
            .exists()
    }
}

fn item(name: &str, files: Vec<(Attachment, PathBuf)>) -> Item {
    let document = Document {
        id: format!("demo/{name}"),
        rev: 0,
        title: name.into(),
        agency: String::new(),
        doc_no: None,
        index_no: None,
        subjects: vec![],
        category: "policy".into(),
        catalogue: None,
        issued_on: None,
        published_on: None,
        validity: "unknown".into(),
        ended: None,
        disclosure: Disclosure {
            attribute: "public".into(),
            evidence: "此件公开发布".into(),
        },
        source_url: None,
        relations: vec![],
        attachments: files
            .iter()
            .map(|(attachment, _)| attachment.clone())
            .collect(),
        blocks: vec![Block::Picture { alt: "图".into() }],
        articles: vec![],
        provenance: Provenance {
            source: name.into(),
            adapter: "folder".into(),
            raw_sha256: "0".repeat(64),
            fetched: "2026-11-21T00:00:00Z".into(),
            collection: String::new(),
        },
    };
    Item {
        source: name.into(),
        result: Ok(document),
        notes: vec![],
        files,
        links: vec![],
        pictures: vec![],
        second: None,
    }
}

#[test]
fn attachments_lie_under_their_hash_and_are_checked() {
    let bench = Bench::new();
    let file = bench.file("附件1.pdf", b"%PDF-1.4 invented");
    bench.publish(vec![item("a", vec![file.clone()])]);
    assert!(bench.has(&file.0));
    assert_eq!(bench.blobs(), 1);
    let blob = bench.feed().join(feed::blob_path(&file.0.sha256));
    fs::write(&blob, b"%PDF-1.4 inventeD").unwrap();
    let error = inspect::run(&Folder::new(bench.feed()), bench.keys.root_bytes(), now());
    assert!(error.unwrap_err().to_string().contains(&file.0.sha256));
}

#[test]
fn a_purge_deletes_only_the_attachments_that_nothing_else_names() {
    let bench = Bench::new();
    let shared = bench.file("shared.pdf", b"shared");
    let own = bench.file("own.pdf", b"own");
    bench.publish(vec![
        item("a", vec![shared.clone(), own.clone()]),
        item("b", vec![shared.clone()]),
    ]);
    let store = Store::open(&bench.feed()).unwrap();
    withdraw::run(
        &store,
        &bench.keys,
        "demo/a",
        withdraw::Action::Purge,
        now(),
    )
    .unwrap();
    assert!(bench.has(&shared.0));
    assert!(!bench.has(&own.0));
    assert_eq!(bench.blobs(), 1);
}

#[test]
fn an_attachment_that_is_not_what_its_document_says_refuses_the_document() {
    let bench = Bench::new();
    let (attachment, path) = bench.file("a.pdf", b"before");
    fs::write(&path, b"after!").unwrap();
    let gone = bench.file("gone.pdf", b"x");
    fs::remove_file(&gone.1).unwrap();
    let mut nameless = item("c", vec![bench.file("c.pdf", b"c")]);
    nameless.files.clear();
    let report = bench.publish(vec![
        item("a", vec![(attachment, path)]),
        item("b", vec![gone]),
        nameless,
        item("d", vec![]),
    ]);
    let refused: Vec<Reason> = report
        .refused
        .iter()
        .map(|refused| refused.reason)
        .collect();
    assert_eq!(refused, [Reason::Unreadable; 3]);
    assert_eq!(report.published.len(), 1);
    assert_eq!(bench.blobs(), 0);
}

#[test]
fn a_long_log_is_cut_into_segments_that_can_be_fetched_one_by_one() {
    let bench = Bench::new();
    let items = (0..1_100)
        .map(|number| item(&number.to_string(), vec![]))
        .collect();
    bench.publish(items);
    let root = bench.keys.root_bytes();
    let counts = inspect::run(&Folder::new(bench.feed()), root, now()).unwrap();
    assert_eq!((counts.segments, counts.documents), (3, 1_100));
}

#[test]
fn content_metadata_is_renewed_before_it_expires() {
    let bench = Bench::new();
    bench.publish(vec![item("a", vec![])]);
    let version = |name: &str| {
        Path::new(&bench.feed())
            .join("metadata")
            .join(name)
            .exists()
    };
    let settings = |hours: i64| Settings {
        collection: "here".into(),
        confirm_drop: false,
        confirm_change: false,
        pack_after: None,
        begin: begin(""),
        now: now() + jiff::SignedDuration::from_hours(hours),
        report: None,
    };
    let store = Store::open(&bench.feed()).unwrap();
    let again = || vec![item("a", vec![])];
    publish::run(&store, &bench.keys, &mut Given(again()), &settings(24)).unwrap();
    assert!(!version("2.snapshot.json"));
    publish::run(&store, &bench.keys, &mut Given(again()), &settings(24 * 80)).unwrap();
    assert!(version("2.snapshot.json") && version("2.targets.json"));
}

#[test]
fn an_attachment_that_no_terminal_takes_is_refused_with_its_document() {
    let bench = Bench::new();
    let (mut attachment, path) = bench.file("big.bin", b"big");
    attachment.length = feed::limits::TERMINAL_BLOB_BYTES_MAX + 1;
    let report = bench.publish(vec![item("a", vec![(attachment, path)])]);
    assert_eq!(report.published.len(), 0);
    assert_eq!(report.refused[0].reason, publisher::item::Reason::TooLarge);
    assert!(report.refused[0].detail.contains("64 MiB"), "{report:?}");
}

/// A reader that says these and waits for a request of this many bytes between them, then is gone: it was brought down.
fn falling(dir: &Path, said: &[&viewer::Answer], texts: &[viewer::Text]) -> viewer::Viewer {
    use std::os::unix::fs::PermissionsExt;
    let program = dir.join("viewer");
    let mut script = "#!/bin/sh\ncat > /dev/null\n".to_owned();
    for (at, answer) in said.iter().enumerate() {
        let body = at
            .checked_sub(1)
            .map(|at| serde_json::to_vec(&texts[at]).unwrap());
        let mut wire = Vec::new();
        viewer::write_answer(&mut wire, answer, &body.unwrap_or_default()).unwrap();
        let file = dir.join(format!("answer{at}"));
        fs::write(&file, wire).unwrap();
        let request = viewer::Request::Text { page: 0 };
        let asked = 4 + serde_json::to_vec(&request).unwrap().len();
        script += &format!(
            "cat {}\nhead -c {} <&1 > /dev/null\n",
            file.display(),
            asked
        );
    }
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    viewer::Viewer::new(program)
}

fn read_by_one_that_falls(line: &str) -> (Bench, impl Fn(&Bench) -> Report) {
    let bench = Bench::new();
    let opened = viewer::Answer::Opened(viewer::Opened {
        kind: viewer::kind::Kind::Pdf,
        pages: 2,
        pages_claimed: None,
        proportions: vec![1.4, 1.4],
        may_print: true,
    });
    let text = viewer::Answer::Text {
        page: viewer::Page::default(),
    };
    let words = viewer::Text {
        blocks: vec![viewer::Block::Paragraph { text: line.into() }],
        cut: false,
    };
    let reader = falling(bench.dir.path(), &[&opened, &text], &[words]);
    let run = move |bench: &Bench| {
        let file = bench.file("a.pdf", b"%PDF-1.4 invented");
        let mut given = item("a", vec![file]);
        if let Ok(document) = &mut given.result {
            document.blocks = vec![Block::Paragraph {
                text: "见附件。".into(),
                align: feed::Align::Body,
                label: 0,
            }];
        }
        let source = Box::new(Given(vec![given]));
        let mut annexes = Annexes::new(source, Box::new(reader.clone()));
        let store = Store::open(&bench.feed()).unwrap();
        publish::run(&store, &bench.keys, &mut annexes, &settings()).unwrap()
    };
    (bench, run)
}

#[test]
fn a_mark_that_was_read_before_the_reader_fell_refuses_the_document() {
    let (bench, run) = read_by_one_that_falls("机密★5年");
    let report = run(&bench);
    assert_eq!(report.refused.len(), 1);
    assert_eq!(report.refused[0].reason, Reason::NotPublic);
}

#[test]
fn what_brought_the_reader_down_is_read_again_and_told_again() {
    let (bench, run) = read_by_one_that_falls("正文");
    for turn in 0..2 {
        let report = run(&bench);
        assert!(report.refused.is_empty(), "{turn}");
        let told = format!("{report:?}");
        assert!(
            told.contains("nobody looked for a secrecy mark"),
            "{turn}: {told}"
        );
    }
}
