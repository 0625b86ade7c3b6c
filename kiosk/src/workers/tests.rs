//! The workers together, from an order to paper and register.
//!
//! Long because what all of these need stands beside them.

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use journal::{Content, Filter, Outcome, Reader, Row};

use super::*;
use crate::workers::inbox::{Inbox, inbox};
use crate::workers::printing::QUEUE_MAX;
use crate::workers::shared::Stop;
use journal::{Finding, Role};
use mirror::Cursor;
use session::articles::samples::rules;
use session::{Again, Event, Order, Report};

/// Longer than any job with a printer that is not there.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn setup(journal: &Path, connection: &str) -> Setup {
    Setup {
        journal: journal.to_path_buf(),
        site: "L01".into(),
        terminal: "1".into(),
        name: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        connection: connection.parse().unwrap(),
        profile: printer::profile("generic-80mm").unwrap(),
        fonts: None,
        point: None,
        media: None,
        courier: "/nonexistent".into(),
        power: "/nowhere/power".into(),
        keep_days: 90,
        pin_hash: None,
        pin_hash_b: None,
        hatch: None,
    }
}

fn clock() -> WallClock {
    Arc::new(|| Timestamp::constant(1_539_585_360, 0))
}

fn workers(journal: &Path, connection: &str) -> (Workers, Inbox) {
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let workers = Workers::start(setup(journal, connection), clock(), outlet).unwrap();
    (workers, inbox)
}

fn order(job: u64) -> Order {
    Order {
        job,
        document: Arc::new(rules()),
        content: Content::Excerpt {
            articles: vec!["a2".into()],
        },
        purpose: None,
        length_mm: 140,
        data_time: String::new(),
        again: None,
    }
}

/// The desk's words on a job up to its end.
fn words(inbox: &Inbox, wanted: u64) -> Vec<Report> {
    let mut words = Vec::new();
    loop {
        let Event::Reported(report) = inbox.events.recv_timeout(PATIENCE).unwrap() else {
            continue;
        };
        let (job, last) = match &report {
            Report::Done { job, .. } | Report::RegisterFailed { job } | Report::Full { job } => {
                (*job, true)
            }
            Report::Begun { job, .. } | Report::Progress { job, .. } => (*job, false),
            _ => continue,
        };
        if job == wanted {
            words.push(report);
            if last {
                return words;
            }
        }
    }
}

fn rows(journal: &Path) -> Vec<Row> {
    let reader = Reader::open(journal).unwrap();
    reader.rows(&Filter::default()).unwrap()
}

#[test]
fn a_job_without_a_printer_is_in_the_register_as_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (workers, inbox) = workers(dir.path(), "none");
    workers.printing.order(order(1));
    let words = words(&inbox, 1);
    assert!(matches!(&words[0], Report::Begun { number, .. } if number == "L01-1-20181015-0001"));
    let Some(Report::Done { outcome, .. }) = words.last() else {
        panic!("{words:?}")
    };
    assert_eq!(outcome.as_code(), "refused");
    let rows = rows(dir.path());
    assert!(matches!(rows[0].outcome, Some(Outcome::Refused { .. })));
    assert_eq!(rows[0].length_mm, Some(140));
}

#[test]
fn soon_after_the_start_the_printer_was_asked_though_nobody_wants_paper() {
    let dir = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let connection = format!("tcp://{}", listener.local_addr().unwrap());
    let (workers, _inbox) = workers(dir.path(), &connection);
    let (cable, _) = listener.accept().unwrap();
    // It hangs up without a word: asked it was all the same.
    drop(cable);
    let begun = std::time::Instant::now();
    while workers.printing.asked().is_none() {
        assert!(
            begun.elapsed() < PATIENCE,
            "asked, and nothing is known of it"
        );
        std::thread::yield_now();
    }
}

