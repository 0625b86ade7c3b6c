//! What a terminal may tell of itself: every field of a status with its form, declared as the fields of a register are. There is no form
//! for words, so that no sentence, name or search can be in a status; what is not declared is refused by whoever reads it.

use serde_json::Value;

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Form {
    /// `<site>-<terminal>`, letters and digits.
    Terminal,
    /// Three numbers with dots between.
    Version,
    /// RFC 3339 UTC, whole seconds.
    Time,
    /// A whole number up to this one.
    Count(u64),
    /// 16 hex digits of a SHA-256.
    Digest,
    /// One word of a closed list.
    Code(&'static [&'static str]),
    /// Different words of a closed list, in its order.
    Codes(&'static [&'static str]),
}

/// One field of a status.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Field {
    pub name: &'static str,
    pub form: Form,
    /// Every status has it; otherwise it is left out where nothing is known.
    pub required: bool,
}

/// The printer, as the kiosk knows it. Whether it is at work just now is not told: that would say when somebody prints.
pub const PRINTER: &[&str] = &[
    "ready",
    "near-end",
    "paper-out",
    "cover-open",
    "offline",
    "error",
    "unknown",
    "none",
];

/// How the last look at the feed ended.
pub const POLL: &[&str] = &[
    "done",
    "unreachable",
    "refused",
    "disk-full",
    "bad-config",
    "locked",
    "failed",
    "none",
];

/// What somebody has to look at.
pub const ERRORS: &[&str] = &[
    "mirror-missing",
    "mirror-unreadable",
    "register-unreadable",
    "screen-unreadable",
    "feed-stale",
    "feed-expired",
    "clock-wrong",
    "records-refused",
    "held-back",
    "alarms",
    "attachments-refused",
    "upload-failing",
];

/// Largest whole number that every reader of JSON keeps exactly.
const EXACT_MAX: u64 = (1 << 53) - 1;
/// Largest count of things.
const COUNT_MAX: u64 = 1_000_000_000;
/// Metres of paper on a roll at most.
const PAPER_M_MAX: u64 = 10_000;

const fn must(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        required: true,
    }
}

const fn may(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        required: false,
    }
}

/// Every field of a status, in its order.
pub const FIELDS: &[Field] = &[
    must("format", Form::Count(1)),
    must("terminal", Form::Terminal),
    // Counts the statuses of this device.
    must("number", Form::Count(EXACT_MAX)),
    must("made", Form::Time),
    // The programs.
    must("agent", Form::Version),
    may("kiosk", Form::Version),
    // The mirror: of which feed, how far, when content changed, when it was last confirmed current.
    may("feed", Form::Digest),
    must("epoch", Form::Count(EXACT_MAX)),
    must("sequence", Form::Count(EXACT_MAX)),
    must("timestamp", Form::Count(EXACT_MAX)),
    must("documents", Form::Count(COUNT_MAX)),
    may("changed", Form::Time),
    may("checked", Form::Time),
    may("signed_until", Form::Time),
    // The last look at the feed.
    must("poll", Form::Code(POLL)),
    may("polled", Form::Time),
    must("failures", Form::Count(COUNT_MAX)),
    // Takedowns: the whole list as a digest, what the agent has not carried out, what screen and print queue have not followed.
    must("takedowns", Form::Count(COUNT_MAX)),
    must("takedown_list", Form::Digest),
    may("takedown_at", Form::Time),
    must("takedowns_waiting", Form::Count(COUNT_MAX)),
    may("takedowns_unseen", Form::Count(COUNT_MAX)),
    // The screen: when a frame was last drawn.
    may("frame", Form::Time),
    must("printer", Form::Code(PRINTER)),
    may("printer_at", Form::Time),
    may("paper_m", Form::Count(PAPER_M_MAX)),
    may("disk_free_mb", Form::Count(COUNT_MAX)),
    may("uploaded", Form::Time),
    must("errors", Form::Codes(ERRORS)),
];

impl Form {
    /// Whether a value is of this form.
    pub fn fits(self, value: &Value) -> bool {
        match self {
            Form::Terminal => value.as_str().is_some_and(is_terminal),
            Form::Version => value.as_str().is_some_and(is_version),
            Form::Time => value.as_str().is_some_and(is_time),
            Form::Count(max) => value.as_u64().is_some_and(|count| count <= max),
            Form::Digest => value.as_str().is_some_and(is_digest),
            Form::Code(codes) => value.as_str().is_some_and(|code| codes.contains(&code)),
            Form::Codes(codes) => value.as_array().is_some_and(|list| {
                let places: Option<Vec<usize>> = list
                    .iter()
                    .map(|value| codes.iter().position(|code| value.as_str() == Some(code)))
                    .collect();
                places.is_some_and(|places| places.is_sorted_by(|a, b| a < b))
            }),
        }
    }
}

/// Longest name of a point or terminal, as in its settings.
const PART_BYTES_MAX: usize = 8;

/// `<site>-<terminal>`.
pub fn is_terminal(text: &str) -> bool {
    let part = |part: &str| {
        (1..=PART_BYTES_MAX).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    text.split_once('-')
        .is_some_and(|(site, terminal)| part(site) && part(terminal))
}

/// Digits of one number of a version.
const VERSION_DIGITS_MAX: usize = 5;

fn is_version(text: &str) -> bool {
    let mut numbers = 0;
    text.split('.').all(|number| {
        numbers += 1;
        (1..=VERSION_DIGITS_MAX).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    }) && numbers == 3
}

/// Length of `2026-11-22T02:00:00Z`.
const TIME_BYTES: usize = 20;

fn is_time(text: &str) -> bool {
    text.len() == TIME_BYTES && text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok()
}

fn is_digest(text: &str) -> bool {
    text.len() == 16
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_form_takes_words() {
        let words = [
            json!("住房公积金 提取"),
            json!("no such file or directory"),
            json!("张三"),
            json!("2026-11-22T02:00:00Z 张三"),
            json!("L01-1 "),
            json!("0.1.0-张三"),
            json!(["disk-full", "a visitor"]),
            json!({"a": 1}),
            json!(null),
            json!(-1),
            json!(1.5),
        ];
        for field in FIELDS {
            for value in &words {
                assert!(!field.form.fits(value), "{} takes {value}", field.name);
            }
        }
    }

    #[test]
    fn each_form_takes_what_it_is_for() {
        for (form, good, bad) in [
            (Form::Terminal, json!("L01-1"), json!("L01-1-2")),
            (
                Form::Terminal,
                json!("abcdefgh-12345678"),
                json!("abcdefghi-1"),
            ),
            (Form::Version, json!("0.12.3"), json!("1.2")),
            (Form::Version, json!("0.0.0"), json!("1.2.3.4")),
            (
                Form::Time,
                json!("2026-11-22T02:00:00Z"),
                json!("2026-11-22T02:00:00.5Z"),
            ),
            (
                Form::Time,
                json!("2026-02-28T23:59:59Z"),
                json!("2026-02-30T00:00:00Z"),
            ),
            (Form::Count(5), json!(5), json!(6)),
            (
                Form::Digest,
                json!("00112233445566ff"),
                json!("00112233445566FF"),
            ),
            (Form::Code(PRINTER), json!("ready"), json!("printing")),
            (
                Form::Codes(ERRORS),
                json!(["mirror-missing", "alarms"]),
                json!(["alarms", "mirror-missing"]),
            ),
            (Form::Codes(ERRORS), json!([]), json!(["alarms", "alarms"])),
        ] {
            assert!(form.fits(&good), "{form:?} {good}");
            assert!(!form.fits(&bad), "{form:?} {bad}");
        }
    }
}
