//! What is looked at before any route: that the request is meant for this terminal and was caused by its own page. And what every answer says to
//! browsers: nothing of it is kept, framed, or loaded from elsewhere.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::desk::Desk;
use crate::listen::Asker;

const SAID: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Its own forms say where they come from, nobody else hears it.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// Lets through what may be answered.
pub async fn keep(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let mut response = match judge(&desk, &request) {
        Ok(()) => next.run(request).await,
        Err(status) => status.into_response(),
    };
    for (name, value) in SAID {
        response.headers_mut().insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    response
}

fn judge(desk: &Desk, request: &Request) -> Result<(), StatusCode> {
    let asker = request.extensions().get::<Asker>();
    let at = asker.ok_or(StatusCode::INTERNAL_SERVER_ERROR)?.at;
    let host = one(request.headers(), header::HOST).ok_or(StatusCode::BAD_REQUEST)?;
    // Somebody who has a name of their own lead here (DNS rebinding) is not answered, nor who asks for another host behind this one.
    let whole = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    if whole.is_some_and(|whole| whole != host) || !is_ours(host, at, &desk.names) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    match *request.method() {
        Method::GET | Method::HEAD => Ok(()),
        Method::POST => own_page(request.headers(), host),
        _ => Err(StatusCode::METHOD_NOT_ALLOWED),
    }
}

/// A header that stands there exactly once.
fn one(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn is_ours(host: &str, at: SocketAddr, names: &[String]) -> bool {
    let Some((name, port)) = host.rsplit_once(':') else {
        return false;
    };
    if port.parse() != Ok(at.port()) || port.starts_with('+') {
        return false;
    }
    let ip: Option<IpAddr> = match name.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').and_then(|ip| ip.parse().ok()),
        None => name.parse().ok().filter(IpAddr::is_ipv4),
    };
    match ip {
        Some(ip) => ip == at.ip(),
        None => {
            let name = name.to_ascii_lowercase();
            names.contains(&name) || name == "localhost" && at.ip().is_loopback()
        }
    }
}

/// Browsers say which page caused a form to be sent. Whoever says nothing is no browser, and still needs the form's token.
fn own_page(headers: &HeaderMap, host: &str) -> Result<(), StatusCode> {
    let origin = headers.get_all(header::ORIGIN).iter();
    let foreign = origin
        .into_iter()
        .any(|origin| origin.as_bytes() != format!("https://{host}").as_bytes());
    let site = headers.get_all("sec-fetch-site").iter();
    let elsewhere = site
        .into_iter()
        .any(|site| ![&b"same-origin"[..], b"none"].contains(&site.as_bytes()));
    match foreign || elsewhere {
        true => Err(StatusCode::FORBIDDEN),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_terminals_own_names_are_its_host() {
        let names = ["zd1.example.cn".to_owned()];
        let v4: SocketAddr = "192.168.10.5:8443".parse().unwrap();
        let v6: SocketAddr = "[fd00::5]:8443".parse().unwrap();
        let local: SocketAddr = "127.0.0.1:8443".parse().unwrap();
        for (host, at) in [
            ("192.168.10.5:8443", v4),
            ("ZD1.example.cn:8443", v4),
            ("[fd00::5]:8443", v6),
            ("localhost:8443", local),
        ] {
            assert!(is_ours(host, at, &names), "{host}");
        }
        for (host, at) in [
            ("192.168.10.5", v4),
            ("192.168.10.5:443", v4),
            ("192.168.10.5:+8443", v4),
            ("192.168.10.6:8443", v4),
            ("evil.example:8443", v4),
            ("zd1.example.cn.evil.example:8443", v4),
            ("localhost:8443", v4),
            ("fd00::5:8443", v6),
            ("[fd00::6]:8443", v6),
            ("", v4),
            (":8443", v4),
            ("user@192.168.10.5:8443", v4),
        ] {
            assert!(!is_ours(host, at, &names), "{host}");
        }
    }
}
