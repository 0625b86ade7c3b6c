//! What the desk's own paper says, out of the registers: the same for the printer and for the picture of it on the screen. A day is never put on paper
//! before the chain was checked.

use journal::{Head, Month, Reader, Sheet, Soundness};
use printer::Receipt;

use crate::office;
use crate::slip;
use crate::workers::clerk::affairs;
use crate::workers::shared::Shared;
use session::staff::{DayBook, StaffPaper};

/// A paper as it will say it.
pub(super) struct Said {
    pub receipt: Receipt,
    /// What the check of the registers found, where the paper vouches for them.
    pub sound: Option<Soundness>,
}

/// What a paper says; `None` where the registers cannot be read: the log says why.
pub(super) fn said(shared: &Shared, paper: &StaffPaper) -> Option<Said> {
    let setup = &shared.setup;
    let head = slip::StaffHead {
        site: &setup.name,
        plate: &setup.plate,
        terminal: &shared.paper_prefix(),
        at: (shared.clock)(),
    };
    let (receipt, sound) = match paper {
        StaffPaper::Test => (slip::test(&head), None),
        StaffPaper::SelfTest(found) => (slip::self_test(&head, found), None),
        StaffPaper::Handover(handover) => (slip::handover(&head, handover), None),
        StaffPaper::Application(paper) => (slip::of_application(&head, paper), None),
        StaffPaper::Forms(first, last) => (slip::forms(&head, *first, *last), None),
        StaffPaper::Month(month) => {
            let (held, sheets) = read(month, of_month(shared, month))?;
            (slip::month(&head, &held, &sheets), None)
        }
        StaffPaper::Day(day) => {
            let (book, chain, sound) = read(day, of_day(shared, day))?;
            office::tell_of_breaks(&sound);
            let vouches = slip::Chain {
                head: &chain,
                sound: &sound,
            };
            (slip::day(&head, day, &book, vouches), Some(sound))
        }
    };
    Some(Said { receipt, sound })
}

fn read<T>(period: &str, looked: Result<T, journal::Error>) -> Option<T> {
    let told = looked.map_err(anyhow::Error::new).inspect_err(|error| {
        console::tell!("kiosk: read the register of {period}: {error:#}");
    });
    told.ok()
}

/// What a month came to, and the paper forms that are open or were used in its year.
fn of_month(shared: &Shared, month: &str) -> Result<(Month, Vec<Sheet>), journal::Error> {
    let reader = Reader::open(&shared.setup.journal)?;
    let sheets = reader.sheets(&affairs::last_years(&format!("{month}01")))?;
    let today = journal::day_of((shared.clock)());
    Ok((reader.month(month, &sheets, &today)?, sheets))
}

fn of_day(shared: &Shared, day: &str) -> Result<(DayBook, Head, Soundness), journal::Error> {
    let sound = Soundness::of(&shared.setup.journal)?;
    let reader = Reader::open(&shared.setup.journal)?;
    let book = affairs::day(&reader, &shared.paper_prefix(), day)?;
    Ok((book, reader.head()?, sound))
}
