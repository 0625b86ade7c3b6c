//! Head, footer, message and countdown: around every page.

use screens::{Frame, HeadData, MainWindow};
use session::keyboard::Key;
use session::moment::Near;
use session::screen::frame::{Notice, Touch};
use session::screen::listening::{self, Gesture, Spot, Tune};
use session::screen::{Action, Screen, View};
use slint::{ComponentHandle, SharedString};

use crate::bridge::moments::said;
use crate::bridge::touches::Touches;

/// Lets the frame call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let frame = window.global::<Frame>();
    frame.on_touched(touches.plain(Touch::Touched));
    frame.on_dismiss(touches.plain(Touch::Dismiss));
    frame.on_home(touches.plain(Touch::Home));
    frame.on_back(touches.plain(Touch::Back));
    frame.on_end(touches.plain(Touch::End));
    frame.on_help(touches.plain(Touch::Help));
    frame.on_whole(touches.plain(Touch::Whole));
    frame.on_staff(touches.plain(Touch::Staff));
    frame.on_language(touches.plain(Touch::Language));
    frame.on_larger(touches.plain(Touch::Large));
    frame.on_contrasted(touches.plain(Touch::Contrast));
    frame.on_lowered(touches.plain(Touch::LowReach));
    frame.on_cared(touches.plain(Touch::Care));
    frame.on_listen(touches.plain(Touch::Listen));
    frame.on_finger(touches.pointing(finger));
    frame.on_ear_key(touches.coded(ear_key));
    frame.on_ear_code(|_| slint::SharedString::new());
    frame.on_key_text(touches.with(|text| Action::Key(Key::Text(text))));
    frame.on_key_backspace(touches.plain(Action::Key(Key::Backspace)));
    frame.on_key_enter(touches.plain(Action::Key(Key::Enter)));
}

/// What a finger does by ear.
fn finger(code: &str, spot: Spot) -> Option<listening::Touch> {
    match code {
        "down" => Some(listening::Touch::Down(spot)),
        "move" => Some(listening::Touch::Move(spot)),
        "up" => Some(listening::Touch::Up(spot)),
        "gone" => Some(listening::Touch::Gone),
        _ => None,
    }
}

/// What a key means by ear.
fn ear_key(code: &str) -> Option<listening::Touch> {
    let gesture = match code {
        "next" => Gesture::Step { on: true },
        "previous" => Gesture::Step { on: false },
        "finer" => Gesture::Unit { finer: true },
        "coarser" => Gesture::Unit { finer: false },
        "press" => Gesture::Press { tapped: false },
        "where" => Gesture::Where,
        "spell" => Gesture::Spell,
        "repeat" => return Some(listening::Touch::Repeat),
        "faster" => return tuned(Tune::Speed { up: true }),
        "slower" => return tuned(Tune::Speed { up: false }),
        "louder" => return tuned(Tune::Volume { up: true }),
        "softer" => return tuned(Tune::Volume { up: false }),
        "curtain" => return tuned(Tune::Curtain { drawn: None }),
        _ => return None,
    };
    Some(listening::Touch::Key(gesture))
}

fn tuned(tune: Tune) -> Option<listening::Touch> {
    Some(listening::Touch::Tune(tune))
}

/// What keys of a keypad mean by ear.
pub fn know_keys(window: &MainWindow, keys: &[(String, config::EarKey)]) {
    let keys: Vec<(SharedString, SharedString)> = keys
        .iter()
        .map(|(key, means)| (sent(key), means.as_code().into()))
        .collect();
    window.global::<Frame>().on_ear_code(move |pressed| {
        let known = keys.iter().find(|(key, _)| *key == pressed);
        known.map(|(_, code)| code.clone()).unwrap_or_default()
    });
}

/// What a window is told when a key is pressed: function keys have characters of their own.
fn sent(key: &str) -> SharedString {
    let number = key.strip_prefix('F').and_then(|number| number.parse().ok());
    let function = number.and_then(function_key);
    function.map_or_else(|| key.into(), SharedString::from)
}

/// The function key of this number, from 1.
pub fn function_key(number: u8) -> Option<slint::platform::Key> {
    let at = usize::from(number).checked_sub(1)?;
    FUNCTION_KEYS.into_iter().nth(at)
}

const FUNCTION_KEYS: [slint::platform::Key; 24] = {
    use slint::platform::Key::*;
    [
        F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13, F14, F15, F16, F17, F18, F19, F20,
        F21, F22, F23, F24,
    ]
};

/// Shows what stands around the page.
pub fn show(window: &MainWindow, view: &View) {
    let frame = window.global::<Frame>();
    let head = &view.head;
    let words = window.global::<screens::Words>();
    let updated = said(
        &words,
        &Near {
            text: head.updated.clone(),
            day: head.updated_day,
        },
    );
    frame.set_head(HeadData {
        plate: head.plate.as_str().into(),
        portal: head.portal.as_str().into(),
        site: head.site.as_str().into(),
        updated: updated.into(),
        updated_today: head.updated_today,
        stale: head.stale,
        unset: head.unset,
        clock: head.clock.as_str().into(),
        month: i32::from(head.month),
        day: i32::from(head.day),
        weekday: i32::from(head.weekday),
    });
    frame.set_on_duty(match &view.screen {
        Screen::Desk(desk) if desk.nobody => "nobody".into(),
        Screen::Desk(desk) => desk.role.as_code().into(),
        _ => "".into(),
    });
    frame.set_large(view.look.large);
    frame.set_care(view.look.care);
    frame.set_listening(view.look.listening);
    frame.set_headphones(view.look.headphones);
    frame.set_mute(view.look.mute);
    frame.set_curtain(view.look.curtain);
    frame.set_contrast(view.look.contrast);
    frame.set_low_reach(view.look.low_reach);
    frame.set_next_language(view.look.language.next().as_code().into());
    window.set_notice(view.notice.map_or("", notice_code).into());
    window.set_countdown(view.countdown_s.map_or(-1, i32::from));
}

fn notice_code(notice: Notice) -> &'static str {
    match notice {
        Notice::Withdrawn => "withdrawn",
        Notice::Revised => "revised",
        Notice::PleaseWait => "please-wait",
        Notice::LimitReached => "limit-reached",
        Notice::CatalogueBusy => "catalogue-busy",
        Notice::RegisterFailed => "register-failed",
        Notice::RegisterUnread => "register-unread",
        Notice::ReprintGone => "reprint-gone",
        Notice::NotWritten => "not-written",
        Notice::Closing => "closing",
    }
}
