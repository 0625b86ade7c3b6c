//! A terminal without Chinese fonts (缺字体): its screens would be blank where words should stand, so the panel says by a picture what is missing. Ends as
//! soon as the fonts are there: then systemd starts the terminal. Writes nothing.

use std::rc::Rc;
use std::time::Duration;

use anyhow::Context;

use crate::bridge::fonts::FontMissing;
use crate::bridge::fonts_missing::Page;
use crate::pulse::Alone;

/// How often fonts are looked for again, and systemd is told that the page is drawn.
const LOOK: Duration = Duration::from_secs(5);

/// Shows that fonts are missing until they are there.
pub fn show(missing: &FontMissing) -> anyhow::Result<()> {
    console::tell!("kiosk: {missing}");
    let page = Rc::new(Page::new().context("make window")?);
    let mut alone = Alone::of_environment();
    let shown = page.clone();
    let timer = slint::Timer::default();
    timer.start(slint::TimerMode::Repeated, LOOK, move || {
        // What the window itself knows of fonts it learnt at its start.
        if printer::Renderer::new().is_ok() {
            // Fails only while the loop is ending.
            let _ = slint::quit_event_loop();
        }
        if shown.next_frame() {
            alone.came();
        }
    });
    page.next_frame();
    page.run().context("run event loop")
}