#[test]
fn the_print_page_hears_whether_the_register_opens() {
    let dir = tempfile::tempdir().unwrap();
    let blocked = dir.path().join("journal");
    std::fs::write(&blocked, "a file where the folder should be").unwrap();
    let (workers, inbox) = workers(&blocked, "none");
    let opens = || loop {
        if let Event::Reported(Report::Register { open }) =
            inbox.events.recv_timeout(PATIENCE).unwrap()
        {
            return open;
        }
    };
    workers.printing.watch(true);
    assert!(!opens());
    std::fs::remove_file(&blocked).unwrap();
    workers.printing.watch(false);
    workers.printing.watch(true);
    assert!(opens(), "mended while the program runs");
}

#[test]
fn without_a_register_nothing_is_printed() {
    let dir = tempfile::tempdir().unwrap();
    let blocked = dir.path().join("journal");
    std::fs::write(&blocked, "a file where the folder should be").unwrap();
    let (workers, inbox) = workers(&blocked, "none");
    workers.printing.order(order(1));
    let words = words(&inbox, 1);
    assert!(
        matches!(words[..], [Report::RegisterFailed { job: 1 }]),
        "{words:?}"
    );
    // Mended while the program runs, printing goes on without a restart.
    std::fs::remove_file(&blocked).unwrap();
    workers.printing.order(order(2));
    assert!(matches!(self::words(&inbox, 2)[0], Report::Begun { .. }));
}

