//! Ed25519 and SHA-2 for `sigstore-tuf`, in Rust alone. Owns the process-wide installation of them; refuses every other
//! signature scheme, so that a root cannot name one that nobody here has looked at.

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use sigstore_crypto::{CryptoProvider, Error, HashContext, Result, SigningScheme};
use sigstore_types::HashAlgorithm;

#[derive(Debug)]
struct PureRust;

/// Makes `sigstore-tuf` use this module. Safe to call any number of times.
pub(crate) fn install() {
    // An error means that a provider is installed already; the only caller in these programs is this one.
    let _ = sigstore_crypto::install_default_provider(&PureRust);
}

struct Hashing<D>(D);

impl<D: Digest + Send> HashContext for Hashing<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn finalize(self: Box<Self>) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

impl CryptoProvider for PureRust {
    fn hash(&self, algorithm: HashAlgorithm) -> Result<Box<dyn HashContext>> {
        match algorithm {
            HashAlgorithm::Sha2256 => Ok(Box::new(Hashing(Sha256::new()))),
            HashAlgorithm::Sha2384 => Ok(Box::new(Hashing(Sha384::new()))),
            HashAlgorithm::Sha2512 => Ok(Box::new(Hashing(Sha512::new()))),
            #[allow(unreachable_patterns)]
            other => Err(Error::UnsupportedAlgorithm(format!("{other:?}"))),
        }
    }

    fn verify_raw(
        &self,
        scheme: SigningScheme,
        spki_pubkey_bytes: &[u8],
        data: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        if scheme != SigningScheme::Ed25519 {
            return Err(Error::UnsupportedAlgorithm(format!("{scheme:?}")));
        }
        let key: &[u8; 32] = spki_pubkey_bytes
            .try_into()
            .map_err(|_| Error::InvalidKey("an ed25519 key has 32 bytes".into()))?;
        let key =
            VerifyingKey::from_bytes(key).map_err(|error| Error::InvalidKey(error.to_string()))?;
        let signature = Signature::from_slice(signature)
            .map_err(|error| Error::Verification(error.to_string()))?;
        // Strict: no weak keys, one signature only for one message.
        key.verify_strict(data, &signature)
            .map_err(|error| Error::Verification(error.to_string()))
    }

    fn verify_prehashed(
        &self,
        scheme: SigningScheme,
        _spki_pubkey_bytes: &[u8],
        _digest: &[u8],
        _signature: &[u8],
    ) -> Result<()> {
        Err(Error::UnsupportedAlgorithm(format!(
            "{scheme:?} over a digest"
        )))
    }
}
