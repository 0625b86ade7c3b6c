//! The page as a browser and as those who mean it harm see it: the program's own server over TLS, with a kiosk behind it that answers as told.
//!
//! Long because each kind of visitor stands beside the others.
#![allow(clippy::unwrap_used)]

#[path = "page/desk.rs"]
mod desk;
#[path = "page/forms.rs"]
mod forms;
#[path = "page/house.rs"]
mod house;
#[path = "page/kiosk.rs"]
mod kiosk;
#[path = "page/point.rs"]
mod point;
#[path = "page/register.rs"]
mod register;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};

use hatch::Ask;
use journal::Role;
use point::Point;

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

#[test]
fn without_the_pin_there_is_the_door_and_nothing_else() {
    let point = Point::new();
    for path in [
        "/today",
        "/register",
        "/matters",
        "/handover",
        "/statistics?period=2026",
        "/register?day=20261015",
        "/checks",
        "/forms",
        "/device",
        "/day-sheet?day=20261015",
    ] {
        let said = point.get(path, "");
        assert!(said.starts_with("HTTP/1.1 303"), "{path}: {said}");
        assert!(said.contains("location: /enter"), "{said}");
        assert!(!said.contains("示例市"), "{said}");
    }
    let forged =
        "Cookie: __Host-desk=0000000000000000000000000000000000000000000000000000000000000000\r\n";
    assert!(point.get("/today", forged).contains("location: /enter"));
    let act = point.post("/act", forged, "act=paper&made=photocopy&amount=1");
    assert!(act.contains("location: /enter"), "{act}");
    assert!(point.get("/house/today", "").starts_with("HTTP/1.1 403"));
    assert!(point.get("/enter", "").starts_with("HTTP/1.1 200"));
    assert!(
        !point
            .asked()
            .iter()
            .any(|ask| !matches!(ask, Ask::Leave { .. })),
        "the kiosk was asked nothing"
    );
}

#[test]
fn the_pin_opens_the_desk_and_the_cookie_is_for_this_host_alone() {
    let point = Point::new();
    let said = point.post("/enter", "", "by=B&pin=4711");
    assert!(said.starts_with("HTTP/1.1 303"), "{said}");
    let cookie = said.lines().find(|l| l.starts_with("set-cookie:")).unwrap();
    for part in [
        "__Host-desk=",
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=Strict",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(matches!(&point.asked()[0], Ask::Unlock { by: Role::B, .. }));
    let browser = point.enter();
    let today = point.get("/today", &browser.cookie);
    assert!(today.starts_with("HTTP/1.1 200"), "{today}");
    for part in [
        "示例市图书馆",
        "有人求助",
        "0027",
        "content-security-policy",
        "no-store",
    ] {
        assert!(today.contains(part), "{part}");
    }
    let english = point.get(
        "/today",
        &format!("{}Accept-Language: en\r\n", browser.cookie),
    );
    assert!(english.contains("lang=\"en\"") && english.contains("somebody calls"));
}

#[test]
fn a_wrong_pin_is_told_and_after_the_kiosks_third_everybody_waits() {
    let point = Point::new();
    for _ in 0..2 {
        let said = point.post("/enter", "", "by=A&pin=0000");
        assert!(said.starts_with("HTTP/1.1 403") && said.contains("口令不对"));
    }
    let third = point.post("/enter", "", "by=A&pin=0000");
    assert!(third.starts_with("HTTP/1.1 429") && third.contains("60 秒"));
    let right = point.post("/enter", "", "by=A&pin=4711");
    assert!(right.starts_with("HTTP/1.1 429"), "{right}");
    assert!(!right.contains("set-cookie"));
    let before = point.asked().len();
    for strange in [
        "",
        "pin=",
        "pin=123",
        "pin=%00%00%00%00",
        "pin=１２３４",
        "pin=1234567890123",
    ] {
        let said = point.post("/enter", "", strange);
        assert!(said.starts_with("HTTP/1.1 403"), "{strange}: {said}");
    }
    assert_eq!(point.asked().len(), before, "what is no PIN costs no try");
}

#[test]
fn a_form_of_another_page_writes_nothing() {
    let point = Point::new();
    let browser = point.enter();
    let act = "act=paper&made=photocopy&amount=1";
    let with_token = format!("token={}&{act}", browser.token);
    let before = point.asked().len();
    for (headers, body) in [
        (String::new(), act.to_owned()),
        (String::new(), format!("token=&{act}")),
        (String::new(), format!("token={}&{act}", "0".repeat(64))),
        (
            "Origin: https://evil.example\r\n".into(),
            with_token.clone(),
        ),
        ("Origin: null\r\n".into(), with_token.clone()),
        (
            format!("Origin: http://{}\r\n", point.host()),
            with_token.clone(),
        ),
        ("Sec-Fetch-Site: cross-site\r\n".into(), with_token.clone()),
        ("Sec-Fetch-Site: same-site\r\n".into(), with_token.clone()),
    ] {
        let headers = format!("{}{headers}", browser.cookie);
        let said = point.post("/act", &headers, &body);
        assert!(said.starts_with("HTTP/1.1 403"), "{headers}{body}: {said}");
    }
    // Nor does a link, a form of another kind, or another browser's token.
    let linked = point.get(&format!("/act?{with_token}"), &browser.cookie);
    assert!(linked.starts_with("HTTP/1.1 405"), "{linked}");
    let json = point.send(&format!(
        "POST /act HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{}Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{with_token}",
        point.host(), browser.cookie, with_token.len()
    ));
    assert!(json.starts_with("HTTP/1.1 415"), "{json}");
    assert_eq!(point.asked().len(), before);
    let other = point.enter();
    let said = point.post("/act", &other.cookie, &with_token);
    assert!(said.starts_with("HTTP/1.1 403"), "{said}");
    // Logging somebody out is an act as well.
    let said = point.post("/leave", &browser.cookie, "token=0");
    assert!(said.starts_with("HTTP/1.1 403"), "{said}");
}

#[test]
fn another_host_is_not_answered() {
    let point = Point::new();
    let browser = point.enter();
    let port = point.at.port();
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        "127.0.0.1".into(),
        "127.0.0.1:1".into(),
        format!("127.0.0.2:{port}"),
    ] {
        let said = point.send(&format!(
            "GET /today HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{}\r\n",
            browser.cookie
        ));
        assert!(said.starts_with("HTTP/1.1 421"), "{host}: {said}");
    }
    let two = point.send(&format!(
        "GET /today HTTP/1.1\r\nHost: {0}\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        point.host()
    ));
    assert!(two.starts_with("HTTP/1.1 400"), "{two}");
    let none = point.send("GET /today HTTP/1.0\r\n\r\n");
    assert!(none.contains(" 400"), "{none}");
    let through = point.send(&format!(
        "GET https://evil.example/today HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        point.host()
    ));
    assert!(through.starts_with("HTTP/1.1 421"), "{through}");
    let named = point.send(&format!(
        "GET /enter HTTP/1.1\r\nHost: ZD1.example.cn:{port}\r\nConnection: close\r\n\r\n"
    ));
    assert!(named.starts_with("HTTP/1.1 200"), "{named}");
}