#[test]
fn a_full_queue_takes_no_more_and_waiting_jobs_can_be_stopped_with_their_rows() {
    let dir = tempfile::tempdir().unwrap();
    // Accepts connections in the kernel and never answers: the first job keeps the desk busy.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", silent.local_addr().unwrap());
    let (workers, inbox) = workers(dir.path(), &address);
    for job in 1..=QUEUE_MAX as u64 {
        workers.printing.order(order(job));
    }
    workers.printing.order(order(99));
    workers.printing.stop(2, Stop::Visitor);
    workers.printing.stop(3, Stop::Withdrawn);
    workers.printing.stop(3, Stop::Visitor);
    workers.printing.stop(4, Stop::Visitor);
    assert!(matches!(words(&inbox, 99)[..], [Report::Full { job: 99 }]));
    words(&inbox, 4);
    let rows = rows(dir.path());
    assert_eq!(rows.len(), QUEUE_MAX, "every accepted request has its row");
    assert_eq!(rows[1].outcome, Some(Outcome::Cancelled));
    let reason = "withdrawn".to_string();
    assert_eq!(rows[2].outcome, Some(Outcome::Refused { reason }));
    assert!(journal::verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn while_a_slip_is_printed_the_printer_is_known_to_print() {
    let dir = tempfile::tempdir().unwrap();
    // Accepts connections in the kernel and never answers: the first job keeps the desk busy.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", silent.local_addr().unwrap());
    let (workers, inbox) = workers(dir.path(), &address);
    workers.printing.order(order(1));
    workers.printing.watch(true);
    let said = loop {
        if let Event::Reported(Report::Printer(state)) =
            inbox.events.recv_timeout(PATIENCE).unwrap()
        {
            break state;
        }
    };
    assert_eq!(said, session::PrinterState::Printing);
}

#[test]
fn a_slip_comes_out_once_more_only_as_the_register_allows() {
    let dir = tempfile::tempdir().unwrap();
    let device = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", device.local_addr().unwrap());
    drop(device);
    // A power cut in the middle of a slip.
    let now = Timestamp::constant(1_539_585_360, 0);
    let mut writer = journal::Writer::open(dir.path(), "L01", "1", now).unwrap();
    let request = journal::Request {
        document_id: rules().id,
        document_rev: rules().rev,
        title: rules().title,
        doc_no: None,
        content: Content::Whole,
        labels: vec![],
        length_mm: 140,
        purpose: None,
    };
    let number = writer.begin(&request, now).unwrap().number;
    writer.sending(&number, now).unwrap();
    drop(writer);
    let (workers, inbox) = workers(dir.path(), &address);
    let again = |job| Order {
        again: Some(Again {
            number: number.clone(),
            at: now.to_string(),
            by: Role::A,
        }),
        ..order(job)
    };
    workers.printing.order(again(1));
    let words_of = |job| words(&inbox, job);
    let refused = words_of(1).pop();
    assert!(
        matches!(refused, Some(Report::RegisterFailed { .. })),
        "nobody looked: {refused:?}"
    );
    workers
        .registrar
        .settle(number.clone(), Finding::Partly, Role::A);
    workers.printing.order(again(2));
    let done = words_of(2).pop();
    let offline =
        matches!(&done, Some(Report::Done { outcome, .. }) if outcome.as_code() == "refused");
    assert!(offline, "no printer there: {done:?}");
    // Nothing came out, so the finding still holds; no new number was used.
    workers.printing.order(again(3));
    assert!(matches!(words_of(3).pop(), Some(Report::Done { .. })));
    assert_eq!(rows(dir.path()).len(), 1);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.reprints(&number).unwrap().len(), 2);
    assert!(journal::verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn how_far_the_mirror_was_followed_stands_in_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let (workers, inbox) = workers(dir.path(), "tcp://127.0.0.1:9");
    workers.registrar.followed(Cursor {
        repository: "demo".into(),
        epoch: 1,
        seq: 7,
    });
    // Errands are done in order, so the answer to the second says that the first is done.
    workers
        .registrar
        .settle("none".into(), Finding::Nothing, Role::A);
    let answered = |event| matches!(event, Event::Reported(Report::Settled { done: false }));
    while !answered(inbox.events.recv_timeout(PATIENCE).unwrap()) {}
    let seen = Reader::open(dir.path()).unwrap().mirror_seen().unwrap();
    assert_eq!(seen.map(|seen| seen.seq), Some(7));
}

/// A way to a printer that hangs until the test lets go of it.
struct Hanging {
    arrived: std::sync::mpsc::Sender<()>,
    go: std::sync::mpsc::Receiver<()>,
    /// Its clock goes on only while somebody waits.
    now: std::time::Instant,
}

impl printer::Way for Hanging {
    fn open(&mut self) -> std::io::Result<Option<Box<dyn printer::Line>>> {
        // Fails when the test has stopped looking.
        let _ = self.arrived.send(());
        // Fails when the test has let go of its end.
        let _ = self.go.recv();
        Err(std::io::ErrorKind::TimedOut.into())
    }

    fn now(&self) -> std::time::Instant {
        self.now
    }

    fn wait(&mut self, time: Duration) {
        self.now += time;
    }
}

#[test]
fn what_is_to_stand_in_the_register_is_on_disk_while_the_printer_hangs() {
    let dir = tempfile::tempdir().unwrap();
    let now = Timestamp::constant(1_539_585_360, 0);
    let mut writer = journal::Writer::open(dir.path(), "L01", "1", now).unwrap();
    let request = journal::Request {
        document_id: rules().id,
        document_rev: rules().rev,
        title: rules().title,
        doc_no: None,
        content: journal::Content::Whole,
        labels: vec![],
        length_mm: 3_000,
        purpose: None,
    };
    let doubtful = writer.begin(&request, now).unwrap().number;
    writer.sending(&doubtful, now).unwrap();
    drop(writer);
    let (arrived, at_the_printer) = std::sync::mpsc::channel();
    let (let_go, go) = std::sync::mpsc::channel::<()>();
    let setup = setup(dir.path(), "tcp://127.0.0.1:9");
    let way = Box::new(Hanging {
        arrived,
        go,
        now: std::time::Instant::now(),
    });
    let printer = Printer::over(way, &setup.connection, &setup.profile);
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let workers = Workers::start_with(printer, setup, clock(), outlet).unwrap();
    workers.printing.order(order(1));
    at_the_printer.recv().unwrap();
    // From here on the printing thread cannot go on until it is let go; whoever answers is not it.
    workers
        .registrar
        .settle(doubtful.clone(), Finding::Partly, Role::A);
    workers.registrar.followed(Cursor {
        repository: "demo".into(),
        epoch: 1,
        seq: 7,
    });
    workers.registrar.check_mirror();
    let (written, on_disk) = std::sync::mpsc::channel();
    let wish = registrar::Entry::Wish(journal::Wish::Upload);
    workers
        .registrar
        .write(wish, move |done| written.send(done).unwrap());
    assert!(on_disk.recv().unwrap());
    let reader = Reader::open(dir.path()).unwrap();
    let found = reader.row(&doubtful).unwrap().unwrap().settled;
    assert_eq!(found.map(|settled| settled.found), Some(Finding::Partly));
    assert_eq!(reader.mirror_seen().unwrap().map(|seen| seen.seq), Some(7));
    assert_eq!(reader.asked(0).unwrap().len(), 2);
    let printing = reader.row("L01-1-20181015-0002").unwrap().unwrap();
    assert_eq!(
        printing.state,
        journal::State::Sending,
        "intent before paper"
    );
    drop(let_go);
    assert!(matches!(words(&inbox, 1).pop(), Some(Report::Done { .. })));
}

#[test]
fn nothing_is_printed_while_the_journal_is_not_in_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let (workers, inbox) = workers(dir.path(), "none");
    workers.printing.order(order(1));
    words(&inbox, 1);
    let (here, away) = (dir.path().join("journal.db"), dir.path().join("away"));
    std::fs::rename(&here, &away).unwrap();
    for job in [2, 3] {
        workers.printing.order(order(job));
        let words = words(&inbox, job);
        assert!(
            matches!(words[..], [Report::RegisterFailed { .. }]),
            "{words:?}"
        );
    }
    assert!(!here.exists(), "no other journal begins in its place");
    std::fs::rename(&away, &here).unwrap();
    workers.printing.order(order(4));
    assert!(matches!(words(&inbox, 4)[0], Report::Begun { .. }));
}

#[test]
fn the_desk_has_its_lines_written_by_the_same_hand() {
    let dir = tempfile::tempdir().unwrap();
    let (workers, _inbox) = workers(dir.path(), "none");
    let (written, on_disk) = std::sync::mpsc::channel();
    let paper = journal::Paper {
        amount: 2,
        ..journal::Paper::default()
    };
    let entry = registrar::Entry::Desk(paper.entry(journal::Made::Photocopy, Role::B));
    workers
        .registrar
        .write(entry, move |done| written.send(done).unwrap());
    assert!(on_disk.recv().unwrap());
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.day_totals("20181015").unwrap().copied_pages, 2);
}

