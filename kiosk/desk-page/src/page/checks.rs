//! What eyes look at (检查): the shelf kind by kind as it was found last, a form for a new look, and what was done to the point. Ticks nothing by itself:
//! whoever writes here was at the shelf.

use hatch::{Checks, ShelfItem, WorkItem};
use journal::{ShelfKind, ShelfState, Work};
use maud::{Markup, html};

use super::{Act, Area, Shown, split};

const BACK: &str = "/checks";

/// The page; `None` where the registers cannot be read.
pub fn page(shown: &Shown, told: Option<&Checks>) -> Markup {
    let body = html! {
        h1 { (shown.say("area.checks")) span.quiet { (told.map_or("", |checks| last(shown, checks))) @if let Some(checks) = told { " " (stamp(&checks.at)) } } }
        @match told {
            None => p.empty { (shown.say("today.silent")) },
            Some(checks) => div.columns {
                div {
                    h2 { (shown.say("checks.shelf")) }
                    (shelf(shown, checks))
                    h2 { (shown.say("checks.works")) }
                    ul.rows { @for one in &checks.works { (work(shown, one)) } }
                }
                (form(shown, checks))
            },
        }
    };
    shown.page(Area::Checks, &body)
}

fn last<'s>(shown: &'s Shown, checks: &Checks) -> &'s str {
    match checks.at.is_empty() {
        true => shown.say("checks.never"),
        false => shown.say("checks.last"),
    }
}

/// `2026-10-15 08:50`; empty for never.
fn stamp(at: &str) -> String {
    let (date, time) = split(at);
    format!("{date} {time}").trim().to_owned()
}

fn tone(state: ShelfState) -> &'static str {
    match state {
        ShelfState::There => "good",
        ShelfState::Stale => "warn",
        ShelfState::Missing => "bad",
    }
}

fn state<'s>(shown: &'s Shown, state: ShelfState) -> &'s str {
    shown.words.code("code.any", state.as_code())
}

fn kind<'s>(shown: &'s Shown, kind: ShelfKind) -> &'s str {
    shown.words.code("code.shelf_kind", kind.as_code())
}

fn shelf(shown: &Shown, checks: &Checks) -> Markup {
    let looked = !checks.number.is_empty();
    html! {
        ul.rows {
            @for item in &checks.shelf {
                li.warn[looked && item.state == ShelfState::Stale].bad[looked && item.state == ShelfState::Missing] {
                    span.says {
                        strong { (kind(shown, item.kind)) }
                        @if looked { span.tag.(tone(item.state)) { (state(shown, item.state)) } }
                        (edition(shown, item))
                    }
                    @if looked && item.state != ShelfState::There {
                        (shown.act(&Act {
                            act: "shelf-mended", back: BACK, fields: &[("number", &checks.number), ("kind", item.kind.as_code())],
                            says: shown.say("act.mended"), key: None, main: false, first: false,
                        }))
                    }
                }
            }
        }
    }
}

fn edition(shown: &Shown, item: &ShelfItem) -> Markup {
    let gaps = [("title", item.title.as_str()), ("day", item.day.as_str())];
    html! {
        @if !item.title.is_empty() { span.quiet { " " (shown.words.fill("checks.newest", &gaps)) } }
    }
}

fn work(shown: &Shown, one: &WorkItem) -> Markup {
    let says = match (one.at.is_empty(), one.days) {
        (true, _) => shown.say("checks.not-yet").to_owned(),
        (false, 0) => shown
            .words
            .fill("checks.today", &[("time", split(&one.at).1)]),
        (false, days) => {
            let days = days.to_string();
            let gaps = [("day", split(&one.at).0), ("days", days.as_str())];
            shown.words.fill("checks.days-ago", &gaps)
        }
    };
    html! {
        li.warn[one.failed] {
            span.says {
                strong { (shown.words.code("code.work", one.work.as_code())) }
                span.quiet { (says) }
                @if one.failed { " " span.tag.warn { (shown.say("checks.failed")) } }
            }
            @if one.work == Work::SelfTest { span.quiet { (shown.say("checks.at-the-terminal")) } }
            @else {
                (shown.act(&Act {
                    act: "work-done", back: BACK, fields: &[("work", one.work.as_code())], says: shown.say("act.work-done"),
                    key: None, main: false, first: false,
                }))
            }
        }
    }
}

/// A new look at the shelf; it begins with what was found last.
fn form(shown: &Shown, checks: &Checks) -> Markup {
    html! {
        aside {
            h2 { (shown.say("checks.look")) }
            form.look method="post" action="/act" autocomplete="off" {
                (shown.token())
                input type="hidden" name="act" value="shelf-checked";
                input type="hidden" name="back" value=(BACK);
                @for item in &checks.shelf {
                    fieldset.choice {
                        legend { (kind(shown, item.kind)) }
                        @for one in ShelfState::ALL {
                            label {
                                input type="radio" name=(item.kind.as_code()) value=(one.as_code()) checked[*one == item.state];
                                span { (state(shown, *one)) }
                            }
                        }
                    }
                }
                button.main data-key="s" accesskey="s" { (shown.say("act.checked")) kbd { "S" } }
            }
            p.quiet { (shown.say("checks.about")) }
        }
    }
}
