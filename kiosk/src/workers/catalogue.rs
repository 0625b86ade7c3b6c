//! The worker that reads the mirror: answers questions, and notices when the agent changed or exchanged it.
//! Never writes it. Of questions of one kind only the newest is answered.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use mirror::{Error, Reader};

use super::count::{self, Count};
use super::inbox::Outlet;
use super::lookup::look_up;
use super::shelf;
use session::{Answer, Event, Missing, Question};

/// How often the mirror is asked whether it changed. A withdrawn document leaves the screen within twice this.
const POLL_MS: u64 = 200;

/// The session's end of the worker.
pub struct Catalogue {
    questions: Sender<Question>,
    outlet: Outlet,
}

impl Catalogue {
    /// Starts the worker; it ends when this is dropped.
    pub fn start(dir: PathBuf, outlet: Outlet) -> std::io::Result<Catalogue> {
        let (questions, asked) = channel();
        let worker = Worker {
            dir,
            outlet: outlet.clone(),
            open: None,
            count: None,
            missing: None,
            told: String::new(),
            imported: None,
        };
        std::thread::Builder::new()
            .name("catalogue".into())
            .spawn(move || worker.run(&asked))?;
        Ok(Catalogue { questions, outlet })
    }

    /// Asks; the answer comes through the inbox.
    pub fn ask(&self, question: Question) {
        self.outlet.begin();
        if self.questions.send(question).is_err() {
            self.outlet.end();
        }
    }
}

/// An open mirror, and which state of it was told.
struct Open {
    reader: Reader,
    version: i64,
}

struct Worker {
    dir: PathBuf,
    outlet: Outlet,
    open: Option<Open>,
    /// What is counted while nobody asks.
    count: Option<Count>,
    missing: Option<Missing>,
    /// Last error that was told: a lasting one is told once.
    told: String,
    /// When the last import from a stick was told.
    imported: Option<SystemTime>,
}

