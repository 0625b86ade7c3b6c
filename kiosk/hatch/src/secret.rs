//! What must not be printed: a PIN on its way to the kiosk, and the key that it gives for one.

use serde::{Deserialize, Serialize};

/// Proof that somebody typed the PIN; 64 hexadecimal digits that only the kiosk makes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key(pub String);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Key")
    }
}

/// Digits that somebody typed; kept out of everything that is printed for debugging.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin(pub String);

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Pin")
    }
}
