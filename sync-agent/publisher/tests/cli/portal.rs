//! The real program against a small web server of this machine: manners, and a run through to a feed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::Bench;

/// What is served, and what was asked: the request line, and whether it was conditional.
#[derive(Default)]
struct Shared {
    pages: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Pages that answer 410.
    gone: Mutex<Vec<String>>,
    asked: Mutex<Vec<(String, bool)>>,
}

pub struct Server {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    /// Each path as soon as it is asked for.
    told: Receiver<String>,
}

impl Server {
    /// Serves until the test's process ends.
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let served = shared.clone();
        let (teller, told): (Sender<String>, _) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let Some(Ok(first)) = lines.next() else {
                    continue;
                };
                let mut etag = None;
                for line in lines.map_while(Result::ok) {
                    let line = line.to_ascii_lowercase();
                    if let Some(value) = line.strip_prefix("if-none-match: ") {
                        etag = Some(value.to_owned());
                    }
                    if line.is_empty() {
                        break;
                    }
                }
                let Some(path) = first.split(' ').nth(1).map(str::to_owned) else {
                    continue;
                };
                // A test that does not listen is no fault.
                let _ = teller.send(path.clone());
                let is_gone = served.gone.lock().unwrap().contains(&path);
                let page = served.pages.lock().unwrap().get(&path).cloned();
                served.asked.lock().unwrap().push((path, etag.is_some()));
                let (head, body) = match page {
                    None if is_gone => (
                        "HTTP/1.1 410 Gone\r\ncontent-length: 0".to_owned(),
                        Vec::new(),
                    ),
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
                // Who asked may have been killed, or have heard enough.
                let _ = stream.write_all(head.as_bytes());
                let _ = stream.write_all(&body);
            }
        });
        Server {
            address,
            shared,
            told,
        }
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

    /// Serves it no longer, and says that it never will again.
    pub fn gone(&self, path: &str) {
        self.take(path);
        self.shared.gone.lock().unwrap().push(path.to_owned());
    }

    /// Waits until `client` asks for one more path; none if it ends instead.
    pub fn next_asked(&self, client: &mut Child) -> Option<String> {
        loop {
            match self.told.recv_timeout(Duration::from_millis(20)) {
                Ok(path) => return Some(path),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if client.try_wait().unwrap().is_some() {
                return self.told.try_recv().ok();
            }
        }
    }

    /// Paths that were asked for since.
    pub fn rest_asked(&self) -> Vec<String> {
        self.told.try_iter().collect()
    }

    pub fn asked(&self) -> Vec<(String, bool)> {
        std::mem::take(&mut self.shared.asked.lock().unwrap())
    }
}

pub fn list(rows: &[usize]) -> String {
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

/// What the search of the policy library answers.
fn library(rows: &[usize], code: usize, address: std::net::SocketAddr) -> String {
    let row = |n: &usize| {
        format!(
            r#"{{"title":"示例办关于第{n}项<em>工作</em>的通知","url":"http://{address}/zhengce/content_{n}.htm","pcode":"示办发〔2026〕{n}号","index":"000/2026-{n}","puborg":"示例办","pubtimeStr":"2026.04.0{n}"}}"#
        )
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!(
        r#"{{"code":{code},"searchVO":{{"totalCount":0,"listVO":[],"catMap":{{"gongwen":{{"totalCount":3,"listVO":[{}]}}}}}}}}"#,
        rows.join(",")
    )
}

#[test]
fn the_policy_library_is_read_from_its_search() {
    let server = Server::start();
    let ask = |page: usize| {
        format!(
            "/search-gov/data?t=zhengcelibrary_gw&q=&timetype=timeqb&sort=pubtime&sortType=1&searchfield=title&p={page}&n=2"
        )
    };
    server.put(&ask(0), &library(&[1, 2], 200, server.address));
    server.put(&ask(1), &library(&[3], 200, server.address));
    for n in 1..=3 {
        let page = article(n).replace("关于第", "示例办关于第");
        server.put(&format!("/zhengce/content_{n}.htm"), &page);
    }
    let bench = Bench::new();
    // The recipe that ships, but for where the library is.
    let shipped =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/recipes/govcn.toml");
    let recipe = fs::read_to_string(shipped)
        .unwrap()
        .replace(
            "https://sousuo.www.gov.cn/",
            &format!("http://{}/", server.address),
        )
        .replace("\"sousuo.www.gov.cn\", \"www.gov.cn\"", "\"127.0.0.1\"")
        .replace("delay_ms = 3000", "delay_ms = 200")
        .replace("size = 20", "size = 2");
    fs::write(bench.path("govcn.toml"), recipe).unwrap();
    let publish = |now: &str| {
        bench.run(&[
            "publish",
            "--adapter",
            "govcn",
            "--recipe",
            "govcn.toml",
            "--from",
            "library",
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
        ])
    };
    let told = publish("2026-11-21T08:00:00Z");
    assert!(
        told.contains("published 3, changed 0, withdrawn 0, refused 0"),
        "{told}"
    );
    let report = fs::read_to_string(bench.path("report.json")).unwrap();
    assert!(report.contains("示例办关于第3项工作的通知"), "{report}");
    assert!(bench.verify().status.success());
    // The library says that it found nothing, although it says so with 200: nothing is concluded.
    server.put(&ask(0), &library(&[], 1001, server.address));
    let told = publish("2026-12-21T08:00:00Z");
    assert!(
        told.contains("published 0, changed 0, withdrawn 0, refused 1"),
        "{told}"
    );
    let report = fs::read_to_string(bench.path("report.json")).unwrap();
    assert!(report.contains("code says 1001, not 200"), "{report}");
}

#[test]
fn the_command_line_speaks_chinese_where_the_locale_says_so() {
    let bench = Bench::new();
    fs::write(bench.path("t.txt"), "示例市人民政府关于某事的通知\n\n各单位：\n\n现将有关事项通知如下，请认真执行。\n\n示例市人民政府\n2026年4月9日\n").unwrap();
    let run = |arguments: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_publisher"))
            .args(arguments)
            .current_dir(bench.path(""))
            .env("LC_ALL", "zh_CN.UTF-8")
            .output()
            .unwrap()
    };
    let told = |output: &[u8]| String::from_utf8(output.to_vec()).unwrap();
    let tried = run(&["try", "t.txt"]);
    let words = told(&tried.stdout);
    assert!(
        words.contains("发文机关： 示例市人民政府") && words.contains("成文日期： 2026-04-09"),
        "{words}"
    );
    let failed = run(&["push", "nowhere", "--to", "file:///tmp"]);
    assert_eq!(
        told(&failed.stderr),
        "publisher：送出 nowhere：没有这个文件夹\n"
    );
    assert_eq!(failed.status.code(), Some(1));
}
