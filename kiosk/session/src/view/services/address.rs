//! How an address on the web is written on the glass. Pure; opens none.

/// An address without what nobody reads out.
pub(super) fn shown(url: &str) -> String {
    let bare = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    bare.unwrap_or(url).trim_end_matches('/').to_owned()
}
