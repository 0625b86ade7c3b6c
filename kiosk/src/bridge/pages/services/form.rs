//! Fields and their keyboard, the same on every page that has some.

use screens::{FieldLine, FormData, MainWindow};
use session::keyboard::Layer;
use session::screen::services::Form;
use session::screen::services::Touch as Served;
use session::screen::services::form::Touch;
use slint::{ComponentHandle, SharedString};

use crate::bridge::models::kept;
use crate::bridge::pages::keyboard;
use crate::bridge::touches::Touches;

/// Lets fields and keys call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<FormData>();
    data.on_edit(touches.at_row(|at| Served::Form(Touch::Edit { at })));
    data.on_type(touches.with(|text| Served::Form(Touch::Type { text })));
    data.on_backspace(touches.plain(Served::Form(Touch::Backspace)));
    data.on_clear(touches.plain(Served::Form(Touch::Clear)));
    data.on_next(touches.plain(Served::Form(Touch::Next)));
    data.on_away(touches.plain(Served::Form(Touch::Away)));
    data.on_layer(touches.coded(|code| {
        let layer = Layer::ALL
            .into_iter()
            .find(|layer| layer.as_code() == code)?;
        Some(Served::Form(Touch::Layer(layer)))
    }));
}

/// Shows the fields; a page without any has no keyboard.
pub fn show(window: &MainWindow, form: Option<&Form>) {
    let data = window.global::<FormData>();
    let Some(form) = form else {
        data.set_keyboard(SharedString::new());
        data.set_secret(false);
        data.set_at(-1);
        data.set_fields(kept(data.get_fields(), std::iter::empty()));
        keyboard::show(window, "", None, &[], false);
        return;
    };
    data.set_fields(kept(
        data.get_fields(),
        form.fields.iter().map(|field| FieldLine {
            code: field.code.as_str().into(),
            text: field.text.as_str().into(),
            optional: field.optional,
            good: field.good,
            wrong: field.wrong,
            chars: i32::try_from(field.text.chars().count()).unwrap_or(i32::MAX),
            chars_max: i32::try_from(field.chars_max).unwrap_or(i32::MAX),
        }),
    ));
    data.set_secret(form.secret);
    data.set_at(form.at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1));
    data.set_keyboard(form.keyboard.map_or("", Layer::as_code).into());
    keyboard::show(
        window,
        &form.composition,
        form.keyboard,
        &form.candidates,
        form.unfolded,
    );
}
