//! The real program: keygen, publish, withdraw, verify, and what it refuses.
//! Long because each case drives the whole program.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use publisher::feed::report::Report;

#[path = "cli/again.rs"]
mod again;
#[path = "cli/catalogue.rs"]
mod catalogue;
#[path = "cli/ended.rs"]
mod ended;
#[path = "cli/faults.rs"]
mod faults;
#[path = "cli/portal.rs"]
mod portal;
#[path = "cli/related.rs"]
mod related;
#[path = "cli/reports.rs"]
mod reports;
#[path = "cli/trial.rs"]
mod trial;
use tempfile::TempDir;

const SENTENCE: &str = "查阅点工作人员应当为行动不便的群众提供帮助";

struct Bench {
    dir: TempDir,
}

impl Bench {
    fn new() -> Bench {
        let bench = Bench {
            dir: tempfile::tempdir().unwrap(),
        };
        bench.run(&["keygen", "--dir", "keys"]);
        fs::write(
            bench.path("channel.toml"),
            "site = \"demo\"\nname = \"示例市\"\ndefault_disclosure = \"public\"\n\
             evidence = \"https://example.org/about\"\n",
        )
        .unwrap();
        for name in ["a", "b", "c"] {
            bench.write(name, &format!("本办法所称{name}。"));
        }
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path("src")).unwrap();
        let body = format!("关于{name}的通知\n\n各县区人民政府：\n{text}\n");
        fs::write(self.path(&format!("src/{name}.txt")), body).unwrap();
    }

    fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_publisher"));
        program.args(arguments).current_dir(self.dir.path());
        program
    }

    fn try_run(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn try_publish(&self, more: &[&str]) -> Output {
        self.try_publish_from("folder", "src", more)
    }

    fn try_publish_from(&self, adapter: &str, from: &str, more: &[&str]) -> Output {
        self.publishing(adapter, from, more).output().unwrap()
    }

    fn publishing(&self, adapter: &str, from: &str, more: &[&str]) -> Command {
        let mut arguments = vec![
            "publish",
            "--adapter",
            adapter,
            "--from",
            from,
            "--channel",
            "channel.toml",
            "--to",
            "feed",
            "--keys",
            "keys",
            "--report",
            "report.json",
        ];
        arguments.extend(more);
        self.program(&arguments)
    }

    fn publish(&self) -> Report {
        let output = self.try_publish(&[]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&fs::read(self.path("report.json")).unwrap()).unwrap()
    }

    fn verify(&self) -> Output {
        self.try_run(&["verify", "feed", "--root", "keys/root.json"])
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut open = vec![self.path("feed")];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path)
                } else {
                    found.push(path)
                }
            }
        }
        found.sort();
        found
    }
}

fn text_of(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    match path.extension() {
        Some(extension) if extension == "zst" => zstd::decode_all(bytes.as_slice()).unwrap(),
        _ => bytes,
    }
}

fn holds(path: &Path, sentence: &str) -> bool {
    let text = text_of(path);
    text.windows(sentence.len())
        .any(|window| window == sentence.as_bytes())
}

#[test]
fn a_second_publication_tells_what_changed_and_verifies() {
    let bench = Bench::new();
    let first = bench.publish();
    assert_eq!(first.published.len(), 3, "{first:?}");
    assert_eq!(first.published[0].id, "demo:a.txt");
    bench.write("b", "改了。");
    bench.write("d", "新的。");
    fs::remove_file(bench.path("src/c.txt")).unwrap();
    let second = bench.publish();
    let counts = [&second.published, &second.changed, &second.withdrawn].map(Vec::len);
    assert_eq!(counts, [1, 1, 1]);
    let output = bench.verify();
    assert!(output.status.success());
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("3 documents, 1 takedowns, 5 records in 2 segments"),
        "{told}"
    );
}

#[test]
fn publishing_nothing_new_renews_the_timestamp_only() {
    let bench = Bench::new();
    bench.publish();
    let before = bench.files();
    let stamp = fs::read(bench.path("feed/metadata/timestamp.json")).unwrap();
    bench.publish();
    assert_eq!(bench.files(), before);
    assert_ne!(
        fs::read(bench.path("feed/metadata/timestamp.json")).unwrap(),
        stamp
    );
    assert!(bench.verify().status.success());
}

