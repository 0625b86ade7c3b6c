//! The terminal's own certificate and key, made at the first start, in one file that is written beside and renamed: the power may go at any moment.
//! Its fingerprint is what people and other terminals know the page by. Signs nothing else.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};

const FILE_NAME: &str = "identity.pem";
const FILE_MODE: u32 = 0o600;
/// The fingerprint is no secret.
const TOLD_MODE: u32 = 0o644;
const FILE_BYTES_MAX: u64 = 64 * 1024;
/// Good from before any device was made, so that one whose clock stands is believed, for longer than any lives.
const YEARS: (i32, i32) = (2020, 2070);

/// Certificate and key.
pub struct Identity {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    /// Reads it, or makes it where there is none. One that cannot be read is never replaced by itself: others know the terminal by it.
    pub fn load_or_make(dir: &Path, names: &[String]) -> anyhow::Result<Identity> {
        let path = dir.join(FILE_NAME);
        if !path.exists() {
            make(dir, names).with_context(|| format!("make certificate {}", path.display()))?;
        }
        Identity::load(dir)
    }

    /// Reads what was made before.
    pub fn load(dir: &Path) -> anyhow::Result<Identity> {
        let path = dir.join(FILE_NAME);
        read(&path).with_context(|| format!("read certificate {}", path.display()))
    }

    /// SHA-256 of the certificate: 64 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.certificate)
    }

    /// For whoever speaks TLS.
    pub fn parts(&self) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
        (self.certificate.clone(), self.key.clone_key())
    }
}

/// Writes the fingerprint where everybody may read it: the desk shows it, so that whoever sits at a browser can compare. Whole or not at all.
pub fn tell(file: &Path, identity: &Identity) -> anyhow::Result<()> {
    let doing = || format!("write the fingerprint to {}", file.display());
    let fresh = file.with_extension("new");
    std::fs::write(&fresh, format!("{}\n", shown(&identity.fingerprint()))).with_context(doing)?;
    std::fs::set_permissions(&fresh, std::fs::Permissions::from_mode(TOLD_MODE))
        .with_context(doing)?;
    std::fs::rename(&fresh, file).with_context(doing)
}

/// SHA-256 of a certificate.
pub fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    hex::encode(Sha256::digest(certificate.as_ref()))
}

/// As browsers show it: `AB:CD:…`.
pub fn shown(fingerprint: &str) -> String {
    let bytes: Vec<String> = fingerprint
        .as_bytes()
        .chunks(2)
        .map(|byte| String::from_utf8_lossy(byte).to_uppercase())
        .collect();
    bytes.join(":")
}

fn read(path: &Path) -> anyhow::Result<Identity> {
    let mut text = Vec::new();
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        bail!("it is no file");
    }
    file.take(FILE_BYTES_MAX).read_to_end(&mut text)?;
    Ok(Identity {
        certificate: CertificateDer::from_pem_slice(&text).context("find a certificate in it")?,
        key: PrivateKeyDer::from_pem_slice(&text).context("find a key in it")?,
    })
}

fn make(dir: &Path, names: &[String]) -> anyhow::Result<()> {
    let key = KeyPair::generate()?;
    let mut wanted = CertificateParams::new(names.to_vec())?;
    wanted.distinguished_name = DistinguishedName::new();
    wanted
        .distinguished_name
        .push(DnType::CommonName, "reading-room-terminal");
    wanted.not_before = rcgen::date_time_ymd(YEARS.0, 1, 1);
    wanted.not_after = rcgen::date_time_ymd(YEARS.1, 1, 1);
    let certificate = wanted.self_signed(&key)?;
    let text = format!("{}{}", certificate.pem(), key.serialize_pem());
    place(&dir.join(FILE_NAME), text.as_bytes())
}

fn place(path: &PathBuf, bytes: &[u8]) -> anyhow::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(dir)?;
    let fresh = path.with_extension("new");
    // What an earlier run left half written may be anybody's to read.
    let _ = std::fs::remove_file(&fresh);
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)?;
    Ok(File::open(dir)?.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_its_owner_alone_reads_it() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("page");
        assert!(Identity::load(&dir).is_err(), "reading makes nothing");
        let names = ["zd1.example.cn".to_owned()];
        let first = Identity::load_or_make(&dir, &names).unwrap().fingerprint();
        assert_eq!(first.len(), 64);
        let again = Identity::load_or_make(&dir, &[]).unwrap().fingerprint();
        assert_eq!(first, again, "whatever the names are now");
        let file = dir.join(FILE_NAME);
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, FILE_MODE);
        assert!(shown(&first).starts_with(&first[..2].to_uppercase()));
        assert_eq!(shown(&first).len(), 95);
        let told = dir.with_file_name("fingerprint");
        let identity = Identity::load(&dir).unwrap();
        for _ in 0..2 {
            tell(&told, &identity).unwrap();
            let said = std::fs::read_to_string(&told).unwrap();
            assert_eq!(said, format!("{}\n", shown(&first)));
        }
        let mode = std::fs::metadata(&told).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, TOLD_MODE);
        assert!(tell(Path::new("/nowhere/fingerprint"), &identity).is_err());
    }

    #[test]
    fn a_power_cut_while_it_is_made_leaves_none_and_a_torn_one_is_told() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("identity.new"), "half").unwrap();
        Identity::load_or_make(dir.path(), &[]).unwrap();
        let file = dir.path().join(FILE_NAME);
        let whole = std::fs::read_to_string(&file).unwrap();
        for torn in ["", "nothing", &whole[..whole.len() / 2]] {
            std::fs::write(&file, torn).unwrap();
            assert!(Identity::load_or_make(dir.path(), &[]).is_err());
            assert_eq!(std::fs::read_to_string(&file).unwrap(), torn, "kept");
        }
    }
}
