//! How a printer is reached and which model it is. Pure, like all rules; what a connection means is the printer program's.

use super::{Checked, address};
use std::ops::RangeInclusive;
use url::Url;

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
    match url.scheme() {
        "tcp" => {
            let bare = matches!(url.path(), "" | "/") && url.query().is_none();
            match (url.host_str(), url.port()) {
                (Some(host), Some(port)) if !host.is_empty() && port > 0 && bare => {}
                _ => return refused("needs a host and a port and nothing else"),
            }
        }
        "serial" => {
            if !is_device_path(&url) {
                return refused("needs the whole path of a device");
            }
            for (key, value) in url.query_pairs() {
                serial_setting(&key, &value)?;
            }
        }
        "usb" => {
            if !is_device_path(&url) || url.query().is_some() {
                return refused("needs the whole path of a device and nothing else");
            }
        }
        _ => return refused("is no way to reach a printer"),
    }
    Ok(text.to_owned())
}

fn is_device_path(url: &Url) -> bool {
    let path = url.path();
    url.host_str().unwrap_or("").is_empty()
        && path.starts_with('/')
        && path.len() > 1
        && !path.ends_with('/')
        && !path.split('/').any(|part| part == "..")
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
