//! The place on the screen that was said last, and what each gesture makes of it.

use screens::{MainWindow, Words};
use session::screen::listening::{Cue, Found, Gesture, Touch, Tuned};
use slint::ComponentHandle;

use super::elements::{Element, Place};
use super::heard::{heard, text};
use super::told::Told;
use super::units::{self, Part, Unit, pieces, tune};

/// Pixels of the layout to a tenth of a millimetre.
pub const PX_PER_DMM: f32 = 0.4;
/// So many characters are spelled at once.
const SPELLED_MAX: usize = 40;

/// What was said of the screen last.
#[derive(Default)]
pub struct Explorer {
    pub(super) here: Option<Element>,
    /// What was said before a finger came down.
    pub(super) before: Option<Element>,
    pub(super) unit: Unit,
    /// Which piece of `here` was said.
    pub(super) piece: usize,
    pub(super) pressed: bool,
    /// A finger came down where nothing stands.
    pub(super) beside: bool,
    pub(super) told: Told,
    /// Goes before the next words.
    pub(super) cue: Option<Cue>,
}

impl Explorer {
    /// Where that stands which was said last; nowhere for nothing.
    pub fn place(&self) -> Place {
        let here = self.here.as_ref().filter(|_| self.told.listening);
        here.map_or_else(Place::default, |here| here.place)
    }

    /// A document is open.
    fn reads(&self) -> bool {
        self.told.page == "reader"
    }

    /// What steps go by in an open document; `None` where they go by what stands on the screen.
    pub fn part(&self) -> Option<Part> {
        match self.unit {
            Unit::Heading if self.reads() => Some(Part::Heading),
            Unit::Article if self.reads() => Some(Part::Article),
            _ => None,
        }
    }

    /// Another part of the document stands at the top: its words are said, finer steps go on within it.
    pub fn came_to(&mut self, window: &MainWindow, words: Option<String>) -> Option<Touch> {
        self.before = None;
        let said = words.unwrap_or_else(|| window.global::<Words>().invoke_no_more().into());
        let all = self.heard(window).into_iter();
        self.here = all.max_by_key(|element| element.label.len());
        self.piece = 0;
        self.with_cue(Some(said))
    }

    /// Does what a gesture means and gives the words for it, or what the visitor changes by it.
    pub fn explore(&mut self, window: &MainWindow, gesture: Gesture) -> Option<Touch> {
        if let Gesture::Step { on } = gesture
            && let Some(tune) = tune(self.unit, on)
        {
            return Some(Touch::Tune(tune));
        }
        let words = self.said(window, gesture);
        self.with_cue(words)
    }

    /// Words, and the tone that goes before them.
    pub fn with_cue(&mut self, words: Option<String>) -> Option<Touch> {
        let cue = self.cue.take();
        (words.is_some() || cue.is_some()).then(|| {
            Touch::Found(Found {
                words: words.unwrap_or_default(),
                cue,
            })
        })
    }

    fn said(&mut self, window: &MainWindow, gesture: Gesture) -> Option<String> {
        let words = window.global::<Words>();
        if !matches!(
            gesture,
            Gesture::At { .. } | Gesture::Tapped { .. } | Gesture::Again
        ) {
            self.beside = false;
        }
        match gesture {
            Gesture::At { spot, fresh } => {
                let (x, y) = (
                    spot.x_dmm as f32 * PX_PER_DMM,
                    spot.y_dmm as f32 * PX_PER_DMM,
                );
                self.point(window, x, y, fresh)
            }
            Gesture::Tapped { spot } => {
                let (x, y) = (
                    spot.x_dmm as f32 * PX_PER_DMM,
                    spot.y_dmm as f32 * PX_PER_DMM,
                );
                let mut all = self.heard(window).into_iter();
                let blank = !all.any(|e| e.place.holds(x, y));
                blank.then(|| words.invoke_nothing_here().into())
            }
            Gesture::Press { tapped } => {
                let before = self.before.take().filter(|_| tapped);
                let target = before.or_else(|| self.here.clone());
                let Some(target) = target else {
                    return Some(words.invoke_nothing_here().into());
                };
                self.here = Some(target.clone());
                if target.off {
                    self.cue = Some(Cue::Refused);
                    return Some(words.invoke_unavailable().into());
                }
                if !target.pressable {
                    self.cue = Some(Cue::Refused);
                    return Some(self.described(window, &target));
                }
                self.pressed = target.press();
                (!self.pressed).then(|| words.invoke_gone().into())
            }
            Gesture::Step { on } => {
                if let Some(before) = self.before.take() {
                    self.here = Some(before);
                }
                Some(self.step(window, on))
            }
            Gesture::Unit { finer } => {
                if let Some(before) = self.before.take() {
                    self.here = Some(before);
                }
                let (unit, code) = units::beside(self.unit, finer, self.reads());
                self.unit = unit;
                self.piece = 0;
                Some(words.invoke_unit(code.into()).into())
            }
            Gesture::Where => {
                let screen = words.invoke_screen(self.told.page.into()).to_string();
                let all = self.heard(window);
                let here = self.here.as_ref();
                let at = here.and_then(|here| here.among(&all));
                let place = at.map(|at| words.invoke_place(at as i32 + 1, all.len() as i32));
                Some(match place {
                    Some(place) => format!("{screen}，{place}"),
                    None => screen,
                })
            }
            Gesture::Again => {
                let here = self.here.as_ref().filter(|_| !self.beside);
                let all = self.heard(window);
                let now = here.map(|here| here.among(&all).map(|at| &all[at]));
                Some(match now {
                    Some(Some(now)) => self.described(window, now),
                    Some(None) => words.invoke_gone().into(),
                    None => words.invoke_nothing_here().into(),
                })
            }
            Gesture::Spell => {
                self.unit = Unit::Character;
                self.piece = 0;
                let text = self.here.as_ref().map(text);
                let pieces = text.map(|text| pieces(&text, Unit::Character));
                let spelled = pieces.filter(|pieces| !pieces.is_empty());
                Some(spelled.map_or_else(
                    || words.invoke_nothing_here().into(),
                    |pieces| pieces[..pieces.len().min(SPELLED_MAX)].join("。"),
                ))
            }
            Gesture::Tuned(tuned) => Some(match tuned {
                Tuned::Speed(step) => words.invoke_speed(step.into()).into(),
                Tuned::Volume(step) => words.invoke_volume(step.into()).into(),
                Tuned::Curtain(drawn) => words.invoke_curtain(drawn).into(),
            }),
        }
    }

