//! What must be done today at any terminal of the house: applications, opinions, the shelf, volumes. Decides no day: the kiosk tells how near each is.

use hatch::{Application, Today, Urgency};
use maud::{Markup, html};

use super::{Shown, Terminal, place, short};

/// A matter in words, and where it is dealt with.
struct Due {
    tone: &'static str,
    what: String,
    /// How near its day is; empty where that is said already.
    when: String,
    at: String,
}

/// In the order of the terminals, and in the order of harm at each.
pub fn due(shown: &Shown) -> Vec<Markup> {
    let told = shown
        .terminals
        .iter()
        .filter_map(|one| Some((one, one.today.as_ref()?)));
    told.flat_map(|(one, today)| {
        of(shown, today)
            .into_iter()
            .map(move |due| row(shown, one, &due))
    })
    .chain(shelf(shown, shown.today).iter().map(|due| here(shown, due)))
    .collect()
}

/// What is dealt with on this page.
fn here(shown: &Shown, due: &Due) -> Markup {
    html! {
        li class=(due.tone) {
            span.says {
                strong { (due.what) }
                @if !due.when.is_empty() { span.quiet { (due.when) } }
            }
            a.button href=(due.at) { (shown.say("act.look")) }
        }
    }
}

fn row(shown: &Shown, one: &Terminal, due: &Due) -> Markup {
    if one.address.is_empty() {
        return here(shown, due);
    }
    html! {
        li class=(due.tone) {
            span.says {
                strong { (due.what) }
                span.quiet { (place(shown, one)) @if !due.when.is_empty() { " · " (due.when) } }
            }
            a.button href=(one.address) { (shown.words.fill("act.there", &[("terminal", &one.terminal)])) }
        }
    }
}

/// What stands in the register of one terminal.
fn of(shown: &Shown, today: &Today) -> Vec<Due> {
    let mut all: Vec<Due> = today
        .applications
        .iter()
        .filter(|one| one.waits())
        .map(|one| application(shown, one))
        .collect();
    if !today.opinions.is_empty() {
        let count = today.opinions.len() as u64;
        let what = counted(shown, "today.opinions", "count", count);
        all.push(Due::plain("dull", what, "/matters"));
    }
    if today.volumes_out > 0 {
        let what = counted(shown, "today.volumes", "count", today.volumes_out);
        all.push(Due::plain("warn", what, "/register?show=hand"));
    }
    all
}

/// The shelf is the house's: what this terminal knows of it stands for all.
fn shelf(shown: &Shown, today: &Today) -> Vec<Due> {
    let editions = today.editions.iter().map(|edition| {
        let gaps = [
            ("kind", shown.words.code("code.shelf_kind", &edition.kind)),
            ("title", edition.title.as_str()),
            ("day", edition.day.as_str()),
        ];
        shown.words.fill("today.edition", &gaps)
    });
    let late = [
        ("today.shelf-due", today.shelf_days),
        ("today.gazette-late", today.gazette_days),
    ];
    let late = late
        .into_iter()
        .filter_map(|(key, days)| Some(counted(shown, key, "days", days?.into())));
    let (missing, stale) = today.shelf;
    let lacks = (missing + stale > 0).then(|| {
        let gaps = [
            ("missing", missing.to_string()),
            ("stale", stale.to_string()),
        ];
        let gaps = gaps.each_ref().map(|(gap, value)| (*gap, value.as_str()));
        shown.words.fill("today.shelf", &gaps)
    });
    editions
        .chain(late)
        .chain(lacks)
        .map(|what| Due::plain("warn", what, "/checks"))
        .collect()
}

fn counted(shown: &Shown, key: &str, gap: &str, count: u64) -> String {
    shown.words.fill(key, &[(gap, count.to_string().as_str())])
}

impl Due {
    /// One whose day is no matter.
    fn plain(tone: &'static str, what: String, at: &str) -> Due {
        Due {
            tone,
            what,
            when: String::new(),
            at: at.to_owned(),
        }
    }
}

fn application(shown: &Shown, one: &Application) -> Due {
    let (tone, when) = urgency(shown, one);
    Due {
        tone,
        what: shown
            .words
            .fill("today.application", &[("number", short(&one.number))]),
        when,
        at: format!("/matters?line={}", one.number),
    }
}

/// How bad it is, and in words.
pub fn urgency(shown: &Shown, one: &Application) -> (&'static str, String) {
    let (tone, key) = match one.urgency {
        // Who does not correct in time has given up: nobody's answer is late.
        Urgency::Late if one.state == "to-be-corrected" => ("warn", "correction"),
        // A third party that kept silent: the office decides without it.
        Urgency::Late if one.state == "clock-stopped" => ("warn", "others"),
        Urgency::Late if !one.unknown_year.is_empty() => ("bad", "late-unknown"),
        Urgency::Late => ("bad", "late"),
        Urgency::Today => ("bad", "today"),
        Urgency::Soon => ("warn", "soon"),
        Urgency::Forward => ("warn", "forward"),
        Urgency::Unknown => ("warn", "unknown"),
        Urgency::Fine if !one.urged.is_empty() => ("warn", "fine"),
        Urgency::Fine => ("good", "fine"),
    };
    let says = shown.words.fill(
        &format!("urgency.{key}"),
        &[
            ("day", one.due.as_deref().unwrap_or("")),
            ("days", &one.days.to_string()),
            ("year", &one.unknown_year),
        ],
    );
    if one.urged.is_empty() {
        return (tone, says);
    }
    let urged = shown.words.fill("urgency.urged", &[("day", &one.urged)]);
    match says.is_empty() {
        true => (tone, urged),
        false => (tone, format!("{says} · {urged}")),
    }
}
