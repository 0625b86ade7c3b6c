//! A device's own system is renewed: the real updater on the real publisher's feed, with a stand-in for RAUC and for the restart. Nothing is
//! confirmed that does not work, nothing that failed is tried again, and the power may go at any moment.

use crate::bench::{Bench, DAY, NIGHT};
use e2e::portal::Fault;
use e2e::process::{RUN_DEADLINE, Running, run, until};
use e2e::publication::text;
use e2e::{copy_tree, files};
use std::fs;
use std::path::Path;
use std::time::Duration;

#[test]
fn from_the_feed_into_the_other_slot_and_confirmed_when_it_works() {
    let bench = Bench::set_up("");
    assert!(bench.fetch().ok().out.contains("no new system"));
    let bytes = bench.offer("1.1.0", &[]);
    // For canaries only so far.
    assert!(bench.fetch().ok().out.contains("no new system"));
    bench
        .bundle(&["share", "--version", "1.1.0", "--share", "100"])
        .ok();
    bench.fetch().ok();
    assert_eq!(bench.inbox_pieces(), 4);
    bench.look(DAY).ok();
    bench.expect("ready", &[]);
    bench.look(NIGHT).ok();
    bench.expect("installed", &["install BUNDLE", "restart"]);
    assert!(fs::read(bench.at("rauc/slot-b")).unwrap() == bytes);
    // A timer that is early asks nobody.
    bench.portal.take_asked();
    run(&mut bench.updater(NIGHT, &["fetch", "--due"])).ok();
    assert!(bench.portal.take_asked().is_empty());
    // What lies here whole is not fetched again, and its pieces go.
    bench.fetch().ok();
    assert_eq!(bench.inbox_pieces(), 0);
    bench.start("1.1.0", 2);
    bench.look(NIGHT).ok();
    bench.expect("trying", &["install BUNDLE", "restart"]);
    bench.works(NIGHT, "offline");
    bench.look(NIGHT).ok();
    bench.expect("trying", &["install BUNDLE", "restart"]);
    bench.works(NIGHT, "paper-out");
    bench.look(NIGHT).ok();
    bench.expect("idle", &["install BUNDLE", "restart", "status mark-good"]);
    assert!(!bench.at("update/state/bundle.raucb").exists());
    bench.fetch().ok();
    bench.look(NIGHT).ok();
    bench.expect("idle", &["install BUNDLE", "restart", "status mark-good"]);
}

#[test]
fn a_black_screen_is_left_and_only_a_newer_system_is_tried() {
    let bench = Bench::set_up("canary = true\n");
    bench.offer("1.1.0", &[]);
    bench.fetch().ok();
    bench.look(NIGHT).ok();
    bench.start("1.1.0", 2);
    bench.look(NIGHT).ok();
    bench.up(16 * 60);
    bench.look(NIGHT).ok();
    let left = ["install BUNDLE", "restart", "status mark-bad", "restart"];
    bench.expect("leaving", &left);
    bench.start("1.0.0", 3);
    bench.works(NIGHT, "ready");
    bench.look(NIGHT).ok();
    bench.expect("idle", &left);
    assert_eq!(bench.status()["refused"][0]["why"], "not-proven");
    bench.fetch().ok();
    bench.look(NIGHT).ok();
    bench.expect("idle", &left);
    bench.offer("1.1.1", &[]);
    bench.fetch().ok();
    bench.look(NIGHT).ok();
    assert_eq!(bench.status()["version"], "1.1.1");
}

#[test]
fn a_system_that_never_came_up_is_known_by_what_runs() {
    let bench = Bench::set_up("canary = true\n");
    bench.offer("1.1.0", &[]);
    bench.fetch().ok();
    bench.look(NIGHT).ok();
    bench.start("1.0.0", 5);
    bench.look(NIGHT).ok();
    bench.expect("idle", &["install BUNDLE", "restart"]);
    assert_eq!(bench.status()["refused"][0]["why"], "fell-back");
}

#[test]
fn a_bundle_that_rauc_refuses_is_given_up_after_a_few_times() {
    let bench = Bench::set_up("canary = true\n");
    bench.offer("1.1.0", &[]);
    bench.fetch().ok();
    fs::write(bench.at("rauc/refuse"), "").unwrap();
    for _ in 0..5 {
        bench.look(NIGHT).ok();
    }
    bench.expect(
        "idle",
        &["install BUNDLE", "install BUNDLE", "install BUNDLE"],
    );
    assert_eq!(bench.status()["refused"][0]["why"], "not-installed");
}

#[test]
fn nothing_goes_back_unless_the_publisher_says_so_and_other_boards_are_not_ours() {
    let bench = Bench::set_up("canary = true\n");
    bench.offer("0.9.0", &[]);
    bench.offer("2.0.0", &["--board", "rpi"]);
    assert!(bench.fetch().ok().out.contains("no new system"));
    bench.bundle(&["remove", "--version", "0.9.0"]).ok();
    bench.offer("0.9.0", &["--older"]);
    bench.fetch().ok();
    bench.look(NIGHT).ok();
    bench.expect("installed", &["install BUNDLE", "restart"]);
    // The same version with other content would be no version.
    let again = bench.bundle(&["add", text(&bench.at("bundle.raucb")), "--version", "0.9.0"]);
    assert!(again.expect_code(1).err.contains("the feed has it already"));
}

