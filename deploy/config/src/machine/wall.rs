//! The wall around a terminal (nftables). Nothing comes in. Out go the agent to feed, inbox and links, the kiosk to its printer,
//! and what every machine needs: address, names, time. A program is known by its user, so that one which is taken over cannot
//! use the way of another.

use std::collections::BTreeSet;
use std::fmt::Write;

use url::{Host, Url};

use crate::is_loopback;
use crate::settings::{Config, Inbox, Proxy};

/// User of the kiosk, as deploy/sysusers makes it: both slots of a device must own /data alike.
pub const KIOSK_UID: u32 = 811;
/// User of the agent.
pub const SYNC_UID: u32 = 812;

/// What stands before the ways of the programs.
const HEAD: &str = "\
table inet terminal
delete table inet terminal
table inet terminal {
\tchain input {
\t\ttype filter hook input priority filter; policy drop;
\t\tiif lo accept
\t\tct state established,related accept
\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } ip6 hoplimit 255 accept
\t\tip6 saddr fe80::/10 udp sport 547 udp dport 546 accept
\t}
\tchain forward {
\t\ttype filter hook forward priority filter; policy drop;
\t}
\tchain output {
\t\ttype filter hook output priority filter; policy drop;
\t\toif lo accept
\t\tct state established,related accept
\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, mld-listener-report, mld2-listener-report } accept
\t\tudp sport 68 udp dport 67 accept
\t\tudp sport 546 udp dport 547 accept
\t\tudp dport { 53, 123 } accept
\t\ttcp dport 53 accept
";

/// What stands behind them: a program that tries another way hears so at once.
const TAIL: &str = "\
\t\tcounter reject with icmpx admin-prohibited
\t}
}
";

/// A way out: to one address, or to any where the settings have a name (names change their addresses).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    uid: u32,
    to: Option<std::net::IpAddr>,
    port: u16,
}

/// The rules for one terminal.
pub(super) fn rules(config: &Config) -> String {
    let mut text = String::from(HEAD);
    for way in ways(config) {
        let to = match way.to {
            None => String::new(),
            Some(std::net::IpAddr::V4(ip)) => format!("ip daddr {ip} "),
            Some(std::net::IpAddr::V6(ip)) => format!("ip6 daddr {ip} "),
        };
        writeln!(
            text,
            "\t\tmeta skuid {} {to}tcp dport {} accept",
            way.uid, way.port
        )
        .expect("a String takes everything");
    }
    text.push_str(TAIL);
    text
}

fn ways(config: &Config) -> BTreeSet<Way> {
    let agent = |url: &Url| way(SYNC_UID, url);
    let mut ways = BTreeSet::new();
    let mut addresses = vec![config.sync.feed.clone()];
    match config.upload.as_ref().map(|upload| &upload.inbox) {
        Some(Inbox::Folder(url)) => addresses.push(url.clone()),
        Some(Inbox::Presigned(_)) => {
            ways.insert(Way {
                uid: SYNC_UID,
                to: None,
                port: HTTPS_PORT,
            });
        }
        None => {}
    }
    addresses.extend(config.links.iter().map(|link| link.url.clone()));
    if let Proxy::Through(proxy) = &config.sync.proxy {
        // Everything of the agent goes through it, and then nothing needs a way of its own.
        ways.clear();
        ways.extend(agent(proxy));
    } else {
        ways.extend(addresses.iter().filter_map(agent));
    }
    if let Ok(printer) = Url::parse(&config.printer.connection)
        && printer.scheme() == "tcp"
    {
        ways.extend(way(KIOSK_UID, &printer));
    }
    ways
}

const HTTPS_PORT: u16 = 443;
/// The port of SOCKS where a proxy names none (RFC 1928).
const SOCKS_PORT: u16 = 1080;

