//! Whether an inbox has a batch. Pure. A status of 2xx alone is no proof: the login page of a network says it too. Proofs are a
//! digest of the bytes in the answer to PUT (RFC 9530, S3's checksum, an ETag that is the MD5), or the right length in the answer to HEAD.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap};
use sha2::Sha256;

/// What an answer proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// The inbox has these bytes.
    Shown,
    /// It says that it has other bytes.
    Wrong(String),
    /// It says nothing of what it has.
    Silent,
}

/// What the answer to PUT proves.
pub(super) fn told(headers: &HeaderMap, bytes: &[u8]) -> Proof {
    let sha256 = STANDARD.encode(Sha256::digest(bytes));
    for name in [
        "repr-digest",
        "content-digest",
        "digest",
        "x-amz-checksum-sha256",
    ] {
        let Some(said) = text(headers, name).and_then(|text| sha256_in(name, text)) else {
            continue;
        };
        return match said == sha256 {
            true => Proof::Shown,
            false => Proof::Wrong("the inbox tells the digest of other bytes".into()),
        };
    }
    // Only some stores make it the MD5; another one proves nothing either way.
    match md5_in(headers) {
        Some(md5) if md5 == hex::encode(Md5::digest(bytes)) => Proof::Shown,
        _ => Proof::Silent,
    }
}

/// Whether the answer to HEAD is about these bytes.
pub(super) fn held(headers: &HeaderMap, bytes: &[u8]) -> Result<(), String> {
    match told(headers, bytes) {
        Proof::Shown => return Ok(()),
        Proof::Wrong(what) => return Err(what),
        Proof::Silent => {}
    }
    let kind = text(headers, CONTENT_TYPE.as_str()).unwrap_or("");
    if kind.to_ascii_lowercase().contains("html") {
        return Err(
            "a web page answered instead of the inbox; perhaps the network wants a login".into(),
        );
    }
    let length = text(headers, CONTENT_LENGTH.as_str()).and_then(|text| text.parse::<u64>().ok());
    match length {
        Some(length) if length == bytes.len() as u64 => Ok(()),
        Some(length) => Err(format!(
            "it was taken, but {length} bytes are there instead of {}",
            bytes.len()
        )),
        None => Err("it was taken, but the inbox does not show that it has it".into()),
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// `sha-256=:base64:` (RFC 9530), `SHA-256=base64` (RFC 3230), or bare.
fn sha256_in(name: &str, text: &str) -> Option<String> {
    if name == "x-amz-checksum-sha256" {
        return Some(text.trim().to_owned());
    }
    text.split(',').find_map(|part| {
        let (algorithm, value) = part.trim().split_once('=')?;
        let is_ours = algorithm.eq_ignore_ascii_case("sha-256");
        is_ours.then(|| value.trim_matches(':').to_owned())
    })
}

fn md5_in(headers: &HeaderMap) -> Option<String> {
    let etag = text(headers, ETAG.as_str())?.trim();
    let bare = etag.strip_prefix('"')?.strip_suffix('"')?;
    let is_md5 = bare.len() == 32 && bare.bytes().all(|b| b.is_ascii_hexdigit());
    is_md5.then(|| bare.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        list.iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_digest_of_the_bytes_is_a_proof_and_one_of_others_is_not() {
        // SHA-256 and MD5 of "abc" (FIPS 180-2, RFC 1321).
        let sha256 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        let md5 = "\"900150983cd24fb0d6963f7d28e17f72\"";
        for (name, value) in [
            ("repr-digest", format!("sha-256=:{sha256}:")),
            ("content-digest", format!("md5=:x:, SHA-256=:{sha256}:")),
            ("digest", format!("SHA-256={sha256}")),
            ("x-amz-checksum-sha256", sha256.to_owned()),
            ("etag", md5.to_owned()),
        ] {
            let headers = headers(&[(name, &value)]);
            assert_eq!(told(&headers, b"abc"), Proof::Shown, "{name}");
            assert_ne!(told(&headers, b"abd"), Proof::Shown, "{name}");
        }
        let other = headers(&[("content-digest", "sha-256=:AAAA:")]);
        assert!(matches!(told(&other, b"abc"), Proof::Wrong(_)));
    }

    #[test]
    fn yes_alone_proves_nothing() {
        for list in [
            &[][..],
            &[("etag", "\"5f-62\"")],
            &[("etag", "W/\"900150983cd24fb0d6963f7d28e17f72\"")],
            &[("etag", "\"00000000000000000000000000000000\"")],
        ] {
            assert_eq!(told(&headers(list), b"abc"), Proof::Silent, "{list:?}");
        }
    }

    #[test]
    fn asked_for_it_an_inbox_shows_the_length_and_a_login_page_shows_its_own() {
        let held = |list: &[(&'static str, &str)]| held(&headers(list), b"abc");
        assert!(held(&[("content-length", "3")]).is_ok());
        assert!(held(&[("content-length", "812")]).is_err());
        assert!(held(&[]).is_err());
        let page = held(&[("content-length", "3"), ("content-type", "Text/HTML")]);
        assert!(page.unwrap_err().contains("login"));
    }
}
