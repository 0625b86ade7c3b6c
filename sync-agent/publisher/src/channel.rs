//! CHANNEL.toml: what the operator answers for. Owns reading it; refuses a default without evidence, and a site code
//! that could not stand in an id.

use std::path::Path;

use anyhow::{Context, ensure};

use serde::Deserialize;

/// Bytes of a CHANNEL.toml.
const CHANNEL_BYTES_MAX: u64 = 64 * 1024;
/// Site code of documents published without a channel.
pub const SITE_WITHOUT_CHANNEL: &str = "local";

/// CHANNEL.toml: what the operator answers for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Site code; the first part of every id.
    pub site: String,
    /// Name of the channel.
    pub name: String,
    /// `public` or nothing.
    pub default_disclosure: Option<String>,
    /// Address or document that says so.
    pub evidence: Option<String>,
}

impl Channel {
    /// The channel of a folder without CHANNEL.toml: it declares nothing.
    pub fn local() -> Self {
        Channel {
            site: SITE_WITHOUT_CHANNEL.to_owned(),
            name: String::new(),
            default_disclosure: None,
            evidence: None,
        }
    }
}

/// Reads the channel at `path`; without one, nothing is declared.
pub fn load(path: Option<&Path>) -> anyhow::Result<Channel> {
    let Some(path) = path else {
        return Ok(Channel::local());
    };
    let length = std::fs::metadata(path)
        .with_context(|| format!("read {}", path.display()))?
        .len();
    ensure!(
        length <= CHANNEL_BYTES_MAX,
        "read {}: longer than {CHANNEL_BYTES_MAX} bytes",
        path.display()
    );
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    parse(&text).with_context(|| format!("read {}", path.display()))
}

fn parse(text: &str) -> anyhow::Result<Channel> {
    let channel: Channel = toml::from_str(text)?;
    let plain = channel
        .site
        .chars()
        .all(|c| c.is_alphanumeric() || "-_.".contains(c));
    ensure!(
        plain && feed::check::check_id(&channel.site).is_ok(),
        "site: letters, digits, - _ and . are allowed"
    );
    if let Some(disclosure) = &channel.default_disclosure {
        ensure!(
            disclosure == feed::document::PUBLIC,
            "default_disclosure: \"public\" or nothing is allowed"
        );
        ensure!(
            channel
                .evidence
                .as_deref()
                .is_some_and(|evidence| !evidence.trim().is_empty()),
            "evidence: a default disclosure needs the address or document that says so"
        );
    }
    Ok(channel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_without_evidence_is_refused() {
        let text = "site = \"demo\"\nname = \"x\"\ndefault_disclosure = \"public\"\n";
        assert!(parse(text).is_err());
        assert!(parse(&format!("{text}evidence = \" \"")).is_err());
        assert!(parse(&format!("{text}evidence = \"https://example.org/\"")).is_ok());
    }

    #[test]
    fn a_default_other_than_public_is_refused() {
        let text = "site = \"demo\"\nname = \"x\"\nevidence = \"e\"\ndefault_disclosure = \"all\"";
        assert!(parse(text).is_err());
    }

    #[test]
    fn a_site_code_never_climbs() {
        for site in ["..", "a/b", "", "a b", "."] {
            let text = format!("site = \"{site}\"\nname = \"x\"");
            assert!(parse(&text).is_err(), "{site:?}");
        }
    }
}
