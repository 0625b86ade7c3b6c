//! What all parts of the page look at, and how they write times, spans, limits and foreign text.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::intake::Fleet;
use crate::judge::Judged;
use crate::rules::{Limit, Rules};
use crate::words::Words;

/// Hours that the clocks of the reading rooms are ahead of UTC (Asia/Shanghai).
const LOCAL_HOURS: i8 = 8;

/// Everything that the parts of the page look at.
pub(super) struct Page<'a> {
    pub(super) fleet: &'a Fleet,
    pub(super) judged: &'a [Judged<'a>],
    pub(super) rules: &'a Rules,
    pub(super) words: &'a Words,
    pub(super) now: Timestamp,
}

impl Page<'_> {
    /// The limits of a finding in words.
    pub(super) fn limits(&self, code: &str) -> Option<String> {
        let rules = self.rules;
        let counted = |key: &'static str| {
            move |page: &Page<'_>, n: u64| page.words.fill(key, &[("count", &n.to_string())])
        };
        let minutes = |page: &Page<'_>, n: u64| page.span(n.saturating_mul(60));
        type Shown<'b> = Box<dyn Fn(&Page<'_>, u64) -> String + 'b>;
        let (limit, shown): (Limit, Shown<'_>) = match code {
            "silent" => (rules.silent, Box::new(minutes)),
            "clock-ahead" => (rules.clock, Box::new(minutes)),
            "frozen" => (rules.frozen, Box::new(minutes)),
            "behind" => (rules.behind, Box::new(minutes)),
            "unconfirmed" => (rules.unconfirmed, Box::new(minutes)),
            "takedown" => (rules.takedown, Box::new(minutes)),
            "signature" => (rules.signature, Box::new(counted("time.hours"))),
            "paper" => (rules.paper, Box::new(counted("page.metres"))),
            "disk" => (rules.disk, Box::new(counted("amount.disk"))),
            "poll" => (rules.poll, Box::new(counted("amount.poll"))),
            _ => return None,
        };
        let value = |n: u64| match n {
            0 => self.words.say("page.off").to_owned(),
            n => shown(self, n),
        };
        let (warn, alarm) = (value(limit.warn), value(limit.alarm));
        Some(
            self.words
                .fill("page.limits", &[("warn", &warn), ("alarm", &alarm)]),
        )
    }

    /// A span in the largest unit that says enough.
    pub(super) fn span(&self, seconds: u64) -> String {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        const DAY: u64 = 24 * HOUR;
        let (key, count) = match seconds {
            s if s < MINUTE => return self.words.say("time.now").to_owned(),
            s if s < 2 * HOUR => ("minutes", s / MINUTE),
            s if s < 2 * DAY => ("hours", s / HOUR),
            s => ("days", s / DAY),
        };
        let count = count.to_string();
        self.words
            .fill(&format!("time.{key}"), &[("count", &count)])
    }
}

/// A time of the reading rooms.
pub(super) fn local(time: Timestamp, form: &str) -> String {
    let zone = TimeZone::fixed(Offset::constant(LOCAL_HOURS));
    time.to_zoned(zone).strftime(form).to_string()
}

/// Foreign text in a page.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
