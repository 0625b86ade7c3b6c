//! A terminal whose terminal.toml cannot be used: nobody there reads a log, so the panel says what is wrong, in the words of
//! `terminal-config check`. Ends as soon as the settings are right: then systemd starts the terminal. Writes nothing.

use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context;
use config::Problems;

use crate::bridge::wrong_settings::Page;
use crate::pulse::Alone;

/// How often the settings are read again, and systemd is told that the page is drawn.
const LOOK: Duration = Duration::from_secs(3);
/// As many problems fit on a panel that stands, and on one that lies.
const SHOWN_STANDING: usize = 5;
const SHOWN_LYING: usize = 3;
/// Longer lines are cut: each keeps its place and its key, which stand first.
const LINE_CHARS_MAX: usize = 90;

/// Whether somebody else than a person at a command line started this: then words on standard error reach nobody.
pub fn is_device() -> bool {
    std::env::var_os("NOTIFY_SOCKET").is_some()
}

/// Shows what is wrong until it is right.
pub fn show(file: &Path, problems: &Problems) -> anyhow::Result<()> {
    let page = Rc::new(Page::new(&file.display().to_string()).context("make window")?);
    page.show(&lines(problems, page.is_standing()), problems.list().len());
    let mut alone = Alone::of_environment();
    let (watched, shown) = (file.to_owned(), page.clone());
    let timer = slint::Timer::default();
    timer.start(slint::TimerMode::Repeated, LOOK, move || {
        match config::load(&watched) {
            Ok(_) => {
                // Fails only while the loop is ending.
                let _ = slint::quit_event_loop();
            }
            Err(problems) => {
                shown.show(
                    &lines(&problems, shown.is_standing()),
                    problems.list().len(),
                );
            }
        }
        if shown.next_frame() {
            alone.came();
        }
    });
    page.next_frame();
    page.run().context("run event loop")
}

/// One line for each of the first ones, in Chinese.
pub fn lines(problems: &Problems, is_standing: bool) -> Vec<String> {
    let at_most = if is_standing {
        SHOWN_STANDING
    } else {
        SHOWN_LYING
    };
    let all = problems.list().iter().take(at_most);
    all.map(|problem| {
        let line = console::in_chinese(&problem.to_string());
        match line.char_indices().nth(LINE_CHARS_MAX) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    })
    .collect()
}
