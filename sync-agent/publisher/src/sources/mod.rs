//! Sources turn what they find into items: a document or a refusal each. Own finding, identity and fetching; publish nothing.

pub mod folder;
mod walk;
