//! The real program against a small web server of this machine: manners, and a run through to a feed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use super::Bench;

/// What is served, and what was asked: the request line, and whether it was conditional.
#[derive(Default)]
struct Shared {
    pages: Mutex<BTreeMap<String, Vec<u8>>>,
    asked: Mutex<Vec<(String, bool)>>,
}

pub struct Server {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    /// Serves until the test's process ends.
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let served = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let first = lines.next().unwrap().unwrap();
                let mut etag = None;
                for line in lines {
                    let line = line.unwrap().to_ascii_lowercase();
                    if let Some(value) = line.strip_prefix("if-none-match: ") {
                        etag = Some(value.to_owned());
                    }
                    if line.is_empty() {
                        break;
                    }
                }
                let path = first.split(' ').nth(1).unwrap().to_owned();
                let page = served.pages.lock().unwrap().get(&path).cloned();
                served.asked.lock().unwrap().push((path, etag.is_some()));
                let (head, body) = match page {
                    None => (
                        "HTTP/1.1 404 Not Found\r\ncontent-length: 0".to_owned(),
                        Vec::new(),
                    ),
                    Some(page) => {
                        let own = format!("\"{}\"", page.len());
                        match etag.as_deref() == Some(own.as_str()) {
                            true => (
                                format!("HTTP/1.1 304 Not Modified\r\netag: {own}"),
                                Vec::new(),
                            ),
                            false => (
                                format!(
                                    "HTTP/1.1 200 OK\r\netag: {own}\r\ncontent-length: {}",
                                    page.len()
                                ),
                                page,
                            ),
                        }
                    }
                };
                let head = format!("{head}\r\nconnection: close\r\n\r\n");
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(&body).unwrap();
            }
        });
        Server { address, shared }
    }

    pub fn put(&self, path: &str, page: &str) {
        self.put_bytes(path, page.as_bytes());
    }

    pub fn put_bytes(&self, path: &str, page: &[u8]) {
        let mut pages = self.shared.pages.lock().unwrap();
        pages.insert(path.to_owned(), page.to_owned());
    }

    /// Serves it no longer.
    pub fn take(&self, path: &str) -> String {
        let page = self.shared.pages.lock().unwrap().remove(path).unwrap();
        String::from_utf8(page).unwrap()
    }

    pub fn asked(&self) -> Vec<(String, bool)> {
        std::mem::take(&mut self.shared.asked.lock().unwrap())
    }
}

fn list(rows: &[usize]) -> String {
    let row = |n: &usize| {
        format!(
            "<li><a href='t20260409_{n}.html'>关于第{n}项工作的通知</a><span>2026-04-09</span></li>"
        )
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<meta charset=utf-8><ul class=list>{rows}<li><a href='http://other.invalid/a.html'>关于别处的通知</a><span>2026-04-09</span></li></ul>"
    )
}

pub fn article(n: usize) -> String {
    format!(
        "<meta charset=utf-8><title>关于第{n}项工作的通知</title><div id=zoom><p>各单位：</p><p>现将第{n}项工作通知如下，请认真执行。</p><p>示例市人民政府</p><p>2026年4月9日</p></div>"
    )
}

#[test]
fn a_portal_is_published_politely_and_a_forbidden_part_is_not_asked_for() {
    let server = Server::start();
    server.put(
        "/robots.txt",
        "User-agent: *\nDisallow: /zc/t20260409_2.html\n",
    );
    server.put("/zc/index.html", &list(&[1, 2, 3]));
    (1..=3).for_each(|n| server.put(&format!("/zc/t20260409_{n}.html"), &article(n)));
    let bench = Bench::new();
    let recipe = format!(
        "[site]\nid = \"demo\"\nname = \"示例市\"\nstart = \"http://{}/zc/index.html\"\nhosts = [\"127.0.0.1\"]\ndelay_ms = 200\n\
         [[list]]\ncolumn = \"文件\"\nurl = \"index.html\"\nitems = \"ul.list > li\"\n[list.fields]\nlink = [\"a@href\"]\n\
         title = [\"a\"]\ndate = [\"span\"]\n",
        server.address
    );
    fs::write(bench.path("recipe.toml"), recipe).unwrap();
    let publish = |now: &str| {
        let told = bench.run(&[
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
            "--now",
            now,
        ]);
        (told, server.asked())
    };
    let (told, asked) = publish("2026-11-21T08:00:00Z");
    assert!(
        told.contains("published 2, changed 0, withdrawn 0, refused 1"),
        "{told}"
    );
    assert_eq!(asked[0].0, "/robots.txt");
    assert!(
        asked.iter().all(|(path, _)| !path.contains("_2.html")),
        "{asked:?}"
    );
    assert!(bench.verify().status.success());
    let (told, _) = publish("2026-11-21T09:00:00Z");
    assert!(told.contains("published 0, changed 0"), "{told}");
    // A full walk asks whether articles changed, and they did not.
    let (told, asked) = publish("2026-12-01T08:00:00Z");
    assert!(told.contains("published 0, changed 0"), "{told}");
    let conditional = asked
        .iter()
        .filter(|(path, known)| *known && path.contains("/zc/t"))
        .count();
    assert_eq!(conditional, 2, "{asked:?}");
    let address = format!("http://{}/zc/index.html", server.address);
    let tried = bench.run(&["try", &address, "--recipe", "recipe.toml", "--json"]);
    let tried: serde_json::Value = serde_json::from_str(&tried).unwrap();
    assert_eq!(
        (&tried[0]["complete"], &tried[0]["dropped"]["another host"]),
        (&3.into(), &1.into())
    );
    let proposed = bench.run(&["recipe", &address]);
    assert!(proposed.contains("items = \"ul.list > li\""), "{proposed}");
}
