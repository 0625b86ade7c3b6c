//! The day of a page in an element that is made for it (`<time>`), where no label says what day it is. Owns which of them speaks of the page.

use jiff::Timestamp;
use jiff::tz::{self, TimeZone};
use scraper::{ElementRef, Html};

use super::find::select;
use super::places::{Places, is_of_others};
use crate::formats::html;
use crate::reading::facts;

/// The day that the page shows so outside its text; none where several differ.
pub fn lone(page: &Html, places: &Places<'_>) -> Option<String> {
    let beside = |time: &ElementRef<'_>| !places.is_text(*time) && !is_labelled(*time);
    let all: Vec<ElementRef<'_>> = select(page, "time").filter(beside).collect();
    let own: Vec<ElementRef<'_>> = all.iter().copied().filter(|t| !is_of_others(*t)).collect();
    // In a list it is the page's if the page has no other: rows of a list have a day each.
    let times = match &all[..] {
        [_] if own.is_empty() => all,
        _ => own,
    };
    let mut days = times.into_iter().map(day);
    let first = days.next()??;
    days.all(|day| day.as_deref() == Some(&first))
        .then_some(first)
}

/// Whether what stands before it asks for a day of another kind (截止时间：), or is a label that is read with its value.
fn is_labelled(time: ElementRef<'_>) -> bool {
    let before = |element: ElementRef<'_>| {
        let siblings = element
            .prev_siblings()
            .map(|node| match node.value().as_text() {
                Some(text) => text.trim().to_owned(),
                None => ElementRef::wrap(node).map(html::words).unwrap_or_default(),
            });
        siblings.into_iter().find(|words| !words.is_empty())
    };
    let around = || time.parent().and_then(ElementRef::wrap);
    let before = before(time).or_else(|| before(around()?));
    before.is_some_and(|words| words.ends_with([':', '：']) || says_when(&words))
}

/// What it shows, or what it is said to mean where that is no whole date (3月4日, 昨天).
fn day(time: ElementRef<'_>) -> Option<String> {
    let shown = facts::find_date(&html::words(time));
    shown.or_else(|| {
        let said = time.value().attr("datetime")?.trim();
        // 16:00 UTC is the next day here.
        let here = TimeZone::fixed(tz::offset(8));
        let moment = said.parse::<Timestamp>().ok();
        let day = moment.map(|moment| moment.to_zoned(here).date().to_string());
        day.or_else(|| facts::find_date(said))
    })
}

/// Whether words ask for a day: 来信时间, 开标时间：, 截止日期.
pub fn says_when(words: &str) -> bool {
    let words = words.trim_end_matches([':', '：']).trim_end();
    words.ends_with("时间") || words.ends_with("日期")
}

#[cfg(test)]
mod tests {
    use crate::formats::page::read;

    const BODY: &str =
        "<div class=content><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div>";

    #[test]
    fn a_day_in_its_own_element_is_that_of_the_page() {
        for time in [
            "<time>2021-03-04</time>",
            "<time datetime='2021-03-04'>3月4日</time>",
            "<time datetime='2021-03-03T16:30:00Z'></time>",
            "<div class=info><span>来源：示例局</span> <time>2021年3月4日</time></div>",
            "<ul class=info><li>示例市水务局</li><li><time>2021-03-04</time></li></ul>",
            "<time>2021-03-04</time><time datetime=2021-03-04>昨天</time>",
        ] {
            let fields = read(&format!("<h1>关于春灌的通知</h1>{time}{BODY}")).fields;
            let day = fields.published_on.or(fields.stamped_on);
            assert_eq!(day.as_deref(), Some("2021-03-04"), "{time}");
        }
    }

    #[test]
    fn a_day_of_something_else_is_none_of_the_page() {
        for time in [
            "<p>截止时间：<time>2021-03-04</time></p>",
            "<p><span>开标日期</span><time>2021-03-04</time></p>",
            "<ul><li><a href=1>甲</a><time>2021-03-04</time></li><li><a href=2>乙</a><time>2021-03-05</time></li></ul>",
            "<time>2021-03-04</time><time>2021-03-05</time>",
            "<time>三月</time>",
        ] {
            let fields = read(&format!("<h1>关于春灌的通知</h1>{time}{BODY}")).fields;
            let day = fields.published_on.or(fields.stamped_on);
            assert_eq!(day, None, "{time}");
        }
        let inside = BODY.replace("</p></div>", "</p><p><time>2021-03-04</time></p></div>");
        let fields = read(&format!("<h1>关于春灌的通知</h1>{inside}")).fields;
        assert_eq!(fields.stamped_on, None);
    }
}
