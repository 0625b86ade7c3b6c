//! The password of a protected file, on its way from whoever typed it to the child that holds the file. Owns that no debugging shows
//! it and that it is wiped where it was held; stores nothing.

use serde::{Deserialize, Serialize};

/// Wiped when it is dropped.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl From<&str> for Password {
    fn from(typed: &str) -> Password {
        Password(typed.to_owned())
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// For the one who opens the file with it.
    pub fn characters(&self) -> &str {
        &self.0
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        wipe(&mut std::mem::take(&mut self.0).into_bytes());
    }
}

/// Overwrites bytes that held a password; looked at afterwards, so that the compiler keeps it.
pub(crate) fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    std::hint::black_box(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_debugging_shows_a_password() {
        let request = crate::Request::Unlock {
            password: Password::from("zx81"),
        };
        let shown = format!("{request:?}");
        assert!(
            !shown.contains("zx81") && shown.contains("Password"),
            "{shown}"
        );
    }
}
