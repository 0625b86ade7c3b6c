//! The words of the mirror: what its titles, agencies and subjects say, for whoever turns keys into words. Owns what counts as a
//! word; knows no keys and no sounds.
//!
//! Chinese does not part its words. A run of characters is taken for one if titles hold it at their borders or between different
//! neighbours, on both sides: 公积金 is one, 积金管 never is.

use rusqlite::Connection;

use crate::store::codes;
use crate::words::quick::QuickMap;
use crate::words::{fold, number, tokens};

/// Titles that are looked at, the newest.
const TITLES_MAX: u32 = 20_000;
/// Characters of a word.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=8;
/// Characters of a whole title, agency or subject that is a word of its own.
const WHOLE_CHARS_MAX: usize = 16;
/// Titles that must hold a run of characters.
const TITLES_MIN: u64 = 2;

/// What titles say of a run of characters.
#[derive(Default)]
struct Met {
    titles: u64,
    last_title: u32,
    before: Beside,
    behind: Beside,
}

/// What stands on one side of it.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Beside {
    #[default]
    Nothing,
    Only(char),
    Parted,
}

impl Beside {
    fn met(&mut self, neighbour: Option<char>) {
        *self = match (*self, neighbour) {
            (Beside::Nothing, Some(c)) => Beside::Only(c),
            (Beside::Only(known), Some(c)) if known == c => Beside::Only(c),
            _ => Beside::Parted,
        };
    }
}

/// What document numbers begin with (发文代字), each with its documents, the most frequent first.
pub fn number_words(db: &Connection, limit: usize) -> rusqlite::Result<Vec<(String, u64)>> {
    let mut counted: QuickMap<String, u64> = QuickMap::default();
    let mut statement =
        db.prepare_cached("SELECT doc_no FROM document WHERE doc_no IS NOT NULL")?;
    let mut numbers = statement.query([])?;
    while let Some(row) = numbers.next()? {
        if let Some(words) = number::words_before(row.get_ref(0)?.as_str()?) {
            match counted.get_mut(words) {
                Some(count) => *count += 1,
                None => {
                    counted.insert(words.to_owned(), 1);
                }
            }
        }
    }
    let mut found: Vec<(String, u64)> = counted.into_iter().collect();
    found.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    found.truncate(limit);
    Ok(found)
}

/// The words, each with the documents whose title, agency or subject it is or is in; the most frequent first.
pub fn words(db: &Connection, limit: usize) -> rusqlite::Result<Vec<(String, u64)>> {
    let mut runs: QuickMap<Vec<char>, Met> = QuickMap::default();
    let mut whole: QuickMap<String, u64> = QuickMap::default();
    let mut statement =
        db.prepare_cached("SELECT title FROM document ORDER BY row DESC LIMIT ?1")?;
    let mut titles = statement.query([TITLES_MAX])?;
    let mut number = 0;
    while let Some(row) = titles.next()? {
        number += 1;
        let title = fold::fold(row.get_ref(0)?.as_str()?);
        let core = tokens::core_title(&title);
        if is_whole(core) {
            *whole.entry(core.to_owned()).or_default() += 1;
        }
        each_run(core, number, &mut runs);
    }
    let mut statement = db.prepare_cached("SELECT text, count FROM name")?;
    let mut names = statement.query([])?;
    while let Some(row) = names.next()? {
        let name = fold::fold(row.get_ref(0)?.as_str()?);
        if is_whole(&name) {
            *whole.entry(name).or_default() += codes::unsigned(row.get(1)?);
        }
    }
    for (run, met) in runs {
        let parted = met.before == Beside::Parted && met.behind == Beside::Parted;
        if parted && met.titles >= TITLES_MIN {
            let documents = whole.entry(run.into_iter().collect()).or_default();
            *documents = met.titles.max(*documents);
        }
    }
    let mut words: Vec<(String, u64)> = whole.into_iter().collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(limit);
    Ok(words)
}

fn is_whole(text: &str) -> bool {
    (2..=WHOLE_CHARS_MAX).contains(&text.chars().count()) && text.chars().all(fold::is_hanzi)
}

fn each_run(title: &str, number: u32, runs: &mut QuickMap<Vec<char>, Met>) {
    let chars: Vec<char> = title.chars().collect();
    let hanzi = |at: usize| chars.get(at).copied().filter(|c| fold::is_hanzi(*c));
    for from in 0..chars.len() {
        for length in LENGTHS {
            if hanzi(from + length - 1).is_none() || hanzi(from).is_none() {
                break;
            }
            let run = &chars[from..from + length];
            if !run.iter().all(|c| fold::is_hanzi(*c)) {
                break;
            }
            let met = runs.entry(run.to_vec()).or_default();
            if met.last_title != number {
                met.titles += 1;
                met.last_title = number;
            }
            met.before.met(from.checked_sub(1).and_then(hanzi));
            met.behind.met(hanzi(from + length));
        }
    }
}
