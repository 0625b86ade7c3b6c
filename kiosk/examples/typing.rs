//! Types 500 words of a mirror by pinyin, key by key, through the keyboard's worker: how long each key takes until its candidates are there with
//! the number of documents each finds, and which place the word that is meant has. `typing MIRROR`; prints the rows of
//! tests/benchmarks/kiosk.md. Not a test.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use input::{Characters, Engine};
use kiosk::workers::inbox::{Inbox, inbox};
use kiosk::workers::typing::Keyboard;
use kiosk::workers::words::gather;
use session::Event;
use session::keyboard::typing::{Method, Spell, Spelled};

const WORDS: usize = 500;

struct Typist {
    keyboard: Keyboard,
    inbox: Inbox,
    serial: u64,
    key_us: Vec<u128>,
    uncounted: usize,
}

impl Typist {
    fn spell(&mut self, method: Method, keys: &str) -> Spelled {
        self.serial += 1;
        let begun = Instant::now();
        self.keyboard.spell(Spell {
            serial: self.serial,
            method,
            keys: keys.into(),
            before: String::new(),
            counted: true,
        });
        loop {
            if let Event::Spelled(spelled) = self
                .inbox
                .events
                .recv_timeout(Duration::from_secs(60))
                .unwrap()
                && spelled.serial == self.serial
            {
                self.key_us.push(begun.elapsed().as_micros());
                self.uncounted += spelled
                    .candidates
                    .iter()
                    .take(5)
                    .filter(|c| c.documents.is_none())
                    .count();
                return spelled;
            }
        }
    }

    /// Place of the word after its last key, from 1; 0 when it is not offered.
    fn type_word(&mut self, method: Method, word: &str, keys: &str) -> usize {
        let mut last = None;
        for end in 1..=keys.len() {
            last = Some(self.spell(method, &keys[..end]));
        }
        let candidates = last.unwrap().candidates;
        candidates
            .iter()
            .position(|c| c.text == word)
            .map_or(0, |at| at + 1)
    }

    fn report(&mut self, what: &str, places: &[usize]) {
        self.key_us.sort_unstable();
        let at = |part: f64| {
            self.key_us[((self.key_us.len() - 1) as f64 * part) as usize] as f64 / 1000.0
        };
        let early = places
            .iter()
            .filter(|place| (1..=2).contains(*place))
            .count();
        let first = places.iter().filter(|place| **place == 1).count();
        println!(
            "| {what} | {} words, {} keys | {:.2} / {:.2} / {:.2} ms | {} of {} | {} | {} |",
            places.len(),
            self.key_us.len(),
            at(0.5),
            at(0.99),
            at(1.0),
            early,
            places.len(),
            first,
            self.uncounted
        );
        self.key_us.clear();
        self.uncounted = 0;
    }
}

fn memory_kib(field: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap();
    let line = text.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn main() {
    kiosk::memory::give_back();
    let dir = PathBuf::from(std::env::args().nth(1).expect("the folder of a mirror"));
    let begun = Instant::now();
    let mut words = gather(&dir).unwrap();
    println!(
        "{} words gathered in {:.2} s",
        words.len(),
        begun.elapsed().as_secs_f64()
    );
    // Any words, not the frequent ones: every n-th in the order of their text.
    words.retain(|(word, documents)| *documents >= 3 && word.chars().count() >= 2);
    words.sort();
    let step = (words.len() / WORDS).max(1);
    let chosen: Vec<String> = words
        .into_iter()
        .step_by(step)
        .take(WORDS)
        .map(|(word, _)| word)
        .collect();

    let before = memory_kib("Pss:");
    let engine = Engine::new(Arc::new(Characters::new()), None);
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let keyboard = Keyboard::start(dir, outlet).unwrap();
    // It gathers words only from here on; nobody types before they are there.
    keyboard.wake();
    while !inbox.quiet() {
        std::thread::yield_now();
    }
    println!(
        "memory: {} KiB more with table, librime and words",
        memory_kib("Pss:") - before
    );
    let mut typist = Typist {
        keyboard,
        inbox,
        serial: 0,
        key_us: Vec::new(),
        uncounted: 0,
    };
    println!(
        "| by | typed | key -> candidates with counts, p50 / p99 / max | first or second | first | of the first five without a count |"
    );
    println!("|---|---|---|---|---|---|");
    let mut places = Vec::new();
    for word in &chosen {
        if let Some(keys) = engine.spelling(word) {
            places.push(typist.type_word(Method::Pinyin, word, &keys));
            if places.last() > Some(&2) || places.last() == Some(&0) {
                eprintln!("{word} {keys}: {}", places.last().unwrap());
            }
        }
    }
    typist.report("whole pinyin", &places);
    let mut places = Vec::new();
    for word in chosen.iter().filter(|word| word.chars().count() >= 4) {
        let initials: Option<String> = word
            .chars()
            .map(|c| engine.spelling(&c.to_string()).map(|s| s[..1].to_owned()))
            .collect();
        if let Some(keys) = initials {
            places.push(typist.type_word(Method::Pinyin, word, &keys));
        }
    }
    typist.report("initials, four characters and more", &places);
    let mut places = Vec::new();
    for word in chosen.iter().step_by(5) {
        if let Some(keys) = engine
            .strokes(word)
            .filter(|keys| keys.len() <= input::KEYS_MAX)
        {
            places.push(typist.type_word(Method::Strokes, word, &String::from_utf8(keys).unwrap()));
        }
    }
    typist.report("all strokes", &places);
}
