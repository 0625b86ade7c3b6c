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

/// A folder of slips; numbering continues over what is there.
#[derive(Debug)]
pub struct Output {
    dir: PathBuf,
    last: Mutex<u32>,
}

impl Output {
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
            dir: dir.to_owned(),
            last: Mutex::new(last),
        })
    }

    pub(super) fn write(
        &self,
        paper: &Paper,
        raw: &[u8],
        end: SlipEnd,
        way: &str,
    ) -> io::Result<()> {
        let number = {
            let mut last = self
                .last
                .lock()
                .unwrap_or_else(|broken| broken.into_inner());
            *last += 1;
            *last
        };
        let finished = matches!(end, SlipEnd::Cut | SlipEnd::TornOff);
        let stem = if finished {
            format!("{number:04}")
        } else {
            format!("{number:04}.partial")
        };
        self.place(&stem, "bin", |file| file.write_all(raw))?;
        self.place(&stem, "png", |file| picture(paper, file))?;
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
            "warnings": paper.warnings,
            "commands": paper.commands,
        });
        self.place(&stem, "json", |file| {
            serde_json::to_writer_pretty(file, &record).map_err(io::Error::from)
        })
    }

    fn place(
        &self,
        stem: &str,
        kind: &str,
        fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<()> {
        let hidden = self.dir.join(format!(".{stem}.{kind}.tmp"));
        let mut file = BufWriter::new(File::create(&hidden)?);
        fill(&mut file)?;
        file.flush()?;
        fs::rename(&hidden, self.dir.join(format!("{stem}.{kind}")))
    }
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
