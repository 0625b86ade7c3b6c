//! Which request gets which page: who is logged in, what is asked of the kiosk, what comes back. Judges the host, the origin and the form before
//! anything is done; what stands on a page is `page`'s.

mod acting;
mod asked;
mod begun;
mod book;
mod desk;
mod doorkeeper;
mod forms;
mod handing;
mod neighbours;
mod sheets;
mod telling;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hatch::{Ask, Key, Pin, Told};
use journal::Role;

pub use desk::{Clock, Desk};

use crate::page;
use asked::{Asked, FORM_BYTES_MAX, Fields, Refused, denied, html, is_pin, text};
use begun::Begun;

/// All addresses there are.
pub fn routes(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::to("/today") }))
        .route("/enter", get(door).post(enter))
        .route("/leave", post(leave))
        .route("/today", get(today))
        .route("/register", get(book::register))
        .route("/register.csv", get(book::file))
        .route("/forms", get(forms::show))
        .route("/keys", get(keys))
        .route("/matters", get(matters))
        .route("/checks", get(checks))
        .route("/device", get(device))
        .route("/day-sheet", get(sheets::day))
        .route("/handover", get(handing::show).post(handing::take))
        .route("/statistics", get(statistics))
        .route("/act", post(acting::act))
        .route("/house/today", get(telling::today))
        .route("/house/day", get(telling::day))
        .route(
            "/style.css",
            get(|| async { text("text/css", page::STYLE) }),
        )
        .route(
            "/keys.js",
            get(|| async { text("text/javascript", page::KEYS) }),
        )
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(axum::middleware::from_fn_with_state(
            desk.clone(),
            doorkeeper::keep,
        ))
        .with_state(desk)
}

async fn door(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let asked = Asked::of(&request);
    let words = desk.words.of(&asked.language);
    html(StatusCode::OK, page::enter::page(words, None))
}

async fn enter(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let asked = Asked::of(&request);
    let words = desk.words.of(&asked.language);
    let fields = match Fields::of(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused.into_response(),
    };
    let by = Role::from_code(fields.get("by")).unwrap_or(Role::A);
    let pin = fields.get("pin");
    let told = match is_pin(pin) {
        true => {
            let pin = Pin(pin.to_owned());
            desk.ask(Ask::Unlock { by, pin }).await
        }
        // Costs no try: no PIN looks like that.
        false => Some(Told::Wrong { wait_s: 0 }),
    };
    let (status, says) = match told {
        Some(Told::Unlocked { key }) => return open(&desk, &asked, by, key).await,
        Some(Told::Wrong { wait_s } | Told::Wait { wait_s }) => denied(words, wait_s),
        Some(Told::Closed) => (StatusCode::FORBIDDEN, words.say("door.closed").to_owned()),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            words.say("door.silent").to_owned(),
        ),
    };
    html(status, page::enter::page(words, Some(&says)))
}

/// A session begins; whoever was logged in in this browser is logged out.
async fn open(desk: &Desk, asked: &Asked, by: Role, key: Key) -> Response {
    let now = (desk.clock)();
    let (begun, before) = {
        let mut visits = desk.visits();
        let before = asked
            .cookie
            .as_deref()
            .and_then(|cookie| visits.end(cookie));
        (visits.begin(by, key, now), before)
    };
    let Some((cookie, gone)) = begun else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    for key in gone.into_iter().chain(before) {
        desk.ask(Ask::Leave { key }).await;
    }
    let cookie = asked::set_cookie(&cookie);
    ([(header::SET_COOKIE, cookie)], Redirect::to("/today")).into_response()
}

async fn leave(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let visit = desk.visit(&asked, true)?;
    let fields = Fields::of(request).await?;
    if !visit.knows(fields.get("token")) {
        return Err(Refused::Forged);
    }
    let ended = asked
        .cookie
        .as_deref()
        .and_then(|cookie| desk.visits().end(cookie));
    if let Some(key) = ended {
        desk.ask(Ask::Leave { key }).await;
    }
    let cookie = asked::forget_cookie();
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/enter")).into_response())
}

async fn today(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let begun = Begun::of(&desk, &asked).await?;
    Ok(begun.page(page::today::page))
}

async fn matters(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let begun = Begun::of(&desk, &asked).await?;
    let line = asked.query.get("line").to_owned();
    Ok(begun.page(|shown| page::matters::page(shown, &line)))
}

async fn statistics(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let period = acting::period(&asked.query);
    let begun = Begun::of(&desk, &asked).await?;
    let told = match desk.ask(Ask::Statistics { period }).await {
        Some(Told::Figures(figures)) => Some(*figures),
        _ => None,
    };
    Ok(begun.page(|shown| page::statistics::page(shown, told.as_ref())))
}

async fn checks(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let begun = Begun::of(&desk, &asked).await?;
    let told = match desk.ask(Ask::Checks).await {
        Some(Told::Checks(checks)) => Some(*checks),
        _ => None,
    };
    Ok(begun.page(|shown| page::checks::page(shown, told.as_ref())))
}

async fn device(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let begun = Begun::of(&desk, &asked).await?;
    let told = match desk.ask(Ask::Device).await {
        Some(Told::Device(device)) => Some(*device),
        _ => None,
    };
    Ok(begun.page(|shown| page::device::page(shown, told.as_ref())))
}

async fn keys(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let begun = Begun::of(&desk, &asked).await?;
    Ok(begun.page(page::keys::page))
}
