//! What lines, proxies, login pages and busy servers do.

use crate::Line;
use crate::rogue::{Reply, Rogue};
use std::time::Duration;

/// Every kind of file that an update needs.
const KINDS: [&str; 6] = [
    "timestamp.json",
    "snapshot.json",
    "targets.json",
    ".tip.json",
    ".takedown.json",
    ".zst",
];

/// An update in which every kind of file is new.
fn update() -> Line {
    let mut line = Line::filled();
    line.change();
    line.office.withdraw(2, 1);
    line.office.sign();
    line
}

fn say(head: &str) -> Reply {
    Reply::Say(head.to_owned(), Vec::new())
}

#[test]
fn endless_data_is_cut_off_for_every_kind_of_file() {
    let line = update();
    for kind in KINDS {
        line.server
            .rule(move |asked| match asked.path.ends_with(kind) {
                true => Reply::Endless,
                false => Reply::File,
            });
        let before = line.terminal.contents();
        let said = line.terminal.run(&["once"]);
        assert!(
            matches!(said.code, Some(3 | 4)),
            "{kind}: {:?} {}",
            said.code,
            said.err
        );
        // A segment without an end stops the text; what was verified as taken down goes all the same.
        if kind != ".zst" {
            assert_eq!(line.terminal.contents(), before, "{kind}");
        }
    }
    line.recovers();
}

#[test]
fn slow_data_is_given_up_and_goes_on_where_it_stopped() {
    let line = update();
    let sync = "stall_timeout_s = 5\ntransfer_timeout_s = 1";
    line.terminal.configure(&line.server.url(), sync, "");
    for kind in ["timestamp.json", ".zst"] {
        line.server
            .rule(move |asked| match asked.path.ends_with(kind) {
                true => Reply::Trickle(Duration::from_millis(20)),
                false => Reply::File,
            });
        let before = line.terminal.contents();
        let said = line.terminal.run(&["once"]);
        assert_eq!(said.code, Some(3), "{kind}: {}", said.err);
        assert!(said.err.contains("not complete after"), "{}", said.err);
        assert!(line.terminal.contents().seq == before.seq);
    }
    line.server.rule(|_| Reply::File);
    line.server.take();
    line.terminal.ok(&["once"]);
    let resumed = line.server.take();
    assert!(
        resumed
            .iter()
            .any(|a| a.path.ends_with(".zst") && a.head.contains("range: bytes=")),
        "{resumed:#?}"
    );
    line.recovers();
}

#[test]
fn a_server_that_falls_silent_is_given_up() {
    let line = update();
    line.terminal
        .configure(&line.server.url(), "stall_timeout_s = 1", "");
    line.server
        .rule(|_| Reply::Trickle(Duration::from_secs(60)));
    line.terminal
        .refuses(&["once"], 3, "fetch metadata/timestamp.json");
    line.recovers();
}

#[test]
fn truncated_files_of_every_kind_change_nothing() {
    let line = update();
    for kind in &KINDS[..5] {
        line.server
            .rule(move |asked| match asked.path.ends_with(kind) {
                true => Reply::Cut(60),
                false => Reply::File,
            });
        line.terminal.refuses(&["once"], 3, "");
    }
    // A segment is fetched in pieces and arrives all the same.
    line.server
        .rule(|asked| match asked.path.ends_with(".zst") {
            true => Reply::Cut(60),
            false => Reply::File,
        });
    let _ = line.terminal.run(&["once"]);
    line.recovers();
}

#[test]
fn wrong_bytes_of_the_right_length_are_refused_for_every_kind_of_file() {
    let line = update();
    for kind in KINDS {
        line.server
            .rule(move |asked| match asked.path.ends_with(kind) {
                true => Reply::Garbled,
                false => Reply::File,
            });
        line.terminal.refuses(&["once"], 4, kind);
    }
    line.recovers();
}

#[test]
fn a_wrong_hash_of_an_attachment_refuses_only_that_attachment() {
    let line = Line::empty();
    line.server
        .rule(|asked| match asked.path.starts_with("blob/") {
            true => Reply::Garbled,
            false => Reply::File,
        });
    line.terminal.ok(&["once"]);
    let contents = line.terminal.contents();
    assert_eq!((contents.documents.len(), contents.blobs.len()), (40, 0));
    let status = line.terminal.status(&[]);
    assert_eq!(
        status["attachments"]["refused"].as_array().unwrap().len(),
        8,
        "{status}"
    );
}

#[test]
fn attachments_come_after_the_text() {
    let line = Line::empty();
    line.terminal.ok(&["once"]);
    let asked = line.server.take();
    let last_text = asked
        .iter()
        .rposition(|a| a.path.starts_with("log/"))
        .unwrap();
    let first_file = asked
        .iter()
        .position(|a| a.path.starts_with("blob/"))
        .unwrap();
    assert!(last_text < first_file, "{asked:#?}");
}

