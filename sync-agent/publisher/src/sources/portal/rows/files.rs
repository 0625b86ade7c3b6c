//! Files that a row of a list links to itself. Owns how they are kept until its article is read.

use url::Url;

use crate::formats::html;
use crate::sources::portal::pick::{self, Subject};
use crate::sources::portal::recipe::Fields;

/// Files of one row.
const FILES_MAX: usize = 64;

/// The files that a row links to, as JSON.
pub fn of_row(fields: &Fields, subject: &Subject<'_>, base: &Url) -> Option<String> {
    let row = subject.element?;
    let mut files: Vec<(String, String)> = Vec::new();
    for element in fields
        .attachments
        .iter()
        .flat_map(|css| pick::select(row, css))
    {
        let address = element.value().attr("href").unwrap_or_default();
        let address: String = address.chars().filter(|c| !c.is_whitespace()).collect();
        let Ok(url) = base.join(&address) else {
            continue;
        };
        let name = html::words(element);
        if !address.is_empty() && !name.is_empty() && files.len() < FILES_MAX {
            files.push((name, url.to_string()));
        }
    }
    (!files.is_empty()).then(|| serde_json::json!(files).to_string())
}
