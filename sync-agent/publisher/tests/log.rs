//! The real publisher over many publications: keys change hands, levels merge, packs come, old objects go. A terminal that
//! was there from the beginning and one that comes last see the same.
//! Long because each case drives whole publications.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[path = "log/remembered.rs"]
mod remembered;
#[path = "log/restored.rs"]
mod restored;
#[path = "log/takedowns.rs"]
mod takedowns;

struct Bench {
    dir: tempfile::TempDir,
}

impl Bench {
    fn new() -> Bench {
        let bench = Bench {
            dir: tempfile::tempdir().unwrap(),
        };
        bench.ok(&["keygen", "--dir", &bench.at("keys")]);
        fs::create_dir(bench.dir.path().join("source")).unwrap();
        fs::write(
            bench.dir.path().join("channel.toml"),
            "site = \"s\"\nname = \"n\"\ndefault_disclosure = \"public\"\nevidence = \"https://example.invalid/\"\n",
        )
        .unwrap();
        bench
    }

    fn at(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_publisher"))
            .args(args)
            .output()
            .unwrap()
    }

    #[track_caller]
    fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {words}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn write(&self, n: usize, words: &str) {
        let text = format!("关于第{n}件事的通知\n\n{words}。\n");
        fs::write(self.dir.path().join(format!("source/{n:03}.txt")), text).unwrap();
    }

    #[track_caller]
    fn publish_at(&self, day: i64) {
        let now = (start() + jiff::SignedDuration::from_hours(24 * day)).to_string();
        self.ok(&[
            "publish",
            "--adapter",
            "folder",
            "--from",
            &self.at("source"),
            "--channel",
            &self.at("channel.toml"),
            "--to",
            &self.at("feed"),
            "--keys",
            &self.at("keys"),
            "--confirm-drop",
            "--pack-after",
            "16",
            "--now",
            &now,
        ]);
    }

    #[track_caller]
    fn verify(&self) -> String {
        self.ok(&[
            "verify",
            &self.at("feed"),
            "--root",
            &self.at("keys/root.json"),
        ])
    }

    fn verified(&self) -> feed::Verified {
        let root = fs::read(self.at("keys/root.json")).unwrap();
        let folder = feed::Folder::new(self.at("feed"));
        publisher::feed::state::check(&folder, &root, feed::Floors::default(), start()).unwrap()
    }

    fn packs(&self, verified: &feed::Verified) -> Vec<feed::Segment> {
        publisher::feed::state::packs(&feed::Folder::new(self.at("feed")), verified).unwrap()
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut open = vec![PathBuf::from(self.at("feed"))];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(dir).unwrap().flatten() {
                match entry.file_type().unwrap().is_dir() {
                    true => open.push(entry.path()),
                    false => found.push(entry.path()),
                }
            }
        }
        found
    }
}

