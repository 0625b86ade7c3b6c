//! Recovery drills from end to end with the real programs: what is lost, restored, stolen or wrong for a week, and that at the end every
//! terminal is what a clean one becomes, no takedown is undone and no batch lost.

use super::*;
use e2e::publication::text;
use std::path::Path;

#[path = "office.rs"]
mod office;

use office::{Drill, bodies, copy_all};

#[test]
fn drill_the_publishers_disk_is_lost_and_restored_from_keys_and_source() {
    let drill = Drill::begin();
    let (one, two) = (drill.terminal("one"), drill.terminal("two"));
    drill.once(&one);
    drill.once(&two);
    drill.write(1, "第二版");
    drill.publish(&[]);
    drill.withdraw(7);
    drill.once(&one);
    // The disk is gone; keys and source are not.
    std::fs::remove_dir_all(drill.office.feed()).unwrap();
    std::fs::create_dir(drill.office.feed()).unwrap();
    let (feed, keys) = (drill.office.feed(), drill.office.keys());
    let (source, channel) = (drill.source(), drill.dir.path().join("channel.toml"));
    let plain = [
        "publish",
        "--adapter",
        "folder",
        "--from",
        text(&source),
        "--channel",
        text(&channel),
        "--to",
        text(&feed),
        "--keys",
        text(&keys),
    ];
    let said = drill.office.run(&plain).expect_code(1);
    assert!(said.err.contains("--new-epoch"), "{}", said.err);
    drill.publish(&["--new-epoch"]);
    drill.all_are_clean(&[&one, &two], &[7]);
    drill.write(2, "第三版");
    drill.publish(&[]);
    drill.all_are_clean(&[&one, &two], &[7]);
}

#[test]
fn drill_a_backup_is_restored_after_terminals_went_on() {
    let drill = Drill::begin();
    let (one, two) = (drill.terminal("one"), drill.terminal("two"));
    drill.once(&two);
    let backup = drill.dir.path().join("backup");
    copy_all(&drill.office.feed(), &backup);
    drill.write(1, "丢失的一版");
    drill.write(10, "丢失的文件");
    drill.publish(&[]);
    drill.withdraw(7);
    drill.once(&one);
    // Only the folder comes back; the source moved on meanwhile.
    copy_all(&backup, &drill.office.feed());
    drill.write(1, "另一版");
    std::fs::remove_file(drill.source().join("10.txt")).unwrap();
    drill.publish(&["--new-epoch"]);
    drill.all_are_clean(&[&one, &two], &[7, 10]);
    drill.publish(&[]);
    drill.all_are_clean(&[&one, &two], &[7, 10]);
}

#[test]
fn drill_a_backup_with_the_keys_memory_is_restored_and_passes_the_old_numbers() {
    // Folder and memory are old alike: nobody at the publisher can notice, terminals do.
    let drill = Drill::begin();
    let (one, two) = (drill.terminal("one"), drill.terminal("two"));
    drill.once(&two);
    let backup = drill.dir.path().join("backup");
    let office = drill.dir.path().join("office");
    copy_all(&office, &backup);
    drill.write(1, "丢失的一版");
    drill.publish(&[]);
    drill.withdraw(7);
    drill.once(&one);
    // Keys keep their modes.
    std::fs::remove_dir_all(&office).unwrap();
    let copied = std::process::Command::new("cp")
        .arg("-a")
        .args([&backup, &office])
        .status();
    assert!(copied.unwrap().success());
    for path in files(&drill.office.keys()) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    drill.write(1, "另一版");
    for n in 2..6 {
        drill.write(n, "第二版");
        drill.publish(&[]);
    }
    drill.withdraw(7);
    drill.all_are_clean(&[&one, &two], &[7]);
}

#[test]
fn drill_online_keys_are_stolen_fast_forwarded_and_changed() {
    let drill = Drill::begin();
    let (one, two) = (drill.terminal("one"), drill.terminal("two"));
    drill.once(&one);
    drill.withdraw(7);
    drill.once(&one);
    // The thief has a copy of everything online: he publishes much, takes everything down, and drives the numbers up.
    let thief = drill.dir.path().join("thief");
    let sound = drill.dir.path().join("sound");
    copy_all(&drill.office.feed(), &sound);
    copy_private(&drill.office.keys(), &thief);
    let forged = drill.dir.path().join("forged");
    std::fs::create_dir_all(&forged).unwrap();
    std::fs::write(
        forged.join("x.txt"),
        "关于别处的通知\n\n各县区人民政府：\n假的。\n",
    )
    .unwrap();
    let (feed, channel) = (drill.office.feed(), drill.dir.path().join("channel.toml"));
    for round in 0..8 {
        let body = format!("关于别处的通知\n\n各县区人民政府：\n假的{round}。\n");
        std::fs::write(forged.join("x.txt"), body).unwrap();
        let now = drill.now();
        drill
            .office
            .run(&[
                "publish",
                "--adapter",
                "folder",
                "--from",
                text(&forged),
                "--channel",
                text(&channel),
                "--to",
                text(&feed),
                "--keys",
                text(&thief),
                "--confirm-drop",
                "--now",
                &now,
            ])
            .ok();
    }
    for n in [0, 1, 2] {
        let id = format!("d:{n}.txt");
        let now = drill.now();
        drill.office.run(&[
            "withdraw",
            &id,
            "--to",
            text(&feed),
            "--keys",
            text(&thief),
            "--now",
            &now,
        ]);
    }
    drill.once(&one);
    drill.once(&two);
    assert!(bodies(&one).iter().any(|(id, _)| id == "d:x.txt"));
    // The office puts its own feed back and changes every online key.
    copy_all(&sound, &drill.office.feed());
    let (keys, next) = (drill.office.keys(), drill.dir.path().join("next.json"));
    drill
        .office
        .run(&[
            "keys",
            "draft",
            "--keys",
            text(&keys),
            "--out",
            text(&next),
            "--renew",
            "targets",
            "--renew",
            "snapshot",
            "--renew",
            "timestamp",
        ])
        .ok();
    drill
        .office
        .run(&["keys", "sign", text(&next), "--keys", text(&keys)])
        .ok();
    drill
        .office
        .run(&[
            "keys",
            "install",
            text(&next),
            "--keys",
            text(&keys),
            "--to",
            text(&feed),
        ])
        .ok();
    drill.write(3, "第二版");
    drill.publish(&[]);
    drill.all_are_clean(&[&one, &two], &[7]);
    assert!(bodies(&one).iter().all(|(id, _)| id != "d:x.txt"));
}

