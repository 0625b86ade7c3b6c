//! Plays a visitor on the real mirror and the real printer, without a display. Feature `studio`; never on devices.
//! Touches what is on the screen and nothing else: it has no way into the session.

mod frames;
pub(super) mod hand;
pub mod script;
mod touches;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use i_slint_backend_testing::{TestingBackend, TestingBackendOptions, mock_elapsed_time};
use jiff::Timestamp;
use slint::{LogicalPosition, PhysicalSize};

use crate::app::{App, Clock, TICK_MS};
use crate::bridge::Ui;
use crate::workers::speaking::Ear;
use frames::Frames;
use script::{Line, Step};
use touches::Touches;

/// Real time a step may wait for words to appear, for a button to be there, for workers to answer.
const DEADLINE_S: u64 = 20;
/// Time that goes by after each step, so that what moves comes to rest.
const REST_MS: u64 = 500;
/// A finger that points by ear: longer than a tap, shorter than a rest that asks.
const POINT_MS: u64 = 500;
/// A flick by ear, in pixels of the layout: 2 cm.
const FLICK_PX: f32 = 80.0;
/// A longer script is refused before it is read.
const SCRIPT_BYTES_MAX: u64 = 1024 * 1024;
/// Characters of the screen's words that a failure tells.
const SCREEN_CHARS_MAX: usize = 4_000;

/// How to play.
#[derive(Debug, Clone)]
pub struct Options {
    /// Window in pixels.
    pub size: (u32, u32),
    /// Wall time at the start.
    pub from: Timestamp,
}

/// Plays a script; pictures go to `out`, and where its taps fell. The error names the line and says what was on the screen.
pub fn play(
    config: &config::Config,
    script: &Path,
    out: &Path,
    options: &Options,
) -> anyhow::Result<usize> {
    let lines = read(script)?;
    let mut player = Player::start(config, out, options)?;
    for line in &lines {
        let done = player.perform(&line.step);
        player.touches.write(out)?;
        if let Err(error) = done {
            let screen = player.screen();
            let Line { number, words, .. } = line;
            bail!(
                "{}:{number}: {words}: {error:#}\non the screen: {screen}",
                script.display()
            );
        }
    }
    Ok(lines.len())
}

fn read(script: &Path) -> anyhow::Result<Vec<Line>> {
    let name = script.display();
    let size = std::fs::metadata(script)
        .with_context(|| format!("read script {name}"))?
        .len();
    if size > SCRIPT_BYTES_MAX {
        bail!("read script {name}: {size} bytes, at most {SCRIPT_BYTES_MAX}");
    }
    let text = std::fs::read_to_string(script).with_context(|| format!("read script {name}"))?;
    script::parse(&text).with_context(|| format!("read script {name}"))
}

/// A visitor's hand on a running terminal.
pub(super) struct Player<'a> {
    app: App,
    clock: Clock,
    ear: Ear,
    touches: Touches,
    out: &'a Path,
}

