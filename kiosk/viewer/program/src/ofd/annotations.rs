//! Annotations of OFD pages: which file belongs to which page, and what they show. Owns no judgement of what they mean.

use super::files::Files;
use super::page::Walk;
use super::values::area;
use crate::xml::Element;
use hayro::kurbo::{Affine, Rect};
use viewer::Reason;

/// Which page has which annotation files.
pub fn files_of(
    files: &mut Files,
    folder: &str,
    path: Option<&str>,
) -> Result<Vec<(String, String)>, Reason> {
    let mut found = Vec::new();
    let Some(path) = path else {
        return Ok(found);
    };
    let Some((list, inner)) = files.follow(folder, path)? else {
        return Ok(found);
    };
    for page in list.all("Page") {
        if let (Some(id), Some(path)) = (page.attribute("PageID"), page.text_of("FileLoc"))
            && let Some(name) = files.find(&inner, path)
        {
            found.push((id.to_owned(), name));
        }
    }
    Ok(found)
}

/// Draws the appearances of a page's annotations; how many are visible and have none.
pub fn draw(walk: &mut Walk<'_>, list: &Element) -> Result<u32, Reason> {
    let mut lost = 0;
    for annotation in list.all("Annot") {
        if annotation.attribute("Visible") == Some("false") {
            continue;
        }
        let Some(appearance) = annotation.child("Appearance") else {
            // A link has nothing to show.
            lost += u32::from(annotation.attribute("Type") != Some("Link"));
            continue;
        };
        let corner = appearance
            .attribute("Boundary")
            .and_then(area)
            .map_or(Rect::ZERO, |place| place);
        walk.block(
            &appearance.children,
            Affine::translate(corner.origin().to_vec2()),
            None,
            0,
        )?;
    }
    Ok(lost)
}
