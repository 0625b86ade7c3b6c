//! Where a printer is: a URL, checked once. Opens nothing.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use url::Url;

/// Port that network printers listen on.
pub const RAW_PORT: u16 = 9100;

/// Parity of a serial line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Parity {
    None,
    Odd,
    Even,
}

/// Flow control of a serial line: by its own wires (RTS/CTS), by XON/XOFF, or by our pace alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Flow {
    None,
    Hardware,
    Software,
}

/// Settings of a serial line: the device file, bits a second, and how a byte stands among the bits.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Serial {
    pub path: PathBuf,
    pub baud: u32,
    pub parity: Parity,
    /// 1 or 2.
    pub stop_bits: u8,
    pub flow: Flow,
}

/// A checked connection address: `tcp://HOST:9100`, `serial:///dev/ttyS0?baud=115200&parity=none&stop=1&flow=none`,
/// `usb:///dev/usb/lp0` or `none`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Connection {
    Tcp { host: String, port: u16 },
    Serial(Serial),
    Usb { path: PathBuf },
    None,
}

/// Why an address is no connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "read connection {given:?}: {allowed}; allowed are tcp://HOST:PORT, serial:///dev/NAME?baud=&parity=&stop=&flow=, usb:///dev/NAME, none"
)]
pub struct ConnectionError {
    given: String,
    allowed: String,
}

impl Connection {
    /// Whether what it names can be a printer at all, as far as this machine can tell without opening it: a file, a pipe or a
    /// folder in place of a device is a wrong setting. What is not there may be plugged in later.
    pub fn check(&self) -> Result<(), ConnectionError> {
        use std::os::unix::fs::FileTypeExt;
        let path = match self {
            Connection::Serial(line) => &line.path,
            Connection::Usb { path } => path,
            Connection::Tcp { .. } | Connection::None => return Ok(()),
        };
        let device = std::fs::metadata(path).map(|there| there.file_type().is_char_device());
        match device {
            Ok(false) => Err(ConnectionError {
                given: self.to_string(),
                allowed: "what is there is no character device".to_owned(),
            }),
            Ok(true) | Err(_) => Ok(()),
        }
    }
}

impl FromStr for Connection {
    type Err = ConnectionError;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let fail = |allowed: &str| ConnectionError {
            given: given.chars().take(200).collect(),
            allowed: allowed.to_owned(),
        };
        if given == "none" {
            return Ok(Connection::None);
        }
        let url = Url::parse(given).map_err(|e| fail(&e.to_string()))?;
        let path = || device_path(given).map_err(fail);
        match url.scheme() {
            "tcp" => {
                let host = url.host_str().filter(|h| !h.is_empty());
                let host = host.ok_or_else(|| fail("a host is needed"))?;
                if !matches!(url.path(), "" | "/") || url.query().is_some() {
                    return Err(fail("nothing may follow the port"));
                }
                // Brackets belong to the URL, not to the address.
                let host = host.trim_start_matches('[').trim_end_matches(']');
                one_machine(host).map_err(fail)?;
                Ok(Connection::Tcp {
                    host: host.to_owned(),
                    port: url.port().unwrap_or(RAW_PORT),
                })
            }
            "usb" if url.query().is_none() => Ok(Connection::Usb { path: path()? }),
            "usb" => Err(fail("usb takes no settings")),
            "serial" => serial(&url, path()?, &fail).map(Connection::Serial),
            _ => Err(fail("unknown scheme")),
        }
    }
}

/// The path as it stands: a parser of addresses would encode what is no plain letter, and walk `..`.
fn device_path(given: &str) -> Result<PathBuf, &'static str> {
    let rest = given.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') || path.len() < 2 || path.ends_with('/') {
        return Err("the device is a whole path, with three slashes before it");
    }
    let walks = |part: &str| matches!(part, "" | "." | "..");
    if path.split('/').skip(1).any(walks) {
        return Err("the path of the device is written as it is, without . or .. or //");
    }
    match path.chars().all(|c| c.is_ascii_graphic() && c != '%') {
        true => Ok(PathBuf::from(path)),
        false => Err("the path of a device is plain ASCII, nothing of it encoded with %"),
    }
}

/// A host that no single machine can have is a wrong setting, not a printer that is switched off.
fn one_machine(host: &str) -> Result<(), &'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if !host.chars().all(plain) {
        return Err("the name of a host is A-Z a-z 0-9 . and -");
    }
    let last = host.trim_end_matches('.').rsplit('.').next();
    let numeric = last.is_some_and(|last| {
        last.starts_with("0x") || !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit())
    });
    let ip = match host.parse::<IpAddr>() {
        Ok(ip) => ip,
        Err(_) if numeric => {
            return Err("an IP address is four numbers from 0 to 255 without leading zeros");
        }
        Err(_) => return Ok(()),
    };
    let none = match ip {
        IpAddr::V4(ip) => ip.octets()[0] == 0 || ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_unspecified(),
    };
    match none || ip.is_multicast() {
        true => Err("the address is that of no single machine"),
        false => Ok(()),
    }
}

