//! One line of JSON each way over a socket of the machine, capped in bytes and in time.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Ask, Told};

/// Longest question, bytes.
pub const ASK_BYTES_MAX: u64 = 16 * 1024;
/// Longest answer: a day has at most some hundred lines.
pub const ANSWER_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// How long the page waits: comparing a PIN takes long on purpose, and so does a disk that is written to.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why nothing was heard.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// Nobody listens, or it broke off.
    #[error("ask the kiosk")]
    Silent(#[source] io::Error),
    /// It is no answer of this version, or too long.
    #[error("understand the kiosk")]
    NotUnderstood(#[source] serde_json::Error),
}

/// Asks the kiosk behind this socket.
pub fn ask(socket: &Path, ask: &Ask) -> Result<Told, Failed> {
    let mut stream = UnixStream::connect(socket).map_err(Failed::Silent)?;
    stream
        .set_read_timeout(Some(PATIENCE))
        .and_then(|()| stream.set_write_timeout(Some(PATIENCE)))
        .and_then(|()| write(&mut stream, ask))
        .map_err(Failed::Silent)?;
    read(&mut stream, ANSWER_BYTES_MAX)
}

/// Writes one line.
pub fn write(stream: &mut UnixStream, words: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(words)?;
    line.push(b'\n');
    stream.write_all(&line)
}

/// Reads one line; what stands behind it is not looked at. Times of the stream hold for each piece, so that a caller that waits for others sets
/// a limit of its own.
pub fn read<T: DeserializeOwned>(stream: &mut UnixStream, bytes_max: u64) -> Result<T, Failed> {
    let mut line = Vec::new();
    let mut piece = [0; 4096];
    while !line.contains(&b'\n') {
        if line.len() as u64 > bytes_max {
            return Err(Failed::Silent(io::ErrorKind::FileTooLarge.into()));
        }
        match stream.read(&mut piece).map_err(Failed::Silent)? {
            0 => return Err(Failed::Silent(io::ErrorKind::UnexpectedEof.into())),
            many => line.extend_from_slice(&piece[..many]),
        }
    }
    let end = line.iter().position(|byte| *byte == b'\n');
    serde_json::from_slice(&line[..end.unwrap_or(line.len())]).map_err(Failed::NotUnderstood)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    fn answered(with: &'static [u8]) -> Result<Told, Failed> {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("hatch");
        let listener = UnixListener::bind(&socket).unwrap();
        let kiosk = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let asked: Ask = read(&mut stream, ASK_BYTES_MAX).unwrap();
            // Who asks may stop listening in the middle.
            let _ = stream.write_all(with);
            asked
        });
        let told = ask(&socket, &Ask::Today);
        assert_eq!(kiosk.join().unwrap(), Ask::Today);
        told
    }

    #[test]
    fn one_line_is_an_answer_and_half_a_line_is_none() {
        assert_eq!(
            answered(b"{\"told\":\"wrong\",\"wait_s\":60}\nmore").unwrap(),
            Told::Wrong { wait_s: 60 }
        );
        assert!(matches!(
            answered(b"{\"told\":\"left\"}"),
            Err(Failed::Silent(_))
        ));
        assert!(matches!(
            answered(b"{\"told\":\"what\"}\n"),
            Err(Failed::NotUnderstood(_))
        ));
        assert!(matches!(answered(b""), Err(Failed::Silent(_))));
    }

    #[test]
    fn a_line_without_end_is_not_read_to_the_end() {
        let (mut ours, mut theirs) = UnixStream::pair().unwrap();
        let writer = std::thread::spawn(move || {
            let piece = vec![b'a'; 4096];
            while theirs.write_all(&piece).is_ok() {}
        });
        let read = read::<Ask>(&mut ours, ASK_BYTES_MAX);
        assert!(matches!(read, Err(Failed::Silent(e)) if e.kind() == io::ErrorKind::FileTooLarge));
        drop(ours);
        writer.join().unwrap();
    }

    #[test]
    fn where_nobody_listens_that_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let told = ask(&dir.path().join("nobody"), &Ask::Today);
        assert!(matches!(told, Err(Failed::Silent(_))));
    }
}
