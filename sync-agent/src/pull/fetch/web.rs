//! A feed behind http or https. Owns requests and what counts as an answer of the feed: a login page of the network,
//! a redirect to elsewhere or a compressed body is none. Refuses bodies beyond their cap before they are held.

use super::tls;
use super::traffic::Traffic;
use super::way::Way;
use crate::clock::{Clock, not_before};
use crate::failure::{Exit, Failure, Outcome};
use crate::trust::Remembered;
use config::Proxy;
use feed::SourceError;
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Client, Response, StatusCode, redirect};
use std::sync::Mutex;
use std::time::Duration;
use url::Url;

/// The file that changes; everything else is immutable.
const TIMESTAMP_PATH: &str = "metadata/timestamp.json";
/// Redirects followed on the same host.
const REDIRECTS_MAX: usize = 3;
/// Slowest line that is waited for.
const SLOWEST_BYTES_PER_S: u64 = 1_024;
/// Longest time a server may ask to be left alone; a wrong answer must not silence a terminal for good.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 3_600);
/// Longest ETag that is kept, bytes.
const ETAG_BYTES_MAX: usize = 200;

/// A feed on a web server.
#[derive(Debug)]
pub struct Web {
    base: Url,
    client: Client,
    traffic: Traffic,
    remembered: Option<Remembered>,
    to_remember: Mutex<Option<Remembered>>,
    /// What the server asked to be left alone for, and its own clock when it said so.
    retry_after: Mutex<Option<Duration>>,
    transfer: Duration,
    clock: Clock,
    floor: Option<Timestamp>,
}

impl Web {
    pub(super) fn new(base: &Url, way: &Way, remembered: Option<Remembered>) -> Outcome<Web> {
        let client = client(base, way)?;
        Ok(Web {
            base: base.clone(),
            client,
            traffic: Traffic::default(),
            remembered: remembered.filter(|r| r.url == base.as_str()),
            to_remember: Mutex::new(None),
            retry_after: Mutex::new(None),
            transfer: way.limits.transfer,
            clock: way.clock,
            floor: way.floor,
        })
    }

    /// How long the server asked to be left alone, if it did.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        *self.retry_after.lock().expect("no holder panics")
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
        let is_page = is_page(&response);
        if is_page && response.content_length().is_some_and(|length| length > max) {
            return Err(page(path));
        }
        if response.content_length().is_some_and(|length| length > max) {
            return Err(SourceError::TooLarge {
                path: path.to_owned(),
                max,
            });
        }
        let expected = response.content_length().unwrap_or(max);
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
        self.within(path, expected, read).await?;
        // A server that calls everything a page may still send the file: what it is, its first byte says.
        if is_page && bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
            return Err(page(path));
        }
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
            .map_err(|e| self.unreachable(path, e.without_url()))?;
        let status = response.status();
        if let Some(wait) = retry_after(&response) {
            *self.retry_after.lock().expect("no holder panics") = Some(wait);
        }
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
        if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            return fail(
                "the server answers 407: the proxy wants a name and a password, which is not supported; ask for a way without"
                    .into(),
            );
        }
        if !matches!(header(header::CONTENT_ENCODING), "" | "identity") {
            return fail("the server compresses what was asked for uncompressed".into());
        }
        Ok(Some(response))
    }

    /// A request that failed, with the clock named if that is the trouble.
    fn unreachable(&self, path: &str, error: reqwest::Error) -> SourceError {
        if !tls::is_about_time(&error) {
            return SourceError::unreachable(path, error);
        }
        let now = not_before(self.clock.now(), self.floor);
        SourceError::unreachable(
            path,
            format!(
                "the server's certificate is not valid at {now}, which this terminal takes for the time: check its clock, then the certificate"
            ),
        )
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

    /// How long a transfer of so many bytes may take.
    pub(super) fn limit(&self, bytes: u64) -> Duration {
        self.transfer + Duration::from_secs(bytes / SLOWEST_BYTES_PER_S)
    }

    /// Stops a transfer that trickles, however steadily.
    pub(super) async fn within<T>(
        &self,
        path: &str,
        bytes: u64,
        work: impl Future<Output = Result<T, SourceError>>,
    ) -> Result<T, SourceError> {
        let limit = self.limit(bytes);
        match tokio::time::timeout(limit, work).await {
            Ok(result) => result,
            Err(_) => Err(SourceError::unreachable(
                path,
                format!("not complete after {} s", limit.as_secs()),
            )),
        }
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

/// Whether an answer calls itself a web page, in whatever letters.
pub(super) fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.map_or(&b""[..], |kind| kind.as_bytes());
    kind.len() >= 9 && kind[..9].eq_ignore_ascii_case(b"text/html")
}

/// A web page stands where a file of the feed should.
pub(super) fn page(path: &str) -> SourceError {
    SourceError::unreachable(
        path,
        "a web page answered instead of the feed; perhaps the network wants a login, or the web server has a page for every file that it \
         does not have (try_files … /index.html)",
    )
}

/// A client that is led nowhere else, and compresses nothing.
pub(crate) fn client(base: &Url, way: &Way) -> Outcome<Client> {
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
        .connect_timeout(way.limits.connect)
        .read_timeout(way.limits.stall)
        .referer(false)
        .redirect(redirect::Policy::custom(same_place_only));
    let is_plain = base.scheme() == "http"
        && !matches!(&way.proxy, Proxy::Through(url) if url.scheme() == "https");
    builder = match is_plain {
        // A terminal without any certificate authority can still read an http feed: its signatures are its own.
        true => builder.tls_certs_only([]),
        false => builder.tls_backend_preconfigured(tls::config(way)?),
    };
    let broken = |e| Failure::new(Exit::Unexpected, e).context("set up the web client");
    match &way.proxy {
        Proxy::Through(url) => {
            let proxy = reqwest::Proxy::all(url.clone()).map_err(broken)?;
            builder = builder.no_proxy().proxy(proxy);
        }
        Proxy::Direct => builder = builder.no_proxy(),
        Proxy::Environment if config::is_loopback(base) => builder = builder.no_proxy(),
        Proxy::Environment => {}
    }
    builder.build().map_err(broken)
}

/// How long a busy server wants to be left alone (RFC 9110 section 10.2.3): seconds, or a date, which counts from the
/// server's own clock where it tells it, for ours may be wrong.
fn retry_after(response: &Response) -> Option<Duration> {
    let busy = matches!(
        response.status(),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    );
    let text = |name| response.headers().get(name)?.to_str().ok();
    let asked = text(header::RETRY_AFTER).filter(|_| busy)?.trim();
    let wait = match asked.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = httpdate::parse_http_date(asked).ok()?;
            let from = text(header::DATE).and_then(|date| httpdate::parse_http_date(date).ok());
            until
                .duration_since(from.unwrap_or_else(std::time::SystemTime::now))
                .unwrap_or_default()
        }
    };
    Some(wait.min(RETRY_AFTER_MAX))
}

/// The ETag of an answer, if it is one that can be kept.
pub(super) fn etag(response: &Response) -> Option<String> {
    let etag = response.headers().get(header::ETAG)?.to_str().ok()?;
    (etag.len() <= ETAG_BYTES_MAX).then(|| etag.to_owned())
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

#[cfg(test)]
#[path = "web_tests.rs"]
mod tests;
