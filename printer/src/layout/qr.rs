//! QR codes: as much error correction as the length allows, modules as large as phones like them.

use super::paragraph::{self, Style};
use super::{Content, Paper, Qr};
use crate::profile::Profile;
use crate::receipt::Align;
use crate::slip::ComposeError;
use qrcode::{Color, EcLevel, QrCode};

/// Most bytes in one code.
pub const QR_BYTES_MAX: usize = 1_000;
/// Dots of a module: phones read 4 (0.5 mm) well; 3 only where the paper is too narrow.
const MODULE_DOTS: std::ops::RangeInclusive<u32> = 4..=8;
const MODULE_DOTS_LAST_RESORT: u32 = 3;
/// Blank modules around a code (ISO/IEC 18004).
const QUIET_MODULES: u32 = 4;
/// How wide a code is if its modules may be chosen: 36 mm.
const SIDE_DOTS_WISHED: u32 = 290;

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
    let code = QrCode::with_error_correction_level(data, level)
        .map_err(|_| ComposeError::QrTooLong(data.len()))?;
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
    if !caption.is_empty() {
        paragraph::place(
            caption,
            &Style {
                align: Align::Center,
                ..Style::default()
            },
            profile.columns(),
            paper,
        );
    }
    Ok(())
}
