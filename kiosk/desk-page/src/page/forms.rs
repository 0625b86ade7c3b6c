//! Paper forms beside the register (纸表核对): one form line by line as the register has it, the chosen line with what can be found of it, and the end of the
//! look: compared so far, or sealed. Whoever writes here holds the paper in the hand.

use hatch::{Form, FormHead, FormLine, Forms, TEXT_CHARS_MAX};
use journal::{LineFound, LineState, Made};
use maud::{Markup, html};

use super::register::paper_amount;
use super::{Act, Area, Shown, dashed, turn};

/// States that are counted below a form, in their order.
const COUNTED: [LineState; 6] = [
    LineState::Agreed,
    LineState::PaperOnly,
    LineState::RegisterOnly,
    LineState::Explained,
    LineState::Voided,
    LineState::Unused,
];
/// Keys of what can be found, in the order of the findings: on the left hand's row.
const FOUND_KEYS: [&str; 4] = ["a", "s", "d", "w"];
/// Digits of a line, as they are printed.
const LINE_DIGITS: usize = 4;

/// The page; `None` where the registers cannot be read.
pub fn page(shown: &Shown, told: Option<&Forms>, line: u64) -> Markup {
    let form = told.and_then(|told| told.shown.as_ref());
    let body = html! {
        h1 {
            (shown.say("forms.title"))
            @if let (Some(told), Some(form)) = (told, form) { (beside(told, form)) }
            @if let Some(form) = form { span.quiet { (shown.words.fill("forms.printed", &[("day", &form.printed)])) } }
            span.end.tools { a.button href="/register" data-key="b" accesskey="b" { (shown.say("forms.back")) kbd { "B" } } }
        }
        @match (told, form) {
            (None, _) => p.empty { (shown.say("said.unreadable")) },
            (_, None) => p.empty { (shown.say("forms.none")) },
            (_, Some(form)) => (one(shown, form, line)),
        }
    };
    shown.page(Area::Register, &body)
}

/// The address of a form, with a line chosen.
fn address(form: &Form, line: u64) -> String {
    let number = &form.head.number;
    match line {
        0 => format!("/forms?number={number}"),
        line => format!("/forms?number={number}&line={line}"),
    }
}

fn printed(line: u64) -> String {
    format!("{line:0LINE_DIGITS$}")
}

fn beside(told: &Forms, form: &Form) -> Markup {
    let at = told
        .forms
        .iter()
        .position(|head| head.number == form.head.number);
    let to = |at: Option<usize>| {
        let head = at.and_then(|at| told.forms.get(at));
        head.map(|head| format!("/forms?number={}", head.number))
    };
    let (first, last) = form.head.lines;
    html! {
        span.days {
            (turn("‹", "[", to(at.and_then(|at| at.checked_sub(1)))))
            span.day { (printed(first)) "—" (printed(last)) }
            (turn("›", "]", to(at.map(|at| at + 1))))
        }
    }
}

fn one(shown: &Shown, form: &Form, line: u64) -> Markup {
    let chosen = form.lines.iter().find(|held| held.line == line);
    html! {
        p { (shown.say(if form.head.sealed { "forms.is-sealed" } else { "forms.how" })) }
        div.columns {
            div {
                ol.lines { @for held in &form.lines { (row(shown, form, held, line)) } }
                p.filters { @for state in COUNTED { (count(shown, form, state)) } }
            }
            aside {
                @match chosen {
                    Some(held) => (detail(shown, form, held)),
                    None => (whole(shown, &form.head, &address(form, 0))),
                }
            }
        }
    }
}

fn row(shown: &Shown, form: &Form, held: &FormLine, chosen: u64) -> Markup {
    let is_chosen = held.line == chosen;
    html! {
        li.chosen[is_chosen] {
            a data-row href=(address(form, held.line)) aria-current=[is_chosen.then_some("true")] { (printed(held.line)) }
            span.says { @if let Some((made, amount)) = held.entered { (entered(shown, made, amount)) } }
            span.tag.(tone(held.state)) { (stands(shown, held)) }
        }
    }
}

fn entered(shown: &Shown, made: Made, amount: u64) -> String {
    let kind = shown.words.code("code.made", made.as_code());
    format!("{kind} {}", paper_amount(shown.words, made, amount))
}

fn tone(state: LineState) -> &'static str {
    match state {
        LineState::Agreed => "good",
        LineState::PaperOnly => "bad",
        LineState::RegisterOnly => "warn",
        LineState::Explained | LineState::Voided | LineState::Unused => "dull",
    }
}

fn state(state: LineState) -> &'static str {
    match state {
        LineState::Agreed => "agreed",
        LineState::PaperOnly => "paper-only",
        LineState::RegisterOnly => "register-only",
        LineState::Explained => "explained",
        LineState::Voided => "voided",
        LineState::Unused => "unused",
    }
}

/// How a line stands; of one that was explained, how.
fn stands<'s>(shown: &'s Shown, held: &FormLine) -> &'s str {
    match (held.state, held.found) {
        (LineState::Explained, Some(found)) => shown.words.code("code.line_found", found.as_code()),
        (stands, _) => shown.say(&format!("forms.{}", state(stands))),
    }
}

