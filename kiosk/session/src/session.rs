//! The visitor's session: takes the time and an event, hands it to the place that it is for, follows where that leads, and says
//! what the workers must do. Remembers nothing of a visitor past [`Session::wipe`]; knows of no place what it holds.

mod answered;
mod bounce;
mod framed;
mod heard;
mod minding;
mod reported;
mod told;

pub use told::Brightness;

use crate::asks::{Effect, Event, Question};
use crate::orders::Job;
use crate::printer_state::PrinterState;
use crate::rules::Rules;
use crate::screen::{Action, frame};
use crate::terminal::Terminal;
use crate::visit::{
    Attaching, Browsing, Choosing, Desking, Entering, Go, Leafing, Opening, Place, Printing,
    Searching, Serving, Turn, Viewing, Visit,
};
use mirror::Cursor;

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
    /// A visit ended, and nobody touched the glass since.
    left: bool,
    asked_home_ms: u64,
    watching: bool,
    /// The last touch that counted in care mode, and when.
    pressed: Option<(u64, Action)>,
    /// A saying was ordered that nobody has hushed.
    speaking: bool,
    /// A file was opened that nobody has closed.
    attached: bool,
    /// A text with pictures is open.
    pictured: bool,
    /// When the agent was last asked to check the mirror.
    check_asked_ms: Option<u64>,
    /// When a recheck was asked for that is still to be answered.
    rechecking: Option<u64>,
    /// Calls whose visitor left before they stood in the register.
    lost_calls: Vec<u64>,
    /// When a visit that is still under way is ended because the point closed.
    closing_ms: Option<u64>,
    /// The panel's own light is on.
    lit: bool,
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
            left: false,
            asked_home_ms: now_ms,
            watching: false,
            pressed: None,
            speaking: false,
            attached: false,
            pictured: false,
            check_asked_ms: None,
            rechecking: Some(now_ms),
            lost_calls: Vec::new(),
            closing_ms: None,
            lit: true,
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
            Event::Answered(answer) => self.answered(answer),
            Event::Reported(report) => self.reported(report),
            Event::Spelled(spelled) => self.turn(|place, turn| match place {
                Place::Search(search) => search.spelled(spelled, turn),
                Place::Service(serving) => serving.spelled(spelled),
                Place::Attachment(attaching) => attaching.spelled(spelled),
                Place::Desk(desk) => desk.spelled(spelled),
                Place::Reader(reading) => reading.spelled(spelled),
                _ => {}
            }),
            Event::Seen(seen) => self.seen(seen),
            Event::Illustrated(illustrated) => self.illustrated(illustrated),
            Event::Heard(heard) => {
                self.mind_the_listening(&heard);
                self.heard(&heard);
            }
            Event::Told(told) => self.told(told),
        }
        self.mind_the_finger();
        self.mind_the_headphones();
        self.mind_the_clock();
        self.mind_the_light();
        self.mind_the_mirror();
        self.mind_the_recheck();
        self.mind_the_jobs();
        let watching = self.visit.place.duties().watches_printer();
        if watching != self.watching {
            self.watching = watching;
            self.effects.push(Effect::WatchPrinter(watching));
        }
        // However a place that spoke was left, its voice ends with it.
        let speaking = self.visit.place.duties().speaks().is_some();
        if self.speaking && !speaking {
            self.effects.push(Effect::Hush);
        }
        self.speaking = speaking;
        self.mind_the_attachment();
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

    /// Jobs that have not ended.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// Seconds before a PIN is taken again; 0 when it is.
    pub fn pin_wait_s(&self) -> u32 {
        self.terminal.tries.wait_s(self.now_ms)
    }

    /// Seconds left before the wipe; `None` while in use.
    pub fn countdown_s(&self) -> Option<u8> {
        if self.visit == Visit::default() {
            return None;
        }
        if let Some(left_s) = self.closing_s() {
            return Some(left_s);
        }
        let idle_ms = self.patience_ms()?;
        let over = self
            .idle_for_ms()
            .checked_sub(idle_ms)
            .filter(|over| *over < self.rules.countdown_ms)?;
        let left_s = (self.rules.countdown_ms - over).div_ceil(1000);
        Some(u8::try_from(left_s).unwrap_or(u8::MAX))
    }

    /// Ends the session: nothing of the visitor stays. A job goes on, but its outcome is no longer shown.
    pub fn wipe(&mut self) {
        self.leave_the_call();
        self.closing_ms = None;
        self.left = true;
        // It may be a key of what was typed.
        self.pressed = None;
        self.visit = Visit::default();
        self.terminal.printer = PrinterState::Unasked;
        for job in &mut self.jobs {
            job.mine = false;
        }
        self.effects.push(Effect::Wiped);
        self.effects.push(Effect::Ask(Question::Home));
    }

    /// Lets the present place act.
    fn turn<R>(&mut self, act: impl FnOnce(&mut Place, &mut Turn) -> R) -> R {
        let mut turn = Turn {
            rules: &self.rules,
            terminal: &mut self.terminal,
            visitor: &mut self.visit.visitor,
            jobs: &mut self.jobs,
            serial: &mut self.serial,
            now_ms: self.now_ms,
            notice: &mut self.visit.notice,
            effects: &mut self.effects,
        };
        act(&mut self.visit.place, &mut turn)
    }

    fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    fn ask(&mut self, question: Question) {
        self.effects.push(Effect::Ask(question));
    }

    fn idle_for_ms(&self) -> u64 {
        self.now_ms.saturating_sub(self.used_ms)
    }

    fn touched(&mut self, action: Action) {
        if let Action::Listening(touch) = action {
            return self.listened(touch);
        }
        // A touch that comes after the end belongs to the next visitor.
        self.mind_the_clock();
        self.used_ms = self.now_ms;
        self.left = false;
        if self.is_shut() {
            // Nobody begins anything out of hours but those who work here.
            if action == Action::Frame(frame::Touch::Staff) {
                self.framed(frame::Touch::Staff);
            }
            return;
        }
        if self.bounces(&action) {
            return;
        }
        // A message goes by its button or by doing something else, not by touching beside it.
        if action != Action::Frame(frame::Touch::Touched) {
            self.visit.notice = None;
        }
        let go = match action {
            Action::Frame(touch) => return self.framed(touch),
            action => self.turn(|place, turn| place.touched(action, turn)),
        };
        self.follow(go);
    }

    /// Goes where a touch led.
    fn follow(&mut self, go: Option<Go>) {
        let Some(go) = go else { return };
        match go {
            Go::Search { text, away } => {
                let place = self.turn(|_, turn| Searching::open(text, away, turn));
                self.visit.push(Place::Search(place));
            }
            Go::Browse { axis, chosen } => {
                if let Some(place) = self.turn(|_, turn| Browsing::open(axis, chosen, turn)) {
                    self.visit.push(Place::Browse(place));
                }
            }
            Go::Open { id, article_id } => {
                let serial = self.next_serial();
                // Whoever comes from a search sees what was found.
                let (sought, attached) = match &self.visit.place {
                    Place::Search(search) => search.led_by(&id, &article_id),
                    _ => (Vec::new(), None),
                };
                self.visit.opening = Some(Opening {
                    serial,
                    article_id,
                    sought,
                    attached,
                });
                self.ask(Question::Open { serial, id });
            }
            Go::Contents { opened, here } => {
                let place = Leafing::open(opened, here);
                self.visit.push(Place::Contents(place));
            }
            Go::Article { article_id } => {
                self.go_back();
                self.turn(|place, turn| {
                    if let Place::Reader(reading) = place {
                        reading.go_to(article_id, turn);
                    }
                });
            }
            Go::Table {
                opened,
                block,
                of_file,
            } => {
                if let Some(place) = Viewing::open(opened, block, of_file) {
                    self.visit.push(Place::Table(place));
                }
            }
            Go::Attachment { opened, at } => {
                if let Some(place) = self.turn(|_, turn| Attaching::open(opened, at, turn)) {
                    self.visit.push(Place::Attachment(place));
                }
            }
            Go::Print { opened, articles } => {
                let place = self.turn(|_, turn| Choosing::open(opened, articles, turn));
                self.visit.push(Place::Print(place));
            }
            Go::Rechoose => {
                self.go_back();
                self.turn(|place, turn| match place {
                    Place::Reader(reading) => reading.choosing = true,
                    Place::Attachment(attaching) => attaching.pick_again(turn),
                    _ => {}
                });
            }
            Go::Printing { job } => {
                if let Place::Print(choosing) = std::mem::take(&mut self.visit.place) {
                    self.visit.place = Place::Printing(Printing::of(job, choosing));
                }
            }
            Go::Service(door) => {
                let place = self.turn(|_, turn| Serving::open(door, turn));
                self.visit.push(Place::Service(place));
            }
            Go::Holdings { kind } => {
                self.visit.push(Place::Service(Serving::holdings(kind)));
            }
            Go::Door => self.open_door(),
            Go::TakeIn { way, by, on } => {
                self.visit.place = Place::Service(Serving::typed_by(way, by, on));
            }
            Go::Desk(by) => {
                let place = self.turn(|_, turn| Desking::open(by, turn));
                self.visit.place = Place::Desk(Box::new(place));
            }
        }
    }

    /// A new visit begins at the PIN: nothing of the visitor before lies under the desk. A call waits on: who comes in may have come for it.
    fn open_door(&mut self) {
        let language = self.visit.visitor.look.language;
        let call = self.visit.visitor.call.take();
        self.wipe();
        self.visit.visitor.look.language = language;
        self.visit.visitor.call = call;
        self.visit.place = Place::Door(Entering::default());
    }

    fn go_home(&mut self) {
        self.visit.opening = None;
        self.visit.stack.clear();
        if !matches!(self.visit.place, Place::Home(_)) {
            self.ask(Question::Home);
        }
        self.visit.place = Place::default();
    }

    fn go_back(&mut self) {
        self.visit.pop();
        self.refresh();
    }

    /// Asks again for what the screen shows.
    fn refresh(&mut self) {
        self.turn(|place, turn| place.duties_mut().refresh(turn));
    }

    /// Asks whether what is on the screen and in the queue is still there. Asked last, so that lists were answered before.
    fn recheck(&mut self) {
        self.rechecking = Some(self.now_ms);
        let shown = self.visit.place.duties().document_id();
        let mut ids: Vec<String> = self
            .jobs
            .iter()
            .map(|job| job.document.id.clone())
            .chain(shown.map(str::to_string))
            .collect();
        ids.sort();
        ids.dedup();
        self.ask(Question::Recheck { ids });
    }
}
