//! A plain TUF client with the command line of the TUF conformance suite (theupdateframework/tuf-conformance, CLIENT-CLI.md), over
//! the same verification as the agent. Owns a command line and its own HTTP; the agent refuses other keys than Ed25519, this
//! client knows those of the suite too. Not part of any program.
//!
//! ```text
//! tuf_client --metadata-dir DIR init ROOT.json
//! tuf_client --metadata-dir DIR --metadata-url URL refresh
//! tuf_client --metadata-dir DIR --metadata-url URL --target-name NAME... --target-base-url URL --target-dir DIR download
//! ```
//! Several names are fetched in their order, until one fails. Exit: 0 done, 1 refused or failed.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use clap::{Parser, Subcommand};
use ml_dsa::{MlDsa44, MlDsa65, MlDsa87, Verifier};
use ring::digest;
use ring::signature as algorithm;
use sigstore_crypto::{CryptoProvider, HashContext, SigningScheme};
use sigstore_tuf::{Error, FileStore, MetadataStore, Repository, Updater, UpdaterConfig};
use sigstore_types::HashAlgorithm;

/// What a repository answers: bytes, or nothing where there is no such file.
type FetchFuture<'a> =
    Pin<Box<dyn Future<Output = sigstore_tuf::Result<Option<Vec<u8>>>> + Send + 'a>>;

/// Longest wait for the next bytes.
const STALL: Duration = Duration::from_secs(30);
/// Root rotations walked in one refresh; the suite makes a few hundred.
const ROOT_ROTATIONS_MAX: u32 = 256;
/// Longest target file, bytes.
const TARGET_BYTES_MAX: u64 = 64 * 1024 * 1024;

#[derive(Parser)]
struct Arguments {
    /// Where metadata that counts as valid is kept.
    #[arg(long)]
    metadata_dir: PathBuf,
    #[arg(long)]
    metadata_url: Option<String>,
    #[arg(long, allow_hyphen_values = true)]
    target_name: Vec<String>,
    #[arg(long)]
    target_base_url: Option<String>,
    #[arg(long)]
    target_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts from this root; asks nobody.
    Init { root: PathBuf },
    /// Brings the metadata up to date.
    Refresh,
    /// Brings the metadata up to date and the targets.
    Download,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(said) => {
            // Nobody is left to tell if it cannot be printed.
            let _ = said.print();
            return ExitCode::from(u8::from(said.use_stderr()));
        }
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tuf_client: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    sigstore_crypto::install_default_provider(&Ring)
        .map_err(|_| anyhow::anyhow!("install the cryptography: another one is there"))?;
    // The web client wants one although it is never asked for https here; an error means that one is there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let trusted = arguments.metadata_dir.join("root.json");
    if let Command::Init { root } = &arguments.command {
        std::fs::copy(root, &trusted).with_context(|| format!("copy {}", root.display()))?;
        return Ok(());
    }
    let root = std::fs::read(&trusted).with_context(|| format!("read {}", trusted.display()))?;
    let repository = Web {
        client: reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .read_timeout(STALL)
            .build()?,
        metadata: folder(arguments.metadata_url.context("say --metadata-url")?),
        targets: arguments.target_base_url.map(folder),
    };
    let mut config = UpdaterConfig::default();
    config.max_root_rotations = ROOT_ROTATIONS_MAX;
    config.target_max_length = TARGET_BYTES_MAX;
    let mut updater = Updater::new(repository, &root)?
        .with_config(config)
        .with_store(Shelf {
            metadata: FileStore::new(&arguments.metadata_dir),
            targets: arguments.target_dir.clone(),
        });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let now = jiff::Timestamp::now();
    runtime.block_on(updater.refresh(now))?;
    if let Command::Download = arguments.command {
        let dir = arguments.target_dir.context("say --target-dir")?;
        ensure!(!arguments.target_name.is_empty(), "say --target-name");
        for name in &arguments.target_name {
            let bytes = runtime.block_on(updater.get_target(name, now))?;
            let path = shelved(&dir, name);
            // What is there already stays as it is, its time too.
            if std::fs::read(&path).is_ok_and(|old| old == bytes) {
                continue;
            }
            std::fs::write(&path, bytes).with_context(|| format!("write {}", path.display()))?;
        }
    }
    Ok(())
}

/// Where a target lies: one flat name for any path, so that none leads out of the folder.
fn shelved(dir: &Path, name: &str) -> PathBuf {
    let flat: String = name
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    dir.join(flat)
}

fn folder(mut url: String) -> String {
    if !url.ends_with('/') {
        url.push('/');
    }
    url
}

/// Metadata in one folder without version numbers; the targets fetched before in another.
struct Shelf {
    metadata: FileStore,
    targets: Option<PathBuf>,
}

impl MetadataStore for Shelf {
    fn load(&self, name: &str) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        match name.strip_prefix("targets/") {
            Some(target) => Ok(self
                .targets
                .as_ref()
                .and_then(|dir| std::fs::read(shelved(dir, target)).ok())),
            None => self.metadata.load(name),
        }
    }

    fn store(&self, name: &str, bytes: &[u8]) -> sigstore_tuf::Result<()> {
        // The library keeps each snapshot under its number as well; the suite wants one file a role.
        let numbered = name
            .strip_suffix(".snapshot.json")
            .is_some_and(|number| number.parse::<u64>().is_ok());
        // To the library a target that cannot be kept is no failure; `run` writes it.
        if numbered || name.starts_with("targets/") {
            return Ok(());
        }
        self.metadata.store(name, bytes)
    }
}

