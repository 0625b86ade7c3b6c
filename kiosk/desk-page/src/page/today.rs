//! Today: what needs a person now at any terminal of the house, what must be done today, one line to be written down, and how the terminals are.

use hatch::{Data, Matter, Today};
use journal::{Made, Purpose};
use maud::{Markup, html};

use super::due::due;
use super::{Act, Area, Shown, Terminal, metres, place, roll_form, short, split};

const BACK: &str = "/today";
/// Digits of a line of a paper form, as they are printed.
const LINE_DIGITS: usize = 4;

/// The page of today.
pub fn page(shown: &Shown) -> Markup {
    let today = shown.today;
    let now = now(shown);
    let due = due(shown);
    let body = html! {
        h1 { (shown.say("area.today")) span.quiet { (sums(shown)) } (shown.day_sheet(&today.day, BACK)) }
        div.columns {
            div {
                h2 { (shown.say("today.now")) span.quiet { (pieces(shown, now.len())) } }
                (list(&now, shown.say("today.nothing-now")))
                h2 { (shown.say("today.due")) span.quiet { (pieces(shown, due.len())) } }
                (list(&due, shown.say("today.nothing-due")))
                h2 { (shown.say("data.title")) }
                ul.rows { @for one in shown.terminals { @if let Some(today) = &one.today { (data(shown, one, today.data.as_ref())) } } }
            }
            div {
                (note(shown))
                h2 { (shown.say("today.terminals")) }
                ul.rows { @for one in shown.terminals { (terminal(shown, one)) } }
            }
        }
    };
    shown.page(Area::Today, &body)
}

/// Of all terminals that answered.
fn sums(shown: &Shown) -> String {
    let sum = |of: fn(&Today) -> u64| shown.answered().map(of).sum::<u64>();
    shown.words.fill(
        "today.sums",
        &[
            ("registered", &sum(|today| today.registered).to_string()),
            ("metres", &metres(sum(|today| today.slips_mm))),
            ("pages", &sum(|today| today.pages).to_string()),
            ("missing", &sum(|today| today.missing).to_string()),
        ],
    )
}

fn pieces(shown: &Shown, count: usize) -> String {
    shown
        .words
        .fill("today.pieces", &[("count", &count.to_string())])
}

fn list(rows: &[Markup], nothing: &str) -> Markup {
    html! {
        @if rows.is_empty() { p.empty { (nothing) } }
        @else { ul.rows { @for row in rows { (row) } } }
    }
}

/// In the order of harm: people who wait, slips that nobody knows of, paper. Of this terminal with what can be done, of others with the way there.
fn now(shown: &Shown) -> Vec<Markup> {
    let mut rows: Vec<Markup> = Vec::new();
    for one in shown.terminals {
        for call in one.today.iter().flat_map(|today| &today.calls) {
            let first = rows.is_empty();
            rows.push(row(shown, one, "bad", &call_words(shown, one, call), &html! {
                @if one.address.is_empty() {
                    (shown.act(&Act {
                        act: "call", back: BACK, fields: &[("number", &call.number)], says: shown.say("act.going"),
                        key: None, main: first, first,
                    }))
                }
            }));
        }
    }
    for one in shown.terminals {
        for slip in one.today.iter().flat_map(|today| &today.slips) {
            rows.push(row(shown, one, "bad", &slip_words(shown, one, slip), &html! {
                @if one.address.is_empty() {
                    a.button href={ "/register?line=" (slip.number) } { (shown.say("act.settle")) }
                }
            }));
        }
    }
    for one in shown.terminals {
        let Some(today) = &one.today else { continue };
        if matches!(
            today.printer.as_str(),
            "paper-out" | "cover-open" | "offline" | "error"
        ) {
            let says = html! {
                strong { (place(shown, one)) " " (shown.words.code("word.detail", &today.printer)) }
            };
            rows.push(row(shown, one, "bad", &says, &html! {}));
        }
        if !today.voice.is_empty() {
            let says = html! {
                strong { (place(shown, one)) " " (shown.words.code("voice", &today.voice)) }
            };
            rows.push(row(shown, one, "warn", &says, &html! {}));
        }
        if let Some(roll) = today.roll.filter(|roll| roll.ends) {
            let left = roll.left_m.to_string();
            let says = html! {
                strong { (shown.words.fill("today.roll", &[("place", &place(shown, one)), ("metres", &left)])) }
            };
            let act = html! { @if one.address.is_empty() { (roll_form(shown, BACK, roll.whole_m, None)) } };
            rows.push(row(shown, one, "warn", &says, &act));
        }
    }
    rows
}

fn row(shown: &Shown, one: &Terminal, tone: &str, says: &Markup, act: &Markup) -> Markup {
    html! {
        li class=(tone) {
            span.says { (says) }
            (act)
            @if !one.address.is_empty() {
                a.button href=(one.address) { (shown.words.fill("act.there", &[("terminal", &one.terminal)])) }
            }
        }
    }
}

