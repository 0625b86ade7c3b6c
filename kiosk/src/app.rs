//! Joins session, workers and screen: every event goes through one queue into `step`, every effect goes to its worker,
//! and the screen is shown again when it differs. Decides nothing.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::bridge::Ui;
pub use crate::clock::Clock;
use crate::pulse;
use crate::workers::Workers;
use crate::workers::attaching::illustrating::Illustrating;
use crate::workers::attaching::{Attaching, of_mirror};
use crate::workers::bell::Bell;
use crate::workers::catalogue::Catalogue;
use crate::workers::filing::Files;
use crate::workers::inbox::{Inbox, Outlet, Wake, WallClock, inbox};
use crate::workers::jack::Watching;
use crate::workers::point::Point;
use crate::workers::shared::{Setup, Stop};
use crate::workers::speaking::{Ear, Speaking};
use crate::workers::typing::Keyboard;
use session::screen::desk::{Desk, Page};
use session::screen::{Screen, Service, View, listening};
use session::services::Told;
use session::view;
use session::{Answer, Effect, Event, Rules, Session};
use viewer::Viewer;

/// How often the session is told the time.
pub const TICK_MS: u64 = 250;
/// How long the first picture waits for the mirror, so that it does not begin with an empty page.
const FIRST_ANSWER_MS: u64 = 150;

/// A running terminal.
pub struct App {
    session: Session,
    ui: Rc<Ui>,
    catalogue: Catalogue,
    workers: Workers,
    files: Files,
    bell: Bell,
    point: Point,
    light: Option<PathBuf>,
    keyboard: Keyboard,
    speaking: Speaking,
    /// Ends with this.
    _jack: Option<Watching>,
    attaching: Attaching,
    illustrating: Illustrating,
    clock: Clock,
    inbox: Inbox,
    shown: Option<View>,
    diagonal_in: f64,
    size: (u32, u32),
}

impl App {
    /// Starts the workers, makes the window and shows the first picture. The Slint platform must have been chosen.
    pub fn start(config: &config::Config, clock: Clock, wake: Wake) -> anyhow::Result<App> {
        Self::heard_by(config, clock, wake, None)
    }

    /// The same; with an ear, what is read aloud goes there and takes no time.
    pub fn heard_by(
        config: &config::Config,
        clock: Clock,
        wake: Wake,
        ear: Option<Ear>,
    ) -> anyhow::Result<App> {
        let (outlet, inbox) = inbox(wake);
        let wall = clock.clone();
        let wall: WallClock = Arc::new(move || wall.wall());
        let session = Session::new(Rules::of(config), clock.now_ms());
        let catalogue = Catalogue::start(config.mirror.dir.clone(), outlet.clone())
            .context("start catalogue")?;
        let speaking = match ear {
            Some(ear) => Speaking::heard_by(ear, outlet.clone()),
            None => Speaking::start(&config.speech, outlet.clone()),
        };
        let speaking = speaking.context("start speaking")?;
        let jack =
            Watching::start(&config.speech.jack, outlet.clone()).context("watch the headphones")?;
        // The mirror is read while the window is being made.
        let touches = outlet.clone();
        let resizes = outlet.clone();
        let keyboard =
            Keyboard::start(config.mirror.dir.clone(), outlet.clone()).context("start keyboard")?;
        let viewer = Viewer::beside_this_program().context("find the viewer")?;
        let pictures = of_mirror(config.mirror.dir.clone());
        let illustrating = Illustrating::start(pictures, viewer.clone(), outlet.clone())
            .context("start pictures")?;
        let attaching =
            Attaching::start(of_mirror(config.mirror.dir.clone()), viewer, outlet.clone())
                .context("start attachments")?;
        let workers = start_workers(config, wall.clone(), outlet)?;
        let key = config.office.key.clone();
        let mut app = App {
            files: Files::new(key, workers.registrar.clone(), wall),
            bell: Bell::of(config),
            point: Point::of(config),
            light: config.hours.light.clone(),
            session,
            catalogue,
            keyboard,
            workers,
            speaking,
            _jack: jack,
            attaching,
            illustrating,
            clock,
            inbox,
            shown: None,
            diagonal_in: config.kiosk.diagonal_in,
            size: (0, 0),
            ui: Rc::new(
                Ui::new(move |action| touches.tell(Event::Act(action))).context("make window")?,
            ),
        };
        app.ui.let_listen(config.speech.speaker);
        app.ui.know_keys(&config.speech.keys);
        app.ui.on_resized(move || resizes.tell(Event::Tick));
        app.hear_of_the_point();
        app.handle(Event::Tick);
        app.wait_for_the_mirror();
        app.show();
        Ok(app)
    }

    /// The Slint window's handle, for whoever draws or touches it.
    pub fn ui(&self) -> Rc<Ui> {
        self.ui.clone()
    }

