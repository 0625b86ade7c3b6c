//! SIGKILL at random moments of a life: first filling, changes, takedowns. After each, the mirror must be sound and hold
//! nothing that was not verified; at the end it must be what a clean sync gives. `KILLS` and `SEED` choose another run:
//! `make kills` takes a thousand.

use crate::Line;
use crate::terminal::{Contents, Terminal};
use std::time::{Duration, Instant};

const KILLS: u64 = 24;
/// Kills in one life of a terminal.
const KILLS_PER_LIFE: u64 = 8;

/// Numbers that look random and are the same for a seed (SplitMix64, Steele et al. 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n.max(1)
    }
}

pub fn number(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name}={text} is no number")),
        Err(_) => default,
    }
}

#[test]
fn killed_at_any_moment_the_mirror_is_sound_and_ends_as_a_clean_one() {
    let (kills, seed) = (number("KILLS", KILLS), number("SEED", 2026));
    let mut dice = Dice(seed);
    let (mut done, mut met) = (0, [0; 3]);
    while done < kills {
        let mut line = Line::empty();
        for n in 0..KILLS_PER_LIFE.min(kills - done) {
            let at = kill_once(&mut line, &mut dice, n);
            met[at] += 1;
            done += 1;
        }
        line.recovers();
        let parts = std::fs::read_dir(line.terminal.mirror().join("parts"));
        assert_eq!(
            parts.into_iter().flatten().count(),
            0,
            "seed {seed}: nothing unfinished is left"
        );
    }
    println!(
        "{done} kills, seed {seed}: {} before, {} during, {} after the mirror changed",
        met[0], met[1], met[2]
    );
}

/// One kill; tells whether it came before, during or after the change of the mirror.
fn kill_once(line: &mut Line, dice: &mut Dice, n: u64) -> usize {
    if n > 0 {
        line.change();
        if dice.below(2) == 0 {
            let rev = line.office.version + 1;
            let gone = usize::try_from(10 + n).unwrap();
            line.office.withdraw(gone, rev);
        }
        line.office.sign();
    }
    let before = line.terminal.contents();
    let span = usual_time(line);
    let wait = Duration::from_micros(dice.below(u64::try_from(span.as_micros()).unwrap()));
    let begun = Instant::now();
    let mut agent = line.terminal.start(&["once"]);
    // The moment is what is drawn; nothing is waited for.
    std::thread::sleep(wait.saturating_sub(begun.elapsed()));
    agent.kill().unwrap();
    agent.wait().unwrap();
    line.terminal.ok(&["verify"]);
    let after = line.terminal.contents();
    only_verified(line, &after);
    if after == before {
        0
    } else if after.seq < line.office.tip.seq {
        1
    } else {
        2
    }
}

/// How long an undisturbed run takes here and now, on a copy.
fn usual_time(line: &Line) -> Duration {
    let dir = tempfile::tempdir().unwrap();
    let copy = Terminal::set_up(dir.path(), &line.server.url(), &line.office.root());
    if line.terminal.mirror().exists() {
        crate::office::copy_tree(&line.terminal.mirror(), &copy.mirror());
    }
    let begun = Instant::now();
    copy.ok(&["once"]);
    begun.elapsed()
}

#[track_caller]
fn only_verified(line: &Line, contents: &Contents) {
    assert!(contents.seq <= line.office.tip.seq);
    for document in &contents.documents {
        assert!(
            document.contains("第一版") || document.contains("第二版"),
            "{document}"
        );
    }
}
