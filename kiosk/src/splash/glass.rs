//! The kernel's frame buffer (Documentation/fb/framebuffer.rst and Documentation/ABI/testing/sysfs-class-graphics of Linux): how large it is, how a point
//! lies in it, and a picture put there as the panel hangs. Whatever the kernel says is believed only within bounds.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use config::Rotation;

/// The first one; fbdev emulation of a KMS driver shows it on every output.
const DEVICE: &str = "dev/fb0";
const SAID_BY_KERNEL: &str = "sys/class/graphics/fb0";
/// Sides of panels, points.
const SIDE: std::ops::RangeInclusive<usize> = 64..=8192;

/// Three bytes a point: red, green, blue; rows from the top.
pub struct Picture {
    /// Points of a row.
    pub width: usize,
    /// How many rows.
    pub height: usize,
    /// `width` times `height` of them.
    pub points: Vec<[u8; 3]>,
}

/// A frame buffer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glass {
    device: PathBuf,
    /// Whose it is: another driver has another one under the same name.
    driver: String,
    width: usize,
    height: usize,
    /// Bytes from one row to the next.
    stride: usize,
    /// Bytes of a point: 4, or 2 where red and blue have five bits and green six.
    depth: usize,
}

impl Glass {
    /// The one below `root`; none where there is none, or none that is understood.
    pub fn find(root: &Path) -> Option<Glass> {
        let word = |name: &str| {
            let text = fs::read_to_string(root.join(SAID_BY_KERNEL).join(name)).ok()?;
            Some(text.trim().to_owned())
        };
        let number = |name: &str| word(name)?.parse::<usize>().ok();
        let size = word("virtual_size")?;
        let (width, height) = size.split_once(',')?;
        let (width, height) = (width.parse().ok()?, height.parse().ok()?);
        let depth = match number("bits_per_pixel")? {
            32 => 4,
            16 => 2,
            _ => return None,
        };
        let stride = number("stride")?;
        let fits = (width * depth..=SIDE.end() * 8).contains(&stride);
        (SIDE.contains(&width) && SIDE.contains(&height) && fits).then(|| Glass {
            device: root.join(DEVICE),
            driver: word("name").unwrap_or_default(),
            width,
            height,
            stride,
            depth,
        })
    }

    /// Width and height of a picture that fills a panel which hangs so.
    pub fn size(&self, turned: Rotation) -> (usize, usize) {
        match turned {
            Rotation::None | Rotation::Half => (self.width, self.height),
            Rotation::Quarter | Rotation::ThreeQuarters => (self.height, self.width),
        }
    }

    /// Puts a picture of that size there, turned clockwise.
    pub fn put(&self, picture: &Picture, turned: Rotation) -> io::Result<()> {
        let mut bytes = vec![0; self.stride * self.height];
        for (y, row) in bytes.chunks_exact_mut(self.stride).enumerate() {
            for (x, point) in row
                .chunks_exact_mut(self.depth)
                .take(self.width)
                .enumerate()
            {
                let (u, v) = match turned {
                    Rotation::None => (x, y),
                    Rotation::Quarter => (y, self.width - 1 - x),
                    Rotation::Half => (self.width - 1 - x, self.height - 1 - y),
                    Rotation::ThreeQuarters => (self.height - 1 - y, x),
                };
                let Some([red, green, blue]) = picture.points.get(v * picture.width + u) else {
                    continue;
                };
                if self.depth == 4 {
                    point.copy_from_slice(&[*blue, *green, *red, 0xFF]);
                } else {
                    let packed = u16::from(red >> 3) << 11
                        | u16::from(green >> 2) << 5
                        | u16::from(blue >> 3);
                    point.copy_from_slice(&packed.to_ne_bytes());
                }
            }
        }
        // Never made by us: a file of that name would fill the memory that devices live in.
        OpenOptions::new()
            .write(true)
            .open(&self.device)?
            .write_all(&bytes)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::splash) fn kernel(root: &Path, size: &str, bits: &str, stride: &str) {
        let folder = root.join(SAID_BY_KERNEL);
        fs::create_dir_all(&folder).unwrap();
        fs::create_dir_all(root.join("dev")).unwrap();
        for (name, word) in [
            ("virtual_size", size),
            ("bits_per_pixel", bits),
            ("stride", stride),
            ("name", "virtio_gpudrmfb"),
        ] {
            fs::write(folder.join(name), format!("{word}\n")).unwrap();
        }
        fs::write(root.join(DEVICE), "").unwrap();
    }

    /// Red in its upper left corner, green in its upper right one, blue elsewhere.
    fn corners(width: usize, height: usize) -> Picture {
        let mut points = vec![[0, 0, 0xFF]; width * height];
        points[0] = [0xFF, 0, 0];
        points[width - 1] = [0, 0xFF, 0];
        Picture {
            width,
            height,
            points,
        }
    }

    #[test]
    fn a_picture_stands_upright_on_a_panel_that_hangs_turned() {
        let dir = tempfile::tempdir().unwrap();
        // Rows are longer than what is shown of them.
        kernel(dir.path(), "96,64", "32", "400");
        let glass = Glass::find(dir.path()).unwrap();
        for (turned, red, green) in [
            (Rotation::None, (0, 0), (95, 0)),
            (Rotation::Quarter, (95, 0), (95, 63)),
            (Rotation::Half, (95, 63), (0, 63)),
            (Rotation::ThreeQuarters, (0, 63), (0, 0)),
        ] {
            let (width, height) = glass.size(turned);
            glass.put(&corners(width, height), turned).unwrap();
            let bytes = fs::read(dir.path().join(DEVICE)).unwrap();
            assert_eq!(bytes.len(), 400 * 64);
            let at = |(x, y): (usize, usize)| &bytes[y * 400 + x * 4..][..3];
            assert_eq!(at(red), [0, 0, 0xFF], "{turned:?}");
            assert_eq!(at(green), [0, 0xFF, 0], "{turned:?}");
            assert_eq!(at((48, 32)), [0xFF, 0, 0], "{turned:?}");
        }
    }

    #[test]
    fn sixteen_bits_hold_the_same_colours() {
        let dir = tempfile::tempdir().unwrap();
        kernel(dir.path(), "64,64", "16", "128");
        let glass = Glass::find(dir.path()).unwrap();
        glass.put(&corners(64, 64), Rotation::None).unwrap();
        let bytes = fs::read(dir.path().join(DEVICE)).unwrap();
        let at = |n: usize| u16::from_ne_bytes([bytes[2 * n], bytes[2 * n + 1]]);
        assert_eq!((at(0), at(63), at(64)), (0xF800, 0x07E0, 0x001F));
    }

    #[test]
    fn what_the_kernel_cannot_mean_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Glass::find(dir.path()), None);
        for (size, bits, stride) in [
            ("", "32", "400"),
            ("1080", "32", "4320"),
            ("1080,0", "32", "4320"),
            ("99999999,64", "32", "399999996"),
            ("1080,1920", "24", "3240"),
            ("1080,1920", "32", "1080"),
            ("1080,1920", "32", "99999999999"),
            ("-1,64", "32", "400"),
        ] {
            kernel(dir.path(), size, bits, stride);
            assert_eq!(Glass::find(dir.path()), None, "{size} {bits} {stride}");
        }
        // A device that went is an error and makes no file.
        kernel(dir.path(), "64,64", "32", "256");
        let glass = Glass::find(dir.path()).unwrap();
        fs::remove_file(dir.path().join(DEVICE)).unwrap();
        assert!(glass.put(&corners(64, 64), Rotation::None).is_err());
        assert!(!dir.path().join(DEVICE).exists());
    }
}
