//! Pictures of a text (插图): which attachment stands in place of which.

use mirror::{Block, Document};

/// Kinds of files that a picture of the text may be.
const KINDS: [&str; 5] = ["png", "jpg", "jpeg", "tif", "tiff"];
/// The attachment that is the picture of the block `at`: files are called as the text calls its pictures, those that are called alike stand in the
/// order of the text.
pub fn pictured(document: &Document, at: usize, alt: &str) -> Option<u32> {
    let is_it = |name: &str| {
        let (stem, kind) = name.rsplit_once('.')?;
        let kind = kind.to_ascii_lowercase();
        Some(KINDS.contains(&kind.as_str()) && (stem == alt || name == alt))
    };
    let files = document.attachments.iter().enumerate();
    let files: Vec<usize> = files
        .filter(|(_, file)| is_it(&file.name).unwrap_or(false))
        .map(|(number, _)| number)
        .collect();
    let alike = |block: &&Block| matches!(block, Block::Picture { alt: other } if other == alt);
    let before = document.blocks[..at].iter().filter(alike).count();
    // One that stands there twice came along once.
    let number = files.get(before).or(files.last())?;
    u32::try_from(*number).ok()
}
