//! Words that are looked for in an attachment: on which pages they stand, and which place the visitor is at. Counts what the pages are
//! known to say; marks nothing itself.

use crate::marks;

/// See [`Attaching::sought`](super::Attaching::sought).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seeking {
    /// Words that are looked for together.
    pub words: Vec<String>,
    /// Places on each page.
    counts: Vec<u32>,
    /// The place on the page that shows, from 0.
    pub at: u32,
}

impl Seeking {
    /// Looks for words in pages; `None` where there are no words.
    pub fn new(words: Vec<String>, pages: &[String]) -> Option<Seeking> {
        if words.is_empty() {
            return None;
        }
        let counts = pages.iter().enumerate().map(|(at, page)| {
            // Where it runs over two pages it stands on the first.
            let next = pages.get(at + 1).map_or("", String::as_str);
            let is_over = marks::over(page, next, &words) > 0;
            marks::count(page, &words).saturating_add(u32::from(is_over))
        });
        Some(Seeking {
            counts: counts.collect(),
            words,
            at: 0,
        })
    }

    /// Places in all.
    pub fn places(&self) -> u32 {
        self.counts.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// Which of them the visitor is at, from 1; 0 where none is on the page.
    pub fn place(&self, page: u32) -> u32 {
        let page = page as usize;
        let here = self.counts.get(page).copied().unwrap_or(0);
        if here == 0 {
            return 0;
        }
        let before = &self.counts[..page];
        let before = before.iter().fold(0_u32, |sum, n| sum.saturating_add(*n));
        before.saturating_add(self.at.min(here - 1) + 1)
    }

    /// The first page from here on that has a place, else the first of all; the visitor is at its first place.
    pub fn first_from(&mut self, page: u32) -> Option<u32> {
        self.at = 0;
        let from = page as usize;
        let has = |at: &usize| self.counts[*at] > 0;
        let found = (from..self.counts.len()).find(has);
        let found = found.or_else(|| (0..self.counts.len()).find(has))?;
        u32::try_from(found).ok()
    }

    /// Goes to the next place, or to the one before: the page it stands on. `None` at the last, or the first.
    pub fn step(&mut self, page: u32, forward: bool) -> Option<u32> {
        let here = self.counts.get(page as usize).copied().unwrap_or(0);
        if forward && self.at + 1 < here {
            self.at += 1;
            return Some(page);
        }
        if !forward && self.at > 0 && here > 0 {
            self.at = self.at.min(here) - 1;
            return Some(page);
        }
        let has = |at: &usize| self.counts[*at] > 0;
        let page = (page as usize).min(self.counts.len());
        let found = match forward {
            true => (page + 1..self.counts.len()).find(has),
            false => (0..page).rev().find(has),
        }?;
        self.at = match forward {
            true => 0,
            false => self.counts[found] - 1,
        };
        u32::try_from(found).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seeking(word: &str) -> Option<Seeking> {
        let pages = ["甲乙甲", "", "乙", "甲"].map(str::to_owned);
        let words = word.split_whitespace().map(str::to_owned).collect();
        Seeking::new(words, &pages)
    }

    #[test]
    fn one_goes_from_place_to_place_over_pages_and_back() {
        let mut seeking = seeking("甲").unwrap();
        assert_eq!(seeking.places(), 3);
        let mut page = seeking.first_from(1).unwrap();
        assert_eq!((page, seeking.place(page)), (3, 3));
        assert_eq!(seeking.step(page, true), None);
        let mut seen = Vec::new();
        while let Some(to) = seeking.step(page, false) {
            page = to;
            seen.push((page, seeking.place(page)));
        }
        assert_eq!(seen, [(0, 2), (0, 1)]);
        assert_eq!(seeking.step(page, true), Some(0));
        assert_eq!(seeking.step(page, true), Some(3));
        // From a page on which none stands, to the nearest.
        assert_eq!(seeking.place(2), 0);
        assert_eq!(seeking.step(2, false), Some(0));
    }

    #[test]
    fn a_word_over_two_pages_is_a_place_of_the_first() {
        let pages = ["甲检", "索费乙检索费", "丙"].map(str::to_owned);
        let mut seeking = Seeking::new(vec!["检索费".into()], &pages).unwrap();
        assert_eq!((seeking.places(), seeking.first_from(0)), (2, Some(0)));
        assert_eq!(seeking.step(0, true), Some(1));
        assert_eq!(seeking.place(1), 2);
    }

    #[test]
    fn what_stands_nowhere_has_no_place() {
        let mut nowhere = seeking("丙").unwrap();
        assert_eq!((nowhere.places(), nowhere.first_from(0)), (0, None));
        assert_eq!(nowhere.step(9, true), None);
        assert_eq!(nowhere.step(9, false), None);
        assert!(seeking("  ").is_none());
    }
}
