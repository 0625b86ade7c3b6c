//! QR codes: as much error correction as the length allows, modules as large as phones like them.

use super::paper::{Content, Paper, Qr};
use crate::compose::ComposeError;
use crate::profile::Profile;
use qrcode::bits::Bits;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode, Version};

/// Most bytes in one code.
pub const QR_BYTES_MAX: usize = 1_000;
/// Dots of a module: phones read 4 (0.5 mm) well; 3 only where the paper is too narrow.
const MODULE_DOTS: std::ops::RangeInclusive<u32> = 4..=8;
const MODULE_DOTS_LAST_RESORT: u32 = 3;
/// Blank modules around a code (ISO/IEC 18004).
const QUIET_MODULES: u32 = 4;
/// How wide a code is if its modules may be chosen: 36 mm.
const SIDE_DOTS_WISHED: u32 = 290;
/// UTF-8 among the extended channel interpretations (AIM ECI assignments, 000026).
const ECI_UTF8: u32 = 26;
/// Versions of a code (ISO/IEC 18004).
const VERSIONS: std::ops::RangeInclusive<i16> = 1..=40;

pub(super) fn place(
    data: &str,
    caption: &str,
    profile: &Profile,
    paper: &mut Paper,
) -> Result<(), ComposeError> {
    if data.len() > QR_BYTES_MAX {
        return Err(ComposeError::QrTooLong(data.len()));
    }
    let level = match data.len() {
        0..=60 => EcLevel::Q,
        61..=300 => EcLevel::M,
        _ => EcLevel::L,
    };
    let code = encode(data, level).map_err(|_| ComposeError::QrTooLong(data.len()))?;
    let side = code.width() as u32;
    let whole = side + 2 * QUIET_MODULES;
    let mut module_dots =
        (SIDE_DOTS_WISHED / whole).clamp(*MODULE_DOTS.start(), *MODULE_DOTS.end());
    if whole * module_dots > profile.width_dots {
        module_dots = MODULE_DOTS_LAST_RESORT;
    }
    if whole * module_dots > profile.width_dots {
        return Err(ComposeError::QrTooLong(data.len()));
    }
    let quiet_dots = QUIET_MODULES * module_dots;
    let x_dots = (profile.width_dots - side * module_dots) / 2;
    let black = code
        .to_colors()
        .into_iter()
        .map(|color| color == Color::Dark)
        .collect();
    let dots = side * module_dots + 2 * quiet_dots;
    paper.push(
        dots,
        Content::Qr(Qr {
            side,
            black,
            module_dots,
            x_dots,
            quiet_dots,
        }),
    );
    super::paragraph::under(caption, profile, paper);
    Ok(())
}

/// The smallest code. Text that is not ASCII says that it is UTF-8: readers left to guess take it for Latin or Shift JIS. It
/// is also kept out of the Kanji mode, which some of its byte pairs would fit and which means other characters.
fn encode(data: &str, level: EcLevel) -> Result<QrCode, QrError> {
    if data.is_ascii() {
        return QrCode::with_error_correction_level(data, level);
    }
    for version in VERSIONS {
        match marked(data, Version::Normal(version), level) {
            Err(QrError::DataTooLong) => {}
            done => return done,
        }
    }
    Err(QrError::DataTooLong)
}

fn marked(data: &str, version: Version, level: EcLevel) -> Result<QrCode, QrError> {
    let mut bits = text(data, version)?;
    bits.push_terminator(level)?;
    QrCode::with_bits(bits, level)
}

fn text(data: &str, version: Version) -> Result<Bits, QrError> {
    let mut bits = Bits::new(version);
    bits.push_eci_designator(ECI_UTF8)?;
    bits.push_byte_data(data.as_bytes())?;
    Ok(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_not_ascii_says_that_it_is_utf_8() {
        // ISO/IEC 18004, 7.4: 0111 ECI, 00011010 UTF-8, 0100 bytes, 00000011 of them, then these.
        let bits = text("示", Version::Normal(1)).unwrap().into_bytes();
        assert_eq!(bits, [0x71, 0xA4, 0x03, 0xE7, 0xA4, 0xBA]);
    }

    #[test]
    fn a_code_is_no_larger_than_it_must_be() {
        let width = |data: &str| encode(data, EcLevel::Q).unwrap().width();
        // Version 2 holds 20 bytes at this level; the mark takes the room of two.
        assert_eq!((width(&"a".repeat(20)), width(&"a".repeat(21))), (25, 29));
        assert_eq!((width(&"示".repeat(6)), width(&"示".repeat(7))), (25, 29));
        assert!(encode(&"示".repeat(333), EcLevel::L).is_ok());
        let too_much = encode(&"示".repeat(999), EcLevel::L);
        assert!(matches!(too_much, Err(QrError::DataTooLong)));
    }
}
