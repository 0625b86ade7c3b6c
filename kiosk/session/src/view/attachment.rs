//! One attachment (附件) as a picture of the terminal. Pure.

use super::reader;
use super::services::{form, secrets};
use crate::attached::{Notes, Trouble};
use crate::screen::attachment::{Attachment, Small};
use crate::session::Session;
use crate::visit::{Attaching, Seeking, Sheet, Strip, ZOOM_MAX};

pub(super) fn attachment(attaching: &Attaching, text_px: u16, session: &Session) -> Attachment {
    let document = &attaching.opened.document;
    let leaves = attaching.leaves.as_ref();
    let (dots, text, notes) = match &attaching.sheet {
        None => (None, None, Notes::default()),
        Some(Sheet::Picture(dots, notes)) => (Some(dots.clone()), None, *notes),
        Some(Sheet::Text(text, notes)) => {
            // Of each page another one: its place is no place of the page before.
            let id = format!("{}:{}:{}", document.id, attaching.at, attaching.page);
            let aloud = attaching.aloud.map(|saying| saying.heard);
            let sought = attaching.sought.as_ref();
            let leaf = reader::Leaf {
                document: &text.document,
                goto_serial: attaching.asked,
                aloud,
                sought: sought.map(|sought| (sought.words.as_slice(), sought.at)),
                over: sought.map_or(0, |sought| attaching.over(&sought.words)),
                text_px,
            };
            let mut text = reader::text(id, &leaf);
            text.speakable = session.aloud();
            attaching.name_parts(&mut text);
            (None, Some(Box::new(text)), *notes)
        }
    };
    let file = attaching.file();
    let sought = attaching.sought.as_ref();
    Attachment {
        name: file.map_or_else(String::new, |file| file.name.clone()),
        length: file.map_or(0, |file| file.length),
        number: u32::try_from(attaching.at + 1).unwrap_or(u32::MAX),
        title: document.title.clone(),
        kind: leaves.map(|leaves| leaves.kind),
        page: attaching.page + 1,
        pages: leaves.map_or(0, |leaves| leaves.pages),
        zoom: attaching.zoom,
        closer: attaching.zoom < ZOOM_MAX,
        dots,
        strip: strip(attaching),
        text,
        drawn: attaching.is_drawn(),
        notes,
        trouble: attaching.trouble,
        address: file
            .and_then(|file| file.address.clone())
            .or_else(|| document.source_url.clone())
            .unwrap_or_default(),
        findable: attaching.is_findable(),
        printable: attaching.is_printable(session.rules()),
        pickable: attaching.is_pickable(session.rules()),
        picking: attaching.picking.on,
        picked: u32::try_from(attaching.picking.count()).unwrap_or(u32::MAX),
        sought: sought.map_or_else(String::new, |sought| sought.words.join(" ")),
        places: sought.map_or(0, Seeking::places),
        place: sought.map_or(0, |sought| sought.place(attaching.page)),
        form: match &attaching.unlocking {
            Some(unlocking) => unlocking.is_up().then(|| secrets(unlocking)),
            None => attaching.finding.as_ref().map(form),
        },
        unlockable: attaching.trouble == Some(Trouble::Password) && session.rules().desk,
        denied: attaching.denied.filter(|_| attaching.trouble.is_some()),
    }
}

/// The pages around the one that shows, where there is more than one and they are pictures.
fn strip(attaching: &Attaching) -> Vec<Small> {
    let pages = attaching.leaves.as_ref().map_or(0, |leaves| leaves.pages);
    if pages < 2 || !attaching.is_drawn() || attaching.words || attaching.trouble.is_some() {
        return Vec::new();
    }
    let small = |page| Small {
        page: page + 1,
        dots: attaching.strip.of(page).cloned(),
    };
    Strip::around(attaching.page, pages).map(small).collect()
}
