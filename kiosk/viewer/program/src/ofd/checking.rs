//! Whether the parts that a seal (电子印章) was put on are still the same: their digests, where the signature tells them by SM3 (GB/T
//! 32905). Never says that a seal is genuine: digests are no signature, and whose it is only its certificate could tell, which
//! nobody here reads. Another way to check stands beside this one behind [`Check`].
//!
//! "Changed" is said only where the rule is proved on the file itself: another part of the same signature has the digest that the
//! signature tells. A signer who counts otherwise (HMAC, another coding, digests of something else) leaves the seal unchecked. The list
//! of signatures is no part of what was signed: it grows with every seal that is put on later (GB/T 33190, 18).

use super::files::Files;
use crate::xml::Element;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sm3::{Digest, Sm3};

/// Parts that one signature names.
const PARTS_MAX: usize = 4_000;
/// Bytes that are looked at for all signatures of a file.
const BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Bytes of a digest by SM3.
const DIGEST_BYTES: usize = 32;
/// How signatures name SM3: by its word, by its number. The number that follows, `.2`, is a digest with a key.
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

/// A signature as it stands in its list.
pub struct Signed<'s> {
    /// What it says of itself.
    pub info: &'s Element,
    /// Where its paths are seen from.
    pub folder: &'s str,
    /// Name of the list it stands in.
    pub list: &'s str,
}

