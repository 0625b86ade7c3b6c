//! What the security log (安全日志) keeps of the doors to the registers: who came in, and that somebody did not. A line each on standard error, which the
//! system's journal keeps for half a year; never what was typed.

use journal::Role;

/// A way to the registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The desk on the terminal's own screen.
    Desk,
    /// The page in a browser of the office.
    Page,
}

impl Door {
    fn name(self) -> &'static str {
        match self {
            Door::Desk => "desk",
            Door::Page => "page",
        }
    }

    /// The PIN fitted; `None` where both roles may type it.
    pub fn opened(self, by: Option<Role>) {
        let by = by.map_or("A or B", Role::as_code);
        console::tell!("kiosk: security: {} opened as {by}", self.name());
    }

    /// It did not; so many were wrong since the last right one.
    pub fn refused(self, wrong: u32) {
        let name = self.name();
        console::tell!("kiosk: security: {name} refused a PIN, {wrong} since the last right one");
    }
}
