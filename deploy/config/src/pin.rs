//! The attendant's PIN: hashed when it is set, compared when it is typed. Never stores or prints a PIN.
//!
//! Format: PHC string of Argon2id (RFC 9106; parameters of the `argon2` crate's default: 19 MiB, 2 passes, 1 lane).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Fewest digits: with the waits after wrong ones, months of trying.
pub const PIN_DIGITS_MIN: usize = 4;
/// The longest PIN, in digits: what the door shows in one row of dots.
pub const PIN_DIGITS_MAX: usize = 12;

/// Wrong PINs that cost nothing yet.
const FREE: u32 = 2;
/// Seconds that the first one behind these costs; each one more costs twice as much.
const FIRST_WAIT_S: u32 = 60;
/// No wait is longer, seconds: an attendant gets in within it whatever was typed before.
pub const WAIT_S_MAX: u32 = 15 * 60;
/// Doublings after which the longest wait is reached long since.
const DOUBLINGS_MAX: u32 = 10;

/// Seconds during which no PIN is taken after so many wrong ones, at the glass and from the office alike. The whole of a four-digit PIN takes more
/// than a hundred days of trying without a pause.
pub fn wait_s(wrong: u32) -> u32 {
    match wrong.checked_sub(FREE + 1) {
        None => 0,
        Some(more) => (FIRST_WAIT_S << more.min(DOUBLINGS_MAX)).min(WAIT_S_MAX),
    }
}

/// The PHC string of a PIN for `[desk] pin_hash`; an error says what a PIN may be.
pub fn hash(pin: &str) -> Result<String, String> {
    let digits = PIN_DIGITS_MIN..=PIN_DIGITS_MAX;
    if !digits.contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!(
            "a PIN has {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits"
        ));
    }
    if is_common(pin) {
        return Err(
            "a PIN is not one digit again and again, not a row of digits, not a year or a day, and not a pair repeated: these are tried first"
                .to_owned(),
        );
    }
    Argon2::default()
        .hash_password(pin.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| format!("hash the PIN: {error}"))
}

/// What people choose without thinking, and others try first: `1111`, `1234`, `9876`, `2580` down the keys, `1212`, `1998`, `19980601`.
fn is_common(pin: &str) -> bool {
    let digits: Vec<u8> = pin.bytes().map(|b| b - b'0').collect();
    let steps = |step: u8| digits.windows(2).all(|w| w[1] == (w[0] + step) % 10);
    let row = steps(0) || steps(1) || steps(9);
    let repeated = (1..=digits.len() / 2).any(|part| {
        digits.len().is_multiple_of(part) && digits.chunks(part).all(|c| c == &digits[..part])
    });
    let year = |text: &str| text.starts_with("19") || text.starts_with("20");
    let between = |text: &str, from: u32, to: u32| {
        text.parse::<u32>().is_ok_and(|n| (from..=to).contains(&n))
    };
    let date = |month: &str, day: &str| between(month, 1, 12) && between(day, 1, 31);
    let day = match digits.len() {
        4 => year(pin) || date(&pin[..2], &pin[2..]),
        6 => date(&pin[2..4], &pin[4..]),
        8 => year(pin) && date(&pin[4..6], &pin[6..]),
        _ => false,
    };
    row || repeated || day || COLUMNS.contains(&pin)
}

/// Down and up the keys of a pad.
const COLUMNS: [&str; 6] = ["2580", "0852", "1470", "0741", "3690", "0963"];

/// Whether `pin` is the one that `hash` was made of. Takes as long as the hash's costs say: not for the thread that draws.
pub fn fits(pin: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(pin.as_bytes(), &hash)
            .is_ok()
    })
}

/// Whether a PIN can be compared with it at all.
pub fn is_hash(hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| argon2::Params::try_from(&hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_pin_behind_the_second_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let minutes: Vec<u32> = (0..10).map(|wrong| wait_s(wrong) / 60).collect();
        assert_eq!(minutes, [0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
        for wrong in 0..=1_100 {
            assert!(wait_s(wrong) <= wait_s(wrong + 1), "{wrong}");
        }
        assert_eq!(wait_s(u32::MAX), WAIT_S_MAX);
    }

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
    fn what_others_try_first_is_refused() {
        for common in [
            "0000", "777777", "1234", "4321", "890123", "2580", "1212", "123123", "1998", "2026",
            "1224", "991231", "19980601",
        ] {
            assert!(hash(common).is_err(), "{common}");
        }
        for good in ["204618", "7392", "58204671"] {
            assert!(hash(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn what_is_no_hash_fits_nothing() {
        for bad in ["", "1234", "$argon2id$", "$argon2id$v=19$m=1,t=1,p=1$x$y"] {
            assert!(!fits("1234", bad), "{bad:?}");
        }
    }
}
