//! Drives the real program over a folder of statuses that many keys signed.

use crate::world::{Unit, time, units};
use batch::{SigningKey, Status, public_hex, seal_status};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DAY_MIN: u64 = 24 * 60;
const PAGE_BYTES_MAX: usize = 1_000_000;

struct Office {
    dir: tempfile::TempDir,
}

impl Office {
    fn new() -> Office {
        let office = Office {
            dir: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(office.inbox()).unwrap();
        office
    }

    fn inbox(&self) -> PathBuf {
        self.dir.path().join("inbox")
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    fn put(&self, status: &Status, key: u64) {
        let sealed = seal_status(status, &signer(key)).unwrap();
        fs::write(self.inbox().join(sealed.name), sealed.bytes).unwrap();
    }

    fn report(&self, unit: &Unit, key: u64, minute: u64) {
        self.put(&unit.status(minute), key);
    }

    fn run_from(&self, from: &str, minute: u64, more: &[&str]) -> Output {
        let now = time(minute).to_string();
        let out = self.out();
        let mut command = Command::new(env!("CARGO_BIN_EXE_fleet"));
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command.args(["--from", from, "--out"]).arg(&out);
        command.args(["--now", &now]).args(more);
        command.output().unwrap()
    }

    #[track_caller]
    fn run(&self, minute: u64, more: &[&str]) -> String {
        let output = self.run_from(self.inbox().to_str().unwrap(), minute, more);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn page(&self) -> String {
        fs::read_to_string(self.out().join("index.html")).unwrap()
    }

    fn metrics(&self) -> String {
        fs::read_to_string(self.out().join("fleet.prom")).unwrap()
    }
}

fn signer(seed: u64) -> SigningKey {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    SigningKey::from_bytes(&bytes)
}

fn write(path: &Path, text: &str) -> String {
    fs::write(path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_folder_of_statuses_becomes_a_page_and_metrics() {
    let office = Office::new();
    let units = units(10, 1, 7);
    for (n, unit) in units.iter().enumerate() {
        office.report(unit, n as u64, DAY_MIN / 2);
    }
    // Batches of the register lie in the same inbox.
    fs::write(
        office
            .inbox()
            .join("H000-1-00000001-0f70b9093b41bd87.ndjson.zst"),
        "x",
    )
    .unwrap();
    let said = office.run(DAY_MIN / 2 + 5, &[]);
    assert!(
        said.starts_with("10 terminals: 0 need a person now, 0 need a look"),
        "{said}"
    );
    let page = office.page();
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"zh-CN\">"));
    for unit in &units {
        assert!(page.contains(&format!("id={}>", unit.id)), "{}", unit.id);
    }
    let metrics = office.metrics();
    assert!(
        metrics.contains("fleet_terminals{level=\"good\"} 10\n"),
        "{metrics}"
    );
    for line in metrics.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(
            name.starts_with("fleet_") && value.parse::<f64>().is_ok(),
            "{line}"
        );
    }
    // Half a day later nobody has reported.
    office.run(DAY_MIN, &["--lang", "en"]);
    assert!(office.page().contains("<html lang=\"en\">"));
    assert!(
        office
            .metrics()
            .contains("fleet_findings{finding=\"silent\",level=\"alarm\"} 10\n")
    );
}

#[test]
fn a_replayed_and_a_forged_status_are_refused_and_shown_beside_what_was_believed() {
    let office = Office::new();
    let units = units(10, 1, 7);
    let [one, two] = [&units[0], &units[1]];
    for minute in [60, 120] {
        office.report(one, 1, minute);
        office.report(two, 2, minute);
        office.run(minute, &[]);
    }
    office.report(one, 1, 60);
    office.report(two, 9, 180);
    office.run(180, &[]);
    let metrics = office.metrics();
    for (id, reason) in [(&one.id, "older"), (&two.id, "other-key")] {
        let line = format!("fleet_terminal_refused{{terminal=\"{id}\",reason=\"{reason}\"}} 1\n");
        assert!(metrics.contains(&line), "{metrics}");
        let believed = time(120).as_second();
        let line =
            format!("fleet_terminal_reported_timestamp_seconds{{terminal=\"{id}\"}} {believed}\n");
        assert!(metrics.contains(&line), "{metrics}");
    }
    let page = office.page();
    assert!(page.contains("可能是重放") && page.contains("不是这台终端的密钥"));
    // Sound again with the next one; the device that was replaced needs a word of the office.
    office.report(one, 1, 240);
    office.report(two, 9, 240);
    office.run(240, &["--forget", &two.id]);
    assert!(!office.metrics().contains("fleet_terminal_refused{"));
    let output = office.run_from(office.inbox().to_str().unwrap(), 240, &["--forget", "X1-1"]);
    assert_eq!(output.status.code(), Some(1));
}

/// Rules that ask for a metric or a finding that nobody tells are silent for ever.
#[test]
fn every_metric_and_finding_of_the_alert_rules_is_told() {
    let office = Office::new();
    let units = units(10, 1, 7);
    for (n, unit) in units.iter().enumerate() {
        office.report(unit, n as u64, 60);
    }
    office.run(60, &[]);
    // One is refused, all are silent.
    office.report(&units[0], 99, 70);
    office.run(DAY_MIN, &[]);
    let rules = fs::read_to_string(root().join("deploy/fleet/alerts.yml")).unwrap();
    let metrics = office.metrics();
    let asked: Vec<&str> = words(&rules)
        .filter(|word| word.starts_with("fleet_"))
        .collect();
    assert!(asked.len() > 10, "{asked:?}");
    for name in asked {
        let told = metrics.lines().any(|line| {
            line.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(['{', ' ']))
        });
        assert!(told, "{name} is no metric of the fleet:\n{metrics}");
    }
    let known = fs::read_to_string(root().join("assets/lang/fleet.en.toml")).unwrap();
    let mut findings = 0;
    for part in rules.split("finding").skip(1) {
        let Some(named) = part
            .strip_prefix('=')
            .or_else(|| part.strip_prefix('!'))
            .and_then(|rest| rest.split('"').nth(1))
        else {
            continue;
        };
        for name in named.split('|') {
            findings += 1;
            assert!(
                known.contains(&format!("[finding.{name}]\n")),
                "{name} is no finding of the fleet"
            );
        }
    }
    assert!(findings > 10, "{findings}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Names of metrics and other words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
}

#[test]
fn with_points_and_keys_houses_have_names_and_strangers_are_not_believed() {
    let office = Office::new();
    let units = units(10, 1, 7);
    for (n, unit) in units[..3].iter().enumerate() {
        office.report(unit, n as u64, 60);
    }
    let [one, two, three] = [&units[0].id, &units[1].id, &units[2].id];
    let points = format!(
        "terminal,house,lon,lat\n{one},示例市图书馆,120.1,30.2\n{two},示例市图书馆,120.1,30.2\nX9-1,示例县档案馆,119.9,30.0\n"
    );
    let points = write(&office.dir.path().join("points.csv"), &points);
    let keys = format!(
        "{one} {}\n{two} {}\n",
        public_hex(&signer(0)),
        public_hex(&signer(9))
    );
    let keys = write(&office.dir.path().join("keys.txt"), &keys);
    office.run(65, &["--points", &points, "--keys", &keys]);
    let (page, metrics) = (office.page(), office.metrics());
    assert!(page.contains("示例市图书馆") && page.contains("<svg"));
    assert!(metrics.contains(&format!("terminal=\"{two}\",reason=\"other-key\"")));
    assert!(
        metrics.contains("fleet_strangers 1\n"),
        "{three}: {metrics}"
    );
    assert!(metrics.contains("terminal=\"X9-1\",house=\"示例县档案馆\",finding=\"never\""));
}

#[test]
fn whatever_goes_wrong_the_old_page_stays() {
    let office = Office::new();
    let units = units(5, 1, 7);
    office.report(&units[0], 0, 60);
    office.run(65, &[]);
    let before = (office.page(), office.metrics());
    let inbox = office.inbox();
    let inbox = inbox.to_str().unwrap();
    let bad = |name: &str, text: &str| write(&office.dir.path().join(name), text);
    let rules = bad("rules.toml", "[papre]\nwarn_m = 1\n");
    let points = bad("points.csv", "terminal\nL01\n");
    let keys = bad("keys.txt", "L01-1\n");
    for (from, more, words) in [
        ("/absent/inbox", vec![], "/absent/inbox"),
        (
            "http://127.0.0.1:9/inbox",
            vec![],
            "fetch http://127.0.0.1:9/inbox/",
        ),
        (inbox, vec!["--rules", &rules], "papre"),
        (inbox, vec!["--points", &points], "line 2"),
        (inbox, vec!["--keys", &keys], "line 1"),
    ] {
        let output = office.run_from(from, 600, &more);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(words), "{words} in {said}");
        assert_eq!((office.page(), office.metrics()), before);
    }
    fs::write(office.out().join("seen.json"), "{").unwrap();
    let output = office.run_from(inbox, 600, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!((office.page(), office.metrics()), before);
    assert_eq!(
        fs::read_to_string(office.out().join("seen.json")).unwrap(),
        "{"
    );
}

#[test]
fn a_thousand_terminals_that_all_need_somebody_fit_into_a_megabyte() {
    let office = Office::new();
    let units = units(1_000, 30, 2026);
    let mut points = String::from("terminal,house,lon,lat\n");
    for (n, unit) in units.iter().enumerate() {
        let mut status = unit.status(60);
        status.printer = "cover-open".into();
        status.paper_m = Some(1);
        status.disk_free_mb = Some(1);
        status.frame = Some(time(0).to_string());
        status.checked = Some(time(0).to_string());
        status.failures = 100;
        status.errors = batch::ERRORS
            .iter()
            .map(|code| (*code).to_owned())
            .collect();
        office.put(&status, n as u64);
        let (lon, lat) = (110.0 + n as f64 / 100.0, 20.0 + (n % 37) as f64 / 3.0);
        points.push_str(&format!(
            "{},示例市第{n}街道便民服务中心,{lon},{lat}\n",
            unit.id
        ));
    }
    let points = write(&office.dir.path().join("points.csv"), &points);
    office.run(6 * DAY_MIN, &["--points", &points]);
    let page = office.page();
    assert!(page.contains("class=alarm><b>1000</b>"));
    let bytes = page.len();
    assert!(bytes < PAGE_BYTES_MAX, "{bytes} bytes");
}

#[test]
fn an_address_is_read_by_its_list_or_terminal_by_terminal() {
    for lists in [true, false] {
        let office = Office::new();
        let units = units(5, 1, 7);
        for (n, unit) in units[..3].iter().enumerate() {
            office.report(unit, n as u64, 60);
        }
        let from = serve(office.inbox(), lists);
        let points = format!("terminal\n{}\n{}\n", units[0].id, units[1].id);
        let points = write(&office.dir.path().join("points.csv"), &points);
        let said =
            String::from_utf8(office.run_from(&from, 65, &["--points", &points]).stdout).unwrap();
        let expected = if lists {
            "3 terminals: 0"
        } else {
            "2 terminals: 0"
        };
        assert!(said.starts_with(expected), "{said}");
    }
}

/// Files of a folder, and a list of them at its top if it has one.
fn serve(dir: PathBuf, lists: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut first = String::new();
            reader.read_line(&mut first).unwrap();
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap_or(0) > 2 {
                line.clear();
            }
            let name = first.split(' ').nth(1).unwrap().trim_start_matches("/in/");
            let body = match name {
                "" if lists => Some(list(&dir).into_bytes()),
                name => fs::read(dir.join(name)).ok(),
            };
            let (status, body) = match body {
                Some(body) => ("200 OK", body),
                None => ("404 Not Found", Vec::new()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(&body);
        }
    });
    format!("http://127.0.0.1:{port}/in")
}

fn list(dir: &Path) -> String {
    let names = fs::read_dir(dir).unwrap().flatten();
    let names = names.map(|entry| entry.file_name().into_string().unwrap());
    names
        .map(|name| format!("<a href=\"{name}\">{name}</a>\n"))
        .collect()
}
