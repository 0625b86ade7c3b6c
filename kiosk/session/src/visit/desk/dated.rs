//! The day of an office's act (办理日期). A letter that came on Friday and is typed on Monday came on Friday: statutory terms run from the day that
//! stands on the paper, not from the day of typing. Today unless an attendant says otherwise, never to come, never before what the act follows.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{At, Desking};

/// A letter that lay longer than this is a matter for the office, not for the desk, days.
const LAY_DAYS_MAX: i64 = 60;

impl Desking {
    /// The day with which the next act is written down; `None` for today.
    pub fn acts_on(&self) -> Option<Date> {
        let today = self.today()?;
        self.dated.filter(|day| *day < today)
    }

    /// The first day that can be meant: that of the step before, or of the oldest letter.
    pub fn earliest(&self) -> Option<Date> {
        let oldest = self.today()?.checked_sub(LAY_DAYS_MAX.days()).ok()?;
        let Some(held) = self.application() else {
            return matches!(self.at, At::Intake).then_some(oldest);
        };
        let stops = held.stopped.iter();
        let stops = stops.flat_map(|(from, to)| [Some(*from), *to]);
        // Nothing is answered, corrected or put off before it was asked for, whatever the next step is.
        let steps = [
            held.received_on,
            held.forwarded_on,
            held.asked_to_correct_on,
            held.corrected_on,
            held.extended_on,
            held.answered_on,
        ];
        steps.into_iter().chain(stops).flatten().max()
    }

    /// Whether the day can be turned to the one before, and to the next one.
    pub fn may_turn(&self) -> (bool, bool) {
        let shown = self.acts_on().or(self.today());
        let back = shown
            .zip(self.earliest())
            .is_some_and(|(day, first)| day > first);
        (back, self.acts_on().is_some())
    }

    /// One day back, or one on.
    pub(super) fn turn_dated(&mut self, on: bool) {
        let (back, next) = self.may_turn();
        let day = self.acts_on().or(self.today());
        if let Some(day) = day.filter(|_| if on { next } else { back }) {
            self.dated = beside(day, on);
        }
    }

    /// Today, as the registers count it; `None` before they said so.
    pub fn today(&self) -> Option<Date> {
        let affairs = self.affairs.as_ref()?;
        Date::strptime("%Y%m%d", &affairs.day).ok()
    }
}

/// The next day, or the one before.
pub(super) fn beside(day: Date, on: bool) -> Option<Date> {
    let step = if on { 1.days() } else { (-1).days() };
    day.checked_add(step).ok()
}
