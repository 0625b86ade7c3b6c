//! The desk's promises against a real virtual printer, with the desk killed at any moment: what the register says of a slip is
//! true, no slip comes out twice, no number is lost. Starts itself as the desk that is killed, hence its own main.
//! A seeded choice of all combinations runs by default; `FAULTS=all` runs every one, `SEED=7` chooses others.
//!
//! Long because the desk that is killed and the owner of the virtual printer stand in the program that starts them.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use journal::{Content, Filter, Outcome, Reader, Row};
use kiosk::workers::Workers;
use kiosk::workers::inbox::inbox;
use kiosk::workers::shared::Setup;
use mirror::{Align, Block, Document, Validity};
use session::{Event, Order, Report};

/// Combinations of the short version.
const SHORT: usize = 12;
/// Cases at a time: they wait for slow lines and slow heads nearly all of the time (65 ms of work in ten seconds).
const THREADS: usize = 24;
/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(120);
/// Rows of the slip, about: where "begin", "middle" and "end" of a fault are.
const ROWS: [u32; 3] = [40, 500, 1_400];
/// The same in bytes, of a job of dots, behind those that complete an unfinished picture, and of one of text.
const BYTES: [u32; 3] = [9_400, 20_000, 40_000];
const TEXT_BYTES: [u32; 3] = [200, 700, 1_300];

/// Faults; `ROW` and `BYTE` stand for begin, middle and end.
const FAULTS: [&str; 33] = [
    "",
    "near-end",
    "no-process-id",
    "paper-out",
    "cover-open",
    "offline",
    "error",
    "paper-out-row=ROW",
    "cover-open-row=ROW",
    "buffer=2000,paper-out-row=ROW",
    "power-loss-byte=BYTE",
    "mute",
    "mute-after-byte=BYTE",
    "answer-delay=800",
    "garbled",
    "wrong-id",
    "chatter,xon-xoff",
    // Heads a fifth slower than their profile, with and without the strongest answer.
    "rows-per-second=959",
    "rows-per-second=959,paper-out-row=ROW",
    "rows-per-second=959,no-process-id,paper-out-row=ROW",
    "holds=4096,in-turn,no-process-id",
    "answer-delay=600,answer-jitter=3400,drawer",
    "stray=19",
    "stray=55,drawer",
    "one-connection",
    "closes-per-job,no-process-id",
    "hang-after-jobs=0",
    "paper-out-row=ROW,paper-back=3000",
    // Twice as fast as its profile.
    "rows-per-second=2400,paper-out-row=ROW",
    "holds=4096,paper-out-row=ROW",
    "keeps-backlog,paper-out-row=ROW",
    "never-reads",
    "never-accepts",
];
/// Serial lines with their speed.
const WAYS: [&str; 4] = ["tcp", "serial-9600", "serial-115200", "usb"];

#[derive(Debug, Clone, Copy)]
struct Case {
    fault: &'static str,
    way: &'static str,
    /// 0 begin, 1 middle, 2 end: of the fault, and of the kill.
    at: usize,
    kill: bool,
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let words: Vec<&str> = args.iter().skip(1).map(String::as_str).collect();
    match words[..] {
        ["desk", dir, connection] => desk(Path::new(dir), connection),
        _ if words.contains(&"--list") => {}
        _ => matrix(),
    }
}

