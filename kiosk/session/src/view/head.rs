//! The bar on top: names, age of the data, clock.

use jiff::Timestamp;

use crate::moment;
use crate::screen::frame::Head;
use crate::session::Session;

/// The clock is behind what the feed says: nobody knows the time.
pub(super) fn is_unset(session: &Session, now: Timestamp) -> bool {
    let overview = session.terminal().overview.as_ref();
    let told = overview.map_or([""; 2], |o| [o.checked.as_str(), o.issued.as_str()]);
    !moment::is_set(now, &told)
}

pub(super) fn head(session: &Session, now: Timestamp) -> Head {
    let rules = session.rules();
    let local = moment::local(now);
    let overview = session.terminal().overview.as_ref();
    let checked = overview.and_then(|o| moment::parse(&o.checked));
    let updated = checked.map(|at| moment::parts(at, now));
    let unset = is_unset(session, now);
    let updated_today = checked.is_some_and(|at| moment::local(at).date() == local.date());
    let stale =
        overview.is_some_and(|o| moment::is_old(&o.checked, &o.expires, rules.stale_after_h, now));
    Head {
        plate: rules.plate.clone(),
        portal: rules.portal.clone(),
        site: rules.site.clone(),
        updated: updated.as_ref().map_or(String::new(), |at| at.text.clone()),
        updated_day: updated.and_then(|at| at.day),
        updated_today,
        stale,
        unset,
        clock: match unset {
            true => String::new(),
            false => format!("{:02}:{:02}", local.hour(), local.minute()),
        },
        month: local.month().unsigned_abs(),
        day: local.day().unsigned_abs(),
        weekday: local.weekday().to_monday_one_offset().unsigned_abs(),
    }
}
