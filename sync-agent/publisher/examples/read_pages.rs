//! Reads every page of a folder as a run would, and publishes nothing: `read_pages FOLDER` prints pages, documents and refusals. For
//! `make bench-publisher`, which sets it beside another reader of the same pages.

use std::path::PathBuf;

use anyhow::Context;
use publisher::formats::{charset, html, page};
use publisher::reading::assemble::{self, Origin};
use publisher::reading::sidecar::Sidecar;
use publisher::trial;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os().nth(1).context("a folder is needed")?;
    let folder = PathBuf::from(folder);
    let (mut pages, mut documents) = (0, 0);
    for entry in std::fs::read_dir(&folder).with_context(|| format!("read {}", folder.display()))? {
        let path = entry?.path();
        let bytes = std::fs::read(&path)?;
        pages += 1;
        let Ok(words) = charset::decode(&bytes) else {
            continue;
        };
        if html::nests_too_deep(&words) {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let origin = Origin {
            adapter: "folder",
            source: &name,
            raw_sha256: "",
            fetched: "2026-01-01T00:00:00Z",
            today: "2026-01-01",
            clean: false,
        };
        let draft = page::read(&words);
        let made = assemble::document(draft, &Sidecar::default(), &trial::lenient(), origin);
        documents += usize::from(made.is_ok());
    }
    println!("{pages} {documents} {}", pages - documents);
    Ok(())
}
