//! What only shows with the compiled screens: colours, translations, touches that arrive, the reader's place.

use std::cell::RefCell;
use std::rc::Rc;

use i_slint_backend_testing::{ElementHandle, TestingBackend, TestingBackendOptions};
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{Color, ComponentHandle, LogicalPosition, PhysicalSize};

use super::{MainWindow, Ui};
use screens::{ReaderData, SearchData, Theme, Words};
use session::Language;
use session::screen::desk::Page;
use session::screen::reader::{Line, Reader};
use session::screen::{Action, Screen, View, search};

fn headless() {
    slint::platform::set_platform(Box::new(TestingBackend::new(TestingBackendOptions {
        mock_time: true,
        threading: false,
        renderer_name: Some("software".into()),
    })))
    .unwrap();
}

fn ui() -> (Ui, Rc<RefCell<Vec<Action>>>) {
    headless();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ear = heard.clone();
    let ui = Ui::new(move |action| ear.borrow_mut().push(action)).unwrap();
    ui.window().set_size(PhysicalSize::new(1080, 1920));
    ui.set_scale(21.5, 1080, 1920);
    (ui, heard)
}

/// Contrast ratio of WCAG 2.1, 1.4.3.
fn contrast(a: Color, b: Color) -> f32 {
    let light = |color: Color| {
        let part = |value: u8| {
            let value = f32::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(color.red()) + 0.7152 * part(color.green()) + 0.0722 * part(color.blue())
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_stand_out_from_what_they_stand_on() {
    headless();
    let window = MainWindow::new().unwrap();
    let theme = window.global::<Theme>();
    for (high, least) in [(false, 4.5), (true, 7.0)] {
        theme.set_contrast(high);
        let pairs = [
            (theme.get_ink(), theme.get_paper()),
            (theme.get_ink(), theme.get_card()),
            (theme.get_ink(), theme.get_keys()),
            (theme.get_ink(), theme.get_key_dark()),
            (theme.get_soft_ink(), theme.get_paper()),
            (theme.get_soft_ink(), theme.get_card()),
            (theme.get_on_action(), theme.get_action()),
            (theme.get_on_tint(), theme.get_tint()),
            (theme.get_on_head(), theme.get_head()),
            (theme.get_head_soft(), theme.get_head()),
            (theme.get_red(), theme.get_card()),
            (theme.get_red(), theme.get_red_tint()),
            (theme.get_red_head(), theme.get_card()),
            (theme.get_green_ink(), theme.get_green_tint()),
            (theme.get_green_ink(), theme.get_paper()),
            (theme.get_amber_ink(), theme.get_amber_tint()),
            (theme.get_amber_ink(), theme.get_paper()),
            (theme.get_on_mark(), theme.get_mark()),
        ];
        for (n, (words, ground)) in pairs.into_iter().enumerate() {
            let ratio = contrast(words, ground);
            assert!(ratio >= least, "pair {n}, high contrast {high}: {ratio}");
        }
    }
}

#[test]
fn the_language_changes_at_once_and_back() {
    let (ui, _) = ui();
    let words = || {
        ui.window
            .global::<Words>()
            .invoke_validity("repealed".into())
            .to_string()
    };
    assert_eq!(words(), "已废止");
    ui.set_language(Language::En);
    assert_eq!(words(), "Repealed");
    ui.set_language(Language::Zh);
    assert_eq!(words(), "已废止");
}

#[test]
fn a_touch_arrives_as_an_action_with_its_ids() {
    let (ui, heard) = ui();
    ui.window
        .global::<SearchData>()
        .invoke_open("s/1".into(), "p1.a2".into());
    assert_eq!(
        *heard.borrow(),
        [Action::Search(search::Touch::Open {
            id: "s/1".into(),
            article_id: "p1.a2".into()
        })]
    );
}

fn view(reader: Reader) -> View {
    let (_, mut view) = crate::studio::shots::samples().unwrap().remove(0);
    view.screen = Screen::Reader(reader);
    view
}

fn long_document(text_px: u16, goto: u32, serial: u32) -> Reader {
    let lines = (0..200)
        .map(|n| Line {
            text: format!("第{n}段。").repeat(40),
            ..Line::default()
        })
        .collect();
    Reader {
        id: "s/1".into(),
        rev: 1,
        text_px,
        lines,
        goto_line: goto,
        goto_serial: serial,
        ..Reader::default()
    }
}

#[test]
fn a_goto_puts_its_line_on_top_and_larger_type_keeps_it_there() {
    let (ui, _) = ui();
    ui.show(&view(long_document(36, 0, 0)));
    ui.show(&view(long_document(36, 120, 1)));
    let data = ui.window.global::<ReaderData>();
    let top = |height: f32| {
        data.invoke_seen(data.get_serial(), -data.get_scroll(), height)
            .to_string()
    };
    assert!(top(400.0).starts_with("第120段"), "{}", top(400.0));
    ui.show(&view(long_document(48, 120, 1)));
    assert!(top(400.0).starts_with("第120段"), "{}", top(400.0));
}

#[test]
fn a_closed_document_leaves_no_line_behind() {
    let (ui, _) = ui();
    ui.show(&view(long_document(36, 0, 0)));
    let (_, home) = crate::studio::shots::samples()
        .unwrap()
        .into_iter()
        .find(|(name, _)| name == "home")
        .unwrap();
    ui.show(&home);
    let data = ui.window.global::<ReaderData>();
    assert_eq!(slint::Model::row_count(&data.get_lines()), 0);
    assert_eq!(data.invoke_seen(0, 0.0, 900.0), "");
}

/// Where a button is pressed.
fn middle_of(ui: &Ui, label: &str) -> LogicalPosition {
    let found = ElementHandle::find_by_accessible_label(&ui.window, label).next();
    let button = found.unwrap();
    let (at, size) = (button.absolute_position(), button.size());
    LogicalPosition::new(at.x + size.width / 2.0, at.y + size.height / 2.0)
}

#[test]
fn a_finger_that_is_down_while_the_text_still_moves_has_pressed() {
    let (ui, _) = ui();
    ui.show(&view(long_document(36, 0, 0)));
    let window = ui.window();
    let data = ui.window.global::<ReaderData>();
    let position = middle_of(&ui, "下一屏");
    let button = PointerEventButton::Left;
    window.dispatch_event(WindowEvent::PointerPressed { position, button });
    // From the begin to the midst: what the buttons of the screens may do has changed, they are the same.
    let midst = -2_000.0;
    data.set_scroll(midst);
    window.dispatch_event(WindowEvent::PointerMoved { position });
    window.dispatch_event(WindowEvent::PointerReleased { position, button });
    assert!(data.get_scroll() < midst, "{}", data.get_scroll());
}

#[test]
fn a_finger_that_is_down_while_the_page_is_read_anew_has_pressed() {
    let (ui, heard) = ui();
    let samples = crate::studio::shots::samples().unwrap();
    let (_, mut view) = samples
        .into_iter()
        .find(|(name, _)| name == "desk-applications")
        .unwrap();
    ui.show(&view);
    let window = ui.window();
    let position = middle_of(&ui, "意见");
    let button = PointerEventButton::Left;
    window.dispatch_event(WindowEvent::PointerPressed { position, button });
    // What was asked for comes: other lines, the same buttons over them.
    let Screen::Desk(desk) = &mut view.screen else {
        panic!("the desk");
    };
    let Page::Sheet(sheet) = &mut desk.shows else {
        panic!("a list");
    };
    sheet.lines.pop().unwrap();
    ui.show(&view);
    window.dispatch_event(WindowEvent::PointerReleased { position, button });
    let heard = heard.borrow();
    assert!(matches!(heard.last(), Some(Action::Desk(_))), "{heard:?}");
}
