//! The service shelf as a picture: what the mirror holds beside what stands on paper. Pure.

use config::holdings::Holding;
use journal::ShelfKind;

use crate::screen::services::Shelf;
use crate::screen::services::shelf::Kind;
use crate::services::OnShelf;
use crate::session::Session;
use crate::visit::Shelving;

pub(super) fn shelf(session: &Session, shelf: &Shelving) -> Shelf {
    let holdings = &session.terminal().holdings.held;
    let kinds = shelf.found.as_ref().map(|found| {
        let kinds = ShelfKind::ALL.iter();
        kinds.map(|kind| shown(*kind, found, holdings)).collect()
    });
    Shelf {
        kinds: kinds.unwrap_or_default(),
        papers: u32::try_from(holdings.len()).unwrap_or(u32::MAX),
    }
}

fn shown(kind: ShelfKind, found: &[OnShelf], holdings: &[Holding]) -> Kind {
    let on_screen = found.iter().find(|held| held.kind == kind);
    let newest = on_screen.and_then(|held| held.newest.as_ref());
    let papers: Vec<&Holding> = holdings
        .iter()
        .filter(|holding| holding.kind == kind.as_code())
        .collect();
    Kind {
        kind,
        documents: on_screen.map_or(0, |held| held.documents),
        title: newest.map_or(String::new(), |head| head.title.clone()),
        date: newest.map_or(String::new(), |head| head.date.clone()),
        papers: u32::try_from(papers.len()).unwrap_or(u32::MAX),
        place: papers
            .first()
            .map_or(String::new(), |held| held.place.clone()),
        take_away: papers.iter().any(|holding| holding.take_away),
    }
}
