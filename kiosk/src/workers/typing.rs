//! The worker behind the keyboard: from keys to words, each with the number of documents that it finds. Owns librime, if there is one, and
//! the words of the mirror, which a thread of its own gathers anew when the mirror changed. Forgets what was typed when the visitor
//! goes; of several questions only the newest is answered.

mod numbers;

use std::cell::Cell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use input::{Ask, Characters, Documents, Engine, Finds, Place, Rime, Unasked, Words};
use mirror::Reader;

use super::inbox::Outlet;
use super::words::gather;
use session::Event;
use session::keyboard::typing::{CANDIDATES_MAX, Candidate, Count, Method, Spell, Spelled};

/// How long counting may take for one key; the words that are left are offered without their number.
const COUNTING_MS_MAX: u64 = 12;
/// Counts that are held until the mirror changes or the visitor goes.
const COUNTS_MAX: usize = 4096;
/// Beginnings of document numbers that are offered; a portal has dozens.
const NUMBERS_MAX: usize = 1_000;
/// Between two gatherings of words: while the agent fills the mirror, it changes all the time.
const GATHERED_AGAIN_S: u64 = 60;

/// The session's end of the worker.
pub struct Keyboard {
    messages: Sender<Message>,
    outlet: Outlet,
    awake: Cell<bool>,
    worker: Option<JoinHandle<()>>,
}

enum Message {
    /// A keyboard shows: dictionary and words are wanted soon.
    Wake,
    Spell(Spell),
    Forget,
    /// Words of the mirror, and what its document numbers begin with.
    Words(Words, Vec<(String, u64)>),
    /// The visitor's end is gone: close the dictionary.
    End,
}

impl Keyboard {
    /// Starts the worker; it ends when this is dropped. It loads nothing before [`Keyboard::wake`]: the dictionary takes a quarter of a second and
    /// 30 MB, which nobody waits for who only reads.
    pub fn start(dir: PathBuf, outlet: Outlet) -> std::io::Result<Keyboard> {
        let (messages, heard) = channel();
        let (own, to_worker) = (messages.clone(), outlet.clone());
        let worker = std::thread::Builder::new()
            .name("keyboard".into())
            .spawn(move || {
                let Ok(first) = heard.recv() else { return };
                if matches!(first, Message::End) {
                    return;
                }
                let gatherer = Gatherer {
                    dir: dir.clone(),
                    characters: Arc::new(Characters::new()),
                    to: own,
                };
                Worker::open(dir, gatherer, to_worker).run(first, &heard);
            })?;
        Ok(Keyboard {
            messages,
            outlet,
            awake: Cell::new(false),
            worker: Some(worker),
        })
    }

    /// A keyboard shows. Counts as busy until there are words for the first time.
    pub fn wake(&self) {
        if !self.awake.replace(true) {
            self.outlet.begin();
            if self.messages.send(Message::Wake).is_err() {
                self.outlet.end();
            }
        }
    }

    /// Asks; the answer comes through the inbox.
    pub fn spell(&self, spell: Spell) {
        self.wake();
        self.outlet.begin();
        if self.messages.send(Message::Spell(spell)).is_err() {
            self.outlet.end();
        }
    }

    /// The visitor is gone.
    pub fn forget(&self) {
        if self.awake.get() {
            // Without a worker there is nothing to forget.
            let _ = self.messages.send(Message::Forget);
        }
    }
}

