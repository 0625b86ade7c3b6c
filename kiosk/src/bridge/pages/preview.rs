//! The slip's raster as a picture of the size it has on the screen, on the print page and at the desk. Changes no dot of the slip itself.

use screens::{MainWindow, PrintData, Theme};
use slint::{ComponentHandle, Image, Rgb8Pixel, SharedPixelBuffer};

use session::screen::print::Preview;

/// Width of the slip on the print screen, in pixels of the panel; a wider raster is averaged down to it.
const PREVIEW_PX_MAX: u32 = 576;

/// Width of the slip on a page, in pixels of the layout.
const SLIP_PX: f32 = 432.0;

/// Shows a slip, or that there is none yet; drawn again only when it differs from what is `held`, or `fresh`.
pub fn show(window: &MainWindow, slip: Option<&Preview>, held: &mut Option<Preview>, fresh: bool) {
    if !fresh && held.as_ref() == slip {
        return;
    }
    let data = window.global::<PrintData>();
    let panel = (SLIP_PX * window.window().scale_factor()).round() as u32;
    let contrast = window.global::<Theme>().get_contrast();
    data.set_preview(slip.map_or_else(Image::default, |p| picture(p, panel, contrast)));
    data.set_preview_width(slip.map_or(0, |p| p.width as i32));
    data.set_preview_height(slip.map_or(0, |p| p.height as i32));
    data.set_serial(data.get_serial() + 1);
    *held = slip.cloned();
}

/// Another page shows: the picture of the slip goes.
pub fn close(window: &MainWindow, held: &mut Option<Preview>) {
    show(window, None, held, false);
}

/// Makes the picture; in high contrast the paper is black and the ink yellow.
pub fn picture(preview: &Preview, panel_px: u32, contrast: bool) -> Image {
    let width = panel_px.clamp(1, PREVIEW_PX_MAX).min(preview.width.max(1));
    let height = (u64::from(preview.height) * u64::from(width) / u64::from(preview.width.max(1)))
        .max(1) as u32;
    let mut buffer = SharedPixelBuffer::<Rgb8Pixel>::new(width, height);
    let pixels = buffer.make_mut_slice();
    for y in 0..height {
        for x in 0..width {
            let grey = average(preview, x, y, width, height);
            pixels[(y * width + x) as usize] = if contrast {
                let ink = 255 - grey;
                Rgb8Pixel {
                    r: ink,
                    g: (u16::from(ink) * 221 / 255) as u8,
                    b: 0,
                }
            } else {
                Rgb8Pixel {
                    r: grey,
                    g: grey,
                    b: grey,
                }
            };
        }
    }
    Image::from_rgb8(buffer)
}

/// Mean of the dots under one pixel.
fn average(preview: &Preview, x: u32, y: u32, width: u32, height: u32) -> u8 {
    let range = |at: u32, from: u32, to: u32| {
        let low = u64::from(at) * u64::from(from) / u64::from(to);
        let high = (u64::from(at + 1) * u64::from(from))
            .div_ceil(u64::from(to))
            .max(low + 1);
        (low as usize, high.min(u64::from(from)) as usize)
    };
    let (left, right) = range(x, preview.width, width);
    let (top, bottom) = range(y, preview.height, height);
    let (mut sum, mut count) = (0u32, 0u32);
    for row in top..bottom {
        for column in left..right {
            let at = row * preview.width as usize + column;
            sum += u32::from(preview.grey.get(at).copied().unwrap_or(255));
            count += 1;
        }
    }
    (sum / count.max(1)) as u8
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn half_size_keeps_the_mean() {
        let preview = Preview {
            width: 4,
            height: 2,
            grey: Arc::new(vec![0, 255, 0, 0, 0, 255, 0, 0]),
        };
        let picture = picture(&preview, 2, false);
        let pixels = picture.to_rgb8().unwrap();
        assert_eq!((pixels.width(), pixels.height()), (2, 1));
        assert_eq!(pixels.as_slice()[0].r, 127);
        assert_eq!(pixels.as_slice()[1].r, 0);
    }

    #[test]
    fn a_raster_shorter_than_it_says_is_white_there() {
        let preview = Preview {
            width: 2,
            height: 2,
            grey: Arc::new(vec![0]),
        };
        assert_eq!(
            picture(&preview, 2, false).to_rgb8().unwrap().as_slice()[3].r,
            255
        );
    }
}