#[test]
fn an_import_from_a_stick_is_noticed_although_the_mirror_stays_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let _catalogue = catalogue::Catalogue::start(dir.path().to_owned(), outlet).unwrap();
    let told = || {
        let event = inbox.events.recv_timeout(PATIENCE).unwrap();
        assert!(matches!(event, Event::Answered(session::Answer::Changed)));
    };
    // The first look finds no mirror; nothing more is told until a stick comes.
    told();
    let import = mirror::LastImport {
        at: "2018-10-15T06:30:00Z".into(),
        result: mirror::Imported::Unreadable,
        put: 0,
        removed: 0,
    };
    mirror::note_import(dir.path(), &import).unwrap();
    told();
}

#[test]
fn wrong_pins_are_counted_on_disk_before_they_are_compared_and_told_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let with_pin = || {
        let (outlet, inbox) = inbox(Arc::new(|| {}));
        let setup = Setup {
            pin_hash: Some(config::pin::hash("204618").unwrap()),
            ..setup(dir.path(), "none")
        };
        (Workers::start(setup, clock(), outlet).unwrap(), inbox)
    };
    let pin = |digits: &str| {
        let mut pin = session::Pin::default();
        pin.push(digits);
        pin
    };
    let next = |inbox: &Inbox| loop {
        match inbox.events.recv_timeout(PATIENCE).unwrap() {
            Event::Reported(Report::Unlocked { fits, .. }) => return (Some(fits), 0),
            Event::Reported(Report::Tried { count }) => return (None, count),
            _ => {}
        }
    };
    let (workers, inbox) = with_pin();
    for serial in 1..=4 {
        workers.clerk.unlock(serial, Some(Role::A), pin("0000"));
        assert_eq!(next(&inbox), (Some(false), 0));
    }
    drop(workers);
    let (workers, inbox) = with_pin();
    assert_eq!(next(&inbox), (None, 4));
    workers.clerk.unlock(5, Some(Role::A), pin("204618"));
    assert_eq!(next(&inbox), (Some(true), 0));
    drop(workers);
    let (workers, inbox) = with_pin();
    workers.clerk.unlock(6, Some(Role::A), pin("204618"));
    assert_eq!(next(&inbox), (Some(true), 0), "nothing is held against it");
}

