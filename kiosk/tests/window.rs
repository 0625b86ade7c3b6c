//! The program as a person starts it, without a script: it opens a window on a display and draws its first frame.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "window")]

use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// As long a start may take; looked at only where none comes.
const START: Duration = Duration::from_secs(120);

/// A program that ends with the test.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A display without glass (Xvfb), and its name.
fn display() -> (Started, String) {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1080x1920x24"])
        .args(["-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb is missing: apt-get install xvfb");
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut number)
        .unwrap();
    (Started(server), format!(":{}", number.trim()))
}

/// A terminal that holds nothing yet and has no printer.
fn settings(dir: &Path) -> String {
    let dir = dir.display();
    format!(
        "[site]\nid = \"L01\"\nterminal = \"1\"\nname = \"示例市图书馆\"\nplate = \"政务公开查阅点\"\nkind = \"library\"\n\
         [mirror]\ndir = \"{dir}/mirror\"\n[journal]\ndir = \"{dir}/journal\"\n\
         [sync]\nfeed = \"file://{dir}/feed/\"\nroot = \"{dir}/root.json\"\n\
         [printer]\nconnection = \"none\"\nprofile = \"generic-80mm\"\n"
    )
}

#[test]
fn a_window_is_opened_and_its_first_frame_drawn() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("terminal.toml");
    std::fs::write(&file, settings(dir.path())).unwrap();
    let (_server, display) = display();
    // As systemd hears it of a unit with Type=notify.
    let heard = dir.path().join("notify");
    let socket = UnixDatagram::bind(&heard).unwrap();
    socket.set_read_timeout(Some(START)).unwrap();
    let mut kiosk = Command::new(env!("CARGO_BIN_EXE_kiosk"))
        .args(["--config", file.to_str().unwrap()])
        .env("DISPLAY", display)
        .env("NOTIFY_SOCKET", &heard)
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("SLINT_BACKEND")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(kiosk.stderr.take().unwrap());
    let kiosk = Started(kiosk);
    // Whoever ends instead says so at once.
    let told = heard.clone();
    let words = std::thread::spawn(move || {
        let words: Vec<String> = said.lines().map_while(Result::ok).collect();
        let ended = UnixDatagram::unbound().and_then(|end| end.send_to(b"ENDED", told));
        drop(ended);
        words.join("\n")
    });
    let mut word = [0; 256];
    let length = socket.recv(&mut word).unwrap_or(0);
    let first = String::from_utf8_lossy(&word[..length]).into_owned();
    drop(kiosk);
    let words = words.join().unwrap();
    assert!(first.contains("READY=1"), "{first:?}: {words}");
}
