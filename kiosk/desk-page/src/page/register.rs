//! The register of one day of one terminal: a page of its lines, and the chosen one with what happened to it and what can be done about it.

use hatch::{Day, Line, Manner, State};
use journal::{Finding, Made};
use maud::{Markup, html};

use super::wanted::{ALL, FILTERS, Wanted, filtered};
use super::{Act, Area, Shown, dashed, metres, short, split, state, tone, turn};
use crate::words::Language;

/// Lines of one page.
const LINES: usize = 15;
/// Keys of what lay there, in the order of the findings: on the left hand's row.
const FOUND_KEYS: [&str; 4] = ["a", "s", "d", "w"];

/// The lines of a day, and whose are not among them.
#[derive(Default)]
pub struct Book {
    /// Of one terminal, or of all that answered, by time.
    pub day: Day,
    /// Terminals that did not answer.
    pub silent: Vec<String>,
}

impl Book {
    /// The registers of several terminals as one, each with its terminal; `None` of one that did not answer.
    pub fn of(days: impl IntoIterator<Item = (String, Option<Day>)>) -> Book {
        let mut book = Book::default();
        for (terminal, day) in days {
            let Some(day) = day else {
                book.silent.push(terminal);
                continue;
            };
            let whole = &mut book.day;
            whole.day = day.day;
            whole.today = day.today;
            whole.lines.extend(day.lines);
            whole.slips_mm += day.slips_mm;
            whole.pages += day.pages;
            whole.missing += day.missing;
        }
        // Lines of one terminal keep the order of their numbers.
        book.day.lines.sort_by(|a, b| a.at.cmp(&b.at));
        book
    }
}

/// The page of the register.
pub fn page(shown: &Shown, wanted: &Wanted, book: &Book) -> Markup {
    let day = &book.day;
    // The newest first: what somebody asks of happened just now.
    let lines: Vec<&Line> = day.lines.iter().rev().filter(|l| wanted.takes(l)).collect();
    let pages = lines.len().div_ceil(LINES).max(1);
    let at = wanted.page.min(pages - 1);
    let on_page = || lines.iter().skip(at * LINES).take(LINES);
    let chosen = day.lines.iter().find(|line| line.number == wanted.line);
    let body = html! {
        (top(shown, wanted, day))
        (filters(shown, wanted, day))
        div.columns {
            div {
                @for terminal in &book.silent {
                    p.empty { (shown.words.fill("register.silent", &[("terminal", terminal)])) }
                }
                @if day.day.is_empty() {}
                @else if lines.is_empty() { p.empty { (shown.say("register.nothing")) } }
                @else { (table(shown, wanted, on_page())) }
                div.pager {
                    span.quiet { (shown.words.fill("register.page", &[("page", &(at + 1).to_string()), ("pages", &pages.to_string()), ("count", &lines.len().to_string())])) }
                    (turn(shown.say("register.before"), "PageUp", (at > 0).then(|| wanted.with(|w| w.page = at - 1))))
                    (turn(shown.say("register.after"), "PageDown", (at + 1 < pages).then(|| wanted.with(|w| w.page = at + 1))))
                    @if wanted.of.is_empty() { a.button href="/forms" data-key="k" accesskey="k" { (shown.say("forms.title")) kbd { "K" } } }
                    a.button href=(wanted.file()) data-key="e" accesskey="e" { (shown.say("act.export")) kbd { "E" } }
                    @if wanted.of.is_empty() && !day.day.is_empty() { (shown.day_sheet(&day.day, &wanted.with(|_| {}))) }
                }
            }
            @if let Some(line) = chosen { (detail(shown, wanted, line)) }
        }
    };
    shown.page(Area::Register, &body)
}