    /// The view that was drawn last; none before the first frame.
    pub fn shown(&self) -> Option<&View> {
        self.shown.as_ref()
    }

    /// Handles all that waits, then shows the result. True when there was anything.
    pub fn pump(&mut self) -> bool {
        let mut any = false;
        while let Ok(event) = self.inbox.events.try_recv() {
            any = true;
            self.handle(event);
        }
        if any {
            self.show();
        }
        any
    }

    /// Headphones go in or come out, says who plays a visitor.
    #[cfg(feature = "studio")]
    pub fn plug(&mut self, inside: bool) {
        self.handle(Event::Told(Told::Headphones { inside }));
        self.show();
    }

    /// The voice goes, or is there again, says who plays a visitor.
    #[cfg(feature = "studio")]
    pub fn let_speak(&mut self, works: bool) {
        let state = match works {
            true => session::VoiceState::Works,
            false => session::VoiceState::NoSound,
        };
        self.handle(Event::Told(Told::Voice(state)));
        self.show();
    }

    /// Tells the session the time.
    pub fn tick(&mut self) {
        self.hear_of_the_point();
        self.handle(Event::Tick);
        self.show();
    }

    /// Nothing waits and no worker owes an answer; a running job of the printer does not count.
    pub fn quiet(&self) -> bool {
        self.inbox.quiet()
    }

    /// Waits for the next event, at most so long; handles it.
    pub fn wait(&mut self, at_most: Duration) {
        if let Ok(event) = self.inbox.events.recv_timeout(at_most) {
            self.handle(event);
            if !self.pump() {
                self.show();
            }
        }
    }

    fn hear_of_the_point(&mut self) {
        for told in self.point.news(self.clock.now_ms(), self.clock.wall()) {
            self.handle(Event::Told(told));
        }
    }

    fn handle(&mut self, event: Event) {
        // Before anything is said of it: into the room no more, or there again.
        match &event {
            Event::Told(Told::Headphones { inside }) => self.speaking.plugged(*inside),
            Event::Told(Told::Voice(state)) => self.workers.voice_is(*state),
            _ => {}
        }
        for effect in self.session.step(self.clock.now_ms(), event) {
            match effect {
                Effect::Ask(question) => self.catalogue.ask(question),
                Effect::Measure(measure) => self.workers.printing.measure(measure),
                Effect::WatchPrinter(on) => self.workers.printing.watch(on),
                Effect::Print(order) => self.workers.printing.order(order),
                Effect::Stop { job } => self.workers.printing.stop(job, Stop::Visitor),
                Effect::Withdraw { job } => self.workers.printing.stop(job, Stop::Withdrawn),
                Effect::Unlock { serial, by, pin } => self.workers.clerk.unlock(serial, by, pin),
                Effect::ListSlips { serial } => self.workers.clerk.list(serial),
                Effect::ReadDay { serial, day } => self.workers.clerk.day(serial, day),
                Effect::ReadSpent => self.workers.clerk.spent(),
                Effect::ReadStatistics { serial, period } => {
                    self.workers.clerk.statistics(serial, period);
                }
                Effect::ReadErasable { serial, day } => self.workers.clerk.erasable(serial, day),
                Effect::Export { serial, what } => self.workers.clerk.export(serial, what),
                Effect::BringHoldings { serial } => self.workers.clerk.bring_holdings(serial),
                Effect::KeepHoldings { serial, held } => {
                    self.workers.clerk.keep_holdings(serial, held);
                }
                Effect::LayPaper { serial, paper } => self.workers.printing.lay(serial, paper),
                Effect::PrintStaff { serial, paper } => self.workers.printing.staff(serial, paper),
                Effect::Settle { number, found, by } => {
                    self.workers.registrar.settle(number, found, by);
                }
                Effect::SetDay { by } => self.workers.registrar.set_day(by),
                Effect::Signed(at) => self.workers.registrar.signed(&at),
                Effect::File { serial, what } => self.files.file(serial, what),
                Effect::Power { serial, off } => self.workers.clerk.power(serial, off),
                Effect::Searched { found } => self.workers.registrar.searched(found),
                Effect::Ring => self.bell.ring(),
                Effect::ListAnswers { serial } => self.workers.clerk.answers(serial),
                Effect::FindApplication { serial, number } => {
                    self.workers.clerk.application(serial, number);
                }
                Effect::PrintReceipt(order) => self.workers.printing.receipt(order),
                Effect::Light(on) => self.light(on),
                Effect::Followed(cursor) => self.workers.registrar.followed(cursor),
                Effect::CheckMirror => self.workers.registrar.check_mirror(),
                Effect::Spell(spell) => self.keyboard.spell(spell),
                // The other workers hold nothing of a session between two answers.
                Effect::Wiped => self.keyboard.forget(),
                Effect::Speak {
                    serial,
                    lines,
                    voice,
                    cue,
                } => self.speaking.say(serial, lines, voice, cue),
                Effect::Attachment(wish) => self.attaching.wish(wish),
                Effect::Illustrate {
                    serial,
                    wanted,
                    width_px,
                } => self.illustrating.wish(serial, wanted, width_px),
                Effect::Hush => self.speaking.hush(),
                Effect::Explore(gesture) => {
                    let found = self.ui.explore(gesture);
                    self.found(found);
                }
            }
        }
    }

