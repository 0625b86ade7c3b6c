//! What the point offers besides documents, raw -> checked: opening hours, paper, bell, the office that answers. Owns their limits.

use std::path::{Path, PathBuf};

use crate::hours::{Hours, SPANS_MAX, Span};
use crate::raw::Section;
use crate::rules::{self, NAME_CHARS_MAX, SENTENCE_CHARS_MAX};
use crate::seal::OfficeKey;
use crate::settings::{Bell, Office, Opening, Services};

/// The calendar beside the mirror, where a feed or an office may put it.
const CALENDAR_FILE: &str = "calendar.toml";

/// Opening hours before the place of the mirror is known.
pub(super) struct Hoped {
    opening: Opening,
    named: Option<PathBuf>,
}

impl Hoped {
    /// Without a name of its own the calendar lies beside the mirror.
    pub(super) fn beside(self, mirror: &Path) -> Opening {
        Opening {
            calendar: self.named.unwrap_or_else(|| mirror.join(CALENDAR_FILE)),
            ..self.opening
        }
    }
}

pub(super) fn opening(s: &mut Section<'_, '_>, base: &Path) -> Hoped {
    let hours = Hours {
        weekdays: spans(s, "weekdays"),
        saturday: spans(s, "saturday"),
        sunday: spans(s, "sunday"),
    };
    let named = s.optional("calendar", rules::path(base));
    let urgent = s.optional("urgent", rules::words_or_nothing(SENTENCE_CHARS_MAX));
    let urgent_en = s.optional("urgent_en", rules::words_or_nothing(SENTENCE_CHARS_MAX));
    Hoped {
        opening: Opening {
            hours,
            calendar: PathBuf::new(),
            urgent: urgent.unwrap_or_default(),
            urgent_en: urgent_en.unwrap_or_default(),
            light: s.optional("light", rules::path(base)),
        },
        named,
    }
}

/// In order, none over another.
fn spans(s: &mut Section<'_, '_>, key: &'static str) -> Vec<Span> {
    let words = s.list(key, SPANS_MAX, |text| {
        Span::parse(text).map(|_| text.to_owned())
    });
    let mut spans: Vec<Span> = words
        .iter()
        .filter_map(|text| Span::parse(text).ok())
        .collect();
    spans.sort();
    if spans.windows(2).any(|two| two[0].to_min > two[1].from_min) {
        s.conflict(key, "has spans that lie over each other".into());
    }
    spans
}

pub(super) fn services(s: &mut Section<'_, '_>, base: &Path) -> Services {
    let holdings = s.optional("holdings", rules::path(base));
    let bell = s.optional("bell", |text| match text {
        "none" => Ok(Bell::None),
        "sound" => Ok(Bell::Sound),
        "terminal" => Ok(Bell::Terminal),
        _ => Err("is no bell; allowed are none, sound, terminal".into()),
    });
    let from = s.optional("appraisal_from", day);
    let to = s.optional("appraisal_to", day);
    let appraisal = match (from, to) {
        (Some(from), Some(to)) if from <= to => Some((from, to)),
        (None, None) => None,
        _ => {
            let message = "needs appraisal_from and appraisal_to, in this order within one year";
            s.conflict("appraisal_from", message.into());
            None
        }
    };
    Services {
        holdings,
        bell: bell.unwrap_or_default(),
        appraisal,
    }
}

/// `12-20`.
fn day(text: &str) -> Result<String, String> {
    // Any leap year: 29 February is a day.
    let date: Result<jiff::civil::Date, _> = format!("2000-{text}").parse();
    match date {
        Ok(_) if text.len() == 5 => Ok(text.to_owned()),
        _ => Err("is no day such as \"12-20\"".into()),
    }
}

pub(super) fn office(s: &mut Section<'_, '_>) -> Office {
    let name = s.optional("name", rules::words_or_nothing(NAME_CHARS_MAX));
    let forms = s.optional("forms", rules::words_or_nothing(SENTENCE_CHARS_MAX));
    Office {
        name: name.unwrap_or_default(),
        key: s.optional("key", OfficeKey::parse),
        others: s.optional("others", rules::link),
        intake_sheet: s.switch("intake_sheet", true),
        forms: forms.unwrap_or_default(),
        keep_days: s.number("keep_days", 90, 1, 3_650),
    }
}
