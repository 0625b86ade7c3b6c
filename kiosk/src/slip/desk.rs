//! Papers of the attendant's desk: a test, a handover with two lines for signatures, a day of the register. Titles of documents stand in none of
//! them: what somebody took along is nobody's business once the day is signed.

use jiff::Timestamp;
use journal::{Head, Made, Outcome, Role, Soundness};
use printer::{Item, Receipt};

use super::centred::{centred, headline};
use super::words::{Desk, Words, fill};
use session::moment;
use session::staff::{DayBook, DayLine, HandoverPaper, PaperLine, SelfTest};

/// Lines of a day that are printed; a longer day is for the export.
const LINES_MAX: usize = 200;

/// What stands above each of them.
#[derive(Debug, Clone, Copy)]
pub struct StaffHead<'a> {
    /// Name of the point.
    pub site: &'a str,
    /// Wording on the plate.
    pub plate: &'a str,
    /// `<site>-<terminal>`.
    pub terminal: &'a str,
    /// When it is printed.
    pub at: Timestamp,
}

/// Whether the printer prints.
pub fn test(head: &StaffHead<'_>) -> Receipt {
    let words = &Words::get().desk;
    let mut items = begin(head, &words.test, words);
    items.push(Item::plain(words.test_note.clone()));
    Receipt { items }
}

/// What the terminal knows of itself in the morning, and what eyes are to look at (晨检条).
pub fn self_test(head: &StaffHead<'_>, found: &SelfTest) -> Receipt {
    let words = &Words::get().desk;
    let mut items = begin(head, &words.morning, words);
    let mut say = |text: String| items.push(Item::plain(text));
    let checked = moment::parse(&found.checked).map_or_else(|| words.never.clone(), moment::minute);
    say(fill(&words.morning_by, &[("role", found.by.as_code())]));
    say(words.morning_printer.clone());
    say(match found.documents {
        Some(count) => {
            let line = match found.is_data_old(head.at) {
                true => &words.morning_documents_old,
                false => &words.morning_documents,
            };
            let count = count.to_string();
            fill(line, &[("count", &count), ("checked", &checked)])
        }
        None => words.morning_no_documents.clone(),
    });
    say(match found.day_agrees {
        true => words.morning_day.clone(),
        false => words.morning_wrong_day.clone(),
    });
    say(match found.left_m {
        Some(metres) => fill(&words.morning_paper, &[("metres", &metres.to_string())]),
        None => words.paper_unknown.clone(),
    });
    say(fill(
        &words.morning_open,
        &[
            ("unsettled", &found.unsettled.to_string()),
            ("missing", &found.missing.to_string()),
        ],
    ));
    say(match found.shelf_open {
        Some(count) => fill(&words.morning_shelf, &[("count", &count.to_string())]),
        None => words.morning_unchecked.clone(),
    });
    items.push(Item::Rule);
    let mut say = |text: String| items.push(Item::plain(text));
    say(words.morning_eyes.clone());
    for line in words.morning_list.lines() {
        say(line.to_owned());
    }
    items.push(Item::Rule);
    let role = found.by.as_code();
    items.push(Item::plain(fill(&words.signature, &[("role", role)])));
    items.push(Item::plain(String::new()));
    Receipt { items }
}

/// Who goes and who comes sign below what is open; who leaves without anybody coming, or begins where nobody was, signs alone.
pub fn handover(head: &StaffHead<'_>, paper: &HandoverPaper) -> Receipt {
    let words = &Words::get().desk;
    let role = |role: Role| role.as_code();
    let (title, line) = match paper.to {
        None => (&words.leaving, &words.leaving_role),
        Some(to) if to == paper.by => (&words.beginning, &words.beginning_role),
        Some(_) => (&words.handover, &words.handover_roles),
    };
    let mut items = begin(head, title, words);
    let mut say = |text: String| items.push(Item::plain(text));
    let to = paper.to.map_or("", role);
    say(fill(line, &[("by", role(paper.by)), ("to", to)]));
    say(fill(&words.number, &[("number", &paper.number)]));
    say(fill(
        &words.registered,
        &[("count", &paper.registered.to_string())],
    ));
    say(fill(
        &words.open,
        &[
            ("slips", &paper.unsettled.to_string()),
            ("applications", &paper.applications.to_string()),
            ("opinions", &paper.opinions.to_string()),
            ("volumes", &paper.volumes.to_string()),
        ],
    ));
    say(match paper.left_m {
        Some(metres) => fill(&words.paper, &[("metres", &metres.to_string())]),
        None => words.paper_unknown.clone(),
    });
    say(fill(
        &words.rolls,
        &[("count", &paper.spare_rolls.to_string())],
    ));
    if !paper.word.is_empty() {
        say(fill(&words.word, &[("word", &paper.word)]));
    }
    items.push(Item::Rule);
    // Who leaves, and who begins, signs alone.
    let comes = paper.to.filter(|to| *to != paper.by);
    for signs in std::iter::once(paper.by).chain(comes) {
        let line = fill(&words.signature, &[("role", role(signs))]);
        items.push(Item::plain(line));
        items.push(Item::plain(String::new()));
    }
    Receipt { items }
}

