//! How a printer is reached and which model it is. Pure, like all rules; what a connection means is the printer program's.

use super::{Checked, address, host};
use std::ops::RangeInclusive;

/// Bits a second a serial line may have.
const BAUD_RATES: RangeInclusive<u32> = 300..=4_000_000;
/// Printer profiles; the printer program owns what they mean, a test in `tests/` keeps both lists equal.
pub const PROFILE_NAMES: [&str; 9] = [
    "generic-80mm",
    "generic-58mm",
    "epson-80mm",
    "epson-tm-t82",
    "epson-tm-t88",
    "xprinter-80mm",
    "xprinter-58mm",
    "gprinter-80mm",
    "sprt-80mm",
];

/// Commands that cut, and `none` for a printer without a cutter.
pub const CUTS: [&str; 7] = [
    "none", "gs-v66", "gs-v65", "gs-v1", "gs-v0", "esc-m", "esc-i",
];
/// Whether the device's own Chinese font is used.
pub const FORMS: [&str; 2] = ["text", "dots"];
/// How a device says that a slip is printed.
pub const CONFIRMATIONS: [&str; 4] = ["process-id", "gs-r", "status", "none"];
/// Longest name of a profile.
const NAME_CHARS_MAX: usize = 40;

/// How the printer is reached. Checked here, interpreted by the printer program.
pub(crate) fn connection(text: &str) -> Checked<String> {
    let allowed = "tcp://host:port, serial:///dev/ttyS0?baud=115200&parity=none&stop=1&flow=none, usb:///dev/usb/lp0, none";
    if text == "none" {
        return Ok(text.to_owned());
    }
    let url = address(text, allowed).map_err(|e| {
        if e.contains("allowed") {
            e
        } else {
            format!("{e}; allowed are {allowed}")
        }
    })?;
    let refused = |what: &str| Err(format!("{what}; allowed are {allowed}"));
    if url.fragment().is_some() {
        return refused("must not hold #");
    }
    let device = || {
        device_path(text)
            .or_else(|why| refused(&why).map(drop))
            .map(|()| text.to_owned())
    };
    match url.scheme() {
        "tcp" => {
            let bare = matches!(url.path(), "" | "/") && url.query().is_none();
            match (url.host_str(), url.port()) {
                (Some(host), Some(port)) if !host.is_empty() && port > 0 && bare => {}
                _ => return refused("needs a host and a port and nothing else"),
            }
            host::plain_host(text)?;
            Ok(text.to_owned())
        }
        "serial" => {
            let mut given = Vec::new();
            for (key, value) in url.query_pairs() {
                serial_setting(&key, &value)?;
                if given.contains(&key) {
                    return Err(format!("has {key} twice: which one is meant?"));
                }
                given.push(key);
            }
            device()
        }
        "usb" if url.query().is_some() => {
            refused("needs the whole path of a device and nothing else")
        }
        "usb" => device(),
        _ => refused("is no way to reach a printer"),
    }
}

/// A device is opened by the very bytes that stand here: a parser of addresses would encode some, decode others and walk `..`.
fn device_path(text: &str) -> Checked<()> {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.split('?').next().unwrap_or_default();
    if !path.starts_with('/') || path.len() < 2 || path.ends_with('/') {
        return Err("needs the whole path of a device, with three slashes before it".into());
    }
    if path
        .split('/')
        .skip(1)
        .any(|part| matches!(part, "" | "." | ".."))
    {
        return Err("has . or .. or // in the path of the device: write it as it is".into());
    }
    let plain = |c: char| c.is_ascii_graphic() && c != '%';
    match path.chars().all(plain) {
        true => Ok(()),
        false => Err(
            "has a path that no device has: only plain ASCII may stand in it, nothing encoded with %"
                .into(),
        ),
    }
}

