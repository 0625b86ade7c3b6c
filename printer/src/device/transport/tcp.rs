//! Network printers, port 9100.

use super::closing::Closing;
use crate::device::cause::Cause;
use rustix::net::sockopt::set_socket_linger;
use std::io::{self, Read};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

/// Longest wait for a network connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Addresses of one name that are tried.
const ADDRESSES_MAX: usize = 4;
/// How long a device may take to read the rest after we are done.
const LINGER: Duration = Duration::from_millis(1_500);
/// Names that may be looked up at a time; one whose answer does not come stays until the system gives up.
const LOOKUPS_MAX: usize = 4;

/// A connection; closed gently.
#[derive(Debug)]
pub struct Tcp {
    pub(super) stream: TcpStream,
    pub(super) closing: Closing,
}

impl Tcp {
    pub(super) fn open(host: &str, port: u16) -> io::Result<Tcp> {
        let mut last = Cause::NameUnknown.error();
        for address in addresses(host, port)? {
            match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    stream.set_nonblocking(true)?;
                    return Ok(Tcp {
                        stream,
                        closing: Closing::Gentle,
                    });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// What a host is, within [`CONNECT_TIMEOUT`]: the system's own lookup knows no deadline, and the desk must not wait for it.
fn addresses(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let late = || Cause::NameUnknown.error();
    if UNDER_WAY.fetch_add(1, Ordering::SeqCst) >= LOOKUPS_MAX {
        UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
        return Err(late());
    }
    let (sender, found) = channel();
    let host = host.to_owned();
    let lookup = move || {
        let answer = (host.as_str(), port).to_socket_addrs();
        UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
        // Nobody waits for an answer that comes late.
        let _ = sender.send(answer.map(|all| all.take(ADDRESSES_MAX).collect()));
    };
    std::thread::Builder::new()
        .name("printer-name".into())
        .spawn(lookup)
        .inspect_err(|_| {
            UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
        })?;
    let found = found.recv_timeout(CONNECT_TIMEOUT).map_err(|_| late())?;
    found.map_err(|_| Cause::NameUnknown.error())
}

impl Drop for Tcp {
    /// Closing with unread answers would reset the connection and could take printed bytes back from the device's queue:
    /// say the end, then read until the device has closed too.
    fn drop(&mut self) {
        let stream = &mut self.stream;
        match self.closing {
            Closing::Gentle => {}
            Closing::Settled => return,
            Closing::Abort => {
                // Closed with this a connection is reset, and what was not read is gone. Without it, it only comes out late.
                let _ = set_socket_linger(&*stream, Some(Duration::ZERO));
                return;
            }
        }
        let gentle = stream
            .set_nonblocking(false)
            .and_then(|()| stream.set_read_timeout(Some(LINGER)));
        if gentle
            .and_then(|()| stream.shutdown(Shutdown::Write))
            .is_err()
        {
            return;
        }
        let mut rest = [0u8; 256];
        // A device answers with a few bytes; one that never ends is left.
        for _ in 0..64 {
            if !matches!(stream.read(&mut rest), Ok(n) if n > 0) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_to_addresses_and_nonsense_to_an_error() {
        let port = 9100;
        assert_eq!(
            addresses("192.0.2.7", port).unwrap(),
            ["192.0.2.7:9100".parse().unwrap()]
        );
        assert_eq!(
            addresses("::1", port).unwrap(),
            ["[::1]:9100".parse().unwrap()]
        );
        let local = addresses("localhost", port).unwrap();
        assert!(local.iter().all(|address| address.ip().is_loopback()));
        assert!(!local.is_empty() && local.len() <= ADDRESSES_MAX);
        assert!(addresses("no such name", port).is_err());
    }
}