#[test]
fn verify_names_the_file_for_one_flipped_byte_in_every_kind_of_file() {
    let bench = Bench::new();
    bench.publish();
    for path in bench.files() {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.starts_with('.') {
            continue;
        }
        let original = fs::read(&path).unwrap();
        let mut bytes = original.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        let output = bench.verify();
        assert_eq!(output.status.code(), Some(1), "{name}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(&name), "{name}: {told}");
        fs::write(&path, original).unwrap();
    }
    assert!(bench.verify().status.success());
}

#[test]
fn verify_names_a_missing_file() {
    let bench = Bench::new();
    bench.publish();
    let files = bench.files();
    let segment = files
        .iter()
        .find(|path| path.extension().is_some_and(|extension| extension == "zst"))
        .unwrap();
    fs::remove_file(segment).unwrap();
    let output = bench.verify();
    assert_eq!(output.status.code(), Some(1));
    let name = segment.file_name().unwrap().to_str().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains(name));
}

#[test]
fn another_key_neither_verifies_nor_publishes() {
    let bench = Bench::new();
    bench.publish();
    bench.run(&["keygen", "--dir", "foreign"]);
    let output = bench.try_run(&["verify", "feed", "--root", "foreign/root.json"]);
    assert_eq!(output.status.code(), Some(1));
    let before = fs::read(bench.path("feed/metadata/timestamp.json")).unwrap();
    let arguments = [
        "publish",
        "--adapter",
        "folder",
        "--from",
        "src",
        "--to",
        "feed",
        "--keys",
        "foreign",
    ];
    assert_eq!(bench.try_run(&arguments).status.code(), Some(1));
    assert_eq!(
        fs::read(bench.path("feed/metadata/timestamp.json")).unwrap(),
        before
    );
}

