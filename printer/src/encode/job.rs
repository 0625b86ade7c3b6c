//! One job as it grows, in pieces that end where stopping does no harm. Draws nothing.

use super::builder::Builder;
use crate::profile::Profile;

/// Most rows of a band in a job of text: a line of dots.
const TEXT_BAND_ROWS: u32 = 24;

/// Which form the bytes take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Mode {
    Raster,
    /// GB 18030 text; dots for lines that the device's font cannot say.
    Text,
    /// The fewest bytes that the model understands.
    Auto,
}

/// Bytes between two places where a job may be stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What to send.
    pub bytes: Vec<u8>,
    /// How much of the paper is behind it when it is printed, in dots.
    pub dots_done: u32,
}

/// Rows of one band. Among text they are low: text is for slow lines, on which completing an unfinished one would take long.
pub fn band_rows(profile: &Profile, mode: Mode) -> u32 {
    match mode {
        Mode::Text => profile.band_rows.min(TEXT_BAND_ROWS),
        Mode::Raster | Mode::Auto => profile.band_rows,
    }
}

/// Blank paper and the cut behind the last line.
pub fn tail(profile: &Profile, b: &mut Builder) {
    b.feed_dots(profile.tail_dots);
    if profile.cutter {
        if !profile.cut.feeds() {
            b.feed_dots(profile.cutter_distance_dots);
        }
        b.raw(profile.cut.bytes());
    } else {
        b.feed_dots(profile.cutter_distance_dots);
    }
}

/// A job under way.
pub struct Job<'a> {
    profile: &'a Profile,
    pub band_rows: u32,
    pub b: Builder,
    pub chunks: Vec<Chunk>,
    pub dots: u32,
}

impl<'a> Job<'a> {
    pub fn begin(profile: &'a Profile, mode: Mode) -> Job<'a> {
        let mut b = Builder::default();
        b.init();
        if profile.motion_units {
            b.motion_units(profile.dpi as u8);
        }
        if mode == Mode::Text {
            b.chinese();
        }
        let mut job = Job {
            profile,
            band_rows: band_rows(profile, mode),
            b,
            chunks: Vec::new(),
            dots: 0,
        };
        job.close();
        job
    }

    /// Ends a piece.
    pub fn close(&mut self) {
        let bytes = self.b.take();
        if !bytes.is_empty() {
            self.chunks.push(Chunk {
                bytes,
                dots_done: self.dots,
            });
        }
    }

    pub fn blank(&mut self, dots: u32) {
        self.b.feed_dots(dots);
        self.dots += dots;
    }

    pub fn end(mut self) -> Vec<Chunk> {
        tail(self.profile, &mut self.b);
        self.dots += self.profile.tail_dots + self.profile.cutter_distance_dots;
        self.close();
        self.chunks
    }
}
