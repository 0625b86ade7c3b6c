//! Whether the parts that a seal (电子印章) was put on are still the same: their digests, where the signature tells them by SM3 (GB/T
//! 32905). Never says that a seal is genuine: digests are no signature, and whose it is only its certificate could tell, which
//! nobody here reads. Another way to check stands beside this one behind [`Check`].

use super::files::Files;
use crate::xml::Element;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sm3::{Digest, Sm3};

/// Parts that one signature names.
const PARTS_MAX: usize = 4_000;
/// Bytes that are looked at for all signatures of a file.
const BYTES_MAX: u64 = 32 * 1024 * 1024;
/// How signatures name SM3: by its word, by its number.
const SM3_NAMES: [&str; 2] = ["SM3", "1.2.156.10197.1.401"];

/// What was found of one signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Nothing can be said: another digest, nothing named, too much to look at.
    Unchecked,
    /// The parts are those that were signed over, if the digests are the signer's: nobody checked that.
    Same,
    /// A part is another one, or gone.
    Changed,
}

/// A way to check a signature.
pub trait Check {
    /// Judges what a signature says it was put on; `folder` is where its paths are seen from.
    fn check(&mut self, signed: &Element, files: &mut Files, folder: &str) -> Finding;
}

/// Compares the digests of what was signed with those of what is there.
pub struct Digests {
    left_bytes: u64,
}

impl Default for Digests {
    fn default() -> Self {
        Digests {
            left_bytes: BYTES_MAX,
        }
    }
}

impl Check for Digests {
    fn check(&mut self, signed: &Element, files: &mut Files, folder: &str) -> Finding {
        let Some(list) = signed.child("References") else {
            return Finding::Unchecked;
        };
        let method = list.attribute("CheckMethod").unwrap_or_default();
        let is_sm3 = SM3_NAMES
            .iter()
            .any(|name| name.eq_ignore_ascii_case(method));
        if !is_sm3 {
            return Finding::Unchecked;
        }
        let mut finding = Finding::Unchecked;
        for reference in list.all("Reference").take(PARTS_MAX) {
            let told = reference.text_of("CheckValue").unwrap_or_default();
            let told: String = told.chars().filter(|c| !c.is_whitespace()).collect();
            let (Some(path), Ok(told)) = (reference.attribute("FileRef"), STANDARD.decode(told))
            else {
                return Finding::Unchecked;
            };
            let Some(name) = files.find(folder, path) else {
                return Finding::Changed;
            };
            let mut digest = Sm3::new();
            if !files.each_piece(&name, &mut self.left_bytes, |piece| digest.update(piece)) {
                return Finding::Unchecked;
            }
            if digest.finalize().as_slice() != told {
                return Finding::Changed;
            }
            finding = Finding::Same;
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Package;
    use crate::package::tests::packed;
    use crate::xml;

    /// SM3 of `abc`, the first example of GB/T 32905.
    const ABC: &str = "Zsfw9GLu7dnR8tRr3BDk4kFnxIdc8veiKX2gK49LqOA=";

    fn finding(method: &str, value: &str, content: &[u8]) -> Finding {
        let package = packed(&[("Doc_0/Document.xml", content)]);
        let mut files = Files::new(Package::open(package).unwrap());
        let signed = format!(
            "<S><References CheckMethod=\"{method}\"><Reference FileRef=\"/Doc_0/Document.xml\"><CheckValue>{value}</CheckValue>\
             </Reference></References></S>"
        );
        let signed = xml::parse(signed.as_bytes()).unwrap().root;
        Digests::default().check(&signed, &mut files, "Doc_0/Signs/Sign_0")
    }

    #[test]
    fn a_part_that_is_another_one_than_was_signed_is_told() {
        assert_eq!(finding("1.2.156.10197.1.401", ABC, b"abc"), Finding::Same);
        assert_eq!(finding("sm3", &format!("\n {ABC}"), b"abc"), Finding::Same);
        assert_eq!(finding("SM3", ABC, b"abd"), Finding::Changed);
        assert_eq!(finding("MD5", ABC, b"abc"), Finding::Unchecked);
        assert_eq!(finding("SM3", "?", b"abc"), Finding::Unchecked);
    }

    #[test]
    fn more_than_may_be_looked_at_is_left_unchecked() {
        let mut files = Files::new(Package::open(packed(&[("a", b"abc")])).unwrap());
        let mut left = 2;
        assert!(!files.each_piece("a", &mut left, |_| {}));
        assert!(!files.each_piece("b", &mut left, |_| {}));
    }
}
