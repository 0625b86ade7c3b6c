//! Somebody else takes over (交接班): what is still open, the rolls in stock, the PIN of who comes; and the last handover of the day as a sheet for two
//! signatures, which the browser prints. Shows no name: those are written on the paper.

use hatch::{Duty, SPARE_ROLLS_MAX};
use journal::Role;
use maud::{Markup, html};

use super::{Area, Shown, short, split};

/// Who is on duty, and the form for who takes over.
pub fn page(shown: &Shown) -> Markup {
    let today = shown.today;
    let body = html! {
        h1 { (shown.say("area.handover")) span.quiet { (since(shown)) } }
        div.columns {
            div {
                h2 { (shown.say("handover.open")) }
                (open(shown))
                @if let Some(duty) = &today.duty { (sheet(shown, duty)) }
            }
            (form(shown))
        }
    };
    shown.page(Area::Handover, &body)
}

fn since(shown: &Shown) -> String {
    let duty = shown.today.duty.as_ref();
    duty.map_or_else(String::new, |duty| {
        let (_, time) = split(&duty.at);
        let (key, role) = match duty.to {
            Some(role) => ("handover.since", role.as_code()),
            None => ("handover.nobody", ""),
        };
        shown.words.fill(key, &[("role", role), ("time", time)])
    })
}

/// What who comes finds, line by line.
fn open(shown: &Shown) -> Markup {
    let today = shown.today;
    let left = today.roll.map(|roll| roll.left_m);
    html! {
        table {
            tbody {
                (line(shown, "handover.unsettled", today.slips.len() as u64))
                (line(shown, "handover.applications", today.applications.len() as u64))
                (line(shown, "handover.opinions", today.opinions.len() as u64))
                (line(shown, "handover.volumes", today.volumes_out))
                @if let Some(left) = left { (line(shown, "handover.paper", left)) }
                (line(shown, "handover.registered", today.registered))
            }
        }
    }
}

fn line(shown: &Shown, key: &str, count: u64) -> Markup {
    html! { tr { th scope="row" { (shown.say(key)) } td.number { (count) } } }
}

fn form(shown: &Shown) -> Markup {
    let to = match shown.visit.by {
        Role::A => Role::B,
        Role::B => Role::A,
    };
    let role = [("role", to.as_code())];
    let rolls = shown.today.duty.as_ref().map_or(0, |duty| duty.spare_rolls);
    html! {
        aside {
            h2 { (shown.words.fill("handover.to", &role)) }
            form method="post" action="/handover" autocomplete="off" {
                (shown.token())
                input type="hidden" name="to" value=(to.as_code());
                label {
                    (shown.say("handover.rolls"))
                    input type="number" name="spare_rolls" min="0" max=(SPARE_ROLLS_MAX) value=(rolls) required;
                }
                label {
                    (shown.words.fill("handover.pin", &role))
                    input type="password" name="pin" inputmode="numeric" pattern="[0-9]{4,12}" maxlength="12" required data-key="p" accesskey="p" autocomplete="off";
                }
                button.main { (shown.words.fill("handover.take", &role)) kbd { "Enter" } }
            }
            p.quiet { (shown.say("handover.about")) }
        }
    }
}

/// Who handed over to whom, that the last one left, or that somebody began.
fn said(duty: &Duty) -> &'static str {
    match duty.to {
        None => "handover.left",
        Some(to) if to == duty.by => "handover.began",
        Some(_) => "handover.said",
    }
}

/// Two signatures (交接单).
fn sheet(shown: &Shown, duty: &Duty) -> Markup {
    let (date, time) = split(&duty.at);
    let role = |by: Option<Role>| by.map_or("", Role::as_code).to_owned();
    html! {
        section.sheet {
            h2 { (shown.say("handover.sheet")) span.quiet { (short(&duty.number)) } }
            p { (shown.today.house) (shown.today.plate) " · " (shown.words.fill("register.terminal", &[("terminal", &shown.today.terminal)])) }
            p { (duty.number) " · " (date) " " (time) }
            p {
                (shown.words.fill(said(duty), &[
                    ("by", &role(Some(duty.by))), ("to", &role(duty.to)),
                    ("open", &duty.open_matters.to_string()), ("rolls", &duty.spare_rolls.to_string()),
                ]))
            }
            p.sign {
                (shown.say("handover.sign-by")) span.blank {}
                // Who leaves without anybody coming, or begins, signs alone.
                @if duty.to.is_some_and(|to| to != duty.by) { (shown.say("handover.sign-to")) span.blank {} }
            }
            p.quiet { (shown.say("handover.print")) }
        }
    }
}
