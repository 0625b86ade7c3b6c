//! A form that has something written down: what it becomes, and how the page after it says what came of it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use hatch::{Ask, Entry, Key, Told, Why};
use journal::{Answer, Closing, Finding, LineFound, Made, Purpose, ShelfKind, ShelfState, Work};

use super::asked::{Asked, Fields, Refused};
use super::desk::Desk;
use crate::page::Said;
use crate::page::wanted::Wanted;
use crate::words::Language;

/// Longest register number.
pub const NUMBER_BYTES_MAX: usize = 60;
/// Longest address that a form leads back to.
const BACK_BYTES_MAX: usize = 1_000;
const FIND_CHARS_MAX: usize = 80;
/// `20261015`.
const DAY_DIGITS: usize = 8;

/// Has it done, then shows the page that it came from.
pub async fn act(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let visit = desk.visit(&asked, true)?;
    let fields = Fields::of(request).await?;
    let back = back(fields.get("back"));
    if !visit.knows(fields.get("token")) {
        return Err(Refused::Forged);
    }
    let act = fields.get("act");
    let said = match wish(&fields, &visit.key) {
        None => ("failed", "not-allowed".to_owned()),
        Some(ask) => match desk.ask(ask).await {
            Some(Told::Written { number }) => {
                let cookie = asked.cookie.as_deref().unwrap_or_default();
                match act {
                    "paper" => desk.visits().wrote(cookie, &number),
                    "paper-void" => desk.visits().made_void(cookie, &number),
                    _ => {}
                }
                ("done", number)
            }
            Some(Told::Begun) => ("begun", act.to_owned()),
            Some(Told::Refused { why }) => ("failed", code(why).to_owned()),
            _ => ("failed", "silent".to_owned()),
        },
    };
    let mark = if back.contains('?') { '&' } else { '?' };
    // Who made the last line void writes it once more.
    let anchor = match (said.0, act, back.as_str()) {
        ("done", "paper-void", "/today") => "#note",
        _ => "",
    };
    let to = format!("{back}{mark}{}={}{anchor}", said.0, said.1);
    Ok(Redirect::to(&to).into_response())
}

/// What a form asks of the kiosk; `None` for what no form of ours says.
fn wish(fields: &Fields, key: &Key) -> Option<Ask> {
    let key = key.clone();
    Some(match fields.get("act") {
        "print-day" => Ask::PrintDay {
            key,
            day: day(fields.get("day")),
        },
        "sync" => Ask::Sync { key },
        _ => Ask::Enter {
            key,
            entry: entry(fields)?,
        },
    })
}

/// The code that words know a refusal by.
pub fn code(why: Why) -> &'static str {
    match why {
        Why::NoKey => "no-key",
        Why::NotAllowed => "not-allowed",
        Why::NotWritten => "not-written",
        Why::Unreadable => "unreadable",
        Why::NotUnderstood => "not-understood",
        Why::LineTaken => "line-taken",
        Why::NoPrinter => "no-printer",
        Why::TooSoon => "too-soon",
        Why::FormOpen => "form-open",
    }
}

/// What came of the last act, from the address that it led back to: a number, or a code that has words.
pub fn said(words: &Language, query: &Fields) -> Option<Said> {
    if let Some(number) = query.maybe("done").filter(|number| is_number(number)) {
        return Some(Said {
            good: true,
            text: words.fill("said.done", &[("number", &number)]),
        });
    }
    if let Some(begun) = query.maybe("begun") {
        let text = words.find(&format!("said.begun-{begun}"))?.to_owned();
        return Some(Said { good: true, text });
    }
    let failed = query.maybe("failed")?;
    let text = words.find(&format!("said.{failed}"))?.to_owned();
    Some(Said { good: false, text })
}

/// Where a form leads back to: one of the pages, and nowhere else.
fn back(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/?=&-._%+".contains(c);
    let page = text.split('?').next().unwrap_or_default();
    let known = [
        "/today",
        "/register",
        "/forms",
        "/matters",
        "/checks",
        "/device",
    ]
    .contains(&page);
    match known && text.len() <= BACK_BYTES_MAX && text.chars().all(plain) {
        true => text.to_owned(),
        false => "/today".to_owned(),
    }
}

