//! Small pictures of the pages around the one that shows, to be turned to by touch. Asks for one at a time, when the page itself has
//! come; holds those around the page and no more. A page that cannot be drawn so ends them all: the page itself never waits for them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::attached::Dots;

/// Pages on either side of the one that shows.
const BESIDE: u32 = 4;
/// Dots across a small picture.
pub const SMALL_PX: u32 = 120;

/// See [`Attaching::strip`](super::Attaching::strip).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strip {
    /// Of the question that is open, or of the last one.
    asked: u64,
    /// Small pictures by their page, from 0.
    pictures: BTreeMap<u32, Dots>,
    /// None came when it was asked for.
    is_over: bool,
}

impl Strip {
    /// The pages around one, all counted from 0; as many at the ends of the file as in its middle.
    pub fn around(page: u32, pages: u32) -> Range<u32> {
        let all = 2 * BESIDE + 1;
        let from = page.saturating_sub(BESIDE).min(pages.saturating_sub(all));
        from..pages.min(from.saturating_add(all))
    }

    /// The small picture of a page, once it came.
    pub fn of(&self, page: u32) -> Option<&Dots> {
        self.pictures.get(&page)
    }

    /// Takes the answer to the open question; whether it was one.
    pub fn took(&mut self, serial: u64, page: u32, dots: Dots) -> bool {
        let is_answer = serial == self.asked;
        if is_answer {
            self.pictures.insert(page, dots);
        }
        is_answer
    }

    /// The nearest page around one that has no small picture yet; those further away are let go.
    pub fn missing(&mut self, page: u32, pages: u32) -> Option<u32> {
        let around = Strip::around(page, pages);
        self.pictures.retain(|page, _| around.contains(page));
        let missing = around.filter(|at| !self.pictures.contains_key(at));
        let nearest = missing.min_by_key(|at| at.abs_diff(page));
        nearest.filter(|_| !self.is_over && pages > 1)
    }

    /// The question that is open from now on.
    pub fn asks(&mut self, serial: u64) {
        self.asked = serial;
    }

    /// There is no answer to a question; whether it was the open one.
    pub fn failed(&mut self, serial: u64) -> bool {
        let is_answer = serial == self.asked && self.asked != 0;
        self.is_over |= is_answer;
        is_answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_pages_stand_around_the_first_and_the_last_as_around_any() {
        assert_eq!(Strip::around(0, 3), 0..3);
        assert_eq!(Strip::around(0, 24), 0..9);
        assert_eq!(Strip::around(12, 24), 8..17);
        assert_eq!(Strip::around(23, 24), 15..24);
        assert_eq!(Strip::around(u32::MAX - 1, u32::MAX).len(), 9);
    }
}