#[test]
fn each_role_has_a_pin_of_its_own_where_the_settings_hold_two_and_one_serves_both_where_they_hold_one()
 {
    let fits = |b: Option<&str>, by, digits: &str| {
        let dir = tempfile::tempdir().unwrap();
        let (outlet, inbox) = inbox(Arc::new(|| {}));
        let hash = |pin: &str| config::pin::hash(pin).unwrap();
        let setup = Setup {
            pin_hash: Some(hash("204618")),
            pin_hash_b: b.map(hash),
            ..setup(dir.path(), "none")
        };
        let workers = Workers::start(setup, clock(), outlet).unwrap();
        let mut pin = session::Pin::default();
        pin.push(digits);
        workers.clerk.unlock(1, by, pin);
        loop {
            if let Event::Reported(Report::Unlocked { fits, .. }) =
                inbox.events.recv_timeout(PATIENCE).unwrap()
            {
                return fits;
            }
        }
    };
    let own = Some("739052");
    assert!(fits(own, Some(Role::A), "204618"));
    assert!(fits(own, Some(Role::B), "739052"));
    assert!(
        !fits(own, Some(Role::B), "204618"),
        "A's PIN lets nobody in as B"
    );
    assert!(!fits(own, Some(Role::A), "739052"));
    assert!(fits(None, Some(Role::A), "204618"));
    assert!(fits(None, Some(Role::B), "204618"));
}

#[test]
fn a_day_that_is_not_the_clock_s_is_told_to_the_desk_and_set_by_it() {
    let dir = tempfile::tempdir().unwrap();
    let future: Timestamp = "2099-12-31T02:00:00Z".parse().unwrap();
    let today: Timestamp = "2026-11-27T02:00:00Z".parse().unwrap();
    let mut writer = journal::Writer::open(dir.path(), "L01", "1", future).unwrap();
    let paper = journal::Paper {
        amount: 1,
        ..journal::Paper::default()
    };
    let entry = paper.entry(journal::Made::Photocopy, Role::B);
    assert_eq!(writer.enter(&entry, future).unwrap(), "L01-1-20991231-0001");
    drop(writer);
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let workers =
        Workers::start(setup(dir.path(), "none"), Arc::new(move || today), outlet).unwrap();
    let heard = |wanted: fn(Report) -> Option<String>| loop {
        if let Event::Reported(report) = inbox.events.recv_timeout(PATIENCE).unwrap()
            && let Some(said) = wanted(report)
        {
            return said;
        }
    };
    let day = |report| match report {
        Report::Day { off, .. } => Some(off.map_or("right".into(), |off| off.register)),
        _ => None,
    };
    workers.clerk.list(1);
    assert_eq!(heard(day), "20991231");
    workers.registrar.set_day(Role::A);
    let set = |report| match report {
        Report::DaySet { done } => Some(done.to_string()),
        _ => None,
    };
    assert_eq!(heard(set), "true");
    workers.clerk.list(2);
    assert_eq!(heard(day), "right");
    workers.printing.order(order(1));
    let begun = |report| match report {
        Report::Begun { number, .. } => Some(number),
        _ => None,
    };
    assert_eq!(heard(begun), "L01-1-20261127-0001");
    // A clock far ahead of what the publisher signed is not believed by the registrar.
    workers.registrar.signed("2020-01-01T00:00:00Z");
    workers.registrar.signed("no time");
    workers.printing.order(order(2));
    assert_eq!(heard(begun), "L01-1-20261127-0002");
}

