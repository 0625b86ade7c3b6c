//! Pictures of a text (插图) that lie beside it in the folder.

use std::path::{Path, PathBuf};

use feed::Attachment;
use sha2::{Digest, Sha256};

use super::beside::{bytes, in_any_form};
use crate::item::Link;

/// Adds the pictures of the text that lie beside it; one that does not is named in the text alone.
pub(super) fn illustrate(
    root: &Path,
    path: &Path,
    pictures: &[Link],
    files: &mut Vec<(Attachment, PathBuf)>,
) {
    const PICTURES_MAX: usize = 64;
    let folder = path.parent().unwrap_or(root);
    for picture in pictures.iter().take(PICTURES_MAX) {
        let relative = picture.address.trim_start_matches("./");
        let lies = in_any_form(folder, Path::new(relative)).canonicalize();
        let Ok(lies) = lies else { continue };
        if relative.contains("://") || !lies.starts_with(root) {
            continue;
        }
        let Ok(bytes) = bytes(&lies, feed::limits::BLOB_BYTES_MAX) else {
            continue;
        };
        let kind = relative.rsplit_once('.').map_or("", |(_, kind)| kind);
        let attachment = Attachment {
            name: picture.file_name(kind),
            sha256: hex::encode(Sha256::digest(&bytes)),
            length: bytes.len() as u64,
            pages: None,
            address: None,
        };
        if !files
            .iter()
            .any(|(held, _)| held.sha256 == attachment.sha256)
        {
            files.push((attachment, lies));
        }
    }
}
