//! Joins the virtual printer to ours: our fonts stand for the one in the device, and its simulated line is a [`Way`].

use crate::compose::FontError;
use crate::compose::glyphs::{Glyphs, Key};
use crate::device::{Line, Way};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use virtual_printer::{Font, Picture, Simulated, SimulatedLine};

/// The fonts of this machine, as the font of a virtual printer.
pub fn device_font() -> Result<Arc<dyn Font>, FontError> {
    Ok(Arc::new(Glyphs::find(None)?))
}

/// A simulated device with a full roll and our fonts; keeps no files.
pub fn simulated(width_dots: u32) -> Result<Simulated, FontError> {
    Ok(Simulated::new(width_dots, device_font()?))
}

impl Font for Glyphs {
    fn draw(&self, characters: &[(char, bool)]) -> Vec<Option<Picture>> {
        let key = |&(c, bold): &(char, bool)| Key {
            c,
            bold,
            large: false,
        };
        let keys: Vec<Key> = characters.iter().map(key).collect();
        let drawn = Glyphs::draw(self, &keys);
        let picture = |key: &Key| {
            let glyph = drawn.get(key)?.as_ref()?;
            Some(Picture {
                left: glyph.left,
                top: glyph.top,
                rows: glyph.rows.clone(),
            })
        };
        keys.iter().map(picture).collect()
    }
}

impl Way for Simulated {
    fn open(&mut self) -> io::Result<Option<Box<dyn Line>>> {
        Ok(Some(Box::new(Simulated::open(self)?)))
    }

    fn now(&self) -> Instant {
        Simulated::now(self)
    }

    fn wait(&mut self, time: Duration) {
        // A device without a line has nothing that could fail.
        let _ = self.pass(time);
    }
}

impl Line for SimulatedLine {
    fn write_some(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<usize> {
        SimulatedLine::write_some(self, bytes, deadline)
    }

    fn read_some(&mut self, buffer: &mut [u8], deadline: Instant) -> io::Result<usize> {
        SimulatedLine::read_some(self, buffer, deadline)
    }
}