fn serial_setting(key: &str, value: &str) -> Checked<()> {
    let one_of = |allowed: &[&str]| {
        if allowed.contains(&value) {
            Ok(())
        } else {
            Err(format!(
                "has {key}={value}; allowed are {}",
                allowed.join(", ")
            ))
        }
    };
    match key {
        "baud" => match value.parse() {
            Ok(baud) if BAUD_RATES.contains(&baud) => Ok(()),
            _ => Err(format!(
                "has baud={value}; allowed are {} to {}",
                BAUD_RATES.start(),
                BAUD_RATES.end()
            )),
        },
        "parity" => one_of(&["none", "even", "odd"]),
        "stop" => one_of(&["1", "2"]),
        "flow" => one_of(&["none", "hardware", "software"]),
        _ => Err(format!(
            "has the unknown setting {key}; known are baud, parity, stop, flow"
        )),
    }
}

/// One of a closed list of words.
pub(crate) fn one_of(allowed: &'static [&'static str]) -> impl Fn(&str) -> Checked<String> {
    move |text| match allowed.contains(&text) {
        true => Ok(text.to_owned()),
        false => Err(format!("is none of {}", allowed.join(", "))),
    }
}

/// Name of a printer profile; with a folder of the point's own also the name of a file in it.
pub(crate) fn profile(text: &str, own: bool) -> Checked<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let named = (1..=NAME_CHARS_MAX).contains(&text.len()) && text.chars().all(plain);
    if PROFILE_NAMES.contains(&text) || own && named {
        Ok(text.to_owned())
    } else if own {
        Err(format!(
            "is no name of a profile: allowed are {NAME_CHARS_MAX} letters, digits, - and _"
        ))
    } else {
        Err(format!(
            "is no printer profile; allowed are {}",
            PROFILE_NAMES.join(", ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_of_another_name_needs_a_folder_and_leads_nowhere_else() {
        assert!(profile("generic-80mm", false).is_ok());
        assert!(profile("desk-2", false).is_err());
        assert!(profile("desk-2", true).is_ok());
        for bad in ["", "../desk", "desk.toml", "桌"] {
            assert!(profile(bad, true).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_can_reach_no_printer_is_refused_each_with_its_reason() {
        for (bad, why) in [
            ("tcp://192.168.001.010:9100", "leading zeros"),
            ("tcp://192.168.1.256:9100", "0 to 255"),
            ("tcp://0.0.0.0:9100", "no machine"),
            ("tcp://224.0.0.1:9100", "multicast"),
            ("tcp://打印机:9100", "A-Z a-z 0-9"),
            ("tcp://%E6%89%93:9100", "A-Z a-z 0-9"),
            ("usb:///dev/../etc/passwd", ".."),
            ("usb:///dev/./usb/lp0", ".."),
            ("usb:///dev//lp0", "//"),
            ("usb:///dev/usb/%6cp0", "encoded"),
            ("usb:///dev/打印机", "ASCII"),
            ("serial:///dev/%2e%2e/ttyS0?baud=9600", "encoded"),
            ("serial:///dev/ttyS0?baud=9600&baud=19200", "twice"),
            ("serial:///dev/ttyS0?baud=9600&baud=9600", "twice"),
        ] {
            let message = connection(bad).unwrap_err();
            assert!(message.contains(why), "{bad}: {message}");
        }
    }

    #[test]
    fn printers_are_reached_in_three_ways_or_not_at_all() {
        for good in [
            "none",
            "tcp://127.0.0.1:9100",
            "tcp://[::1]:9100",
            "tcp://printer.example:9100",
            "serial:///dev/ttyS0",
            "serial:///dev/ttyS0?baud=115200&parity=none&stop=1&flow=hardware",
            "usb:///dev/usb/lp0",
        ] {
            assert_eq!(connection(good).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "None",
            "tcp://h",
            "tcp://:9100",
            "tcp://h:0",
            "tcp://h:99999",
            "tcp://h:9100/x",
            "tcp://h:9100?x=1",
            "serial://dev/ttyS0",
            "serial:///",
            "serial:///dev/ttyS0?baud=1",
            "serial:///dev/ttyS0?speed=9600",
            "serial:///dev/ttyS0?flow=maybe",
            "usb:///dev/usb/lp0?x=1",
            "usb://lp0",
            "lpt1",
            "http://h:9100",
        ] {
            let message = connection(bad).unwrap_err();
            assert!(
                message.contains("allowed") || message.contains("known are"),
                "{bad:?}: {message}"
            );
        }
    }
}