fn start() -> jiff::Timestamp {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

/// What somebody sees who stands at `cursor` with `shown` and goes on to the end.
fn follow(bench: &Bench, cursor: u64, shown: &mut std::collections::BTreeMap<String, u64>) -> u64 {
    let verified = bench.verified();
    let packs = bench.packs(&verified);
    for segment in feed::segments_for(verified.tip(), &packs, cursor).unwrap() {
        let bytes = fs::read(Path::new(&bench.at("feed")).join(segment.path())).unwrap();
        for record in feed::open_segment(segment, &bytes).unwrap().records() {
            let record = record.unwrap();
            if record.seq() <= cursor {
                continue;
            }
            match record {
                feed::Record::Put { document, .. } => drop(shown.insert(document.id, document.rev)),
                feed::Record::Del { id, .. } => drop(shown.remove(&id)),
            }
        }
    }
    shown.retain(|id, rev| {
        verified
            .takedown()
            .rev_of(id)
            .is_none_or(|down| down < *rev)
    });
    verified.tip().seq
}

#[test]
fn levels_merge_packs_come_and_everybody_sees_the_same() {
    let bench = Bench::new();
    let mut old = std::collections::BTreeMap::new();
    let mut early = std::collections::BTreeMap::new();
    let (mut at, mut early_at) = (0, 0);
    for round in 0..45 {
        bench.write(round, "第一版");
        bench.write(0, &format!("第{round}版"));
        if round % 7 == 6 {
            fs::remove_file(
                bench
                    .dir
                    .path()
                    .join(format!("source/{:03}.txt", round - 3)),
            )
            .unwrap();
        }
        bench.publish_at(0);
        at = follow(&bench, at, &mut old);
        if round == 3 {
            early_at = follow(&bench, 0, &mut early);
        }
    }
    bench.verify();
    let verified = bench.verified();
    let tip = verified.tip();
    assert!(
        tip.segments.iter().any(|s| s.level == 1),
        "sixteen became one: {:?}",
        tip.segments
    );
    assert!(
        tip.packed > 0 && !bench.packs(&verified).is_empty(),
        "packs were made"
    );
    assert!(
        tip.segments.len() < 45,
        "the tip does not grow with every publication"
    );
    let mut fresh = std::collections::BTreeMap::new();
    follow(&bench, 0, &mut fresh);
    assert_eq!(fresh, old, "a new terminal");
    follow(&bench, early_at, &mut early);
    assert_eq!(early, old, "a terminal that was off for long");
    assert_eq!(fresh.len(), 45 - 6);

    // A purge leaves the words nowhere, packs and waiting objects included.
    let id = fresh.keys().find(|id| id.contains("011")).unwrap().clone();
    let words = "关于第11件事的通知".as_bytes();
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        let plain = zstd::decode_all(&bytes[..]).unwrap_or(bytes);
        plain.windows(words.len()).any(|window| window == words)
    };
    assert!(bench.files().iter().filter(|path| holds(path)).count() > 1);
    bench.ok(&[
        "withdraw",
        &id,
        "--reason",
        "purged",
        "--to",
        &bench.at("feed"),
        "--keys",
        &bench.at("keys"),
    ]);
    assert_eq!(
        bench.files().into_iter().filter(holds).collect::<Vec<_>>(),
        Vec::<PathBuf>::new()
    );
    bench.verify();
}

#[test]
fn old_objects_go_after_thirty_days_and_not_before() {
    let bench = Bench::new();
    for (round, day) in [(1, 0), (2, 1), (3, 29)] {
        bench.write(1, &format!("第{round}版"));
        bench.publish_at(day);
    }
    let metadata = |bench: &Bench| {
        let names = bench
            .files()
            .into_iter()
            .filter(|p| p.to_string_lossy().ends_with(".targets.json"));
        names.count()
    };
    assert_eq!(metadata(&bench), 3);
    bench.publish_at(31);
    assert_eq!(metadata(&bench), 2, "the first was last named on day 1");
    // On day 90 the content is signed anew; what it replaces has its thirty days from then.
    bench.publish_at(90);
    bench.publish_at(119);
    assert_eq!(metadata(&bench), 2);
    bench.publish_at(121);
    bench.verify();
    assert_eq!(metadata(&bench), 1);
}

