//! What single values may say. Pure; each rule answers with the value or with what is allowed.

mod host;
mod outward;
mod panel;
mod printer;

pub use outward::is_loopback;
pub(crate) use outward::{inbox, keeps_secrets, proxy};
pub(crate) use panel::{matrix, output};
pub use printer::{CONFIRMATIONS, CUTS, FORMS, PROFILE_NAMES};
pub(crate) use printer::{connection, one_of, profile};

use crate::{EarKey, Jack, SiteKind};
use std::ops::RangeInclusive;
use std::path::{Component, Path, PathBuf};
use url::Url;

/// Longest address, bytes.
const URL_BYTES_MAX: usize = 2_000;
/// Longest path, bytes.
const PATH_BYTES_MAX: usize = 1_000;
/// Longest id of a site or terminal.
const ID_CHARS_MAX: usize = 8;
/// Longest name of a house, plate, portal or link.
pub(crate) const NAME_CHARS_MAX: usize = 40;
/// Longest sentence on screen.
pub(crate) const SENTENCE_CHARS_MAX: usize = 120;
/// Function keys that keypads send.
const FUNCTION_KEY_MAX: u8 = 24;
/// Memory that Argon2 needs for each lane, KiB (RFC 9106, 3.1).
const LANE_KIB_MIN: u32 = 8;
type Checked<T> = Result<T, String>;

/// An id that goes into register numbers: `L01`, `1`.
pub(crate) fn id(text: &str) -> Checked<String> {
    let fits =
        (1..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if fits {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "must be 1 to {ID_CHARS_MAX} letters A-Z a-z or digits, without dashes (it goes into register numbers)"
        ))
    }
}

/// Words for people: one line, not blank, at most `chars_max`.
pub(crate) fn words(chars_max: usize) -> impl Fn(&str) -> Checked<String> {
    move |text| {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err("is blank".into());
        }
        if trimmed.chars().count() > chars_max {
            return Err(format!("is longer than {chars_max} characters"));
        }
        if trimmed.chars().any(char::is_control) {
            return Err("must be one line without control characters".into());
        }
        Ok(trimmed.to_owned())
    }
}

/// Like [`words`], but may be empty.
pub(crate) fn words_or_nothing(chars_max: usize) -> impl Fn(&str) -> Checked<String> {
    move |text| {
        if text.trim().is_empty() {
            Ok(String::new())
        } else {
            words(chars_max)(text)
        }
    }
}

/// Kind of site (N4 art 2).
pub(crate) fn kind(text: &str) -> Checked<SiteKind> {
    SiteKind::ALL
        .into_iter()
        .find(|k| k.as_code() == text)
        .ok_or_else(|| {
            let codes = SiteKind::ALL.map(SiteKind::as_code);
            format!("is not a kind of site; allowed are {}", codes.join(", "))
        })
}

/// What tells that headphones are plugged in: `none`, `usb`, `evdev:NAME`.
pub(crate) fn jack(text: &str) -> Checked<Jack> {
    match text.split_once(':') {
        None if text == "none" => Ok(Jack::None),
        None if text == "usb" => Ok(Jack::Usb),
        Some(("evdev", name)) => words(NAME_CHARS_MAX)(name).map(Jack::Switch),
        _ => Err("must be \"none\", \"usb\" or \"evdev:NAME\"".into()),
    }
}

/// What keys of a keypad (小键盘) mean to whoever works by ear: `F14=next`.
pub(crate) fn ear_key(text: &str) -> Checked<(String, EarKey)> {
    let named = text
        .split_once('=')
        .map(|(key, code)| (key.trim(), code.trim()));
    let Some((key, code)) = named else {
        return Err("must be KEY=MEANING, such as \"F14=next\"".into());
    };
    let function = key.strip_prefix('F').and_then(|n| n.parse::<u8>().ok());
    let plain = key.chars().count() == 1 && !key.chars().any(char::is_control);
    let fits = plain || function.is_some_and(|n| (1..=FUNCTION_KEY_MAX).contains(&n));
    if !fits {
        return Err(format!(
            "{key} is no key; allowed are F1 to F{FUNCTION_KEY_MAX} and single characters"
        ));
    }
    let meaning = EarKey::ALL.into_iter().find(|key| key.as_code() == code);
    let meaning = meaning.ok_or_else(|| {
        let codes = EarKey::ALL.map(EarKey::as_code);
        format!(
            "{code} is no meaning of a key; allowed are {}",
            codes.join(", ")
        )
    })?;
    Ok((key.to_owned(), meaning))
}

/// A file or folder; relative ones stand beside the configuration.
pub(crate) fn path(base: &Path) -> impl Fn(&str) -> Checked<PathBuf> {
    move |text| {
        if text.is_empty() || text.len() > PATH_BYTES_MAX {
            return Err(format!("must be a path of 1 to {PATH_BYTES_MAX} bytes"));
        }
        if text.chars().any(char::is_control) {
            return Err("must not hold control characters".into());
        }
        Ok(normal(&base.join(text)))
    }
}

/// Without `.` and, where that is plain, without `..`. Never asks the disk.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_))) =>
            {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

fn address(text: &str, allowed: &str) -> Checked<Url> {
    if text.len() > URL_BYTES_MAX {
        return Err(format!("is longer than {URL_BYTES_MAX} bytes"));
    }
    // The parser would silently drop these.
    if text
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || c == '\\')
    {
        return Err("must not hold spaces, control characters or backslashes".into());
    }
    let url =
        Url::parse(text).map_err(|e| format!("is no address ({e}); allowed are {allowed}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "must not carry a user name or password: the file is readable by others".into(),
        );
    }
    host::host(text)?;
    Ok(url)
}

