//! Makes what the screens call out into touches of the session. Ids, codes and places in a list, where a document is never meant by its place; a code that
//! stands for nothing is not passed on.

use std::rc::Rc;

use session::screen::Action;
use session::screen::listening::Spot;
use slint::SharedString;

use super::listening::PX_PER_DMM;

/// The session's ear, for the callbacks of the pages.
#[derive(Clone)]
pub struct Touches(Rc<dyn Fn(Action)>);

impl Touches {
    /// `hear` is told every touch.
    pub fn new(hear: impl Fn(Action) + 'static) -> Touches {
        Touches(Rc::new(hear))
    }

    /// A callback without words.
    pub fn plain<T: Into<Action> + Clone + 'static>(&self, touch: T) -> impl Fn() + 'static {
        let hear = self.0.clone();
        move || hear(touch.clone().into())
    }

    /// A callback that carries an id or typed words.
    pub fn with<T: Into<Action>>(
        &self,
        touch: impl Fn(String) -> T + 'static,
    ) -> impl Fn(SharedString) + 'static {
        let hear = self.0.clone();
        move |words| hear(touch(words.into()).into())
    }

    /// A callback that carries a line.
    pub fn with_number<T: Into<Action>>(
        &self,
        touch: impl Fn(u32) -> T + 'static,
    ) -> impl Fn(u32) + 'static {
        let hear = self.0.clone();
        move |number| hear(touch(number).into())
    }

    /// A callback that carries a document and an article of it.
    pub fn with_both<T: Into<Action>>(
        &self,
        touch: impl Fn(String, String) -> T + 'static,
    ) -> impl Fn(SharedString, SharedString) + 'static {
        let hear = self.0.clone();
        move |id, article_id| hear(touch(id.into(), article_id.into()).into())
    }

    /// A callback that carries a code of a closed list, and an id or words that go with it.
    pub fn coded_with<T: Into<Action>>(
        &self,
        touch: impl Fn(&str, String) -> Option<T> + 'static,
    ) -> impl Fn(SharedString, SharedString) + 'static {
        let hear = self.0.clone();
        move |code, words| {
            if let Some(touch) = touch(&code, words.into()) {
                hear(touch.into());
            }
        }
    }

    /// A callback that carries a place in a list, from 0.
    pub fn at_row<T: Into<Action>>(
        &self,
        touch: impl Fn(u32) -> T + 'static,
    ) -> impl Fn(i32) + 'static {
        let hear = self.0.clone();
        move |row| hear(touch(u32::try_from(row).unwrap_or(0)).into())
    }

    /// A callback that carries a code of a closed list and a point of the glass, in pixels of the layout.
    pub fn pointing<T: Into<Action>>(
        &self,
        touch: impl Fn(&str, Spot) -> Option<T> + 'static,
    ) -> impl Fn(SharedString, f32, f32) + 'static {
        let hear = self.0.clone();
        let dmm = |px: f32| (px / PX_PER_DMM).round() as i32;
        move |code, x, y| {
            let spot = Spot {
                x_dmm: dmm(x),
                y_dmm: dmm(y),
            };
            if let Some(touch) = touch(&code, spot) {
                hear(touch.into());
            }
        }
    }

    /// A callback that carries a code of a closed list.
    pub fn coded<T: Into<Action>>(
        &self,
        touch: impl Fn(&str) -> Option<T> + 'static,
    ) -> impl Fn(SharedString) + 'static {
        let hear = self.0.clone();
        move |code| {
            if let Some(touch) = touch(&code) {
                hear(touch.into());
            }
        }
    }
}
