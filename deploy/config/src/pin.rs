//! The attendant's PIN: hashed when it is set, compared when it is typed. Never stores or prints a PIN.
//!
//! Format: PHC string of Argon2id (RFC 9106; parameters of the `argon2` crate's default: 19 MiB, 2 passes, 1 lane).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Fewest digits: with the waits after wrong ones, months of trying.
pub const PIN_DIGITS_MIN: usize = 4;
/// Most digits.
pub const PIN_DIGITS_MAX: usize = 12;

/// The PHC string of a PIN for `[desk] pin_hash`; an error says what a PIN may be.
pub fn hash(pin: &str) -> Result<String, String> {
    let digits = PIN_DIGITS_MIN..=PIN_DIGITS_MAX;
    if !digits.contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!(
            "a PIN has {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits"
        ));
    }
    Argon2::default()
        .hash_password(pin.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| format!("hash the PIN: {error}"))
}

/// Whether `pin` is the one that `hash` was made of. Takes as long as the hash's costs say: not for the thread that draws.
pub fn fits(pin: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(pin.as_bytes(), &hash)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_fits_its_own_hash_only() {
        let made = hash("204618").unwrap();
        assert!(crate::rules::pin_hash(&made).is_ok(), "{made}");
        assert!(fits("204618", &made));
        assert!(!fits("204619", &made));
        assert!(!fits("", &made));
        assert_ne!(made, hash("204618").unwrap(), "salted");
    }

    #[test]
    fn what_is_no_pin_is_refused() {
        for bad in ["", "123", "1234567890123", "12a4", "１２３４", "1234\n"] {
            assert!(hash(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_is_no_hash_fits_nothing() {
        for bad in ["", "1234", "$argon2id$", "$argon2id$v=19$m=1,t=1,p=1$x$y"] {
            assert!(!fits("1234", bad), "{bad:?}");
        }
    }
}
