//! Cookies of one run, where a recipe has them replayed: some sites answer 302 to themselves until they see theirs. Owns what is kept: name and
//! value for exactly the host that set them, in memory only; a handful of lines where a cookie library brings the public suffix list.

use std::collections::BTreeMap;

/// Cookies of one host.
const COOKIES_MAX: usize = 32;
/// Bytes of one cookie.
const COOKIE_BYTES_MAX: usize = 4_096;

/// What hosts have set.
#[derive(Debug, Default)]
pub struct Jar {
    hosts: BTreeMap<String, BTreeMap<String, String>>,
}

impl Jar {
    /// Takes one `Set-Cookie` of `host`.
    pub fn take(&mut self, host: &str, header: &str) {
        let mut parts = header.split(';');
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let (name, value) = (name.trim(), value.trim());
        let plain = |text: &str| text.bytes().all(|b| (0x21..0x7F).contains(&b) && b != b';');
        if name.is_empty() || header.len() > COOKIE_BYTES_MAX || !plain(name) || !plain(value) {
            return;
        }
        let ends = parts.any(|part| {
            let part = part.trim().to_ascii_lowercase();
            part.strip_prefix("max-age=")
                .is_some_and(|age| age.starts_with('-') || age == "0")
        });
        let kept = self.hosts.entry(host.to_owned()).or_default();
        if ends {
            kept.remove(name);
        } else if kept.len() < COOKIES_MAX || kept.contains_key(name) {
            kept.insert(name.to_owned(), value.to_owned());
        }
    }

    /// What is sent to `host`.
    pub fn header(&self, host: &str) -> Option<String> {
        let kept = self.hosts.get(host).filter(|kept| !kept.is_empty())?;
        let pairs: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Some(pairs.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_goes_back_to_its_host_alone_until_it_ends() {
        let mut jar = Jar::default();
        jar.take("a.invalid", "token=abc; Path=/; HttpOnly");
        jar.take("a.invalid", "other=1");
        assert_eq!(
            jar.header("a.invalid").as_deref(),
            Some("other=1; token=abc")
        );
        assert_eq!(jar.header("b.invalid"), None);
        jar.take("a.invalid", "other=; Max-Age=0");
        assert_eq!(jar.header("a.invalid").as_deref(), Some("token=abc"));
    }

    #[test]
    fn what_is_no_cookie_and_too_many_are_left() {
        let mut jar = Jar::default();
        for header in [
            "",
            "=x",
            "a",
            "a=b\r\nx: y",
            "名=值",
            &format!("a={}", "x".repeat(5_000)),
        ] {
            jar.take("a.invalid", header);
        }
        assert_eq!(jar.header("a.invalid"), None);
        (0..100).for_each(|n| jar.take("a.invalid", &format!("c{n}=1")));
        assert_eq!(jar.hosts["a.invalid"].len(), COOKIES_MAX);
    }
}
