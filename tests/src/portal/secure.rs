//! TLS as sites of offices have it: an authority of their own, a chain without its middle, a box that hangs up when TLS 1.3 is offered. Owns
//! certificates made for one run; nothing here is a secret.

use axum::serve::Listener;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto, version};
use tokio_rustls::server::TlsStream;

/// How a site's TLS is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// Only its own certificate is sent, not the one that signed it.
    pub incomplete: bool,
    /// TLS 1.2 alone, and whoever offers 1.3 is cut off.
    pub old: bool,
    /// Its certificate names another host.
    pub misnamed: bool,
}

/// A site's identity, and who stands behind it.
pub struct Identity {
    /// The authority at the top, as PEM.
    pub root: String,
    /// Who signed the site's certificate, as PEM.
    pub middle: String,
    config: Arc<ServerConfig>,
    old: bool,
}

fn authority(name: &str) -> CertificateParams {
    let mut wanted = CertificateParams::default();
    wanted.distinguished_name.push(DnType::CommonName, name);
    wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    wanted.not_before = rcgen::date_time_ymd(2020, 1, 1);
    wanted.not_after = rcgen::date_time_ymd(2070, 1, 1);
    wanted
}

impl Identity {
    /// Made anew, for 127.0.0.1.
    pub fn make(manner: Manner) -> Result<Identity, Box<dyn std::error::Error>> {
        let root = CertifiedIssuer::self_signed(authority("示例根"), KeyPair::generate()?)?;
        let middle =
            CertifiedIssuer::signed_by(authority("示例中级"), KeyPair::generate()?, &root)?;
        let name = match manner.misnamed {
            true => "www.example.invalid",
            false => "127.0.0.1",
        };
        let mut wanted = CertificateParams::new([name.to_owned()])?;
        wanted.not_before = rcgen::date_time_ymd(2020, 1, 1);
        wanted.not_after = rcgen::date_time_ymd(2070, 1, 1);
        let key = KeyPair::generate()?;
        let own = wanted.signed_by(&key, &middle)?;
        let mut chain: Vec<CertificateDer<'static>> = vec![own.der().clone()];
        if !manner.incomplete {
            chain.push(middle.der().clone());
        }
        let versions = match manner.old {
            true => vec![&version::TLS12],
            false => vec![&version::TLS12, &version::TLS13],
        };
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config =
            ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
                .with_protocol_versions(&versions)?
                .with_no_client_auth()
                .with_single_cert(chain, key)?;
        Ok(Identity {
            root: root.pem(),
            middle: middle.pem(),
            config: Arc::new(config),
            old: manner.old,
        })
    }

    /// Takes connections of `listener` under this identity.
    pub(super) fn over(&self, listener: TcpListener) -> Secure {
        Secure {
            listener,
            acceptor: TlsAcceptor::from(self.config.clone()),
            old: self.old,
        }
    }
}

/// A door that speaks TLS.
pub(super) struct Secure {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    old: bool,
}

/// Whether a client's first words offer TLS 1.3: the extension that lists versions names it.
async fn offers_new(stream: &TcpStream) -> bool {
    const HELLO_BYTES_MAX: usize = 4096;
    const SUPPORTED_VERSIONS: [u8; 2] = [0, 43];
    const TLS_13: [u8; 2] = [3, 4];
    let mut hello = vec![0; HELLO_BYTES_MAX];
    let Ok(read) = stream.peek(&mut hello).await else {
        return false;
    };
    // The extension may be the last, with nothing behind it: clients put theirs in any order.
    let hello = &hello[..read];
    (0..read).any(|at| {
        let versions = hello.get(at + 5..(at + 11).min(read));
        hello[at..].starts_with(&SUPPORTED_VERSIONS)
            && versions.is_some_and(|some| some.windows(2).any(|pair| pair == TLS_13))
    })
}

impl Listener for Secure {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, from)) = self.listener.accept().await else {
                continue;
            };
            if self.old && offers_new(&stream).await {
                continue;
            }
            // A client that does not believe us goes away here.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, from);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
