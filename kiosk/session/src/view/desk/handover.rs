//! A handover as a picture; shows how many digits were typed, never which.

use jiff::Timestamp;

use super::terms::{count, near};
use crate::screen::desk::Handover;
use crate::session::Session;
use crate::visit::{Desking, Handing};

pub(super) fn handover(
    session: &Session,
    desk: &Desking,
    handing: &Handing,
    now: Timestamp,
) -> Handover {
    let affairs = desk.affairs.as_ref();
    let duty = affairs.and_then(|affairs| affairs.duty.as_ref());
    let done = handing.done.as_ref();
    Handover {
        to: handing.signs(),
        leaves: handing.to.is_none(),
        may_leave: handing.may_leave,
        begins: handing.begins(),
        since: duty.map_or_else(String::new, |duty| near(&duty.at, now)),
        unsettled: count(desk.slips.lines.iter().filter(|slip| slip.waits()).count()),
        applications: affairs.map_or(0, |affairs| count(affairs.applications.len())),
        opinions: affairs.map_or(0, |affairs| count(affairs.opinions.len())),
        volumes: affairs.map_or(0, |affairs| count(affairs.volumes_out)),
        left_m: affairs
            .and_then(|a| a.roll)
            .map(|roll| count(roll.left_mm() / 1_000)),
        spare_rolls: handing.spare_rolls,
        word: handing.word.clone(),
        digits: u8::try_from(handing.pin.len()).unwrap_or(u8::MAX),
        wrong: handing.wrong,
        busy: handing.checking.is_some() || handing.filing.is_some(),
        wait_s: session.pin_wait_s(),
        done: done.map_or_else(String::new, |taken| taken.number.clone()),
        paper: handing.paper.and_then(|(_, came)| came),
    }
}
