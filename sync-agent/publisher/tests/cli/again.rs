//! A portal that is read again although it says that nothing changed: because a file did not come the first time, or because somebody
//! reads otherwise now.

use std::fs;

use super::Bench;
use super::portal::{Server, article, list};

fn served() -> Server {
    let server = Server::start();
    server.put("/zc/index.html", &list(&[1, 2]));
    (1..=2).for_each(|n| server.put(&format!("/zc/t20260409_{n}.html"), &article(n)));
    server
}

/// Publishes by a recipe whose `[detail]` says this.
fn publish(bench: &Bench, server: &Server, detail: &str, now: &str) -> String {
    let recipe = format!(
        "[site]\nid = \"demo\"\nname = \"示例市\"\nstart = \"http://{}/zc/index.html\"\nhosts = [\"127.0.0.1\"]\ndelay_ms = 200\n\
         [[list]]\ncolumn = \"文件\"\nurl = \"index.html\"\nitems = \"ul.list > li\"\n[list.fields]\nlink = [\"a@href\"]\n\
         title = [\"a\"]\ndate = [\"span\"]\n[detail]\n{detail}\n",
        server.address
    );
    fs::write(bench.path("recipe.toml"), recipe).unwrap();
    bench.run(&[
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
        "--confirm-change",
        "--now",
        now,
    ])
}

/// The last record of the feed that holds these words.
pub fn record(bench: &Bench, words: &str) -> String {
    let logs = bench.files().into_iter();
    let mut logs: Vec<_> = logs
        .filter(|path| path.to_string_lossy().contains("/log/"))
        .collect();
    // Names begin with the sequence number.
    logs.sort_by_key(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let number: u64 = name.split(['.', '-']).next().unwrap().parse().unwrap();
        number
    });
    let plain = logs.iter().map(|path| {
        String::from_utf8(zstd::decode_all(fs::File::open(path).unwrap()).unwrap()).unwrap()
    });
    let all: String = plain.collect();
    let mut lines = all.lines().filter(|line| line.contains(words));
    lines.next_back().expect("a record").to_owned()
}

#[test]
fn a_file_that_did_not_come_stands_in_the_document_with_its_address_until_it_comes() {
    let server = served();
    let links = "<p><a href='P1.txt'>附表一</a></p></div>";
    let page = article(1).replace("</div>", links);
    server.put("/zc/t20260409_1.html", &page);
    let bench = Bench::new();
    let files = "attachments = { at = \"#zoom a\" }";
    let told = publish(&bench, &server, files, "2026-11-21T08:00:00Z");
    assert!(told.contains("published 2, changed 0"), "{told}");
    let address = format!("http://{}/zc/P1.txt", server.address);
    let sentence = format!("（附件《附表一》未能随文取得，原址：{address} 。）");
    assert!(record(&bench, "关于第1项工作的通知").contains(&sentence));
    assert!(!record(&bench, "关于第2项工作的通知").contains("未能随文取得"));
    let report = fs::read_to_string(bench.path("report.json")).unwrap();
    assert!(
        report.contains(&address) && report.contains("404"),
        "{report}"
    );
    // It comes: the next full walk takes it, and the sentence goes.
    server.put("/zc/P1.txt", "附表一的内容。");
    let told = publish(&bench, &server, files, "2026-12-01T08:00:00Z");
    assert!(told.contains("published 0, changed 1"), "{told}");
    let now = record(&bench, "关于第1项工作的通知");
    assert!(
        !now.contains("未能随文取得") && now.contains("附表一.txt"),
        "{now}"
    );
}

#[test]
fn articles_that_did_not_change_are_read_again_when_the_reader_changed() {
    let server = served();
    (1..=2).for_each(|n| {
        let page = article(n).replace("</div>", "<p class=ad>扫码关注</p></div>");
        server.put(&format!("/zc/t20260409_{n}.html"), &page);
    });
    let bench = Bench::new();
    let publish = |detail: &str, now: &str| {
        let told = publish(&bench, &server, detail, now);
        let articles = server.asked().into_iter();
        let articles: Vec<(String, bool)> = articles
            .filter(|(path, _)| path.contains("/zc/t"))
            .collect();
        (told, articles)
    };
    let (told, _) = publish("", "2026-11-21T08:00:00Z");
    assert!(told.contains("published 2, changed 0"), "{told}");
    assert!(record(&bench, "关于第2项工作的通知").contains("扫码关注"));
    let (_, asked) = publish("", "2026-11-22T08:00:00Z");
    assert!(asked.is_empty(), "{asked:?}");
    // Another recipe: all of them, at once, and not only if they changed.
    let (told, asked) = publish("cut = [\".ad\"]", "2026-11-23T08:00:00Z");
    assert!(told.contains("published 0, changed 2"), "{told}");
    assert_eq!(asked.len(), 2);
    assert!(
        asked.iter().all(|(_, conditional)| !conditional),
        "{asked:?}"
    );
    assert!(!record(&bench, "关于第2项工作的通知").contains("扫码关注"));
    let (told, asked) = publish("cut = [\".ad\"]", "2026-11-24T08:00:00Z");
    assert!(
        told.contains("published 0, changed 0") && asked.is_empty(),
        "{told} {asked:?}"
    );
}
