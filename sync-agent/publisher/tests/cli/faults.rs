//! Portals that answer with far too much: the real program against a small server.

use std::fs;

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
