//! Protected files: a PDF opens with its password and with no other; what no password opens here stays closed.

use super::made::package;
use super::{open, viewer, words};
use viewer::{Failure, Leash, Open, Password, Reason, Source};

/// "Notice 81" under the password `zx81`: with RC4 of 128 bits, and with AES of 256.
const PROTECTED: [&[u8]; 2] = [
    include_bytes!("protected-rc4.pdf"),
    include_bytes!("protected-aes.pdf"),
];

fn unlock(bytes: &[u8], password: &str) -> Result<Open, Failure> {
    let source = Source::Bytes(bytes.to_vec());
    viewer().unlock_on(source, Leash::default(), Password::from(password))
}

#[test]
fn a_pdf_opens_with_its_password_alone() {
    for bytes in PROTECTED {
        let refused = |answer| matches!(answer, Err(Failure::Refused(Reason::Password)));
        assert!(refused(open(bytes.to_vec())));
        assert!(refused(unlock(bytes, "zx80")));
        let mut open = unlock(bytes, "zx81").unwrap();
        assert_eq!(words(&mut open, 0), "Notice 81");
        let picture = open.picture(0, 200, None).unwrap();
        assert!(super::dark(&picture, 0.0, 0.0, 1.0, 1.0) > 20);
        assert!(open.second().is_ok());
    }
}

#[test]
fn a_password_that_is_not_needed_changes_nothing() {
    let plain = super::made::page(
        b"BT /F1 12 Tf 20 100 Td (Notice) Tj ET",
        super::made::HELVETICA,
        "",
        &[],
    );
    assert_eq!(words(&mut unlock(&plain, "zx81").unwrap(), 0), "Notice");
}

#[test]
fn what_no_password_opens_here_stays_closed() {
    let ofd = package(&[
        ("OFD.xml", b"<OFD/>"),
        ("Encryptions.xml", b"<Encryptions/>"),
    ]);
    for answer in [open(ofd.clone()), unlock(&ofd, "zx81")] {
        assert!(matches!(answer, Err(Failure::Refused(Reason::Locked))));
    }
}