fn serial(
    url: &Url,
    path: PathBuf,
    fail: &dyn Fn(&str) -> ConnectionError,
) -> Result<Serial, ConnectionError> {
    let mut line = Serial {
        path,
        baud: 115_200,
        parity: Parity::None,
        stop_bits: 1,
        flow: Flow::None,
    };
    let mut seen = Vec::new();
    for (key, value) in url.query_pairs() {
        if seen.contains(&key) {
            return Err(fail("each setting stands once"));
        }
        seen.push(key.clone());
        match (&*key, &*value) {
            ("baud", n) => {
                let baud = n.parse().ok().filter(|b| (300..=4_000_000).contains(b));
                line.baud = baud.ok_or_else(|| fail("baud is 300 to 4000000"))?;
            }
            ("parity", "none") => line.parity = Parity::None,
            ("parity", "odd") => line.parity = Parity::Odd,
            ("parity", "even") => line.parity = Parity::Even,
            ("stop", "1") => line.stop_bits = 1,
            ("stop", "2") => line.stop_bits = 2,
            ("flow", "none") => line.flow = Flow::None,
            ("flow", "hardware" | "rts-cts") => line.flow = Flow::Hardware,
            ("flow", "software" | "xon-xoff") => line.flow = Flow::Software,
            ("parity", _) => return Err(fail("parity is none, odd or even")),
            ("stop", _) => return Err(fail("stop is 1 or 2")),
            ("flow", _) => return Err(fail("flow is none, hardware or software")),
            _ => return Err(fail("settings are baud, parity, stop, flow")),
        }
    }
    Ok(line)
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Connection::Tcp { host, port } if host.contains(':') => {
                write!(f, "tcp://[{host}]:{port}")
            }
            Connection::Tcp { host, port } => write!(f, "tcp://{host}:{port}"),
            Connection::Serial(s) => s.fmt(f),
            Connection::Usb { path } => write!(f, "usb://{}", path.display()),
            Connection::None => f.write_str("none"),
        }
    }
}

impl fmt::Display for Serial {
    /// Says what differs from no parity, one stop bit and no flow control.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "serial://{}?baud={}", self.path.display(), self.baud)?;
        match self.parity {
            Parity::None => {}
            Parity::Odd => f.write_str("&parity=odd")?,
            Parity::Even => f.write_str("&parity=even")?,
        }
        if self.stop_bits != 1 {
            write!(f, "&stop={}", self.stop_bits)?;
        }
        match self.flow {
            Flow::None => Ok(()),
            Flow::Hardware => f.write_str("&flow=hardware"),
            Flow::Software => f.write_str("&flow=software"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Connection, ConnectionError> {
        text.parse()
    }

    #[test]
    fn the_contract_s_addresses_are_read() {
        let tcp = Connection::Tcp {
            host: "127.0.0.1".into(),
            port: 9100,
        };
        assert_eq!(read("tcp://127.0.0.1:9100"), Ok(tcp.clone()));
        assert_eq!(read("tcp://127.0.0.1"), Ok(tcp));
        assert_eq!(
            read("tcp://[::1]:91"),
            Ok(Connection::Tcp {
                host: "::1".into(),
                port: 91
            })
        );
        let Ok(Connection::Serial(s)) =
            read("serial:///dev/ttyS0?baud=9600&parity=even&stop=2&flow=software")
        else {
            panic!("a serial line")
        };
        assert_eq!(
            (s.baud, s.parity, s.stop_bits, s.flow),
            (9600, Parity::Even, 2, Flow::Software)
        );
        assert_eq!(s.path, PathBuf::from("/dev/ttyS0"));
        assert_eq!(
            read("usb:///dev/usb/lp0"),
            Ok(Connection::Usb {
                path: "/dev/usb/lp0".into()
            })
        );
        assert_eq!(read("none"), Ok(Connection::None));
    }

    #[test]
    fn everything_else_says_what_is_allowed() {
        for bad in [
            "",
            "tcp://",
            "tcp://h/x",
            "http://h",
            "serial://ttyS0",
            "serial:///dev/ttyS0?baud=0",
            "serial:///dev/ttyS0?speed=1",
            "serial:///dev/ttyS0?flow=maybe",
            "usb:///",
            "usb:///dev/usb/lp0?x=1",
            "usb:///dev/../dev/lp0",
            "usb:///dev/usb/%6cp0",
            "usb:///dev/打印机",
            "serial:///dev/ttyS0?baud=9600&baud=9600",
            "tcp://192.168.001.010:9100",
            "tcp://192.168.1.256:9100",
            "tcp://0.0.0.0:9100",
            "tcp://224.0.0.1:9100",
            "tcp://[ff02::1]:9100",
            "tcp://打印机:9100",
            "None",
        ] {
            let error = read(bad).expect_err(bad).to_string();
            assert!(error.contains("allowed are"), "{error}");
        }
    }

    #[test]
    fn an_address_is_shown_as_it_is_read() {
        for text in [
            "tcp://[::1]:9100",
            "serial:///dev/ttyS0?baud=115200",
            "serial:///dev/ttyS0?baud=9600&parity=even&stop=2&flow=software",
            "usb:///dev/usb/lp0",
            "none",
        ] {
            assert_eq!(read(text).unwrap().to_string(), text);
        }
    }
}
