//! The publisher's keys. Owns `KEYS/root.json` and `KEYS/private/`; refuses to overwrite keys, and to sign for a role
//! whose threshold its keys do not reach.
//!
//! Each role begins with one key of its own; `feed::ceremony` changes keys and thresholds, with the keys of a root in as many
//! hands as its threshold wants.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes};
use ed25519_dalek::{Signer as _, SigningKey};
use feed::write::{self, Edition, RolePlan, Signer};
use jiff::{SignedDuration, Timestamp};
use sigstore_tuf::{Metadata, Root};

/// The roles of TUF, each with a key of its own.
pub const ROLES: [&str; 4] = ["root", "targets", "snapshot", "timestamp"];
/// Folder of the root's private key, to be carried to where no network is; keys are read there too as long as it is here.
pub const ROOT_KEY_DIR: &str = "root-key";
/// Hours until a root expires: two years. Terminals then show a banner, and take nothing new until the next root is there.
pub(crate) const ROOT_HOURS: i64 = 2 * 365 * 24;
/// Bytes of a key file; a real one has about 120.
const KEY_FILE_BYTES_MAX: u64 = 16 * 1024;

/// Makes keys from `seeds` (one for each of [`ROLES`], from the system's random source) and writes them under `dir`.
///
/// # Errors
/// Keys are there already, or the folder cannot be written.
pub fn generate(dir: &Path, now: Timestamp, seeds: [[u8; 32]; 4]) -> anyhow::Result<()> {
    generate_apart(dir, &dir.join("private"), now, seeds)
}

/// The same, with the root's private key in a folder of its own: what publishes needs it only when keys change.
///
/// # Errors
/// As [`generate`].
pub fn generate_apart(
    dir: &Path,
    root_key: &Path,
    now: Timestamp,
    seeds: [[u8; 32]; 4],
) -> anyhow::Result<()> {
    let root_path = dir.join("root.json");
    let private = dir.join("private");
    ensure!(
        !root_path.exists() && !private.exists(),
        "make keys in {}: keys are there already",
        dir.display()
    );
    fs::create_dir_all(dir).with_context(|| format!("make {}", dir.display()))?;
    DirBuilder::new()
        .mode(0o700)
        .create(&private)
        .with_context(|| format!("make {}", private.display()))?;
    let keys: Vec<Key> = seeds
        .iter()
        .map(|seed| Key(SigningKey::from_bytes(seed)))
        .collect();
    if !root_key.exists() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(root_key)
            .with_context(|| format!("make {}", root_key.display()))?;
    }
    for (role, key) in ROLES.iter().zip(&keys) {
        let folder = match *role {
            "root" => root_key,
            _ => &private,
        };
        key.write(&folder.join(format!("{role}.pem")))?;
    }
    let plans: Vec<RolePlan> = ROLES
        .iter()
        .zip(&keys)
        .map(|(role, key)| RolePlan {
            role,
            keys: vec![key.public()],
            threshold: 1,
        })
        .collect();
    let edition = Edition {
        version: 1,
        expires: after(now, ROOT_HOURS),
    };
    let root = write::root(edition, &plans, &[&keys[0]]);
    // Last: a root without its keys would look finished.
    File::create_new(&root_path)
        .and_then(|mut file| {
            file.write_all(&root)?;
            file.sync_all()
        })
        .with_context(|| format!("write {}", root_path.display()))?;
    File::open(dir)?.sync_all()?;
    Ok(())
}

/// A root with the private keys that are here.
pub struct KeySet {
    dir: PathBuf,
    pub(crate) root_bytes: Vec<u8>,
    pub(crate) root: Root,
    pub(crate) keys: Vec<Key>,
}

impl KeySet {
    /// Reads `dir/root.json` and every `dir/private/*.pem`.
    pub fn load(dir: &Path) -> anyhow::Result<KeySet> {
        let root_bytes = read_capped(&dir.join("root.json"), feed::limits::ROOT_BYTES_MAX)?;
        KeySet::load_with_root(dir, root_bytes)
    }

