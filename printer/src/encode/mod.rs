//! Slips to ESC/POS bytes: dots as bands, text as GB 18030. Opens no device. Commands after the Epson ESC/POS reference.

mod builder;
mod raster;
mod text;

use crate::profile::Profile;
use crate::slip::{Chunk, Mode, Slip};
use builder::Builder;

/// Most rows of a band in a job of text: a line of dots.
const TEXT_BAND_ROWS: u32 = 24;

/// Everything as dots.
pub fn raster(slip: &Slip) -> Vec<Chunk> {
    let mut job = Job::begin(&slip.profile, Mode::Raster);
    raster::bands(slip, 0, slip.canvas.height(), &mut job);
    job.end()
}

/// Text where the device can, dots where it cannot.
pub fn text(slip: &Slip) -> Vec<Chunk> {
    let mut job = Job::begin(&slip.profile, Mode::Text);
    text::rows(slip, &mut job);
    job.end()
}

/// What ends a job early: nothing of the text state is left, the paper is fed and cut behind what came out.
pub fn ending(profile: &Profile) -> Vec<u8> {
    let mut b = Builder::default();
    b.size(false);
    b.bold(false);
    tail(profile, &mut b);
    b.take()
}

/// Bytes that complete whatever picture an earlier job left unfinished; a device that waits for none ignores them.
/// Without them the next initialisation would be swallowed as dots.
pub fn unfinished_picture(profile: &Profile, mode: Mode) -> Vec<u8> {
    vec![0; (band_rows(profile, mode) * profile.width_dots.div_ceil(8)) as usize]
}

/// Rows of one band. Among text they are low: text is for slow lines, on which [`unfinished_picture`] would take long.
fn band_rows(profile: &Profile, mode: Mode) -> u32 {
    match mode {
        Mode::Text => profile.band_rows.min(TEXT_BAND_ROWS),
        Mode::Raster | Mode::Auto => profile.band_rows,
    }
}

fn tail(profile: &Profile, b: &mut Builder) {
    b.feed_dots(profile.tail_dots);
    if profile.cutter {
        b.cut();
    } else {
        b.feed_dots(profile.cutter_distance_dots);
    }
}

/// A job as it grows, in pieces that end where stopping does no harm.
struct Job<'a> {
    profile: &'a Profile,
    band_rows: u32,
    b: Builder,
    chunks: Vec<Chunk>,
    dots: u32,
}

impl<'a> Job<'a> {
    fn begin(profile: &'a Profile, mode: Mode) -> Job<'a> {
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
    fn close(&mut self) {
        let bytes = self.b.take();
        if !bytes.is_empty() {
            self.chunks.push(Chunk {
                bytes,
                dots_done: self.dots,
            });
        }
    }

    fn blank(&mut self, dots: u32) {
        self.b.feed_dots(dots);
        self.dots += dots;
    }

    fn end(mut self) -> Vec<Chunk> {
        tail(self.profile, &mut self.b);
        self.dots += self.profile.tail_dots + self.profile.cutter_distance_dots;
        self.close();
        self.chunks
    }
}
