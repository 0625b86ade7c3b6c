//! Finished slips as files: `0001.bin`, `0001.png`, and `0001.json` last, each by rename, so that whoever sees the JSON has all.
//! What was not finished is `0001.partial.*`.

use super::paper::Paper;
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// How a slip ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipEnd {
    /// By the cutter.
    Cut,
    /// By hand, behind enough blank paper.
    TornOff,
    /// The other side was gone in the midst of it.
    Disconnected,
    /// The power was gone.
    PowerLoss,
}

impl SlipEnd {
    fn as_code(self) -> &'static str {
        match self {
            SlipEnd::Cut => "cut",
            SlipEnd::TornOff => "torn-off",
            SlipEnd::Disconnected => "disconnected",
            SlipEnd::PowerLoss => "power-loss",
        }
    }
}

/// What fell out of a printer that writes no files: counts, and the words of the last slip.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Slips that came out whole.
    pub whole: u64,
    /// Slips that did not.
    pub partial: u64,
    /// How the last one ended.
    pub end: Option<SlipEnd>,
    /// Lines of text of the last one, whole or not.
    pub lines: Vec<String>,
    /// What a careful encoder would not have sent, all slips together.
    pub warnings: u64,
    /// Bytes that came while its buffer was full, all slips together.
    pub dropped: u64,
}

/// Where slips fall: a folder, in which numbering continues over what is there, or nowhere but into a tally.
#[derive(Debug)]
pub struct Output {
    dir: Option<PathBuf>,
    last: Mutex<u32>,
    tally: Mutex<Tally>,
}

impl Output {
    /// Keeps no picture and only counts the slips, for runs of thousands.
    pub fn tally_only() -> Output {
        Output {
            dir: None,
            last: Mutex::default(),
            tally: Mutex::default(),
        }
    }

    /// What fell so far.
    pub fn tally(&self) -> Tally {
        self.tally
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
            .clone()
    }

    fn count(&self, paper: &Paper, end: SlipEnd, finished: bool) {
        let mut tally = self
            .tally
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        tally.whole += u64::from(finished);
        tally.partial += u64::from(!finished);
        tally.end = Some(end);
        tally.warnings += paper.warnings.len() as u64;
        tally.dropped += paper.dropped;
        tally.lines.clone_from(&paper.lines);
    }

    /// Creates the folder if needed.
    pub fn open(dir: &Path) -> io::Result<Output> {
        fs::create_dir_all(dir)?;
        let mut last = 0;
        for entry in fs::read_dir(dir)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let digits: String = name
                .chars()
                .take_while(char::is_ascii_digit)
                .take(9)
                .collect();
            last = last.max(digits.parse().unwrap_or(0));
        }
        Ok(Output {
            dir: Some(dir.to_owned()),
            last: Mutex::new(last),
            tally: Mutex::default(),
        })
    }

    pub(super) fn write(
        &self,
        paper: &Paper,
        raw: &[u8],
        end: SlipEnd,
        way: &str,
    ) -> io::Result<()> {
        let finished = matches!(end, SlipEnd::Cut | SlipEnd::TornOff);
        self.count(paper, end, finished);
        let Some(dir) = &self.dir else {
            return Ok(());
        };
        let number = {
            let mut last = self
                .last
                .lock()
                .unwrap_or_else(|broken| broken.into_inner());
            *last += 1;
            *last
        };
        let stem = if finished {
            format!("{number:04}")
        } else {
            format!("{number:04}.partial")
        };
        place(dir, &stem, "bin", |file| file.write_all(raw))?;
        place(dir, &stem, "png", |file| picture(paper, file))?;
        let dropped = (paper.dropped > 0)
            .then(|| format!("{} bytes dropped, the buffer was full", paper.dropped));
        let warnings: Vec<&String> = paper.warnings.iter().chain(&dropped).collect();
        let record = json!({
            "number": number,
            "finished": finished,
            "end": end.as_code(),
            "connection": way,
            "width_dots": paper.width(),
            "height_dots": paper.height(),
            "length_mm": (u64::from(paper.height()) * 254).div_ceil(2030),
            "bytes": raw.len(),
            "text": paper.lines.join("\n"),
            "lines": paper.lines,
            "warnings": warnings,
            "commands": paper.commands,
        });
        place(dir, &stem, "json", |file| {
            serde_json::to_writer_pretty(file, &record).map_err(io::Error::from)
        })
    }
}

fn place(
    dir: &Path,
    stem: &str,
    kind: &str,
    fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let hidden = dir.join(format!(".{stem}.{kind}.tmp"));
    let mut file = BufWriter::new(File::create(&hidden)?);
    fill(&mut file)?;
    file.flush()?;
    fs::rename(&hidden, dir.join(format!("{stem}.{kind}")))
}

/// One byte a dot, 0 black, 255 white; a slip without paper is one white row, as a picture cannot be empty.
fn picture(paper: &Paper, file: &mut BufWriter<File>) -> io::Result<()> {
    let (width, height) = (paper.width(), paper.height().max(1));
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut grey = vec![255u8; width as usize * height as usize];
    let stride = width.div_ceil(8) as usize;
    for (row, dots) in paper
        .bits()
        .chunks_exact(stride)
        .zip(grey.chunks_exact_mut(width as usize))
    {
        for (x, dot) in dots
            .iter_mut()
            .enumerate()
            .filter(|(x, _)| row[x / 8] & (0x80 >> (x % 8)) != 0)
        {
            let _ = x;
            *dot = 0;
        }
    }
    let failed = |error: png::EncodingError| io::Error::other(error);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&grey).map_err(failed)?;
    writer.finish().map_err(failed)
}
