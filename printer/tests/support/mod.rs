//! Starts the real virtual printer and reads what it wrote.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for a file.
const FILE_TIMEOUT: Duration = Duration::from_secs(20);

/// A running virtual printer; ends with the value.
pub struct Virtual {
    child: Child,
    dir: tempfile::TempDir,
    tcp: String,
}

impl Virtual {
    /// Starts one with both ways open.
    pub fn start(faults: &str, width_dots: u32) -> Virtual {
        Virtual::start_in(tempfile::tempdir().unwrap(), faults, width_dots)
    }

    fn start_in(dir: tempfile::TempDir, faults: &str, width_dots: u32) -> Virtual {
        let mut child = Command::new(env!("CARGO_BIN_EXE_printer"))
            .args([
                "virtual",
                "--tcp",
                "127.0.0.1:0",
                "--faults",
                faults,
                "--width-dots",
                &width_dots.to_string(),
                "--pty",
            ])
            .arg(dir.path().join("pty"))
            .arg("--out")
            .arg(dir.path().join("out"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let tcp = lines.next().unwrap().unwrap();
        let pty = lines.next().unwrap().unwrap();
        assert_eq!(pty, format!("pty {}", dir.path().join("pty").display()));
        let tcp = tcp.strip_prefix("tcp ").unwrap().to_owned();
        Virtual { child, dir, tcp }
    }

    /// Ends it and starts another over the same folder.
    pub fn restart(self) -> Virtual {
        self.unplugged().plugged_in()
    }

    /// Ends it; its folder stays.
    pub fn unplugged(mut self) -> Unplugged {
        self.stop();
        Unplugged(std::mem::replace(
            &mut self.dir,
            tempfile::tempdir().unwrap(),
        ))
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// `tcp://...`
    pub fn tcp(&self) -> String {
        format!("tcp://{}", self.tcp)
    }

    /// `serial://...`
    pub fn serial(&self) -> String {
        format!("serial://{}?baud=115200", self.pty().display())
    }

    /// The link to the pseudo-terminal.
    pub fn pty(&self) -> PathBuf {
        self.dir.path().join("pty")
    }

    /// Where slips are written.
    pub fn out(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    /// The record of a slip, waited for.
    pub fn record(&self, stem: &str) -> serde_json::Value {
        let path = self.out().join(format!("{stem}.json"));
        let deadline = Instant::now() + FILE_TIMEOUT;
        while !path.exists() {
            assert!(
                Instant::now() < deadline,
                "no {stem}.json; there are {:?}",
                self.files()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    }

    /// Width, height and dots of a slip.
    pub fn picture(&self, stem: &str) -> (u32, u32, Vec<u8>) {
        read_png(&self.out().join(format!("{stem}.png")))
    }

    /// Names in the folder, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.out())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

/// The folder of one that was ended.
pub struct Unplugged(tempfile::TempDir);

impl Unplugged {
    /// Starts another over the same folder and at the same link.
    pub fn plugged_in(self) -> Virtual {
        Virtual::start_in(self.0, "", 576)
    }
}

impl Drop for Virtual {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A grey picture of one byte a dot.
pub fn read_png(path: &Path) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(BufReader::new(std::fs::File::open(path).unwrap()))
        .read_info()
        .unwrap();
    let mut dots = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut dots).unwrap();
    assert_eq!(
        (info.color_type, info.bit_depth),
        (png::ColorType::Grayscale, png::BitDepth::Eight)
    );
    (info.width, info.height, dots)
}

/// What all QR codes of a picture say.
pub fn read_codes((width, height, dots): &(u32, u32, Vec<u8>)) -> Vec<String> {
    let grey = |x: usize, y: usize| dots[y * *width as usize + x];
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(*width as usize, *height as usize, grey);
    image
        .detect_grids()
        .into_iter()
        .map(|grid| grid.decode().unwrap().1)
        .collect()
}
