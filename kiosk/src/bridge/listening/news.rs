//! What is said without being asked: another screen, a message, what changed after a press, the countdown.

use screens::{MainWindow, Measures, Words};
use session::screen::View;
use session::screen::listening::Cue;
use slint::ComponentHandle;

use super::elements::Element;
use super::explorer::Explorer;
use super::heard::{heard, joined};
use super::told::Told;

/// The countdown is said each so many seconds.
const COUNTDOWN_EVERY_S: u8 = 10;

/// The tone of a countdown: one when it begins, one a second at its end. Whoever sees hears it too: eyes may be elsewhere.
fn sounded(was: Option<u8>, now: Option<u8>) -> Option<Cue> {
    match (was, now) {
        (None, Some(_)) => Some(Cue::Page),
        (Some(before), Some(now)) if before != now && now < COUNTDOWN_EVERY_S => Some(Cue::Tick),
        _ => None,
    }
}

impl Explorer {
    /// What a picture has to say by itself, after it was shown; nothing to whoever sees.
    pub fn news(&mut self, window: &MainWindow, view: &View, page: &'static str) -> Option<String> {
        let words = window.global::<Words>();
        let was = std::mem::take(&mut self.told);
        if !view.look.listening {
            *self = Explorer::default();
            self.told.countdown_s = view.countdown_s;
            self.cue = sounded(was.countdown_s, view.countdown_s);
            return was.listening.then(|| words.invoke_listening_off().into());
        }
        let private = view.look.private;
        let all = heard(window, page, private);
        self.told = Told {
            listening: true,
            private,
            page,
            notice: view.notice.is_some(),
            countdown_s: view.countdown_s,
            live: joined(all.iter().filter(|e| e.live)),
        };
        let told = &self.told;
        if let Some(seconds) = told.countdown_s {
            return match was.countdown_s {
                None => Some(joined(&all)),
                Some(before) if before != seconds && seconds < COUNTDOWN_EVERY_S => {
                    self.cue = sounded(was.countdown_s, told.countdown_s);
                    None
                }
                Some(before) if before != seconds && seconds % COUNTDOWN_EVERY_S == 0 => {
                    Some(words.invoke_seconds_left(i32::from(seconds)).into())
                }
                Some(_) => None,
            };
        }
        if told.notice && !was.notice {
            self.pressed = false;
            self.here = None;
            return Some(joined(&all));
        }
        let pressed = std::mem::take(&mut self.pressed);
        if !was.listening || told.page != was.page {
            let begun = match was.listening {
                true => {
                    self.cue = Some(Cue::Page);
                    String::new()
                }
                false => words.invoke_listening_on().into(),
            };
            let mut parts = vec![words.invoke_screen(page.into()).to_string()];
            // A title that is called like its screen stands for it.
            parts.retain(|screen| !told.live.starts_with(screen.as_str()));
            parts.push(told.live.clone());
            parts.extend(self.begins(window, all));
            parts.retain(|part| !part.is_empty());
            return Some(begun + &parts.join("。"));
        }
        let changed = (told.live != was.live && !told.live.is_empty()).then(|| told.live.clone());
        let mut gone = false;
        let again = pressed
            .then(|| {
                let here = self.here.take()?;
                match here.among(&all).map(|at| all[at].clone()) {
                    Some(now) => {
                        let said = self.described(window, &now);
                        self.here = Some(now);
                        Some(said)
                    }
                    // Another step of the same page.
                    None => {
                        gone = true;
                        self.begins(window, all)
                    }
                }
            })
            .flatten();
        match (again, changed) {
            // Another step is told before what one can do there.
            (Some(begins), Some(changed)) if gone => Some(format!("{changed}。{begins}")),
            (Some(again), Some(changed)) => Some(format!("{again}。{changed}")),
            (again, changed) => again.or(changed),
        }
    }
    /// The first thing below the head that is not said by itself, and what is said of it: one goes on from there.
    fn begins(&mut self, window: &MainWindow, all: Vec<Element>) -> Option<String> {
        let top = window.global::<Measures>().get_stage_y();
        self.here = all.into_iter().find(|e| e.place.y >= top && !e.live);
        self.piece = 0;
        let here = self.here.as_ref()?;
        Some(self.described(window, here))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_is_heard_when_it_begins_and_each_second_at_its_end() {
        let heard = |was, now| sounded(was, now).is_some();
        assert!(heard(None, Some(30)));
        assert!(!heard(Some(30), Some(29)));
        assert!(heard(Some(10), Some(9)) && heard(Some(2), Some(1)));
        assert!(!heard(Some(9), Some(9)), "the same second");
        assert!(!heard(Some(9), None) && !heard(None, None));
    }
}