impl Drop for Keyboard {
    /// Waits for the worker: librime must be closed before the program takes its libraries down, or they are torn from under it.
    fn drop(&mut self) {
        // A worker that is gone has closed it.
        let _ = self.messages.send(Message::End);
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

struct Worker {
    dir: PathBuf,
    outlet: Outlet,
    engine: Engine,
    words: Words,
    /// What document numbers begin with (发文代字), with their documents, the most frequent first.
    numbers: Vec<(String, u64)>,
    counter: Counter,
    gatherer: Gatherer,
    gathering: bool,
    gathered: Instant,
    /// The first words are still to come.
    first: bool,
}

impl Worker {
    fn open(dir: PathBuf, gatherer: Gatherer, outlet: Outlet) -> Worker {
        let runtime = std::env::var_os("RUNTIME_DIRECTORY").map(PathBuf::from);
        let place = Place::debian(input::scratch_folder(runtime));
        let rime = Rime::open(&place)
            .map_err(|missing| {
                console::tell!(
                    "kiosk: only words of the mirror can be typed: {:#}",
                    anyhow::Error::new(missing)
                )
            })
            .ok();
        let mut worker = Worker {
            dir,
            outlet,
            engine: Engine::new(gatherer.characters.clone(), rime),
            words: Words::default(),
            numbers: Vec::new(),
            counter: Counter::default(),
            gatherer,
            gathering: false,
            gathered: Instant::now(),
            first: true,
        };
        worker.gather();
        worker
    }

    fn run(mut self, first: Message, heard: &Receiver<Message>) {
        self.hear(vec![first]);
        loop {
            match heard.recv_timeout(Duration::from_secs(GATHERED_AGAIN_S)) {
                Ok(first) => {
                    let mut waiting = vec![first];
                    waiting.extend(heard.try_iter());
                    let ends = waiting
                        .iter()
                        .any(|message| matches!(message, Message::End));
                    self.hear(waiting);
                    if ends {
                        break;
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    }

    fn hear(&mut self, waiting: Vec<Message>) {
        let mut newest = None;
        for message in waiting {
            match message {
                Message::Spell(spell) => {
                    if newest.replace(spell).is_some() {
                        self.outlet.end();
                    }
                }
                Message::Wake | Message::End => {}
                Message::Forget => {
                    self.engine.forget();
                    self.counter.counts.clear();
                }
                Message::Words(words, numbers) => self.take(words, numbers),
            }
        }
        if let Some(spell) = newest {
            self.look();
            let spelled = self.answer(&spell);
            self.outlet.tell(Event::Spelled(spelled));
            self.outlet.end();
        }
    }

    fn take(&mut self, words: Words, numbers: Vec<(String, u64)>) {
        self.words = words;
        self.numbers = numbers;
        self.gathering = false;
        if std::mem::take(&mut self.first) {
            self.outlet.end();
        }
    }

    /// Whether the mirror is another one; then counts are void, and words are gathered again when the last time is long enough ago.
    fn look(&mut self) {
        if !self.counter.follow(&self.dir) {
            return;
        }
        if !self.gathering && self.gathered.elapsed() >= Duration::from_secs(GATHERED_AGAIN_S) {
            self.counter.changed = false;
            self.gather();
        }
    }

    fn gather(&mut self) {
        self.gathered = Instant::now();
        self.gathering = true;
        let gatherer = self.gatherer.clone();
        let started = std::thread::Builder::new()
            .name("words".into())
            .spawn(move || gatherer.run());
        if let Err(error) = started {
            console::tell!("kiosk: start gathering words: {error}");
            self.take(Words::default(), Vec::new());
        }
    }

    fn answer(&mut self, spell: &Spell) -> Spelled {
        let method = match spell.method {
            Method::Pinyin => input::Method::Pinyin,
            Method::Strokes => input::Method::Strokes,
            Method::CodePoint => input::Method::CodePoint,
            Method::Number => return self.numbers(spell),
        };
        let ask = Ask {
            method,
            keys: &spell.keys,
            before: &spell.before,
            most: CANDIDATES_MAX,
        };
        self.counter.until = Instant::now() + Duration::from_millis(COUNTING_MS_MAX);
        let finds: &mut dyn Finds = if spell.counted {
            &mut self.counter
        } else {
            &mut Unasked
        };
        let offer = self.engine.offer(&ask, &self.words, finds);
        Spelled {
            serial: spell.serial,
            shown: offer.shown,
            candidates: offer.candidates.into_iter().map(candidate).collect(),
        }
    }
}

fn candidate(candidate: input::Candidate) -> Candidate {
    Candidate {
        text: candidate.text,
        documents: candidate.documents.map(|documents| Count {
            total: documents.total,
            exact: documents.exact,
        }),
        keys_used: candidate.keys_used,
        before_used: candidate.before_used,
        behind_kept: 0,
    }
}

/// Counts what words find.
struct Counter {
    reader: Option<Reader>,
    version: i64,
    counts: HashMap<String, Documents>,
    until: Instant,
    changed: bool,
}

impl Default for Counter {
    fn default() -> Counter {
        Counter {
            reader: None,
            version: 0,
            counts: HashMap::new(),
            until: Instant::now(),
            changed: false,
        }
    }
}

impl Counter {
    /// Opens the mirror, or sees whether it changed; true while a change was not followed by gathering.
    fn follow(&mut self, dir: &Path) -> bool {
        let now = self
            .reader
            .as_ref()
            .and_then(|reader| reader.data_version().ok());
        match now {
            Some(version) if version == self.version => {}
            Some(version) => {
                self.version = version;
                self.counts.clear();
                self.changed = true;
            }
            // Another worker tells what is wrong with it.
            None => {
                self.reader = Reader::open(dir).ok();
                self.version = self
                    .reader
                    .as_ref()
                    .and_then(|reader| reader.data_version().ok())
                    .unwrap_or(0);
                self.counts.clear();
            }
        }
        self.changed
    }
}

impl Finds for Counter {
    fn documents(&mut self, word: &str) -> Option<Documents> {
        if let Some(known) = self.counts.get(word) {
            return Some(*known);
        }
        let reader = self
            .reader
            .as_ref()
            .filter(|_| Instant::now() < self.until)?;
        let (total, exact) = reader.count(word).ok()?;
        let documents = Documents { total, exact };
        if self.counts.len() >= COUNTS_MAX {
            self.counts.clear();
        }
        self.counts.insert(word.to_owned(), documents);
        Some(documents)
    }
}

/// Gathers the words of the mirror: offices, and what titles and bodies share.
#[derive(Clone)]
struct Gatherer {
    dir: PathBuf,
    characters: Arc<Characters>,
    to: Sender<Message>,
}

impl Gatherer {
    fn run(self) {
        let words = gather(&self.dir).unwrap_or_default();
        let numbers = Reader::open(&self.dir).and_then(|reader| reader.number_words(NUMBERS_MAX));
        let words = Words::new(&self.characters, words);
        // The worker has ended when nobody hears.
        let _ = self
            .to
            .send(Message::Words(words, numbers.unwrap_or_default()));
    }
}
