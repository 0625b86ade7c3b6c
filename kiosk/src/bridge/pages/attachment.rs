//! One attachment (附件): its picture onto the page, its text through the reader's typesetting. Keeps no picture past its page.

use std::sync::Arc;

use screens::{AttachmentData, MainWindow, SmallPage};
use session::Language;
use session::attached::Dots;
use session::screen::attachment::{Attachment, Small, Touch};
use slint::{ComponentHandle, Image, ModelRc, Rgba8Pixel, SharedPixelBuffer, VecModel};

use super::reader::Reading;
use super::services::form;
use crate::bridge::bytes::size_words;
use crate::bridge::code;
use crate::bridge::fonts::{Advances, drawn};
use crate::bridge::touches::Touches;

/// The pictures that stand there.
#[derive(Default)]
pub struct Held {
    page: Option<Dots>,
    strip: Vec<Small>,
}

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

/// Shows the page. `held` is what stands there.
pub fn show(
    window: &MainWindow,
    attachment: &Attachment,
    held: &mut Held,
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
    data.set_stand_ins(count(notes.stand_ins));
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
    if !same(held.page.as_ref(), attachment.dots.as_ref()) {
        data.set_picture(attachment.dots.as_ref().map_or_else(Image::default, image));
        held.page = attachment.dots.clone();
    }
    let is_same = |(held, small): (&Small, &Small)| {
        held.page == small.page && same(held.dots.as_ref(), small.dots.as_ref())
    };
    let (stands, wanted) = (&held.strip, &attachment.strip);
    if stands.len() != wanted.len() || !stands.iter().zip(wanted).all(is_same) {
        let small = |small: &Small| SmallPage {
            page: small.page as i32,
            picture: small.dots.as_ref().map_or_else(Image::default, image),
        };
        data.set_strip(ModelRc::new(VecModel::from_iter(wanted.iter().map(small))));
        held.strip = wanted.clone();
    }
}

fn same(one: Option<&Dots>, other: Option<&Dots>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(&one.rgba, &other.rgba),
        (None, None) => true,
        _ => false,
    }
}

/// Nothing of an attachment stays where another screen shows.
pub fn close(window: &MainWindow, held: &mut Held) {
    let data = window.global::<AttachmentData>();
    if held.page.take().is_some() {
        data.set_picture(Image::default());
    }
    if !std::mem::take(&mut held.strip).is_empty() {
        data.set_strip(ModelRc::default());
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
