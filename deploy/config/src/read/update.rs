//! How the terminal's own system is renewed, raw -> checked. Owns the defaults.

use std::path::Path;

use crate::hours::Span;
use crate::raw::Section;
use crate::rules;
use crate::update::Update;

/// Where both halves of the updater keep what they need; on a device a folder of /data.
const UPDATE_DIR: &str = "/var/lib/terminal/update";
/// 02:00-05:00, when no house is open.
const WINDOW: Span = Span {
    from_min: 2 * 60,
    to_min: 5 * 60,
};

pub(super) fn update(s: &mut Section<'_, '_>, base: &Path) -> Update {
    Update {
        on: s.switch("on", true),
        canary: s.switch("canary", false),
        window: s.optional("window", Span::parse).unwrap_or(WINDOW),
        every_h: s.number("every_h", 6, 1, 168),
        prove_min: s.number("prove_min", 15, 2, 120),
        dir: s
            .optional("dir", rules::path(base))
            .unwrap_or_else(|| UPDATE_DIR.into()),
    }
}
