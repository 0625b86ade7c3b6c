//! Reads slips as an outsider would: the picture, and the QR code in it, with a decoder that shares nothing with our encoder.

use std::path::Path;

/// Grey picture of a slip.
#[allow(missing_docs)]
pub struct Picture {
    /// Dots per row.
    pub width: usize,
    pub height: usize,
    /// Row-major, 0 black.
    pub grey: Vec<u8>,
}

impl Picture {
    /// Reads a PNG of any colour type that printers write.
    pub fn read(path: &Path) -> Picture {
        let file =
            std::fs::File::open(path).unwrap_or_else(|e| panic!("open {}: {e}", path.display()));
        let mut decoder = png::Decoder::new(std::io::BufReader::new(file));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("a PNG header");
        let mut bytes = vec![
            0;
            reader
                .output_buffer_size()
                .expect("a picture that fits memory")
        ];
        let info = reader.next_frame(&mut bytes).expect("a PNG picture");
        let step = info.color_type.samples();
        let grey = bytes[..info.buffer_size()]
            .chunks(step)
            .map(|p| p[0])
            .collect();
        Picture {
            width: info.width as usize,
            height: info.height as usize,
            grey,
        }
    }

    /// The words of every QR code in it.
    pub fn qr_codes(&self) -> Vec<String> {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
                self.grey[y * self.width + x]
            });
        image
            .detect_grids()
            .iter()
            .filter_map(|grid| grid.decode().ok().map(|(_, words)| words))
            .collect()
    }

    /// Share of black dots.
    pub fn ink(&self) -> f64 {
        let black = self.grey.iter().filter(|g| **g < 128).count();
        black as f64 / self.grey.len().max(1) as f64
    }
}
