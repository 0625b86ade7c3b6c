//! Network printers, port 9100.

use super::CONNECT_TIMEOUT;
use std::io::{self, Read};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::time::Duration;

/// Addresses of one name that are tried.
const ADDRESSES_MAX: usize = 4;
/// How long a device may take to read the rest after we are done.
const LINGER: Duration = Duration::from_millis(1_500);

/// A connection; closed gently.
#[derive(Debug)]
pub struct Tcp(pub(super) TcpStream);

impl Tcp {
    pub(super) fn open(host: &str, port: u16) -> io::Result<Tcp> {
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in (host, port).to_socket_addrs()?.take(ADDRESSES_MAX) {
            match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    stream.set_nonblocking(true)?;
                    return Ok(Tcp(stream));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl Drop for Tcp {
    /// Closing with unread answers would reset the connection and could take printed bytes back from the device's queue:
    /// say the end, then read until the device has closed too.
    fn drop(&mut self) {
        let stream = &mut self.0;
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
