//! A visitor from the first touch to the paper, on the real program: an invented mirror on disk, a printer without paper,
//! the register afterwards.
#![cfg(feature = "studio")]
#![allow(clippy::unwrap_used)]

#[path = "journey/by_ear.rs"]
mod by_ear;
#[path = "journey/care.rs"]
mod care;
#[path = "journey/contents.rs"]
mod contents;
#[path = "journey/day.rs"]
mod day;
#[path = "journey/desk.rs"]
mod desk;
#[path = "journey/ear_anywhere.rs"]
mod ear_anywhere;
#[path = "journey/hands.rs"]
mod hands;
#[path = "journey/lists.rs"]
mod lists;
#[path = "journey/month.rs"]
mod month;
#[path = "journey/office.rs"]
mod office;
#[path = "journey/paper.rs"]
mod paper;
#[path = "journey/secrets.rs"]
mod secrets;
#[path = "journey/services.rs"]
mod services;
#[path = "journey/tables.rs"]
mod tables;
#[path = "journey/typed.rs"]
mod typed;
#[path = "journey/typing.rs"]
mod typing;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use mirror::{Align, Article, Batch, Block, Cursor, Document, FeedMark, Validity, Writer};
use printer::device_font;
use printer::virtual_printer::{Settings, run};

/// 2018-10-15 14:36 in the reading room.
const NOW: &str = "2018-10-15T06:36:00Z";
/// The attendant's PIN of the sample terminal.
const PIN: &str = "204618";

struct Terminal {
    dir: tempfile::TempDir,
}

/// Hands the first line of the virtual printer over to the test.
struct FirstLine(Sender<String>, Vec<u8>);

impl std::io::Write for FirstLine {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.1.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let line = String::from_utf8_lossy(&self.1).trim().to_string();
        let _ = self.0.send(line);
        Ok(())
    }
}

/// Starts a virtual printer in this process; it ends with it.
fn virtual_printer(out: &Path, faults: &str) -> String {
    let settings = Settings {
        tcp: Some("127.0.0.1:0".parse().unwrap()),
        pty: None,
        out: out.to_path_buf(),
        faults: faults.parse().unwrap(),
        width_dots: 576,
    };
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        run(
            &settings,
            device_font().unwrap(),
            &mut FirstLine(sender, Vec::new()),
            &mut std::io::empty(),
        )
    });
    let line = lines
        .recv()
        .expect("the virtual printer says where it listens");
    let address = line.strip_prefix("tcp ").expect("it listens on tcp");
    format!("tcp://{address}")
}

fn paragraph(text: &str, label: u16) -> Block {
    Block::Paragraph {
        text: text.into(),
        align: Align::Body,
        label,
    }
}

fn article(number: &str, title: &str, at: u32) -> Article {
    Article {
        id: format!("a{at}"),
        label: format!("第{number}条"),
        title: title.into(),
        depth: 3,
        from: at,
        to: at + 1,
    }
}

/// An invented regulation of five articles.
fn rules(rev: u64) -> Document {
    let articles = ["一", "二", "三", "四", "五"];
    let mut blocks = vec![paragraph("现将本制度印发给你们，请结合实际贯彻落实。", 0)];
    blocks.extend(articles.iter().map(|number| {
        paragraph(
            &format!("第{number}条　查阅点免费开放，第{number}次说明。"),
            3,
        )
    }));
    Document {
        id: "demo:rules".into(),
        rev,
        title: "示例市政务公开查阅点建设管理制度".into(),
        agency: "示例市人民政府办公室".into(),
        doc_no: Some("示政办发〔2018〕89号".into()),
        index_no: Some("示0010-2018-00089".into()),
        subjects: vec!["政务公开".into()],
        category: mirror::Category::Policy,
        catalogue: None,
        issued_on: Some("2018-10-15".into()),
        published_on: None,
        validity: Validity::InForce,
        disclosure: "public".into(),
        evidence: "此件公开发布".into(),
        source_url: Some("http://www.example.cn/art/89.html".into()),
        relations: vec![],
        attachments: vec![],
        blocks,
        articles: (0..5)
            .map(|at| article(articles[at as usize], "查阅点免费开放", at + 1))
            .collect(),
    }
}

