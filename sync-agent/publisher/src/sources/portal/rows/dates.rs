//! Dates of rows, as lists write them. Owns the formats that a recipe may name; plain dates of any writing need none.

use crate::formats::page::date_of_address;
use crate::reading::facts;
use crate::sources::portal::recipe::List;

/// The day that `words` name. `above` is the date of the row above, or the day of the run.
pub fn date_of(list: &List, words: &str, above: Option<&str>) -> Option<String> {
    for format in &list.date.date {
        let found = match format.as_str() {
            "epoch-s" => words.parse().ok().and_then(day_of_second),
            "epoch-ms" => words
                .parse::<i64>()
                .ok()
                .and_then(|ms| day_of_second(ms / 1_000)),
            "url" => date_of_address(words),
            "md" => above.and_then(|above| day_of_month(words, above)),
            format => jiff::civil::Date::strptime(format, words.trim_matches(['[', ']', ' ']))
                .ok()
                .map(|date| date.to_string()),
        };
        if found.is_some() {
            return found;
        }
    }
    facts::find_date(words).or_else(|| date_of_address(words))
}

/// 04-09, 4月9日: the last such day that is not later than the row above.
fn day_of_month(words: &str, above: &str) -> Option<String> {
    let numbers: Vec<i8> = words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let [month, day] = numbers[..] else {
        return None;
    };
    let above: jiff::civil::Date = above.parse().ok()?;
    // The last 29 February lies at most eight years back.
    (0..=8)
        .filter_map(|back| jiff::civil::Date::new(above.year().checked_sub(back)?, month, day).ok())
        .find(|date| *date <= above)
        .map(|date| date.to_string())
}

fn day_of_second(second: i64) -> Option<String> {
    const SECONDS_EAST: i64 = 8 * 3_600;
    let stamp = jiff::Timestamp::from_second(second.checked_add(SECONDS_EAST)?).ok()?;
    Some(stamp.to_string().get(..10)?.to_owned())
}
