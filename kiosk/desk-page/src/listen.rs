//! The socket on the network: who is heard, how many at a time and for how long, TLS, and then one request after the other to the routes. Nobody can
//! hold it by being slow: each step has its time, each address its share, and each connection its end.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use config::Network;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use crate::house::{Guest, guest};
use crate::shares::{Busy, Shares};

/// For shaking hands, and for the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// For a whole request with its answer.
const REQUEST_TIME: Duration = Duration::from_secs(30);
/// A connection is closed then whatever it does; a browser opens another.
const CONNECTION_TIME: Duration = Duration::from_secs(120);
/// Longest head of a request.
const HEAD_BYTES_MAX: usize = 16 * 1024;
const HEADERS_MAX: usize = 64;
/// When the system has no more sockets for now.
const AFTER_ERROR: Duration = Duration::from_millis(200);

/// Who asks, told to the routes with each request.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Where the terminal was reached.
    pub at: SocketAddr,
    /// Fingerprint of the certificate that was shown, if one was.
    pub guest: Option<Guest>,
}

/// Whose computers are heard: those of these networks, and the terminal itself.
pub fn heard(from: &[Network]) -> impl Fn(IpAddr) -> bool + use<> {
    let from = from.to_vec();
    move |computer| {
        let computer = computer.to_canonical();
        computer.is_loopback() || from.iter().any(|network| network.holds(computer))
    }
}

/// Serves for ever.
pub async fn serve(
    listener: TcpListener,
    tls: Arc<rustls::ServerConfig>,
    heard: impl Fn(IpAddr) -> bool,
    routes: Router,
) {
    let acceptor = TlsAcceptor::from(tls);
    let shares = Arc::new(Shares::default());
    loop {
        let (stream, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(_) => {
                tokio::time::sleep(AFTER_ERROR).await;
                continue;
            }
        };
        let from = from.ip().to_canonical();
        // Dropped without a word: who is not meant learns nothing, who has enough open waits for them.
        if !heard(from) {
            continue;
        }
        let Some(share) = shares.take(from) else {
            continue;
        };
        let (acceptor, routes) = (acceptor.clone(), routes.clone());
        tokio::spawn(async move {
            let conversation = converse(stream, acceptor, routes, share.answers());
            tokio::select! {
                _ = timeout(CONNECTION_TIME, conversation) => {}
                () = share.given_up() => {}
            }
        });
    }
}

/// What goes wrong here is the other side's, and nothing of it is kept.
async fn converse(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    routes: Router,
    answers: impl Fn() -> Busy,
) -> Option<()> {
    let at = stream.local_addr().ok()?;
    let stream = timeout(HEAD_TIME, acceptor.accept(stream))
        .await
        .ok()?
        .ok()?;
    let asker = Asker {
        at: SocketAddr::new(at.ip().to_canonical(), at.port()),
        guest: guest(stream.get_ref().1),
    };
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(asker.clone());
        let busy = answers();
        answer(routes.clone(), request.map(Body::new), busy)
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .await
        .ok()
}

async fn answer(
    routes: Router,
    request: Request<Body>,
    _busy: Busy,
) -> Result<Response<Body>, std::convert::Infallible> {
    match timeout(REQUEST_TIME, routes.oneshot(request)).await {
        Ok(Ok(response)) => Ok(response),
        _ => {
            let mut late = Response::new(Body::empty());
            *late.status_mut() = StatusCode::REQUEST_TIMEOUT;
            Ok(late)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_networks_of_the_settings_are_heard() {
        let net = Network {
            address: "10.0.0.0".parse().unwrap(),
            bits: 8,
        };
        let heard = heard(&[net]);
        for own in ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3"] {
            assert!(heard(own.parse().unwrap()), "{own}");
        }
        for other in ["192.168.1.1", "11.0.0.1", "fd00::1", "::ffff:11.0.0.1"] {
            assert!(!heard(other.parse().unwrap()), "{other}");
        }
    }
}
