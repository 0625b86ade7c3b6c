//! One attachment (附件): its picture onto the page, its text through the reader's typesetting. Keeps no picture past its page.

use std::sync::Arc;

use screens::{AttachmentData, MainWindow};
use session::Language;
use session::attached::Dots;
use session::screen::attachment::{Attachment, Touch};
use slint::{ComponentHandle, Image, Rgba8Pixel, SharedPixelBuffer};

use super::reader::Reading;
use super::services::form;
use crate::bridge::bytes::size_words;
use crate::bridge::code;
use crate::bridge::fonts::{Advances, drawn};
use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<AttachmentData>();
    data.on_turn(touches.at_row(|page| Touch::Page { page }));
    data.on_closer(touches.plain(Touch::Closer));
    data.on_farther(touches.plain(Touch::Farther));
    data.on_words(touches.plain(Touch::Words));
    data.on_find(touches.plain(Touch::Find));
    data.on_next_place(touches.plain(Touch::Place { forward: true }));
    data.on_place_before(touches.plain(Touch::Place { forward: false }));
    data.on_unmark(touches.plain(Touch::Unmark));
    data.on_print(touches.plain(Touch::Print));
}

/// Shows the page. `held` is the picture that stands there.
pub fn show(
    window: &MainWindow,
    attachment: &Attachment,
    held: &mut Option<Dots>,
    reading: &Reading,
    language: Language,
    fonts: &dyn Advances,
) {
    let data = window.global::<AttachmentData>();
    data.set_name(drawn(&attachment.name, fonts).into());
    data.set_title(drawn(&attachment.title, fonts).into());
    data.set_number(attachment.number as i32);
    data.set_size(size_words(attachment.length).into());
    data.set_kind(attachment.kind.map_or("", |kind| kind.as_code()).into());
    data.set_page(attachment.page as i32);
    data.set_pages(attachment.pages as i32);
    data.set_zoom(attachment.zoom as i32);
    data.set_closer_left(attachment.closer);
    data.set_drawn(attachment.drawn);
    data.set_trouble(
        attachment
            .trouble
            .map_or("", |trouble| trouble.as_code())
            .into(),
    );
    data.set_findable(attachment.findable);
    data.set_printable(attachment.printable);
    data.set_sought(drawn(&attachment.sought, fonts).into());
    data.set_places(count(attachment.places));
    data.set_place(count(attachment.place));
    data.set_finding(attachment.form.is_some());
    form::show(window, attachment.form.as_ref());
    let notes = &attachment.notes;
    data.set_missing(count(notes.missing()));
    data.set_missing_characters(count(notes.characters));
    data.set_missing_pictures(count(notes.pictures));
    data.set_missing_drawings(count(notes.drawings));
    data.set_missing_seals(count(notes.seals_missing));
    data.set_missing_annotations(count(notes.annotations));
    data.set_seals(count(notes.seals));
    data.set_seals_changed(count(notes.seals_changed));
    data.set_scan(notes.scan);
    data.set_unread(count(notes.unread));
    data.set_beyond(count(notes.pages_beyond));
    data.set_has_text(attachment.text.is_some());
    data.set_has_picture(attachment.dots.is_some());
    if data.get_address() != attachment.address.as_str() {
        data.set_address(attachment.address.as_str().into());
        data.set_code(code::picture(&attachment.address));
    }
    // Without text the document below stays set: the visitor goes back to its place.
    if let Some(text) = &attachment.text {
        reading.show(window, text, language, fonts);
    }
    let stands = match (&*held, &attachment.dots) {
        (Some(held), Some(dots)) => Arc::ptr_eq(&held.rgba, &dots.rgba),
        (None, None) => true,
        _ => false,
    };
    if !stands {
        data.set_picture(attachment.dots.as_ref().map_or_else(Image::default, image));
        *held = attachment.dots.clone();
    }
}

/// Nothing of an attachment stays where another screen shows.
pub fn close(window: &MainWindow, held: &mut Option<Dots>) {
    let data = window.global::<AttachmentData>();
    if held.take().is_some() {
        data.set_picture(Image::default());
    }
    if !data.get_name().is_empty() {
        data.set_name("".into());
        data.set_title("".into());
        data.set_address("".into());
        data.set_code(Image::default());
        data.set_sought("".into());
        // What was being typed goes with the page.
        data.set_finding(false);
        form::show(window, None);
    }
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn image(dots: &Dots) -> Image {
    let fits = dots.rgba.len() == dots.width as usize * dots.height as usize * 4;
    match fits {
        true => Image::from_rgba8(SharedPixelBuffer::<Rgba8Pixel>::clone_from_slice(
            &dots.rgba,
            dots.width,
            dots.height,
        )),
        false => Image::default(),
    }
}
