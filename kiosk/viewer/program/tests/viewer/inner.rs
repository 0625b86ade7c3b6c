//! Files that lie in files: handed out whole, by their names, and no more than may be.

use super::made::{HELVETICA, package, page, stream};
use super::open;
use viewer::{Inner, Open};

fn inner(mut open: Open) -> Vec<Inner> {
    (0..)
        .map_while(|number| open.inner(number).unwrap())
        .collect()
}

fn held(name: &str, bytes: &[u8]) -> Vec<Inner> {
    let (name, bytes) = (name.to_owned(), bytes.to_vec());
    vec![Inner { name, bytes }]
}

#[test]
fn of_a_pdf_once_however_often_it_is_named() {
    let said =
        b"<< /Type /Filespec /F (annex.txt) /UF <FEFF9644004E> /EF << /F 7 0 R /UF 7 0 R >> >>"
            .to_vec();
    let file = stream("/Type /EmbeddedFile", b"words");
    let plain = b"BT /F1 12 Tf 20 100 Td (Notice) Tj ET";
    let bytes = page(plain, HELVETICA, "", &[said, file.clone()]);
    assert_eq!(inner(open(bytes).unwrap()), held("\u{9644}N", b"words"));
    let unnamed = page(plain, HELVETICA, "", &[file]);
    assert_eq!(inner(open(unnamed).unwrap()), held("", b"words"));
    let none = page(plain, HELVETICA, "", &[]);
    assert!(inner(open(none).unwrap()).is_empty());
}

#[test]
fn of_an_ofd_and_of_an_office_file() {
    let entry = "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>";
    let document = "<Document><Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages><Attachments>A/Attachments.xml</Attachments></Document>";
    let list = "<Attachments><Attachment ID=\"1\" Name=\"原件\"><FileLoc>annex.dat</FileLoc></Attachment></Attachments>";
    let bytes = package(&[
        ("OFD.xml", entry.as_bytes()),
        ("D/Document.xml", document.as_bytes()),
        ("D/P.xml", b"<Page/>"),
        ("D/A/Attachments.xml", list.as_bytes()),
        ("D/A/annex.dat", b"words"),
    ]);
    assert_eq!(inner(open(bytes).unwrap()), held("原件", b"words"));
    let bytes = super::secrecy::writing_with("", ("word/embeddings/annex.xlsx", b"PK"));
    assert_eq!(inner(open(bytes).unwrap()), held("annex.xlsx", b"PK"));
}
