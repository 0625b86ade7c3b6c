//! The office's page (`[desk_page]`) and the other terminals of the house (`[[house]]`), as they were checked. Data only.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use url::Url;

/// The page for the office's computers; it is off without this section's `listen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskPage {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Whose computers are heard; those of the terminal itself always are.
    pub from: Vec<Network>,
    /// Names by which browsers know the terminal, lower case; its address is always good.
    pub names: Vec<String>,
    /// Seconds without a sign of life after which one has to log in again.
    pub idle_s: u32,
    /// The kiosk's socket.
    pub socket: PathBuf,
    /// Folder of certificate and key.
    pub state: PathBuf,
    /// File in which the fingerprint of its certificate stands for everybody.
    pub fingerprint: PathBuf,
    /// The other terminals of the house, in order.
    pub house: Vec<Neighbour>,
}

/// Another terminal of the house.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Neighbour {
    pub terminal: String,
    /// What people call its place (二楼阅览室).
    pub name: String,
    /// Its own page.
    pub address: Url,
    /// SHA-256 of its certificate: 64 hexadecimal digits, lower case.
    pub fingerprint: String,
}

/// A part of a network: `192.168.10.0/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Network {
    pub address: IpAddr,
    pub bits: u8,
}

impl Network {
    /// Whether a computer with this address belongs to it.
    pub fn holds(self, computer: IpAddr) -> bool {
        let computer = computer.to_canonical();
        match (self.address, computer) {
            (IpAddr::V4(net), IpAddr::V4(one)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                u32::from(net) & mask == u32::from(one) & mask
            }
            (IpAddr::V6(net), IpAddr::V6(one)) => {
                let mask = u128::MAX
                    .checked_shl(128 - u32::from(self.bits))
                    .unwrap_or(0);
                u128::from(net) & mask == u128::from(one) & mask
            }
            _ => false,
        }
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}
