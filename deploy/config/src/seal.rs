//! Person data sealed to the office's public key (加密封存): what a terminal seals, only who holds the private key opens. Owns key and text
//! forms; stores nothing.
//!
//! HPKE (RFC 9180) base mode, one message each: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The purpose that a text was sealed
//! for goes into `info`, so that one field cannot stand in the place of another. Not `age`: its 180 crates (languages, passphrases, three other
//! curves) would come along for a file format, where one short text is sealed; HPKE is a standard with vectors and its parts are in the tree.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};

/// Longest text that is sealed, bytes.
pub const PLAIN_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a key, and of the share before each sealed text.
const KEY_BYTES: usize = 32;
/// Begins a public key.
const PUBLIC: &str = "office-key:";
/// Begins a private key.
const PRIVATE: &str = "office-secret:";
/// Begins a sealed text; the digit is the version of the form.
const SEALED: &str = "sealed1:";

type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Private = <X25519HkdfSha256 as Kem>::PrivateKey;

/// The office's public key.
#[derive(Clone, PartialEq, Eq)]
pub struct OfficeKey(Public);

impl std::fmt::Debug for OfficeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

/// The office's private key; shows nothing of itself.
pub struct OfficeSecret(Private);

impl std::fmt::Debug for OfficeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("OfficeSecret")
    }
}

impl OfficeKey {
    /// `office-key:` and 32 bytes in base64.
    pub fn parse(text: &str) -> Result<OfficeKey, String> {
        let bytes = key_bytes(text, PUBLIC)?;
        Public::from_bytes(&bytes)
            .map(OfficeKey)
            .map_err(|error| format!("is no key of an office: {error}"))
    }

    /// As it stands in terminal.toml.
    pub fn text(&self) -> String {
        format!("{PUBLIC}{}", BASE64.encode(self.0.to_bytes()))
    }

    /// Seals a text for a purpose, such as `applications/content`.
    pub fn seal(&self, purpose: &str, plain: &str) -> Result<String, String> {
        if plain.len() > PLAIN_BYTES_MAX {
            return Err(format!("is longer than {PLAIN_BYTES_MAX} bytes"));
        }
        let (share, sealed) =
            hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &self.0,
                purpose.as_bytes(),
                plain.as_bytes(),
                b"",
            )
            .map_err(|error| format!("seal: {error}"))?;
        let mut bytes = share.to_bytes().to_vec();
        bytes.extend(sealed);
        Ok(format!("{SEALED}{}", BASE64.encode(bytes)))
    }
}

impl OfficeSecret {
    /// A new pair.
    pub fn generate() -> (OfficeSecret, OfficeKey) {
        let (private, public) = X25519HkdfSha256::gen_keypair();
        (OfficeSecret(private), OfficeKey(public))
    }

    /// `office-secret:` and 32 bytes in base64.
    pub fn parse(text: &str) -> Result<OfficeSecret, String> {
        let bytes = key_bytes(text, PRIVATE)?;
        Private::from_bytes(&bytes)
            .map(OfficeSecret)
            .map_err(|error| format!("is no private key of an office: {error}"))
    }

    /// For the file that the office keeps.
    pub fn text(&self) -> String {
        format!("{PRIVATE}{}", BASE64.encode(self.0.to_bytes()))
    }

    /// Opens a text that was sealed for this purpose.
    pub fn open(&self, purpose: &str, sealed: &str) -> Result<String, String> {
        let body = sealed
            .trim()
            .strip_prefix(SEALED)
            .ok_or_else(|| format!("does not begin with {SEALED}"))?;
        if body.len() > (PLAIN_BYTES_MAX + 1024) * 2 {
            return Err("is too long".into());
        }
        let bytes = BASE64
            .decode(body)
            .map_err(|_| "is cut or damaged".to_owned())?;
        let (share, text) = bytes
            .split_at_checked(KEY_BYTES)
            .ok_or("is cut or damaged")?;
        let share = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(share)
            .map_err(|_| "is cut or damaged".to_owned())?;
        let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &share,
            purpose.as_bytes(),
            text,
            b"",
        )
        .map_err(|_| "was sealed for another key or another field, or is damaged".to_owned())?;
        String::from_utf8(plain).map_err(|_| "is no text".to_owned())
    }
}

fn key_bytes(text: &str, prefix: &str) -> Result<Vec<u8>, String> {
    let allowed =
        format!("must be {prefix} and 43 characters, as `terminal-config office-key` prints it");
    let body = text.trim().strip_prefix(prefix).ok_or(&allowed)?;
    let bytes = BASE64.decode(body).map_err(|_| allowed.clone())?;
    match bytes.len() == KEY_BYTES {
        true => Ok(bytes),
        false => Err(allowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_office_opens_what_was_sealed_and_only_as_what_it_was() {
        let (secret, key) = OfficeSecret::generate();
        let sealed = key.seal("applications/contact", "示例甲").unwrap();
        assert!(!sealed.contains("示例甲"));
        let open = |purpose: &str| secret.open(purpose, &sealed);
        assert_eq!(open("applications/contact").as_deref(), Ok("示例甲"));
        assert!(open("applications/content").is_err());
        let (other, _) = OfficeSecret::generate();
        assert!(other.open("applications/contact", &sealed).is_err());
        assert_ne!(sealed, key.seal("applications/contact", "示例甲").unwrap());
    }

    #[test]
    fn keys_survive_being_written_down() {
        let (secret, key) = OfficeSecret::generate();
        let again = OfficeKey::parse(&key.text()).unwrap();
        let sealed = again.seal("a", "b").unwrap();
        let held = OfficeSecret::parse(&format!(" {}\n", secret.text())).unwrap();
        assert_eq!(held.open("a", &sealed).as_deref(), Ok("b"));
        assert_eq!(format!("{held:?}"), "OfficeSecret");
        assert!(OfficeKey::parse(&secret.text()).is_err());
    }

    #[test]
    fn cut_turned_and_foreign_texts_do_not_open() {
        let (secret, key) = OfficeSecret::generate();
        let sealed = key.seal("a", "示例").unwrap();
        for at in 0..sealed.len() {
            assert!(secret.open("a", &sealed[..at]).is_err());
            let mut turned = sealed.clone().into_bytes();
            turned[at] = if turned[at] == b'A' { b'B' } else { b'A' };
            let turned = String::from_utf8(turned).unwrap();
            // The last character of base64 has bits that say nothing; the decoder refuses them when they are set.
            assert!(secret.open("a", &turned).is_err(), "{at}");
        }
        for bad in [
            "",
            "sealed1:",
            "sealed1:!",
            "sealed2:AAAA",
            &"A".repeat(1_000_000),
        ] {
            assert!(secret.open("a", bad).is_err());
        }
        assert!(key.seal("a", &"a".repeat(PLAIN_BYTES_MAX + 1)).is_err());
        for bad in ["", "office-key:", "office-key:AAAA", "office-key:!", "x"] {
            assert!(OfficeKey::parse(bad).is_err(), "{bad}");
        }
    }
}
