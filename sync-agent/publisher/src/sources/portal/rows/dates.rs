//! Dates of rows, as lists write them. Owns the formats that a recipe may name; plain dates of any writing need none.

use crate::formats::page::date_of_address;
use crate::reading::facts;
use crate::reading::tidy::squeeze;
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
    if is_note(words) {
        // Of 自2022年4月1日起施行 alone no day of publication follows.
        return promulgated(words);
    }
    facts::find_date(words).or_else(|| date_of_address(words))
}

/// What a note behind a title says of the day on which a rule was made public.
const DONE: [&str; 4] = ["公布", "发布", "颁布", "印发"];

/// （2015年10月29日证监会令第118号公布　根据…修订）: the line in which a rule tells how it came about, instead of a date of its own.
fn is_note(words: &str) -> bool {
    let bare = squeeze(words);
    bare.starts_with(['（', '('])
        && bare.ends_with(['）', ')'])
        && ["施行", "修订", "修正", "通过", "批准"]
            .iter()
            .chain(&DONE)
            .any(|word| bare.contains(word))
}

/// The day on which a rule was made public, by such a note: the first day with which it says so. Another body may have approved it before.
pub fn promulgated(note: &str) -> Option<String> {
    let bare = squeeze(note);
    let mut day: Option<String> = None;
    let mut said = 0;
    let mut before = ' ';
    for (at, c) in bare.char_indices() {
        let begins = at >= said && !before.is_ascii_digit();
        before = c;
        let Some((next, behind)) = begins.then(|| facts::leading_date(&bare[at..])).flatten()
        else {
            continue;
        };
        if day.is_some() && DONE.iter().any(|word| bare[said..at].contains(word)) {
            return day;
        }
        said = bare.len() - behind.len();
        day = Some(next);
    }
    day.filter(|_| DONE.iter().any(|word| bare[said..].contains(word)))
}

/// A title, and the note that a list glues to it.
pub fn parted(title: &str) -> (&str, Option<&str>) {
    let whole = title.trim_end();
    let begins = whole
        .char_indices()
        .filter(|(_, c)| matches!(c, '（' | '('));
    for (at, _) in begins {
        let (name, note) = whole.split_at(at);
        // The title itself may end with （试行）.
        if !name.trim().is_empty() && is_note(note) && opens_with_day(note) {
            return (name.trim_end(), Some(note));
        }
    }
    (whole, None)
}

fn opens_with_day(note: &str) -> bool {
    let inner = note.trim_start_matches(['（', '(']);
    let inner = inner.strip_prefix('自').unwrap_or(inner);
    facts::leading_date(inner).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_behind_a_title_is_no_title_and_tells_the_day() {
        for (title, name, day) in [
            (
                "示例监管职责规定 （2015年10月29日示例会令第118号公布根据2022年5月31日示例会令第199号修订）",
                "示例监管职责规定",
                Some("2015-10-29"),
            ),
            (
                "示例管理办法（试行）(2021年10月30日示例会令第189号公布　自2021年11月15日起施行)",
                "示例管理办法（试行）",
                Some("2021-10-30"),
            ),
            (
                "示例所管理办法（1997年11月30日示例院批准1997年12月10日示例委发布2001年12月12日示例会令第4号重新公布）",
                "示例所管理办法",
                Some("1997-12-10"),
            ),
            ("示例办法（自2022年4月1日起施行）", "示例办法", None),
            ("示例办法（2022年4月1日起施行）", "示例办法", None),
        ] {
            let (said, note) = parted(title);
            assert_eq!(said, name);
            assert_eq!(note.and_then(promulgated).as_deref(), day, "{title}");
        }
        for title in [
            "示例办法（试行）",
            "示例条例（2019年修订）",
            "关于公布示例名单（第二批）的通知",
            "（2018年1月2日示例市公布）",
        ] {
            assert_eq!(parted(title), (title, None));
        }
    }
}
