//! The only place that names generated Slint types: puts a [`View`] on the screen and turns touches into [`Action`]s.
//! Decides nothing: what shows and what a touch means is the session's.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use slint::platform::{Key, WindowEvent};
use slint::{Color, ComponentHandle, PhysicalSize};

use session::Language;
use session::screen::listening::{self as listened, Gesture};
use session::screen::{Action, View};

pub mod alone;
mod breaking;
mod bytes;
pub mod code;
mod columns;
pub mod first_pin;
mod fitting;
pub mod fonts;
pub mod fonts_missing;
mod listening;
mod models;
mod moments;
mod pages;
pub mod scale;
mod shown;
mod shrinking;
mod touches;
pub mod wrong_settings;

pub use pages::frame::function_key;
pub use screens::MainWindow;
use screens::{Frame, Measures, Theme};

use pages::frame;
use pages::reader::{self, Reading};
use touches::Touches;

/// The window of the terminal.
pub struct Ui {
    window: MainWindow,
    fonts: Rc<fonts::Fonts>,
    unfit: fitting::Unfit,
    diagonal_in: Cell<f64>,
    fitting: Cell<bool>,
    shown: RefCell<shown::Shown>,
    reading: Rc<Reading>,
    drawn_frame: Rc<Cell<i32>>,
    explorer: RefCell<listening::Explorer>,
}

impl Ui {
    /// Makes the window; `on_action` hears every touch. The platform must have been chosen before, or Slint chooses.
    pub fn new(on_action: impl Fn(Action) + 'static) -> Result<Ui, slint::PlatformError> {
        let window = MainWindow::new()?;
        let touches = Touches::new(on_action);
        pages::listen(&window, &touches);
        shown::answer(&window);
        let reading = Rc::new(Reading::default());
        reader::answer(&window, &reading);
        reader::listen_aloud(&window, &touches, &reading);
        let shown = shown::Shown::default();
        shown.answer(&window);
        let drawn_frame = Rc::new(Cell::new(0));
        let drawn = drawn_frame.clone();
        window.global::<Frame>().on_frame_drawn(move |number| {
            drawn.set(number);
            Color::default()
        });
        fonts::add_rare();
        let fonts = Rc::new(fonts::Fonts::load());
        let unfit = fitting::Unfit::default();
        fitting::answer(&window, &fonts, &unfit);
        let ui = Ui {
            window,
            drawn_frame,
            fonts,
            unfit,
            diagonal_in: Cell::new(21.5),
            fitting: Cell::new(false),
            shown: RefCell::new(shown),
            reading,
            explorer: RefCell::default(),
        };
        ui.step_by_arrows();
        ui.set_language(Language::Zh);
        Ok(ui)
    }

    /// Lays everything out in millimetres: diagonal of the glass in inches, its size in pixels (0: ask the window).
    pub fn set_scale(&self, diagonal_in: f64, width_px: u32, height_px: u32) {
        self.diagonal_in.set(diagonal_in);
        let size = if width_px == 0 || height_px == 0 {
            self.window().size()
        } else {
            PhysicalSize::new(width_px, height_px)
        };
        // A window that was given its size without knowing the scale lays out in the wrong pixels: say it again.
        self.fit(size, true);
    }

    /// Shows a view; only what differs from the last one is set.
    pub fn show(&self, view: &View) {
        let mut shown = self.shown.borrow_mut();
        if shown.language != Some(view.look.language) {
            self.set_language(view.look.language);
        }
        let theme = self.window.global::<Theme>();
        theme.set_contrast(view.look.contrast);
        theme.set_print(scale::print(view.look.large || view.look.care));
        let measures = self.window.global::<Measures>();
        measures.set_low_reach_wanted(view.look.low_reach);
        measures.set_care(view.look.care);
        self.fit(self.window().size(), false);
        shown.show(&self.window, view, self.fonts.as_ref(), &self.reading);
    }

    /// Sets scale and measures for a panel of this size, if they differ or `anew`.
    fn fit(&self, size: PhysicalSize, anew: bool) {
        if self.fitting.get() || size.width == 0 || size.height == 0 {
            return;
        }
        self.fitting.set(true);
        let factor = scale::factor(self.diagonal_in.get(), size.width, size.height);
        let logical = size.to_logical(factor);
        if anew || (self.window().scale_factor() - factor).abs() > f32::EPSILON {
            self.window()
                .dispatch_event(WindowEvent::ScaleFactorChanged {
                    scale_factor: factor,
                });
            self.window()
                .dispatch_event(WindowEvent::Resized { size: logical });
        }
        let measures = self.window.global::<Measures>();
        measures.set_width(logical.width);
        measures.set_height(logical.height);
        self.fitting.set(false);
    }

