//! Portals that take pages away, answer with a captcha or with far too much, and a crawl that is killed again and again: the real program
//! against a small server.

use std::fs;
use std::process::{Command, Stdio};

use super::Bench;
use super::portal::{Server, article, list};

fn path(n: usize) -> String {
    format!("/zc/t20260409_{n}.html")
}

fn served(count: usize) -> Server {
    let server = Server::start();
    let rows: Vec<usize> = (1..=count).collect();
    server.put("/zc/index.html", &list(&rows));
    (1..=count).for_each(|n| server.put(&path(n), &article(n)));
    server
}

fn arguments<'a>(bench: &Bench, server: &Server, now: &'a str) -> Vec<&'a str> {
    let recipe = format!(
        "[site]\nid = \"demo\"\nname = \"示例市\"\nstart = \"http://{}/zc/index.html\"\nhosts = [\"127.0.0.1\"]\ndelay_ms = 200\n\
         [[list]]\ncolumn = \"文件\"\nurl = \"index.html\"\nitems = \"ul.list > li\"\n[list.fields]\nlink = [\"a@href\"]\n\
         title = [\"a\"]\ndate = [\"span\"]\n",
        server.address
    );
    fs::write(bench.path("recipe.toml"), recipe).unwrap();
    vec![
        "publish",
        "--adapter",
        "portal",
        "--recipe",
        "recipe.toml",
        "--from",
        "state",
        "--channel",
        "channel.toml",
        "--to",
        "feed",
        "--keys",
        "keys",
        "--report",
        "report.json",
        "--now",
        now,
    ]
}

fn publish(bench: &Bench, server: &Server, now: &str) -> String {
    bench.run(&arguments(bench, server, now))
}

#[test]
fn a_page_that_is_gone_is_withdrawn_after_its_list_dropped_it_and_one_behind_a_captcha_stays() {
    let server = served(6);
    let bench = Bench::new();
    let told = publish(&bench, &server, "2026-01-01T08:00:00Z");
    assert!(told.contains("published 6"), "{told}");
    // Still listed, but all of them show a captcha: they stay as they were.
    let captcha = "<meta charset=utf-8><title>安全验证</title><div id=zoom><p>您的访问过于频繁，请完成下方验证后继续访问。</p></div>";
    let pages: Vec<String> = (1..=6).map(|n| server.take(&path(n))).collect();
    (1..=6).for_each(|n| server.put(&path(n), captcha));
    let told = publish(&bench, &server, "2026-01-11T08:00:00Z");
    assert!(
        told.contains("published 0, changed 0, withdrawn 0, refused 6"),
        "{told}"
    );
    // The list drops five: 404, 410, nothing at all, 200 with 已删除, and the captcha.
    (1..=6).for_each(|n| server.put(&path(n), &pages[n - 1]));
    server.put("/zc/index.html", &list(&[6]));
    server.take(&path(1));
    server.gone(&path(2));
    server.put(&path(3), "");
    server.put(&path(4), "<p>您访问的页面不存在或已删除！</p>");
    server.put(&path(5), captcha);
    let told = publish(&bench, &server, "2026-01-21T08:00:00Z");
    assert!(told.contains("withdrawn 0"), "missed once only: {told}");
    let told = publish(&bench, &server, "2026-01-31T08:00:00Z");
    assert!(
        told.contains("published 0, changed 0, withdrawn 4, refused 1"),
        "{told}"
    );
    assert!(bench.verify().status.success());
}

#[test]
fn a_page_of_50_mb_is_refused_and_the_others_are_published() {
    let server = served(3);
    let filler = "<p>各单位应当认真执行。</p>".repeat(50 * 1024 * 1024 / 37);
    server.put(&path(2), &format!("{}{filler}", article(2)));
    let bench = Bench::new();
    let told = publish(&bench, &server, "2026-01-01T08:00:00Z");
    assert!(told.contains("published 2"), "{told}");
    let report = fs::read_to_string(bench.path("report.json")).unwrap();
    assert!(
        report.contains("_2.html") && report.contains("bytes"),
        "{report}"
    );
    // A list of that length, beside the page that is asked for once more, says nothing about what it leaves out.
    server.put("/zc/index.html", &filler);
    let told = publish(&bench, &server, "2026-02-01T08:00:00Z");
    assert!(told.contains("withdrawn 0, refused 2"), "{told}");
}

#[test]
fn a_crawl_that_is_killed_thirty_times_goes_on_and_reads_no_article_anew() {
    const ARTICLES: usize = 20;
    const KILLS: usize = 30;
    let server = served(ARTICLES);
    let bench = Bench::new();
    let arguments = arguments(&bench, &server, "2026-01-01T08:00:00Z");
    let mut begun: Vec<String> = Vec::new();
    for run in 0..KILLS {
        let mut child = Command::new(env!("CARGO_BIN_EXE_publisher"))
            .args(&arguments)
            .current_dir(bench.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // robots.txt, the list, up to three articles: killed while the last of them is on its way.
        // A run that finds nothing more to ask for ends by itself.
        for _ in 0..=run % 5 {
            begun.extend(server.next_asked(&mut child));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        begun.extend(server.rest_asked());
    }
    bench.run(&arguments);
    let sound = bench.verify();
    let told = String::from_utf8(sound.stdout).unwrap();
    assert!(
        told.contains(&format!("sound: {ARTICLES} documents, 0 takedowns")),
        "{told}"
    );
    begun.extend(server.rest_asked());
    for n in 1..=ARTICLES {
        let times = begun.iter().filter(|asked| **asked == path(n)).count();
        assert!(times >= 1, "{n} was read");
    }
    let articles = begun.iter().filter(|asked| asked.contains("/zc/t"));
    // Only the one that was on its way at each kill is asked for once more.
    assert!(articles.count() <= ARTICLES + KILLS, "{begun:?}");
}

/// A captcha in words that no list of wordings has, under the article's own title and signed by nobody.
fn puzzle() -> String {
    let ask = "请按照从小到大的顺序依次点按图形之后再继续浏览。".repeat(3);
    format!("<meta charset=utf-8><title>示例</title><div id=zoom><p>{ask}</p></div>")
}

#[test]
fn after_a_day_of_captchas_that_the_guard_stopped_the_portal_publishes_again() {
    const ARTICLES: usize = 8;
    let server = served(ARTICLES);
    let bench = Bench::new();
    let told = publish(&bench, &server, "2026-01-01T08:00:00Z");
    assert!(told.contains("published 8"), "{told}");
    let pages: Vec<String> = (1..=ARTICLES).map(|n| server.take(&path(n))).collect();
    (1..=ARTICLES).for_each(|n| server.put(&path(n), &puzzle()));
    let stopped = bench.try_run(&arguments(&bench, &server, "2026-01-11T08:00:00Z"));
    assert_eq!(stopped.status.code(), Some(3), "{stopped:?}");
    // The next day the site is well, and has one more; an edit of that day counts as well.
    (1..=ARTICLES).for_each(|n| server.put(&path(n), &pages[n - 1]));
    server.put(&path(3), &pages[2].replace("认真执行", "认真落实"));
    server.put("/zc/index.html", &list(&[1, 2, 3, 4, 5, 6, 7, 8, 9]));
    server.put(&path(9), &article(9));
    let told = publish(&bench, &server, "2026-01-12T08:00:00Z");
    assert!(
        told.contains("published 1, changed 1, withdrawn 0, refused 0"),
        "{told}"
    );
    let feed = fs::read_to_string(bench.path("report.json")).unwrap();
    assert!(!feed.contains("点按图形"), "{feed}");
}