#[test]
fn no_path_leads_to_a_file() {
    let point = Point::new();
    let browser = point.enter();
    for path in [
        "/../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/today/../../etc/passwd",
        "/today/",
        "/style.css/x",
        "/identity.pem",
        "/..%2fidentity.pem",
        "/%00",
        "/today%00",
        "/TODAY",
        "/register/20261015",
        "/house/",
        "/.git/config",
    ] {
        let said = point.get(path, &browser.cookie);
        assert!(said.starts_with("HTTP/1.1 404"), "{path}: {said}");
        assert!(!said.contains("root:") && !said.contains("PRIVATE"));
    }
    for method in ["PUT", "DELETE", "TRACE", "OPTIONS", "PROPFIND"] {
        let said = point.send(&format!(
            "{method} /today HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{}\r\n",
            point.host(),
            browser.cookie
        ));
        assert!(said.starts_with("HTTP/1.1 405"), "{method}: {said}");
    }
    // What is asked of the register is a day, a code, a number, or nothing.
    let strange =
        "/register?day=..%2F..%2F&show=%3Cscript%3E&line=%27%22%3E&page=-1&of=../&find=%3Cb%3E";
    let said = point.get(strange, &browser.cookie);
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert!(
        said.contains("&lt;b&gt;") && !said.contains("<b>"),
        "{said}"
    );
    assert!(!said.contains("<script>"), "{said}");
    assert!(matches!(point.asked().last(), Some(Ask::Day { day }) if day.is_empty()));
}

#[test]
fn too_much_is_refused() {
    let point = Point::new();
    let browser = point.enter();
    let before = point.asked().len();
    // Who still sends when it is refused may be cut off before it hears so.
    let refused = |said: &str, code: &str| said.is_empty() || said.contains(code);
    let long = format!(
        "token={}&act=paper&made=photocopy&amount=1&title={}",
        browser.token,
        "a".repeat(40_000)
    );
    let said = point.post("/act", &browser.cookie, &long);
    assert!(refused(&said, " 413"), "{said}");
    // Without a length it is counted while it comes.
    let chunk = format!("4000\r\n{}\r\n", "a".repeat(0x4000));
    let said = point.send(&format!(
        "POST /act HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{}{FORM}Transfer-Encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n",
        point.host(), browser.cookie
    ));
    assert!(refused(&said, " 413"), "{said}");
    let said = point.get(&format!("/today?{}", "a".repeat(40_000)), &browser.cookie);
    assert!(refused(&said, " 414") || said.contains(" 431"), "{said}");
    let many = "X: y\r\n".repeat(100);
    let said = point.get("/today", &format!("{}{many}", browser.cookie));
    assert!(refused(&said, " 431"), "{said}");
    assert_eq!(
        point.asked().len(),
        before,
        "nothing of it came to the kiosk"
    );
}

