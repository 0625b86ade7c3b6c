//! A QR code as a picture, a pixel a module with its quiet zone. What does not fit into a code is no picture.

use qrcode::{Color, EcLevel, QrCode};
use slint::{Image, Rgb8Pixel, SharedPixelBuffer};

/// Modules of white around a code (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;
/// What a code on the screen may hold, bytes: more would be too fine for an old phone.
const BYTES_MAX: usize = 400;

/// The picture; an empty one for nothing or for too much.
pub fn picture(data: &str) -> Image {
    if data.is_empty() || data.len() > BYTES_MAX {
        return Image::default();
    }
    let Ok(code) = QrCode::with_error_correction_level(data, EcLevel::M) else {
        return Image::default();
    };
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut buffer = SharedPixelBuffer::<Rgb8Pixel>::new(side as u32, side as u32);
    let pixels = buffer.make_mut_slice();
    pixels.fill(Rgb8Pixel::new(255, 255, 255));
    for (at, module) in code.to_colors().into_iter().enumerate() {
        if module == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            pixels[y * side + x] = Rgb8Pixel::new(0, 0, 0);
        }
    }
    Image::from_rgb8(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_quiet_zone_and_too_much_is_no_code() {
        let size = picture("https://www.example.cn/").size();
        assert_eq!((size.width, size.width % 4), (size.height, (25 + 8) % 4));
        assert_eq!(picture("").size().width, 0);
        assert_eq!(picture(&"a".repeat(BYTES_MAX + 1)).size().width, 0);
    }
}
