//! Paper between hand and register: an empty form whose lines are numbered (空白登记表), and what a month came to on either side (月度核对单). No title and
//! no name stands on them.

use journal::{LineFound, LineState, Month, Sheet, SheetLine};
use printer::{Item, Receipt};

use super::desk::{StaffHead, begin, signatures};
use super::words::{Words, fill};

/// Blank paper above each line that a hand writes on.
const HAND_MM: u8 = 2;

/// An empty form with these numbers. Each line of it is as short as the narrowest paper, so that no blank is torn from what it is for.
pub fn forms(head: &StaffHead<'_>, first: u64, last: u64) -> Receipt {
    let words = &Words::get().desk;
    let mut items = begin(head, &words.forms, words);
    items.push(Item::plain(words.forms_note.clone()));
    items.push(Item::Rule);
    for line in first..=last {
        let number = format!("{line:04}");
        let rows = fill(&words.forms_line, &[("line", &number)]);
        for row in rows.lines() {
            items.push(Item::Space { mm: HAND_MM });
            items.push(Item::plain(row));
        }
        items.push(Item::Rule);
    }
    Receipt { items }
}

/// A month: its figures, each form with what is missing on either side and why, two signatures.
pub fn month(head: &StaffHead<'_>, held: &Month, sheets: &[Sheet]) -> Receipt {
    let words = &Words::get().desk;
    let then = |figure: &str| held.at_close(figure).to_string();
    let mut items = begin(head, &words.month, words);
    let mut say = |text: String| items.push(Item::plain(text));
    say(fill(
        &words.month_of,
        &[
            ("month", &held.month),
            ("count", &then("numbers")),
            ("slips", &then("slips")),
        ],
    ));
    say(fill(
        &words.totals_hand,
        &[
            ("print", &then("printed_pages")),
            ("copied", &then("copied_pages")),
            ("volumes", &then("volumes")),
            ("void", &then("void")),
        ],
    ));
    if sheets.is_empty() {
        say(words.month_none.clone());
    }
    for sheet in sheets {
        say(totals(sheet));
        let told = sheet
            .lines
            .iter()
            .filter_map(|line| Some((line, why(line)?)));
        for (line, what) in told {
            let number = format!("{:04}", line.line);
            let word = [("word", line.word.as_deref().unwrap_or_default())];
            let what = fill(words.line(what), &word);
            say(fill(
                &words.month_line,
                &[("line", &number), ("what", &what)],
            ));
        }
    }
    say(match &held.closed {
        Some(number) => fill(&words.month_closed, &[("number", number)]),
        None if held.running && held.hindrances() == 0 => words.month_running.clone(),
        None => fill(
            &words.month_open,
            &[
                ("unsettled", &held.unsettled.to_string()),
                ("missing", &held.missing.to_string()),
                ("lines", &held.open_lines.to_string()),
                ("uncompared", &held.uncompared.to_string()),
            ],
        ),
    });
    // What the number stands for stays above; what became of it since is told beside it.
    if !held.changed.is_empty() {
        say(words.month_changed.clone());
    }
    for change in &held.changed {
        let figure = words.month_figure.get(change.figure);
        say(fill(
            &words.month_change,
            &[
                ("figure", figure.map_or(change.figure, String::as_str)),
                ("closed", &change.closed.to_string()),
                ("now", &change.now.to_string()),
            ],
        ));
    }
    signatures(&mut items, words);
    Receipt { items }
}

fn totals(sheet: &Sheet) -> String {
    let words = &Words::get().desk;
    let count = |state| sheet.count(state).to_string();
    let number = |line: Option<&SheetLine>| {
        line.map_or_else(String::new, |line| format!("{:04}", line.line))
    };
    fill(
        &words.month_sheet,
        &[
            ("first", &number(sheet.lines.first())),
            ("last", &number(sheet.lines.last())),
            ("agreed", &count(LineState::Agreed)),
            ("paper", &count(LineState::PaperOnly)),
            ("register", &count(LineState::RegisterOnly)),
            ("explained", &count(LineState::Explained)),
            ("void", &count(LineState::Voided)),
            ("unused", &count(LineState::Unused)),
            (
                "state",
                if sheet.sealed {
                    &words.sealed
                } else {
                    &words.unsealed
                },
            ),
        ],
    )
}

/// What is told of a line; nothing of one on which paper and register agree, or that nobody used.
fn why(line: &SheetLine) -> Option<&'static str> {
    Some(match line.state() {
        LineState::PaperOnly => "paper-only",
        LineState::RegisterOnly => "register-only",
        LineState::Explained => line.found.map_or("", LineFound::as_code),
        LineState::Voided => "void",
        LineState::Agreed | LineState::Unused => return None,
    })
}
