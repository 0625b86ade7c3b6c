//! A request as it came: its cookie, its language, its query and its form, each within limits. Believes nothing of it. And the plainest answers.

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use crate::words::Language;

/// Longest form, bytes.
pub const FORM_BYTES_MAX: usize = 16 * 1024;
/// Only this host gets it back, only over TLS, never with a request that another page caused.
const COOKIE: &str = "__Host-desk";
const LANGUAGE_BYTES_MAX: usize = 200;
/// Fields of a form or query that are looked at.
const FIELDS_MAX: usize = 32;

/// What the routes look at.
pub struct Asked {
    pub cookie: Option<String>,
    pub language: String,
    pub query: Fields,
}

impl Asked {
    /// Reads what stands before the body.
    pub fn of(request: &Request) -> Asked {
        let text = |name| {
            let value = request.headers().get(name);
            value.and_then(|value| value.to_str().ok()).unwrap_or("")
        };
        let cookie = text(header::COOKIE).split(';').find_map(|one| {
            let (name, value) = one.trim().split_once('=')?;
            (name == COOKIE).then(|| value.to_owned())
        });
        let language = text(header::ACCEPT_LANGUAGE);
        Asked {
            cookie,
            language: language
                .get(..language.len().min(LANGUAGE_BYTES_MAX))
                .unwrap_or("")
                .to_owned(),
            query: Fields::read(request.uri().query().unwrap_or("").as_bytes()),
        }
    }
}

/// The header that gives a browser its cookie.
pub fn set_cookie(value: &str) -> String {
    format!("{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Strict")
}

/// The header that takes it back.
pub fn forget_cookie() -> String {
    format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// Names and values.
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The form of a request.
    pub async fn of(request: Request) -> Result<Fields, Refused> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if kind.split(';').next().unwrap_or("").trim() != "application/x-www-form-urlencoded" {
            return Err(Refused::NoForm);
        }
        Ok(Fields::read(&body(request).await?))
    }

    fn read(bytes: &[u8]) -> Fields {
        let pairs = url::form_urlencoded::parse(bytes).into_owned();
        Fields(pairs.take(FIELDS_MAX).collect())
    }

    /// The first value of this name; nothing for one that is not there.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// The same, `None` for nothing.
    pub fn maybe(&self, name: &str) -> Option<String> {
        let value = self.get(name).trim();
        (!value.is_empty()).then(|| value.to_owned())
    }
}

/// Why a request gets no page.
pub enum Refused {
    /// Nobody is logged in with this cookie.
    LoggedOut,
    /// The form was not made for this session.
    Forged,
    /// It is no form.
    NoForm,
    /// It is longer than a form.
    TooLong,
    /// A neighbour asks that is none.
    Stranger,
    /// The kiosk does not answer; the page says so.
    Silent(Markup),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Refused::LoggedOut => Redirect::to("/enter").into_response(),
            Refused::Forged | Refused::Stranger => StatusCode::FORBIDDEN.into_response(),
            Refused::NoForm => StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response(),
            Refused::TooLong => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Refused::Silent(page) => html(StatusCode::SERVICE_UNAVAILABLE, page),
        }
    }
}

/// A file that is part of the program.
pub fn text(kind: &'static str, words: &'static str) -> Response {
    let kind = format!("{kind}; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], words).into_response()
}

/// Answers with a page.
pub fn html(status: StatusCode, markup: Markup) -> Response {
    let kind = "text/html; charset=utf-8";
    (status, [(header::CONTENT_TYPE, kind)], markup.into_string()).into_response()
}

/// Takes a whole body that is not longer than a form.
async fn body(request: Request) -> Result<Bytes, Refused> {
    axum::body::to_bytes(request.into_body(), FORM_BYTES_MAX)
        .await
        .map_err(|_| Refused::TooLong)
}

/// Whether it can be a PIN: so many digits and nothing else.
pub fn is_pin(pin: &str) -> bool {
    (config::pin::PIN_DIGITS_MIN..=config::pin::PIN_DIGITS_MAX).contains(&pin.len())
        && pin.bytes().all(|b| b.is_ascii_digit())
}

/// What is said to whoever typed a PIN that opens nothing, and how many seconds are to be waited.
pub fn denied(words: &Language, wait_s: u32) -> (StatusCode, String) {
    match wait_s {
        0 => (StatusCode::FORBIDDEN, words.say("door.wrong").to_owned()),
        _ => {
            let seconds = wait_s.to_string();
            let says = words.fill("door.wait", &[("seconds", &seconds)]);
            (StatusCode::TOO_MANY_REQUESTS, says)
        }
    }
}
