//! Out of hours.

use screens::{ClosedData, MainWindow, Words};
use session::screen::services::Closed;
use session::screen::services::closed::Light;
use slint::ComponentHandle;

use crate::bridge::code;

/// What stands between the names of holidays that fall together.
const TOGETHER: char = '、';

/// Shows the page.
pub fn show(window: &MainWindow, closed: &Closed) {
    let data = window.global::<ClosedData>();
    data.set_with_next(closed.next.is_some());
    let next = closed.next.clone().unwrap_or_default();
    data.set_month(i32::from(next.month));
    data.set_day(i32::from(next.day));
    data.set_weekday(i32::from(next.weekday));
    data.set_time(next.time.as_str().into());
    data.set_in_days(i32::try_from(next.in_days).unwrap_or(i32::MAX));
    let holiday = closed.holiday.clone().unwrap_or_default();
    data.set_from_month(i32::from(holiday.from.0));
    data.set_from_day(i32::from(holiday.from.1));
    data.set_to_month(i32::from(holiday.to.0));
    data.set_to_day(i32::from(holiday.to.1));
    let words = window.global::<Words>();
    let between = words.invoke_between().to_string();
    // Two that fall together are announced as one, each with its own name.
    let names = holiday.name.split(TOGETHER).filter(|name| !name.is_empty());
    let names = names.map(|name| words.invoke_holiday(name.into()).to_string());
    data.set_holiday(names.collect::<Vec<_>>().join(&between).into());
    let made_up = holiday.made_up.iter().map(|(month, day)| {
        words
            .invoke_month_day(i32::from(*month), i32::from(*day))
            .to_string()
    });
    data.set_made_up(made_up.collect::<Vec<_>>().join(&between).into());
    data.set_unknown_year(closed.unknown_year);
    data.set_spans(closed.spans.join(" ").into());
    data.set_weekends(closed.weekends);
    data.set_urgent(closed.urgent.as_str().into());
    data.set_coded(!closed.portal_url.is_empty());
    data.set_code(code::picture(&closed.portal_url));
    let light = match closed.light {
        Light::Full => "full",
        Light::Dim => "dim",
        Light::Off => "off",
    };
    data.set_light(light.into());
    data.set_hour(i32::from(closed.hour));
}
