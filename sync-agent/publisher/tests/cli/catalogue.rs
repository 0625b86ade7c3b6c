//! Lists for machines, from the real program against a small server that answers as such systems do: an archive's OAI-PMH repository with
//! resumption and deleted records, sitemaps, RSS.

use super::Bench;
use super::portal::{Server, article};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;

/// Deleted records have no metadata.
fn record(n: usize, server: &Server, stamp: &str, deleted: bool) -> String {
    if deleted {
        return format!(
            "<record><header status=\"deleted\"><identifier>oai:a:{n}</identifier><datestamp>{stamp}</datestamp></header></record>"
        );
    }
    format!(
        "<record><header><identifier>oai:a:{n}</identifier><datestamp>{stamp}</datestamp></header><metadata><oai_dc:dc>\
         <dc:title>关于第{n}项工作的通知</dc:title><dc:creator>示例市人民政府</dc:creator><dc:date>2026-04-09</dc:date>\
         <dc:identifier>http://{}/a/{n}.html</dc:identifier></oai_dc:dc></metadata></record>",
        server.address
    )
}

fn answer(records: &[String], token: &str, at: &str) -> String {
    let records = records.concat();
    format!(
        "<?xml version=\"1.0\"?><OAI-PMH><responseDate>{at}</responseDate><ListRecords>{records}<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>"
    )
}

const IDENTIFY: &str = "<OAI-PMH><Identify><repositoryName>示例市档案馆</repositoryName><deletedRecord>persistent</deletedRecord>\
    <granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify></OAI-PMH>";
const FIRST: &str = "/oai?verb=ListRecords&metadataPrefix=oai_dc";