fn top(shown: &Shown, wanted: &Wanted, day: &Day) -> Markup {
    let beside = |days: i64| {
        let date = jiff::civil::Date::strptime("%Y%m%d", &day.day).ok()?;
        let date = date.checked_add(jiff::Span::new().days(days)).ok()?;
        Some(date.strftime("%Y%m%d").to_string())
    };
    let to = |day: Option<String>| day.map(|day| wanted.with(|w| w.day = day));
    let is_today = day.day == day.today;
    html! {
        h1 {
            (shown.say("area.register"))
            span.days {
                (turn("‹", "[", to(beside(-1))))
                span.day { (dashed(&day.day)) @if is_today { " " (shown.say("register.today")) } }
                (turn("›", "]", to(beside(1)).filter(|_| !is_today)))
            }
            @if shown.terminals.len() > 1 {
                span.choice {
                    @for (at, one) in shown.terminals.iter().enumerate() {
                        @let of = if at == 0 { "" } else { one.terminal.as_str() };
                        a href=(wanted.with(|w| w.of = of.to_owned())) aria-current=[(of == wanted.of).then_some("true")] {
                            (shown.words.fill("register.terminal", &[("terminal", &one.terminal)]))
                        }
                    }
                    a href=(wanted.with(|w| w.of = ALL.to_owned())) aria-current=[(wanted.of == ALL).then_some("true")] { (shown.say("register.all")) }
                }
            }
            form.search method="get" action="/register" role="search" {
                @for (name, value) in [("of", &wanted.of), ("day", &wanted.day), ("show", &wanted.show)] {
                    @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
                }
                input type="search" name="find" value=(wanted.find) maxlength="80" placeholder=(shown.say("register.find")) aria-label=(shown.say("register.find")) data-key="/" accesskey="f";
                button { (shown.say("register.search")) kbd { "/" } }
            }
        }
    }
}

fn filters(shown: &Shown, wanted: &Wanted, day: &Day) -> Markup {
    let at = FILTERS.iter().position(|filter| wanted.show == *filter);
    let at = at.unwrap_or(0);
    // One key goes through all of them.
    let next = (at + 1) % FILTERS.len();
    html! {
        p.filters {
            span.choice {
                @for (place, filter) in FILTERS.into_iter().enumerate() {
                    @let count = day.lines.iter().filter(|line| filtered(filter, line)).count();
                    a href=(wanted.with(|w| w.show = filter.to_owned())) aria-current=[(place == at).then_some("true")] data-key=[(place == next).then_some("f")] {
                        (shown.say(&format!("filter.{filter}"))) " " (count)
                        @if place == next { kbd { "F" } }
                    }
                }
            }
            span.quiet.end {
                (shown.words.fill("register.sums", &[("metres", &metres(day.slips_mm)), ("pages", &day.pages.to_string()), ("missing", &day.missing.to_string())]))
            }
        }
    }
}

fn table<'l>(shown: &Shown, wanted: &Wanted, lines: impl Iterator<Item = &'l &'l Line>) -> Markup {
    html! {
        table {
            thead { tr { @for column in ["number", "time", "manner", "document", "content", "amount", "state", "form"] { th scope="col" { (shown.say(&format!("column.{column}"))) } } } }
            tbody {
                @for line in lines {
                    @let chosen = line.number == wanted.line;
                    tr.chosen[chosen] {
                        th scope="row" {
                            a data-row href=(wanted.with(|w| { w.line = line.number.clone(); w.page = wanted.page; })) aria-current=[chosen.then_some("true")] {
                                @if wanted.of == ALL { (terminal(line)) "-" }
                                (short(&line.number))
                            }
                        }
                        td { (clock(&line.at)) }
                        td { (manner(shown.words, line)) }
                        td.title { (line.title) }
                        td { (content(shown.words, line)) }
                        td.number { (amount(shown.words, line)) }
                        td { span.tag.(tone(line.state)) { (state(shown.words, line.state)) } @if !line.reason.is_empty() { " " (shown.words.code("word.detail", &line.reason)) } }
                        td { (line.form_no) }
                    }
                }
            }
        }
    }
}

/// Whose register it stands in: a number is point, terminal, day and running number.
fn terminal(line: &Line) -> &str {
    line.number.split('-').nth(1).unwrap_or_default()
}

fn clock(at: &str) -> &str {
    split(at).1.get(..5).unwrap_or_default()
}

