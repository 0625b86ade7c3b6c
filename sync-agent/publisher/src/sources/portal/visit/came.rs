//! What came for a file: a picture, or a page in its place. Owns telling them, and where the portal has the file.

use url::Url;

use crate::sources::portal::web::Reply;

/// Whether a file begins as a picture that a terminal shows, and is more than an ornament.
pub fn is_picture(path: &std::path::Path) -> bool {
    const ORNAMENT_BYTES: usize = 2_048;
    const BEGINNINGS: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"];
    std::fs::read(path).is_ok_and(|bytes| {
        bytes.len() > ORNAMENT_BYTES && BEGINNINGS.iter().any(|begin| bytes.starts_with(begin))
    })
}

/// Where the portal has a file, as a terminal takes it.
pub fn web_address(address: &str) -> Option<String> {
    let address = String::from(Url::parse(address).ok()?);
    (address.len() <= feed::limits::ADDRESS_BYTES_MAX).then_some(address)
}

/// Whether an answer for a file is a page: an error, a captcha, a log-in.
pub fn is_page(reply: &Reply) -> bool {
    const LOOKED_AT: usize = 512;
    let head = String::from_utf8_lossy(&reply.body[..reply.body.len().min(LOOKED_AT)]);
    let head = head
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .to_ascii_lowercase();
    head.is_empty() || head.starts_with("<!doctype html") || head.starts_with("<html")
}
