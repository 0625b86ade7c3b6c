//! The pages of what the point offers besides documents, and what stands there before and after a session.

mod apply;
mod closed;
pub mod form;
mod opinions;

use journal::ShelfKind;
use screens::{
    HoldingsData, LinkLine, LinksData, MainWindow, Page, PaperLine, ServiceData, ShelfData,
    WelcomeData,
};
use session::screen::Service;
use session::screen::frame;
use session::screen::services::links::Checked;
use session::screen::services::shelf;
use session::screen::services::{Door, Holdings, Links, Shelf, Touch, Welcome};
use slint::ComponentHandle;

use crate::bridge::code;
use crate::bridge::models::{grouped, kept};
use crate::bridge::moments::said;
use crate::bridge::touches::Touches;

/// Lets the pages call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let shelf = window.global::<ShelfData>();
    shelf.on_open(touches.coded(|code| {
        ShelfKind::from_code(code).map(|kind| Touch::from(shelf::Touch::Open(kind)))
    }));
    shelf.on_holdings(touches.plain(Touch::from(shelf::Touch::Holdings)));
    let welcome = window.global::<WelcomeData>();
    welcome.on_start(touches.plain(frame::Touch::Touched));
    form::listen(window, touches);
    opinions::listen(window, touches);
    apply::listen(window, touches);
}

/// Shows a page.
pub fn show(window: &MainWindow, service: &Service) {
    window
        .global::<ServiceData>()
        .set_page(code_of(service).into());
    form::show(window, fields_of(service));
    match service {
        Service::Welcome(welcome) => show_welcome(window, welcome),
        Service::Closed(closed) => closed::show(window, closed),
        Service::Shelf(shelf) => show_shelf(window, shelf),
        Service::Holdings(holdings) => show_holdings(window, holdings),
        Service::Links(links) => show_links(window, links),
        Service::Opinions(opinions) => opinions::show(window, opinions),
        Service::Apply(apply) => apply::show(window, apply),
    }
}

/// The page of the window.
pub fn page(service: &Service) -> Page {
    match service {
        Service::Welcome(_) => Page::Welcome,
        Service::Closed(_) => Page::Closed,
        Service::Shelf(_)
        | Service::Holdings(_)
        | Service::Links(_)
        | Service::Opinions(_)
        | Service::Apply(_) => Page::Service,
    }
}

/// What a page is called among words and codes.
pub fn code_of(service: &Service) -> &'static str {
    match service {
        Service::Welcome(_) => "welcome",
        Service::Closed(_) => "closed",
        Service::Shelf(_) => Door::Shelf.as_code(),
        Service::Holdings(_) => Door::Holdings.as_code(),
        Service::Links(_) => Door::Links.as_code(),
        Service::Opinions(_) => Door::Opinions.as_code(),
        Service::Apply(_) => Door::Apply.as_code(),
    }
}

fn fields_of(service: &Service) -> Option<&session::screen::services::Form> {
    match service {
        Service::Holdings(holdings) => Some(&holdings.form),
        Service::Opinions(opinions) => Some(&opinions.form),
        Service::Apply(apply) => apply::form(apply),
        Service::Welcome(_) | Service::Closed(_) | Service::Shelf(_) | Service::Links(_) => None,
    }
}

fn show_welcome(window: &MainWindow, welcome: &Welcome) {
    let data = window.global::<WelcomeData>();
    data.set_documents(grouped(welcome.documents));
    data.set_new_today(i32::try_from(welcome.new_today).unwrap_or(i32::MAX));
    data.set_until(welcome.today.until.as_str().into());
    data.set_spans(welcome.today.spans.join(" ").into());
}

fn show_shelf(window: &MainWindow, shelf: &Shelf) {
    let data = window.global::<ShelfData>();
    data.set_kinds(kept(
        data.get_kinds(),
        shelf.kinds.iter().map(|kind| screens::ShelfKind {
            kind: kind.kind.as_code().into(),
            documents: grouped(kind.documents),
            one: kind.documents == 1,
            any: kind.documents > 0,
            date: kind.date.as_str().into(),
            papers: i32::try_from(kind.papers).unwrap_or(i32::MAX),
            place: kind.place.as_str().into(),
            take_away: kind.take_away,
        }),
    ));
    data.set_papers(i32::try_from(shelf.papers).unwrap_or(i32::MAX));
}

fn show_holdings(window: &MainWindow, holdings: &Holdings) {
    let data = window.global::<HoldingsData>();
    data.set_rows(kept(
        data.get_rows(),
        holdings.rows.iter().map(|row| PaperLine {
            title: row.title.as_str().into(),
            doc_no: row.doc_no.as_str().into(),
            edition: row.edition.as_str().into(),
            place: row.place.as_str().into(),
            copies: i32::try_from(row.copies).unwrap_or(i32::MAX),
            take_away: row.take_away,
        }),
    ));
    data.set_total(i32::try_from(holdings.total).unwrap_or(i32::MAX));
    data.set_kind(holdings.kind.as_str().into());
    data.set_serial(data.get_serial() + 1);
}

fn show_links(window: &MainWindow, links: &Links) {
    let data = window.global::<LinksData>();
    let words = window.global::<screens::Words>();
    data.set_links(kept(
        data.get_links(),
        links.links.iter().map(|link| {
            let (state, at, today) = match &link.checked {
                Checked::Opens { at, today } => ("opens", said(&words, at), *today),
                Checked::Fails { since } => ("fails", said(&words, since), false),
                Checked::Unknown => ("unknown", String::new(), false),
            };
            LinkLine {
                name: link.name.as_str().into(),
                shown: link.shown.as_str().into(),
                state: state.into(),
                at: at.into(),
                today,
                code: code::picture(&link.url),
            }
        }),
    ));
}

#[cfg(test)]
mod tests {
    use config::holdings::SHELF_KINDS;
    use journal::ShelfKind;

    #[test]
    fn files_and_registers_call_the_kinds_of_the_shelf_alike() {
        assert_eq!(SHELF_KINDS, ShelfKind::CODES);
    }
}