#[test]
fn the_picture_of_a_slip_that_stands_in_the_register_is_what_came_or_should_have_come_out() {
    let dir = tempfile::tempdir().unwrap();
    let (workers, inbox) = workers(dir.path(), "none");
    workers.printing.order(order(1));
    words(&inbox, 1);
    let row = &rows(dir.path())[0];
    let measure = |serial, stood| session::Measure {
        serial,
        document: Arc::new(rules()),
        contents: vec![order(1).content],
        data_time: String::new(),
        stood,
    };
    let drawn = |measure| {
        workers.printing.measure(measure);
        loop {
            if let Event::Reported(Report::Measured { preview, .. }) =
                inbox.events.recv_timeout(PATIENCE).unwrap()
            {
                return preview.unwrap();
            }
        }
    };
    let stood = session::Stood {
        number: row.number.clone(),
        at: row.at.clone(),
    };
    let picture = drawn(measure(1, Some(stood)));
    let reader = Reader::open(dir.path()).unwrap();
    let sealed = crate::slip::Sealed {
        number: &row.number,
        document_id: row.document_id.as_ref().unwrap(),
        document_rev: row.document_rev.unwrap(),
        content: row.content.as_ref().unwrap(),
        at: row.at.parse().unwrap(),
    };
    let stamp = crate::slip::Stamp {
        site: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        number: row.number.clone(),
        code: crate::slip::code(&reader.slip_key(row.seq).unwrap(), &sealed),
        at: row.at.parse().unwrap(),
        again: None,
        data_time: String::new(),
    };
    let receipt = crate::slip::compose(&rules(), sealed.content, &stamp);
    let profile = printer::profile("generic-80mm").unwrap();
    let paper = printer::Renderer::new().unwrap();
    let paper = paper.compose(&receipt, &profile).unwrap();
    assert_eq!(Some(&picture), printing::preview(&paper).as_ref());
    assert_ne!(
        picture,
        drawn(measure(2, None)),
        "the next slip has another number"
    );
}

#[test]
fn a_day_sheet_is_laid_out_as_it_comes_out_and_says_whether_the_chain_holds() {
    let dir = tempfile::tempdir().unwrap();
    let (workers, inbox) = workers(dir.path(), "none");
    let laid = |serial: u64| {
        let paper = session::staff::StaffPaper::Day("20181015".into());
        workers.printing.lay(serial, paper);
        loop {
            if let Event::Reported(Report::PaperLaid { serial: of, laid }) =
                inbox.events.recv_timeout(PATIENCE).unwrap()
            {
                assert_eq!(of, serial);
                return laid;
            }
        }
    };
    for job in 1..=3 {
        workers.printing.order(order(job));
        words(&inbox, job);
    }
    let whole = laid(1).unwrap();
    let sound = whole.sound.unwrap();
    assert!(sound.holds() && sound.entries > 0, "{sound:?}");
    assert!(whole.preview.is_some() && whole.length_mm > 0);
    let file = rusqlite::Connection::open(dir.path().join(journal::FILE_NAME)).unwrap();
    let number = "L01-1-20181015-0002";
    let changed = file.execute(
        "UPDATE field SET value = '1' WHERE name = 'length_mm' AND seq IN (SELECT seq FROM entry WHERE number = ?1)",
        [number],
    );
    assert_eq!(changed.unwrap(), 1);
    let broken = laid(2).unwrap();
    let sound = broken.sound.unwrap();
    assert!(!sound.holds(), "never silently printed as sound");
    assert_eq!(sound.number, number);
    assert!(broken.length_mm > whole.length_mm, "it says more");
}
