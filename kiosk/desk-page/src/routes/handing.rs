//! A handover (交接班): the one who comes types the PIN, and from here on the browser is that one's. The session of who went is over.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use hatch::{Ask, Key, Pin, Told};
use journal::Role;

use super::asked::{self, Asked, Fields, Refused, is_pin};
use super::begun::Begun;
use super::desk::Desk;
use crate::page::{self, Said};

/// Who is on duty, and the form for who takes over.
pub async fn show(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let begun = Begun::of(&desk, &asked).await?;
    Ok(begun.page(page::handover::page))
}

/// Somebody takes over.
pub async fn take(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let visit = desk.visit(&asked, true)?;
    let fields = Fields::of(request).await?;
    if !visit.knows(fields.get("token")) {
        return Err(Refused::Forged);
    }
    let to = Role::from_code(fields.get("to")).unwrap_or(visit.by);
    let pin = fields.get("pin");
    let told = match (is_pin(pin), fields.get("spare_rolls").trim().parse()) {
        (true, Ok(spare_rolls)) => {
            let ask = Ask::HandOver {
                key: visit.key.clone(),
                to,
                pin: Pin(pin.to_owned()),
                spare_rolls,
            };
            desk.ask(ask).await
        }
        // Costs no try: no PIN looks like that.
        (false, _) => Some(Told::Wrong { wait_s: 0 }),
        (true, Err(_)) => Some(Told::Refused {
            why: hatch::Why::NotAllowed,
        }),
    };
    match told {
        Some(Told::Handed { key, number }) => Ok(handed(&desk, &asked, to, key, &number)),
        told => refuse(&desk, &asked, told).await,
    }
}

/// A new session for who came; the old one ends with its cookie, and its key was taken back already.
fn handed(desk: &Desk, asked: &Asked, by: Role, key: Key, number: &str) -> Response {
    let now = (desk.clock)();
    let begun = {
        let mut visits = desk.visits();
        if let Some(cookie) = asked.cookie.as_deref() {
            visits.end(cookie);
        }
        visits.begin(by, key, now)
    };
    match begun {
        Some((cookie, _)) => {
            let to = format!("/handover?done={number}");
            let cookie = asked::set_cookie(&cookie);
            ([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The page once more, with why nothing was handed over.
async fn refuse(desk: &Desk, asked: &Asked, told: Option<Told>) -> Result<Response, Refused> {
    let mut begun = Begun::of(desk, asked).await?;
    let words = begun.words;
    let (status, text) = match told {
        Some(Told::Wrong { wait_s } | Told::Wait { wait_s }) => asked::denied(words, wait_s),
        Some(Told::Refused { why }) => {
            let key = format!("said.{}", super::acting::code(why));
            (StatusCode::CONFLICT, words.say(&key).to_owned())
        }
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            words.say("said.silent").to_owned(),
        ),
    };
    begun.told = Some(Said { good: false, text });
    let mut response = begun.page(page::handover::page);
    *response.status_mut() = status;
    Ok(response)
}
