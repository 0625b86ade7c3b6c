//! Readers of formats: bytes to text, text to a draft. Own what a format says; which line is what, `reading` decides.

pub mod charset;
pub mod html;
pub mod markdown;
pub mod page;
pub mod policy_json;
pub mod text;

#[cfg(test)]
mod hard;
#[cfg(test)]
mod tests;
