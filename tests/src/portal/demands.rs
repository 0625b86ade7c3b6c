//! What real sites ask of whoever reads them, before they answer: their cookie back, a page that the request comes from. Owns these two; a
//! request without them gets what such sites say.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The cookie of such a site.
const COOKIE: &str = "visit=5f2c";

/// What a portal demands.
#[derive(Debug, Clone, Default)]
pub struct Demands {
    /// Whoever comes without the cookie gets it, and is sent to the same address again.
    pub cookie: bool,
    /// An article is forbidden to whoever does not come from a page of this site: 403.
    pub referer: bool,
}

fn says(headers: &HeaderMap, name: header::HeaderName, words: &str) -> bool {
    let mut values = headers.get_all(name).iter();
    values.any(|value| value.to_str().is_ok_and(|value| value.contains(words)))
}

/// Answers for a portal that demands something, or lets the request through.
pub async fn ask(State(demands): State<Demands>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let path = request.uri().path().to_owned();
    // Every crawler may ask for this without more.
    if path == "/robots.txt" {
        return next.run(request).await;
    }
    if demands.cookie && !says(headers, header::COOKIE, COOKIE) {
        let set = format!("{COOKIE}; Path=/; HttpOnly");
        let told = [(header::SET_COOKIE, set), (header::LOCATION, path)];
        return (StatusCode::FOUND, told).into_response();
    }
    if demands.referer && !says(headers, header::REFERER, "/zc/") {
        return (StatusCode::FORBIDDEN, "禁止访问").into_response();
    }
    next.run(request).await
}
