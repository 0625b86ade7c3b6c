//! Numbers, days and counts as the desk calls them.

use journal::Outcome;

use crate::register::Slip;

/// Its count, as the desk calls it.
pub fn short(number: &str) -> String {
    number.rsplit('-').next().unwrap_or_default().to_owned()
}

/// More than fits is as good as the most that fits.
pub fn count(of: impl TryInto<u32>) -> u32 {
    of.try_into().unwrap_or(u32::MAX)
}

/// `2018-10-15` of `20181015`.
pub fn dashed(day: &str) -> String {
    match (day.get(..4), day.get(4..6), day.get(6..)) {
        (Some(year), Some(month), Some(date)) => format!("{year}-{month}-{date}"),
        _ => day.to_owned(),
    }
}

/// Nobody knows what became of it, and nobody looked.
pub fn waits(slip: &Slip) -> bool {
    matches!(slip.outcome, Some(Outcome::Unknown { .. })) && slip.found.is_none()
}
