//! Tests of `web` against servers that misbehave: raw sockets, so that every wrong byte can be sent.

use super::*;
use crate::pull::fetch::{Limits, Place};
use feed::Source;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

#[path = "part_tests.rs"]
mod part_tests;

/// Answers one connection after the other with what the script says.
struct Server {
    url: Url,
    requests: Arc<Mutex<Vec<String>>>,
}

type Answer = Box<dyn FnOnce(&mut TcpStream) + Send>;

fn say(head: &str, body: &[u8]) -> Answer {
    let mut bytes = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").into_bytes();
    bytes.extend_from_slice(body);
    Box::new(move |stream| drop(stream.write_all(&bytes)))
}

fn ok(body: &[u8]) -> Answer {
    say(&format!("200 OK\r\nContent-Length: {}", body.len()), body)
}

/// Holds the connection until the other side gives up.
fn silence() -> Answer {
    Box::new(|stream| drop(stream.read(&mut [0; 1])))
}

fn serve(script: Vec<Answer>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/feed/", listener.local_addr().unwrap())).unwrap();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = requests.clone();
    std::thread::spawn(move || {
        for answer in script {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                if stream.read(&mut byte).unwrap_or(0) == 0 {
                    break;
                }
                request.push(byte[0]);
            }
            seen.lock()
                .unwrap()
                .push(String::from_utf8_lossy(&request).to_lowercase());
            answer(&mut stream);
        }
    });
    Server { url, requests }
}

impl Server {
    fn place(&self) -> Place {
        self.place_that_remembers(None)
    }

    fn place_that_remembers(&self, remembered: Option<Remembered>) -> Place {
        Place::at(&self.url, &way(Duration::from_millis(300)), remembered).unwrap()
    }

