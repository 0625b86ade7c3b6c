//! Pages of portals and plain texts: whatever is read keeps the limits of the feed, and says on what evidence it is public. The first
//! byte says what the rest is taken for. What it says of other documents keeps the feed's limits as well.
#![no_main]

use libfuzzer_sys::fuzz_target;
use publisher::formats::{charset, html, page, text};
use publisher::reading::assemble::{self, Origin};
use publisher::reading::relations;
use publisher::reading::sidecar::Sidecar;
use publisher::trial;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let Ok(words) = charset::decode(bytes) else { return };
    let draft = match kind % 4 {
        0 => text::read(&words),
        _ if html::nests_too_deep(&words) => return,
        _ => page::read(&words),
    };
    let origin = Origin {
        adapter: "folder",
        source: "a.html",
        raw_sha256: &"a".repeat(64),
        fetched: "2026-01-01T00:00:00Z",
        today: "2026-01-01",
        clean: false,
    };
    let Ok(made) = assemble::document(draft, &Sidecar::default(), &trial::lenient(), origin) else { return };
    let mut document = made.document;
    // Its text is in a file that it names; whoever reads that one refuses it if not.
    if document.blocks.is_empty() && !made.links.is_empty() {
        return;
    }
    document.id = "demo:a.html".to_owned();
    document.normalise();
    document.check().expect("what is read keeps the limits of the feed");
    assert!(!document.disclosure.evidence.trim().is_empty());
    assert!(relations::said(&document).len() <= feed::limits::RELATIONS_MAX);
});