/// `None` for what is on this machine.
fn way(uid: u32, url: &Url) -> Option<Way> {
    let default = (url.scheme() == "socks5h").then_some(SOCKS_PORT);
    let port = url.port_or_known_default().or(default)?;
    // The parser tells addresses from names only in schemes that it knows.
    let known = Url::parse(&format!("http://{}", url.host_str()?)).ok()?;
    let to = match known.host()? {
        _ if is_loopback(&known) => return None,
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
        Host::Domain(_) => None,
    };
    Some(Way { uid, to, port })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn lines(changed: &[(&str, &str)]) -> Vec<String> {
        let mut text = Config::example().to_owned();
        for (from, to) in changed {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        let config = Config::parse(&text, Path::new("/etc/terminal")).unwrap();
        let rules = config.wall();
        rules
            .lines()
            .filter_map(|line| line.trim().strip_prefix("meta skuid "))
            .map(str::to_owned)
            .collect()
    }

    const FEED: &str = "feed = \"http://127.0.0.1:8080/\"";
    const PRINTER: &str = "connection = \"tcp://127.0.0.1:9100\"";

    #[test]
    fn what_is_on_the_terminal_itself_needs_no_way_out() {
        assert_eq!(lines(&[]), Vec::<String>::new());
        assert_eq!(
            lines(&[(PRINTER, "connection = \"usb:///dev/usb/lp0\"")]),
            Vec::<String>::new()
        );
        assert_eq!(
            lines(&[(FEED, "feed = \"file:///srv/feed/\"")]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn each_program_has_its_own_ways_and_no_others() {
        let found = lines(&[
            (FEED, "feed = \"https://feed.example.cn/\""),
            (PRINTER, "connection = \"tcp://10.1.2.3:9100\""),
            (
                "# to = \"https://inbox.example.cn/terminals/\"",
                "to = \"http://[fd00::7]:8443/in/\"",
            ),
            (
                "# [[links]]\n# name = \"示例市人民政府门户网站\"\n# url = \"https://www.example.cn/\"",
                "[[links]]\nname = \"示例市人民政府门户网站\"\nurl = \"http://www.example.cn/\"",
            ),
        ]);
        assert_eq!(
            found,
            [
                "811 ip daddr 10.1.2.3 tcp dport 9100 accept",
                "812 tcp dport 80 accept",
                "812 tcp dport 443 accept",
                "812 ip6 daddr fd00::7 tcp dport 8443 accept",
            ]
        );
    }

    #[test]
    fn behind_a_proxy_the_agent_reaches_the_proxy_alone() {
        let found = lines(&[
            (FEED, "feed = \"https://feed.example.cn/\""),
            (
                "# to = \"https://inbox.example.cn/terminals/\"",
                "to = \"presigned:///etc/terminal/urls\"",
            ),
            (
                "# proxy = \"environment\"",
                "proxy = \"socks5h://10.0.0.9\"",
            ),
        ]);
        assert_eq!(found, ["812 ip daddr 10.0.0.9 tcp dport 1080 accept"]);
    }

    #[test]
    fn a_printer_is_reached_by_address_or_by_name() {
        for (host, to) in [
            ("[fd00::5]:9100", "ip6 daddr fd00::5 "),
            ("printer.example:9100", ""),
        ] {
            let connection = format!("connection = \"tcp://{host}\"");
            assert_eq!(
                lines(&[(PRINTER, &connection)]),
                [format!("811 {to}tcp dport 9100 accept")]
            );
        }
    }

    #[test]
    fn the_users_are_those_that_are_made() {
        let made = include_str!("../../../sysusers/terminal.conf");
        for (user, uid) in [("terminal-kiosk", KIOSK_UID), ("terminal-sync", SYNC_UID)] {
            let line = made
                .lines()
                .find(|line| line.starts_with(&format!("u {user} ")));
            assert!(
                line.is_some_and(|l| l.contains(&format!(" {uid}:"))),
                "{user}"
            );
        }
    }
}
