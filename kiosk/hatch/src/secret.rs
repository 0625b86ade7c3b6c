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

/// Whether two secrets are the same, in a time that does not tell where they differ.
pub fn same(one: &str, other: &str) -> bool {
    let differ = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |differ, (a, b)| differ | (a ^ b));
    one.len() == other.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_is_the_same() {
        assert!(same("abc", "abc") && same("", ""));
        for other in ["", "ab", "abd", "abcd", "xbc"] {
            assert!(!same("abc", other) && !same(other, "abc"), "{other}");
        }
    }
}
