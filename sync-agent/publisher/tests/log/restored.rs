//! A publisher that lost its folder, got an old one back, or has a flipped bit in it; and text that must leave the feed.

use super::{Bench, start};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

impl Bench {
    /// One that has published twice: document 1 changed, document 2 came.
    fn published() -> Bench {
        let bench = Bench::new();
        bench.write(1, "第一版");
        bench.publish_at(0);
        bench.write(1, "第二版");
        bench.write(2, "第一版");
        bench.publish_at(1);
        bench
    }

    fn try_at(&self, now: &str, more: &[&str]) -> Output {
        let (source, channel) = (self.at("source"), self.at("channel.toml"));
        let (feed, keys) = (self.at("feed"), self.at("keys"));
        let mut args = vec![
            "publish",
            "--adapter",
            "folder",
            "--from",
            &source,
            "--channel",
            &channel,
            "--to",
            &feed,
            "--keys",
            &keys,
            "--now",
            now,
        ];
        args.extend(more);
        self.run(&args)
    }

    fn withdraw(&self, id: &str, more: &[&str]) {
        let (feed, keys) = (self.at("feed"), self.at("keys"));
        let now = self.day(2);
        let mut args = vec![
            "withdraw", id, "--to", &feed, "--keys", &keys, "--now", &now,
        ];
        args.extend(more);
        self.ok(&args);
    }

    fn day(&self, day: i64) -> String {
        (start() + jiff::SignedDuration::from_hours(24 * day)).to_string()
    }

    /// Files of the feed in which these words stand.
    fn holding(&self, words: &str) -> Vec<PathBuf> {
        let holds = |path: &PathBuf| {
            let bytes = fs::read(path).unwrap();
            let plain = zstd::decode_all(&bytes[..]).unwrap_or(bytes);
            plain
                .windows(words.len())
                .any(|window| window == words.as_bytes())
        };
        self.files().into_iter().filter(holds).collect()
    }
}

#[track_caller]
fn refused(output: &Output, words: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(words), "{said}");
}

fn copy(from: &str, to: &str) {
    let copied = std::process::Command::new("cp")
        .args(["-a", from, to])
        .status();
    assert!(copied.unwrap().success());
}

#[test]
fn a_lost_folder_is_noticed_and_goes_on_under_a_new_epoch_with_what_was_withdrawn_by_hand() {
    let bench = Bench::published();
    bench.withdraw("s:002.txt", &[]);
    let before = bench.verified();
    fs::remove_dir_all(bench.at("feed")).unwrap();
    refused(&bench.try_at(&bench.day(3), &[]), "--new-epoch");
    assert!(!Path::new(&bench.at("feed/metadata/timestamp.json")).exists());
    let said = bench.try_at(&bench.day(3), &["--new-epoch"]);
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    bench.verify();
    let after = bench.verified();
    assert_eq!(after.tip().repository, before.tip().repository);
    assert!(after.tip().epoch > before.tip().epoch);
    assert!(after.floors().timestamp > before.floors().timestamp);
    assert!(after.floors().targets > before.floors().targets);
    assert_eq!(after.takedown().rev_of("s:002.txt"), Some(1));
    let mut shown = std::collections::BTreeMap::new();
    super::follow(&bench, 0, &mut shown);
    assert_eq!(shown.len(), 1, "{shown:?}");
    // From here on everything is as usual.
    bench.write(3, "第一版");
    bench.publish_at(4);
    bench.verify();
}

#[test]
fn an_old_folder_is_noticed_and_goes_on_only_under_a_new_epoch() {
    let bench = Bench::published();
    copy(&bench.at("feed"), &bench.at("backup"));
    bench.write(3, "第一版");
    bench.publish_at(2);
    bench.withdraw("s:002.txt", &[]);
    let before = bench.verified();
    fs::remove_dir_all(bench.at("feed")).unwrap();
    copy(&bench.at("backup"), &bench.at("feed"));
    let stamp = || fs::read(bench.at("feed/metadata/timestamp.json")).unwrap();
    let old = stamp();
    refused(&bench.try_at(&bench.day(3), &[]), "came from an old copy");
    let (feed, keys) = (bench.at("feed"), bench.at("keys"));
    let more = ["withdraw", "s:001.txt", "--to", &feed, "--keys", &keys];
    refused(&bench.run(&more), "came from an old copy");
    assert_eq!(stamp(), old, "nothing was signed");
    let said = bench.try_at(&bench.day(3), &["--new-epoch"]);
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    let after = bench.verified();
    assert!(after.tip().epoch > before.tip().epoch);
    assert!(after.floors().timestamp > before.floors().timestamp);
    assert_eq!(
        after.takedown().rev_of("s:002.txt"),
        Some(1),
        "withdrawn by hand"
    );
    bench.verify();
}