    /// Reads every `dir/private/*.pem`, to sign under this root.
    pub fn load_with_root(dir: &Path, root_bytes: Vec<u8>) -> anyhow::Result<KeySet> {
        let root = Metadata::<Root>::from_slice(&root_bytes)
            .context("read the root")?
            .into_signed();
        let private = dir.join("private");
        let list = |folder: &Path| -> anyhow::Result<Vec<PathBuf>> {
            fs::read_dir(folder)
                .with_context(|| format!("open {}", folder.display()))?
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<_, _>>()
                .with_context(|| format!("list {}", folder.display()))
        };
        let mut paths = list(&private)?;
        let root_key = dir.join(ROOT_KEY_DIR);
        if root_key.exists() {
            paths.extend(list(&root_key)?);
        }
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "pem"));
        paths.sort();
        let mut keys = Vec::new();
        for path in paths {
            refuse_open(&path)?;
            let pem = read_capped(&path, KEY_FILE_BYTES_MAX)?;
            let pem =
                std::str::from_utf8(&pem).with_context(|| format!("read {}", path.display()))?;
            let key = SigningKey::from_pkcs8_pem(pem)
                .map_err(|error| anyhow::anyhow!("read key {}: {error}", path.display()))?;
            keys.push(Key(key));
        }
        Ok(KeySet {
            dir: dir.to_owned(),
            root_bytes,
            root,
            keys,
        })
    }

    /// The folder they lie in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The root metadata as shipped to terminals.
    pub fn root_bytes(&self) -> &[u8] {
        &self.root_bytes
    }

    /// The version of root.json, which grows with each change of keys.
    pub fn root_version(&self) -> u64 {
        self.root.version
    }

    /// The keys here that may sign for `role`; an error if they are too few.
    pub fn signers(&self, role: &str) -> anyhow::Result<Vec<&dyn Signer>> {
        let Some(plan) = self.root.role(role) else {
            bail!("sign as {role}: the root does not name this role");
        };
        let signers: Vec<&dyn Signer> = self
            .keys
            .iter()
            .filter(|key| plan.keyids.contains(&write::key_id(&key.public())))
            .map(|key| key as &dyn Signer)
            .collect();
        ensure!(
            signers.len() >= plan.threshold,
            "sign as {role}: {} of {} needed keys are here",
            signers.len(),
            plan.threshold
        );
        Ok(signers)
    }
}

pub(crate) struct Key(pub(crate) SigningKey);

impl Key {
    /// Writes it where only its owner can read it; never over another.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        // Without the public half: OpenSSL 3 reads no other form.
        let pair = KeypairBytes {
            secret_key: self.0.to_bytes(),
            public_key: None,
        };
        let pem = pair
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|error| anyhow::anyhow!("encode a key: {error}"))?;
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| {
                file.write_all(pem.as_bytes())?;
                file.sync_all()
            })
            .with_context(|| format!("write {}", path.display()))
    }
}

impl Signer for Key {
    fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// So many hours later, or the end of time.
pub(crate) fn after(now: Timestamp, hours: i64) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(hours))
        .unwrap_or(Timestamp::MAX)
}

/// A key that others can read is no secret any more.
fn refuse_open(path: &Path) -> anyhow::Result<()> {
    let mode = fs::metadata(path)
        .with_context(|| format!("read {}", path.display()))?
        .permissions()
        .mode();
    ensure!(
        mode & 0o077 == 0,
        "use key {}: others can read it (mode {:o}); chmod 600 it, and change the key if somebody may have",
        path.display(),
        mode & 0o777
    );
    Ok(())
}

pub(crate) fn read_capped(path: &Path, max: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(max + 1).read_to_end(&mut bytes))
        .with_context(|| format!("read {}", path.display()))?;
    ensure!(
        bytes.len() as u64 <= max,
        "read {}: longer than {max} bytes",
        path.display()
    );
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEDS: [[u8; 32]; 4] = [[1; 32], [2; 32], [3; 32], [4; 32]];

    fn now() -> Timestamp {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn private_keys_are_readable_by_their_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        generate(dir.path(), now(), SEEDS).unwrap();
        let mode = |path: &str| {
            fs::metadata(dir.path().join(path))
                .unwrap()
                .permissions()
                .mode()
                & 0o777
        };
        assert_eq!(mode("private"), 0o700);
        for role in ROLES {
            assert_eq!(mode(&format!("private/{role}.pem")), 0o600);
        }
    }

    #[test]
    fn keys_are_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        generate(dir.path(), now(), SEEDS).unwrap();
        let before = fs::read(dir.path().join("root.json")).unwrap();
        assert!(generate(dir.path(), now(), [[9; 32]; 4]).is_err());
        assert_eq!(fs::read(dir.path().join("root.json")).unwrap(), before);
    }

    #[test]
    fn key_files_have_the_form_that_other_tools_read() {
        let dir = tempfile::tempdir().unwrap();
        generate(dir.path(), now(), SEEDS).unwrap();
        let pem = fs::read_to_string(dir.path().join("private/targets.pem")).unwrap();
        // RFC 8410 section 7: 48 bytes, version 0, no public key.
        let expected = "MC4CAQAwBQYDK2VwBCIEIAICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC";
        assert!(pem.contains(expected), "{pem}");
    }

    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        generate(dir.path(), now(), SEEDS).unwrap();
        let path = dir.path().join("private/targets.pem");
        for mode in [0o640, 0o604, 0o644] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let error = KeySet::load(dir.path()).err().unwrap();
            assert!(error.to_string().contains("others can read it"), "{error}");
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(KeySet::load(dir.path()).is_ok());
    }

    #[test]
    fn a_role_without_its_key_cannot_be_signed() {
        let dir = tempfile::tempdir().unwrap();
        generate(dir.path(), now(), SEEDS).unwrap();
        fs::remove_file(dir.path().join("private/root.pem")).unwrap();
        let keys = KeySet::load(dir.path()).unwrap();
        assert_eq!(keys.signers("timestamp").unwrap().len(), 1);
        assert!(keys.signers("root").is_err());
    }
}
