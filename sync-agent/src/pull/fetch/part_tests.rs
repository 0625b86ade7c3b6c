//! Tests of downloads in pieces, with the server of [`super`]: what is kept, gone on with, and thrown away.

use super::{Answer, Server, ok, say, serve, silence, words};
use crate::pull::fetch::{PARTS_DIR, Promised, discard, keep_only};
use sha2::{Digest, Sha256};

const WHOLE: &[u8] = b"0123456789";

async fn promised(server: &Server, dir: &std::path::Path) -> Result<Option<Vec<u8>>, String> {
    let sha256 = hex::encode(Sha256::digest(WHOLE));
    let file = Promised {
        path: "log/L0/1.zst",
        length: WHOLE.len() as u64,
        sha256: &sha256,
    };
    server.place().promised(&file, dir).await.map_err(words)
}

fn cut(etag: &str, body: &[u8]) -> Answer {
    say(
        &format!("200 OK\r\nETag: {etag}\r\nContent-Length: {}", WHOLE.len()),
        body,
    )
}

fn rest(from: usize, body: &[u8]) -> Answer {
    let head = format!(
        "206 Partial Content\r\nContent-Range: bytes {from}-9/10\r\nContent-Length: {}",
        WHOLE.len() - from
    );
    say(&head, body)
}

#[tokio::test]
async fn a_broken_download_goes_on_where_it_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(vec![
        cut("\"e\"", b"0123"),
        rest(4, b"456"),
        rest(7, b"789"),
    ]);
    assert_eq!(promised(&server, dir.path()).await.unwrap().unwrap(), WHOLE);
    let second = server.request(1);
    assert!(
        second.contains("range: bytes=4-") && second.contains("if-range: \"e\""),
        "{second}"
    );
    assert!(server.request(2).contains("range: bytes=7-"));
}

#[tokio::test]
async fn a_later_run_goes_on_too() {
    let dir = tempfile::tempdir().unwrap();
    let first = serve(vec![cut("\"e\"", b"0123"), silence()]);
    promised(&first, dir.path()).await.unwrap_err();
    let second = serve(vec![rest(4, b"456789")]);
    assert_eq!(promised(&second, dir.path()).await.unwrap().unwrap(), WHOLE);
    let third = serve(vec![]);
    assert_eq!(
        promised(&third, dir.path()).await.unwrap().unwrap(),
        WHOLE,
        "a whole part needs no request"
    );
    discard(dir.path(), "log/L0/1.zst");
    assert_eq!(
        std::fs::read_dir(dir.path().join(PARTS_DIR))
            .unwrap()
            .count(),
        0
    );
}

#[tokio::test]
async fn a_weak_etag_promises_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(vec![cut("W/\"e\"", b"0123"), rest(4, b"456789")]);
    assert_eq!(promised(&server, dir.path()).await.unwrap().unwrap(), WHOLE);
    assert!(!server.request(1).contains("if-range"));
}

#[tokio::test]
async fn a_changed_file_is_taken_from_its_beginning() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(vec![cut("\"e\"", b"0xxx"), ok(WHOLE)]);
    assert_eq!(promised(&server, dir.path()).await.unwrap().unwrap(), WHOLE);
}

#[tokio::test]
async fn pieces_that_do_not_fit_are_thrown_away_once() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(vec![cut("\"e\"", b"xxxx"), rest(4, b"456789"), ok(WHOLE)]);
    assert_eq!(promised(&server, dir.path()).await.unwrap().unwrap(), WHOLE);
    assert!(!server.request(2).contains("range:"));
}

#[tokio::test]
async fn a_range_of_another_file_is_not_appended() {
    let dir = tempfile::tempdir().unwrap();
    let wrong = say(
        "206 Partial Content\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5",
        b"56789",
    );
    let server = serve(vec![cut("\"e\"", b"0123"), wrong]);
    assert!(promised(&server, dir.path()).await.is_err());
    let again = serve(vec![ok(WHOLE)]);
    assert_eq!(promised(&again, dir.path()).await.unwrap().unwrap(), WHOLE);
}

#[tokio::test]
async fn wrong_bytes_of_the_right_length_are_handed_on_once_and_not_kept() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(vec![ok(b"9876543210")]);
    assert_eq!(
        promised(&server, dir.path()).await.unwrap().unwrap(),
        b"9876543210"
    );
    assert_eq!(server.count(), 1);
    let again = serve(vec![ok(WHOLE)]);
    assert_eq!(promised(&again, dir.path()).await.unwrap().unwrap(), WHOLE);
}