    fn request(&self, index: usize) -> String {
        self.requests.lock().unwrap()[index].clone()
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

fn way(stall: Duration) -> Way {
    Way {
        limits: Limits {
            connect: Duration::from_secs(5),
            stall,
            transfer: Duration::from_secs(30),
        },
        proxy: Proxy::Environment,
        ca: None,
        clock: crate::clock::Clock(None),
        floor: None,
    }
}

fn words(error: SourceError) -> String {
    format!("{:#}", anyhow::Error::from(error))
}

async fn fetched(answer: Answer) -> Result<Option<Vec<u8>>, String> {
    let server = serve(vec![answer]);
    server
        .place()
        .fetch("metadata/timestamp.json", 100)
        .await
        .map_err(words)
}

#[tokio::test]
async fn a_file_is_asked_for_uncompressed_and_counted() {
    let server = serve(vec![ok(b"{}")]);
    let place = server.place();
    assert_eq!(
        place
            .fetch("metadata/timestamp.json", 9)
            .await
            .unwrap()
            .unwrap(),
        b"{}"
    );
    let request = server.request(0);
    assert!(
        request.starts_with("get /feed/metadata/timestamp.json http/1.1"),
        "{request}"
    );
    assert!(request.contains("accept-encoding: identity"), "{request}");
    assert_eq!(
        (place.traffic().requests(), place.traffic().bytes()),
        (1, 2)
    );
}

#[tokio::test]
async fn only_a_plain_no_means_that_there_is_no_such_file() {
    assert_eq!(
        fetched(say("404 Not Found\r\nContent-Length: 4", b"gone")).await,
        Ok(None)
    );
    assert_eq!(
        fetched(say("410 Gone\r\nContent-Length: 0", b"")).await,
        Ok(None)
    );
    for status in [
        "403 Forbidden",
        "500 Oops",
        "503 Busy",
        "401 Login",
        "204 Nothing",
        "206 Part",
    ] {
        let answer = say(&format!("{status}\r\nContent-Length: 0"), b"");
        assert!(
            fetched(answer).await.unwrap_err().contains(&status[..3]),
            "{status}"
        );
    }
    let server = serve(vec![say("403 Forbidden\r\nContent-Length: 0", b"")]);
    assert!(
        server
            .place()
            .fetch("metadata/2.root.json", 9)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_login_page_is_not_the_feed() {
    let page = b"<html>please log in</html>";
    let head = format!(
        "200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}",
        page.len()
    );
    let error = fetched(say(&head, page)).await.unwrap_err();
    assert!(
        error.contains("web page") && error.contains("login"),
        "{error}"
    );
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let elsewhere = serve(vec![ok(b"{}")]);
    let location = format!(
        "302 Found\r\nLocation: {}x\r\nContent-Length: 0",
        elsewhere.url
    );
    let error = fetched(say(&location, b"")).await.unwrap_err();
    assert!(error.contains("another place"), "{error}");
    assert_eq!(elsewhere.count(), 0);
}

#[tokio::test]
async fn a_redirect_on_the_same_host_is_followed_but_not_for_ever() {
    let moved = || say("302 Found\r\nLocation: /b\r\nContent-Length: 0", b"");
    let server = serve(vec![moved(), ok(b"{}")]);
    assert_eq!(server.place().fetch("a", 9).await.unwrap().unwrap(), b"{}");
    let circle = serve((0..9).map(|_| moved()).collect());
    assert!(words(circle.place().fetch("a", 9).await.unwrap_err()).contains("circles"));
}

#[tokio::test]
async fn a_body_over_the_cap_is_refused_announced_or_not() {
    let big = vec![7; 101];
    assert!(
        fetched(ok(&big))
            .await
            .unwrap_err()
            .contains("longer than 100")
    );
    assert!(
        fetched(say("200 OK", &big))
            .await
            .unwrap_err()
            .contains("longer than 100")
    );
    let endless: Answer = Box::new(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        while stream.write_all(&[7; 4096]).is_ok() {}
    });
    assert!(
        fetched(endless)
            .await
            .unwrap_err()
            .contains("longer than 100")
    );
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_no_file() {
    assert!(
        fetched(say("200 OK\r\nContent-Length: 9", b"cut"))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_compressed_body_is_refused() {
    let error = fetched(say(
        "200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2",
        b"xx",
    ))
    .await
    .unwrap_err();
    assert!(error.contains("compresses"), "{error}");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    assert!(fetched(silence()).await.is_err());
    let half: Answer = Box::new(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        let _ = stream.read(&mut [0; 1]);
    });
    assert!(fetched(half).await.is_err());
}

#[tokio::test]
async fn what_is_no_http_is_refused() {
    let junk: Answer = Box::new(|stream| drop(stream.write_all(b"SSH-2.0-hello\r\n")));
    assert!(fetched(junk).await.is_err());
}

#[tokio::test]
async fn nobody_there_is_an_error_and_not_an_empty_feed() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
    let place = Place::at(&url, &way(Duration::from_secs(5)), None).unwrap();
    assert!(place.fetch("metadata/timestamp.json", 9).await.is_err());
}

#[tokio::test]
async fn a_path_cannot_leave_the_feed() {
    let server = serve(vec![]);
    for path in ["../secret", "//other/x", "http://other/x", "/x"] {
        assert!(server.place().fetch(path, 9).await.is_err(), "{path}");
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn an_unchanged_timestamp_is_not_sent_again() {
    let first = serve(vec![say(
        "200 OK\r\nETag: \"v1\"\r\nContent-Length: 2",
        b"{}",
    )]);
    let place = first.place();
    place.fetch("metadata/timestamp.json", 9).await.unwrap();
    let mut remembered = place.to_remember().unwrap();
    assert_eq!(
        (remembered.etag.as_str(), remembered.body.as_str()),
        ("\"v1\"", "{}")
    );

    let second = serve(vec![say("304 Not Modified", b"")]);
    remembered.url = second.url.to_string();
    let place = second.place_that_remembers(Some(remembered.clone()));
    assert_eq!(
        place
            .fetch("metadata/timestamp.json", 9)
            .await
            .unwrap()
            .unwrap(),
        b"{}"
    );
    assert!(second.request(0).contains("if-none-match: \"v1\""));
    assert_eq!((place.traffic().bytes(), place.to_remember()), (0, None));

    // Only the timestamp, and only for the address it came from.
    let third = serve(vec![ok(b"x"), ok(b"{}")]);
    let place = third.place_that_remembers(Some(remembered));
    place.fetch("metadata/2.root.json", 9).await.unwrap();
    place.fetch("metadata/timestamp.json", 9).await.unwrap();
    assert!(
        !third.request(0).contains("if-none-match") && !third.request(1).contains("if-none-match")
    );
}

#[tokio::test]
async fn not_modified_without_having_asked_is_no_answer() {
    assert!(
        fetched(say("304 Not Modified", b""))
            .await
            .unwrap_err()
            .contains("304")
    );
}

#[tokio::test]
async fn a_busy_server_says_how_long_to_leave_it_alone_in_seconds_or_by_its_own_clock() {
    for (status, headers, seconds) in [
        ("503 Busy", "Retry-After: 120", Some(120)),
        ("429 Many", "Retry-After: 7", Some(7)),
        (
            "429 Many",
            "Date: Sun, 22 Nov 1970 02:00:00 GMT\r\nRetry-After: Sun, 22 Nov 1970 02:05:00 GMT",
            Some(300),
        ),
        (
            "503 Busy",
            "Date: Sun, 22 Nov 2026 02:00:00 GMT\r\nRetry-After: Sun, 22 Nov 2026 01:00:00 GMT",
            Some(0),
        ),
        ("503 Busy", "Retry-After: 99999999999", Some(24 * 3_600)),
        ("503 Busy", "Retry-After: soon", None),
        ("503 Busy", "X: 1", None),
        ("200 OK", "Retry-After: 9", None),
    ] {
        let head = format!("{status}\r\n{headers}\r\nContent-Length: 0");
        let server = serve(vec![say(&head, b"")]);
        let place = server.place();
        let _ = place.fetch("metadata/timestamp.json", 9).await;
        assert_eq!(
            place.retry_after().map(|w| w.as_secs()),
            seconds,
            "{headers}"
        );
    }
}