fn call_words(shown: &Shown, one: &Terminal, call: &Matter) -> Markup {
    let (_, time) = split(&call.at);
    let minutes = call.minutes.to_string();
    html! {
        strong { (shown.words.fill("today.call", &[("place", &place(shown, one))])) }
        span.quiet { (shown.words.fill("today.waits", &[("time", time), ("minutes", &minutes)])) }
    }
}

fn slip_words(shown: &Shown, one: &Terminal, slip: &Matter) -> Markup {
    let (_, time) = split(&slip.at);
    html! {
        strong { (shown.words.fill("today.slip", &[("number", short(&slip.number))])) }
        span.quiet {
            (place(shown, one)) " · " (time)
            @if !slip.reason.is_empty() { " · " (shown.words.code("word.detail", &slip.reason)) }
        }
    }
}

/// One line of paper that somebody made or handed out (记一笔).
fn note(shown: &Shown) -> Markup {
    let next = short(&shown.today.next);
    let line = shown.today.form_line;
    let line = line.map(|line| format!("{line:0LINE_DIGITS$}"));
    html! {
            h2 { (shown.say("note.title")) span.quiet { (shown.words.fill("note.next", &[("number", next)])) } kbd { "N" } }
            form.note method="post" action="/act" autocomplete="off" {
                (shown.token())
                input type="hidden" name="act" value="paper";
                input type="hidden" name="back" value=(BACK);
                fieldset.choice {
                    legend { (shown.say("note.made")) }
                    @for (at, made) in [Made::Photocopy, Made::Print, Made::Consultation].iter().enumerate() {
                        label { input type="radio" name="made" value=(made.as_code()) checked[at == 0]; span { (shown.words.code("code.made", made.as_code())) } }
                    }
                }
                div.pair {
                    label { (shown.say("note.amount")) input id="note" data-key="n" accesskey="n" type="number" name="amount" min="1" max=(hatch::AMOUNT_MAX) value="1" required; }
    label { (shown.say("note.form-no")) input name="form_no" maxlength=(hatch::FORM_CHARS_MAX) value=[line.as_deref()]; }
                }
                @if line.is_some() { p.quiet.hint { (shown.say("note.goes-on")) } }
                label { (shown.say("note.document")) input name="title" maxlength=(hatch::TEXT_CHARS_MAX); }
                fieldset.choice {
                    legend { (shown.say("note.purpose")) }
                    label { input type="radio" name="purpose" value="" checked; span { (shown.say("note.none")) } }
                    @for purpose in Purpose::ALL {
                        label { input type="radio" name="purpose" value=(purpose.as_code()); span { (shown.words.code("code.purpose", purpose.as_code())) } }
                    }
                }
                button.main { (shown.say("note.write")) }
                p.quiet { (shown.say("note.about")) }
            }
            @if let Some(last) = &shown.visit.last {
                div.undo {
                    (shown.act(&Act {
                        act: "paper-void", back: BACK, fields: &[("number", last)], says: &shown.words.fill("note.undo", &[("number", short(last))]),
                        key: Some("u"), main: false, first: false,
                    }))
                }
            }
        }
}

/// How the data of a terminal are, and what the day brought.
fn data(shown: &Shown, one: &Terminal, data: Option<&Data>) -> Markup {
    let Some(data) = data else {
        return html! { li.warn { span.says { strong { (place(shown, one)) } (shown.say("data.none")) } } };
    };
    let count = |count: u64| count.to_string();
    let brought = [
        ("documents", count(data.documents)),
        ("put", count(data.put)),
        ("removed", count(data.removed)),
    ];
    let brought = brought
        .each_ref()
        .map(|(gap, value)| (*gap, value.as_str()));
    let (date, time) = split(&data.checked);
    let checked = match split(&shown.today.now).0 == date {
        true => shown.words.fill("data.checked-today", &[("time", time)]),
        false => shown.words.fill("data.checked", &[("day", date)]),
    };
    html! {
        li.bad[data.expired] {
            span.says { strong { (place(shown, one)) } (shown.words.fill("data.brought", &brought)) }
            @if data.expired { span.tag.bad { (shown.say("data.expired")) } }
            @else { span.tag.good { (checked) } }
        }
    }
}

fn terminal(shown: &Shown, one: &Terminal) -> Markup {
    html! {
        li {
            span.says {
                strong { (place(shown, one)) }
                @match &one.today {
                    None => span.quiet { (shown.say("today.silent")) },
                    Some(today) => span.quiet {
                        @if let Some(roll) = today.roll {
                            (shown.words.fill("today.paper", &[("metres", &roll.left_m.to_string())])) " · "
                        }
                        @if today.calls.is_empty() { (shown.words.fill("today.numbers", &[("count", &today.registered.to_string())])) }
                        @else { strong.bad { (shown.say("today.calling")) } }
                    },
                }
            }
            @if !one.address.is_empty() { a.button href=(one.address) { (shown.words.fill("act.there", &[("terminal", &one.terminal)])) } }
        }
    }
}
