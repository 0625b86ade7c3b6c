//! The pages of what the point offers besides documents, as pictures. Pure; makes no decision and asks nobody.

mod address;
mod apply;
mod form;
mod opinions;
mod shelf;
mod today;

pub(super) use form::{form, secrets};

use jiff::{SignedDuration, Timestamp};

use crate::moment;
use crate::screen::Service;
use crate::screen::services::links::{Checked, Link};
use crate::screen::services::{Holdings, Links, holdings, welcome};
use crate::services::LinkCheck;
use crate::session::Session;
use crate::visit::{Linking, Looking, Serving};

use address::shown;
pub(super) use today::{closed, spans, today};

/// A check that is older says nothing any more.
const CHECK_HOURS_MAX: i64 = 7 * 24;

pub(super) fn serving(session: &Session, serving: &Serving, now: Timestamp) -> Service {
    match serving {
        Serving::Shelf(shelf) => Service::Shelf(shelf::shelf(session, shelf)),
        Serving::Holdings(looking) => Service::Holdings(holdings(session, looking)),
        Serving::Links(linking) => Service::Links(links(session, linking, now)),
        Serving::Opinions(speaking) => Service::Opinions(opinions::opinions(session, speaking)),
        Serving::Apply(applying) => Service::Apply(apply::apply(session, applying)),
    }
}

/// Nobody is there.
pub(super) fn welcome(session: &Session, now: Timestamp) -> Service {
    let overview = session.terminal().overview.as_ref();
    let day = moment::local(now).date();
    let today_too = |at: Timestamp| moment::local(at).date() == day;
    let new_today = overview.map_or(0, |overview| {
        let latest = overview.latest.iter();
        let new = latest.filter(|head| moment::parse(&head.applied).is_some_and(today_too));
        new.count() as u64
    });
    Service::Welcome(welcome::Welcome {
        documents: overview.map_or(0, |overview| overview.documents),
        new_today,
        today: today(session, now),
    })
}

fn holdings(session: &Session, looking: &Looking) -> Holdings {
    let (fitting, total) = looking.fitting(session.terminal());
    Holdings {
        form: form::form(&looking.filling),
        kind: looking.kind.clone(),
        rows: fitting
            .into_iter()
            .map(|holding| holdings::Paper {
                title: holding.title.clone(),
                doc_no: holding.doc_no.clone(),
                edition: holding.edition.clone(),
                place: holding.place.clone(),
                copies: holding.copies,
                take_away: holding.take_away,
            })
            .collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
    }
}

fn links(session: &Session, linking: &Linking, now: Timestamp) -> Links {
    let links = session.rules().links.iter().map(|(name, url)| Link {
        name: name.clone(),
        url: url.clone(),
        shown: shown(url),
        checked: checked(&linking.checks, url, now),
    });
    Links {
        links: links.collect(),
    }
}

fn checked(checks: &[LinkCheck], url: &str, now: Timestamp) -> Checked {
    let Some(check) = checks.iter().find(|check| check.url == url) else {
        return Checked::Unknown;
    };
    let Some(at) = moment::parse(&check.at) else {
        return Checked::Unknown;
    };
    let age = now.duration_since(at);
    if age > SignedDuration::from_hours(CHECK_HOURS_MAX) {
        return Checked::Unknown;
    }
    match moment::parse(&check.failing_since) {
        // The first failure may be the network's.
        Some(since) if since < at => Checked::Fails {
            since: moment::parts(since, now),
        },
        _ => Checked::Opens {
            at: moment::parts(at, now),
            today: moment::local(at).date() == moment::local(now).date(),
        },
    }
}
