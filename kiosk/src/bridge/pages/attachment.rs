//! One attachment (附件): its picture onto the page, as large as it stands there, its text through the reader's typesetting. Keeps no
//! picture past its page.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use screens::{AttachmentData, MainWindow, SmallPage};
use session::Language;
use session::attached::Dots;
use session::screen::attachment::{Attachment, Small, Touch};
use slint::{ComponentHandle, Image, ModelRc, VecModel};

use super::reader::Reading;
use super::services::form;
use crate::bridge::bytes::size_words;
use crate::bridge::code;
use crate::bridge::fonts::{Advances, drawn};
use crate::bridge::shrinking::shrunk;
use crate::bridge::touches::Touches;

/// The pictures that stand there.
#[derive(Default)]
pub struct Held {
    page: RefCell<Option<Dots>>,
    /// The page as it was asked for last, and how wide that was.
    sized: RefCell<Option<(u32, Image)>>,
    strip: RefCell<Vec<Small>>,
}

impl Held {
    /// The page so many dots of the glass wide.
    fn sized(&self, width: u32) -> Image {
        if let Some((held, image)) = &*self.sized.borrow()
            && *held == width
        {
            return image.clone();
        }
        let page = self.page.borrow();
        let dots = page.as_ref().and_then(|dots| shrunk(dots, width));
        let image = dots.map_or_else(Image::default, Image::from_rgba8);
        *self.sized.borrow_mut() = Some((width, image.clone()));
        image
    }

    /// Another page, or none; whether it is another one.
    fn turn(&self, page: Option<&Dots>) -> bool {
        let stands = same(self.page.borrow().as_ref(), page);
        if !stands {
            *self.page.borrow_mut() = page.cloned();
            *self.sized.borrow_mut() = None;
        }
        !stands
    }
}

/// Lets the page ask for its picture.
pub fn answer(window: &MainWindow, held: &Rc<Held>) {
    let (held, glass) = (held.clone(), window.as_weak());
    window.global::<AttachmentData>().on_sized(move |_, width| {
        let factor = glass.upgrade().map_or(1.0, |w| w.window().scale_factor());
        // Dots of the glass, not a dot wider than it is.
        held.sized((width * factor).round() as u32)
    });
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
    data.on_unlock(touches.plain(Touch::Unlock));
}

/// Shows the page. `held` is what stands there.
pub fn show(
    window: &MainWindow,
    attachment: &Attachment,
    held: &Held,
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
    data.set_unlockable(attachment.unlockable);
    data.set_denied(
        attachment
            .denied
            .map_or("", |denied| denied.as_code())
            .into(),
    );
    data.set_findable(attachment.findable);
    data.set_printable(attachment.printable);
    data.set_pickable(attachment.pickable);
    data.set_picked(count(attachment.picked));
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
    data.set_hidden_rows(count(notes.hidden[0]));
    data.set_hidden_columns(count(notes.hidden[1]));
    data.set_hidden_sheets(count(notes.hidden[2]));
    data.set_cut(notes.cut);
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
    if held.turn(attachment.dots.as_ref()) {
        let shape = attachment.dots.as_ref();
        let shape = shape.map_or(1.0, |dots| dots.height as f32 / dots.width.max(1) as f32);
        data.set_shape(shape);
        // Its picture is asked for anew.
        data.set_serial(data.get_serial().wrapping_add(1));
    }
    let is_same = |(held, small): (&Small, &Small)| {
        held.page == small.page && same(held.dots.as_ref(), small.dots.as_ref())
    };
    let (mut stands, wanted) = (held.strip.borrow_mut(), &attachment.strip);
    if stands.len() != wanted.len() || !stands.iter().zip(wanted).all(is_same) {
        let small = |small: &Small| SmallPage {
            page: small.page as i32,
            picture: small.dots.as_ref().map_or_else(Image::default, image),
        };
        data.set_strip(ModelRc::new(VecModel::from_iter(wanted.iter().map(small))));
        stands.clone_from(wanted);
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
pub fn close(window: &MainWindow, held: &Held) {
    let data = window.global::<AttachmentData>();
    if held.turn(None) {
        data.set_has_picture(false);
        data.set_serial(data.get_serial().wrapping_add(1));
    }
    if !held.strip.take().is_empty() {
        data.set_strip(ModelRc::default());
    }
    if !data.get_name().is_empty() {
        data.set_name("".into());
        data.set_title("".into());
        data.set_address("".into());
        data.set_code(Image::default());
        data.set_sought("".into());
        data.set_unlockable(false);
        // What was being typed goes with the page.
        data.set_finding(false);
        form::show(window, None);
    }
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Those dots, for the window.
pub fn image(dots: &Dots) -> Image {
    shrunk(dots, dots.width).map_or_else(Image::default, Image::from_rgba8)
}
