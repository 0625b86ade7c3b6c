//! P22: from a touch to the first sample, from a touch to silence, what speaking costs in CPU and memory. The voice is the real one
//! (espeak-ng); the sink takes samples as fast as a sound card plays them. Prints the rows of tests/benchmarks/speech.md; no test.
//! `first_sample TEXT-FILE`: sentences of official text, one a line.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use speech::engine::{Espeak, Fault, Hush, RATE, Speed};
use speech::speaker::{NOT_BEFORE, Report, Sink, Sound, Speaker, Utterance};

/// Sayings that are cut, and how long each is heard before.
const ROUNDS: usize = 60;
const HEARD: Duration = Duration::from_millis(350);
/// A sound card asks for so many samples at once: 10 ms.
const BLOCK: usize = RATE as usize / 100;

/// What a sound card saw.
enum Seen {
    First(Instant),
    Silent(Instant),
}

/// Plays in real time and hears nothing.
struct Card {
    seen: Sender<Seen>,
    playing: bool,
    samples: u64,
}

impl Sink for Card {
    fn play(&mut self, samples: &[i16], hush: &Hush) -> Result<(), Fault> {
        for block in samples.chunks(BLOCK) {
            if hush.is_set() {
                return Ok(());
            }
            // Silence before the first word is no word.
            if !self.playing && block.iter().any(|sample| sample.unsigned_abs() > 200) {
                self.playing = true;
                let _ = self.seen.send(Seen::First(Instant::now()));
            }
            self.samples += block.len() as u64;
            std::thread::sleep(Duration::from_secs_f64(
                block.len() as f64 / f64::from(RATE),
            ));
        }
        Ok(())
    }

    fn cut(&mut self) {
        self.playing = false;
        let _ = self.seen.send(Seen::Silent(Instant::now()));
    }
}

/// This process and the voices it started.
fn family() -> Vec<u32> {
    let me = std::process::id();
    let mut all = vec![me];
    for task in std::fs::read_dir(format!("/proc/{me}/task"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        all.extend(
            children
                .split_whitespace()
                .filter_map(|id| id.parse::<u32>().ok()),
        );
    }
    all
}

fn pss_kb(id: u32) -> u64 {
    let told = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// CPU of this process and of voices that have ended, seconds.
fn cpu_s() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = told
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(|field| field.parse().ok())
        .collect();
    // utime, stime, cutime, cstime; the first field behind the name is a letter.
    fields.iter().skip(10).take(4).sum::<f64>() / 100.0
}

fn at(sorted: &[f64], part: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * part) as usize]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args()
        .nth(1)
        .ok_or("name a file with sentences")?;
    let text = std::fs::read_to_string(file)?;
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.chars().count() > 12)
        .collect();
    let (seen, sees) = channel();
    let card = Card {
        seen,
        playing: false,
        samples: 0,
    };
    let (over, ended) = channel();
    let mut speaker = Speaker::start(
        Espeak::new(Path::new("espeak-ng"), Speed::default())?,
        card,
        move |report| {
            if matches!(report, Report::Ended { .. } | Report::Failed { .. }) {
                let _ = over.send(report);
            }
        },
    )?;
    // As the kiosk says what is pointed at.
    let pointed = Sound {
        not_before: NOT_BEFORE,
        ..Sound::default()
    };
    let (mut first, mut silent) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let line = lines[round % lines.len()];
        let touched = Instant::now();
        let said = Utterance {
            number: 0,
            text: line.to_owned(),
        };
        speaker.say(round as u64, vec![said], pointed);
        loop {
            if let Seen::First(heard) = sees.recv_timeout(Duration::from_secs(10))? {
                first.push((heard - touched).as_secs_f64() * 1e3);
                break;
            }
        }
        std::thread::sleep(HEARD);
        let touched = Instant::now();
        speaker.hush();
        ended.recv_timeout(Duration::from_secs(10))?;
        while let Ok(seen) = sees.try_recv() {
            if let Seen::Silent(at) = seen {
                silent.push(at.saturating_duration_since(touched).as_secs_f64() * 1e3);
            }
        }
    }
    // A page read aloud without a touch.
    let page: Vec<Utterance> = lines
        .iter()
        .take(8)
        .map(|line| Utterance {
            number: 0,
            text: (*line).to_owned(),
        })
        .collect();
    let (begun, before) = (Instant::now(), cpu_s());
    speaker.say(9_999, page, pointed);
    let memory: u64 = {
        std::thread::sleep(Duration::from_secs(2));
        family().into_iter().map(pss_kb).sum()
    };
    ended.recv_timeout(Duration::from_secs(600))?;
    drop(speaker);
    let share = (cpu_s() - before) / begun.elapsed().as_secs_f64() * 100.0;
    first.sort_by(f64::total_cmp);
    silent.sort_by(f64::total_cmp);
    println!(
        "| touch to the first sample, ms, p50, p95, max | {:.0}, {:.0}, {:.0} |",
        at(&first, 0.5),
        at(&first, 0.95),
        at(&first, 1.0)
    );
    println!(
        "| touch to silence, ms, p50, p95, max | {:.0}, {:.0}, {:.0} |",
        at(&silent, 0.5),
        at(&silent, 0.95),
        at(&silent, 1.0)
    );
    println!("| CPU while a page is read, part of a core | {share:.1} % |");
    println!(
        "| memory with the voices that wait (PSS) | {:.1} MB |",
        memory as f64 / 1024.0
    );
    Ok(())
}
