//! What https is judged by: certificate authorities of the system and of the house, and a time that is not before what a publisher has
//! signed: a terminal whose clock begins in 1970 must reach its feed to learn better. Owns saying that the clock is the trouble.

use super::way::Way;
use crate::clock::{Clock, not_before};
use crate::failure::{Exit, Failure, Outcome};
use jiff::Timestamp;
use rustls::client::ClientConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, DEFAULT_VERSIONS};
use rustls_platform_verifier::Verifier;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Certificates in [sync] ca.
const AUTHORITIES_MAX: usize = 100;

/// A clock that never shows a time before the last signed one.
#[derive(Debug)]
struct Floored {
    clock: Clock,
    floor: Option<Timestamp>,
}

impl TimeProvider for Floored {
    fn current_time(&self) -> Option<UnixTime> {
        let now = not_before(self.clock.now(), self.floor).as_second();
        let since = u64::try_from(now).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(since)))
    }
}

/// What a client is set up with.
pub(super) fn config(way: &Way) -> Outcome<ClientConfig> {
    let broken = |e: rustls::Error| {
        Failure::new(Exit::BadConfig, e)
            .context("read the certificate authorities")
            .advise("install ca-certificates, or name the house's own in [sync] ca")
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let own = match &way.ca {
        Some(path) => authorities(path)?,
        None => Vec::new(),
    };
    let verifier = Verifier::new_with_extra_roots(own, provider.clone()).map_err(broken)?;
    let time = Floored {
        clock: way.clock,
        floor: way.floor,
    };
    let mut config = ClientConfig::builder_with_details(provider, Arc::new(time))
        .with_protocol_versions(DEFAULT_VERSIONS)
        .map_err(broken)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn authorities(path: &Path) -> Outcome<Vec<CertificateDer<'static>>> {
    let wrong = |what: String| {
        Failure::words(
            Exit::BadConfig,
            format!("read [sync] ca {}: {what}", path.display()),
        )
    };
    let found: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(path)
        .map_err(|e| wrong(e.to_string()))?
        .take(AUTHORITIES_MAX)
        .collect::<Result<_, _>>()
        .map_err(|e| wrong(e.to_string()))?;
    match found.is_empty() {
        true => Err(wrong("no certificate stands in it".into())),
        false => Ok(found),
    }
}

/// Whether a certificate was refused for its dates.
pub(super) fn is_about_time(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(e) = cause {
        if let Some(rustls::Error::InvalidCertificate(kind)) = e.downcast_ref::<rustls::Error>() {
            return matches!(
                kind,
                CertificateError::Expired
                    | CertificateError::NotValidYet
                    | CertificateError::ExpiredContext { .. }
                    | CertificateError::NotValidYetContext { .. }
            );
        }
        // An io::Error names the cause of what it holds, not what it holds.
        let held = e
            .downcast_ref::<std::io::Error>()
            .and_then(|io| io.get_ref())
            .map(|held| held as &(dyn Error + 'static));
        cause = held.or_else(|| e.source());
    }
    false
}
