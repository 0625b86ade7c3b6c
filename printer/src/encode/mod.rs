//! Slips to ESC/POS bytes: dots as bands, text as GB 18030. Opens no device. Commands after the Epson ESC/POS reference.

mod builder;
mod job;
mod raster;
mod text;

use crate::compose::Slip;
use crate::profile::Profile;
use builder::Builder;
use job::{Job, band_rows};

pub use job::{Chunk, Mode};

impl Slip {
    /// The bytes, from the initialisation to the cut.
    pub fn encode(&self, mode: Mode) -> Vec<Chunk> {
        let mode = match mode {
            Mode::Auto if self.profile.text_mode => Mode::Text,
            Mode::Auto => Mode::Raster,
            mode => mode,
        };
        let mut job = Job::begin(&self.profile, mode);
        match mode {
            Mode::Text => text::rows(self, &mut job),
            Mode::Raster | Mode::Auto => raster::bands(self, 0, self.canvas.height(), &mut job),
        }
        job.end()
    }
}

/// What ends a job early: nothing of the text state is left, the paper is fed and cut behind what came out.
pub fn ending(profile: &Profile) -> Vec<u8> {
    let mut b = Builder::default();
    b.size(false);
    b.bold(false);
    job::tail(profile, &mut b);
    b.take()
}

/// The paper that every job feeds and cuts behind its last line.
pub fn tail(profile: &Profile) -> Vec<u8> {
    let mut b = Builder::default();
    job::tail(profile, &mut b);
    b.take()
}

/// Begins anew and cuts off whatever hangs out of the device.
pub fn separation(profile: &Profile) -> Vec<u8> {
    let mut b = Builder::default();
    b.init();
    job::tail(profile, &mut b);
    b.take()
}

/// Bytes that complete whatever picture an earlier job left unfinished; a device that waits for none ignores them.
/// Without them the next initialisation would be swallowed as dots.
pub fn unfinished_picture(profile: &Profile, mode: Mode) -> Vec<u8> {
    vec![0; (band_rows(profile, mode) * profile.width_dots.div_ceil(8)) as usize]
}

/// A strip with a black margin of eight dots, in bands: much paper for few bytes, so that the head and not the line sets the pace.
pub fn strip(rows: u32, band_rows: u16) -> Vec<Vec<u8>> {
    let band = |rows: u16| {
        let mut b = Builder::default();
        b.picture(1, rows, &vec![0xFF; usize::from(rows)]);
        b.take()
    };
    let whole = rows / u32::from(band_rows);
    (0..whole).map(|_| band(band_rows)).collect()
}