#[test]
fn a_captive_portal_that_answers_200_is_not_the_feed() {
    let line = update();
    let page = "<html><body>请先登录无线网络</body></html>";
    line.server.rule(move |_| {
        Reply::Say(
            "200 OK\r\nContent-Type: text/html".into(),
            page.as_bytes().to_vec(),
        )
    });
    line.terminal.refuses(&["once"], 3, "login");
    // One that does not even say that it is a page.
    line.server
        .rule(move |_| Reply::Say("200 OK".into(), page.as_bytes().to_vec()));
    line.terminal.refuses(&["once"], 4, "metadata/2.root.json");
    line.recovers();
}

#[test]
fn a_redirect_loop_is_left() {
    let line = update();
    line.server
        .rule(|asked| say(&format!("302 Found\r\nLocation: /{}", asked.path)));
    line.terminal.refuses(&["once"], 3, "circles");
    line.recovers();
}

#[test]
fn a_redirect_to_another_host_is_not_followed() {
    let line = update();
    let elsewhere = Rogue::serve(line.office.dir());
    let other = elsewhere.url();
    line.server
        .rule(move |asked| say(&format!("301 Moved\r\nLocation: {other}{}", asked.path)));
    line.terminal.refuses(&["once"], 3, "another place");
    assert!(elsewhere.take().is_empty());
    line.recovers();
}

#[test]
fn a_busy_server_is_left_alone_for_the_seconds_it_asks() {
    let line = update();
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        line.server
            .rule(move |_| say(&format!("{status}\r\nRetry-After: 7200")));
        line.terminal.refuses(&["once"], 3, &status[..3]);
        assert_eq!(line.terminal.status(&[])["last_run"]["retry_after_s"], 7200);
    }
    line.recovers();
}

#[test]
fn a_busy_server_is_left_alone_until_the_date_it_names() {
    let line = update();
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        line.server.rule(move |_| {
            say(&format!(
                "{status}\r\nDate: Sun, 22 Nov 2026 02:00:00 GMT\r\nRetry-After: Sun, 22 Nov 2026 02:30:00 GMT"
            ))
        });
        line.terminal.refuses(&["once"], 3, &status[..3]);
        assert_eq!(line.terminal.status(&[])["last_run"]["retry_after_s"], 1800);
    }
    line.recovers();
}

#[test]
fn the_running_agent_keeps_away_as_long_as_it_was_asked_to() {
    let line = update();
    line.server
        .rule(|_| say("503 Service Unavailable\r\nRetry-After: 7200"));
    let now = "2026-11-22T03:00:00Z";
    let mut agent = line.terminal.start(&["run", "--now", now]);
    let mut next = None;
    let begun = std::time::Instant::now();
    while next.is_none() && begun.elapsed() < Duration::from_secs(120) {
        std::thread::yield_now();
        next = line.terminal.status(&[])["next_poll"]
            .as_str()
            .map(str::to_owned);
    }
    agent.kill().unwrap();
    agent.wait().unwrap();
    let next: jiff::Timestamp = next
        .expect("the agent says when it polls next")
        .parse()
        .unwrap();
    let wait = next.as_second() - now.parse::<jiff::Timestamp>().unwrap().as_second();
    assert!((7_200..=7_200 * 5 / 4 + 2).contains(&wait), "{wait}");
    line.recovers();
}

#[test]
fn a_proxy_is_used_when_it_is_set_and_407_is_told_as_such() {
    let line = update();
    let proxy = Rogue::serve(line.office.dir());
    let sync = format!("proxy = \"{}\"", proxy.url());
    let feed = "http://feed.example.invalid/";
    line.terminal.configure(feed, &sync, "");
    proxy.rule(|_| {
        say("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"")
    });
    line.terminal
        .refuses(&["once"], 3, "the proxy wants a name and a password");
    proxy.rule(|_| Reply::File);
    proxy.take();
    line.terminal.ok(&["once"]);
    assert!(
        proxy
            .take()
            .iter()
            .all(|asked| asked.path.starts_with(feed))
    );
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn an_unchanged_poll_is_two_requests_and_two_kilobytes() {
    let line = Line::filled();
    line.terminal.ok(&["once"]);
    let asked = line.server.take();
    assert_eq!(asked.len(), 2, "{asked:#?}");
    let run = &line.terminal.status(&[])["last_run"];
    assert!(run["bytes"].as_u64().unwrap() <= 2_048, "{run}");
}

#[test]
fn a_takedown_is_applied_although_the_rest_of_the_log_does_not_arrive() {
    let line = update();
    line.server
        .rule(|asked| match asked.path.ends_with(".zst") {
            true => say("503 Service Unavailable"),
            false => Reply::File,
        });
    let said = line.terminal.run(&["once"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let contents = line.terminal.contents();
    assert!(
        !contents
            .documents
            .iter()
            .any(|d| d.contains("\"office/0002\""))
    );
    assert_eq!(contents.documents.len(), 39);
    line.recovers();
}