#[test]
fn dropping_many_needs_a_yes() {
    let bench = Bench::new();
    for number in 0..6 {
        bench.write(&format!("n{number}"), "正文。");
    }
    bench.publish();
    for number in 0..6 {
        fs::remove_file(bench.path(&format!("src/n{number}.txt"))).unwrap();
    }
    let before = fs::read(bench.path("feed/metadata/timestamp.json")).unwrap();
    let output = bench.try_publish(&[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--confirm-drop"));
    assert_eq!(
        fs::read(bench.path("feed/metadata/timestamp.json")).unwrap(),
        before
    );
    let report: Report =
        serde_json::from_slice(&fs::read(bench.path("report.json")).unwrap()).unwrap();
    assert_eq!(report.withdrawn.len(), 6);
    assert!(bench.try_publish(&["--confirm-drop"]).status.success());
    assert!(bench.verify().status.success());
}

/// A body long enough that nobody would shorten it to a line.
fn long(name: &str) -> String {
    format!("第一条　{name}应当按照规定办理，并且将办理的情况公开。\n").repeat(12)
}

#[test]
fn a_run_through_a_captcha_changes_nothing_without_a_yes() {
    let bench = Bench::new();
    for name in ["a", "b", "c", "d"] {
        bench.write(name, &long(name));
    }
    bench.publish();
    let before = fs::read(bench.path("feed/metadata/timestamp.json")).unwrap();
    // One page in place of every document, long enough not to look like a captcha.
    for name in ["a", "b", "c", "d"] {
        let page = "本平台提供各类服务事项的查询，请按照提示操作，查询的结果仅供参考。\n";
        fs::write(bench.path(&format!("src/{name}.txt")), page).unwrap();
    }
    let output = bench.try_publish(&[]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("--confirm-change"), "{told}");
    assert_eq!(
        fs::read(bench.path("feed/metadata/timestamp.json")).unwrap(),
        before
    );
    let report: Report =
        serde_json::from_slice(&fs::read(bench.path("report.json")).unwrap()).unwrap();
    let conflicts = report.conflicts.iter();
    let told = conflicts.filter(|c| c.detail.contains("now have this body"));
    assert_eq!((report.changed.len(), told.count()), (4, 4));
    assert!(bench.try_publish(&["--confirm-change"]).status.success());
}

#[test]
fn one_document_that_shrinks_is_told_and_published() {
    let bench = Bench::new();
    bench.write("a", &long("a"));
    bench.publish();
    bench.write("a", "本办法废止。");
    let report = bench.publish();
    assert_eq!((report.changed.len(), report.conflicts.len()), (1, 1));
    assert!(report.conflicts[0].detail.contains("shrank"));
}

#[test]
fn what_is_no_document_leaves_the_last_good_revision_in_place() {
    let bench = Bench::new();
    fs::write(
        bench.path("src/p.html"),
        "<title>关于某事的通知</title><div id=zoom><p>各单位：</p><p>请认真执行下列规定，并报送情况。</p></div>",
    )
    .unwrap();
    assert_eq!(bench.publish().published.len(), 4);
    fs::write(
        bench.path("src/p.html"),
        "<title>安全验证</title><div id=zoom><p>您的访问过于频繁，请完成下方验证后继续访问。</p></div>",
    )
    .unwrap();
    let report = bench.publish();
    assert!(report.withdrawn.is_empty() && report.changed.is_empty());
    let refused = serde_json::to_value(&report.refused).unwrap();
    assert_eq!(refused[0]["reason"], "not-a-document");
    let tried = bench.run(&["try", "src/p.html", "--json"]);
    let tried: serde_json::Value = serde_json::from_str(&tried).unwrap();
    assert_eq!(tried["refused"]["reason"], "not-a-document");
    let tried = bench.run(&["try", "src/a.txt", "--json", "--channel", "channel.toml"]);
    let tried: serde_json::Value = serde_json::from_str(&tried).unwrap();
    assert_eq!(tried["document"]["title"], "关于a的通知");
    assert_eq!(tried["document"]["disclosure"], "public");
}

#[test]
fn a_purge_leaves_no_sentence_of_the_text_in_any_object() {
    let bench = Bench::new();
    bench.write("secret", SENTENCE);
    bench.publish();
    bench.write("secret", &format!("{SENTENCE}。第二版"));
    bench.publish();
    let holding = || {
        bench
            .files()
            .iter()
            .filter(|path| holds(path, SENTENCE))
            .count()
    };
    assert_eq!(holding(), 2);
    bench.run(&[
        "withdraw",
        "demo:secret.txt",
        "--reason",
        "purged",
        "--to",
        "feed",
        "--keys",
        "keys",
    ]);
    assert_eq!(holding(), 0);
    assert!(bench.verify().status.success());
    // The file is still in the source; the purge holds.
    let report = bench.publish();
    assert_eq!((report.published.len(), report.conflicts.len()), (0, 1));
    assert_eq!(holding(), 0);
}

#[test]
fn a_plain_withdrawal_holds_until_it_is_lifted() {
    let bench = Bench::new();
    bench.publish();
    let withdraw = |more: &[&str]| {
        let mut arguments = vec!["withdraw", "demo:b.txt", "--to", "feed", "--keys", "keys"];
        arguments.extend(more);
        bench.run(&arguments);
    };
    withdraw(&["--reason", "withdrawn"]);
    assert!(bench.verify().status.success());
    assert_eq!(bench.publish().published.len(), 0);
    withdraw(&["--lift"]);
    let report = bench.publish();
    assert_eq!(report.published.len(), 1);
    assert_eq!(report.published[0].id, "demo:b.txt");
    assert!(bench.verify().status.success());
}

#[test]
fn what_a_crashed_run_left_behind_neither_shows_nor_stays() {
    let bench = Bench::new();
    bench.publish();
    let leftovers = [
        "metadata/2.snapshot.json",
        "metadata/.new-timestamp.json",
        "log/L0/4.aaaa.zst",
        "blob/aa/aaaa",
    ];
    for leftover in leftovers {
        let path = bench.path("feed").join(leftover);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, SENTENCE).unwrap();
    }
    assert!(bench.verify().status.success());
    bench.write("b", "改了。");
    assert_eq!(bench.publish().changed.len(), 1);
    assert!(bench.verify().status.success());
    let left = || {
        let files = bench.files();
        let is_left = |path: &&PathBuf| fs::read(path).unwrap() == SENTENCE.as_bytes();
        files.iter().filter(is_left).count()
    };
    assert_eq!(left(), 2, "log and blob: perhaps somebody is fetching them");
    let later = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 31);
    let output = bench.try_publish(&["--now", &later.to_string()]);
    assert!(output.status.success());
    assert_eq!(left(), 0);
}

#[test]
fn a_first_run_that_crashed_before_the_timestamp_can_be_repeated() {
    let bench = Bench::new();
    bench.publish();
    fs::remove_file(bench.path("feed/metadata/timestamp.json")).unwrap();
    assert_eq!(bench.publish().published.len(), 3);
    assert!(bench.verify().status.success());
}

#[test]
fn a_feed_that_lost_its_timestamp_is_not_started_over() {
    let bench = Bench::new();
    bench.publish();
    bench.write("b", "改了。");
    bench.publish();
    fs::remove_file(bench.path("feed/metadata/timestamp.json")).unwrap();
    let output = bench.try_publish(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("timestamp.json is lost"));
}

