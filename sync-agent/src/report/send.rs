//! One batch on its way to an inbox behind http or https. Owns the addresses and what is sent along; whether the inbox has it is
//! `arrived`'s judgement. Names no address with its query: that may hold a key.

use super::arrived::{self, Proof};
use crate::failure::{Exit, Failure, Outcome, io_failure};
use crate::pull::fetch::{self, Way};
use batch::Sealed;
use config::Inbox;
use reqwest::{Client, RequestBuilder, header};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;
use url::Url;

/// Bytes of a file with a header or with addresses.
const SMALL_FILE_BYTES_MAX: u64 = 1024 * 1024;
/// Slowest line that is waited for.
const SLOWEST_BYTES_PER_S: u64 = 1_024;

/// Where a batch goes, and where one asks whether it is there.
pub(super) struct Addresses {
    put: Url,
    head: Url,
}

/// The addresses of this batch in an inbox that is no folder of this machine.
pub(super) fn addresses(inbox: &Inbox, name: &str, number: u64) -> Outcome<Addresses> {
    match inbox {
        Inbox::Folder(url) => Ok(below(url, name)),
        Inbox::Presigned(file) => presigned(file, number),
    }
}

/// The addresses of the status; `None` where pre-signed ones are used and none is for it.
pub(super) fn addresses_of_status(inbox: &Inbox, name: &str) -> Outcome<Option<Addresses>> {
    match inbox {
        Inbox::Folder(url) => Ok(Some(below(url, name))),
        Inbox::Presigned(file) => {
            let text = small_file(file)?;
            let line = text.lines().find_map(for_status);
            line.map(|line| pair(line, "the status", file)).transpose()
        }
    }
}

fn below(folder: &Url, name: &str) -> Addresses {
    let mut url = folder.clone();
    url.set_path(&format!("{}{name}", folder.path()));
    Addresses {
        head: url.clone(),
        put: url,
    }
}

/// What stands behind the word that keeps a line for the status.
fn for_status(line: &str) -> Option<&str> {
    line.trim().strip_prefix("status ")
}

/// Sends the batch and asks for the proof that it is there.
pub(super) async fn put(
    sealed: &Sealed,
    to: &Addresses,
    authorization: Option<&Path>,
    way: &Way,
) -> Outcome<()> {
    let authorization = authorization
        .map(|file| secret(file, &[&to.put, &to.head]))
        .transpose()?;
    let client = fetch::client(&to.put, way)?;
    let name = &sealed.name;
    let shown = format!("{}{}", to.put.host_str().unwrap_or(""), to.put.path());
    let failed = |cause: String| {
        Failure::words(
            Exit::Unreachable,
            format!("send {name} to {shown}: {cause}"),
        )
        .advise("check [upload]; the batch waits and is sent again")
    };
    let limit =
        way.limits.transfer + Duration::from_secs(sealed.bytes.len() as u64 / SLOWEST_BYTES_PER_S);
    let with_secret = |request: RequestBuilder| match &authorization {
        Some(value) => request.header(header::AUTHORIZATION, value.clone()),
        None => request,
    };
    let request = with_secret(client.put(to.put.clone()))
        .timeout(limit)
        .header(header::CONTENT_TYPE, kind_of(name))
        .body(sealed.bytes.clone());
    let response = request
        .send()
        .await
        .map_err(|e| failed(format!("{:#}", anyhow::Error::from(e.without_url()))))?;
    if !response.status().is_success() {
        return Err(failed(format!("the inbox answers {}", response.status())));
    }
    match arrived::told(response.headers(), &sealed.bytes) {
        Proof::Shown => Ok(()),
        Proof::Wrong(what) => Err(failed(what)),
        Proof::Silent => ask(&client, to, &sealed.bytes, with_secret, limit)
            .await
            .map_err(failed),
    }
}

fn kind_of(name: &str) -> &'static str {
    match name.ends_with(batch::STATUS_SUFFIX) {
        true => "application/x-ndjson",
        false => "application/zstd",
    }
}

/// Asks an inbox that only said "yes" what it holds.
async fn ask(
    client: &Client,
    to: &Addresses,
    bytes: &[u8],
    with_secret: impl Fn(RequestBuilder) -> RequestBuilder,
    limit: Duration,
) -> Result<(), String> {
    let response = with_secret(client.head(to.head.clone()))
        .timeout(limit)
        .send()
        .await
        .map_err(|e| format!("{:#}", anyhow::Error::from(e.without_url())))?;
    if !response.status().is_success() {
        return Err(format!(
            "it was taken, but asked for it the inbox answers {}",
            response.status()
        ));
    }
    arrived::held(response.headers(), bytes)
}

/// The value of the Authorization header; only for addresses where nobody else can read it.
fn secret(file: &Path, to: &[&Url]) -> Outcome<header::HeaderValue> {
    if to
        .iter()
        .any(|url| url.scheme() != "https" && !config::is_loopback(url))
    {
        return Err(Failure::words(
            Exit::BadConfig,
            format!(
                "send {}: everybody on the way could read it",
                file.display()
            ),
        )
        .advise("use https:// for the inbox"));
    }
    let line = small_file(file)?;
    let mut value = header::HeaderValue::from_str(line.trim()).map_err(|_| {
        Failure::words(
            Exit::BadConfig,
            format!("send {}: it is no header", file.display()),
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn small_file(path: &Path) -> Outcome<String> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(SMALL_FILE_BYTES_MAX).read_to_string(&mut text))
        .map_err(|e| {
            let mut failure = io_failure(e, "read", path);
            failure.exit = Exit::BadConfig;
            failure
        })?;
    Ok(text)
}

/// The addresses for this batch: each line of the file serves one, with the address for PUT and, where the store tells no digest
/// when it takes a file, a second one for HEAD.
fn presigned(file: &Path, batch: u64) -> Outcome<Addresses> {
    let text = small_file(file)?;
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && for_status(line).is_none());
    let index = usize::try_from(batch.saturating_sub(1)).unwrap_or(usize::MAX);
    let line = lines.nth(index).ok_or_else(|| {
        Failure::words(
            Exit::BadConfig,
            format!(
                "send batch {batch}: {} has no address left for it",
                file.display()
            ),
        )
        .advise("add pre-signed addresses, one a line, behind those that are there")
    })?;
    pair(line, &format!("batch {batch}"), file)
}

/// The one or two addresses of a line.
fn pair(line: &str, what: &str, file: &Path) -> Outcome<Addresses> {
    let read: Vec<Option<Url>> = line
        .split_whitespace()
        .map(|word| {
            Url::parse(word)
                .ok()
                .filter(|url| matches!(url.scheme(), "http" | "https"))
        })
        .collect();
    match &read[..] {
        [Some(put)] => Ok(Addresses {
            put: put.clone(),
            head: put.clone(),
        }),
        [Some(put), Some(head)] => Ok(Addresses {
            put: put.clone(),
            head: head.clone(),
        }),
        _ => Err(Failure::words(
            Exit::BadConfig,
            format!(
                "read the line for {what} in {} as addresses",
                file.display()
            ),
        )),
    }
}
