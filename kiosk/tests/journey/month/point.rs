//! One terminal that lives through a month with the real workers: slips, copies, faults, power cuts, handovers, the paper form in somebody's hand.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use journal::{
    Content, DeskEntry, Finding, Handover, LineFound, Made, Outcome, Paper, Purpose, Reader, Role,
    Sheet,
};
use kiosk::workers::Workers;
use kiosk::workers::inbox::{Inbox, inbox};
use kiosk::workers::shared::Setup;
use session::staff::{HandoverPaper, StaffPaper};
use session::{Again, Event, Measure, Order, Report};

use super::super::*;
use super::rolls::Rolls;
use super::{DAYS, MONTH, ROLLS, count};

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(120);

/// One terminal at work.
pub struct Point {
    dir: tempfile::TempDir,
    pub name: &'static str,
    pub rolls: Rolls,
    connection: String,
    now: Arc<Mutex<Timestamp>>,
    workers: Option<(Workers, Inbox)>,
    serial: u64,
    /// What stands on the paper form: line and pages.
    pub form: BTreeMap<u64, u64>,
    /// Copies without a form, by day.
    pub copies: BTreeMap<String, u64>,
}

impl Point {
    pub fn new(name: &'static str) -> Point {
        let dir = tempfile::tempdir().unwrap();
        let (rolls, connection) = Rolls::start(dir.path());
        Point {
            dir,
            name,
            rolls,
            connection,
            now: Arc::new(Mutex::new("2026-02-02T01:00:00Z".parse().unwrap())),
            workers: None,
            serial: 0,
            form: BTreeMap::new(),
            copies: BTreeMap::new(),
        }
    }

    pub fn journal(&self) -> PathBuf {
        self.dir.path().join("journal")
    }

    /// The register while no kiosk writes it. A program that another test starts at this moment holds every file of this one until it runs.
    fn writer(&self, now: Timestamp) -> journal::Writer {
        let begun = std::time::Instant::now();
        loop {
            match journal::Writer::open(&self.journal(), "L01", self.name, now) {
                Err(journal::Error::Locked { .. }) if begun.elapsed().as_secs() < 60 => {
                    std::thread::yield_now();
                }
                opened => return opened.unwrap(),
            }
        }
    }

    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn wait(&self) {
        *self.now.lock().unwrap() += SignedDuration::from_mins(7);
    }

