//! The choice of what to print.

use journal::Purpose;
use screens::{Choice, MainWindow, PrintData};
use session::screen::print::{Extent, Preview, Print, Touch};
use slint::ComponentHandle;

use super::preview;
use crate::bridge::code;
use crate::bridge::models::kept;
use crate::bridge::touches::Touches;

const EXTENTS: [Extent; 3] = [Extent::Excerpt, Extent::Reference, Extent::Whole];

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<PrintData>();
    data.on_choose(touches.coded(|code| {
        let extent = EXTENTS.into_iter().find(|e| e.as_code() == code)?;
        Some(Touch::Extent(extent))
    }));
    data.on_say_purpose(touches.coded(|code| Purpose::from_code(code).map(Touch::Purpose)));
    data.on_rechoose(touches.plain(Touch::Rechoose));
    data.on_start(touches.plain(Touch::Start));
}

/// Shows the page; the preview is `held` and drawn again only when it differs, or `fresh`.
pub fn show(window: &MainWindow, print: &Print, held: &mut Option<Preview>, fresh: bool) {
    let data = window.global::<PrintData>();
    data.set_title(print.title.as_str().into());
    data.set_choices(kept(
        data.get_choices(),
        print.choices.iter().map(|choice| Choice {
            code: choice.extent.as_code().into(),
            length_mm: choice.length_mm as i32,
            too_long: choice.too_long,
        }),
    ));
    data.set_chosen(print.chosen.as_code().into());
    data.set_articles(print.articles as i32);
    data.set_leaves(print.leaves);
    data.set_parts(print.parts);
    data.set_table(print.table);
    data.set_can_rechoose(print.can_rechoose);
    data.set_left(print.left as i32);
    let day_left = print.day_left_mm.map(i32::try_from);
    data.set_day_left_mm(day_left.map_or(-1, |mm| mm.unwrap_or(i32::MAX)));
    data.set_day_is_over(print.day_is_over);
    // Made anew only when another document is chosen from.
    if data.get_address() != print.address.as_str() {
        data.set_address(print.address.as_str().into());
        data.set_code(code::picture(&print.address));
    }
    let chosen = print
        .choices
        .iter()
        .find(|choice| choice.extent == print.chosen);
    data.set_too_long(chosen.is_some_and(|choice| choice.too_long));
    data.set_length_mm(chosen.map_or(0, |choice| choice.length_mm as i32));
    data.set_purpose(print.purpose.map_or("", Purpose::as_code).into());
    let printer = match (print.register_shut, print.roll_is_short) {
        (true, _) => "register-shut",
        (false, true) => "roll-short",
        (false, false) => print.printer.as_code(),
    };
    data.set_printer(printer.into());
    data.set_long(print.long);
    data.set_can_start(print.can_start);
    preview::show(window, print.preview.as_ref(), held, fresh);
}
