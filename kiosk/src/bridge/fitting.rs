//! Words that must fit where they stand: the largest type in which a text fills a box without a word being cut. Draws nothing,
//! shortens nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use screens::{MainWindow, Type};
use slint::ComponentHandle;

use super::breaking::{break_lines, widest_word};
use super::fonts::{Advances, Face, Fonts};

/// Nothing on the screen is written smaller (6 mm).
const TYPE_PX_MIN: f32 = 24.0;
/// Height of a line of the interface's family, with the factor that buttons use.
const LINE_EM: f32 = 1.31;
/// Between two sizes that are tried.
const STEP_PX: f32 = 1.0;
/// A longer text is no word on a button.
const CHARS_MAX: usize = 200;

/// What did not fit even at 6 mm when it was asked for last, and its room (width, height in pixels of the layout); the check of all
/// screens reads it.
#[derive(Clone, Default)]
pub struct Unfit(Rc<RefCell<BTreeMap<String, (f32, f32)>>>);

/// So many are remembered.
const UNFIT_MAX: usize = 1_000;

impl Unfit {
    fn note(&self, text: &str, room: (f32, f32), fits: bool) {
        let mut held = self.0.borrow_mut();
        if fits {
            // Layouts are worked out in steps: what counts is the last one.
            held.remove(text);
        } else if held.len() < UNFIT_MAX {
            held.insert(text.to_owned(), room);
        }
    }

    /// Takes what was noted.
    pub fn take(&self) -> BTreeMap<String, (f32, f32)> {
        std::mem::take(&mut *self.0.borrow_mut())
    }
}

/// Lets the screens ask.
pub fn answer(window: &MainWindow, fonts: &Rc<Fonts>, unfit: &Unfit) {
    let types = window.global::<Type>();
    let (of, unfit, weak) = (fonts.clone(), unfit.clone(), window.as_weak());
    types.on_fit(move |text, wished, width, height| {
        // Whatever reads this number is asked again when it changes.
        let _round = weak
            .upgrade()
            .map(|window| window.global::<Type>().get_round());
        let found = fit(&text, wished, (width, height), of.as_ref());
        // Before a layout stands, boxes have no size.
        if width > 0.0 && height > 0.0 {
            unfit.note(&text, (width, height), found.is_some());
        }
        found.unwrap_or(TYPE_PX_MIN)
    });
    let (of, weak) = (fonts.clone(), window.as_weak());
    types.on_fits(move |text, wished, width, height| {
        let _round = weak
            .upgrade()
            .map(|window| window.global::<Type>().get_round());
        text.chars().count() <= CHARS_MAX
            && fit(&text, wished, (width, height), of.as_ref()).is_some()
    });
    let of = fonts.clone();
    types.on_run(move |text, size| {
        text.chars()
            .map(|c| of.advance(Face::SansBold, c) * size)
            .sum()
    });
}

/// Lets every word that is drawn next ask for its size again; forgets what did not fit before.
pub fn ask_again(window: &MainWindow, unfit: &Unfit) {
    let types = window.global::<Type>();
    types.set_round(types.get_round().wrapping_add(1));
    unfit.take();
}

/// The largest size from `wished` down in which the text stands in `room`; `None` when it does not even at 6 mm.
pub fn fit(text: &str, wished: f32, room: (f32, f32), fonts: &dyn Advances) -> Option<f32> {
    let (width, height) = room;
    let lines: Vec<Vec<char>> = text
        .split('\n')
        .map(|line| line.chars().take(CHARS_MAX).collect())
        .collect();
    let advance = |c: char| fonts.advance(Face::SansBold, c);
    // Nothing is broken inside a word.
    let word = lines
        .iter()
        .map(|line| widest_word(line, |at| advance(line[at])))
        .fold(0.0_f32, f32::max);
    let mut size = wished;
    while size >= TYPE_PX_MIN {
        let count: usize = lines
            .iter()
            .map(|line| break_lines(line, width, width, |at| advance(line[at]) * size).len())
            .sum();
        if word * size <= width && count as f32 * LINE_EM * size <= height {
            return Some(size);
        }
        size -= STEP_PX;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::fonts::Square;

    #[test]
    fn words_that_have_room_are_written_as_wished() {
        assert_eq!(fit("打印", 30.0, (88.0, 84.0), &Square), Some(30.0));
    }

    #[test]
    fn words_take_two_lines_before_they_get_smaller() {
        assert_eq!(
            fit("选条款再打印", 30.0, (100.0, 84.0), &Square),
            Some(30.0)
        );
        assert_eq!(
            fit("选条款再打印", 40.0, (100.0, 84.0), &Square),
            Some(32.0)
        );
    }

    #[test]
    fn a_word_is_never_cut_and_type_never_under_six_millimetres() {
        assert_eq!(fit("Contents", 30.0, (100.0, 84.0), &Square), Some(25.0));
        assert_eq!(fit("Interpretation", 30.0, (100.0, 84.0), &Square), None);
    }

    #[test]
    fn a_sign_stands_in_a_line_of_its_own() {
        assert_eq!(fit("←\n返回", 30.0, (88.0, 84.0), &Square), Some(30.0));
        assert_eq!(fit("←\n返回", 40.0, (88.0, 84.0), &Square), Some(32.0));
    }
}
