//! A virtual printer whose rolls are changed, and what lies under it, read as somebody reads paper.

use std::io::{BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Receiver;

use super::super::*;

/// Each line that the virtual printer says.
struct Lines(Sender<String>, Vec<u8>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.1.extend_from_slice(bytes);
        while let Some(end) = self.1.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.1.drain(..=end).collect();
            let _ = self
                .0
                .send(String::from_utf8_lossy(&line).trim().to_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A printer whose rolls are changed.
pub struct Rolls {
    out: PathBuf,
    orders: UnixStream,
    said: Receiver<String>,
}

impl Rolls {
    pub fn start(dir: &Path) -> (Rolls, String) {
        let (orders, ordered) = UnixStream::pair().unwrap();
        let (sender, said) = channel();
        let out = dir.join("paper");
        let pty = dir.join("pty");
        let settings = Settings {
            tcp: None,
            pty: Some(pty.clone()),
            out: out.clone(),
            faults: "".parse().unwrap(),
            width_dots: 576,
        };
        std::thread::spawn(move || {
            run(
                &settings,
                device_font().unwrap(),
                &mut Lines(sender, Vec::new()),
                &mut BufReader::new(ordered),
            )
        });
        said.recv().unwrap();
        let connection = format!("serial://{}?baud=115200", pty.display());
        (Rolls { out, orders, said }, connection)
    }

    /// A new roll, with what goes wrong on it.
    pub fn change(&mut self, faults: &str) {
        writeln!(self.orders, "{faults}").unwrap();
        assert_eq!(self.said.recv().unwrap(), "loaded");
    }

    /// What lies under the printer: whether it is whole, how long, what stands on it.
    pub fn paper(&self) -> Vec<(bool, u64, String)> {
        let mut names: Vec<PathBuf> = std::fs::read_dir(&self.out)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
            .collect();
        names.sort();
        let read = |path: PathBuf| {
            let record: serde_json::Value =
                serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            let text = record["text"].as_str().unwrap().to_owned();
            // What a printer had kept comes out with the new roll: the end of a slip without its beginning.
            let begun = text.contains("示例市图书馆");
            (
                record["finished"] == true && begun,
                record["length_mm"].as_u64().unwrap(),
                text,
            )
        };
        names.into_iter().map(read).collect()
    }
}