fn publish(bench: &Bench, adapter: &str, from: &str, now: &str) -> String {
    let output = bench.try_publish_from(adapter, from, &["--now", now]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{adapter} {from}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

fn repository() -> (Server, String) {
    let server = Server::start();
    server.put("/oai?verb=Identify", IDENTIFY);
    let first: Vec<String> = [1, 2]
        .map(|n| record(n, &server, "2026-04-09", false))
        .into();
    let rest = [record(3, &server, "2026-04-09", false)];
    server.put(FIRST, &answer(&first, "t-2", "2026-05-01T00:00:00Z"));
    let next = "/oai?verb=ListRecords&resumptionToken=t-2";
    server.put(next, &answer(&rest, "", "2026-05-01T00:00:01Z"));
    (1..=3).for_each(|n| server.put(&format!("/a/{n}.html"), &article(n)));
    let base = format!("http://{}/oai", server.address);
    (server, base)
}

/// The same repository by a recipe, which asks for less patience than is usual.
fn publish_briskly(bench: &Bench, base: &str, now: &str) -> String {
    let recipe = format!(
        "[site]\nid = \"demo\"\nname = \"示例市档案馆\"\nstart = \"{base}\"\nhosts = [\"127.0.0.1\"]\ndelay_ms = 200\n\
         [[list]]\ncolumn = \"档案目录\"\nurl = \"\"\nwrap = \"oai-pmh\"\n"
    );
    fs::write(bench.path("recipe.toml"), recipe).unwrap();
    bench.run(&[
        "publish",
        "--adapter",
        "oai-pmh",
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
        "--now",
        now,
    ])
}

#[test]
fn an_archives_repository_is_published_and_what_it_deletes_goes() {
    let (server, base) = repository();
    let bench = Bench::new();
    let told = publish(&bench, "oai-pmh", &base, "2026-11-21T08:00:00Z");
    assert!(
        told.contains("published 3, changed 0, withdrawn 0, refused 0"),
        "{told}"
    );
    assert!(bench.verify().status.success());
    server.asked();
    // Later only what changed since the repository last answered is asked for: one is gone, one is new.
    let changes = [
        record(2, &server, "2026-06-01", true),
        record(4, &server, "2026-06-01", false),
    ];
    server.put(
        &format!("{FIRST}&from=2026-05-01T00%3A00%3A00Z"),
        &answer(&changes, "", "2026-06-02T00:00:00Z"),
    );
    server.put("/a/4.html", &article(4));
    let told = publish(&bench, "oai-pmh", &base, "2026-11-22T08:00:00Z");
    assert!(
        told.contains("published 1, changed 0, withdrawn 1, refused 0"),
        "{told}"
    );
    let asked = server.asked();
    let pages = asked.iter().filter(|(path, _)| path.starts_with("/a/"));
    assert_eq!(pages.count(), 1, "{asked:?}");
    assert!(bench.verify().status.success());
    // Nothing new, nothing read.
    server.put(
        &format!("{FIRST}&from=2026-06-02T00%3A00%3A00Z"),
        "<OAI-PMH><responseDate>2026-06-03T00:00:00Z</responseDate><error code=\"noRecordsMatch\"/></OAI-PMH>",
    );
    let told = publish(&bench, "oai-pmh", &base, "2026-11-23T08:00:00Z");
    assert!(
        told.contains("published 0, changed 0, withdrawn 0, refused 0"),
        "{told}"
    );
}

#[test]
fn a_harvest_that_was_cut_off_goes_on_with_its_token_or_begins_anew() {
    let (server, base) = repository();
    let bench = Bench::new();
    let next = "/oai?verb=ListRecords&resumptionToken=t-2";
    let rest = server.take(next);
    let told = publish_briskly(&bench, &base, "2026-11-21T08:00:00Z");
    assert!(
        told.contains("published 2, changed 0, withdrawn 0, refused 1"),
        "{told}"
    );
    server.asked();
    // It goes on behind what it has.
    server.put(next, &rest);
    let told = publish_briskly(&bench, &base, "2026-11-21T09:00:00Z");
    assert!(
        told.contains("published 1, changed 0, withdrawn 0, refused 0"),
        "{told}"
    );
    let asked = server.asked();
    assert!(asked.iter().all(|(path, _)| path != FIRST), "{asked:?}");
    // A token that the repository forgot: from the beginning.
    server.take(next);
    publish_briskly(&bench, &base, "2026-11-30T08:00:00Z");
    server.put(
        next,
        "<OAI-PMH><responseDate>x</responseDate><error code=\"badResumptionToken\"/></OAI-PMH>",
    );
    let last = [1, 2, 3].map(|n| record(n, &server, "2026-04-09", false));
    server.put(FIRST, &answer(&last, "", "2026-05-01T00:00:00Z"));
    let told = publish_briskly(&bench, &base, "2026-11-30T09:00:00Z");
    assert!(
        told.contains("published 0, changed 0, withdrawn 0, refused 0"),
        "{told}"
    );
}

#[test]
fn lists_that_lie_or_never_end_are_refused_and_withdraw_nothing() {
    let (server, base) = repository();
    let bench = Bench::new();
    publish_briskly(&bench, &base, "2026-11-21T08:00:00Z");
    let circle = answer(&[record(1, &server, "2026-04-09", false)], "t-2", "x");
    let deep = "<a>".repeat(200);
    for (n, lie) in [
        circle.as_str(),
        "<html><body>请完成安全验证</body></html>",
        "<OAI-PMH><error code=\"badVerb\">no</error></OAI-PMH>",
        "<OAI-PMH><ListRecords>",
        &deep,
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><OAI-PMH>&x;</OAI-PMH>",
        "",
    ]
    .into_iter()
    .enumerate()
    {
        server.put(FIRST, lie);
        server.put("/oai?verb=ListRecords&resumptionToken=t-2", lie);
        let now = format!("2026-12-{:02}T08:00:00Z", 1 + n);
        let told = publish_briskly(&bench, &base, &now);
        assert!(
            told.contains("published 0, changed 0, withdrawn 0, refused 1"),
            "{lie}: {told}"
        );
    }
}

#[test]
fn sitemaps_and_rss_lead_to_articles_of_this_site_only() {
    let server = Server::start();
    let at = server.address;
    let map = |rows: &[(usize, &str)]| {
        let rows: String = rows
            .iter()
            .map(|(n, day)| {
                format!(
                    "<url><loc>http://{at}/a/t20260409_{n}.html</loc><lastmod>{day}</lastmod></url>"
                )
            })
            .collect();
        format!("<urlset>{rows}<url><loc>http://other.invalid/x.html</loc></url></urlset>")
    };
    // An index that names itself is read once.
    let index = format!(
        "<sitemapindex><sitemap><loc>http://{at}/sitemap.xml</loc></sitemap><sitemap><loc>http://{at}/1.xml</loc></sitemap></sitemapindex>"
    );
    server.put("/sitemap.xml", &index);
    server.put("/1.xml", &map(&[(1, "2026-04-09"), (2, "2026-04-09")]));
    (1..=2).for_each(|n| server.put(&format!("/a/t20260409_{n}.html"), &article(n)));
    let bench = Bench::new();
    let from = format!("http://{at}/sitemap.xml");
    let told = publish(&bench, "sitemap", &from, "2026-11-21T08:00:00Z");
    assert!(
        told.contains("published 2, changed 0, withdrawn 0, refused 1"),
        "{told}"
    );
    let report = fs::read_to_string(bench.path("report.json")).unwrap();
    assert!(report.contains("another host"), "{report}");
    server.asked();
    // What says that it changed is read again, the other is not.
    server.put("/1.xml", &map(&[(1, "2026-04-09"), (2, "2026-06-09")]));
    server.put(
        "/a/t20260409_2.html",
        &article(2).replace("认真", "抓紧认真"),
    );
    let told = publish(&bench, "sitemap", &from, "2026-11-22T08:00:00Z");
    assert!(
        told.contains("published 0, changed 1, withdrawn 0"),
        "{told}"
    );
    let asked = server.asked();
    assert!(
        asked.iter().all(|(path, _)| !path.ends_with("_1.html")),
        "{asked:?}"
    );
    let rss = format!(
        "<rss><channel><item><title>关于第1项工作的通知</title><link>http://{at}/a/t20260409_1.html</link><pubDate>Thu, 09 Apr 2026 08:00:00 +0800</pubDate></item></channel></rss>"
    );
    server.put("/rss.xml", &rss);
    let bench = Bench::new();
    let told = publish(
        &bench,
        "sitemap",
        &format!("http://{at}/rss.xml"),
        "2026-11-21T08:00:00Z",
    );
    assert!(told.contains("published 1, changed 0"), "{told}");
}

#[test]
fn packed_sitemaps_are_read_and_a_torn_one_ends_the_run_with_its_reason() {
    let server = Server::start();
    let at = server.address;
    let packed = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let index =
        format!("<sitemapindex><sitemap><loc>http://{at}/1.xml.gz</loc></sitemap></sitemapindex>");
    let map = packed(&format!(
        "<urlset><url><loc>http://{at}/a/t20260409_1.html</loc></url></urlset>"
    ));
    server.put_bytes("/sitemap.xml.gz", &packed(&index));
    server.put_bytes("/1.xml.gz", &map);
    server.put("/a/t20260409_1.html", &article(1));
    let bench = Bench::new();
    let from = format!("http://{at}/sitemap.xml.gz");
    let told = publish(&bench, "sitemap", &from, "2026-11-21T08:00:00Z");
    assert!(told.contains("published 1, changed 0"), "{told}");
    server.put_bytes("/1.xml.gz", &map[..map.len() - 4]);
    let told = publish(&bench, "sitemap", &from, "2026-11-22T08:00:00Z");
    assert!(
        told.contains("published 0, changed 0, withdrawn 0, refused 1"),
        "{told}"
    );
    let report = fs::read_to_string(bench.path("report.json")).unwrap();
    assert!(report.contains("unpack gzip"), "{report}");
}

#[test]
fn a_source_that_nothing_comes_from_fails_the_run_and_names_the_address() {
    let server = Server::start();
    let bench = Bench::new();
    // Nobody listens there: the port was given back.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = closed.local_addr().unwrap();
    drop(closed);
    let recipe = |address: &str| {
        format!(
            "[site]\nid = \"demo\"\nname = \"示例市\"\nstart = \"{address}\"\nhosts = [\"127.0.0.1\"]\ndelay_ms = 200\n\
             [[list]]\ncolumn = \"文件\"\nurl = \"\"\nitems = \"li\"\n[list.fields]\nlink = [\"a@href\"]\n"
        )
    };
    for (adapter, at) in [
        ("sitemap", format!("http://{nowhere}/sitemap.xml")),
        ("oai-pmh", format!("http://{nowhere}/oai")),
        ("sitemap", format!("http://{}/nothing.xml", server.address)),
        ("oai-pmh", format!("http://{}/nothing", server.address)),
        ("portal", format!("http://{nowhere}/zc/")),
        ("portal", format!("http://{}/zc/", server.address)),
    ] {
        fs::write(bench.path("recipe.toml"), recipe(&at)).unwrap();
        let output = match adapter {
            "portal" => bench.try_publish_from(adapter, "state", &["--recipe", "recipe.toml"]),
            _ => bench.try_publish_from(adapter, &at, &[]),
        };
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{at}: {said}");
        assert!(
            said.contains(&at) && said.contains("answers from this machine"),
            "{said}"
        );
        let report = fs::read_to_string(bench.path("report.json")).unwrap();
        assert!(report.contains("unreadable"), "{report}");
        // The feed does not run out because its source is away.
        assert!(bench.verify().status.success());
    }
}
