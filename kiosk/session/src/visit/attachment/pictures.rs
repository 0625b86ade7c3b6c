//! Pictures of the open text (插图), drawn where they stand; in memory, and gone with it.

use std::collections::BTreeMap;

use mirror::{Block, Document};

use crate::asks::Effect;
use crate::attached::{Dots, Illustrated, Wanted};
use crate::visit::turn::Turn;

/// Kinds of files that a picture of the text may be.
const KINDS: [&str; 5] = ["png", "jpg", "jpeg", "tif", "tiff"];
/// More pictures of one text stay a line that is tapped.
const DRAWN_MAX: usize = 12;
/// How many dots wide a picture comes: the column of the largest type.
const WIDTH_PX: u32 = 1_080;

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

/// Those of one document, as far as they were drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pictures {
    serial: u64,
    drawn: BTreeMap<u32, Dots>,
}

impl Pictures {
    /// Asks for all of a document; what was asked for another one is dropped.
    pub fn of(document: &Document, turn: &mut Turn) -> Pictures {
        let serial = turn.next_serial();
        let mut numbers: Vec<u32> = Vec::new();
        for (at, block) in document.blocks.iter().enumerate() {
            if let Block::Picture { alt } = block
                && let Some(number) = pictured(document, at, alt)
                && !numbers.contains(&number)
            {
                numbers.push(number);
            }
        }
        let wanted: Vec<Wanted> = numbers
            .into_iter()
            .take(DRAWN_MAX)
            .map(|attachment| Wanted {
                attachment,
                sha256: document.attachments[attachment as usize].sha256.clone(),
            })
            .collect();
        let asked = !wanted.is_empty();
        if asked {
            turn.effects.push(Effect::Illustrate {
                serial,
                wanted,
                width_px: WIDTH_PX,
            });
        }
        Pictures {
            serial: if asked { serial } else { 0 },
            drawn: BTreeMap::new(),
        }
    }

    /// Some were asked for.
    pub fn asked(&self) -> bool {
        self.serial > 0
    }

    /// One came; one that nobody waits for any more is dropped.
    pub fn came(&mut self, illustrated: Illustrated) {
        if illustrated.serial == self.serial {
            self.drawn.insert(illustrated.attachment, illustrated.dots);
        }
    }

    /// The picture that this attachment is.
    pub fn get(&self, attachment: u32) -> Option<&Dots> {
        self.drawn.get(&attachment)
    }
}