/// The keys of the machine that publishes, without the root's.
fn copy_private(keys: &Path, to: &Path) {
    std::fs::create_dir_all(to.join("private")).unwrap();
    std::fs::copy(keys.join("root.json"), to.join("root.json")).unwrap();
    for file in files(&keys.join("private")) {
        std::fs::copy(&file, to.join("private").join(file.file_name().unwrap())).unwrap();
    }
}

#[test]
fn drill_a_clock_stands_in_2100_for_a_day() {
    let drill = Drill::begin();
    let (one, two) = (drill.terminal("one"), drill.terminal("two"));
    drill.once(&one);
    // The publisher's: it signs nothing.
    let (feed, keys) = (drill.office.feed(), drill.office.keys());
    let (source, channel) = (drill.source(), drill.dir.path().join("channel.toml"));
    let far = "2100-01-01T00:00:00Z";
    let said = drill.office.run(&[
        "publish",
        "--adapter",
        "folder",
        "--from",
        text(&source),
        "--channel",
        text(&channel),
        "--to",
        text(&feed),
        "--keys",
        text(&keys),
        "--now",
        far,
    ]);
    assert!(said.expect_code(1).err.contains("set the clock"));
    // A terminal's.
    one.agent(&["once", "--now", far]).ok();
    drill.write(1, "第二版");
    drill.publish(&[]);
    one.agent(&["once", "--now", far]).ok();
    drill.withdraw(7);
    drill.all_are_clean(&[&one, &two], &[7]);
    let status = one
        .agent(&["status", "--json", "--now", &drill.now()])
        .ok()
        .json();
    assert_eq!(status["expired"], false, "{status}");
    assert_eq!(status["clock"]["problem"], "", "{status}");
    let later = "2026-12-20T02:00:00Z";
    let status = one.agent(&["status", "--json", "--now", later]).ok().json();
    assert_eq!(status["stale"], true, "{status}");
}

#[test]
fn drill_a_week_behind_a_login_page() {
    let drill = Drill::begin();
    let portal = Portal::serve(&drill.office.feed());
    let one = drill.terminal("one");
    let inbox = drill.dir.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let configure = |feed: &str, inbox: &str| {
        let more = format!("[upload]\nto = \"{inbox}\"\n");
        one.configure(&Settings {
            feed,
            root_json: &drill.first_root(),
            printer: "none",
            more: &more,
        });
    };
    configure(&portal.url(), &portal.url());
    drill.once(&one);
    std::fs::create_dir_all(one.journal_dir()).unwrap();
    // Each day somebody prints, the office publishes, and the network answers everything with its page.
    portal.fault(Fault::CaptivePortal);
    for day in 0..7 {
        drill.write(day, "第二版");
        drill.publish(&[]);
        drill.withdraw(9);
        let now = drill.now();
        let at: jiff::Timestamp = now.parse().unwrap();
        let mut register = journal::Writer::open(&one.journal_dir(), "L01", "1", at).unwrap();
        drop(one_print(&mut register, at));
        drop(register);
        one.agent(&["once", "--now", &now]).expect_code(3);
        one.agent(&["upload", "--now", &now]).expect_code(3);
    }
    portal.fault(Fault::None);
    configure(&portal.url(), &format!("file://{}", inbox.display()));
    drill.all_are_clean(&[&one], &[9]);
    for _ in 0..3 {
        one.agent(&["upload", "--now", &drill.now()]).ok();
    }
    let (mut outcomes, mut statuses) = (0, 0);
    for path in files(&inbox) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        if name.ends_with(batch::STATUS_SUFFIX) {
            let told = batch::open_status(&name, &bytes).unwrap().status;
            assert_eq!((told.poll.as_str(), told.takedowns), ("done", 1));
            statuses += 1;
            continue;
        }
        let batch = batch::open(&name, &bytes).unwrap();
        outcomes += batch
            .entries
            .iter()
            .filter(|entry| entry.entry == "outcome")
            .count();
    }
    assert_eq!(outcomes, 7, "every print of the week arrived");
    assert_eq!(statuses, 1, "the last one took the place of the others");
}

fn one_print(register: &mut journal::Writer, at: jiff::Timestamp) -> String {
    let request = journal::Request {
        document_id: "d:1.txt".into(),
        document_rev: 1,
        title: "关于第1件事的通知".into(),
        doc_no: None,
        content: journal::Content::Whole,
        labels: vec![],
        length_mm: 300,
        purpose: None,
    };
    let entry = register.begin(&request, at).unwrap();
    register.sending(&entry.number, at).unwrap();
    register.sent(&entry.number, at).unwrap();
    register
        .finish(&entry.number, &journal::Outcome::Sent, at)
        .unwrap();
    entry.number
}
