//! Applications and opinions by their numbers: where each stands, by when it is to be answered, and the next step. Shows nothing of who applied.

use hatch::{Application, Happened, Opinion};
use journal::{Answer, Closing};
use maud::{Markup, html};

use super::due::urgency;
use super::{Act, Area, Shown, short, split};

const BACK: &str = "/matters";

/// The page; `line` is the chosen number.
pub fn page(shown: &Shown, line: &str) -> Markup {
    let today = shown.today;
    let chosen = today.applications.iter().find(|one| one.number == line);
    let body = html! {
        h1 { (shown.say("area.matters")) }
        div.columns {
            div {
                h2 { (shown.say("matters.applications")) }
                @if today.applications.is_empty() { p.empty { (shown.say("matters.none")) } }
                @else { (applications(shown, line)) }
                h2 { (shown.say("matters.opinions")) }
                @if today.opinions.is_empty() { p.empty { (shown.say("matters.none")) } }
                @else { ul.rows { @for one in &today.opinions { (opinion(shown, one)) } } }
            }
            @if let Some(one) = chosen { (detail(shown, one)) }
        }
    };
    shown.page(Area::Matters, &body)
}

fn applications(shown: &Shown, line: &str) -> Markup {
    html! {
        table {
            thead { tr { @for column in ["number", "stands", "office", "due"] { th scope="col" { (shown.say(&format!("column.{column}"))) } } } }
            tbody {
                @for one in &shown.today.applications {
                    @let (tone, says) = urgency(shown, one);
                    tr.chosen[one.number == line] {
                        th scope="row" { a data-row href={ "/matters?line=" (one.number) } { (short(&one.number)) } }
                        td { (stands(shown, &one.state)) }
                        td { (one.office) }
                        td { @if !says.is_empty() { span.tag.(tone) { (says) } } }
                    }
                }
            }
        }
    }
}

fn stands<'a>(shown: &'a Shown, state: &'a str) -> &'a str {
    shown
        .words
        .find(&format!("stands.{state}"))
        .unwrap_or(state)
}

fn opinion(shown: &Shown, one: &Opinion) -> Markup {
    let (date, time) = split(&one.at);
    html! {
        li {
            span.says {
                strong { (short(&one.number)) }
                span.quiet { (date) " " (time) " · " (stands(shown, &one.state)) }
            }
            @if one.state == "received" {
                (shown.act(&Act {
                    act: "opinion-forwarded", back: BACK, fields: &[("number", &one.number)], says: shown.say("act.forwarded"),
                    key: None, main: false, first: false,
                }))
            }
        }
    }
}

/// How an answer is taken; what ends without one is written down at the desk.
const ANSWER_TAKEN: [&str; 2] = [Closing::Delivered.as_code(), Closing::Collected.as_code()];

fn detail(shown: &Shown, one: &Application) -> Markup {
    html! {
        aside {
            h2 { (short(&one.number)) }
            p.quiet { (one.number) }
            p { (stands(shown, &one.state)) }
            @match one.state.as_str() {
                "received" => (step(shown, one, "application-forwarded", "act.forwarded", &html! {
                    label { (shown.say("column.office")) input name="office" value=(one.office) maxlength=(hatch::TEXT_CHARS_MAX) required; }
                })),
                "forwarded" => (step(shown, one, "application-answered", "act.answered", &answer(shown))),
                "answered" => {
                    (step(shown, one, "application-closed", "act.closed", &choice(shown, "closing", "code.closing", &ANSWER_TAKEN)))
                    h3 { (shown.say("matters.wrong-kind")) }
                    (step(shown, one, "application-answer-corrected", "act.answer-corrected", &answer(shown)))
                }
                _ => p.quiet { (shown.say("matters.at-the-desk")) },
            }
            @if one.state != "answered" { (ending(shown, one)) }
            @if !one.story.is_empty() { (story(shown, one)) }
        }
    }
}

/// What happened to it: the day of each step, and on which working day of its term that was.
fn story(shown: &Shown, one: &Application) -> Markup {
    let code = |happened: &Happened| match happened.kind.as_str() {
        "application-closed" => shown.words.code("code.closing", &happened.code).to_owned(),
        _ => shown
            .words
            .code("code.answer_kind", &happened.code)
            .to_owned(),
    };
    html! {
        h3 { (shown.say("register.story")) }
        ol.steps {
            @for happened in &one.story {
                li {
                    time { (happened.on) } " " (shown.words.code("kind", &happened.kind))
                    @if !happened.code.is_empty() { " " (code(happened)) }
                    @if let Some(days) = happened.days { " " span.quiet { (shown.words.fill("matters.working-day", &[("days", &days.to_string())])) } }
                }
            }
        }
    }
}

/// A kind of answer stands in the yearly report: whoever chooses it says that it was looked at once more.
fn answer(shown: &Shown) -> Markup {
    html! {
        (choice(shown, "answer", "code.answer_kind", Answer::CODES))
        label.check { input type="checkbox" name="sure" value="yes" required; (shown.say("matters.sure")) }
    }
}

/// What ends an application without an answer: the applicant takes it back, or it was written down by mistake.
fn ending(shown: &Shown, one: &Application) -> Markup {
    html! {
        h3 { (shown.say("matters.ending")) }
        (shown.act(&Act {
            act: "application-closed", back: BACK, fields: &[("number", &one.number), ("closing", Closing::Withdrawn.as_code())],
            says: shown.say("act.withdrawn"), key: None, main: false, first: false,
        }))
        form.void method="post" action="/act" autocomplete="off" {
            (shown.token())
            input type="hidden" name="act" value="application-void";
            input type="hidden" name="back" value=(BACK);
            input type="hidden" name="number" value=(one.number);
            label { (shown.say("matters.why")) input name="why" maxlength=(hatch::TEXT_CHARS_MAX) required; }
            button.danger data-key="v" accesskey="v" { (shown.say("act.void")) kbd { "V" } }
        }
    }
}

fn step(shown: &Shown, one: &Application, act: &str, says: &str, fields: &Markup) -> Markup {
    html! {
        form method="post" action="/act" autocomplete="off" {
            (shown.token())
            input type="hidden" name="act" value=(act);
            input type="hidden" name="back" value=(BACK);
            input type="hidden" name="number" value=(one.number);
            (fields)
            p.quiet { (shown.say("matters.dated-today")) }
            button.main { (shown.say(says)) }
        }
    }
}

fn choice(shown: &Shown, name: &str, section: &str, codes: &[&str]) -> Markup {
    html! {
        label {
            (shown.say(&format!("matters.{name}")))
            select name=(name) required {
                option value="" { (shown.say("matters.choose")) }
                @for code in codes { option value=(code) { (shown.words.code(section, code)) } }
            }
        }
    }
}