/// What vouches for a day: the end of the chain, and whether all of it holds.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Chain<'a> {
    pub head: &'a Head,
    pub sound: &'a Soundness,
}

/// One day of the register, `yyyymmdd`, with what vouches for it. A broken chain is said first of all: who signs reads that before the lines.
pub fn day(head: &StaffHead<'_>, day: &str, book: &DayBook, chain: Chain<'_>) -> Receipt {
    let words = &Words::get().desk;
    let totals = &book.totals;
    let slips = &totals.slips;
    let mut items = begin(head, &words.day, words);
    if !chain.sound.holds() {
        items.push(headline(&words.broken));
        items.push(Item::plain(broken(words, chain.sound)));
        items.push(Item::Rule);
    }
    let mut say = |text: String| items.push(Item::plain(text));
    say(fill(
        &words.day_of,
        &[("day", day), ("count", &totals.numbers().to_string())],
    ));
    for line in book.lines.iter().take(LINES_MAX) {
        say(match line {
            DayLine::Slip(slip) => fill(
                &words.line_slip,
                &[
                    ("short", short(&slip.number)),
                    ("time", &clock(&slip.at)),
                    (
                        "outcome",
                        words.outcome(slip.outcome.as_ref().map_or("open", Outcome::as_code)),
                    ),
                ],
            ),
            DayLine::Paper(paper) => by_hand(words, paper),
        });
    }
    items.push(Item::Rule);
    let mut say = |text: String| items.push(Item::plain(text));
    say(fill(
        &words.totals_slips,
        &[
            ("printed", &slips.printed.to_string()),
            ("sent", &slips.sent.to_string()),
            ("refused", &slips.refused.to_string()),
            ("cancelled", &slips.cancelled.to_string()),
            ("unknown", &slips.unknown.to_string()),
        ],
    ));
    // As the A4 sheet says them.
    let metres = format!(
        "{}.{:02}",
        slips.paper_mm / 1_000,
        slips.paper_mm % 1_000 / 10
    );
    say(fill(&words.totals_paper, &[("metres", &metres)]));
    say(fill(
        &words.totals_hand,
        &[
            ("print", &totals.printed_pages.to_string()),
            ("copied", &totals.copied_pages.to_string()),
            ("volumes", &totals.volumes.to_string()),
            ("void", &totals.void.to_string()),
        ],
    ));
    say(fill(
        &words.totals_open,
        &[("unsettled", &slips.unsettled.to_string())],
    ));
    for (from, to) in &book.gaps {
        let (from, to) = (format!("{from:04}"), format!("{to:04}"));
        say(fill(&words.gap, &[("from", &from), ("to", &to)]));
    }
    if book.gaps.is_empty() {
        say(words.no_gap.clone());
    }
    say(words.free.clone());
    say(match chain.sound.holds() {
        true => {
            let entries = chain.sound.entries.to_string();
            fill(&words.sound, &[("count", &entries)])
        }
        false => words.broken.clone(),
    });
    let hash = chain.head.hash.iter().fold(String::new(), |mut hex, byte| {
        hex.push_str(&format!("{byte:02X}"));
        hex
    });
    say(fill(&words.head, &[("hash", &hash)]));
    signatures(&mut items, words);
    Receipt { items }
}

/// A line for each role to sign on.
pub(super) fn signatures(items: &mut Vec<Item>, words: &Desk) {
    items.push(Item::Rule);
    for role in ["A", "B"] {
        items.push(Item::plain(fill(&words.signature, &[("role", role)])));
        items.push(Item::plain(String::new()));
    }
}

/// Where the chain breaks, as far as that can be named.
fn broken(words: &Desk, sound: &Soundness) -> String {
    let line = match sound.number.is_empty() {
        true => &words.broken_somewhere,
        false => &words.broken_at,
    };
    let count = sound.problems.to_string();
    fill(line, &[("count", &count), ("number", &sound.number)])
}

fn by_hand(words: &Desk, paper: &PaperLine) -> String {
    let made = match paper.made {
        Made::Photocopy => &words.photocopy,
        Made::Print => &words.print,
        Made::Consultation => &words.consultation,
    };
    let state = match paper.state.as_str() {
        "void" => &words.void,
        "returned" => &words.returned,
        _ => &words.written,
    };
    fill(
        &words.line_hand,
        &[
            ("short", short(&paper.number)),
            ("time", &clock(&paper.at)),
            ("made", made),
            ("amount", &paper.amount.to_string()),
            ("state", state),
        ],
    )
}

pub(super) fn begin(head: &StaffHead<'_>, title: &str, words: &Desk) -> Vec<Item> {
    vec![
        centred(head.site),
        centred(head.plate),
        Item::Rule,
        headline(title),
        Item::plain(fill(&words.terminal, &[("terminal", head.terminal)])),
        Item::plain(fill(&words.time, &[("time", &moment::minute(head.at))])),
    ]
}

/// The count of a number.
fn short(number: &str) -> &str {
    number.rsplit('-').next().unwrap_or_default()
}

/// `14:36`.
fn clock(at: &str) -> String {
    let minute = moment::parse(at).map_or_else(String::new, moment::minute);
    minute.split(' ').nth(1).unwrap_or_default().to_owned()
}
