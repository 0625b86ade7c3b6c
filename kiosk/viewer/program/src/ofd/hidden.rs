//! Words of every part of an OFD, also of those that no page shows: what annotations remark, what the package says of itself. For
//! the disclosure gate; order and places are lost.

use super::files::Files;
use crate::office::parts;
use crate::xml::Element;
use viewer::limits::{INNER_FILES_MAX, TEXT_BYTES_MAX};
use viewer::{Block, Inner, Reason, Text};

/// Elements with which a text ends.
const ENDS: [&str; 6] = [
    "TextCode",
    "Remark",
    "Parameter",
    "Title",
    "Subject",
    "Keyword",
];

/// All of them, no more bytes than a text may have.
pub fn words(files: &mut Files) -> Result<Text, Reason> {
    let mut texts = Vec::new();
    let mut left = TEXT_BYTES_MAX;
    for name in files.names().to_vec() {
        // A page may lie under any name.
        if !parts::is_media(&name)
            && let Some(part) = files.bytes(&name)?
            && parts::is_markup(&part)
        {
            parts::words(&part, &ENDS, &mut texts, &mut left);
        }
    }
    let blocks = texts.into_iter().map(|text| Block::Aside { text });
    Ok(Text {
        blocks: blocks.collect(),
        cut: left == 0,
    })
}

/// A file that is attached to the document (GB/T 33190, 附件) or lies in the package beside it, by its number.
pub fn inner(
    files: &mut Files,
    folder: &str,
    document: &Element,
    number: u32,
) -> Result<Option<Inner>, Reason> {
    let mut named: Vec<(String, String)> = Vec::new();
    for list in document.all("Attachments") {
        let Some((list, inner)) = files.follow(folder, list.text.trim())? else {
            continue;
        };
        for attachment in list.all("Attachment") {
            if let Some(part) = attachment
                .text_of("FileLoc")
                .and_then(|path| files.find(&inner, path))
            {
                let name = attachment.attribute("Name").unwrap_or_default();
                named.push((name.to_owned(), part));
            }
        }
    }
    for part in files.inner_names() {
        if !named.iter().any(|(_, known)| *known == part) {
            let name = part.rsplit('/').next().unwrap_or(&part).to_owned();
            named.push((name, part));
        }
    }
    // The words of its XML parts are read with the others.
    named.retain(|(_, part)| !part.ends_with(".xml"));
    named.truncate(INNER_FILES_MAX as usize);
    let Some((name, part)) = named.into_iter().nth(number as usize) else {
        return Ok(None);
    };
    let bytes = files.bytes(&part)?.unwrap_or_default();
    Ok(Some(Inner { name, bytes }))
}