impl Worker {
    fn run(mut self, asked: &Receiver<Question>) {
        let mut polled = Instant::now();
        let poll_every = Duration::from_millis(POLL_MS);
        loop {
            let wait = match self.count {
                Some(_) => Duration::ZERO,
                None => poll_every.saturating_sub(polled.elapsed()),
            };
            match asked.recv_timeout(wait) {
                Ok(first) => {
                    let mut waiting = vec![first];
                    waiting.extend(asked.try_iter());
                    for question in self.newest(waiting) {
                        let serial = serial_of(&question);
                        let answer = catch_unwind(AssertUnwindSafe(|| self.answer(question)))
                            .unwrap_or_else(|_| self.after_panic(serial));
                        self.outlet.tell(Event::Answered(answer));
                        self.outlet.end();
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.count_on(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if polled.elapsed() >= poll_every {
                polled = Instant::now();
                if self.poll() {
                    self.outlet.tell(Event::Answered(Answer::Changed));
                }
            }
        }
    }

    /// Drops questions that a later one of the same kind overtook.
    fn newest(&self, waiting: Vec<Question>) -> Vec<Question> {
        let mut kept: Vec<Question> = Vec::new();
        for question in waiting {
            let kind = std::mem::discriminant(&question);
            // A recheck names other documents each time and is never dropped.
            if !matches!(question, Question::Recheck { .. })
                && let Some(at) = kept.iter().position(|q| std::mem::discriminant(q) == kind)
            {
                kept.remove(at);
                self.outlet.end();
            }
            kept.push(question);
        }
        kept
    }

    /// True when the mirror is another one than at the last poll, or a stick was imported.
    fn poll(&mut self) -> bool {
        let imported = mirror::last_import_seen(&self.dir);
        let is_told = std::mem::replace(&mut self.imported, imported) == imported;
        self.is_another_mirror() || !is_told
    }

    fn is_another_mirror(&mut self) -> bool {
        let Some(open) = &mut self.open else {
            let before = self.missing;
            return self.reader().is_ok() || self.missing != before;
        };
        if open.reader.is_exchanged() {
            self.open = None;
            return true;
        }
        match open.reader.data_version() {
            Ok(version) if version == open.version => false,
            Ok(version) => {
                open.version = version;
                true
            }
            Err(error) => {
                self.note(error);
                true
            }
        }
    }

    fn reader(&mut self) -> Result<&Reader, Missing> {
        if self.open.is_none() {
            match open(&self.dir) {
                Ok(open) => {
                    self.missing = None;
                    self.open = Some(open);
                }
                Err(error) => {
                    let missing = match error {
                        Error::Absent { .. } => Missing::Absent,
                        _ => Missing::Damaged,
                    };
                    self.missing = Some(missing);
                    self.tell(format!("{:#}", anyhow::Error::new(error)));
                    return Err(missing);
                }
            }
        }
        let open = self.open.as_ref().expect("opened above");
        Ok(&open.reader)
    }

    /// One document that cannot be read must not end all reading.
    fn after_panic(&mut self, serial: Option<u64>) -> Answer {
        self.open = None;
        Answer::Failed { serial }
    }

    fn note(&mut self, error: Error) {
        if error.is_damaged() {
            self.open = None;
            self.missing = Some(Missing::Damaged);
        }
        self.tell(format!("{:#}", anyhow::Error::new(error)));
    }

    fn tell(&mut self, error: String) {
        if self.told != error {
            console::tell!("kiosk: {error}");
            self.told = error;
        }
    }

    fn with_import(&self, mut answer: Answer) -> Answer {
        if let Answer::Home(overview) = &mut answer {
            overview.import = mirror::last_import(&self.dir);
        }
        answer
    }

    /// Counts a few rows on, and tells how far it is.
    fn count_on(&mut self) {
        let (Some(count), Some(open)) = (&mut self.count, &self.open) else {
            return self.set_count(None);
        };
        let counted = catch_unwind(AssertUnwindSafe(|| {
            open.reader
                .count_on(&mut count.counting, count::ROWS_AT_ONCE)
        }));
        match counted {
            Ok(Ok(())) => {
                if let Some(answer) = count.answer() {
                    self.outlet.tell(Event::Answered(answer));
                }
                if count.counting.is_final() {
                    self.set_count(None);
                }
            }
            Ok(Err(error)) => {
                self.note(error);
                self.set_count(None);
            }
            Err(_) => {
                self.open = None;
                self.set_count(None);
            }
        }
    }

    /// What is counted from now on; a count that was under way ends.
    fn set_count(&mut self, count: Option<Count>) {
        if self.count.take().is_some() {
            self.outlet.end();
        }
        self.count = count;
    }

    fn answer(&mut self, question: Question) -> Answer {
        let serial = serial_of(&question);
        // The checks of links need no mirror.
        if let Question::Links { serial } = question {
            let checks = shelf::link_checks(&self.dir);
            return Answer::Links { serial, checks };
        }
        if matches!(question, Question::Search { .. } | Question::Options { .. }) {
            self.set_count(None);
        }
        let recheck = matches!(question, Question::Recheck { .. });
        let reader = match self.reader() {
            Ok(reader) => reader,
            // Without a mirror nothing can be said of the documents on the screen: reading goes on.
            Err(_) if recheck => return Answer::Failed { serial: None },
            Err(missing) if serial.is_none() => return Answer::Missing(missing),
            Err(_) => return Answer::Failed { serial },
        };
        let answer = look_up(reader, question);
        match answer.map(|(answer, count)| (self.with_import(answer), count)) {
            Ok((answer, count)) => {
                if let Some(count) = count {
                    self.outlet.begin();
                    self.set_count(Some(count));
                }
                answer
            }
            Err(error) => {
                self.note(error);
                match self.missing.filter(|_| serial.is_none() && !recheck) {
                    Some(missing) => Answer::Missing(missing),
                    None => Answer::Failed { serial },
                }
            }
        }
    }
}

fn serial_of(question: &Question) -> Option<u64> {
    match question {
        Question::Home | Question::Common { .. } | Question::Recheck { .. } => None,
        Question::Search { serial, .. }
        | Question::Browse { serial, .. }
        | Question::Shelf { serial }
        | Question::Links { serial }
        | Question::Options { serial, .. }
        | Question::Open { serial, .. } => Some(*serial),
    }
}

fn open(dir: &Path) -> Result<Open, Error> {
    let reader = Reader::open(dir)?;
    let version = reader.data_version()?;
    Ok(Open { reader, version })
}
