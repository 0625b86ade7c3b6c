//! A web server that stands in for the portal's: static files with Range and conditional requests, a count of what was
//! asked and sent, and switches for what real networks do to a feed. Knows nothing of what it serves.

pub mod demands;
pub mod secure;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower_http::services::ServeDir;

use demands::Demands;
use secure::Identity;

/// What the network does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: all is well.
    None,
    /// 503 for everything.
    Unavailable,
    /// 200 and a login page for everything, as in a hotel.
    CaptivePortal,
    /// Each answer waits so long.
    Slow(Duration),
    /// Only the first half of each body, with a length that says it is all.
    Halved,
}

/// One request that was answered.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Path as asked.
    pub path: String,
    /// Status of the answer.
    pub status: u16,
    /// Bytes of the answer's body.
    pub bytes: u64,
}

struct Shared {
    dir: PathBuf,
    fault: Mutex<Fault>,
    asked: Mutex<Vec<Asked>>,
}

/// A running portal; stops when dropped.
pub struct Portal {
    address: SocketAddr,
    shared: Arc<Shared>,
    secure: bool,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Portal {
    /// Serves `dir` on a free port of this machine.
    pub fn serve(dir: &Path) -> Portal {
        Portal::serve_at(dir, SocketAddr::from(([127, 0, 0, 1], 0)))
            .expect("a free port on this machine")
    }

    /// Serves `dir` at `address`.
    pub fn serve_at(dir: &Path, address: SocketAddr) -> std::io::Result<Portal> {
        Portal::open(dir, address, Demands::default(), None)
    }

    /// Serves `dir` on a free port as a site that demands something, over TLS if it has an identity.
    pub fn serve_strictly(dir: &Path, demands: Demands, identity: Option<&Identity>) -> Portal {
        Portal::open(
            dir,
            SocketAddr::from(([127, 0, 0, 1], 0)),
            demands,
            identity,
        )
        .expect("a free port on this machine")
    }

    fn open(
        dir: &Path,
        address: SocketAddr,
        demands: Demands,
        identity: Option<&Identity>,
    ) -> std::io::Result<Portal> {
        let shared = Arc::new(Shared {
            dir: dir.to_path_buf(),
            fault: Mutex::new(Fault::None),
            asked: Mutex::new(Vec::new()),
        });
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let app = Router::new()
            .fallback_service(ServeDir::new(dir))
            .layer(middleware::from_fn_with_state(shared.clone(), answer))
            .layer(middleware::from_fn_with_state(demands, demands::ask));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let entered = runtime.enter();
        let listener = TcpListener::from_std(listener)?;
        drop(entered);
        let secure = identity.is_some();
        let door = match identity {
            Some(identity) => Err(identity.over(listener)),
            None => Ok(listener),
        };
        let thread = std::thread::spawn(move || {
            runtime.block_on(async move {
                let serving = async {
                    match door {
                        Ok(plain) => axum::serve(plain, app).await,
                        Err(secure) => axum::serve(secure, app).await,
                    }
                };
                tokio::select! {
                    _ = serving => {}
                    _ = stopped => {}
                }
            });
        });
        Ok(Portal {
            address,
            shared,
            secure,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// `http://127.0.0.1:<port>/`, or `https` over TLS.
    pub fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}/", self.address)
    }

    /// Switches a fault on or off.
    pub fn fault(&self, fault: Fault) {
        *self.shared.fault.lock().expect("no holder panics") = fault;
    }

    /// What was asked since the last call.
    pub fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.shared.asked.lock().expect("no holder panics"))
    }

    /// How many requests since the last [`Portal::take_asked`].
    pub fn count(&self) -> usize {
        self.shared.asked.lock().expect("no holder panics").len()
    }

    /// Serves until the process ends.
    pub fn join(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let fault = *shared.fault.lock().expect("no holder panics");
    let response = match fault {
        Fault::Unavailable => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Fault::CaptivePortal => (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            "<html><body>请先登录无线网络</body></html>",
        )
            .into_response(),
        Fault::Slow(wait) => {
            tokio::time::sleep(wait).await;
            file(&shared, request, next).await
        }
        Fault::Halved => halve(file(&shared, request, next).await).await,
        Fault::None => file(&shared, request, next).await,
    };
    let bytes = response
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse().ok())
        .or_else(|| axum::body::HttpBody::size_hint(response.body()).exact())
        .unwrap_or(0);
    shared.asked.lock().expect("no holder panics").push(Asked {
        path,
        status: response.status().as_u16(),
        bytes,
    });
    response
}

/// The file, with an entity tag of its contents as a CDN gives it.
async fn file(shared: &Shared, request: Request, next: Next) -> Response {
    let Some(tag) = tag(&shared.dir, request.uri().path()) else {
        return next.run(request).await;
    };
    let same = |request: &Request, name| {
        let value: Option<&HeaderValue> = request.headers().get(name);
        value.is_some_and(|v| v.as_bytes() == tag.as_bytes())
    };
    let tag_value = HeaderValue::from_str(&tag).expect("hex digits in quotes");
    if same(&request, header::IF_NONE_MATCH) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag_value)]).into_response();
    }
    // A range of another version than the one asked for would be half of each: send the whole instead.
    let mut request = request;
    if request.headers().contains_key(header::IF_RANGE) && !same(&request, header::IF_RANGE) {
        request.headers_mut().remove(header::RANGE);
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::ETAG, tag_value);
    response
}

fn tag(dir: &Path, path: &str) -> Option<String> {
    let relative = path.trim_start_matches('/');
    if relative.split('/').any(|part| part == "..") {
        return None;
    }
    let bytes = std::fs::read(dir.join(relative)).ok()?;
    Some(format!("\"{}\"", hex::encode(&Sha256::digest(&bytes)[..8])))
}

async fn halve(response: Response) -> Response {
    const BODY_BYTES_MAX: usize = 256 << 20;
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, BODY_BYTES_MAX)
        .await
        .unwrap_or_default();
    let half = bytes.slice(..bytes.len() / 2);
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(half.len()));
    Response::from_parts(parts, Body::from(half))
}
