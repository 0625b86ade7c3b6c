//! Which machine an address may name. Pure, like all rules: asks no name server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What stands between `://` and the port, as it was typed: a parser of addresses would read `010` as 8 and `1` as 0.0.0.1.
fn typed(text: &str) -> &str {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

/// Whether the host of an address can be one machine. An address without a host is judged by who needs one.
pub(super) fn host(text: &str) -> Result<(), String> {
    let typed = typed(text);
    let last = typed
        .trim_end_matches('.')
        .rsplit('.')
        .next()
        .unwrap_or_default();
    let numeric = last.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && last
            .bytes()
            .all(|b| b.is_ascii_hexdigit() || matches!(b, b'x' | b'X'));
    let only_digits = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
    if only_digits || numeric && last.starts_with("0x") {
        let ip: Ipv4Addr = typed.parse().map_err(|_| {
            format!("has the host {typed}, which is no IP address: four numbers from 0 to 255 without leading zeros")
        })?;
        return one_machine(ip.into());
    }
    match typed.parse::<Ipv6Addr>() {
        Ok(ip) => one_machine(ip.into()),
        Err(_) => Ok(()),
    }
}

/// The same where no name server translates the host: plain letters only.
pub(super) fn plain_host(text: &str) -> Result<(), String> {
    let typed = typed(text);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    match typed.chars().all(plain) {
        true => host(text),
        false => Err(format!(
            "has the host {typed}, which no printer can have: only A-Z a-z 0-9 . and - may stand in it"
        )),
    }
}

fn one_machine(ip: IpAddr) -> Result<(), String> {
    let none = match ip {
        IpAddr::V4(ip) => ip.octets()[0] == 0 || ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_unspecified(),
    };
    if none {
        return Err(format!("has the host {ip}, which is no machine's address"));
    }
    match ip.is_multicast() {
        true => Err(format!(
            "has the host {ip}, which is an address of many machines (multicast)"
        )),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_one_machine_and_its_numbers_are_read_as_they_stand() {
        for good in [
            "tcp://127.0.0.1:9100",
            "http://[::1]:80/",
            "http://printer.example/",
            "http://3com.example/a/010.0.0.1",
            "http://10.0.0.1",
            "http://face.cafe/",
            "file:///media/256.256.256.256",
        ] {
            assert_eq!(host(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("tcp://192.168.001.010:9100", "leading zeros"),
            ("http://010.0.0.1/", "leading zeros"),
            ("tcp://192.168.1.256:9100", "0 to 255"),
            ("tcp://192.168.1:9100", "four numbers"),
            ("http://2130706433/", "four numbers"),
            ("http://127.0.0.0x1/", "four numbers"),
            ("tcp://0.0.0.0:9100", "no machine"),
            ("http://[::]/", "no machine"),
            ("tcp://255.255.255.255:9100", "no machine"),
            ("tcp://224.0.0.1:9100", "multicast"),
            ("http://239.255.255.250/", "multicast"),
            ("tcp://[ff02::1]:9100", "multicast"),
        ] {
            let message = host(bad).unwrap_err();
            assert!(message.contains(why), "{bad}: {message}");
        }
    }

    #[test]
    fn the_host_of_a_printer_is_written_in_plain_letters() {
        assert_eq!(plain_host("tcp://printer-2.example:9100"), Ok(()));
        for bad in [
            "tcp://打印机:9100",
            "tcp://%E6%89%93:9100",
            "tcp://１２７.0.0.1:9100",
        ] {
            let message = plain_host(bad).unwrap_err();
            assert!(message.contains("A-Z a-z 0-9"), "{bad}: {message}");
        }
    }
}