#[test]
fn another_source_of_the_same_site_is_left_alone() {
    let bench = Bench::new();
    bench.publish();
    fs::create_dir_all(bench.path("more")).unwrap();
    fs::write(
        bench.path("more/z.txt"),
        "关于z的通知\n\n各县区：\n正文。\n",
    )
    .unwrap();
    let told = bench.run(&[
        "publish",
        "--adapter",
        "folder",
        "--from",
        "more",
        "--channel",
        "channel.toml",
        "--to",
        "feed",
        "--keys",
        "keys",
    ]);
    assert!(
        told.contains("published 1, changed 0, withdrawn 0"),
        "{told}"
    );
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
}

/// `tests/before/feed` was written by a release whose documents of the policy library say that a folder was read.
#[test]
fn a_feed_written_before_is_read_and_continued() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench { dir };
    let made = "2026-11-21T08:00:00Z".parse().unwrap();
    let seeds = [[1; 32], [2; 32], [3; 32], [4; 32]];
    publisher::keys::generate(&bench.path("keys"), made, seeds).unwrap();
    let before = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/before/feed");
    copy(&before, &bench.path("feed"));
    fs::create_dir_all(bench.path("src")).unwrap();
    let notice = "示例市人民政府办公室关于做好档案移交工作的通知\n示政办发〔2018〕31号\n\n各区人民政府：\n\n请于本月底前完成移交。\n\n示例市人民政府办公室\n2018年5月4日\n\n（此件公开发布）\n";
    let attached = "关于附件的通知\n\n各单位：\n附表随文下发。\n（此件公开发布）\n";
    let policy = r#"{"title":"关于丁事的通知","content_html":"<p>各单位：</p><p>请按照规定执行。</p><p>（此件公开发布）</p>"}"#;
    for (name, text) in [
        ("a.txt", notice),
        ("c.txt", attached),
        (
            "c.meta.toml",
            "title = \"关于附件的通知\"\nattachments = [\"table.pdf\"]\n",
        ),
        ("table.pdf", "%PDF-1.4 invented"),
        ("d.json", policy),
    ] {
        fs::write(bench.path("src").join(name), text).unwrap();
    }
    let publish = || {
        bench.run(&[
            "publish",
            "--adapter",
            "govcn",
            "--from",
            "src",
            "--to",
            "feed",
            "--keys",
            "keys",
        ])
    };
    // Once: what stands in attachments was not read by the program before. Then no more.
    for changed in [1, 0] {
        let told = publish();
        assert!(
            told.contains(&format!("published 0, changed {changed}, withdrawn 0")),
            "{told}"
        );
    }
    fs::write(
        bench.path("src/d.json"),
        policy.replace("请按照规定执行", "请立即执行"),
    )
    .unwrap();
    let told = publish();
    assert!(
        told.contains("published 0, changed 1, withdrawn 0"),
        "{told}"
    );
    let verified = bench.run(&["verify", "feed", "--root", "keys/root.json"]);
    assert!(verified.contains("3 documents, 1 takedowns"), "{verified}");
    let says = |adapter: &str| {
        let marked = format!("\"adapter\":\"{adapter}\"");
        bench
            .files()
            .iter()
            .filter(|path| holds(path, &marked))
            .count()
    };
    // What changed since says so: the attachment once, then the policy.
    assert_eq!((says("folder"), says("govcn")), (1, 2), "true from now on");
}

#[test]
fn an_unknown_id_cannot_be_withdrawn() {
    let bench = Bench::new();
    bench.publish();
    let output = bench.try_run(&["withdraw", "demo/none", "--to", "feed", "--keys", "keys"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn keys_inside_the_feed_are_refused() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("feed")).unwrap();
    bench.run(&["keygen", "--dir", "feed/keys"]);
    let arguments = [
        "publish",
        "--adapter",
        "folder",
        "--from",
        "src",
        "--to",
        "feed",
        "--keys",
        "feed/keys",
    ];
    assert_eq!(bench.try_run(&arguments).status.code(), Some(1));
}

#[test]
fn an_unknown_adapter_is_named() {
    let bench = Bench::new();
    let arguments = [
        "publish",
        "--adapter",
        "ftp",
        "--from",
        "src",
        "--to",
        "feed",
        "--keys",
        "keys",
    ];
    let output = bench.try_run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("ftp"));
}