#[test]
fn power_cuts_while_fetching_putting_together_and_installing_cost_only_time() {
    let bench = Bench::set_up("canary = true\n");
    let bytes = bench.offer("1.1.0", &[]);
    bench.portal.fault(Fault::Slow(Duration::from_millis(100)));
    let mut kills = 0;
    for pieces in 1..4 {
        let mut fetching = Running::start(&mut bench.updater(NIGHT, &["fetch"]));
        assert!(until(RUN_DEADLINE, || bench.inbox_pieces() >= pieces
            || !fetching.alive()));
        kills += u32::from(fetching.alive());
        fetching.kill();
        // Half of a feed is no feed.
        bench.look(DAY).ok();
        bench.expect("idle", &[]);
    }
    assert!(kills > 0, "no fetch was cut short");
    bench.portal.fault(Fault::None);
    bench.fetch().ok();
    let asked = bench.portal.take_asked();
    let whole = asked
        .iter()
        .filter(|a| a.path.contains("/blob/") && a.bytes > 3_000_000);
    assert!(
        whole.count() <= 4 + 3,
        "what was fetched is not fetched again"
    );
    // A part of an earlier look, with a wrong end.
    let part = bench.at("update/state/bundle.raucb.part");
    fs::create_dir_all(part.parent().unwrap()).unwrap();
    let mut begun = bytes[..5_000_000].to_vec();
    begun[4_500_000] ^= 1;
    fs::write(&part, begun).unwrap();
    fs::write(bench.at("rauc/hold"), "").unwrap();
    for _ in 0..2 {
        let mut installing = Running::start(&mut bench.updater(NIGHT, &["run"]));
        assert!(until(RUN_DEADLINE, || bench.at("rauc/installing").exists()));
        installing.kill();
        fs::remove_file(bench.at("rauc/installing")).unwrap();
    }
    fs::remove_file(bench.at("rauc/hold")).unwrap();
    bench.look(NIGHT).ok();
    let thrice = [
        "install BUNDLE",
        "install BUNDLE",
        "install BUNDLE",
        "restart",
    ];
    bench.expect("installed", &thrice);
    assert!(fs::read(bench.at("rauc/slot-b")).unwrap() == bytes);
}

#[test]
fn a_stick_is_taken_at_once_and_only_if_everything_on_it_is_right() {
    let bench = Bench::set_up("canary = true\n");
    let stick = bench.at("media/sda1");
    let plug = || {
        fs::remove_dir_all(&stick).ok();
        copy_tree(&bench.publication.feed(), &stick).unwrap();
    };
    let piece = |stick: &Path| {
        let pieces = files(&stick.join("blob"));
        let large = pieces
            .into_iter()
            .find(|f| f.metadata().unwrap().len() > 3_000_000);
        large.unwrap()
    };
    plug();
    let old = bench.at("old");
    copy_tree(&stick, &old).unwrap();
    bench.offer("1.1.0", &[]);
    plug();
    // One byte of a piece is another.
    let broken = piece(&stick);
    let mut bytes = fs::read(&broken).unwrap();
    bytes[7] ^= 1;
    fs::write(&broken, bytes).unwrap();
    let said = bench.look(DAY).ok();
    assert!(
        said.err.contains("put the bundle 1.1.0 together"),
        "{}",
        said.err
    );
    bench.expect("gathering", &[]);
    // A list that nobody signed.
    plug();
    let list = files(&stick.join("targets"));
    let list = list
        .iter()
        .find(|f| text(f).ends_with(".bundles.json"))
        .unwrap();
    let changed = fs::read_to_string(list)
        .unwrap()
        .replace("\"share\":0", "\"share\":9");
    fs::write(list, changed).unwrap();
    let said = bench.look(DAY).ok();
    assert!(said.err.contains("look at"), "{}", said.err);
    bench.expect("idle", &[]);
    plug();
    bench.look(DAY).ok();
    bench.expect("installed", &["install BUNDLE", "restart"]);
    // An older copy of the feed brings nothing any more.
    fs::remove_dir_all(&stick).unwrap();
    copy_tree(&old, &stick).unwrap();
    let said = bench.look(DAY).ok();
    assert!(said.err.contains("is known already"), "{}", said.err);
}

#[test]
fn switched_off_nothing_is_fetched_and_a_machine_without_an_image_says_so() {
    let bench = Bench::set_up("on = false\ncanary = true\n");
    bench.offer("1.1.0", &[]);
    bench.fetch().ok();
    bench.look(NIGHT).ok();
    bench.expect("idle", &[]);
    assert!(!bench.at("update/inbox").exists());
    fs::remove_file(bench.at("device/usr/share/terminal/version")).unwrap();
    let said = bench.look(NIGHT).expect_code(2);
    assert!(said.err.contains("runs no image"), "{}", said.err);
}

#[test]
fn a_feed_with_bundles_is_read_by_the_agent_as_before_and_withdrawals_keep_the_pieces() {
    let bench = Bench::set_up("canary = true\n");
    bench.offer("1.1.0", &[]);
    bench.terminal.agent(&["once"]).ok();
    let (feed, root) = (bench.publication.feed(), bench.publication.root_json());
    let verify = ["verify", text(&feed), "--root", text(&root)];
    bench.publication.run(&verify).ok();
    let id = &bench.terminal.contents().ids[0].0;
    bench.publication.withdraw(id, "purged");
    bench.publication.run(&verify).ok();
    bench.fetch().ok();
    bench.look(NIGHT).ok();
    bench.expect("installed", &["install BUNDLE", "restart"]);
    // A damaged piece is found.
    let pieces = files(&feed.join("blob"));
    let piece = pieces
        .iter()
        .find(|f| f.metadata().unwrap().len() > 3_000_000)
        .unwrap();
    fs::write(piece, "x").unwrap();
    bench.publication.run(&verify).expect_code(1);
}