    fn set_language(&self, language: Language) {
        // The language that the words are written in has no file of its own.
        let code = match language {
            language if language == Language::default() => "",
            language => language.as_code(),
        };
        // All languages are compiled in: this cannot fail once a component exists.
        if let Err(error) = slint::select_bundled_translation(code) {
            console::tell!("kiosk: select language {code:?}: {error}");
        }
    }

    /// The arrow keys go where Tab goes. Told after the key was handled: a key within a key is not heard.
    fn step_by_arrows(&self) {
        let weak = self.window.as_weak();
        self.window.global::<Frame>().on_step(move |on| {
            let weak = weak.clone();
            slint::Timer::single_shot(std::time::Duration::ZERO, move || {
                let key = if on { Key::Tab } else { Key::Backtab };
                if let Some(window) = weak.upgrade() {
                    let text = slint::SharedString::from(key);
                    window
                        .window()
                        .dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
                    window
                        .window()
                        .dispatch_event(WindowEvent::KeyReleased { text });
                }
            });
        });
    }

    /// A finger that stays may begin to work by ear: something here can speak.
    pub fn let_listen(&self, may: bool) {
        self.window.global::<Frame>().set_voice(may);
    }

    /// By ear: does what a gesture means on the screen, and gives the words for what is found there.
    pub fn explore(&self, gesture: Gesture) -> Option<listened::Touch> {
        let mut explorer = self.explorer.borrow_mut();
        let found = match (gesture, explorer.part()) {
            (Gesture::Step { on }, Some(part)) => {
                let words = self.reading.beside(&self.window, part, on);
                explorer.came_to(&self.window, words)
            }
            _ => explorer.explore(&self.window, gesture),
        };
        drop(explorer);
        self.caption(found.as_ref());
        found
    }

    /// Those who stand beside see what is said, and a frame around what it is about.
    fn caption(&self, found: Option<&listened::Touch>) {
        let frame = self.window.global::<Frame>();
        if let Some(listened::Touch::Found(found)) = found
            && !found.words.is_empty()
        {
            frame.set_said(found.words.as_str().into());
        }
        let place = self.explorer.borrow().place();
        frame.set_ear_x(place.x);
        frame.set_ear_y(place.y);
        frame.set_ear_width(place.width);
        frame.set_ear_height(place.height);
    }

    /// What keys of a keypad mean by ear.
    pub fn know_keys(&self, keys: &[(String, config::EarKey)]) {
        frame::know_keys(&self.window, keys);
    }

    /// What a view that was shown has to say by itself to whoever works by ear.
    pub fn news(&self, view: &View) -> Option<listened::Touch> {
        let page = shown::code(&view.screen);
        let said = self.explorer.borrow_mut().news(&self.window, view, page);
        let said = self.explorer.borrow_mut().with_cue(said);
        self.caption(said.as_ref());
        said
    }

    /// Calls `act` when the window gets another size; the view has to be shown again then.
    pub fn on_resized(&self, act: impl Fn() + 'static) {
        self.window.global::<Frame>().on_resized(act);
    }

    /// Asks that a frame be drawn and known by this number.
    pub fn ask_for_frame(&self, number: i32) {
        self.window.global::<Frame>().set_frame_asked(number);
    }

    /// The number of the last frame that was drawn.
    pub fn drawn_frame(&self) -> i32 {
        self.drawn_frame.get()
    }

    /// Runs until the window closes.
    pub fn run(&self) -> Result<(), slint::PlatformError> {
        self.window.run()
    }

    /// Makes the window visible without running the event loop.
    pub fn open(&self) -> Result<(), slint::PlatformError> {
        self.window.show()
    }

    /// Lets every word that is drawn next ask for its size again.
    pub fn ask_words_again(&self) {
        fitting::ask_again(&self.window, &self.unfit);
    }

    /// Words that did not fit where they stand, and their room (width, height), since they were asked again.
    pub fn unfit(&self) -> std::collections::BTreeMap<String, (f32, f32)> {
        self.unfit.take()
    }

    /// What stands there for the ear, in its order: its words, and x, y, width, height in pixels of the layout.
    pub fn heard(&self) -> Vec<(String, [f32; 4])> {
        listening::stands(&self.window)
    }

    /// The Slint window: size, snapshots, events.
    pub fn window(&self) -> &slint::Window {
        self.window.window()
    }

    /// The component, for `ElementHandle` searches in journeys.
    pub fn root(&self) -> &MainWindow {
        &self.window
    }
}

/// What the page of a view is called among words and codes.
#[cfg(feature = "studio")]
pub(crate) fn page_code(view: &View) -> &'static str {
    shown::code(&view.screen)
}

#[cfg(all(test, feature = "studio"))]
mod tests;
