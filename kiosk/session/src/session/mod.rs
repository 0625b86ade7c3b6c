//! The visitor's session: a pure state machine. `step` takes the time and an event and says what the workers must do.
//! Touches no file, no clock, no device; remembers nothing of a visitor past [`Session::wipe`].

mod attendant;
mod documents;
mod lists;
mod message;
mod paper;
mod register;
mod rules;
#[cfg(test)]
mod tests;
mod visit;

pub use attendant::Door;
pub use message::*;
pub use register::{Again, Pin, Slip};
pub use rules::Rules;
pub use visit::*;

use mirror::Cursor;

use crate::screen::{Action, Language};

/// Between two requests to check a mirror that cannot be read: a check reads all of it.
const CHECK_AGAIN_MS: u64 = 3_600_000;
/// After which a home page that was never answered is asked for again.
const HOME_AGAIN_MS: u64 = 2_000;

/// What the terminal knows whoever stands before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Terminal {
    /// The mirror, once read.
    pub overview: Option<Overview>,
    /// Why it cannot be read.
    pub missing: Option<Missing>,
    /// Last word of the printer; empty before the first.
    pub printer: String,
    /// How the desk's PIN was tried.
    pub door: Door,
}

/// One terminal's session.
#[derive(Debug, Clone)]
pub struct Session {
    rules: Rules,
    terminal: Terminal,
    visit: Visit,
    jobs: Vec<Job>,
    serial: u64,
    now_ms: u64,
    used_ms: u64,
    asked_home_ms: u64,
    watching: bool,
    /// When the agent was last asked to check the mirror.
    check_asked_ms: Option<u64>,
    /// When a recheck was asked for that is still to be answered.
    rechecking: Option<u64>,
    /// The mirror's state that screen and queue have followed, until it is told.
    followed: Option<Cursor>,
    effects: Vec<Effect>,
}

impl Session {
    /// Before the first visitor. `now_ms` runs on any steady clock.
    pub fn new(rules: Rules, now_ms: u64) -> Session {
        Session {
            rules,
            terminal: Terminal::default(),
            visit: Visit::default(),
            jobs: Vec::new(),
            serial: 0,
            now_ms,
            used_ms: now_ms,
            asked_home_ms: now_ms,
            watching: false,
            check_asked_ms: None,
            rechecking: Some(now_ms),
            followed: None,
            effects: vec![
                Effect::Ask(Question::Home),
                Effect::Ask(Question::Recheck { ids: Vec::new() }),
            ],
        }
    }

    /// Answers an event. The first call also returns what a fresh terminal asks for.
    pub fn step(&mut self, now_ms: u64, event: Event) -> Vec<Effect> {
        self.now_ms = self.now_ms.max(now_ms);
        match event {
            Event::Act(action) => self.touched(action),
            Event::Tick => {}
            Event::Catalogue(answer) => self.answered(answer),
            Event::Desk(report) => self.reported(report),
        }
        self.mind_the_clock();
        self.mind_the_mirror();
        self.mind_the_recheck();
        self.mind_the_jobs();
        let watching = matches!(self.visit.place, Place::Print(_) | Place::Desk(_));
        if watching != self.watching {
            self.watching = watching;
            self.effects.push(Effect::WatchPrinter(watching));
        }
        std::mem::take(&mut self.effects)
    }

    /// Limits and names.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// What the terminal knows.
    pub fn terminal(&self) -> &Terminal {
        &self.terminal
    }

    /// What the visitor did.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// Jobs the desk has not ended.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// Seconds left before the wipe; `None` while in use.
    pub fn countdown_s(&self) -> Option<u8> {
        if self.visit == Visit::default() {
            return None;
        }
        let over = self
            .idle_for_ms()
            .checked_sub(self.idle_limit_ms())
            .filter(|over| *over < self.rules.countdown_ms)?;
        let left_s = (self.rules.countdown_ms - over).div_ceil(1000);
        Some(u8::try_from(left_s).unwrap_or(u8::MAX))
    }

    /// Ends the session: nothing of the visitor stays. A job goes on, but its outcome is no longer shown.
    pub fn wipe(&mut self) {
        self.visit = Visit::default();
        self.terminal.printer.clear();
        for job in &mut self.jobs {
            job.mine = false;
        }
        self.effects.push(Effect::Wiped);
        self.effects.push(Effect::Ask(Question::Home));
    }

    fn idle_for_ms(&self) -> u64 {
        self.now_ms.saturating_sub(self.used_ms)
    }

    fn idle_limit_ms(&self) -> u64 {
        match self.visit.place {
            Place::Reader(_) => self.rules.reader_idle_ms,
            _ => self.rules.idle_ms,
        }
    }

    fn mind_the_clock(&mut self) {
        let printing = match &self.visit.place {
            Place::Printing(_) => true,
            Place::Desk(desk) => desk.job.is_some(),
            _ => false,
        };
        if printing {
            self.used_ms = self.now_ms;
        }
        let end_ms = self.idle_limit_ms() + self.rules.countdown_ms;
        if self.idle_for_ms() >= end_ms && self.visit != Visit::default() {
            self.wipe();
        }
    }

