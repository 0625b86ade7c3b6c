//! Counts to the end what a page did not, and what the choices of a filter find, while nobody asks: owns how much of it is told
//! and how often. Reads through the catalogue's reader only.

use std::time::{Duration, Instant};

use mirror::{Counting, Error, Group, Page, Query, Reader};
use session::Answer;
use session::screen::search::Field;

/// Rows counted before the next question is listened for: about 20 ms.
pub const ROWS_AT_ONCE: usize = 200;
/// What is not final is told so often.
const TELL_MS: u64 = 250;

/// What a count is for.
enum Of {
    Hits,
    Choices(Field),
}

/// A count on its way.
pub struct Count {
    /// How far it is.
    pub counting: Counting,
    of: Of,
    serial: u64,
    told: Instant,
}

impl Count {
    /// Of the hits of a page.
    pub fn of_hits(
        reader: &Reader,
        serial: u64,
        query: Query,
        page: &Page,
    ) -> Result<Count, Error> {
        let text = page.understood.clone().unwrap_or(query.text);
        let counting = reader.begin_count(&Query { text, ..query })?;
        Ok(Count::new(counting, Of::Hits, serial))
    }

    /// Of what each choice of a filter finds.
    pub fn of_choices(
        reader: &Reader,
        serial: u64,
        field: Field,
        query: &Query,
    ) -> Result<Count, Error> {
        let counting = reader.begin_count(query)?;
        Ok(Count::new(counting, Of::Choices(field), serial))
    }

    fn new(counting: Counting, of: Of, serial: u64) -> Count {
        Count {
            counting,
            of,
            serial,
            told: Instant::now(),
        }
    }

    /// What is to be told now, if anything is.
    pub fn answer(&mut self) -> Option<Answer> {
        let is_final = self.counting.is_final();
        if !is_final && self.told.elapsed() < Duration::from_millis(TELL_MS) {
            return None;
        }
        self.told = Instant::now();
        Some(match self.of {
            Of::Hits => Answer::Counted {
                serial: self.serial,
                total: self.counting.total(),
                is_final,
            },
            Of::Choices(_) => self.choices(),
        })
    }

    /// The choices so far.
    pub fn choices(&self) -> Answer {
        let groups = match self.of {
            Of::Choices(Field::Agency) => self.counting.agencies(),
            Of::Choices(Field::Year) => self.counting.years(),
            Of::Choices(Field::Validity) | Of::Hits => self.counting.validities(),
        };
        chosen(self.serial, groups, self.counting.is_final())
    }
}

/// Choices, each with the letter under which it is looked up.
pub fn chosen(serial: u64, groups: Vec<Group>, is_final: bool) -> Answer {
    Answer::Options {
        serial,
        letters: groups
            .iter()
            .map(|group| mirror::agency_initial(&group.code))
            .collect(),
        groups,
        is_final,
    }
}
