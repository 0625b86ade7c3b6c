//! The office's page (`[desk_page]`) and the other terminals of the house (`[[house]]`): raw to checked. Opens no port and asks no name server.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use url::Url;

use crate::house::{DeskPage, Neighbour, Network};
use crate::raw::Section;
use crate::rules::{self, NAME_CHARS_MAX};

/// Most networks, names and other terminals.
const ENTRIES_MAX: usize = 16;
/// Terminals of one house besides this one.
pub(super) const TERMINALS_MAX: usize = 30;
/// Where the kiosk listens for it.
const SOCKET: &str = "/run/terminal/hatch/socket";
/// Where its certificate lies; its unit makes the folder.
const STATE_DIR: &str = "/var/lib/terminal-page";
/// Where its fingerprint stands for everybody to read; its unit makes the folder.
const FINGERPRINT: &str = "/run/terminal-page/fingerprint";
/// Ports below belong to the system.
const PORT_MIN: u16 = 1_024;
/// Digits of a SHA-256 in hexadecimal.
const FINGERPRINT_DIGITS: usize = 64;
const HOST_CHARS_MAX: usize = 253;

/// The whole section; `house` is read apart and joins it.
pub(super) fn desk_page(s: &mut Section<'_, '_>, base: &Path) -> Option<DeskPage> {
    let listen = s.optional("listen", listen);
    let from = s.list("from", ENTRIES_MAX, network);
    let names = s.list("names", ENTRIES_MAX, host_name);
    let idle_s = s.number("idle_s", 600, 60, 3_600);
    let socket = s.optional("socket", rules::path(base));
    let state = s.optional("state", rules::path(base));
    let fingerprint = s.optional("fingerprint", rules::path(base));
    if let Some(listen) = listen
        && from.is_empty()
        && !listen.ip().is_loopback()
    {
        let message = "needs from, the networks of the office, such as [\"192.168.10.0/24\"]";
        s.conflict("listen", message.to_owned());
    }
    Some(DeskPage {
        listen: listen?,
        from,
        names,
        idle_s,
        socket: socket.unwrap_or_else(|| SOCKET.into()),
        state: state.unwrap_or_else(|| STATE_DIR.into()),
        fingerprint: fingerprint.unwrap_or_else(|| FINGERPRINT.into()),
        house: Vec::new(),
    })
}

/// One of `[[house]]`.
pub(super) fn neighbour(s: &mut Section<'_, '_>) -> Option<Neighbour> {
    let terminal = s.required("terminal", "1 to 8 letters or digits", rules::id);
    let name = s.required(
        "name",
        "what people call its place",
        rules::words(NAME_CHARS_MAX),
    );
    let address = s.required("address", "https://host:port/", page);
    let fingerprint = s.required(
        "fingerprint",
        "what `desk-page fingerprint` prints there",
        fingerprint,
    );
    Some(Neighbour {
        terminal: terminal?,
        name: name?,
        address: address?,
        fingerprint: fingerprint?,
    })
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    let allowed = "an address and a port from 1024, such as 0.0.0.0:8443 or [::]:8443";
    let found: SocketAddr = text.parse().map_err(|_| format!("must be {allowed}"))?;
    match found.port() >= PORT_MIN && !found.ip().is_multicast() {
        true => Ok(found),
        false => Err(format!("must be {allowed}")),
    }
}

fn network(text: &str) -> Result<Network, String> {
    let allowed = "a part of a network, such as 192.168.10.0/24 or fd00:1::/64";
    let wrong = || format!("must be {allowed}");
    let (address, bits) = text.split_once('/').ok_or_else(wrong)?;
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let plain = !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit());
    let bits: u8 = bits
        .parse()
        .ok()
        .filter(|bits| plain && *bits <= most)
        .ok_or_else(wrong)?;
    if bits == 0 {
        return Err("is the whole world; name the office's own network".into());
    }
    Ok(Network { address, bits })
}

fn host_name(text: &str) -> Result<String, String> {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    // One that ends with digits would be read as an address by some.
    let last = text.rsplit('.').next().unwrap_or_default();
    let fits = text.len() <= HOST_CHARS_MAX
        && text.split('.').all(label)
        && !last.bytes().all(|b| b.is_ascii_digit());
    match fits {
        true => Ok(text.to_ascii_lowercase()),
        false => Err("must be a name of this terminal, such as zd1.example.cn".into()),
    }
}

fn page(text: &str) -> Result<Url, String> {
    let url = rules::link(text)?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    match url.scheme() == "https" && bare {
        true => Ok(url),
        false => Err("must be the page of another terminal: https://host:port/".into()),
    }
}

fn fingerprint(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|c| *c != ':').collect();
    let fits = digits.len() == FINGERPRINT_DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit());
    match fits {
        true => Ok(digits.to_ascii_lowercase()),
        false => Err(format!(
            "must be {FINGERPRINT_DIGITS} hexadecimal digits, as `desk-page fingerprint` prints them there"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_own_computers_and_no_others() {
        for (net, inside, outside) in [
            ("192.168.10.0/24", "192.168.10.255", "192.168.11.0"),
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("10.1.2.3/32", "10.1.2.3", "10.1.2.2"),
            ("128.0.0.0/1", "200.0.0.1", "127.0.0.1"),
            ("fd00:1::/64", "fd00:1::7", "fd00:2::7"),
            ("fd00::7/128", "fd00::7", "fd00::8"),
        ] {
            let net = network(net).unwrap();
            assert!(net.holds(inside.parse().unwrap()), "{net} {inside}");
            assert!(!net.holds(outside.parse().unwrap()), "{net} {outside}");
            assert!(!net.holds("1234::1".parse().unwrap()), "{net}");
        }
        let mapped = "::ffff:192.168.10.7".parse().unwrap();
        assert!(network("192.168.10.0/24").unwrap().holds(mapped));
    }

    #[test]
    fn nothing_else_is_a_network_a_name_a_fingerprint() {
        for bad in [
            "",
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "10.0.0/8",
            "0.0.0.0/0",
            "::/0",
            "fd00::/129",
            "a/8",
            "10.0.0.0/",
        ] {
            assert!(network(bad).is_err(), "{bad}");
        }
        for bad in ["", ".", "a..b", "-a", "a b", "a:80", "10.0.0.1", "终端"] {
            assert!(host_name(bad).is_err(), "{bad}");
        }
        assert_eq!(host_name("ZD1.example.CN").unwrap(), "zd1.example.cn");
        for bad in [
            "0.0.0.0:443",
            "8443",
            "0.0.0.0",
            "224.0.0.1:8443",
            "host:8443",
        ] {
            assert!(listen(bad).is_err(), "{bad}");
        }
        for bad in ["http://a/", "https://a/b", "https://a/?b", "https://u@a/"] {
            assert!(page(bad).is_err(), "{bad}");
        }
        let colons = vec!["AB"; 32].join(":");
        assert_eq!(fingerprint(&colons).unwrap(), "ab".repeat(32));
        assert!(fingerprint(&"a".repeat(63)).is_err());
        assert!(fingerprint(&"g".repeat(64)).is_err());
    }
}
