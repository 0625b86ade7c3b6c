//! Lines of the register of slips as the desk needs them. Reads only.

use journal::{Filter, Outcome, Reader, Row};

use session::Slip;

/// Newest lines of the register that the desk can page through.
const NEWEST_MAX: u32 = 200;
/// Lines that wait for an attendant; more are shown when these are settled.
const UNSETTLED_MAX: u32 = 100;

/// What waits for an attendant first, whatever its day, then the newest.
pub(super) fn listed(reader: &Reader) -> Result<Vec<Slip>, journal::Error> {
    let newest = |unsettled, limit| Filter {
        unsettled,
        newest_first: true,
        limit: Some(limit),
        ..Filter::default()
    };
    let mut rows = reader.rows(&newest(true, UNSETTLED_MAX))?;
    let waiting = rows.len();
    for row in reader.rows(&newest(false, NEWEST_MAX))? {
        if !rows[..waiting].iter().any(|held| held.number == row.number) {
            rows.push(row);
        }
    }
    rows.into_iter().map(|row| slip(reader, row)).collect()
}

/// A line with what an attendant may do about it.
pub(super) fn slip(reader: &Reader, row: Row) -> Result<Slip, journal::Error> {
    // Only an unknown outcome is ever settled or printed once more.
    let doubtful = matches!(row.outcome, Some(Outcome::Unknown { .. }));
    let reprints = match doubtful {
        true => reader.reprints(&row.number)?,
        false => Vec::new(),
    };
    let last = reprints.last().and_then(|reprint| reprint.outcome.as_ref());
    Ok(Slip {
        at: row.at,
        title: row.title.unwrap_or_default(),
        document_id: row.document_id,
        document_rev: row.document_rev,
        content: row.content,
        length_mm: row.length_mm.unwrap_or(0),
        outcome: row.outcome,
        found: row.settled.map(|settled| settled.found),
        reprint: last.cloned(),
        may_settle: doubtful,
        may_reprint: doubtful && reader.may_reprint(&row.number)?,
        number: row.number,
    })
}
