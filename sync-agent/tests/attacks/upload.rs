//! The register on its way to an inbox: at least once, byte for byte the same, nothing of persons; and what sticks and the
//! supervisor want of a running agent.

use crate::Line;
use crate::rogue::{Reply, Rogue};
use crate::terminal::Terminal;
use serde_json::Value;
use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::time::{Duration, Instant};

/// Batches alone; what a status says is `status`'s.
pub fn uploading(line: &Line, to: &str) {
    let more = format!("[upload]\nto = \"{to}\"\nstatus = false");
    line.terminal.configure(&line.server.url(), "", &more);
}

/// A register with one request and its outcome, as the kiosk writes it.
pub fn write_register(terminal: &Terminal) {
    let dir = terminal.mirror().parent().unwrap().join("journal");
    fs::create_dir_all(&dir).unwrap();
    let now = crate::office::day_one();
    let mut register = journal::Writer::open(&dir, "L01", "1", now).unwrap();
    let request = journal::Request {
        document_id: "office/0001".into(),
        document_rev: 1,
        title: "关于示例的通知".into(),
        doc_no: None,
        content: journal::Content::Whole,
        labels: vec![],
        length_mm: 300,
        purpose: Some(journal::Purpose::Rights),
    };
    let entry = register.begin(&request, now).unwrap();
    register.sending(&entry.number, now).unwrap();
    register.sent(&entry.number, now).unwrap();
    register
        .finish(&entry.number, &journal::Outcome::Sent, now)
        .unwrap();
}

pub fn lines(file: &Path) -> Vec<Value> {
    let bytes = zstd::decode_all(&fs::read(file).unwrap()[..]).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

pub fn batches(inbox: &Path) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = fs::read_dir(inbox)
        .unwrap()
        .flatten()
        .map(|e| e.path())
        .collect();
    found.sort();
    found
}