    /// A first answer that failed is asked for again; later ones come with the next change.
    fn mind_the_mirror(&mut self) {
        let nothing_known = self.terminal.overview.is_none() && self.terminal.missing.is_none();
        if nothing_known && self.now_ms - self.asked_home_ms >= HOME_AGAIN_MS {
            self.asked_home_ms = self.now_ms;
            self.ask(Question::Home);
        }
    }

    /// The agent may not have noticed yet that the mirror is damaged.
    fn mind_the_damage(&mut self) {
        let damaged = self.terminal.missing == Some(Missing::Damaged);
        let asked = self
            .check_asked_ms
            .is_some_and(|at| self.now_ms - at < CHECK_AGAIN_MS);
        if damaged && !asked {
            self.check_asked_ms = Some(self.now_ms);
            self.effects.push(Effect::CheckMirror);
        }
    }

    fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    fn ask(&mut self, question: Question) {
        self.effects.push(Effect::Ask(question));
    }

    fn touched(&mut self, action: Action) {
        // A touch that comes after the end belongs to the next visitor.
        self.mind_the_clock();
        self.used_ms = self.now_ms;
        // A message goes by its button or by doing something else, not by touching beside it.
        if action != Action::Touched {
            self.visit.notice = None;
        }
        match action {
            Action::Touched | Action::Dismiss => {}
            Action::Home => self.go_home(),
            Action::Back => self.go_back(),
            Action::End => self.wipe(),
            Action::Help => {
                if self.visit.place != Place::Help {
                    self.go(Place::Help);
                }
            }
            Action::OpenDesk => self.open_pin(),
            Action::Language => {
                self.visit.look.language = match self.visit.look.language {
                    Language::Zh => Language::En,
                    Language::En => Language::Zh,
                }
            }
            Action::Large => self.visit.look.large = !self.visit.look.large,
            Action::Contrast => self.visit.look.contrast = !self.visit.look.contrast,
            Action::LowReach => self.visit.look.low_reach = !self.visit.look.low_reach,
            other => match self.visit.place {
                Place::Reader(_) => self.act_in_reader(other),
                Place::Print(_) | Place::Printing(_) => self.act_on_paper(other),
                Place::Pin(_) => self.act_at_the_door(other),
                Place::Desk(_) => self.act_at_the_desk(other),
                _ => self.act_in_lists(other),
            },
        }
    }

    /// Shows a screen above the present one.
    fn go(&mut self, place: Place) {
        self.visit.opening = None;
        let below = std::mem::replace(&mut self.visit.place, place);
        // A job's screens are not gone back to: the document below them is. Nor is the desk: the PIN may not be typed by its owner.
        let left = matches!(
            below,
            Place::Printing(_) | Place::Outcome(_) | Place::Pin(_) | Place::Desk(_)
        );
        if !left {
            self.visit.stack.push(below);
        }
        if self.visit.stack.len() > STACK_DEPTH_MAX {
            self.visit.stack.remove(0);
        }
    }

    fn go_home(&mut self) {
        self.visit.opening = None;
        self.visit.stack.clear();
        if self.visit.place != Place::Home {
            self.visit.place = Place::Home;
            self.ask(Question::Home);
        }
    }

    fn go_back(&mut self) {
        self.visit.opening = None;
        self.visit.place = self.visit.stack.pop().unwrap_or(Place::Home);
        self.refresh();
    }

    /// Asks again for what the screen shows.
    fn refresh(&mut self) {
        match &self.visit.place {
            Place::Home => self.ask(Question::Home),
            Place::Search(_) => self.ask_search(),
            Place::Browse(_) => self.ask_browse(),
            Place::Reader(reading) if reading.opened.is_none() => self.reload(false),
            _ => {}
        }
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Home(overview) => {
                self.terminal.overview = Some(*overview);
                self.terminal.missing = None;
            }
            Answer::Missing(missing) => {
                self.terminal.overview = None;
                self.terminal.missing = Some(missing);
                self.mind_the_damage();
            }
            Answer::Found {
                serial,
                page,
                hints,
            } => self.found(serial, page, hints),
            Answer::Browsed {
                serial,
                groups,
                listing,
            } => self.browsed(serial, groups, listing),
            Answer::Options { serial, groups } => self.optioned(serial, groups),
            Answer::Opened { serial, opened } => self.opened(serial, opened),
            Answer::Checked { found, cursor } => self.checked(&found, cursor),
            Answer::Changed => self.changed(),
            Answer::Failed { serial } => self.failed(serial),
        }
    }

    /// The agent changed the mirror: whatever may show a withdrawn document is asked again.
    fn changed(&mut self) {
        self.ask(Question::Home);
        self.forget_below();
        if self.visit.place != Place::Home {
            self.refresh();
        }
        self.recheck();
    }
}
