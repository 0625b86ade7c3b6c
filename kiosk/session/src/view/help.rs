//! The help page as a picture. Pure.

use jiff::Timestamp;

use crate::moment;
use crate::screen::help::{Call, Help};
use crate::session::Session;

use super::services::spans;

pub(super) fn help(session: &Session, now: Timestamp) -> Help {
    let rules = session.rules();
    let visitor = &session.visit().visitor;
    let call = visitor.call.as_ref();
    let language = visitor.look.language;
    let hours = rules.hours.own(language);
    // What nobody wrote in this language is said in figures.
    let spans = match hours {
        Some(_) => Vec::new(),
        None => spans(&rules.opening.weekdays),
    };
    let hours = hours.or(spans.is_empty().then_some(rules.hours.to(language)));
    Help {
        attendant: rules.attendant.to(language).to_owned(),
        hours: hours.unwrap_or_default().to_owned(),
        spans,
        rings: rules.rings,
        call: call.map(|call| Call {
            at: moment::parse(&call.at).map_or(String::new(), |at| moment::near(at, now)),
            again_s: call.again_s(session.now_ms()),
            seen: call.seen,
        }),
        number: visitor.open_slip.clone().unwrap_or_default(),
        desk: rules.desk,
    }
}
