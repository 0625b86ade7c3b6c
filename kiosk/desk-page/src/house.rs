//! The other terminals of the house: TLS in which each side is known by its fingerprint and by nothing else, and the question that is put to them.
//! Reads only; trusts no answer further than its page shows it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum::body::Bytes;
use axum::http::{Request, header};
use config::Neighbour;
use http_body_util::{BodyExt, Empty, Limited};
use hyper_util::rt::TokioIo;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    ClientConfig, DigitallySignedStruct, DistinguishedName, Error, ServerConfig, ServerConnection,
    SignatureScheme,
};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::identity::{Identity, fingerprint};

/// A neighbour is in the same house: what it has not said by then it does not say.
const PATIENCE: Duration = Duration::from_secs(4);

/// Fingerprint of a certificate whose key the other side holds; nothing more is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest(pub String);

/// Who shows a certificate in this conversation.
pub fn guest(connection: &ServerConnection) -> Option<Guest> {
    let shown = connection.peer_certificates()?.first()?;
    Some(Guest(fingerprint(shown)))
}

/// TLS as the page offers it. Browsers are asked for no certificate's name, and go on without one.
pub fn server(identity: &Identity) -> anyhow::Result<Arc<ServerConfig>> {
    let (certificate, key) = identity.parts();
    let anyone = Anyone {
        algorithms: algorithms(),
        authorities: vec![DistinguishedName::in_sequence(NOBODY)],
    };
    let mut tls = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])
        .context("set up TLS")?
        .with_client_cert_verifier(Arc::new(anyone))
        .with_single_cert(vec![certificate], key)
        .context("use the certificate")?;
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(tls))
}

/// TLS towards one terminal, known by its fingerprint.
pub fn client(identity: &Identity, pinned: &str) -> anyhow::Result<Arc<ClientConfig>> {
    let (certificate, key) = identity.parts();
    let only = Arc::new(Pinned {
        fingerprint: pinned.to_owned(),
        algorithms: algorithms(),
    });
    let tls = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])
        .context("set up TLS")?
        .dangerous()
        .with_custom_certificate_verifier(only)
        .with_client_auth_cert(vec![certificate], key)
        .context("use the certificate")?;
    Ok(Arc::new(tls))
}

/// Asks a neighbour for something that it tells its house, `/house/...`.
pub async fn ask(
    neighbour: &Neighbour,
    tls: Arc<ClientConfig>,
    path: &str,
    bytes_max: usize,
) -> anyhow::Result<Bytes> {
    timeout(PATIENCE, asked(neighbour, tls, path, bytes_max))
        .await
        .context("wait for an answer")?
}

async fn asked(
    neighbour: &Neighbour,
    tls: Arc<ClientConfig>,
    path: &str,
    bytes_max: usize,
) -> anyhow::Result<Bytes> {
    let host = neighbour.address.host_str().context("find its name")?;
    let port = neighbour
        .address
        .port_or_known_default()
        .context("find its port")?;
    let bare = host.trim_matches(['[', ']']);
    let stream = TcpStream::connect((bare, port)).await.context("reach it")?;
    // Which name is asked for is all the same: its fingerprint is looked at.
    let name = ServerName::try_from(bare.to_owned()).context("read its name")?;
    let stream = TlsConnector::from(tls)
        .connect(name, stream)
        .await
        .context("know it by its fingerprint")?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let request = Request::get(path)
        .header(header::HOST, format!("{host}:{port}"))
        .body(Empty::<Bytes>::new())?;
    let response = sender.send_request(request).await.context("ask it")?;
    if !response.status().is_success() {
        bail!("it answers {}", response.status().as_u16());
    }
    match Limited::new(response.into_body(), bytes_max)
        .collect()
        .await
    {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) => bail!("read its answer: {error}"),
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn algorithms() -> WebPkiSupportedAlgorithms {
    ring::default_provider().signature_verification_algorithms
}

/// Believes one certificate, whatever stands in it.
#[derive(Debug)]
struct Pinned {
    fingerprint: String,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match fingerprint(shown) == self.fingerprint {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(Error::General("another certificate".to_owned())),
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.3 only".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, shown, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Takes any certificate, or none: who holds the key of one is known by its fingerprint afterwards, and nothing is allowed for showing one.
#[derive(Debug)]
struct Anyone {
    algorithms: WebPkiSupportedAlgorithms,
    /// Nobody's: a browser whose user has certificates of other offices asks for none of these.
    authorities: Vec<DistinguishedName>,
}

/// `CN=reading-room-terminal`, DER.
const NOBODY: &[u8] = b"\x31\x1e\x30\x1c\x06\x03\x55\x04\x03\x0c\x15reading-room-terminal";

impl ClientCertVerifier for Anyone {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.authorities
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.3 only".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, shown, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