fn count(shown: &Shown, form: &Form, counted: LineState) -> Markup {
    let count = form
        .lines
        .iter()
        .filter(|held| held.state == counted)
        .count();
    html! { @if count > 0 { span { (shown.say(&format!("forms.{}", state(counted)))) " " strong { (count) } } } }
}

/// What can be done about a whole form.
fn whole(shown: &Shown, head: &FormHead, back: &str) -> Markup {
    let number = [("number", head.number.as_str())];
    let open = head.open.to_string();
    html! {
        h2 { (shown.say("forms.whole")) }
        @if !head.compared.is_empty() { p.quiet { (shown.words.fill("forms.compared-on", &[("day", &head.compared)])) } }
        @if head.sealed { p { (shown.say("forms.is-sealed")) } }
        @else if head.open > 0 { p { strong { (shown.words.fill("forms.open", &[("count", &open)])) } } }
        @else {
            div.acts.one {
                (shown.act(&Act { act: "form-compared", back, fields: &number, says: shown.say("act.form-compared"), key: Some("k"), main: true, first: false }))
                (shown.act(&Act { act: "form-sealed", back, fields: &number, says: shown.say("act.form-sealed"), key: Some("g"), main: false, first: false }))
            }
        }
        p.quiet { (shown.say("forms.about")) }
    }
}

fn detail(shown: &Shown, form: &Form, held: &FormLine) -> Markup {
    let back = address(form, held.line);
    html! {
        h2 { (printed(held.line)) span.tag.(tone(held.state)) { (stands(shown, held)) } }
        @if let Some((made, amount)) = held.entered { p { (shown.say("forms.in-register")) " " strong { (entered(shown, made, amount)) } } }
        @if form.head.sealed { p.quiet { (shown.say("forms.is-sealed")) } }
        @else {
            @if held.state == LineState::PaperOnly { (late(shown, held.line, &back)) }
            @let findings = held.findings().iter().filter(|found| !(**found == LineFound::Agreed && held.state == LineState::Agreed));
            h3 { (shown.say("forms.on-paper")) }
            div.acts {
                @for (found, key) in findings.zip(FOUND_KEYS) { (finding(shown, form, held, *found, key)) }
            }
            (explanation(shown, form, held, &back))
        }
        p { a.button href=(address(form, 0)) data-key="o" accesskey="o" { (shown.say("forms.whole")) kbd { "O" } } }
    }
}

fn finding(shown: &Shown, form: &Form, held: &FormLine, found: LineFound, key: &str) -> Markup {
    // The line below is looked at next; one that must be entered first stays.
    let last = form.head.lines.1;
    let next = match found {
        LineFound::Written => held.line,
        _ => held.line.saturating_add(1).min(last),
    };
    let says = match found {
        LineFound::Agreed => shown.say("act.line-agreed"),
        _ => shown.words.code("code.line_found", found.as_code()),
    };
    let line = held.line.to_string();
    let fields = [
        ("number", form.head.number.as_str()),
        ("line", line.as_str()),
        ("found", found.as_code()),
    ];
    shown.act(&Act {
        act: "line-found",
        back: &address(form, next),
        fields: &fields,
        says,
        key: Some(key),
        main: false,
        first: false,
    })
}

fn explanation(shown: &Shown, form: &Form, held: &FormLine, back: &str) -> Markup {
    html! {
        form.void method="post" action="/act" autocomplete="off" {
            (shown.token())
            input type="hidden" name="act" value="line-explained";
            input type="hidden" name="back" value=(back);
            input type="hidden" name="number" value=(form.head.number);
            input type="hidden" name="line" value=(held.line);
            label { (shown.say("forms.why")) input name="word" maxlength=(TEXT_CHARS_MAX) required data-key="r" accesskey="r"; }
            button { (shown.say("act.line-explained")) kbd { "R" } }
        }
    }
}

/// What stands on the paper alone is entered with its number and its day (补录).
fn late(shown: &Shown, line: u64, back: &str) -> Markup {
    let today = dashed(&shown.today.day);
    html! {
        h3 { (shown.say("forms.late")) }
        form.late method="post" action="/act" autocomplete="off" {
            (shown.token())
            input type="hidden" name="act" value="paper";
            input type="hidden" name="back" value=(back);
            input type="hidden" name="form_no" value=(line);
            fieldset.choice {
                legend { (shown.say("note.made")) }
                @for (at, made) in [Made::Photocopy, Made::Print, Made::Consultation].iter().enumerate() {
                    label { input type="radio" name="made" value=(made.as_code()) checked[at == 0]; span { (shown.words.code("code.made", made.as_code())) } }
                }
            }
            div.pair {
                label { (shown.say("note.amount")) input type="number" name="amount" min="1" max=(hatch::AMOUNT_MAX) value="1" required data-key="l" accesskey="l"; }
                label { (shown.say("forms.written-on")) input type="date" name="written_on" max=(today) value=(today) required; }
            }
            label { (shown.say("note.document")) input name="title" maxlength=(TEXT_CHARS_MAX); }
            button.main { (shown.say("act.enter-late")) }
        }
    }
}