    /// What stands on the page for the ear.
    pub(super) fn heard(&self, window: &MainWindow) -> Vec<Element> {
        heard(window, self.told.page, self.told.private)
    }

    fn point(&mut self, window: &MainWindow, x: f32, y: f32, fresh: bool) -> Option<String> {
        if fresh {
            self.before = self.here.clone();
            self.beside = false;
        }
        // The smallest of what lies there; of equals the last, which is drawn above.
        let found = self
            .heard(window)
            .into_iter()
            .filter(|e| e.place.holds(x, y))
            .rev()
            .min_by(|a, b| {
                let area = |e: &Element| e.place.width * e.place.height;
                area(a).total_cmp(&area(b))
            });
        // Of nothing one hears when a finger stays with it: a flick may begin there.
        self.beside = fresh && found.is_none();
        let found = found?;
        let same = self.here.as_ref().is_some_and(|here| here.is(&found));
        self.here = Some(found.clone());
        self.piece = 0;
        if !fresh {
            // Whoever slides decides by what was slid to.
            self.before = None;
        }
        (fresh || !same).then(|| {
            self.cue = Some(Cue::Tick);
            self.described(window, &found)
        })
    }

    /// The next piece, or the one before, and what is said of it.
    fn step(&mut self, window: &MainWindow, on: bool) -> String {
        if matches!(self.unit, Unit::Clause | Unit::Character)
            && let Some(here) = &self.here
        {
            let pieces = pieces(&text(here), self.unit);
            let next = if on {
                Some(self.piece)
            } else {
                self.piece.checked_sub(2)
            };
            if let Some(words) = next.and_then(|at| pieces.get(at)) {
                self.piece = next.map_or(0, |at| at + 1);
                return words.clone();
            }
        }
        let all = self.heard(window);
        let at = self.here.as_ref().and_then(|here| here.among(&all));
        let next = match at {
            Some(at) if on => at + 1,
            Some(at) => at.wrapping_sub(1),
            None => 0,
        };
        let Some(next) = all.into_iter().nth(next) else {
            return window.global::<Words>().invoke_no_more().into();
        };
        self.piece = 0;
        let said = self.described(window, &next);
        self.here = Some(next);
        said
    }

    /// Name, what is in it, what it is, how it stands, its place.
    pub(super) fn described(&self, window: &MainWindow, element: &Element) -> String {
        let words = window.global::<Words>();
        // A PIN is not told to those who stand around.
        if self.told.page == "door"
            && !self.told.private
            && element.label.chars().all(|c| c.is_ascii_digit())
        {
            return words.invoke_hidden_key().into();
        }
        // What sounds like others is told by a word: keys and what they may mean.
        let mut letters = element.label.chars();
        let alone = letters.next().filter(|_| letters.next().is_none());
        let label = alone.map_or_else(|| element.label.clone(), speech::explained);
        let mut said = vec![label];
        said.push(element.value.clone());
        said.push(element.more.clone());
        if element.pressable {
            said.push(words.invoke_button().into());
        }
        match element.checked {
            Some(true) => said.push(words.invoke_checked().into()),
            Some(false) => said.push(words.invoke_unchecked().into()),
            None => {}
        }
        if element.off {
            said.push(words.invoke_unavailable().into());
        }
        if let Some((number, all)) = element.listed {
            said.push(words.invoke_place(number, all).into());
        }
        said.retain(|part| !part.is_empty());
        said.join("，")
    }
}
