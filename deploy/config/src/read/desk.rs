//! The attendant's desk (`[desk]`, 工作台): raw to checked.

use std::path::Path;

use crate::raw::Section;
use crate::rules;
use crate::settings::Desk;

/// Where the unit of a device answers that carries files to sticks.
const COURIER_DIR: &str = "/run/terminal/export";
/// Where the unit that restarts the machine listens.
const POWER_DIR: &str = "/run/terminal/power";

/// The whole section: one PIN for both roles, or one for each.
pub(super) fn desk(s: &mut Section<'_, '_>, base: &Path) -> Desk {
    let pin_hash = s.optional("pin_hash", rules::pin_hash);
    let pin_hash_b = s.optional("pin_hash_b", rules::pin_hash);
    if pin_hash_b.is_some() && pin_hash.is_none() {
        let message = "needs pin_hash, the PIN of A, beside it";
        s.conflict("pin_hash_b", message.to_owned());
    } else if pin_hash_b.is_some() && pin_hash == pin_hash_b {
        let message = "must not be that of A: it is left out where both type the same";
        s.conflict("pin_hash_b", message.to_owned());
    }
    Desk {
        pin_hash,
        ask_pin: s.switch("ask_pin", false),
        pin_hash_b,
        courier: s
            .optional("courier", rules::path(base))
            .unwrap_or_else(|| COURIER_DIR.into()),
        power: s
            .optional("power", rules::path(base))
            .unwrap_or_else(|| POWER_DIR.into()),
        idle_s: s.number("idle_s", 180, 30, 1_800),
        shelf_days: s.number("shelf_days", 7, 1, 366),
        gazette_days: s.number("gazette_days", 65, 1, 366),
        soon_days: s.number("soon_days", 3, 0, 20),
    }
}
