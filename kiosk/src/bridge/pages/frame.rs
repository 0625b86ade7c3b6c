//! Head, footer, message and countdown: around every page.

use screens::{Frame, HeadData, MainWindow};
use session::keyboard::Key;
use session::screen::frame::{Notice, Touch};
use session::screen::listening::{self, Gesture, Spot};
use session::screen::{Action, Screen, View};
use slint::ComponentHandle;

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
    frame.on_staff(touches.plain(Touch::Staff));
    frame.on_language(touches.plain(Touch::Language));
    frame.on_larger(touches.plain(Touch::Large));
    frame.on_contrasted(touches.plain(Touch::Contrast));
    frame.on_lowered(touches.plain(Touch::LowReach));
    frame.on_cared(touches.plain(Touch::Care));
    frame.on_listen(touches.plain(Touch::Listen));
    frame.on_finger(touches.pointing(finger));
    frame.on_ear_key(touches.coded(ear_key));
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
        "repeat" => return Some(listening::Touch::Repeat),
        _ => return None,
    };
    Some(listening::Touch::Key(gesture))
}

/// Shows what stands around the page.
pub fn show(window: &MainWindow, view: &View) {
    let frame = window.global::<Frame>();
    let head = &view.head;
    frame.set_head(HeadData {
        plate: head.plate.as_str().into(),
        portal: head.portal.as_str().into(),
        site: head.site.as_str().into(),
        updated: head.updated.as_str().into(),
        updated_today: head.updated_today,
        stale: head.stale,
        clock: head.clock.as_str().into(),
        month: i32::from(head.month),
        day: i32::from(head.day),
        weekday: i32::from(head.weekday),
    });
    frame.set_on_duty(match &view.screen {
        Screen::Desk(desk) => desk.role.as_code().into(),
        _ => "".into(),
    });
    frame.set_large(view.look.large);
    frame.set_care(view.look.care);
    frame.set_listening(view.look.listening);
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