fn matrix() {
    let mut cases = Vec::new();
    for fault in FAULTS {
        for way in WAYS {
            for at in 0..3 {
                cases.extend([true, false].map(|kill| Case {
                    fault,
                    way,
                    at,
                    kill,
                }));
            }
        }
    }
    if std::env::var("FAULTS").as_deref() != Ok("all") {
        let mut seed: u64 = std::env::var("SEED").map_or(1, |text| text.parse().unwrap());
        while cases.len() > SHORT {
            // Knuth's MMIX generator: the same choice everywhere.
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            cases.swap_remove((seed >> 33) as usize % cases.len());
        }
    }
    let next = AtomicUsize::new(0);
    let sum = Mutex::new(Sum::default());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let told = run(*case);
                    sum.lock().unwrap().add(&told);
                }
            });
        }
    });
    let sum = sum.into_inner().unwrap();
    println!(
        "test {} combinations of faults, ways and kills ... ok",
        cases.len()
    );
    println!("{sum:?}");
    // What is in the register is what came out, over all cases.
    assert_eq!(
        sum.slips,
        sum.printed + sum.sent + sum.unknown_out,
        "{sum:?}"
    );
    println!(
        "\ntest result: ok. {} passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
        cases.len()
    );
}

/// What the register says and what fell out of the printers, over many cases.
#[derive(Debug, Default)]
struct Sum {
    slips: usize,
    printed: usize,
    sent: usize,
    /// Of which nobody knew it, and which came out all the same.
    unknown_out: usize,
    unknown: usize,
    refused: usize,
}

impl Sum {
    fn add(&mut self, other: &Sum) {
        self.slips += other.slips;
        self.printed += other.printed;
        self.sent += other.sent;
        self.unknown_out += other.unknown_out;
        self.unknown += other.unknown;
        self.refused += other.refused;
    }

    /// Counts a line of the register; `out` when its slip lies under the printer.
    fn line(&mut self, outcome: &Outcome, out: bool) {
        match outcome {
            Outcome::Printed { .. } => self.printed += 1,
            Outcome::Sent => self.sent += 1,
            Outcome::Unknown { .. } => {
                self.unknown += 1;
                self.unknown_out += usize::from(out);
            }
            Outcome::Refused { .. } | Outcome::Cancelled => self.refused += 1,
        }
    }
}

/// A child that is about to become another program still holds what its parent has open, the journal's lock among it.
static FORKING: Mutex<()> = Mutex::new(());

fn run(case: Case) -> Sum {
    let dir = tempfile::tempdir().unwrap();
    let row = ROWS[case.at].to_string();
    let bytes = if case.way.starts_with("serial") {
        TEXT_BYTES
    } else {
        BYTES
    };
    let byte = bytes[case.at].to_string();
    // Slow enough that a kill finds the job where it should.
    let faults = case.fault.replace("ROW", &row).replace("BYTE", &byte);
    let pace = match case.way {
        "serial-9600" => "baud=9600",
        "serial-115200" => "baud=115200",
        _ => "baud=460800",
    };
    let mut printer = Virtual::start(dir.path(), &format!("{pace},{faults}"));
    let journal = dir.path().join("journal");
    let connection = printer.connection(case.way);
    let said = ordered(&journal, &connection, case.kill.then_some(case.at));
    // Opening it closes what the kill left open.
    {
        let _alone = FORKING.lock().unwrap();
        drop(journal::Writer::open(&journal, "L01", "1", Timestamp::now()).unwrap());
    }
    let rows = register(&journal);
    assert_eq!(rows.len(), 1, "{case:?}");
    let slips = printer.slips("");
    let first = rows[0].outcome.clone().unwrap();
    judge(case, &first, &slips, said.as_deref());
    // The next visitor, with everything mended: one slip more, its own number, nothing of the first again.
    ordered(&journal, &connection, None);
    let rows = register(&journal);
    assert_eq!(rows.len(), 2, "{case:?}");
    let second = rows[1].outcome.clone();
    let whole = printer.slips("").whole;
    let printed = matches!(second, Some(Outcome::Printed { .. }));
    assert!(printed, "{case:?}: {second:?}");
    // What a printer kept in its memory may come out with the new roll, and nobody had said that it was printed.
    let later = whole - slips.whole - 1;
    let kept = slips.whole == 0 && matches!(first, Outcome::Unknown { .. });
    assert!(
        later == 0 || later == 1 && kept,
        "{case:?}: {whole} {slips:?}"
    );
    let report = journal::verify(&journal, &[]).unwrap();
    assert!(report.ok(), "{case:?}: {report}");
    assert_eq!(Reader::open(&journal).unwrap().gaps().unwrap(), vec![]);
    let mut told = Sum {
        slips: whole,
        ..Sum::default()
    };
    told.line(&first, slips.whole + later == 1);
    told.line(&second.unwrap(), true);
    told
}

