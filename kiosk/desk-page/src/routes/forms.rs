//! Paper forms beside the register (纸表核对), of this terminal.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use hatch::{Ask, Told};

use super::acting::{NUMBER_BYTES_MAX, plain};
use super::asked::{Asked, Refused};
use super::begun::Begun;
use super::desk::Desk;
use crate::page;

/// One form as a page, with a line chosen.
pub async fn show(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Refused> {
    let asked = Asked::of(&request);
    let number = plain(&asked.query, "number", NUMBER_BYTES_MAX);
    let line = asked.query.get("line").parse().unwrap_or(0);
    let begun = Begun::of(&desk, &asked).await?;
    let told = match desk.ask(Ask::Forms { number }).await {
        Some(Told::Forms(forms)) => Some(*forms),
        _ => None,
    };
    Ok(begun.page(|shown| page::forms::page(shown, told.as_ref(), line)))
}
