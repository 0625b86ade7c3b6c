//! Brackets around a whole line.

/// Without one pair of brackets around all of it.
pub fn strip_brackets(text: &str) -> &str {
    let inner = text
        .strip_prefix(['（', '(', '【', '[', '〔'])
        .and_then(|t| t.strip_suffix(['）', ')', '】', ']', '〕']));
    match inner {
        Some(inner) => inner,
        None => text,
    }
}