fn apply(mirror: &Path, puts: Vec<Document>, dels: Vec<String>, seq: u64) {
    let batch = Batch {
        puts,
        dels,
        cursor: Cursor {
            repository: "demo".into(),
            epoch: 1,
            seq,
        },
        mark: FeedMark {
            issued: "2018-10-15T01:00:00Z".into(),
            expires: "2099-01-01T00:00:00Z".into(),
            checked: "2018-10-15T01:12:00Z".into(),
        },
        filling: None,
    };
    Writer::open(mirror).unwrap().apply(&batch).unwrap();
}

impl Terminal {
    fn new(printer: &str) -> Terminal {
        let terminal = Terminal {
            dir: tempfile::tempdir().unwrap(),
        };
        terminal.configure(printer);
        std::fs::write(terminal.path("root.json"), "{}").unwrap();
        terminal
    }

    fn configure(&self, printer: &str) {
        let pin_hash = config::pin::hash(PIN).unwrap();
        let toml = format!(
            "[site]\nid = \"L01\"\nterminal = \"1\"\nname = \"示例市图书馆\"\nplate = \"政务公开查阅点\"\nkind = \"library\"\n\
             [mirror]\ndir = \"mirror\"\n[journal]\ndir = \"journal\"\n\
             [sync]\nfeed = \"http://127.0.0.1:9/\"\nroot = \"root.json\"\n\
             [printer]\nconnection = \"{printer}\"\nprofile = \"generic-80mm\"\n\
             [desk]\npin_hash = \"{pin_hash}\"\n"
        );
        std::fs::write(self.path("terminal.toml"), toml).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn kiosk(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_kiosk"))
            .arg("--config")
            .arg(self.path("terminal.toml"))
            .args(args)
            .output()
            .unwrap()
    }

    fn journey(&self, script: &str) -> Output {
        let file = self.path("script.txt");
        std::fs::write(&file, script).unwrap();
        let out = self.path("pictures");
        let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
        self.kiosk(&["journey", file, "--out", out, "--now", NOW])
    }

    #[track_caller]
    fn plays(&self, script: &str) {
        let said = self.journey(script);
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{words}");
    }

    fn rows(&self) -> Vec<journal::Row> {
        let reader = journal::Reader::open(&self.path("journal")).unwrap();
        reader.rows(&journal::Filter::default()).unwrap()
    }
}

#[test]
fn from_two_initials_to_paper_and_an_empty_screen() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = Terminal::new(&virtual_printer(slips.path(), ""));
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    terminal.plays(
        "expect \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"搜索\"\n\
         type \"zwgkcyd\"\n\
         tap \"示例市政务公开查阅点建设管理制度\"\n\
         expect \"示政办发〔2018〕89号\"\n\
         tap \"选条款\"\n\
         tap \"选第二条\"\n\
         tap \"选第五条\"\n\
         tap \"打印 2 条\"\n\
         wait \"打印机就绪，有纸\"\n\
         expect \"所选 2 条\"\n\
         tap \"办事需要\"\n\
         shot print\n\
         tap \"开始打印\"\n\
         wait \"打印好了\"\n\
         expect \"L01-1-20181015-0001\"\n\
         shot outcome\n\
         advance 89s\n\
         expect \"L01-1-20181015-0001\"\n\
         advance 2s\n\
         expect-not \"L01-1-20181015-0001\"\n\
         tap \"开始查阅\"\n\
         tap \"搜索\"\n\
         expect-not \"zwgkcyd\"\n",
    );
    let rows = terminal.rows();
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row.number, "L01-1-20181015-0001");
    assert_eq!(row.purpose.map(journal::Purpose::as_code), Some("errand"));
    let articles = vec!["a2".to_string(), "a5".to_string()];
    assert_eq!(row.content, Some(journal::Content::Excerpt { articles }));
    assert!(
        matches!(row.outcome, Some(journal::Outcome::Printed { .. })),
        "{row:?}"
    );
    assert!(slips.path().join("0001.png").exists());
    assert!(terminal.path("pictures/print.png").exists());
    let touches = std::fs::read_to_string(terminal.path("pictures/touches.tsv")).unwrap();
    assert_eq!(touches.lines().count(), 10, "{touches}");
    for line in touches.lines() {
        let [x, y, label] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let (x, y): (u32, u32) = (x.parse().unwrap(), y.parse().unwrap());
        assert!(x < 1080 && y < 1920 && !label.is_empty(), "{line}");
    }
    assert!(
        journal::verify(&terminal.path("journal"), &[])
            .unwrap()
            .ok()
    );
    let csv = terminal.kiosk(&["export-register"]).stdout;
    assert!(
        String::from_utf8(csv)
            .unwrap()
            .contains("L01-1-20181015-0001")
    );
}

