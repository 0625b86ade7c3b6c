//! Out of hours: when the point opens next. Nothing can be touched there but what wakes the screen, and the staff's door.

use serde::{Deserialize, Serialize};

/// See [`Service::Closed`](super::Service::Closed).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Closed {
    /// Next opening; `None` when none is known within two months.
    pub next: Option<Next>,
    /// The holiday that keeps it closed now, or the next one within two weeks.
    pub holiday: Option<Holiday>,
    /// The year is not in the calendar: what the house has posted counts.
    pub unknown_year: bool,
    /// Spans of working days.
    pub spans: Vec<String>,
    /// Saturdays or Sundays are open, too.
    pub weekends: bool,
    /// Whom to reach, configured; may be empty.
    pub urgent: String,
    /// The portal for the phone, as an address; empty for none.
    pub portal_url: String,
    /// How bright the screen is.
    pub light: Light,
    /// Hours of the day: the words move a little with them, against burn-in.
    pub hour: u8,
}

/// How bright the screen is out of hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Light {
    /// Somebody was there a moment ago.
    #[default]
    Full,
    /// Nobody was there for a minute.
    Dim,
    /// Black; the panel's own light is off, too.
    Off,
}

/// The next opening.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Next {
    pub month: u8,
    pub day: u8,
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
    /// `9:00`.
    pub time: String,
    /// Days from today; 0 today.
    pub in_days: u32,
}

/// A holiday with its make-up days.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Holiday {
    /// Its name, as announced.
    pub name: String,
    /// First day, month and day.
    pub from: (u8, u8),
    /// Last day, month and day.
    pub to: (u8, u8),
    /// Saturdays and Sundays on which people work for it (调休), month and day.
    pub made_up: Vec<(u8, u8)>,
}
