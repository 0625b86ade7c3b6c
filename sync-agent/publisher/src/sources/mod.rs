//! Sources turn what they find into items: a document or a refusal each. Own finding, identity and fetching; publish nothing.

pub mod annexes;
pub mod folder;
pub mod portal;
mod walk;

use jiff::Timestamp;

/// The day in China, where the documents are in force.
pub fn day_of(now: Timestamp) -> String {
    const HOURS_EAST: i8 = 8;
    let zone = jiff::tz::Offset::constant(HOURS_EAST);
    zone.to_datetime(now).date().to_string()
}
