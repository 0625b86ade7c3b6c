//! The help page as a picture. Pure.

use jiff::Timestamp;

use crate::moment;
use crate::screen::help::{Call, Help};
use crate::session::Session;

pub(super) fn help(session: &Session, now: Timestamp) -> Help {
    let rules = session.rules();
    let visitor = &session.visit().visitor;
    let call = visitor.call.as_ref();
    Help {
        attendant: rules.attendant.to(visitor.look.language).to_owned(),
        hours: rules.hours.to(visitor.look.language).to_owned(),
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