    /// The panel's own light; a device without such a file stays lit, and black.
    fn light(&self, on: bool) {
        let Some(file) = &self.light else { return };
        let word = if on { "0" } else { "4" };
        if let Err(error) = std::fs::write(file, word) {
            console::tell!("kiosk: switch the light with {}: {error}", file.display());
        }
    }

    /// What was found on the screen goes the way of everything that happens.
    fn found(&mut self, found: Option<listening::Touch>) {
        if let Some(found) = found {
            self.handle(Event::Act(found.into()));
        }
    }

    fn show(&mut self) {
        let size = self.ui.window().size();
        if self.size != (size.width, size.height) && size.width > 0 {
            self.size = (size.width, size.height);
            self.ui.set_scale(self.diagonal_in, size.width, size.height);
            // Lines are broken anew for the new width.
            self.shown = None;
        }
        let view = view::view(&self.session, self.clock.wall());
        if self.shown.as_ref() != Some(&view) {
            self.ui.show(&view);
            if types(&view.screen) {
                self.keyboard.wake();
            }
            let news = self.ui.news(&view);
            self.shown = Some(view);
            self.found(news);
        }
    }

    fn wait_for_the_mirror(&mut self) {
        let until = Instant::now() + Duration::from_millis(FIRST_ANSWER_MS);
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            let Ok(event) = self.inbox.events.recv_timeout(left) else {
                return;
            };
            let first = matches!(event, Event::Answered(Answer::Home(_) | Answer::Missing(_)));
            self.handle(event);
            if first {
                return;
            }
        }
    }
}

/// A keyboard shows, or will at the next tap.
fn types(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Search(_)
            | Screen::Service(Service::Holdings(_) | Service::Opinions(_) | Service::Apply(_))
            | Screen::Desk(Desk {
                shows: Page::Answer(_),
                ..
            })
    )
}

fn start_workers(
    config: &config::Config,
    wall: WallClock,
    outlet: Outlet,
) -> anyhow::Result<Workers> {
    Workers::start(Setup::of(config)?, wall, outlet).context("start registrar and printing")
}

thread_local! {
    /// The event loop's terminal, for the closures that workers post to it.
    static RUNNING: RefCell<Option<Rc<RefCell<App>>>> = const { RefCell::new(None) };
}

/// Runs a terminal on a window or a screen of its own until the window closes.
pub fn run(config: &config::Config, size: Option<(u32, u32)>) -> anyhow::Result<()> {
    let wake: Wake = Arc::new(|| {
        // Fails only while the loop is ending.
        let _ = slint::invoke_from_event_loop(pump_running);
    });
    let app = App::start(config, Clock::real(), wake)?;
    place_window(&app.ui(), config, size);
    let app = Rc::new(RefCell::new(app));
    RUNNING.with(|running| *running.borrow_mut() = Some(app.clone()));
    let timer = slint::Timer::default();
    timer.start(
        slint::TimerMode::Repeated,
        Duration::from_millis(TICK_MS),
        || with_running(App::tick),
    );
    // The terminal is not borrowed while the loop runs: the loop's closures borrow it.
    let ui = app.borrow().ui();
    let _pulse = pulse::keep(ui.clone(), &config.kiosk.pulse, |mark| {
        with_running(|app| mark.note(app.clock.wall(), app.workers.printing.asked()));
    });
    let result = ui.run().context("run event loop");
    RUNNING.with(|running| running.borrow_mut().take());
    result
}

fn pump_running() {
    with_running(|app| {
        app.pump();
    });
}

fn with_running(act: impl FnOnce(&mut App)) {
    let app = RUNNING.with(|running| running.borrow().clone());
    // A callback out of `show` finds the terminal in use; what it said waits in the inbox.
    if let Some(app) = app
        && let Ok(mut app) = app.try_borrow_mut()
    {
        act(&mut app);
    }
}

fn place_window(ui: &Ui, config: &config::Config, size: Option<(u32, u32)>) {
    let window = ui.window();
    if let Some((width, height)) = size {
        window.set_size(slint::PhysicalSize::new(width, height));
    } else if config.kiosk.fullscreen {
        window.set_fullscreen(true);
    }
}
