//! Words that must fit where they stand: the largest type in which a text fills a box without a word being cut. Draws nothing,
//! shortens nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use screens::{MainWindow, Type};
use slint::ComponentHandle;

use super::breaking::{Span, break_lines, widest_word};
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
    let of = fonts.clone();
    types.on_tail(move |text, size, width, height| {
        tail(&text, size, (width, height), of.as_ref()).into()
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
    let mut first = None;
    while size >= TYPE_PX_MIN {
        let set = lines.iter().map(|line| {
            let set = break_lines(line, width, width, |at| advance(line[at]) * size);
            (
                set.len(),
                set.len() > 1 && set.last().is_some_and(|last| is_alone(line, last)),
            )
        });
        let (count, alone) = set.fold((0, false), |(count, alone), (n, of_these)| {
            (count + n, alone || of_these)
        });
        if word * size <= width && count as f32 * LINE_EM * size <= height {
            // Rather a little smaller than 开始打｜印.
            if !alone {
                return Some(size);
            }
            first = first.or(Some(size));
        }
        size -= STEP_PX;
    }
    first
}

/// One hanzi on a line of its own, left over of a word.
fn is_alone(line: &[char], last: &Span) -> bool {
    last.to - last.from == 1 && line.get(last.from).is_some_and(|c| !c.is_ascii())
}

/// Stands before what is left of words whose beginning has no room.
const CUT: char = '…';

/// The end of what is being typed, as much as stands in `room` at this size; where that is not all of it, behind a sign.
pub fn tail(text: &str, size: f32, room: (f32, f32), fonts: &dyn Advances) -> String {
    let (width, height) = room;
    let most = ((height / (LINE_EM * size)) as usize).max(1);
    let stands = |text: &str| {
        let lines: usize = text
            .split('\n')
            .map(|line| {
                let line: Vec<char> = line.chars().collect();
                let wide = |at: usize| fonts.advance(Face::SansBold, line[at]) * size;
                break_lines(&line, width, width, wide).len()
            })
            .sum();
        lines <= most
    };
    if stands(text) {
        return text.to_owned();
    }
    let ends: Vec<String> = text
        .char_indices()
        .map(|(at, _)| format!("{CUT}{}", &text[at..]))
        .collect();
    // The later it begins, the sooner it stands.
    let first = ends.partition_point(|end| !stands(end));
    ends.get(first).cloned().unwrap_or_else(|| CUT.to_string())
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
    fn no_character_is_left_over_on_a_line_of_its_own_where_a_little_smaller_they_stand_together() {
        assert_eq!(fit("开始打印", 30.0, (100.0, 84.0), &Square), Some(25.0));
        assert_eq!(fit("∧\n上一页", 30.0, (76.0, 120.0), &Square), Some(25.0));
        assert_eq!(fit("依申请公开", 30.0, (122.0, 84.0), &Square), Some(24.0));
        // Two are not left over; and where no size would do, nothing is won.
        assert_eq!(fit("开始打印吧", 30.0, (100.0, 84.0), &Square), Some(30.0));
        assert_eq!(fit("选条款", 30.0, (60.0, 84.0), &Square), Some(30.0));
    }

    #[test]
    fn a_word_is_never_cut_and_type_never_under_six_millimetres() {
        assert_eq!(fit("Contents", 30.0, (100.0, 84.0), &Square), Some(25.0));
        assert_eq!(fit("Interpretation", 30.0, (100.0, 84.0), &Square), None);
    }

    #[test]
    fn of_what_is_typed_the_end_shows_and_a_sign_that_more_stands_before_it() {
        let tail = |text: &str, room| tail(text, 30.0, room, &Square);
        assert_eq!(tail("住房公积金", (150.0, 40.0)), "住房公积金");
        assert_eq!(tail("住房公积金管理", (150.0, 40.0)), "…积金管理");
        assert_eq!(tail("住房公积金管理", (150.0, 80.0)), "住房公积金管理");
        assert_eq!(tail("字", (10.0, 40.0)), "字", "one always shows");
        assert_eq!(tail("", (150.0, 40.0)), "");
    }

    proptest::proptest! {
        /// However long, and in whatever room: the last words show, in their room.
        #[test]
        fn the_end_of_what_is_typed_is_always_whole(
            text in "[一二三四a-z0-9， \n]{0,60}",
            width in 120.0f32..400.0,
            lines in 1u8..4,
        ) {
            let room = (width, f32::from(lines) * LINE_EM * 24.0 + 1.0);
            let shown = tail(&text, 24.0, room, &Square);
            match shown.strip_prefix(CUT) {
                Some(end) => proptest::prop_assert!(text.ends_with(end) && end.len() < text.len()),
                None => proptest::prop_assert_eq!(&shown, &text),
            }
            let count: usize = shown.split('\n').map(|line| {
                let line: Vec<char> = line.chars().collect();
                break_lines(&line, width, width, |at| Square.advance(Face::SansBold, line[at]) * 24.0).len()
            }).sum();
            proptest::prop_assert!(count <= usize::from(lines) || shown.chars().count() <= 2, "{}", shown);
        }
    }

    #[test]
    fn a_sign_stands_in_a_line_of_its_own() {
        assert_eq!(fit("←\n返回", 30.0, (88.0, 84.0), &Square), Some(30.0));
        assert_eq!(fit("←\n返回", 40.0, (88.0, 84.0), &Square), Some(32.0));
    }
}
