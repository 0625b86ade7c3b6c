//! The wall around a terminal (nftables). Nothing comes in but, where the settings open it, the office to its page. Out go the agent to
//! feed, inbox and links, the kiosk to its printer, the page to the other terminals of the house, and what every machine needs: address,
//! names, time. A program is known by its user, so that one which is taken over cannot use the way of another.

use std::collections::BTreeSet;
use std::fmt::Write;

use url::{Host, Url};

use crate::house::Network;
use crate::is_loopback;
use crate::settings::{Config, Inbox, Proxy};

/// User of the kiosk, as deploy/sysusers makes it: both slots of a device must own /data alike.
pub const KIOSK_UID: u32 = 811;
/// User of the agent.
pub const SYNC_UID: u32 = 812;
/// User of the office's page.
pub const PAGE_UID: u32 = 813;

/// What stands before the way in of the office.
const INPUT: &str = "\
table inet terminal
delete table inet terminal
table inet terminal {
\tchain input {
\t\ttype filter hook input priority filter; policy drop;
\t\tiif lo accept
\t\tct state established,related accept
\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } ip6 hoplimit 255 accept
\t\tip6 saddr fe80::/10 udp sport 547 udp dport 546 accept
";

/// What stands between it and the ways of the programs.
const OUTPUT: &str = "\
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
    let mut text = String::from(INPUT);
    if let Some(page) = &config.desk_page {
        let port = page.listen.port();
        let to = match page.listen.ip() {
            ip if ip.is_unspecified() => String::new(),
            ip => format!("{} daddr {ip} ", family(ip)),
        };
        let reached = |net: &&Network| {
            let ip = page.listen.ip();
            ip.is_unspecified() || ip.is_ipv4() == net.address.is_ipv4()
        };
        for net in page.from.iter().filter(reached) {
            let family = family(net.address);
            writeln!(text, "\t\t{family} saddr {net} {to}tcp dport {port} accept")
                .expect("a String takes everything");
        }
    }
    text.push_str(OUTPUT);
    for way in ways(config) {
        let to = match way.to {
            None => String::new(),
            Some(ip) => format!("{} daddr {ip} ", family(ip)),
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

/// What nft calls addresses of this kind.
fn family(ip: std::net::IpAddr) -> &'static str {
    if ip.is_ipv4() { "ip" } else { "ip6" }
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
    let house = config.desk_page.iter().flat_map(|page| &page.house);
    ways.extend(house.filter_map(|other| way(PAGE_UID, &other.address)));
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
    fn the_office_alone_comes_in_and_to_its_page_alone() {
        let from = |listen: &str| {
            let networks = "from = [\"192.168.10.0/24\", \"fd00:1::/64\"]";
            let text = Config::example()
                .replacen("# listen = \"0.0.0.0:8443\"", listen, 1)
                .replacen("# from = [\"192.168.10.0/24\"]", networks, 1);
            let config = Config::parse(&text, Path::new("/etc/terminal")).unwrap();
            let rules = config.wall();
            let input = rules.split("chain forward").next().unwrap();
            let ways = input
                .lines()
                .filter(|line| line.contains(" saddr ") && line.contains("tcp"));
            ways.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            from(""),
            Vec::<String>::new(),
            "off without a place to listen"
        );
        assert_eq!(
            from("listen = \"[::]:8443\""),
            [
                "ip saddr 192.168.10.0/24 tcp dport 8443 accept",
                "ip6 saddr fd00:1::/64 tcp dport 8443 accept",
            ]
        );
        assert_eq!(
            from("listen = \"192.168.10.5:9443\""),
            ["ip saddr 192.168.10.0/24 ip daddr 192.168.10.5 tcp dport 9443 accept"],
            "who listens on one kind of address hears one kind of computer"
        );
    }

    #[test]
    fn the_page_reaches_the_terminals_of_the_house() {
        let text = format!(
            "{}\n[desk_page]\nlisten = \"127.0.0.1:8443\"\n[[house]]\nterminal = \"2\"\nname = \"二楼\"\n\
             address = \"https://10.0.0.12:8443/\"\nfingerprint = \"{}\"\n",
            Config::example().replacen("[desk_page]", "", 1),
            "ab".repeat(32)
        );
        let config = Config::parse(&text, Path::new("/etc/terminal")).unwrap();
        assert!(
            config
                .wall()
                .contains("meta skuid 813 ip daddr 10.0.0.12 tcp dport 8443 accept")
        );
    }

    #[test]
    fn the_users_are_those_that_are_made() {
        let made = include_str!("../../../sysusers/terminal.conf");
        for (user, uid) in [
            ("terminal-kiosk", KIOSK_UID),
            ("terminal-sync", SYNC_UID),
            ("terminal-page", PAGE_UID),
        ] {
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
