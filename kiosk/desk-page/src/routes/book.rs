//! The register of a day, of one terminal or of all of the house: as a page and as a file.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use hatch::{Ask, Day, Told};

use super::acting;
use super::asked::{Asked, Refused};
use super::begun::Begun;
use super::desk::Desk;
use crate::page::register::Book;
use crate::page::wanted::{ALL, Wanted};
use crate::page::{self, Terminal};

/// The register as a page.
pub async fn register(
    State(desk): State<Arc<Desk>>,
    request: Request,
) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let wanted = acting::wanted(&asked.query);
    let begun = Begun::of(&desk, &asked).await?;
    let book = book(&desk, &begun.terminals, &wanted).await;
    Ok(begun.page(|shown| page::register::page(shown, &wanted, &book)))
}

/// The same lines as a file for a spreadsheet. A file that lacks a terminal is not made.
pub async fn file(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let wanted = acting::wanted(&asked.query);
    let begun = Begun::of(&desk, &asked).await?;
    let book = book(&desk, &begun.terminals, &wanted).await;
    if !book.silent.is_empty() {
        return Ok(Redirect::to(&wanted.address()).into_response());
    }
    let Ok(bytes) = page::export::csv(begun.words, &wanted, &book.day) else {
        return Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    };
    let day = acting::day(&book.day.day);
    let heads = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"register-{day}.csv\""),
        ),
    ];
    Ok((StatusCode::OK, heads, bytes).into_response())
}

async fn book(desk: &Desk, terminals: &[Terminal], wanted: &Wanted) -> Book {
    let all = wanted.of == ALL;
    let mut days = Vec::new();
    for (at, one) in terminals.iter().enumerate() {
        let here = at == 0;
        if all || here && wanted.of.is_empty() || !here && one.terminal == wanted.of {
            let day = match here {
                true => own(desk, &wanted.day).await,
                false => desk.house.day(&one.terminal, &wanted.day).await,
            };
            days.push((one.terminal.clone(), day));
        }
    }
    if days.is_empty() {
        // There is no such terminal in this house.
        days.push((wanted.of.clone(), None));
    }
    Book::of(days)
}

async fn own(desk: &Desk, day: &str) -> Option<Day> {
    let day = day.to_owned();
    match desk.ask(Ask::Day { day }).await {
        Some(Told::Day(day)) => Some(*day),
        _ => None,
    }
}