struct Web {
    client: reqwest::Client,
    metadata: String,
    targets: Option<String>,
}

impl Web {
    async fn get(&self, url: String, max: u64) -> Result<Option<Vec<u8>>> {
        let mut response = self.client.get(&url).send().await?;
        match response.status().as_u16() {
            200 => {}
            // As object stores say it for what is not there.
            403 | 404 => return Ok(None),
            status => bail!("GET {url}: {status}"),
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            ensure!(
                (bytes.len() + chunk.len()) as u64 <= max,
                "GET {url}: more than {max} bytes"
            );
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes))
    }
}

impl Repository for Web {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        let url = format!("{}{name}", self.metadata);
        Box::pin(async move {
            let answer = self.get(url, max_length).await;
            answer.map_err(|error| Error::transport(format!("{error:#}")))
        })
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        // What would end the path is a part of the name here.
        let path = path.replace('#', "%23").replace('?', "%3F");
        let url = self.targets.as_ref().map(|base| format!("{base}{path}"));
        Box::pin(async move {
            let url = url.ok_or_else(|| Error::transport("say --target-base-url"))?;
            let answer = self.get(url, max_length).await;
            answer.map_err(|error| Error::transport(format!("{error:#}")))
        })
    }
}

/// The signatures of the suite's repositories, by ring and ml-dsa.
#[derive(Debug)]
struct Ring;

struct Hashing(digest::Context);

impl HashContext for Hashing {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn finalize(self: Box<Self>) -> Vec<u8> {
        self.0.finish().as_ref().to_vec()
    }
}

fn unknown(what: impl std::fmt::Debug) -> sigstore_crypto::Error {
    sigstore_crypto::Error::UnsupportedAlgorithm(format!("{what:?}"))
}

impl CryptoProvider for Ring {
    fn hash(&self, wanted: HashAlgorithm) -> sigstore_crypto::Result<Box<dyn HashContext>> {
        let known = match wanted {
            HashAlgorithm::Sha2256 => &digest::SHA256,
            HashAlgorithm::Sha2384 => &digest::SHA384,
            HashAlgorithm::Sha2512 => &digest::SHA512,
            #[allow(unreachable_patterns)]
            other => return Err(unknown(other)),
        };
        Ok(Box::new(Hashing(digest::Context::new(known))))
    }

    fn verify_raw(
        &self,
        scheme: SigningScheme,
        spki_pubkey_bytes: &[u8],
        data: &[u8],
        signature: &[u8],
    ) -> sigstore_crypto::Result<()> {
        let known: &dyn algorithm::VerificationAlgorithm = match scheme {
            SigningScheme::MlDsa44 => {
                return lattice::<MlDsa44>(spki_pubkey_bytes, data, signature);
            }
            SigningScheme::MlDsa65 => {
                return lattice::<MlDsa65>(spki_pubkey_bytes, data, signature);
            }
            SigningScheme::MlDsa87 => {
                return lattice::<MlDsa87>(spki_pubkey_bytes, data, signature);
            }
            SigningScheme::Ed25519 => &algorithm::ED25519,
            SigningScheme::EcdsaP256Sha256 => &algorithm::ECDSA_P256_SHA256_ASN1,
            SigningScheme::EcdsaP256Sha384 => &algorithm::ECDSA_P256_SHA384_ASN1,
            SigningScheme::EcdsaP384Sha256 => &algorithm::ECDSA_P384_SHA256_ASN1,
            SigningScheme::EcdsaP384Sha384 => &algorithm::ECDSA_P384_SHA384_ASN1,
            SigningScheme::RsaPssSha256 => &algorithm::RSA_PSS_2048_8192_SHA256,
            SigningScheme::RsaPssSha384 => &algorithm::RSA_PSS_2048_8192_SHA384,
            SigningScheme::RsaPssSha512 => &algorithm::RSA_PSS_2048_8192_SHA512,
            other => return Err(unknown(other)),
        };
        algorithm::UnparsedPublicKey::new(known, spki_pubkey_bytes)
            .verify(data, signature)
            .map_err(|_| sigstore_crypto::Error::Verification(format!("{scheme:?}")))
    }

    fn verify_prehashed(
        &self,
        scheme: SigningScheme,
        _spki_pubkey_bytes: &[u8],
        _digest: &[u8],
        _signature: &[u8],
    ) -> sigstore_crypto::Result<()> {
        Err(unknown(scheme))
    }
}

/// ML-DSA (FIPS 204), which ring has not.
fn lattice<P: ml_dsa::MlDsaParams>(
    key: &[u8],
    data: &[u8],
    signature: &[u8],
) -> sigstore_crypto::Result<()> {
    let refused = || sigstore_crypto::Error::Verification("ML-DSA".into());
    let key = ml_dsa::EncodedVerifyingKey::<P>::try_from(key).map_err(|_| refused())?;
    let signature = ml_dsa::Signature::<P>::try_from(signature).map_err(|_| refused())?;
    ml_dsa::VerifyingKey::<P>::decode(&key)
        .verify(data, &signature)
        .map_err(|_| refused())
}
