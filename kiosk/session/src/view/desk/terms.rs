//! Numbers, days and counts as the desk calls them.

use jiff::Timestamp;

use crate::moment;
use crate::screen::desk::today::{Matter, MatterKind};

/// Its count, as the desk calls it.
pub fn short(number: &str) -> String {
    number.rsplit('-').next().unwrap_or_default().to_owned()
}

/// More than fits is as good as the most that fits.
pub fn count(of: impl TryInto<u32>) -> u32 {
    of.try_into().unwrap_or(u32::MAX)
}

/// `2018-10-15` of `20181015`, `2018-10` of `201810`.
pub fn dashed(day: &str) -> String {
    match (day.get(..4), day.get(4..6), day.get(6..)) {
        (Some(year), Some(month), Some("")) => format!("{year}-{month}"),
        (Some(year), Some(month), Some(date)) => format!("{year}-{month}-{date}"),
        _ => day.to_owned(),
    }
}

/// A stored time, as short as it stays clear.
pub fn near(at: &str, now: Timestamp) -> String {
    moment::parse(at).map_or_else(String::new, |at| moment::near(at, now))
}

/// Numbers that are missing.
pub fn gap((from, to): &(u64, u64)) -> Matter {
    Matter {
        short: format!("{from:04}"),
        time: format!("{to:04}"),
        count: count(to - from + 1),
        ..Matter::of(MatterKind::Gap)
    }
}