/// A way to check a signature.
pub trait Check {
    /// Judges what a signature says it was put on.
    fn check(&mut self, signed: &Signed<'_>, files: &mut Files) -> Finding;
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
    fn check(&mut self, signed: &Signed<'_>, files: &mut Files) -> Finding {
        let Some(list) = signed.info.child("References") else {
            return Finding::Unchecked;
        };
        let method = list.attribute("CheckMethod").unwrap_or_default().trim();
        let is_sm3 = SM3_NAMES
            .iter()
            .any(|name| name.eq_ignore_ascii_case(method));
        if !is_sm3 {
            return Finding::Unchecked;
        }
        let (mut same, mut others, mut doubtful) = (0_u32, 0_u32, 0_u32);
        for reference in list.all("Reference").take(PARTS_MAX) {
            // Whoever seals later adds to the list; it says nothing of what is under the seal.
            let path = reference.attribute("FileRef").unwrap_or_default();
            if files.named(signed.folder, path).as_deref() == Some(signed.list) {
                continue;
            }
            match self.part(reference, signed, files) {
                Finding::Same => same += 1,
                Finding::Changed => others += 1,
                Finding::Unchecked => doubtful += 1,
            }
        }
        match (same, others, doubtful) {
            // Nothing shows that this signer counts as we do.
            (0, _, _) => Finding::Unchecked,
            (_, 1.., _) => Finding::Changed,
            (_, 0, 1..) => Finding::Unchecked,
            (_, 0, 0) => Finding::Same,
        }
    }
}

impl Digests {
    fn part(&mut self, reference: &Element, signed: &Signed<'_>, files: &mut Files) -> Finding {
        let told = reference.text_of("CheckValue").unwrap_or_default();
        let told: String = told.chars().filter(|c| !c.is_whitespace()).collect();
        let (Some(path), Ok(told)) = (reference.attribute("FileRef"), STANDARD.decode(told)) else {
            return Finding::Unchecked;
        };
        if told.len() != DIGEST_BYTES {
            return Finding::Unchecked;
        }
        // A file that only resembles the path is another file; one without any is called otherwise, or gone: who knows.
        let Some(name) = files.named(signed.folder, path) else {
            return Finding::Unchecked;
        };
        let mut digest = Sm3::new();
        if !files.each_piece(&name, &mut self.left_bytes, |piece| digest.update(piece)) {
            return Finding::Unchecked;
        }
        match digest.finalize().as_slice() == told {
            true => Finding::Same,
            false => Finding::Changed,
        }
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
    /// SM3 with a key, as some signers write it.
    const KEYED: &str = "1.2.156.10197.1.401.2";

    /// Of references to parts, as path and told digest; all parts say `abc`, but `Other.xml` and the list of signatures.
    fn finding(method: &str, references: &[(&str, &str)]) -> Finding {
        let package = packed(&[
            ("Doc_0/Document.xml", b"abc"),
            ("Doc_0/Page.xml", b"abc"),
            ("Doc_0/Other.xml", b"abd"),
            ("Doc_0/Signs/Signatures.xml", b"two seals"),
        ]);
        let mut files = Files::new(Package::open(package).unwrap());
        let references: String = references
            .iter()
            .map(|(path, value)| {
                format!(
                    "<Reference FileRef=\"{path}\"><CheckValue>{value}</CheckValue></Reference>"
                )
            })
            .collect();
        let info = format!("<S><References CheckMethod=\"{method}\">{references}</References></S>");
        let info = xml::parse(info.as_bytes()).unwrap().root;
        let signed = Signed {
            info: &info,
            folder: "Doc_0/Signs/Sign_0",
            list: "Doc_0/Signs/Signatures.xml",
        };
        Digests::default().check(&signed, &mut files)
    }

    #[test]
    fn a_part_that_is_another_one_than_was_signed_is_told() {
        let (document, page) = (("/Doc_0/Document.xml", ABC), ("/Doc_0/Page.xml", ABC));
        let other = ("/Doc_0/Other.xml", ABC);
        for method in ["1.2.156.10197.1.401", "sm3", "SM3 "] {
            assert_eq!(finding(method, &[document, page]), Finding::Same);
            assert_eq!(finding(method, &[document, other]), Finding::Changed);
            assert_eq!(finding(method, &[other, document]), Finding::Changed);
        }
        let spaced = format!("\n {ABC}");
        let relative = ("../../Document.xml", spaced.as_str());
        assert_eq!(finding("SM3", &[relative]), Finding::Same);
    }

    #[test]
    fn where_nothing_proves_the_rule_nothing_is_said_to_be_changed() {
        let (document, other) = (("/Doc_0/Document.xml", ABC), ("/Doc_0/Other.xml", ABC));
        for method in ["MD5", "SHA1", "", KEYED] {
            assert_eq!(finding(method, &[document, other]), Finding::Unchecked);
        }
        // Another coding, another digest under the same name.
        assert_eq!(finding("SM3", &[other]), Finding::Unchecked);
        assert_eq!(finding("SM3", &[other, other]), Finding::Unchecked);
        assert_eq!(finding("SM3", &[]), Finding::Unchecked);
        for value in ["?", "", "YWJj"] {
            let doubtful = ("/Doc_0/Document.xml", value);
            assert_eq!(finding("SM3", &[doubtful]), Finding::Unchecked);
            assert_eq!(finding("SM3", &[document, doubtful]), Finding::Unchecked);
        }
        // A path that nothing has, and one that only resembles a name.
        for path in ["/Doc_0/Gone.xml", "/DOC_0/document.xml", "/Doc_1/Other.xml"] {
            assert_eq!(finding("SM3", &[document, (path, ABC)]), Finding::Unchecked);
        }
    }

    #[test]
    fn a_seal_that_was_put_on_later_changes_nothing_under_the_first() {
        let parts = [
            ("/Doc_0/Document.xml", ABC),
            ("/Doc_0/Signs/Signatures.xml", ABC),
        ];
        assert_eq!(finding("SM3", &parts), Finding::Same);
        let changed = [parts[0], parts[1], ("/Doc_0/Other.xml", ABC)];
        assert_eq!(finding("SM3", &changed), Finding::Changed);
    }

    #[test]
    fn more_than_may_be_looked_at_is_left_unchecked() {
        let mut files = Files::new(Package::open(packed(&[("a", b"abc")])).unwrap());
        let mut left = 2;
        assert!(!files.each_piece("a", &mut left, |_| {}));
        assert!(!files.each_piece("b", &mut left, |_| {}));
    }
}
