//! One line of the log: what passes the check keeps every promise that the mirror relies on, and survives being written.
#![no_main]

use feed::limits::{BLOCKS_MAX, ID_BYTES_MAX, TITLE_CHARS_MAX};
use feed::{Block, Record};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(record) = serde_json::from_slice::<Record>(bytes) else { return };
    if record.check().is_err() {
        return;
    }
    assert!(!record.id().is_empty() && record.id().len() <= ID_BYTES_MAX);
    assert!(!record.id().chars().any(char::is_control));
    if let Record::Put { document, .. } = &record {
        assert_eq!(document.disclosure.attribute, feed::document::PUBLIC);
        assert!(!document.disclosure.evidence.trim().is_empty());
        assert!(document.title.chars().count() <= TITLE_CHARS_MAX && document.blocks.len() <= BLOCKS_MAX);
        for attachment in &document.attachments {
            let path = feed::blob_path(&attachment.sha256);
            assert!(path.len() == 72 && !path.contains(".."), "{path}");
        }
        for block in &document.blocks {
            if let Block::Table { rows, .. } = block {
                assert!(rows.windows(2).all(|pair| pair[0].len() == pair[1].len()));
            }
        }
        for article in &document.articles {
            assert!(article.from <= article.to && article.to as usize <= document.blocks.len());
        }
    }
    let line = feed::write::record_line(&record);
    assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
    assert_eq!(serde_json::from_slice::<Record>(&line).ok(), Some(record));
});