    fn switched_on(&mut self) -> &(Workers, Inbox) {
        if self.workers.is_none() {
            let setup = Setup {
                journal: self.journal(),
                site: "L01".into(),
                terminal: self.name.into(),
                name: "示例市图书馆".into(),
                plate: "政务公开查阅点".into(),
                connection: self.connection.parse().unwrap(),
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
            let now = self.now.clone();
            let clock = Arc::new(move || *now.lock().unwrap());
            let workers = Workers::start(setup, clock, outlet).unwrap();
            self.workers = Some((workers, inbox));
        }
        self.workers.as_ref().unwrap()
    }

    /// Returns when every thread is gone, and the journal with it.
    pub fn switched_off(&mut self) {
        if let Some((workers, inbox)) = self.workers.take() {
            drop(workers);
            while inbox.events.recv_timeout(PATIENCE).is_ok() {}
        }
    }

    /// A new roll, with what goes wrong on it; the printer is let go of meanwhile.
    fn change_roll(&mut self, faults: &str) {
        self.switched_off();
        self.rolls.change(faults);
    }

    fn heard<T>(&self, wanted: impl Fn(&Report) -> Option<T>) -> T {
        let (_, inbox) = self.workers.as_ref().unwrap();
        loop {
            if let Event::Reported(report) = inbox.events.recv_timeout(PATIENCE).unwrap()
                && let Some(found) = wanted(&report)
            {
                return found;
            }
        }
    }

    pub fn enter(&mut self, entry: DeskEntry) -> String {
        self.wait();
        let (sender, number) = channel();
        let (workers, _) = self.switched_on();
        workers.registrar.enter(entry, move |number| {
            let _ = sender.send(number);
        });
        number.recv().unwrap().expect("it is written")
    }

    /// Orders a slip as the screen does, and hears what became of it.
    fn slip(&mut self, purpose: Option<Purpose>, again: Option<Again>) -> (String, Outcome) {
        self.wait();
        self.serial += 1;
        let serial = self.serial;
        let document = Arc::new(rules(1));
        let content = Content::Reference;
        let measure = Measure {
            serial,
            document: document.clone(),
            contents: vec![content.clone()],
            data_time: String::new(),
            stood: None,
        };
        self.switched_on().0.printing.measure(measure);
        let length_mm = self.heard(|report| match report {
            Report::Measured {
                serial: of,
                length_mm,
                ..
            } if *of == serial => Some(length_mm.unwrap()),
            _ => None,
        });
        let order = Order {
            job: serial,
            document,
            content,
            purpose,
            length_mm,
            data_time: String::new(),
            again,
        };
        self.switched_on().0.printing.order(order);
        self.heard(|report| match report {
            Report::Done {
                job,
                outcome,
                number,
            } if *job == serial => Some((number.clone(), outcome.clone())),
            _ => None,
        })
    }

    /// Paper of the desk; it is no slip of the register.
    pub fn staff(&mut self, paper: StaffPaper) {
        self.serial += 1;
        let serial = self.serial;
        self.switched_on().0.printing.staff(serial, paper);
        let good = self.heard(|report| match report {
            Report::ReceiptDone { serial: of, good } if *of == serial => Some(*good),
            _ => None,
        });
        assert!(good, "paper of the desk comes out");
    }

    /// Somebody looks at what lies under the printer, and a slip that is not whole is printed once more.
    pub fn settle(&mut self, number: &str) {
        let lies = count(&self.rolls.paper());
        let day = number.split('-').nth(2).unwrap();
        let whole = lies
            .whole
            .get(day)
            .is_some_and(|of| of.contains_key(number));
        let found = match whole {
            true => Finding::CameOut,
            false => Finding::Nothing,
        };
        let (workers, _) = self.switched_on();
        workers.registrar.settle(number.to_owned(), found, Role::A);
        let done = self.heard(|report| match report {
            Report::Settled { done } => Some(*done),
            _ => None,
        });
        assert!(done, "{number} is settled");
        if !whole {
            let again = Again {
                number: number.to_owned(),
                at: self.now().to_string(),
                by: Role::A,
            };
            let (_, outcome) = self.slip(None, Some(again));
            assert!(matches!(outcome, Outcome::Printed { .. }), "{outcome:?}");
        }
    }

    fn copy(&mut self, pages: u64, line: Option<u64>, on: Option<&str>) -> String {
        let paper = Paper {
            amount: pages,
            form_no: line.map(|line| format!("{line:04}")),
            written_on: on.map(str::to_owned),
            ..Paper::default()
        };
        self.enter(paper.entry(Made::Photocopy, Role::A))
    }

    /// The power goes while a slip waits: nothing of it is on paper.
    fn power_cut(&mut self) {
        self.switched_off();
        let now = self.now();
        let mut writer = self.writer(now);
        let request = journal::Request {
            document_id: "demo:rules".into(),
            document_rev: 1,
            title: "示例".into(),
            doc_no: None,
            content: Content::Reference,
            labels: vec![],
            length_mm: 90,
            purpose: None,
        };
        writer.begin(&request, now).unwrap();
    }

    pub fn day(&mut self, at: usize, day: u8) {
        let morning: Timestamp = format!("2026-02-{day:02}T01:00:00Z").parse().unwrap();
        *self.now.lock().unwrap() = morning;
        let today = journal::day_of(morning);
        let seed = at + self.name.len() * self.name.as_bytes()[0] as usize;
        self.change_roll(ROLLS[seed % ROLLS.len()]);
        let (number, outcome) = self.slip(Some(Purpose::Study), None);
        self.change_roll("");
        if matches!(outcome, Outcome::Unknown { .. }) {
            self.settle(&number);
        }
        let (number, outcome) = self.slip(None, None);
        assert!(matches!(outcome, Outcome::Printed { .. }), "{outcome:?}");
        if at % 4 == 1 {
            self.power_cut();
            // What was said of a purpose is deleted; the paper stays as it is.
            let now = self.now();
            let mut writer = self.writer(now);
            writer.redact(&number, &["title"], now).unwrap();
        }
        let pages = 1 + (seed as u64 % 5);
        let line = at as u64 + 1;
        match at % 5 {
            // Written on the paper form and entered at once.
            0 | 1 => {
                self.copy(pages, Some(line), None);
                self.form.insert(line, pages);
            }
            // Written on paper in a hurry; nobody entered it yet.
            2 => {
                self.form.insert(line, pages);
            }
            // Entered, and forgotten on the paper.
            3 => {
                self.copy(pages, Some(line), None);
            }
            _ => {
                self.copy(pages, None, None);
                *self.copies.entry(today.clone()).or_default() += pages;
                let wrong = self.copy(9, None, None);
                self.enter(Paper::void(&wrong, Some("记错了"), Role::A));
            }
        }
        let handover = Handover {
            open_matters: 0,
            spare_rolls: 3,
            word: None,
        };
        let number = self.enter(handover.entry(Role::A, Some(Role::B)));
        if at.is_multiple_of(5) {
            self.staff(StaffPaper::Handover(HandoverPaper {
                number,
                at: self.now().to_string(),
                by: Role::A,
                to: Some(Role::B),
                registered: 0,
                unsettled: 0,
                applications: 0,
                opinions: 0,
                volumes: 0,
                left_m: None,
                spare_rolls: 3,
                word: String::new(),
            }));
        }
        self.staff(StaffPaper::Day(today));
    }

    fn sheet(&self) -> Sheet {
        let reader = Reader::open(&self.journal()).unwrap();
        reader.sheets(&["2026".into()]).unwrap().remove(0)
    }

    /// The paper form in the hand, line by line against the register.
    pub fn reconcile(&mut self) {
        let sheet = self.sheet();
        for line in &sheet.lines {
            let on_paper = self.form.get(&line.line).copied();
            match (on_paper, line.entered) {
                (Some(pages), None) => {
                    let written =
                        Sheet::found(&sheet.number, line.line, LineFound::Written, Role::B);
                    self.enter(written);
                    let day = format!("202602{:02}", DAYS[line.line as usize - 1]);
                    self.copy(pages, Some(line.line), Some(&day));
                }
                (None, Some((_, pages))) => {
                    let blank = Sheet::found(&sheet.number, line.line, LineFound::Blank, Role::B);
                    self.enter(blank);
                    assert!(self.sheet().seal(Role::B).is_none(), "a line is open");
                    assert!(self.month().close(Role::B).is_none(), "so is the month");
                    // Half of them are written on the paper now, of the others it is said why not.
                    if line.line.is_multiple_of(2) {
                        self.form.insert(line.line, pages);
                        let agreed =
                            Sheet::found(&sheet.number, line.line, LineFound::Agreed, Role::B);
                        self.enter(agreed);
                    } else {
                        let word =
                            Sheet::explained(&sheet.number, line.line, "当时纸表不在手边", Role::B);
                        self.enter(word);
                        // Who counts the paper counts what is said there.
                        self.form.insert(line.line, pages);
                    }
                }
                (Some(_), Some(_)) | (None, None) => {}
            }
        }
        let seal = self.sheet().seal(Role::B).expect("nothing is open");
        self.enter(seal);
    }

    /// The first working day behind it: a month that goes on is not closed.
    pub fn month_is_over(&mut self) {
        *self.now.lock().unwrap() = "2026-03-02T01:00:00Z".parse().unwrap();
    }

    pub fn month(&mut self) -> journal::Month {
        let today = self.now.lock().unwrap().strftime("%Y%m%d").to_string();
        let reader = Reader::open(&self.journal()).unwrap();
        let sheets = reader.sheets(&["2026".into()]).unwrap();
        reader.month(MONTH, &sheets, &today).unwrap()
    }
}
