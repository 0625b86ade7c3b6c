//! Figures of a month or a year (统计) with what only the mirror knows: of which category the documents were.

use std::path::Path;

use journal::{Reader, Statistics};

/// From the register, with the categories of the mirror; without a mirror without categories.
pub fn figures(
    register: &Reader,
    mirror: Option<&Path>,
    period: &str,
) -> Result<Statistics, journal::Error> {
    let Some(mirror) = mirror.and_then(|dir| mirror::Reader::open(dir).ok()) else {
        return register.statistics(period);
    };
    register.statistics_by_category(period, |id| {
        let category = mirror.category(id).ok().flatten();
        category.map(|category| category.as_code().to_owned())
    })
}
