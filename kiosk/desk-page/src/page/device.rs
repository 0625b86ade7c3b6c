//! The machine as it is (设备): printer, paper, data, links, clock, disk, versions; what is wrong stands out in words as well. Restarts nothing: that is
//! done at the glass, where one sees who stands before it.

use hatch::Device;
use maud::{Markup, html};

use super::{Act, Area, Shown, roll_form, split};

const BACK: &str = "/device";
/// With less than this something will not be written soon, megabytes.
const DISK_FREE_MB_LITTLE: u64 = 1_000;
/// From here on a processor in a closed case slows down, degrees Celsius.
const HOT_C: u32 = 80;
/// A roll where none was written down before, metres: the usual one of 80 mm paper.
const ROLL_M_USUAL: u64 = 50;

/// One line: what it is about, what is known, and whether that needs somebody.
struct Fact {
    key: &'static str,
    says: String,
    bad: bool,
}

/// The page; `None` where the kiosk tells nothing.
pub fn page(shown: &Shown, told: Option<&Device>) -> Markup {
    let terminal = shown
        .words
        .fill("register.terminal", &[("terminal", &shown.today.terminal)]);
    let body = html! {
        h1 { (shown.say("area.device")) span.quiet { (terminal) } }
        @match told {
            None => p.empty { (shown.say("today.silent")) },
            Some(device) => div.columns {
                table {
                    tbody {
                        @for fact in facts(shown, device) {
                            tr {
                                th scope="row" { (shown.say(&format!("device.{}", fact.key))) }
                                td.title { (fact.says) @if fact.bad { " " span.tag.bad { (shown.say("device.look")) } } }
                            }
                        }
                    }
                }
                aside {
                    h2 { (shown.say("device.acts")) }
                    (shown.act(&Act {
                        act: "sync", back: BACK, fields: &[], says: shown.say("act.sync"), key: Some("s"), main: true, first: false,
                    }))
                    p { (roll_form(shown, BACK, device.roll.map_or(ROLL_M_USUAL, |roll| roll.whole_m), Some("l"))) }
                    p.quiet { (shown.say("device.at-the-terminal")) }
                }
            },
        }
    };
    shown.page(Area::Device, &body)
}

fn facts(shown: &Shown, device: &Device) -> Vec<Fact> {
    let words = shown.words;
    let unknown = || shown.say("device.unknown").to_owned();
    let filled = |key: &str, gaps: &[(&str, &str)]| words.fill(key, gaps);
    let mut facts = Vec::new();
    let mut tell = |key, says, bad| facts.push(Fact { key, says, bad });
    let (_, asked) = split(&device.asked);
    let printer = words.find(&format!("printer.{}", device.printer));
    tell(
        "printer",
        match printer {
            Some(says) if asked.is_empty() => says.to_owned(),
            Some(says) => filled("device.asked", &[("state", says), ("time", asked)]),
            None => unknown(),
        },
        printer.is_some() && !shown.prints(),
    );
    tell(
        "paper",
        match device.roll {
            Some(roll) => filled(
                "device.left",
                &[
                    ("left", &roll.left_m.to_string()),
                    ("whole", &roll.whole_m.to_string()),
                ],
            ),
            None => shown.say("device.no-roll").to_owned(),
        },
        device.roll.is_some_and(|roll| roll.ends),
    );
    tell(
        "data",
        match device.documents {
            Some(count) => filled(
                "device.documents",
                &[
                    ("count", &count.to_string()),
                    ("time", &stamp(shown, &device.checked)),
                ],
            ),
            None => shown.say("device.no-data").to_owned(),
        },
        device.documents.is_none(),
    );
    if !device.expires.is_empty() {
        let key = match device.expired {
            true => "device.expired-at",
            false => "device.expires-at",
        };
        let time = stamp(shown, &device.expires);
        tell("signature", filled(key, &[("time", &time)]), device.expired);
    }
    if let Some(import) = &device.import {
        let result = words.find(&format!("import.{}", import.result));
        let gaps = [
            ("time", stamp(shown, &import.at)),
            ("result", result.unwrap_or(&import.result).to_owned()),
            ("put", import.put.to_string()),
            ("removed", import.removed.to_string()),
        ];
        let gaps = gaps.each_ref().map(|(gap, value)| (*gap, value.as_str()));
        tell(
            "stick",
            filled("device.imported", &gaps),
            import.result != "done",
        );
    }
    let (all, failing) = device.links;
    if all > 0 {
        let gaps = [all.to_string(), failing.to_string()];
        let gaps = [("count", gaps[0].as_str()), ("failing", gaps[1].as_str())];
        tell("links", filled("device.links-of", &gaps), failing > 0);
    }
    if let Some(says) = words.find(&format!("voice.{}", device.voice)) {
        tell("voice", says.to_owned(), device.voice != "works");
    }
    let clock = match device.day_agrees {
        true => stamp(shown, &shown.today.now),
        false => shown.say("device.clock-doubtful").to_owned(),
    };
    tell("clock", clock, !device.day_agrees);
    if let Some(free) = device.disk_free_mb {
        let says = filled("device.free", &[("count", &free.to_string())]);
        tell("disk", says, free < DISK_FREE_MB_LITTLE);
    }
    if let Some(degrees) = device.temperature_c {
        let says = filled("device.degrees", &[("count", &degrees.to_string())]);
        tell("temperature", says, degrees >= HOT_C);
    }
    tell("version", device.version.clone(), false);
    if !device.image.is_empty() {
        tell("image", device.image.clone(), false);
    }
    facts
}

/// `2026-10-15 08:50`, or that it never was.
fn stamp(shown: &Shown, at: &str) -> String {
    match split(at) {
        ("", _) => shown.say("device.never").to_owned(),
        (date, time) => format!("{date} {time}"),
    }
}