/// Fails when the register does not say what the paper says.
fn judge(case: Case, outcome: &Outcome, slips: &Slips, said: Option<&str>) {
    let told = format!("{case:?}: register {outcome:?}, screen {said:?}, paper {slips:?}");
    match outcome {
        Outcome::Printed { .. } | Outcome::Sent => assert_eq!(slips.whole, 1, "{told}"),
        Outcome::Refused { .. } => assert_eq!((slips.whole, slips.inked), (0, 0), "{told}"),
        Outcome::Unknown { .. } => assert!(slips.whole <= 1, "{told}"),
        Outcome::Cancelled => panic!("nobody stopped it: {told}"),
    }
    if let Some(said) = said {
        assert_eq!(said, outcome.as_code(), "{told}");
    }
    if case.fault.is_empty() && !case.kill {
        assert!(matches!(outcome, Outcome::Printed { .. }), "{told}");
    }
}

fn register(journal: &Path) -> Vec<Row> {
    Reader::open(journal)
        .unwrap()
        .rows(&Filter::default())
        .unwrap()
}

/// Lets a desk print one slip, and kills it at begin, middle or end. Returns the outcome that it told, if it lived to tell it.
fn ordered(journal: &Path, connection: &str, kill: Option<usize>) -> Option<String> {
    let alone = FORKING.lock().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["desk", journal.to_str().unwrap(), connection])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(alone);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut done = None;
    for line in lines.map_while(Result::ok) {
        let percent: Option<u8> = line.strip_prefix("progress ").map(|p| p.parse().unwrap());
        let here = match kill {
            Some(0) => line.starts_with("begun"),
            Some(1) => percent.is_some_and(|p| p >= 40),
            Some(_) => percent == Some(100),
            None => false,
        };
        if here {
            child.kill().unwrap();
            break;
        }
        if let Some(outcome) = line.strip_prefix("done ") {
            done = Some(outcome.to_owned());
        }
    }
    child.wait().unwrap();
    done
}

/// The desk of a kiosk with one order; says what it is told.
fn desk(journal: &Path, connection: &str) {
    let setup = Setup {
        journal: journal.to_path_buf(),
        site: "L01".into(),
        terminal: "1".into(),
        name: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        connection: connection.parse().unwrap(),
        profile: printer::profile("epson-80mm").unwrap(),
        fonts: None,
        point: None,
        media: None,
        courier: "/nonexistent".into(),
        pin_hash: None,
        pin_hash_b: None,
        hatch: None,
        power: "/nonexistent/power".into(),
        keep_days: 90,
    };
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let workers = Workers::start(setup, Arc::new(Timestamp::now), outlet).unwrap();
    workers.printing.order(Order {
        job: 1,
        document: Arc::new(document()),
        content: Content::Whole,
        purpose: None,
        length_mm: 200,
        data_time: String::new(),
        again: None,
    });
    let mut out = std::io::stdout();
    loop {
        let Event::Reported(report) = inbox.events.recv_timeout(PATIENCE).unwrap() else {
            continue;
        };
        let (line, last) = match report {
            Report::Begun { number, .. } => (format!("begun {number}"), false),
            Report::Progress { percent, .. } => (format!("progress {percent}"), false),
            Report::Done { outcome, .. } => (format!("done {}", outcome.as_code()), true),
            Report::RegisterFailed { .. } => ("no register".into(), true),
            _ => continue,
        };
        writeln!(out, "{line}").unwrap();
        out.flush().unwrap();
        if last {
            return;
        }
    }
}

