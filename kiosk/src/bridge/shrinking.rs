//! Pictures made smaller: each dot is the mean of what it covers. Slint leaves out rows and columns instead, and with them thin strokes:
//! 一 vanishes from a word and the word is another one. Knows dots and nothing else.

use session::attached::Dots;
use slint::{Rgba8Pixel, SharedPixelBuffer};

/// Parts of a dot: as finely is it told how much of it lies under another one.
const PARTS: u64 = 256;

/// The picture so many dots wide, its shape kept; as it is where it is not wider, nothing where its dots do not fit its size.
pub fn shrunk(dots: &Dots, width: u32) -> Option<SharedPixelBuffer<Rgba8Pixel>> {
    let bytes = u64::from(dots.width) * u64::from(dots.height) * 4;
    if bytes == 0 || dots.rgba.len() as u64 != bytes {
        return None;
    }
    if width == 0 || width >= dots.width {
        let whole = SharedPixelBuffer::clone_from_slice(&dots.rgba, dots.width, dots.height);
        return Some(whole);
    }
    let height = u64::from(dots.height) * u64::from(width) / u64::from(dots.width);
    let height = u32::try_from(height).ok()?.max(1);
    let narrow = across(dots, &covers(dots.width, width), width as usize);
    let mut small = SharedPixelBuffer::<Rgba8Pixel>::new(width, height);
    let row_bytes = width as usize * 4;
    let rows = small.make_mut_bytes().chunks_exact_mut(row_bytes);
    for (row, cover) in rows.zip(covers(dots.height, height)) {
        let mut sums = vec![0_u64; row_bytes];
        for (at, weight) in cover.parts() {
            let line = &narrow[at * row_bytes..(at + 1) * row_bytes];
            for (sum, value) in sums.iter_mut().zip(line) {
                *sum += u64::from(*value) * weight;
            }
        }
        mean(row, &sums, cover.whole());
    }
    Some(small)
}

/// All rows, each so many dots wide.
fn across(dots: &Dots, covers: &[Cover], width: usize) -> Vec<u8> {
    let mut narrow = vec![0; width * dots.height as usize * 4];
    let lines = dots.rgba.chunks_exact(dots.width as usize * 4);
    for (row, line) in narrow.chunks_exact_mut(width * 4).zip(lines) {
        for (dot, cover) in row.chunks_exact_mut(4).zip(covers) {
            let mut sums = [0_u64; 4];
            for (at, weight) in cover.parts() {
                for (sum, value) in sums.iter_mut().zip(&line[at * 4..at * 4 + 4]) {
                    *sum += u64::from(*value) * weight;
                }
            }
            mean(dot, &sums, cover.whole());
        }
    }
    narrow
}

fn mean(into: &mut [u8], sums: &[u64], whole: u64) {
    for (value, sum) in into.iter_mut().zip(sums) {
        // A mean of bytes is a byte.
        *value = ((sum + whole / 2) / whole) as u8;
    }
}

/// What a dot of the smaller picture covers along one side of the larger, in parts of its dots.
struct Cover {
    from: u64,
    to: u64,
}

impl Cover {
    fn whole(&self) -> u64 {
        self.to - self.from
    }

    /// Each dot that is covered, with how much of it.
    fn parts(&self) -> impl Iterator<Item = (usize, u64)> + use<> {
        let (from, to) = (self.from, self.to);
        (from / PARTS..to.div_ceil(PARTS)).map(move |at| {
            let (begin, end) = (at * PARTS, (at + 1) * PARTS);
            (at as usize, end.min(to) - begin.max(from))
        })
    }
}

fn covers(long: u32, short: u32) -> Vec<Cover> {
    let edge = |at: u32| u64::from(at) * u64::from(long) * PARTS / u64::from(short);
    (0..short)
        .map(|at| Cover {
            from: edge(at),
            to: edge(at + 1),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    /// White, with one dark row every so many.
    fn ruled(width: u32, height: u32, every: u32) -> Dots {
        let dot = |at: u32| match (at / width) % every {
            0 => [0, 0, 0, 255],
            _ => [255; 4],
        };
        Dots {
            width,
            height,
            rgba: Arc::new((0..width * height).flat_map(dot).collect()),
        }
    }

    #[test]
    fn of_a_thin_line_as_much_ink_is_left_as_the_size_allows() {
        for width in [31, 50, 70, 99] {
            let small = shrunk(&ruled(100, 140, 20), width).unwrap();
            assert_eq!(small.width(), width);
            assert_eq!(small.height(), 140 * width / 100);
            let column: Vec<u32> = (0..small.height())
                .map(|y| 255 - u32::from(small.as_slice()[(y * width) as usize].r))
                .collect();
            // Seven lines, each of them there; all their ink, but for rounding.
            let ink = column.iter().sum::<u32>() as f32;
            let wanted = 7.0 * 255.0 * small.height() as f32 / 140.0;
            assert!(
                (ink - wanted).abs() < 0.02 * wanted,
                "{width}: {ink} {wanted}"
            );
            let lines = column.windows(2).filter(|pair| pair[0] == 0 && pair[1] > 0);
            assert_eq!(lines.count() + usize::from(column[0] > 0), 7, "{width}");
            assert!(small.as_slice().iter().all(|dot| dot.a == 255));
        }
    }

    #[test]
    fn what_is_not_wider_stays_as_it_is_and_what_does_not_fit_is_nothing() {
        let dots = ruled(10, 14, 2);
        for width in [0, 10, 11, u32::MAX] {
            let whole = shrunk(&dots, width).unwrap();
            assert_eq!(
                (whole.width(), whole.as_bytes()),
                (10, dots.rgba.as_slice())
            );
        }
        assert!(
            shrunk(
                &Dots {
                    height: 15,
                    ..dots.clone()
                },
                5
            )
            .is_none()
        );
        assert!(
            shrunk(
                &Dots {
                    width: 0,
                    height: 0,
                    rgba: Arc::default()
                },
                5
            )
            .is_none()
        );
        // Higher than wide, down to a dot.
        assert_eq!(shrunk(&ruled(100, 2, 2), 1).unwrap().height(), 1);
    }
}