impl<'a> Player<'a> {
    /// Starts a terminal without a display and without time of its own.
    pub(super) fn start(
        config: &config::Config,
        out: &'a Path,
        options: &Options,
    ) -> anyhow::Result<Player<'a>> {
        std::fs::create_dir_all(out).with_context(|| format!("create folder {}", out.display()))?;
        slint::platform::set_platform(Box::new(TestingBackend::new(TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        })))
        .context("choose testing backend")?;
        crate::bridge::fonts::check()?;
        let clock = Clock::scripted(options.from);
        let ear = Ear::default();
        let app = App::heard_by(config, clock.clone(), Arc::new(|| {}), Some(ear.clone()))?;
        let (width, height) = options.size;
        let ui = app.ui();
        ui.open().context("open window")?;
        ui.window().set_size(PhysicalSize::new(width, height));
        ui.set_scale(config.kiosk.diagonal_in, width, height);
        let mut player = Player {
            app,
            clock,
            ear,
            touches: Touches::default(),
            out,
        };
        player.rest()?;
        Ok(player)
    }

    /// What the hand touches.
    pub(super) fn ui(&self) -> std::rc::Rc<Ui> {
        self.app.ui()
    }

    /// Whoever touches works by ear.
    pub(super) fn listens(&self) -> bool {
        self.app.shown().is_some_and(|view| view.look.listening)
    }

    /// Code of the page that shows.
    pub(super) fn page(&self) -> &'static str {
        self.app
            .shown()
            .map_or("", |view| crate::bridge::page_code(view))
    }

    /// Something was said since it was last forgotten.
    pub(super) fn spoke(&self) -> bool {
        !self.all_said().is_empty()
    }

    pub(super) fn forget_what_was_said(&self) {
        self.ear.lock().expect("nobody panics with it").clear();
    }

    fn perform(&mut self, step: &Step) -> anyhow::Result<()> {
        if matches!(
            step,
            Step::Tap(_)
                | Step::Hold(_)
                | Step::Key(_)
                | Step::Type(_)
                | Step::Drag { .. }
                | Step::Scroll { .. }
                | Step::Explore(_)
                | Step::DoubleTap
                | Step::Flick(_)
                | Step::Headphones(_)
                | Step::Voice(_)
        ) {
            self.forget_what_was_said();
        }
        match step {
            Step::Tap(label) => self.tap(label)?,
            Step::Hold(label) => {
                let at = self.until("nothing is called so", |player| {
                    hand::find(&player.app.ui(), label)
                })?;
                hand::hold(&self.app.ui(), at);
            }
            Step::Key(key) => hand::press_named(&self.app.ui(), *key),
            Step::Type(text) => self.type_text(text)?,
            Step::Scroll { up } => {
                let size = self.app.ui().window().size();
                let (x, height) = (size.width as f32 / 2.0, size.height as f32);
                let (low, high) = (height * 0.7, height * 0.3);
                let (from, to) = if *up { (low, high) } else { (high, low) };
                self.drag((x, from), (x, to));
            }
            Step::Drag { from, to } => self.drag(*from, *to),
            Step::Explore(at) => self.explore(*at)?,
            Step::DoubleTap => self.double_tap()?,
            Step::Flick(way) => self.flick(*way)?,
            Step::Headphones(inside) => self.app.plug(*inside),
            Step::Voice(works) => self.app.let_speak(*works),
            Step::Advance(ms) => return self.advance(*ms),
            Step::Expect(text) => {
                if !self.shows(text) {
                    bail!("not on the screen");
                }
                return Ok(());
            }
            Step::ExpectNot(text) => {
                if self.shows(text) {
                    bail!("on the screen");
                }
                return Ok(());
            }
            Step::ExpectSpoken(text) => {
                let heard = self.until("was not said in time", |player| {
                    player.said(text).then_some(())
                });
                heard.with_context(|| format!("said: {}", self.all_said()))?;
                return Ok(());
            }
            Step::Wait(text) => {
                self.until("not on the screen in time", |player| {
                    player.shows(text).then_some(())
                })?;
            }
            Step::Shot(name) => {
                let path = self.out.join(format!("{name}.png"));
                return hand::picture(&self.app.ui(), &path);
            }
            Step::Heard(name) => {
                // The voice is a thread of its own; what is silent is an empty file.
                let _ = self.until("nothing was said", |player| player.spoke().then_some(()));
                let path = self.out.join(format!("{name}.txt"));
                return std::fs::write(&path, self.all_said())
                    .with_context(|| format!("write {}", path.display()));
            }
            Step::Frames { count, label } => self.frames(*count, label)?,
        }
        self.rest()
    }

    fn tap(&mut self, label: &str) -> anyhow::Result<()> {
        // A button may be disabled until a worker has answered.
        let at = self.until("no such button, or it stays disabled", |player| {
            hand::find(&player.app.ui(), label)
        })?;
        self.touches.add(&self.app.ui(), at, label);
        hand::touch(&self.app.ui(), at);
        Ok(())
    }

    /// Tells how long frames take at rest, and how long while workers are at what a touch asked for.
    fn frames(&mut self, count: usize, label: &str) -> anyhow::Result<()> {
        let quiet = Frames::drawn(count, || self.app.ui().window().take_snapshot().is_ok());
        let at = self.until("no such button, or it stays disabled", |player| {
            hand::find(&player.app.ui(), label)
        })?;
        hand::touch(&self.app.ui(), at);
        let busy = Frames::drawn(count, || {
            self.app.pump();
            let drawn = self.app.ui().window().take_snapshot().is_ok();
            drawn && !self.app.quiet()
        });
        console::out(format_args!("frames at rest: {quiet}"))?;
        console::out(format_args!("frames beside workers: {busy}"))?;
        Ok(())
    }

    fn type_text(&mut self, text: &str) -> anyhow::Result<()> {
        for character in text.chars() {
            let key = match character {
                ' ' => None,
                other => hand::find_key(&self.app.ui(), other),
            };
            match key {
                Some(at) => hand::touch(&self.app.ui(), at),
                None => hand::press_key(&self.app.ui(), character),
            }
            self.settle()?;
        }
        Ok(())
    }

    fn drag(&mut self, from: (f32, f32), to: (f32, f32)) {
        let scale = self.app.ui().window().scale_factor();
        let point = |(x, y): (f32, f32)| LogicalPosition::new(x / scale, y / scale);
        hand::drag(&self.app.ui(), point(from), point(to));
    }

    /// Points by ear for as long as a thought takes.
    pub(super) fn explore(&mut self, (x, y): (f32, f32)) -> anyhow::Result<()> {
        let scale = self.app.ui().window().scale_factor();
        let at = LogicalPosition::new(x / scale, y / scale);
        hand::finger(&self.app.ui(), at, true);
        self.settle()?;
        self.advance(POINT_MS)?;
        hand::finger(&self.app.ui(), at, false);
        self.settle()
    }

    pub(super) fn double_tap(&mut self) -> anyhow::Result<()> {
        let middle = self.middle();
        for _ in 0..2 {
            hand::finger(&self.app.ui(), middle, true);
            self.settle()?;
            hand::finger(&self.app.ui(), middle, false);
            self.settle()?;
        }
        Ok(())
    }

    pub(super) fn flick(&mut self, (right, down): (f32, f32)) -> anyhow::Result<()> {
        let from = self.middle();
        let to = LogicalPosition::new(from.x + right * FLICK_PX, from.y + down * FLICK_PX);
        hand::finger(&self.app.ui(), from, true);
        self.settle()?;
        hand::finger(&self.app.ui(), to, false);
        self.settle()
    }

    fn middle(&self) -> LogicalPosition {
        let ui = self.app.ui();
        let size = ui.window().size().to_logical(ui.window().scale_factor());
        LogicalPosition::new(size.width / 2.0, size.height / 2.0)
    }

    fn shows(&self, text: &str) -> bool {
        let words = hand::words(&self.app.ui());
        words.iter().any(|held| held.contains(text))
    }

    fn said(&self, text: &str) -> bool {
        self.all_said().contains(text)
    }

    fn all_said(&self) -> String {
        self.ear.lock().expect("nobody panics with it").concat()
    }

    pub(super) fn screen(&self) -> String {
        let words = hand::words(&self.app.ui()).join(" | ");
        words.chars().take(SCREEN_CHARS_MAX).collect()
    }

    /// Time goes by in the session's own steps: nothing is skipped over.
    pub(super) fn advance(&mut self, ms: u64) -> anyhow::Result<()> {
        let mut left_ms = ms;
        while left_ms > 0 {
            let step_ms = left_ms.min(TICK_MS);
            self.clock.advance(step_ms);
            mock_elapsed_time(Duration::from_millis(step_ms));
            self.app.tick();
            self.settle()?;
            left_ms -= step_ms;
        }
        Ok(())
    }

    fn rest(&mut self) -> anyhow::Result<()> {
        self.settle()?;
        self.advance(REST_MS)
    }

    /// Until no worker owes an answer.
    pub(super) fn settle(&mut self) -> anyhow::Result<()> {
        let deadline = Instant::now() + Duration::from_secs(DEADLINE_S);
        while Instant::now() < deadline {
            // Asked before the inbox is emptied: an answer is in it before its worker is done.
            let quiet = self.app.quiet();
            if !self.app.pump() && quiet {
                return Ok(());
            }
            if !quiet {
                self.app.wait(Duration::from_millis(20));
            }
        }
        bail!("workers gave no answer in {DEADLINE_S} s")
    }

    /// Until `look` finds something; workers go on meanwhile.
    pub(super) fn until<T>(
        &mut self,
        otherwise: &'static str,
        look: impl Fn(&Self) -> Option<T>,
    ) -> anyhow::Result<T> {
        let deadline = Instant::now() + Duration::from_secs(DEADLINE_S);
        loop {
            if let Some(found) = look(self) {
                return Ok(found);
            }
            if Instant::now() >= deadline {
                bail!(otherwise);
            }
            self.app.wait(Duration::from_millis(50));
            mock_elapsed_time(Duration::from_millis(50));
        }
    }
}
