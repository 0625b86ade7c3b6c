//! A feed behind http or https. Owns requests and what counts as an answer of the feed: a login page of the network,
//! a redirect to elsewhere or a compressed body is none. Refuses bodies beyond their cap before they are held.

use super::Traffic;
use crate::failure::{Exit, Failure, Outcome};
use crate::trust::Remembered;
use feed::SourceError;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Client, Response, StatusCode, redirect};
use std::sync::Mutex;
use std::time::Duration;
use url::{Host, Url};

/// The file that changes; everything else is immutable.
const TIMESTAMP_PATH: &str = "metadata/timestamp.json";
/// Redirects followed on the same host.
const REDIRECTS_MAX: usize = 3;
/// A transfer may take this long, plus a second for each [`SLOWEST_BYTES_PER_S`].
const TRANSFER_S: u64 = 30;
/// Slowest line that is waited for.
const SLOWEST_BYTES_PER_S: u64 = 1_024;
/// Longest ETag that is kept, bytes.
const ETAG_BYTES_MAX: usize = 200;

/// How long to wait for a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Until a connection is given up.
    pub connect: Duration,
    /// Without a byte until a transfer is given up.
    pub stall: Duration,
}

/// A feed on a web server.
#[derive(Debug)]
pub struct Web {
    base: Url,
    client: Client,
    traffic: Traffic,
    remembered: Option<Remembered>,
    to_remember: Mutex<Option<Remembered>>,
}

impl Web {
    pub(super) fn new(base: &Url, limits: Limits, remembered: Option<Remembered>) -> Outcome<Web> {
        // An error means that it is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("identity"),
        );
        let mut builder = Client::builder()
            .default_headers(headers)
            .user_agent(concat!("sync-agent/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(limits.connect)
            .read_timeout(limits.stall)
            .referer(false)
            .redirect(redirect::Policy::custom(same_place_only));
        if base.scheme() == "http" {
            // A terminal without any certificate authority can still read an http feed: its signatures are its own.
            builder = builder.tls_certs_only([]);
        }
        if is_loopback(base) {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|e| Failure::new(Exit::Unexpected, e).context("set up the web client"))?;
        Ok(Web {
            base: base.clone(),
            client,
            traffic: Traffic::default(),
            remembered: remembered.filter(|r| r.url == base.as_str()),
            to_remember: Mutex::new(None),
        })
    }

    pub(super) fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    pub(super) fn to_remember(&self) -> Option<Remembered> {
        self.to_remember.lock().expect("no holder panics").clone()
    }

    /// A whole file, at most `max` bytes; `None` if the server says that there is none.
    pub(super) async fn fetch(&self, path: &str, max: u64) -> Result<Option<Vec<u8>>, SourceError> {
        let condition = self.remembered.as_ref().filter(|_| path == TIMESTAMP_PATH);
        let mut headers = HeaderMap::new();
        if let Some(etag) = condition.and_then(|r| HeaderValue::from_str(&r.etag).ok()) {
            headers.insert(header::IF_NONE_MATCH, etag);
        }
        let Some(mut response) = self.ask(path, headers).await? else {
            return Ok(None);
        };
        if let (StatusCode::NOT_MODIFIED, Some(known)) = (response.status(), condition) {
            return Ok(Some(known.body.clone().into_bytes()));
        }
        if response.status() != StatusCode::OK {
            return Err(SourceError::unreachable(
                path,
                format!("the server answers {}", response.status()),
            ));
        }
        if response.content_length().is_some_and(|length| length > max) {
            return Err(SourceError::TooLarge {
                path: path.to_owned(),
                max,
            });
        }
        let mut bytes = Vec::new();
        let read = async {
            while let Some(chunk) = self.chunk(&mut response, path).await? {
                if bytes.len() as u64 + chunk.len() as u64 > max {
                    return Err(SourceError::TooLarge {
                        path: path.to_owned(),
                        max,
                    });
                }
                bytes.extend_from_slice(&chunk);
            }
            Ok(())
        };
        within(path, max, read).await?;
        if path == TIMESTAMP_PATH {
            self.note(&response, &bytes);
        }
        Ok(Some(bytes))
    }

    /// Sends a request; `None` if there is no such file. Anything that is not an answer of the feed is an error.
    pub(super) async fn ask(
        &self,
        path: &str,
        headers: HeaderMap,
    ) -> Result<Option<Response>, SourceError> {
        let fail = |cause: String| Err(SourceError::unreachable(path, cause));
        let Some(url) = self
            .base
            .join(path)
            .ok()
            .filter(|u| u.as_str().starts_with(self.base.as_str()))
        else {
            return fail("the path leaves the feed".into());
        };
        self.traffic.asked();
        let response = self
            .client
            .get(url)
            .headers(headers)
            .send()
            .await
            .map_err(|e| SourceError::unreachable(path, e.without_url()))?;
        let status = response.status();
        let header = |name| {
            response
                .headers()
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or("")
        };
        if matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
            return Ok(None);
        }
        // Object stores say "forbidden" for what is not there; a root that is not there is the normal case.
        if status == StatusCode::FORBIDDEN && path.ends_with(".root.json") {
            return Ok(None);
        }
        if status.is_success() && header(header::CONTENT_TYPE).starts_with("text/html") {
            return fail(
                "a web page answered instead of the feed; perhaps the network wants a login".into(),
            );
        }
        if !matches!(header(header::CONTENT_ENCODING), "" | "identity") {
            return fail("the server compresses what was asked for uncompressed".into());
        }
        Ok(Some(response))
    }