/// How a line came into the register.
pub fn manner<'a>(words: &'a Language, line: &Line) -> &'a str {
    match line.manner {
        Manner::Slip => words.say("register.slip"),
        Manner::Hand(made) => words.code("code.made", made.as_code()),
    }
}

/// How much of a document it is.
pub fn content(words: &Language, line: &Line) -> String {
    match line.labels.as_slice() {
        [] if line.content.is_empty() => String::new(),
        [] => words.code("code.content", &line.content).to_owned(),
        [one] => one.clone(),
        [first, ..] => words.fill(
            "register.articles",
            &[("first", first), ("count", &line.labels.len().to_string())],
        ),
    }
}

/// How much paper, with its unit.
pub fn amount(words: &Language, line: &Line) -> String {
    match line.manner {
        Manner::Slip => {
            let count = line.amount.div_ceil(10).to_string();
            words.fill("register.cm", &[("count", &count)])
        }
        Manner::Hand(made) => paper_amount(words, made, line.amount),
    }
}

/// Pages, or volumes that were handed out.
pub fn paper_amount(words: &Language, made: Made, amount: u64) -> String {
    let key = match made {
        Made::Consultation => "register.volumes",
        Made::Print | Made::Photocopy => "register.pages",
    };
    words.fill(key, &[("count", &amount.to_string())])
}

fn detail(shown: &Shown, wanted: &Wanted, line: &Line) -> Markup {
    let back = wanted.address();
    let here = terminal(line) == shown.today.terminal;
    html! {
        aside {
            h2 { (short(&line.number)) span.tag.(tone(line.state)) { (state(shown.words, line.state)) } }
            p.quiet { (line.number) }
            @if !line.title.is_empty() { p { strong { (line.title) } } }
            @if !line.doc_no.is_empty() { p { (line.doc_no) } }
            p { (manner(shown.words, line)) " · " @let what = content(shown.words, line); @if !what.is_empty() { (what) " · " } (amount(shown.words, line)) }
            h3 { (shown.say("register.story")) }
            ol.steps {
                @for step in &line.steps {
                    li { time { (split(&step.at).1) } " " (shown.words.code("kind", &step.kind)) " " (step_code(shown, &step.code)) }
                }
            }
            @if here { (acts(shown, &back, line)) } @else { p.quiet { (shown.say("register.elsewhere")) } }
        }
    }
}

fn step_code<'a>(shown: &'a Shown, code: &'a str) -> &'a str {
    if code.is_empty() {
        return "";
    }
    match shown.words.code("code.outcome", code) {
        known if known != code => known,
        _ => shown.words.code("code.found", code),
    }
}

fn acts(shown: &Shown, back: &str, line: &Line) -> Markup {
    let number = ("number", line.number.as_str());
    html! {
        @if line.state == State::Unsettled {
            h3 { (shown.say("settle.question")) }
            div.acts {
                @for ((at, found), key) in [Finding::CameOut, Finding::Partly, Finding::Nothing, Finding::Undecided].iter().enumerate().zip(FOUND_KEYS) {
                    (shown.act(&Act {
                        act: "found", back, fields: &[number, ("found", found.as_code())],
                        says: shown.say(&format!("settle.{}", found.as_code())), key: Some(key), main: false, first: at == 0,
                    }))
                }
            }
            p.quiet { (shown.words.fill("settle.look", &[("terminal", &shown.today.terminal)])) }
        }
        @if line.state == State::Out {
            (shown.act(&Act {
                act: "paper-returned", back, fields: &[number], says: shown.say("act.returned"), key: Some("r"), main: true, first: true,
            }))
        }
        @if matches!(line.state, State::Written | State::Out | State::Returned) {
            form.void method="post" action="/act" autocomplete="off" {
                (shown.token())
                input type="hidden" name="act" value="paper-void";
                input type="hidden" name="back" value=(back);
                input type="hidden" name="number" value=(line.number);
                label { (shown.say("register.why")) input name="why" maxlength=(hatch::TEXT_CHARS_MAX); }
                button.danger data-key="v" accesskey="v" { (shown.say("act.void")) kbd { "V" } }
            }
        }
    }
}