#[test]
fn the_register_and_the_receipts_arrive_once_and_hold_nothing_of_persons() {
    let mut line = Line::filled();
    line.office.withdraw(6, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    write_register(&line.terminal);
    let inbox = line.dir.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    uploading(&line, &format!("file://{}", inbox.display()));
    line.terminal.ok(&["upload"]);
    let files = batches(&inbox);
    assert_eq!(files.len(), 1, "{files:?}");
    let lines = lines(&files[0]);
    assert_eq!(lines[0]["kind"], "batch");
    let outcomes: Vec<&Value> = lines.iter().filter(|l| l["entry"] == "outcome").collect();
    assert_eq!(
        (outcomes.len(), &outcomes[0]["fields"]["outcome"]),
        (1, &"sent".into())
    );
    let receipts: Vec<&Value> = lines.iter().filter(|l| l["kind"] == "takedown").collect();
    assert_eq!(
        (receipts.len(), &receipts[0]["id"]),
        (1, &"office/0006".into()),
        "{lines:#?}"
    );
    assert!(lines.iter().all(|l| !l.to_string().contains("purpose")));
    assert!(
        lines
            .iter()
            .any(|l| l["fields"]["title"] == "关于示例的通知")
    );
    // Nothing new: nothing is sent.
    line.terminal.ok(&["upload"]);
    assert_eq!(batches(&inbox).len(), 1);
    let status = line.terminal.status(&[]);
    assert_eq!(
        (&status["upload"]["batch"], &status["upload"]["waiting"]),
        (&1.into(), &Value::Null)
    );
}

#[test]
fn a_batch_that_did_not_arrive_is_sent_again_byte_for_byte() {
    let line = Line::filled();
    write_register(&line.terminal);
    let server = Rogue::serve(line.office.dir());
    uploading(&line, &format!("{}dav?token=1", server.url()));
    server.rule(|_| Reply::Say("507 Insufficient Storage".into(), Vec::new()));
    let said = line.terminal.run(&["upload"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(
        said.err.contains("507") && !said.err.contains("token"),
        "{}",
        said.err
    );
    let waiting = line.terminal.status(&[])["upload"]["waiting"]
        .as_str()
        .unwrap()
        .to_owned();
    let outbox = line.terminal.mirror().join("outbox");
    let made = fs::read(outbox.join(&waiting)).unwrap();
    server.rule(|asked| asked.stored());
    line.terminal.ok(&["upload"]);
    let asked = server.take();
    assert_eq!(asked.len(), 2);
    for put in &asked {
        assert_eq!(put.path, format!("dav/{waiting}?token=1"));
        assert!(
            put.head.starts_with("put ") && put.body == made,
            "{}",
            put.head
        );
    }
    assert_eq!(fs::read_dir(&outbox).unwrap().count(), 0);
}

#[test]
fn each_batch_takes_its_own_presigned_address_and_says_when_there_is_none() {
    let line = Line::filled();
    write_register(&line.terminal);
    let server = Rogue::serve(line.office.dir());
    let file = line.dir.path().join("urls");
    uploading(&line, &format!("presigned://{}", file.display()));
    fs::write(&file, "").unwrap();
    let said = line.terminal.run(&["upload"]);
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.contains("no address left"), "{}", said.err);
    fs::write(
        &file,
        format!("{}one?sig=1\n{}two?sig=2\n", server.url(), server.url()),
    )
    .unwrap();
    server.rule(|asked| asked.stored());
    line.terminal.ok(&["upload"]);
    let paths: Vec<String> = server.take().into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths, ["one?sig=1"]);
}

#[test]
fn a_login_page_that_says_2xx_takes_no_batch() {
    let line = Line::filled();
    write_register(&line.terminal);
    let server = Rogue::serve(line.office.dir());
    uploading(&line, &format!("{}dav", server.url()));
    let page = "<html>请先登录无线网络</html>".as_bytes();
    let portals: [fn(&[u8]) -> Reply; 4] = [
        |page| Reply::Say("200 OK\r\nContent-Type: Text/HTML".into(), page.to_vec()),
        |page| Reply::Say("200 OK".into(), page.to_vec()),
        |_| Reply::Say("204 No Content".into(), Vec::new()),
        |_| Reply::Bare("200 OK\r\nETag: \"0\"".into()),
    ];
    let mut waiting = None;
    for portal in portals {
        server.rule(move |_| portal(page));
        let said = line.terminal.run(&["upload"]);
        assert_eq!(said.code, Some(3), "{}", said.err);
        let status = line.terminal.status(&[]);
        let name = status["upload"]["waiting"].as_str().unwrap().to_owned();
        assert_eq!(*waiting.get_or_insert(name.clone()), name);
        assert!(!status["upload"]["error"].as_str().unwrap().is_empty());
    }
    server.take();
    server.rule(|asked| asked.stored());
    line.terminal.ok(&["upload"]);
    let name = waiting.unwrap();
    let asked = server.take();
    assert_eq!(asked[0].path, format!("dav/{name}"));
    batch::open(&name, &asked[0].body).unwrap();
}

#[test]
fn an_inbox_that_only_says_yes_is_asked_what_it_holds() {
    let line = Line::filled();
    write_register(&line.terminal);
    let server = Rogue::serve(line.office.dir());
    uploading(&line, &format!("{}dav", server.url()));
    let held = std::sync::Arc::new(std::sync::Mutex::new(0));
    let short = held.clone();
    server.rule(move |asked| match asked.head.starts_with("put ") {
        true => {
            *short.lock().unwrap() = asked.body.len();
            Reply::Say("201 Created".into(), Vec::new())
        }
        // A store that lost the end of it.
        false => Reply::Bare(format!(
            "200 OK\r\nContent-Length: {}",
            *short.lock().unwrap() - 1
        )),
    });
    let said = line.terminal.run(&["upload"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(said.err.contains("bytes are there instead"), "{}", said.err);
    server.rule(move |asked| match asked.head.starts_with("put ") {
        true => {
            *held.lock().unwrap() = asked.body.len();
            Reply::Say("201 Created".into(), Vec::new())
        }
        false => Reply::Bare(format!(
            "200 OK\r\nContent-Length: {}",
            *held.lock().unwrap()
        )),
    });
    line.terminal.ok(&["upload"]);
    assert_eq!(line.terminal.status(&[])["upload"]["waiting"], Value::Null);
}

#[test]
fn what_arrived_is_kept_for_weeks_and_an_inbox_that_lost_it_gets_it_again() {
    let line = Line::filled();
    write_register(&line.terminal);
    let inbox = line.dir.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    uploading(&line, &format!("file://{}", inbox.display()));
    let at = |now: &'static str| ["upload", "--now", now];
    line.terminal.ok(&at("2026-11-22T03:00:00Z"));
    let sent = batches(&inbox);
    let bytes = fs::read(&sent[0]).unwrap();
    fs::remove_file(&sent[0]).unwrap();
    line.terminal.ok(&at("2026-12-20T03:00:00Z"));
    assert!(batches(&inbox).is_empty(), "nothing is new");
    line.terminal.ok(&["upload", "--again"]);
    assert_eq!(batches(&inbox), sent);
    assert_eq!(fs::read(&sent[0]).unwrap(), bytes);
    let kept = line.terminal.mirror().join("sent");
    assert_eq!(fs::read_dir(&kept).unwrap().count(), 1);
    line.terminal.ok(&at("2027-02-20T03:00:00Z"));
    assert_eq!(fs::read_dir(&kept).unwrap().count(), 0);
}

#[test]
fn a_batch_is_signed_by_the_key_that_the_status_names() {
    let line = Line::filled();
    write_register(&line.terminal);
    let inbox = line.dir.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    uploading(&line, &format!("file://{}", inbox.display()));
    line.terminal.ok(&["upload"]);
    let file = &batches(&inbox)[0];
    let name = file.file_name().unwrap().to_str().unwrap();
    let batch = batch::open(name, &fs::read(file).unwrap()).unwrap();
    assert_eq!(
        line.terminal.status(&[])["upload"]["key"],
        batch.key.as_str()
    );
    assert_eq!(batch.head.terminal, "L01-1");
    assert_eq!(batch.key.len(), 64);
}

#[test]
fn a_token_is_not_sent_where_others_can_read_it() {
    let line = Line::filled();
    write_register(&line.terminal);
    let urls = line.dir.path().join("urls");
    let token = line.dir.path().join("token");
    fs::write(&token, "Bearer 0123").unwrap();
    fs::write(&urls, "http://inbox.example.invalid/one?sig=1").unwrap();
    let more = |to: &str| {
        format!(
            "[upload]\nto = \"{to}\"\nauthorization = \"{}\"",
            token.display()
        )
    };
    let presigned = format!("presigned://{}", urls.display());
    for (to, words) in [
        ("http://inbox.example.invalid/", "upload.authorization"),
        (presigned.as_str(), "everybody on the way could read it"),
    ] {
        line.terminal.configure(&line.server.url(), "", &more(to));
        let said = line.terminal.run(&["upload"]);
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(said.err.contains(words), "{}", said.err);
    }
}

#[test]
fn a_stick_that_is_plugged_in_is_imported_by_the_running_agent_when_it_is_told_to_look() {
    let mut line = Line::filled();
    line.change();
    line.office.sign();
    let media = line.dir.path().join("media");
    fs::create_dir(&media).unwrap();
    let sync = format!("media = \"{}\"", media.display());
    // The network is away.
    line.terminal.configure("http://127.0.0.1:9/", &sync, "");
    let before = line.terminal.contents().seq;
    let mut agent = line.terminal.start(&["run"]);
    until(|| line.terminal.status(&[])["next_poll"].is_string());
    line.office.copy_to(&media.join("sda1"));
    let pid = rustix::process::Pid::from_child(&agent);
    rustix::process::kill_process(pid, rustix::process::Signal::HUP).unwrap();
    until(|| line.terminal.contents().seq > before);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(agent.wait().unwrap().success());
    line.recovers();
}

#[test]
fn the_supervisor_hears_that_the_agent_is_ready_and_goes_on() {
    let line = Line::filled();
    let socket = line.dir.path().join("notify");
    let supervisor = UnixDatagram::bind(&socket).unwrap();
    supervisor
        .set_read_timeout(Some(Duration::from_secs(120)))
        .unwrap();
    // The supervisor names the process that it watches; the shell becomes that process.
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "WATCHDOG_PID=$$ exec \"$0\" --config \"$1\" run"]);
    command.args([
        crate::terminal::program().as_ref(),
        line.terminal.config().as_os_str(),
    ]);
    crate::terminal::bare(&mut command);
    command
        .env("NOTIFY_SOCKET", &socket)
        .env("WATCHDOG_USEC", "200000");
    let mut agent = command.stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut heard = String::new();
    let mut buffer = [0; 500];
    while !(heard.contains("READY=1")
        && heard.contains("STATUS=next poll")
        && heard.matches("WATCHDOG=1").count() > 3)
    {
        let length = supervisor
            .recv(&mut buffer)
            .expect("the agent goes on speaking");
        heard.push_str(&String::from_utf8_lossy(&buffer[..length]));
    }
    let pid = rustix::process::Pid::from_child(&agent);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(agent.wait().unwrap().success());
}

#[test]
fn metrics_say_what_the_status_says() {
    let line = Line::filled();
    let text = line.terminal.ok(&["metrics"]);
    for expected in [
        "terminal_mirror_documents 40\n",
        "terminal_poll_failures 0\n",
        "terminal_feed_expired ",
    ] {
        assert!(text.contains(expected), "{expected:?} in {text}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.split_once(' ').unwrap();
        assert!(
            name.starts_with("terminal_") && value.parse::<f64>().is_ok(),
            "{line}"
        );
    }
    // A rule that asks for a metric that nobody tells is silent for ever.
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/fleet/alerts.yml");
    let rules = std::fs::read_to_string(rules).unwrap();
    let asked = rules.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    for name in asked.filter(|word| word.starts_with("terminal_")) {
        let told = text.contains(&format!("\n{name} "));
        assert!(told, "{name} is no metric of a terminal");
    }
}

/// Ends a running agent as its supervisor does.
pub fn stop(mut agent: std::process::Child) {
    let pid = rustix::process::Pid::from_child(&agent);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(agent.wait().unwrap().success());
}

#[track_caller]
pub fn until(mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "it does not happen"
        );
        std::thread::yield_now();
    }
}
