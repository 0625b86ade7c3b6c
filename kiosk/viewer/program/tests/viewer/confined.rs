//! The walls around the child, tried from inside, and files that were made to bring it down.

use super::made::{package, page, pdf, stream};
use super::{open, viewer};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;
use viewer::{Failure, Source};

fn attempt(word: &str) -> ExitStatus {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_viewer"))
        .with_file_name("examples")
        .join("confined");
    Command::new(program).arg(word).status().unwrap()
}

#[test]
fn a_child_that_opens_a_file_a_socket_or_a_process_dies() {
    assert_eq!(attempt("compute").code(), Some(0));
    assert_eq!(attempt("thread").code(), Some(0));
    for word in ["open", "connect", "process"] {
        assert_eq!(attempt(word).signal(), Some(libc::SIGSYS), "{word}");
    }
}

/// How far behind others a process stands, as the kernel says it (proc(5), the 19th value).
fn patience(process: &str) -> i32 {
    let said = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, values) = said.rsplit_once(')').unwrap();
    values.split_whitespace().nth(16).unwrap().parse().unwrap()
}

#[test]
fn whoever_shows_the_page_draws_before_the_child_that_reads_it() {
    const STEPS: i32 = 10;
    const LAST: i32 = 19;
    let file = page(b"", super::made::HELVETICA, "", &[]);
    let (mut ours, theirs) = UnixStream::pair().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_viewer"))
        .arg("child")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::from(OwnedFd::from(theirs)))
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&file).unwrap();
    // It answers only when it is confined.
    ours.read_exact(&mut [0]).unwrap();
    let steps = patience(&child.id().to_string());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(steps, (patience("self") + STEPS).min(LAST));
}

/// Ends without a picture or with one; in time either way, and the next file opens as if nothing had been.
fn survived(file: Vec<u8>) -> Option<Failure> {
    let start = Instant::now();
    let result = open(file).and_then(|mut open| {
        open.picture(0, 400, None)?;
        open.text(0)
    });
    let limit = viewer::limits::OPEN_TIME_MAX + 2 * viewer::limits::PAGE_WAIT_MAX;
    assert!(start.elapsed() < limit + limit);
    let sound = page(b"", super::made::HELVETICA, "", &[]);
    assert!(viewer().open(Source::Bytes(sound)).is_ok());
    result.err()
}

#[test]
fn forms_that_draw_each_other_come_to_an_end() {
    // Nine levels of ten: a thousand million squares.
    let mut objects = Vec::new();
    for level in 0..9 {
        let inner = 7 + level;
        let content = "/X Do ".repeat(10);
        objects.push(stream(
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << /XObject << /X {inner} 0 R >> >>"),
            content.as_bytes(),
        ));
    }
    objects.push(stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 200]",
        b"0 0 9 9 re f",
    ));
    survived(pdf_with_form(objects));
}

/// A page whose resources name object 6 as `/X`.
fn pdf_with_form(forms: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /X 6 0 R >> >> >>".to_vec(),
        stream("", b"/X Do"),
        b"null".to_vec(),
    ];
    objects.extend(forms);
    pdf(&objects)
}

#[test]
fn nesting_without_end_ends_the_child_and_nothing_else() {
    let mut deep = b"<< /Type /Catalog /Pages 2 0 R /X ".to_vec();
    deep.extend_from_slice("[".repeat(500_000).as_bytes());
    survived(pdf(&[deep]));
    let xml = format!("<ofd:OFD>{}", "<a>".repeat(300_000));
    let failure = survived(package(&[("OFD.xml", xml.as_bytes())]));
    assert!(failure.is_some());
    let tables = "<w:tbl><w:tr><w:tc>".repeat(50_000);
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{tables}");
    survived(package(&[("word/document.xml", document.as_bytes())]));
}

#[test]
fn a_bomb_of_zeros_does_not_go_off() {
    let zeros = vec![b' '; 200_000_000];
    let failure = survived(package(&[("OFD.xml", &zeros)]));
    assert!(failure.is_some());
    let failure = survived(package(&[("word/document.xml", &zeros)]));
    assert!(failure.is_some());
}

#[test]
fn entities_are_not_expanded_and_files_not_fetched() {
    let xml = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y \"lol\">]>\
        <OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";
    let document = "<Document><CommonData><PageArea><PhysicalBox>0 0 100 100</PhysicalBox></PageArea></CommonData>\
        <Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages></Document>";
    let page = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Page><Content><Layer><TextObject Boundary=\"0 0 90 10\" Size=\"5\">\
        <TextCode X=\"0\" Y=\"5\">甲&x;乙</TextCode></TextObject></Layer></Content></Page>";
    let file = package(&[
        ("OFD.xml", xml.as_bytes()),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/P.xml", page.as_bytes()),
    ]);
    let mut open = open(file).unwrap();
    assert_eq!(super::words(&mut open, 0), "甲乙");
}