#[test]
fn who_is_slow_or_holds_many_connections_keeps_nobody_else_out() {
    let point = Point::new();
    // One computer holds all that it is given: some without a word, some in the middle of a head.
    let mut held = Vec::new();
    for at in 0..40 {
        let mut stream = point.connect_from(Ipv4Addr::new(127, 0, 0, 9));
        if at % 2 == 0 {
            // Refused ones are closed already.
            let _ = stream.write_all(&[0x16, 0x03, 0x01]);
        }
        held.push(stream);
    }
    // Another one is answered while they stand there.
    assert!(point.get("/enter", "").starts_with("HTTP/1.1 200"));
    let closed = held.iter().filter(|stream| {
        let mut stream: &TcpStream = stream;
        match stream.read(&mut [0; 1]) {
            Ok(count) => count == 0,
            Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
        }
    });
    assert!(closed.count() >= 28, "more than twelve were not taken");
}

#[test]
fn six_computers_that_hold_all_they_are_given_do_not_shut_out_a_seventh() {
    let point = Point::new();
    let held: Vec<TcpStream> = (0..6 * 12)
        .map(|at| point.connect_from(Ipv4Addr::new(127, 0, 1, 1 + at / 12)))
        .collect();
    for _ in 0..8 {
        assert!(point.get("/enter", "").starts_with("HTTP/1.1 200"));
    }
    drop(held);
}

#[test]
fn a_slow_head_a_slow_body_and_a_silent_kiosk_have_an_end() {
    let point = Point::new();
    let mut slow = point.tls();
    slow.write_all(b"GET /enter HTTP/1.1\r\nHost: ").unwrap();
    // Ends by the server's own time, not by ours.
    let mut said = Vec::new();
    let _ = slow.read_to_end(&mut said);
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 408"),
        "{said}"
    );
}

#[test]
fn a_stolen_cookie_is_worth_nothing_after_idle_time_or_after_leaving() {
    let point = Point::new();
    let browser = point.enter();
    point.pass(599);
    assert!(
        point
            .get("/today?again=1", &browser.cookie)
            .starts_with("HTTP/1.1 200")
    );
    point.pass(1);
    let said = point.get("/today", &browser.cookie);
    assert!(
        said.contains("location: /enter"),
        "the page itself is no sign of life: {said}"
    );
    let second = point.enter();
    point.pass(500);
    assert!(
        point
            .get("/today", &second.cookie)
            .starts_with("HTTP/1.1 200")
    );
    point.pass(500);
    assert!(
        point
            .get("/today", &second.cookie)
            .starts_with("HTTP/1.1 200")
    );
    let said = point.post("/leave", &second.cookie, &format!("token={}", second.token));
    assert!(
        said.contains("location: /enter") && said.contains("Max-Age=0"),
        "{said}"
    );
    assert!(
        point
            .get("/today", &second.cookie)
            .contains("location: /enter")
    );
    assert!(
        matches!(point.asked().last(), Some(Ask::Leave { .. })),
        "the kiosk's key as well"
    );
    let body = format!("token={}&act=paper&made=photocopy&amount=1", second.token);
    assert!(
        point
            .post("/act", &second.cookie, &body)
            .contains("location: /enter")
    );
}

#[test]
fn a_kiosk_that_does_not_answer_is_told_and_lets_nobody_in() {
    let point = Point::new();
    let browser = point.enter();
    point.kiosk_dies();
    let said = point.get("/today", &browser.cookie);
    assert!(said.starts_with("HTTP/1.1 503"), "{said}");
    let said = point.post("/enter", "", "by=A&pin=4711");
    assert!(
        said.starts_with("HTTP/1.1 503") && said.contains("没有应答"),
        "{said}"
    );
    let body = format!("token={}&act=paper&made=photocopy&amount=1", browser.token);
    let said = point.post("/act", &browser.cookie, &body);
    assert!(said.contains("failed=silent"), "{said}");
}

#[test]
fn the_program_prints_where_it_listens_and_nothing_of_who_asked() {
    let point = Point::program();
    let said = point.post("/enter", "User-Agent: Besucher-7\r\n", "by=A&pin=4711");
    assert!(said.starts_with("HTTP/1.1 303"), "{said}");
    point.get(
        "/today?find=Geheimnis",
        "Referer: https://elsewhere.example/\r\n",
    );
    point.send("nonsense\r\n\r\n");
    let fingerprint = point.fingerprint_command();
    let told = point.told_fingerprint();
    let log = point.ended();
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.starts_with("desk-page: https://127.0.0.1:"), "{log}");
    assert!(
        log.trim_end().ends_with(fingerprint.trim()),
        "{log} {fingerprint}"
    );
    assert_eq!(told, fingerprint, "what the desk shows");
    for secret in ["4711", "Besucher", "Geheimnis", "elsewhere", "nonsense"] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[test]
fn plain_http_gets_no_page() {
    let point = Point::new();
    let mut plain = std::net::TcpStream::connect(point.at).unwrap();
    plain
        .write_all(format!("GET /enter HTTP/1.1\r\nHost: {}\r\n\r\n", point.host()).as_bytes())
        .unwrap();
    let mut said = Vec::new();
    let _ = plain.read_to_end(&mut said);
    assert!(!String::from_utf8_lossy(&said).contains("HTTP"), "{said:?}");
}
