//! What may stand for a proxy and for the inbox of journal batches. Pure, like all rules.

use super::{Checked, address};
use crate::settings::{Inbox, Proxy};
use std::path::PathBuf;
use url::{Host, Url};

/// How web requests go out: `environment`, `direct`, or the address of a proxy.
pub(crate) fn proxy(text: &str) -> Checked<Proxy> {
    let allowed = "environment, direct, http://host:port, https://host:port or socks5h://host:port";
    match text {
        "environment" => return Ok(Proxy::Environment),
        "direct" => return Ok(Proxy::Direct),
        _ => {}
    }
    let url = address(text, allowed)?;
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    match url.scheme() {
        "http" | "https" | "socks5h" if url.has_host() && bare => Ok(Proxy::Through(url)),
        _ => Err(format!("is not allowed here; allowed are {allowed}")),
    }
}

/// Where journal batches go; the path of a folder always ends with `/` before its query.
pub(crate) fn inbox(text: &str) -> Checked<Inbox> {
    let allowed = "http://host/, https://host/, file:///folder/ or presigned:///file";
    let mut url = address(text, allowed)?;
    let on_disk = |scheme: &str| {
        url.host_str().unwrap_or("").is_empty()
            && url.path().len() > 1
            && text.starts_with(&format!("{scheme}:///"))
            && url.query().is_none()
    };
    let fits = match url.scheme() {
        "http" | "https" => url.has_host(),
        "file" => on_disk("file"),
        "presigned" if on_disk("presigned") => {
            let path = &text["presigned://".len()..];
            // The parser encodes what is no plain letter and walks `..`: another file than the one that is written here.
            if path != url.path() || path.contains('%') {
                return Err(format!(
                    "names {path}: only plain ASCII without % and .. may stand in it"
                ));
            }
            return Ok(Inbox::Presigned(PathBuf::from(path)));
        }
        _ => false,
    };
    if !fits || url.fragment().is_some() {
        return Err(format!("is not allowed here; allowed are {allowed}"));
    }
    if !url.path().ends_with('/') {
        let folder = format!("{}/", url.path());
        url.set_path(&folder);
    }
    Ok(Inbox::Folder(url))
}

/// Whether a token that is sent there stays between the two: over https, or to this very machine. Each pre-signed address is
/// looked at when it is used.
pub(crate) fn keeps_secrets(inbox: &Inbox) -> bool {
    match inbox {
        Inbox::Folder(url) => url.scheme() != "http" || is_loopback(url),
        Inbox::Presigned(_) => true,
    }
}

/// Whether an address is this machine's own.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_address_or_one_of_two_words() {
        assert_eq!(proxy("environment"), Ok(Proxy::Environment));
        assert_eq!(proxy("direct"), Ok(Proxy::Direct));
        assert!(matches!(
            proxy("http://10.0.0.1:3128"),
            Ok(Proxy::Through(_))
        ));
        for bad in [
            "none",
            "ftp://x:1",
            "http://u:p@x:1",
            "http://x:1/path",
            "socks5h://x/?a",
            "",
        ] {
            assert!(proxy(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_token_is_not_sent_where_others_can_read_it() {
        for (to, fits) in [
            ("https://inbox.example.cn/", true),
            ("http://inbox.example.cn/", false),
            ("http://10.0.0.7/", false),
            ("http://127.0.0.1:8080/", true),
            ("http://localhost/", true),
            ("file:///inbox/", true),
            ("presigned:///etc/urls", true),
        ] {
            assert_eq!(keeps_secrets(&inbox(to).unwrap()), fits, "{to}");
        }
    }

    #[test]
    fn an_inbox_keeps_its_query_and_gets_its_slash() {
        let folder = |text| match inbox(text) {
            Ok(Inbox::Folder(url)) => url.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(folder("https://x/dav"), "https://x/dav/");
        assert_eq!(folder("https://x/c?sig=1"), "https://x/c/?sig=1");
        assert_eq!(folder("file:///inbox"), "file:///inbox/");
        assert_eq!(
            inbox("presigned:///etc/urls"),
            Ok(Inbox::Presigned("/etc/urls".into()))
        );
        for bad in [
            "ftp://x/",
            "file:///",
            "https://x/#a",
            "presigned:///",
            "presigned:///etc/%75rls",
            "presigned:///etc/../urls",
            "presigned:///etc/地址",
            "http://0.0.0.0/",
            "http://010.1.1.1/",
            "https://u:p@x/",
            "x",
        ] {
            assert!(inbox(bad).is_err(), "{bad}");
        }
    }
}