#[test]
fn a_time_before_the_last_publication_or_years_behind_it_signs_nothing() {
    let bench = Bench::published();
    let stamp = || fs::read(bench.at("feed/metadata/timestamp.json")).unwrap();
    let before = stamp();
    refused(&bench.try_at(&bench.day(0), &[]), "set the clock");
    for far in ["2100-01-01T00:00:00Z", "9999-12-30T00:00:00Z"] {
        refused(&bench.try_at(far, &[]), "set the clock");
    }
    assert_eq!(stamp(), before);
    let said = bench.try_at("2100-01-01T00:00:00Z", &["--confirm-time"]);
    assert!(
        said.status.success() || String::from_utf8_lossy(&said.stderr).contains("root"),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
}

#[test]
fn a_document_that_became_not_public_is_nowhere_in_the_feed_at_once() {
    let bench = Bench::published();
    let words = "关于第2件事的通知";
    assert!(!bench.holding(words).is_empty());
    let path = bench.at("source/002.txt");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n此件不予公开\n")).unwrap();
    bench.publish_at(2);
    bench.verify();
    assert_eq!(bench.holding(words), Vec::<PathBuf>::new());
    let entry = bench.verified().takedown().entries.clone();
    assert_eq!(entry[0].reason, feed::DelReason::Purged);
}

#[test]
fn a_withdrawn_text_leaves_the_feed_within_thirty_days_although_nothing_more_is_published() {
    for by_hand in [false, true] {
        let bench = Bench::published();
        let words = "关于第2件事的通知";
        match by_hand {
            true => bench.withdraw("s:002.txt", &[]),
            false => {
                fs::remove_file(bench.at("source/002.txt")).unwrap();
                bench.publish_at(2);
            }
        }
        bench.verify();
        // A terminal in the middle of a download still finds the old objects ...
        bench.publish_at(20);
        assert!(!bench.holding(words).is_empty());
        // ... for thirty days. Runs that find nothing new are enough.
        bench.publish_at(32);
        assert_eq!(bench.holding(words), Vec::<PathBuf>::new());
        bench.verify();
    }
}

#[test]
fn a_flipped_bit_in_any_file_of_the_feed_is_mended_from_what_is_served() {
    let bench = Bench::published();
    let served = format!("file://{}", bench.at("served"));
    bench.ok(&["push", &bench.at("feed"), "--to", &served]);
    let mut mended = 0;
    for path in bench.files() {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with('.') || name == "1.targets.json" || name == "1.snapshot.json" {
            continue;
        }
        let sound = fs::read(&path).unwrap();
        let mut bytes = sound.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, &bytes).unwrap();
        // What nothing names any more needs no mending, and is deleted in its time.
        let said = bench.ok(&["repair", &bench.at("feed"), "--from", &bench.at("served")]);
        if fs::read(&path).unwrap() == sound {
            mended += 1;
            assert!(said.contains(name), "{name}: {said}");
        } else {
            fs::write(&path, &sound).unwrap();
        }
        bench.verify();
    }
    assert!(mended >= 8, "{mended}");
    bench.write(3, "第一版");
    bench.publish_at(3);
    bench.verify();
}

#[test]
fn what_is_in_neither_place_is_named() {
    let bench = Bench::published();
    let lost = bench.verified().tip().segments[0].path();
    fs::remove_file(bench.at(&format!("feed/{lost}"))).unwrap();
    let output = bench.run(&["repair", &bench.at("feed"), "--from", &bench.at("source")]);
    refused(&output, &lost);
}

#[test]
fn a_damaged_object_is_not_pushed_and_one_that_is_there_is_put_again() {
    let bench = Bench::published();
    let served = format!("file://{}", bench.at("served"));
    let push = || bench.run(&["push", &bench.at("feed"), "--to", &served]);
    assert!(push().status.success());
    let path = bench.verified().tip().segments[0].path();
    let (here, there) = (
        bench.at(&format!("feed/{path}")),
        bench.at(&format!("served/{path}")),
    );
    let sound = fs::read(&here).unwrap();
    let mut bad = sound.clone();
    bad[9] ^= 1;
    fs::write(&there, &bad).unwrap();
    assert!(push().status.success());
    assert_eq!(fs::read(&there).unwrap(), sound);
    fs::write(&here, &bad).unwrap();
    refused(&push(), "publisher repair");
    assert_eq!(fs::read(&there).unwrap(), sound);
}

#[test]
fn the_roots_private_key_lies_apart() {
    let bench = Bench::new();
    assert!(Path::new(&bench.at("keys/root-key/root.pem")).exists());
    assert!(!Path::new(&bench.at("keys/private/root.pem")).exists());
    let away = bench.at("stick");
    bench.ok(&["keygen", "--dir", &bench.at("more"), "--root-key-to", &away]);
    assert!(Path::new(&away).join("root.pem").exists());
    // What publishes does not need it.
    fs::remove_dir_all(bench.at("keys/root-key")).unwrap();
    bench.write(1, "第一版");
    bench.publish_at(0);
    bench.verify();
}