    pub(super) async fn chunk(
        &self,
        response: &mut Response,
        path: &str,
    ) -> Result<Option<impl AsRef<[u8]> + std::ops::Deref<Target = [u8]> + use<>>, SourceError>
    {
        let chunk = response
            .chunk()
            .await
            .map_err(|e| SourceError::unreachable(path, e.without_url()))?;
        self.traffic.received(chunk.as_ref().map_or(0, |c| c.len()));
        Ok(chunk)
    }

    fn note(&self, response: &Response, bytes: &[u8]) {
        let etag = etag(response);
        if let (Some(etag), Ok(body)) = (etag, String::from_utf8(bytes.to_vec())) {
            let answer = Remembered {
                url: self.base.to_string(),
                etag,
                body,
            };
            *self.to_remember.lock().expect("no holder panics") = Some(answer);
        }
    }
}

/// The ETag of an answer, if it is one that can be kept.
pub(super) fn etag(response: &Response) -> Option<String> {
    let etag = response.headers().get(header::ETAG)?.to_str().ok()?;
    (etag.len() <= ETAG_BYTES_MAX).then(|| etag.to_owned())
}

/// Stops a transfer that trickles, however steadily.
pub(super) async fn within<T>(
    path: &str,
    bytes: u64,
    work: impl Future<Output = Result<T, SourceError>>,
) -> Result<T, SourceError> {
    let limit_s = TRANSFER_S + bytes / SLOWEST_BYTES_PER_S;
    match tokio::time::timeout(Duration::from_secs(limit_s), work).await {
        Ok(result) => result,
        Err(_) => Err(SourceError::unreachable(
            path,
            format!("not complete after {limit_s} s"),
        )),
    }
}

fn same_place_only(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let origin = attempt.previous().first().map(Url::origin);
    if origin != Some(attempt.url().origin()) {
        let to = attempt.url().host_str().unwrap_or("?").to_owned();
        return attempt.error(format!(
            "the server leads to another place ({to}); if the feed has moved, change [sync] feed"
        ));
    }
    if attempt.previous().len() > REDIRECTS_MAX {
        return attempt.error("the server leads in circles");
    }
    attempt.follow()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
#[path = "web_tests.rs"]
mod tests;
