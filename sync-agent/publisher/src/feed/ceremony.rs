//! Changing keys (密钥轮换): a draft of the next root, signatures from several hands, installation. Owns the steps; refuses to
//! install a root that the terminals' present one does not lead to, or that would leave a role without enough keys.
//!
//! ```text
//! publisher keys draft   --keys K --out next.json --renew timestamp --add root=<public key> --threshold root=2
//! publisher keys sign    next.json --keys K           (by each holder of a root key, on his own machine)
//! publisher keys install next.json --keys K --to FEED
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use console::progress::Progress;
use ed25519_dalek::SigningKey;
use feed::write::{self, Edition, RolePlan, Signer};
use jiff::Timestamp;
use sigstore_tuf::{Metadata, Root, TrustedMetadataSet};

use crate::feed::publication::{self, Change};
use crate::feed::state::{Begin, State};
use crate::feed::store::Store;
use crate::keys::{Key, KeySet, ROLES, ROOT_HOURS, after, read_capped};

/// What the next root changes.
#[derive(Debug, Default)]
pub struct Draft {
    /// Roles that get a new key of this machine instead of all they have.
    pub renew: Vec<String>,
    /// `ROLE=PUBLIC`, 64 hex digits.
    pub add: Vec<String>,
    /// `ROLE=KEYID`, or the beginning of one.
    pub remove: Vec<String>,
    /// `ROLE=NUMBER`.
    pub threshold: Vec<String>,
}

/// Makes a key file from `seed` for somebody who will hold it; tells the public half, in hex.
pub fn make_key(path: &Path, seed: [u8; 32]) -> anyhow::Result<String> {
    let key = Key(SigningKey::from_bytes(&seed));
    key.write(path)?;
    Ok(hex::encode(key.public()))
}

/// The roles of a root, for people.
pub fn show(keys: &KeySet) -> String {
    let root = &keys.root;
    let mut out = format!("root {}, expires {}\n", root.version, root.expires);
    for role in ROLES {
        let Some(plan) = root.role(role) else {
            continue;
        };
        let here = |id: &String| {
            keys.keys
                .iter()
                .any(|key| write::key_id(&key.public()) == *id)
        };
        writeln!(out, "{role}: {} of {}", plan.threshold, plan.keyids.len()).expect("text");
        for id in &plan.keyids {
            let place = if here(id) { "here" } else { "elsewhere" };
            writeln!(out, "  {id} {place}").expect("text");
        }
    }
    out
}

/// Makes the next root, unsigned, at `out`. New keys of this machine go into `private/`.
pub fn draft(
    dir: &Path,
    change: &Draft,
    out: &Path,
    now: Timestamp,
    mut seed: impl FnMut() -> anyhow::Result<[u8; 32]>,
) -> anyhow::Result<()> {
    let keys = KeySet::load(dir)?;
    let version = keys.root.version + 1;
    let mut roles = roles_of(&keys.root)?;
    for role in &change.renew {
        let plan = find(&mut roles, role)?;
        let key = Key(SigningKey::from_bytes(&seed()?));
        key.write(&dir.join(format!("private/{role}-{version}.pem")))?;
        plan.keys = vec![key.public()];
        plan.threshold = 1;
    }
    for (role, public) in pairs(&change.add)? {
        let mut key = [0; 32];
        hex::decode_to_slice(public, &mut key)
            .with_context(|| format!("add {public:?}: a public key has 64 hex digits"))?;
        let plan = find(&mut roles, role)?;
        ensure!(
            !plan.keys.contains(&key),
            "add {public} to {role}: it is there already"
        );
        plan.keys.push(key);
    }
    for (role, id) in pairs(&change.remove)? {
        let plan = find(&mut roles, role)?;
        let before = plan.keys.len();
        plan.keys.retain(|key| !write::key_id(key).starts_with(id));
        ensure!(
            plan.keys.len() + 1 == before,
            "remove {id} from {role}: it fits {} keys",
            before - plan.keys.len()
        );
    }
    for (role, number) in pairs(&change.threshold)? {
        find(&mut roles, role)?.threshold = number
            .parse()
            .with_context(|| format!("set {role}={number}"))?;
    }
    for plan in &roles {
        ensure!(
            (1..=plan.keys.len()).contains(&plan.threshold),
            "make a root whose {} needs {} of {} keys",
            plan.role,
            plan.threshold,
            plan.keys.len()
        );
    }
    let edition = Edition {
        version,
        expires: after(now, ROOT_HOURS),
    };
    place(out, &write::root(edition, &roles, &[]))
}

