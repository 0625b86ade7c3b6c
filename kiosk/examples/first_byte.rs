//! P9: from the tap on 开始打印 to the first byte of the slip at the printer, with the register's commits in between.
//! `cargo run --release -p kiosk --example first_byte -- FOLDER` (FOLDER on the medium that the journal will have).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::Timestamp;
use journal::Content;
use kiosk::workers::Workers;
use kiosk::workers::inbox::inbox;
use kiosk::workers::shared::Setup;
use mirror::{Align, Block, Document, Validity};
use session::{Event, Order, Report};

/// Slips, one after the other.
const ROUNDS: usize = 21;
const PATIENCE: Duration = Duration::from_secs(60);
/// `DLE EOT n`: a question, three bytes.
const QUESTION: [u8; 2] = [0x10, 0x04];
/// "Ready", to any of them.
const READY: u8 = 0x12;

fn main() -> anyhow::Result<()> {
    kiosk::memory::give_back();
    let folder = std::env::args().nth(1).context("name a folder")?;
    let dir = Path::new(&folder).join("journal");
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (begun, firsts) = channel();
    let waiting = Arc::new(AtomicBool::new(false));
    let asked = waiting.clone();
    std::thread::spawn(move || {
        for line in listener.incoming().map_while(Result::ok) {
            // The desk may close the line and open it again.
            let _ = serve(&line, &begun, &asked);
        }
    });
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let workers = Workers::start(
        setup(&dir, &format!("tcp://{address}"))?,
        Arc::new(Timestamp::now),
        outlet,
    )?;
    let document = Arc::new(document());
    let mut times = Vec::new();
    for job in 0..ROUNDS as u64 {
        waiting.store(true, Ordering::SeqCst);
        let at = Instant::now();
        workers.printing.order(order(job, &document));
        let first: Instant = firsts.recv_timeout(PATIENCE).context("wait for a byte")?;
        times.push((first - at).as_secs_f64() * 1e3);
        loop {
            let event = inbox.events.recv_timeout(PATIENCE)?;
            if matches!(event, Event::Reported(Report::Done { .. })) {
                break;
            }
        }
    }
    let cold = times[0];
    times.sort_by(f64::total_cmp);
    println!(
        "tap to first byte: cold {cold:.1} ms, middle {:.1} ms, best {:.1} ms, worst {:.1} ms",
        times[ROUNDS / 2],
        times[0],
        times[ROUNDS - 1]
    );
    Ok(())
}

/// Answers questions; while somebody waits for it, tells when the first byte came that belongs to none.
fn serve(
    mut line: &TcpStream,
    begun: &Sender<Instant>,
    waiting: &AtomicBool,
) -> std::io::Result<()> {
    let mut buffer = [0u8; 4096];
    let mut recent = [0u8; 2];
    loop {
        let n = line.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        let at = Instant::now();
        for byte in &buffer[..n] {
            if recent == QUESTION {
                line.write_all(&[READY])?;
            } else if *byte != QUESTION[0]
                && [recent[1], *byte] != QUESTION
                && waiting.swap(false, Ordering::SeqCst)
            {
                // After the last round nobody listens.
                let _ = begun.send(at);
            }
            recent = [recent[1], *byte];
        }
    }
}

fn setup(journal: &Path, connection: &str) -> anyhow::Result<Setup> {
    Ok(Setup {
        journal: journal.to_path_buf(),
        site: "L01".into(),
        terminal: "1".into(),
        name: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        connection: connection.parse()?,
        profile: printer::profile("generic-80mm").context("find the profile")?,
        fonts: None,
        point: None,
        media: None,
        courier: "/nonexistent".into(),
        pin_hash: None,
        pin_hash_b: None,
        hatch: None,
        power: "/nonexistent/power".into(),
        keep_days: 90,
    })
}

fn order(job: u64, document: &Arc<Document>) -> Order {
    Order {
        job,
        document: document.clone(),
        content: Content::Whole,
        purpose: None,
        length_mm: 1_000,
        data_time: String::new(),
        again: None,
    }
}

/// A document of 5,000 characters, the length that P9 is measured at.
fn document() -> Document {
    let text = "查阅点由各级行政机关结合实际设立，国家档案馆、公共图书馆应当设置查阅点，提供免费场所，不收取任何费用。";
    let block = |n: usize| Block::Paragraph {
        text: format!("{n}．{text}"),
        align: Align::Body,
        label: 0,
    };
    let blocks = 5_000 / text.chars().count();
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
        blocks: (0..blocks).map(block).collect(),
        articles: vec![],
    }
}