/// `L01-1-20261015-0001`, `L01-1-S-2026-0035`.
fn is_number(text: &str) -> bool {
    (1..=NUMBER_BYTES_MAX).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// What a form wants to have written; `None` for what no form of ours says.
fn entry(fields: &Fields) -> Option<Entry> {
    let number = || Some(fields.get("number").to_owned()).filter(|number| is_number(number));
    Some(match fields.get("act") {
        "paper" => Entry::Paper {
            made: Made::from_code(fields.get("made"))?,
            amount: fields.get("amount").trim().parse().ok()?,
            title: fields.maybe("title"),
            form_no: fields.maybe("form_no"),
            purpose: match fields.maybe("purpose") {
                None => None,
                Some(code) => Some(Purpose::from_code(&code)?),
            },
            written_on: match fields.maybe("written_on") {
                None => None,
                Some(on) => Some(written_on(&on)?),
            },
        },
        "paper-returned" => Entry::PaperReturned { number: number()? },
        "paper-void" => Entry::PaperVoid {
            number: number()?,
            why: fields.maybe("why"),
        },
        "found" => Entry::Found {
            number: number()?,
            found: Finding::from_code(fields.get("found"))?,
        },
        "call" => Entry::CallAnswered { number: number()? },
        "roll" => Entry::RollChanged {
            metres: fields.get("metres").trim().parse().ok()?,
        },
        "shelf-checked" => Entry::ShelfChecked {
            found: found(fields)?,
        },
        "shelf-mended" => Entry::ShelfMended {
            number: number()?,
            kind: ShelfKind::from_code(fields.get("kind"))?,
        },
        "work-done" => Entry::WorkDone {
            work: Work::from_code(fields.get("work"))?,
            failed: false,
            word: None,
        },
        "application-forwarded" => Entry::ApplicationForwarded {
            number: number()?,
            office: fields.maybe("office")?,
        },
        "application-answered" => Entry::ApplicationAnswered {
            number: number()?,
            answer: answer(fields)?,
        },
        "application-answer-corrected" => Entry::ApplicationAnswerCorrected {
            number: number()?,
            answer: answer(fields)?,
        },
        "application-closed" => Entry::ApplicationClosed {
            number: number()?,
            closing: Closing::from_code(fields.get("closing"))?,
        },
        "application-void" => Entry::ApplicationVoid {
            number: number()?,
            why: fields.maybe("why")?,
        },
        "line-found" => Entry::LineFound {
            number: number()?,
            line: fields.get("line").parse().ok()?,
            found: LineFound::from_code(fields.get("found"))?,
        },
        "line-explained" => Entry::LineExplained {
            number: number()?,
            line: fields.get("line").parse().ok()?,
            word: fields.maybe("word")?,
        },
        "form-compared" => Entry::FormCompared { number: number()? },
        "form-sealed" => Entry::FormSealed { number: number()? },
        "opinion-forwarded" => Entry::OpinionForwarded { number: number()? },
        _ => return None,
    })
}

/// A kind of answer that somebody looked at once more before it is written.
fn answer(fields: &Fields) -> Option<Answer> {
    let sure = fields.get("sure") == "yes";
    Answer::from_code(fields.get("answer")).filter(|_| sure)
}

/// How each kind of the shelf was found; a form that leaves one out says nothing.
fn found(fields: &Fields) -> Option<[ShelfState; 6]> {
    let mut found = [ShelfState::There; 6];
    for (state, kind) in found.iter_mut().zip(ShelfKind::ALL) {
        *state = ShelfState::from_code(fields.get(kind.as_code()))?;
    }
    Some(found)
}

/// A day as browsers write it, `2026-10-15`.
fn written_on(text: &str) -> Option<String> {
    Some(day(&text.replace('-', ""))).filter(|day| !day.is_empty())
}

/// A day; nothing for what is none.
pub fn day(text: &str) -> String {
    let plain = text.len() == DAY_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    if plain {
        text.to_owned()
    } else {
        String::new()
    }
}

/// A month or a year; nothing for what is none.
pub fn period(query: &Fields) -> String {
    let period = query.get("period");
    let plain = period.bytes().all(|b| b.is_ascii_digit());
    match plain && [4, 6].contains(&period.len()) {
        true => period.to_owned(),
        false => String::new(),
    }
}

/// What of a register somebody wants to see; what makes no sense is left out.
pub fn wanted(query: &Fields) -> Wanted {
    let plain = |name, length_max| plain(query, name, length_max);
    Wanted {
        of: plain("of", 8),
        day: plain("day", 8),
        show: plain("show", 20),
        find: query.get("find").chars().take(FIND_CHARS_MAX).collect(),
        page: query.get("page").parse().unwrap_or(0),
        line: plain("line", NUMBER_BYTES_MAX),
    }
}

/// A field of letters, digits and `-`; nothing for one that holds anything else, or is longer, bytes.
pub fn plain(query: &Fields, name: &str, length_max: usize) -> String {
    let value = query.get(name);
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    match value.len() <= length_max && value.bytes().all(is_plain) {
        true => value.to_owned(),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_our_own_pages_alone() {
        for good in [
            "/today",
            "/register?day=20261015&find=%E6%96%87",
            "/matters?line=L01-1-S-2026-0001",
            "/checks",
            "/device",
            "/forms?number=L01-1-Z-2026-0001&line=7",
        ] {
            assert_eq!(back(good), good);
        }
        for bad in [
            "",
            "//evil.example",
            "https://evil.example/today",
            "/today\r\nSet-Cookie: a=b",
            "/act",
            "/today/../x",
            "/register?a=<b>",
        ] {
            assert_eq!(back(bad), "/today", "{bad}");
        }
        assert_eq!(back(&format!("/today?{}", "a".repeat(1_000))), "/today");
    }
}