#[test]
fn a_document_is_read_aloud_from_the_page_on() {
    let terminal = Terminal::new("none");
    let file = terminal.path("terminal.toml");
    let toml = std::fs::read_to_string(&file).unwrap() + "[speech]\nspeaker = true\n";
    std::fs::write(&file, toml).unwrap();
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    terminal.plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"朗读\"\n\
         expect-spoken \"现将本制度印发给你们，请结合实际贯彻落实。第一条，查阅点免费开放，\"\n\
         expect-spoken \"第五条，查阅点免费开放，第五次说明。\"\n\
         wait \"朗读\"\n\
         tap \"目录\"\n\
         tap \"第三条\"\n\
         tap \"朗读\"\n\
         expect-spoken \"第三条，查阅点免费开放，\"\n\
         tap \"首页\"\n\
         expect-not \"朗读\"\n",
    );
    let silent =
        terminal.journey("tap \"示例市政务公开查阅点建设管理制度\"\nexpect-spoken \"第一条\"\n");
    assert!(!silent.status.success(), "nothing is said by itself");
}

/// Plays a script whose picture `opened` says that the document is open: it is withdrawn then. Gives the time of that.
fn withdrawn_while_open(terminal: &Terminal, script: &str) -> SystemTime {
    let mirror = terminal.path("mirror");
    let opened = terminal.path("pictures/opened.png");
    let applied = OnceLock::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let deadline = Instant::now() + Duration::from_secs(60);
            while !opened.exists() {
                assert!(Instant::now() < deadline, "the document was never opened");
                std::thread::sleep(Duration::from_millis(20));
            }
            apply(&mirror, vec![], vec!["demo:rules".into()], 2);
            applied.set(SystemTime::now()).unwrap();
        });
        terminal.plays(script);
    });
    *applied.get().unwrap()
}

#[test]
fn a_document_withdrawn_while_it_is_open_leaves_the_screen() {
    let terminal = Terminal::new("none");
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    let applied = withdrawn_while_open(
        &terminal,
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         expect \"示政办发〔2018〕89号\"\n\
         shot opened\n\
         wait \"这份文件已撤下\"\n\
         shot gone\n\
         expect-not \"查阅点建设管理制度\"\n\
         tap \"知道了\"\n\
         expect-not \"查阅点建设管理制度\"\n",
    );
    // A figure, not a check: how long after the agent's commit the picture without the document was made.
    let picture = std::fs::metadata(terminal.path("pictures/gone.png")).unwrap();
    let late = picture.modified().unwrap().duration_since(applied).unwrap();
    println!("gone from the screen {late:?} after the mirror changed");
}

#[test]
fn a_terminal_without_a_mirror_or_printer_says_so_and_stays_up() {
    let terminal = Terminal::new("none");
    terminal.plays("expect-not \"搜索\"\ntap \"求助\"\ntap \"首页\"\nadvance 5m\nshot waiting\n");
    assert!(terminal.rows().is_empty());
}

#[test]
fn a_failing_line_is_named_with_what_was_on_the_screen() {
    let terminal = Terminal::new("none");
    let said = terminal.journey("# nothing here\nexpect \"不存在的字\"\n");
    assert_eq!(said.status.code(), Some(1));
    let words = String::from_utf8(said.stderr).unwrap();
    assert!(
        words.contains("script.txt:2:") && words.contains("on the screen:"),
        "{words}"
    );
}
