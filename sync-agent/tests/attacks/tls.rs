//! https on a terminal whose clock is wrong: what is judged is max(clock, floor), and when it fails for the clock, it says so.

use crate::Line;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use ed25519_dalek::{Signer, SigningKey};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One element of DER (X.690): a tag, a length, a content.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match content.len() {
        short @ 0..128 => out.push(short as u8),
        middle @ 128..256 => out.extend([0x81, middle as u8]),
        long => out.extend([0x82, (long >> 8) as u8, long as u8]),
    }
    out.extend(content);
    out
}

const SEQUENCE: u8 = 0x30;
/// The object identifier of Ed25519, 1.3.101.112, in DER (RFC 8410).
const ED25519: [u8; 5] = [0x06, 0x03, 0x2b, 0x65, 0x70];

/// `CN=name`.
fn name(text: &str) -> Vec<u8> {
    let cn = der(
        SEQUENCE,
        &[
            &[0x06, 0x03, 0x55, 0x04, 0x03],
            &der(0x0c, &[text.as_bytes()]),
        ],
    );
    der(SEQUENCE, &[&der(0x31, &[&cn])])
}

/// A certificate (RFC 5280) of `key`, made by `authority`, good from October 2026 to 2036.
fn certificate(subject: &str, key: &SigningKey, authority: &SigningKey, is_ca: bool) -> Vec<u8> {
    let extension = |oid: &[u8], critical: bool, value: &[u8]| {
        let flag: &[u8] = if critical { &[0x01, 0x01, 0xff] } else { &[] };
        der(SEQUENCE, &[&der(0x06, &[oid]), flag, &der(0x04, &[value])])
    };
    let constraints = match is_ca {
        true => der(SEQUENCE, &[&[0x01, 0x01, 0xff]]),
        false => der(SEQUENCE, &[]),
    };
    // subjectAltName: the address 127.0.0.1.
    let names = der(SEQUENCE, &[&der(0x87, &[&[127, 0, 0, 1]])]);
    let extensions = der(
        SEQUENCE,
        &[
            &extension(&[0x55, 0x1d, 0x13], true, &constraints),
            &extension(&[0x55, 0x1d, 0x11], false, &names),
        ],
    );
    let algorithm = der(SEQUENCE, &[&ED25519]);
    let bits = |bytes: &[u8]| der(0x03, &[&[0], bytes]);
    let public = key.verifying_key().to_bytes();
    let body = der(
        SEQUENCE,
        &[
            &der(0xa0, &[&[0x02, 0x01, 0x02]]),
            &[0x02, 0x01, if is_ca { 1 } else { 2 }],
            &algorithm,
            &name("authority"),
            &der(
                SEQUENCE,
                &[
                    &der(0x17, &[b"261001000000Z"]),
                    &der(0x17, &[b"361001000000Z"]),
                ],
            ),
            &name(subject),
            &der(SEQUENCE, &[&algorithm, &bits(&public)]),
            &der(0xa3, &[&extensions]),
        ],
    );
    let signature = authority.sign(&body).to_bytes();
    der(SEQUENCE, &[&body, &algorithm, &bits(&signature)])
}

fn pem(certificate: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// Serves the folder over https; tells the address and the file of its authority.
fn serve(feed: &Path, dir: &Path) -> (String, PathBuf) {
    let (authority, key) = (
        SigningKey::from_bytes(&[41; 32]),
        SigningKey::from_bytes(&[42; 32]),
    );
    let ca = dir.join("ca.pem");
    std::fs::write(
        &ca,
        pem(&certificate("authority", &authority, &authority, true)),
    )
    .unwrap();
    let chain = vec![CertificateDer::from(certificate(
        "feed", &key, &authority, false,
    ))];
    let private = key.to_pkcs8_der().unwrap().as_bytes().to_vec();
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(private));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let feed = feed.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, feed) = (config.clone(), feed.clone());
            std::thread::spawn(move || {
                let connection = ServerConnection::new(config).unwrap();
                answer(StreamOwned::new(connection, stream), &feed);
            });
        }
    });
    (format!("https://127.0.0.1:{port}/"), ca)
}

fn answer(stream: StreamOwned<ServerConnection, std::net::TcpStream>, feed: &Path) {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    if reader.read_line(&mut first).is_err() {
        return;
    }
    let mut line = String::from("x");
    while !line.trim_end().is_empty() {
        line.clear();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
    }
    let path = first
        .split(' ')
        .nth(1)
        .unwrap_or("/")
        .trim_start_matches('/');
    let stream = reader.get_mut();
    let (status, body) = match std::fs::read(feed.join(path)) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
    stream.conn.send_close_notify();
    let _ = stream.flush();
}

#[test]
fn https_works_with_a_clock_in_1970_and_names_the_clock_when_it_is_the_trouble() {
    let line = Line::empty();
    let (url, ca) = serve(line.office.dir(), line.dir.path());
    let own = format!("ca = \"{}\"", ca.display());
    // Nobody vouches for it.
    line.terminal.configure(&url, "", "");
    let right = ["once", "--now", "2026-11-22T03:00:00Z"];
    let said = line.terminal.run(&right);
    assert!(
        matches!(said.code, Some(2 | 3)),
        "{:?} {}",
        said.code,
        said.err
    );
    // The house does.
    line.terminal.configure(&url, &own, "");
    let late = line
        .terminal
        .run(&["once", "--now", "2040-01-01T00:00:00Z"]);
    assert_eq!(late.code, Some(3), "{}", late.err);
    assert!(late.err.contains("check its clock"), "{}", late.err);
    line.terminal.ok(&["once", "--now", "1970-01-01T00:00:09Z"]);
    assert_eq!(line.terminal.contents(), line.clean());
    line.terminal.ok(&right);
}

#[test]
fn an_authority_that_is_none_is_a_wrong_setting() {
    let line = Line::empty();
    let file = line.dir.path().join("ca.pem");
    std::fs::write(&file, "no certificate").unwrap();
    let own = format!("ca = \"{}\"", file.display());
    line.terminal.configure("https://127.0.0.1:9/", &own, "");
    let said = line.terminal.run(&["once"]);
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.contains("[sync] ca"), "{}", said.err);
}