#[tokio::test]
async fn a_file_of_another_length_is_handed_on_to_be_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        promised(&serve(vec![ok(b"short")]), dir.path())
            .await
            .unwrap()
            .unwrap(),
        b"short"
    );
    let long = promised(&serve(vec![ok(&[b'0'; 5000])]), dir.path())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(long.len(), WHOLE.len() + 1);
    let unannounced = promised(&serve(vec![say("200 OK", b"short")]), dir.path()).await;
    assert_eq!(unannounced.unwrap().unwrap(), b"short");
}

#[tokio::test]
async fn a_server_that_keeps_breaking_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve((0..9).map(|_| cut("\"e\"", b"01")).collect());
    assert!(promised(&server, dir.path()).await.is_err());
    assert!(server.count() <= 5);
}

#[tokio::test]
async fn a_promised_file_that_is_not_there_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(vec![say("404 Not Found\r\nContent-Length: 0", b"")]);
    assert_eq!(promised(&server, dir.path()).await, Ok(None));
}

#[test]
fn parts_that_nobody_waits_for_are_removed() {
    let dir = tempfile::tempdir().unwrap();
    keep_only(dir.path(), &[]).unwrap();
    let parts = dir.path().join(PARTS_DIR);
    std::fs::create_dir(&parts).unwrap();
    for name in ["blob_ab_1.part", "blob_ab_1.etag", "log_L0_9.x.zst.part"] {
        std::fs::write(parts.join(name), b"x").unwrap();
    }
    keep_only(dir.path(), &["blob/ab/1".to_owned()]).unwrap();
    assert_eq!(std::fs::read_dir(&parts).unwrap().count(), 2);
}

#[tokio::test]
async fn a_line_that_breaks_each_time_gets_through_in_small_steps() {
    let dir = tempfile::tempdir().unwrap();
    let mut answers = vec![cut("\"e\"", b"0")];
    answers.extend((1..WHOLE.len()).map(|at| rest(at, &WHOLE[at..=at])));
    let server = serve(answers);
    assert_eq!(promised(&server, dir.path()).await.unwrap().unwrap(), WHOLE);
    assert_eq!(server.count(), WHOLE.len());
}

#[tokio::test]
async fn an_answer_that_begins_earlier_or_ends_sooner_is_a_piece_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let piece = |range: &str, body: &[u8]| {
        let head = format!(
            "206 Partial Content\r\nContent-Range: bytes {range}/10\r\nContent-Length: {}",
            body.len()
        );
        say(&head, body)
    };
    let server = serve(vec![
        cut("\"e\"", b"0123"),
        piece("2-5", b"2345"),
        piece("6-7", b"67"),
        piece("0-9", WHOLE),
    ]);
    assert_eq!(promised(&server, dir.path()).await.unwrap().unwrap(), WHOLE);
}

#[tokio::test]
async fn a_server_that_cannot_go_on_is_asked_for_the_whole() {
    for refusal in [
        "416 Range Not Satisfiable\r\nContent-Length: 0",
        "206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=x\r\nContent-Length: 0",
        "206 Partial Content\r\nContent-Range: bytes 4-9/12\r\nContent-Length: 0",
    ] {
        let dir = tempfile::tempdir().unwrap();
        let server = serve(vec![cut("\"e\"", b"0123"), say(refusal, b""), ok(WHOLE)]);
        assert_eq!(
            promised(&server, dir.path()).await.unwrap().unwrap(),
            WHOLE,
            "{refusal}"
        );
        assert!(!server.request(2).contains("range:"), "{refusal}");
    }
}

#[tokio::test]
async fn a_file_that_a_server_calls_a_page_is_taken_and_a_page_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let called = |body: &[u8]| {
        let head = format!(
            "200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\nContent-Length: {}",
            body.len()
        );
        say(&head, body)
    };
    let sound = serve(vec![called(WHOLE)]);
    assert_eq!(promised(&sound, dir.path()).await.unwrap().unwrap(), WHOLE);
    discard(dir.path(), "log/L0/1.zst");
    for body in [&b"<html>"[..], b"<!html..._"] {
        let words = promised(&serve(vec![called(body)]), dir.path()).await;
        assert!(words.unwrap_err().contains("login"), "{body:?}");
    }
}