#[test]
fn a_timestamp_key_is_renewed_and_the_old_one_signs_nothing() {
    let bench = Bench::new();
    bench.write(1, "第一版");
    bench.publish_at(0);
    let (keys, draft) = (bench.at("keys"), bench.at("next.json"));
    let old_root = fs::read(bench.at("keys/root.json")).unwrap();
    bench.ok(&[
        "keys",
        "draft",
        "--keys",
        &keys,
        "--out",
        &draft,
        "--renew",
        "timestamp",
    ]);
    let unsigned = bench.run(&[
        "keys",
        "install",
        &draft,
        "--keys",
        &keys,
        "--to",
        &bench.at("feed"),
    ]);
    assert!(!unsigned.status.success(), "nobody has signed it");
    bench.verify();
    bench.ok(&["keys", "sign", &draft, "--keys", &keys]);
    let said = bench.ok(&[
        "keys",
        "install",
        &draft,
        "--keys",
        &keys,
        "--to",
        &bench.at("feed"),
    ]);
    assert!(said.contains("root 2"), "{said}");
    // Twice is once, as after a power cut.
    bench.ok(&[
        "keys",
        "install",
        &draft,
        "--keys",
        &keys,
        "--to",
        &bench.at("feed"),
    ]);
    bench.verify();
    bench.write(2, "第一版");
    bench.publish_at(1);
    bench.verify();
    // A terminal that ships with the first root follows.
    let folder = feed::Folder::new(bench.at("feed"));
    publisher::feed::state::check(&folder, &old_root, feed::Floors::default(), start()).unwrap();
    let shown = bench.ok(&["keys", "show", "--keys", &keys]);
    assert!(shown.starts_with("root 2"), "{shown}");
}

#[test]
fn a_root_in_three_hands_needs_two_of_them() {
    let bench = Bench::new();
    bench.write(1, "第一版");
    bench.publish_at(0);
    let keys = bench.at("keys");
    let holders: Vec<String> = ["甲", "乙"]
        .iter()
        .map(|holder| {
            fs::create_dir_all(bench.dir.path().join(holder).join("private")).unwrap();
            let out = bench.at(&format!("{holder}/private/root.pem"));
            bench.ok(&["keys", "new", "--out", &out]).trim().to_owned()
        })
        .collect();
    let first = bench.at("first.json");
    let add: Vec<String> = holders
        .iter()
        .map(|public| format!("root={public}"))
        .collect();
    bench.ok(&[
        "keys",
        "draft",
        "--keys",
        &keys,
        "--out",
        &first,
        "--add",
        &add[0],
        "--add",
        &add[1],
        "--threshold",
        "root=2",
    ]);
    bench.ok(&["keys", "sign", &first, "--keys", &keys]);
    // The new root needs two hands of its own, too.
    assert!(
        !bench
            .run(&[
                "keys",
                "install",
                &first,
                "--keys",
                &keys,
                "--to",
                &bench.at("feed")
            ])
            .status
            .success()
    );
    for holder in ["甲", "乙"] {
        fs::copy(
            bench.at("keys/root.json"),
            bench.at(&format!("{holder}/root.json")),
        )
        .unwrap();
    }
    bench.ok(&["keys", "sign", &first, "--keys", &bench.at("甲")]);
    bench.ok(&[
        "keys",
        "install",
        &first,
        "--keys",
        &keys,
        "--to",
        &bench.at("feed"),
    ]);
    // The machine that publishes may lose its root key: two others renew what it signs with.
    fs::remove_file(bench.at("keys/root-key/root.pem")).unwrap();
    let second = bench.at("second.json");
    bench.ok(&[
        "keys", "draft", "--keys", &keys, "--out", &second, "--renew", "targets",
    ]);
    assert!(
        !bench
            .run(&["keys", "sign", &second, "--keys", &keys])
            .status
            .success(),
        "no root key is here"
    );
    for holder in ["甲", "乙"] {
        let refused = bench.run(&[
            "keys",
            "install",
            &second,
            "--keys",
            &keys,
            "--to",
            &bench.at("feed"),
        ]);
        assert!(!refused.status.success());
        fs::copy(
            bench.at("keys/root.json"),
            bench.at(&format!("{holder}/root.json")),
        )
        .unwrap();
        bench.ok(&["keys", "sign", &second, "--keys", &bench.at(holder)]);
    }
    bench.ok(&[
        "keys",
        "install",
        &second,
        "--keys",
        &keys,
        "--to",
        &bench.at("feed"),
    ]);
    bench.verify();
    let bad = bench.run(&[
        "keys",
        "draft",
        "--keys",
        &keys,
        "--out",
        &second,
        "--threshold",
        "root=9",
    ]);
    assert!(!bad.status.success(), "more signatures than keys");
}
