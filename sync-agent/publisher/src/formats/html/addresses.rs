//! Which addresses lead to files (附件) and which to pages. Owns the kinds of files and what viewers are told in theirs.

/// Kinds of files that are attached to documents.
const KINDS: &[&str] = &[
    "pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "zip", "rar", "7z",
    "ceb", "rtf", "csv", "wpt", "tif", "tiff",
];
/// Addresses of files that show no kind.
const DOWNLOADS: &[&str] = &[
    "/module/download/",
    "/download/",
    "/download?",
    "download.jsp",
    "download.do",
    "download.action",
    "download.aspx",
    "download.ashx",
    "download.php",
    "downloads.action",
    "downloadservlet",
    "attachmentdownload",
    "/getfile",
    "down.jsp",
    "downfile",
    "fileid=",
    "/attachment/",
    "/attach/",
    "/files/",
];

/// Whether an address leads to a file and not to a page.
pub fn is_file(address: &str) -> bool {
    let low = address.to_ascii_lowercase();
    if low.is_empty() || low.starts_with("javascript:") || low.starts_with("mailto:") {
        return false;
    }
    let kind = last_part(&low).rsplit_once('.').map(|(_, kind)| kind);
    let page = kind.is_some_and(|k| matches!(k, "htm" | "html" | "shtml" | "shtm"));
    kind.is_some_and(|kind| KINDS.contains(&kind))
        || (!page && DOWNLOADS.iter().any(|part| low.contains(part)))
}

/// Whether words are the name of a file: 1.申报表.docx, 流程图.pdf（2MB）.
pub fn names_file(words: &str) -> bool {
    let words = words.trim();
    let sized = words.strip_suffix(['）', ')', ']', '】']);
    let open = sized.and_then(|inner| inner.rfind(['（', '(', '[', '【']));
    let named = |name: &str| {
        let kind = name
            .trim()
            .rsplit_once('.')
            .map(|(_, kind)| kind.to_ascii_lowercase());
        kind.is_some_and(|kind| KINDS.contains(&kind.as_str()))
    };
    named(words) || open.is_some_and(|at| named(&words[..at]))
}

/// Whether an address may be of a file as well as of a page: it neither shows the kind of a page, or of a picture, nor ends in a folder.
pub fn may_be_file(address: &str) -> bool {
    const PAGES: &[&str] = &["htm", "html", "shtml", "shtm", "xhtml"];
    const OTHERS: &[&str] = &["png", "jpg", "jpeg", "gif", "bmp", "txt", "mp4", "mp3"];
    let low = address.to_ascii_lowercase();
    let schemed = ["javascript:", "mailto:", "tel:"];
    let last = last_part(&low);
    let kind = last.rsplit_once('.').map_or("", |(_, kind)| kind);
    // What follows a host's name is no kind: http://www.example.invalid.
    let host = low
        .split_once("//")
        .is_some_and(|(_, rest)| !rest.contains('/'));
    !last.is_empty()
        && !host
        && !low.starts_with('#')
        && !schemed.iter().any(|scheme| low.starts_with(scheme))
        && !PAGES.contains(&kind)
        && !OTHERS.contains(&kind)
}

/// What a viewer is told to show: `/pdfjs/web/viewer.html?file=/a/b.pdf`. `is_link`: a link may lead elsewhere with an address in it.
pub fn shown_by_viewer(address: &str, is_link: bool) -> Option<String> {
    const NAMES: &[&str] = &["file", "pdf", "pdfurl", "fileurl", "filepath", "pdfpath"];
    const NAMES_SHOWN: &[&str] = &["url", "src", "path", "doc", "ofd", "furl", "href"];
    let (viewer, query) = address.split_once(['?', '#'])?;
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let file = pairs.into_iter().find_map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        let named =
            NAMES.contains(&name.as_str()) || !is_link && NAMES_SHOWN.contains(&name.as_str());
        (named && is_file(&value)).then(|| value.into_owned())
    })?;
    let file = file.trim().replace(' ', "%20");
    let whole = file.starts_with('/') || file.contains("://");
    let folder = viewer.rsplit_once('/').map(|(folder, _)| folder);
    Some(match folder.filter(|_| !whole) {
        // A viewer looks for its file from where it stands itself.
        Some(folder) => format!("{folder}/{file}"),
        None => file,
    })
}

/// Whether two addresses are of one file: what stands behind `#` only says which page of it a viewer opens.
pub fn is_same_file(one: &str, other: &str) -> bool {
    without_place(one) == without_place(other)
}

/// An address without the place inside its file (`#page=2`).
pub fn without_place(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

/// The name of a file in its address.
pub fn last_part(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').next().unwrap_or(path)
}