/// Adds the signatures of every key here that the present or the next root asks; tells how many.
pub fn sign(dir: &Path, path: &Path) -> anyhow::Result<usize> {
    let keys = KeySet::load(dir)?;
    let bytes = read_capped(path, feed::limits::ROOT_BYTES_MAX)?;
    let next = parse(&bytes, path)?;
    ensure!(
        next.version == keys.root.version + 1,
        "sign {}: it is root {}, the next one is {}",
        path.display(),
        next.version,
        keys.root.version + 1
    );
    let asked = |key: &Key| {
        let id = write::key_id(&key.public());
        [&keys.root, &next].iter().any(|root| {
            root.role("root")
                .is_some_and(|plan| plan.keyids.contains(&id))
        })
    };
    let signers: Vec<&dyn Signer> = keys
        .keys
        .iter()
        .filter(|key| asked(key))
        .map(|key| key as &dyn Signer)
        .collect();
    ensure!(
        !signers.is_empty(),
        "sign {}: no root key is here",
        path.display()
    );
    place(path, &write::add_signatures(&bytes, &signers)?)?;
    Ok(signers.len())
}

/// Publishes a root that is signed by enough hands, and everything under it anew.
pub fn install(store: &Store, dir: &Path, path: &Path, now: Timestamp) -> anyhow::Result<u64> {
    let bytes = read_capped(path, feed::limits::ROOT_BYTES_MAX)?;
    let old = KeySet::load(dir)?;
    let next = KeySet::load_with_root(dir, bytes.clone())?;
    // A run that was cut short after its last step but one is finished by running it again.
    if old.root.version < next.root.version {
        feed::verify::install_cryptography();
        TrustedMetadataSet::from_root(&old.root_bytes)
            .and_then(|mut trusted| trusted.update_root(&bytes))
            .with_context(|| {
                format!(
                    "install {}: root {} does not lead to it",
                    path.display(),
                    old.root.version
                )
            })?;
    } else {
        ensure!(
            old.root_bytes == bytes,
            "install {}: it is not the next root",
            path.display()
        );
    }
    for role in ["targets", "snapshot", "timestamp"] {
        next.signers(role)?;
    }
    let begin = Begin::default();
    let progress = Progress::of("publisher");
    let state = State::read(store, &old, &begin, now, &progress)
        .or_else(|error| State::read(store, &next, &begin, now, &progress).map_err(|_| error))?;
    ensure!(
        state.exists(),
        "install {}: there is no feed",
        path.display()
    );
    let change = Change {
        blobs: state.blobs.clone(),
        signs_anew: true,
        ..Change::default()
    };
    publication::commit(store, &next, &state, change, now, &progress)?;
    place(&dir.join("root.json"), &bytes)?;
    Ok(next.root.version)
}

fn parse(bytes: &[u8], path: &Path) -> anyhow::Result<Root> {
    Ok(Metadata::<Root>::from_slice(bytes)
        .with_context(|| format!("read {}", path.display()))?
        .into_signed())
}

fn roles_of(root: &Root) -> anyhow::Result<Vec<RolePlan>> {
    let publics: BTreeMap<&String, [u8; 32]> = root
        .keys
        .iter()
        .map(|(id, key)| {
            let mut public = [0; 32];
            hex::decode_to_slice(&key.keyval.public, &mut public)
                .with_context(|| format!("read key {id} of the root"))?;
            Ok((id, public))
        })
        .collect::<anyhow::Result<_>>()?;
    ROLES
        .iter()
        .map(|role| {
            let plan = root
                .role(role)
                .with_context(|| format!("find the role {role}"))?;
            let keys = plan.keyids.iter().filter_map(|id| publics.get(id).copied());
            Ok(RolePlan {
                role,
                keys: keys.collect(),
                threshold: plan.threshold,
            })
        })
        .collect()
}

fn find<'a>(roles: &'a mut [RolePlan], role: &str) -> anyhow::Result<&'a mut RolePlan> {
    match roles.iter_mut().find(|plan| plan.role == role) {
        Some(plan) => Ok(plan),
        None => bail!("change role {role:?}: known are {}", ROLES.join(", ")),
    }
}

fn pairs(list: &[String]) -> anyhow::Result<Vec<(&str, &str)>> {
    list.iter()
        .map(|text| {
            text.split_once('=')
                .with_context(|| format!("read {text:?} as ROLE=VALUE"))
        })
        .collect()
}

/// Writes beside and renames, so that a power cut leaves the old file or the new one.
fn place(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let fresh = path.with_extension("new");
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, path)
    };
    write().with_context(|| format!("write {}", path.display()))
}