fn document() -> Document {
    let text =
        "查阅点由各级行政机关结合实际设立，国家档案馆、公共图书馆应当设置查阅点，不收取任何费用。";
    let block = |n: u32| Block::Paragraph {
        text: format!("第{n}条　{text}"),
        align: Align::Body,
        label: 3,
    };
    Document {
        id: "demo:rules".into(),
        rev: 1,
        title: "示例市政务公开查阅点建设管理制度".into(),
        agency: "示例市人民政府办公室".into(),
        doc_no: None,
        index_no: None,
        subjects: vec![],
        category: mirror::Category::Regulation,
        catalogue: None,
        issued_on: None,
        published_on: None,
        validity: Validity::InForce,
        disclosure: "public".into(),
        evidence: "此件公开发布".into(),
        source_url: None,
        relations: vec![],
        attachments: vec![],
        blocks: (1..9).map(block).collect(),
        articles: vec![],
    }
}

/// What lies under the printer.
#[derive(Debug)]
struct Slips {
    whole: usize,
    /// Pieces that carry ink and are no whole slip.
    inked: usize,
}

/// A running virtual printer; ends with the value.
struct Virtual {
    child: Child,
    said: std::io::Lines<BufReader<ChildStdout>>,
    dir: PathBuf,
    tcp: String,
}

impl Virtual {
    fn start(dir: &Path, faults: &str) -> Virtual {
        let program = Path::new(env!("CARGO_BIN_EXE_kiosk")).with_file_name("printer");
        assert!(
            program.exists(),
            "build it first: cargo build --workspace --bins"
        );
        let alone = FORKING.lock().unwrap();
        let mut child = Command::new(program)
            .args([
                "virtual",
                "--tcp",
                "127.0.0.1:0",
                "--faults",
                faults,
                "--orders",
                "--pty",
            ])
            .arg(dir.join("pty"))
            .arg("--out")
            .arg(dir.join("out"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        drop(alone);
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let tcp = said.next().unwrap().unwrap();
        said.next().unwrap().unwrap();
        Virtual {
            child,
            said,
            dir: dir.to_path_buf(),
            tcp: tcp.strip_prefix("tcp ").unwrap().to_owned(),
        }
    }

    fn connection(&self, way: &str) -> String {
        let pty = self.dir.join("pty");
        match way {
            "tcp" => format!("tcp://{}", self.tcp),
            "usb" => format!("usb://{}", pty.display()),
            serial => {
                let baud = serial.trim_start_matches("serial-");
                format!("serial://{}?baud={baud}", pty.display())
            }
        }
    }

    /// Loads a new roll with these faults when everything that was sent is on paper, and counts what lies there.
    fn slips(&mut self, faults: &str) -> Slips {
        writeln!(self.child.stdin.as_mut().unwrap(), "{faults}").unwrap();
        assert_eq!(self.said.next().unwrap().unwrap(), "loaded");
        let mut slips = Slips { whole: 0, inked: 0 };
        for name in self.names().iter().filter(|name| name.ends_with(".json")) {
            let record = std::fs::read(self.dir.join("out").join(name)).unwrap();
            let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
            let commands = record["commands"].as_array().unwrap();
            // What waited in the cable comes out with the new roll, cut off by what separates it from the next slip: the end of a
            // slip without its beginning.
            let paper = ["init", "raster", "text", "feed", "line-feed", "cut"];
            let first = commands
                .iter()
                .find(|command| paper.iter().any(|op| command["op"] == *op));
            let begun = first.is_some_and(|command| command["op"] == "init");
            if begun && !name.contains("partial") {
                slips.whole += 1;
            } else if record["height_dots"].as_u64().unwrap() > 0 {
                slips.inked += 1;
            }
        }
        slips
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.dir.join("out"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Virtual {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
