//! What this terminal tells the others of its house: how it is and its register, to those whose fingerprint stands in the settings.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hatch::{Ask, Told};
use serde_json::to_string;

use super::acting;
use super::asked::{Asked, Refused};
use super::desk::Desk;
use crate::listen::Asker;

fn known(desk: &Desk, request: &Request) -> Result<(), Refused> {
    let asker = request.extensions().get::<Asker>();
    let guest = asker.and_then(|asker| asker.guest.as_ref());
    match guest.is_some_and(|guest| desk.house.knows(guest)) {
        true => Ok(()),
        false => Err(Refused::Stranger),
    }
}

/// How this terminal is.
pub async fn today(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    known(&desk, &request)?;
    let today = desk.today_here().await.ok();
    Ok(json(today.and_then(|today| to_string(&today).ok())))
}

/// Its register of a day.
pub async fn day(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    known(&desk, &request)?;
    let day = acting::wanted(&Asked::of(&request).query).day;
    let told = match desk.ask(Ask::Day { day }).await {
        Some(Told::Day(day)) => to_string(&day).ok(),
        _ => None,
    };
    Ok(json(told))
}

fn json(text: Option<String>) -> Response {
    match text {
        Some(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
