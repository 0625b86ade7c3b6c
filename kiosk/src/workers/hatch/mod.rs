//! The hatch (递件口): the socket at which the office's page asks. A thread of its own that reads registers, compares PINs and hands entries to the
//! registrar; it listens to one asker at a time, to those of the page's user alone, and to nobody for longer than a moment.

mod answer;
mod entries;
mod forms;
mod keys;
mod point;
mod reading;

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;

use super::printing::Printing;
use super::registrar::Registrar;
use super::shared::{Hatch, Shared};
use answer::Clerk;

/// Owner and the page's group.
const SOCKET_MODE: u32 = 0o660;
/// An asker of this machine has its question ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opens the socket and starts the thread. It listens as long as the program runs.
pub(super) fn start(
    shared: Arc<Shared>,
    registrar: Registrar,
    printing: Printing,
    setup: &Hatch,
) -> anyhow::Result<()> {
    let listener = open(&setup.socket)
        .with_context(|| format!("open the hatch {}", setup.socket.display()))?;
    let mut clerk = Clerk::new(shared, (registrar, printing), setup.clone());
    let work = move || {
        let began = Instant::now();
        for stream in listener.incoming() {
            match stream {
                Ok(stream) => {
                    // Who breaks off hears nothing, and needs nothing.
                    let _ = serve(stream, &mut clerk, began.elapsed());
                }
                Err(error) => {
                    console::tell!("kiosk: listen at the hatch: {error}");
                    std::thread::sleep(PATIENCE);
                }
            }
        }
    };
    std::thread::Builder::new()
        .name("hatch".into())
        .spawn(work)
        .context("start the hatch")?;
    Ok(())
}

/// A socket that an earlier run left behind is replaced; whatever else lies there stays.
fn open(socket: &Path) -> io::Result<UnixListener> {
    use std::os::unix::fs::FileTypeExt;
    match std::fs::symlink_metadata(socket) {
        Ok(found) if found.file_type().is_socket() => std::fs::remove_file(socket)?,
        Ok(_) => return Err(ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let listener = UnixListener::bind(socket)?;
    std::fs::set_permissions(socket, std::fs::Permissions::from_mode(SOCKET_MODE))?;
    Ok(listener)
}

fn serve(mut stream: UnixStream, clerk: &mut Clerk, now: Duration) -> Result<(), hatch::Failed> {
    if !knows(&stream) {
        return Ok(());
    }
    stream
        .set_read_timeout(Some(PATIENCE))
        .and_then(|()| stream.set_write_timeout(Some(PATIENCE)))
        .map_err(hatch::Failed::Silent)?;
    let told = match hatch::read(&mut stream, hatch::ASK_BYTES_MAX) {
        Ok(asked) => clerk.answer(asked, now),
        Err(hatch::Failed::NotUnderstood(_)) => hatch::Told::Refused {
            why: hatch::Why::NotUnderstood,
        },
        Err(error) => return Err(error),
    };
    hatch::write(&mut stream, &told).map_err(hatch::Failed::Silent)
}

/// The page's user, or the kiosk's own on a development machine.
fn knows(stream: &UnixStream) -> bool {
    let own = rustix::process::geteuid().as_raw();
    rustix::net::sockopt::socket_peercred(stream.as_fd())
        .is_ok_and(|asker| [own, config::PAGE_UID].contains(&asker.uid.as_raw()))
}

#[cfg(test)]
mod tests;
