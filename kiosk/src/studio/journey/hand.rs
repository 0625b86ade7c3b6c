//! A visitor's hand and eyes on the testing backend: touches points, reads what stands on the screen, takes pictures.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementQuery, mock_elapsed_time};
use slint::LogicalPosition;
use slint::platform::{Key, PointerEventButton, WindowEvent};

use super::script::Named;
use crate::bridge::{Ui, function_key};

/// How long a finger rests on a button: longer than a list waits to see whether it is a drag.
const PRESS_MS: u64 = 150;
/// A finger that stays.
const HOLD_MS: u64 = 3_000;
/// Between two points of a drag.
const DRAG_STEP_MS: u64 = 16;
/// Points of a drag.
const DRAG_STEPS: u8 = 24;

/// Words on the screen, in the order of drawing, each once.
pub fn words(ui: &Ui) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for element in visible(ui) {
        for text in [element.accessible_label(), element.accessible_value()] {
            if let Some(text) = text.filter(|text| !text.trim().is_empty())
                && !words.iter().any(|held| *held == *text)
            {
                words.push(text.to_string());
            }
        }
    }
    words
}

/// Where to touch what is called `label`: an exact name before a part of one, a control before its words, and of equals
/// the one drawn last. `None` when there is none, or only disabled ones.
pub fn find(ui: &Ui, label: &str) -> Option<LogicalPosition> {
    let named = visible(ui).into_iter().filter_map(|element| {
        let name = element.accessible_label()?;
        let rank = match () {
            _ if name == label => 2,
            _ if name.contains(label) => 0,
            _ => return None,
        };
        let control = !matches!(
            element.accessible_role(),
            None | Some(AccessibleRole::Text | AccessibleRole::None | AccessibleRole::Image)
        );
        let enabled = element.accessible_enabled() != Some(false);
        enabled.then(|| (rank + u8::from(control), center(&element)))
    });
    // `max_by_key` takes the last of equals.
    named.max_by_key(|(rank, _)| *rank).map(|(_, at)| at)
}

/// Where our own keyboard has a key for `character`.
pub fn find_key(ui: &Ui, character: char) -> Option<LogicalPosition> {
    let mut encoded = [0; 4];
    let name: &str = character.encode_utf8(&mut encoded);
    let key = visible(ui).into_iter().rfind(|element| {
        element.accessible_role() == Some(AccessibleRole::Button)
            && element
                .accessible_label()
                .is_some_and(|label| label == name)
    })?;
    Some(center(&key))
}

/// Touches a point.
pub fn touch(ui: &Ui, position: LogicalPosition) {
    rest_on(ui, position, PRESS_MS);
}

/// Touches a point for a long time.
pub fn hold(ui: &Ui, position: LogicalPosition) {
    rest_on(ui, position, HOLD_MS);
}

fn rest_on(ui: &Ui, position: LogicalPosition, press_ms: u64) {
    let button = PointerEventButton::Left;
    let window = ui.window();
    window.dispatch_event(WindowEvent::PointerMoved { position });
    window.dispatch_event(WindowEvent::PointerPressed { position, button });
    mock_elapsed_time(Duration::from_millis(press_ms));
    window.dispatch_event(WindowEvent::PointerReleased { position, button });
    window.dispatch_event(WindowEvent::PointerExited);
}

/// A finger comes down, or leaves.
pub fn finger(ui: &Ui, position: LogicalPosition, down: bool) {
    let button = PointerEventButton::Left;
    let window = ui.window();
    if down {
        window.dispatch_event(WindowEvent::PointerMoved { position });
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
    } else {
        window.dispatch_event(WindowEvent::PointerMoved { position });
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
        window.dispatch_event(WindowEvent::PointerExited);
    }
}

/// Drags a finger.
pub fn drag(ui: &Ui, from: LogicalPosition, to: LogicalPosition) {
    let button = PointerEventButton::Left;
    let window = ui.window();
    window.dispatch_event(WindowEvent::PointerMoved { position: from });
    window.dispatch_event(WindowEvent::PointerPressed {
        position: from,
        button,
    });
    for step in 1..=DRAG_STEPS {
        let part = f32::from(step) / f32::from(DRAG_STEPS);
        let position = LogicalPosition::new(
            from.x + (to.x - from.x) * part,
            from.y + (to.y - from.y) * part,
        );
        mock_elapsed_time(Duration::from_millis(DRAG_STEP_MS));
        window.dispatch_event(WindowEvent::PointerMoved { position });
    }
    // Rests before it leaves, so that the page stays where the finger put it.
    mock_elapsed_time(Duration::from_millis(PRESS_MS));
    window.dispatch_event(WindowEvent::PointerReleased {
        position: to,
        button,
    });
    window.dispatch_event(WindowEvent::PointerExited);
}

/// Types a character on a plugged-in keyboard.
pub fn press_key(ui: &Ui, character: char) {
    press(ui, character.into());
}

/// Presses a key that has a name.
pub fn press_named(ui: &Ui, key: Named) {
    let key = match key {
        Named::Tab => Key::Tab,
        Named::Backtab => Key::Backtab,
        Named::Return => Key::Return,
        Named::Escape => Key::Escape,
        Named::Up => Key::UpArrow,
        Named::Down => Key::DownArrow,
        Named::Left => Key::LeftArrow,
        Named::Right => Key::RightArrow,
        Named::PageUp => Key::PageUp,
        Named::PageDown => Key::PageDown,
        Named::Backspace => Key::Backspace,
        Named::Function(number) => function_key(number).unwrap_or(Key::F1),
    };
    press(ui, key.into());
    // The arrows are told on by a timer.
    mock_elapsed_time(Duration::from_millis(DRAG_STEP_MS));
}

fn press(ui: &Ui, text: slint::SharedString) {
    let window = ui.window();
    window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
    window.dispatch_event(WindowEvent::KeyReleased { text });
}

/// Saves what shows.
pub fn picture(ui: &Ui, path: &Path) -> anyhow::Result<()> {
    let pixels = ui.window().take_snapshot().context("take picture")?;
    ensure!(pixels.width() > 0, "take picture: window is empty");
    let file = std::fs::File::create(path).with_context(|| format!("create {}", path.display()))?;
    let mut encoder = png::Encoder::new(
        std::io::BufWriter::new(file),
        pixels.width(),
        pixels.height(),
    );
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().context("write picture")?;
    writer
        .write_image_data(pixels.as_bytes())
        .context("write picture")
}

/// Elements that take room and whose middle lies in the window.
fn visible(ui: &Ui) -> Vec<ElementHandle> {
    let scale = ui.window().scale_factor();
    let size = ui.window().size().to_logical(scale);
    let mut elements = ElementQuery::from_root(ui.root())
        .match_descendants()
        .match_predicate(|element| {
            element.accessible_label().is_some() || element.accessible_value().is_some()
        })
        .find_all();
    elements.retain(|element| {
        let at = center(element);
        let room = element.size();
        room.width > 0.0
            && room.height > 0.0
            && (0.0..size.width).contains(&at.x)
            && (0.0..size.height).contains(&at.y)
            && element.computed_opacity() > 0.0
    });
    elements
}

fn center(element: &ElementHandle) -> LogicalPosition {
    let corner = element.absolute_position();
    let size = element.size();
    LogicalPosition::new(corner.x + size.width / 2.0, corner.y + size.height / 2.0)
}
