//! The sheet of a day (日表) as a file to keep or print. The kiosk makes it, for a key; nothing of it stays here.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use hatch::{Ask, Told};

use super::acting;
use super::asked::{Asked, Refused};
use super::desk::Desk;

/// Longest name of a file.
const NAME_BYTES_MAX: usize = 80;

/// The sheet as PDF; why there is none stands on the page of today.
pub async fn day(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let visit = desk.visit(&asked, true)?;
    let ask = Ask::DaySheet {
        key: visit.key,
        day: acting::day(asked.query.get("day")),
    };
    Ok(match desk.ask(ask).await {
        Some(Told::DaySheet { name, pdf }) => {
            let name = if is_name(&name) {
                name.as_str()
            } else {
                "day-sheet.pdf"
            };
            let kept = format!("attachment; filename=\"{name}\"");
            let heads = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, kept),
            ];
            (StatusCode::OK, heads, pdf.0).into_response()
        }
        Some(Told::Refused { why }) => {
            let to = format!("/today?failed={}", acting::code(why));
            Redirect::to(&to).into_response()
        }
        _ => Redirect::to("/today?failed=silent").into_response(),
    })
}

/// Nothing that a header or a folder would take for something else.
fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    name.len() <= NAME_BYTES_MAX
        && name.ends_with(".pdf")
        && !name.starts_with('.')
        && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_letters_digits_and_an_end() {
        assert!(is_name("day-sheet-L01-1-20261015.pdf"));
        let long = format!("{}.pdf", "a".repeat(80));
        for bad in [
            "",
            ".pdf",
            "a.exe",
            "../a.pdf",
            "a\".pdf",
            "日表.pdf",
            "a\r\nX: y.pdf",
            &long,
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