/// Where the feed is: a folder on a web server or a disk; always ends with `/`.
pub(crate) fn feed(text: &str) -> Checked<Url> {
    let allowed = "http://host/, https://host/ or file:///folder/";
    let mut url = address(text, allowed)?;
    let fits = match url.scheme() {
        "http" | "https" => url.has_host(),
        "file" => url.host().is_none() && url.path().len() > 1 && text.starts_with("file:///"),
        _ => false,
    };
    if !fits {
        return Err(format!("is not allowed here; allowed are {allowed}"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must be a folder, without ? and #".into());
    }
    if !url.path().ends_with('/') {
        let folder = format!("{}/", url.path());
        url.set_path(&folder);
    }
    Ok(url)
}

/// An address for a visitor's phone.
pub(crate) fn link(text: &str) -> Checked<Url> {
    let allowed = "http://... or https://...";
    let url = address(text, allowed)?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        _ => Err(format!("is not allowed here; allowed are {allowed}")),
    }
}

/// The attendant's PIN, hashed, as a PHC string: `$argon2id$v=19$m=65536,t=3,p=1$<salt>$<hash>`, base64 without padding.
pub(crate) fn pin_hash(text: &str) -> Checked<String> {
    let base64 = |s: &str, chars: RangeInclusive<usize>| {
        chars.contains(&s.len())
            && s.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
    };
    let costs = |s: &str| {
        // Memory in KiB, passes, lanes: what a device of 2 GB can pay at each PIN.
        let names = [("m=", 262_144), ("t=", 100), ("p=", 16)];
        let parts: Vec<&str> = s.split(',').collect();
        let read = |(part, (name, max)): (&&str, (&str, u32))| {
            let n = part.strip_prefix(name)?.parse::<u32>().ok()?;
            (1..=max).contains(&n).then_some(n)
        };
        let numbers: Option<Vec<u32>> = parts.iter().zip(names).map(read).collect();
        numbers.filter(|_| parts.len() == names.len())
    };
    let parts: Vec<&str> = text.split('$').collect();
    match parts[..] {
        ["", "argon2id", "v=19", c, salt, hash]
            if base64(salt, 11..=64) && base64(hash, 22..=86) =>
        {
            match costs(c).as_deref() {
                Some([memory, _, lanes]) if *memory < lanes * LANE_KIB_MIN => Err(format!(
                    "cannot be: each of p={lanes} lanes needs m={LANE_KIB_MIN} of memory, and m is {memory}"
                )),
                Some(_) if !crate::pin::is_hash(text) => Err(
                    "is no hashed PIN: salt or hash is no base64; make it anew by terminal-config pin-hash"
                        .into(),
                ),
                Some(_) => Ok(text.to_owned()),
                None => Err(
                    "has costs that no device can pay or that do nothing; allowed are m up to 262144, t up to 100, p up to 16"
                        .into(),
                ),
            }
        }
        _ => Err("is no hashed PIN; allowed is $argon2id$v=19$m=...,t=...,p=...$salt$hash".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_fit_into_register_numbers() {
        for good in ["1", "L01", "abcdefgh"] {
            assert_eq!(id(good).as_deref(), Ok(good));
        }
        for bad in ["", "L-01", "abcdefghi", "一", "a b", "a\n"] {
            assert!(id(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_feed_is_a_folder_without_credentials() {
        assert_eq!(feed("http://h:8080").unwrap().as_str(), "http://h:8080/");
        assert_eq!(feed("https://h/a/b").unwrap().as_str(), "https://h/a/b/");
        assert_eq!(
            feed("file:///media/stick").unwrap().as_str(),
            "file:///media/stick/"
        );
        for bad in [
            "",
            "h",
            "ftp://h/",
            "http://u:p@h/",
            "http://u@h/",
            "http://h/?a",
            "http://h/#a",
            "file://server/share/",
            "file:///",
            "file:relative",
            " http://h/",
            "http://h/\n",
            "http:\\\\h\\",
            "http://",
            "http://[::1/",
        ] {
            assert!(feed(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_pin_is_only_ever_stored_hashed() {
        let good = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21l$RdescudvJCsgt3ub+bxdiQ1PHsMbrNsjzYMnvkHSLYo";
        assert_eq!(pin_hash(good).as_deref(), Ok(good));
        for bad in [
            "1234",
            "",
            "$argon2id$v=19$m=1$a$b",
            "$argon2i$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(pin_hash(bad).is_err(), "{bad:?}");
        }
        for (costs, why) in [
            ("m=7,t=3,p=1", "memory"),
            ("m=64,t=3,p=16", "memory"),
            ("m=0,t=3,p=1", "m up to"),
            ("m=65536,t=0,p=1", "t up to"),
            ("m=4294967295,t=3,p=1", "m up to"),
            ("m=65536,t=3", "p up to"),
        ] {
            let message = pin_hash(&good.replace("m=65536,t=3,p=1", costs)).unwrap_err();
            assert!(message.contains(why), "{costs}: {message}");
        }
        // A number of digits that is no base64.
        let torn = good.replace("c29tZXNhbHRzb21l", "c29tZXNhbHRzb");
        assert!(pin_hash(&torn).unwrap_err().contains("base64"));
    }

    #[test]
    fn relative_paths_stand_beside_the_configuration() {
        let rule = path(Path::new("/etc/terminal"));
        assert_eq!(
            rule("root.json").unwrap(),
            Path::new("/etc/terminal/root.json")
        );
        assert_eq!(rule("./a/../b/").unwrap(), Path::new("/etc/terminal/b"));
        assert_eq!(rule("/var/x").unwrap(), Path::new("/var/x"));
        assert!(rule("a\0b").is_err());
        assert!(rule("").is_err());
    }
}
