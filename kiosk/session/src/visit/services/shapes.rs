//! What one can tell of a number or an address from its form alone. Pure; never asks whether it exists.

/// Which form words must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Shape {
    Any,
    /// A telephone number.
    Phone,
    /// A mail address.
    Email,
}

impl Shape {
    /// The words have it.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Shape::Any => true,
            Shape::Phone => is_phone(text),
            Shape::Email => is_email(text),
        }
    }
}

/// Digits of a telephone number.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=16;

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ' | '+' | '(' | ')');
    PHONE_DIGITS.contains(&digits) && text.chars().all(plain)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic());
    plain(name) && plain(host) && !host.contains('@') && host.trim_matches('.').contains('.')
}

/// Citizen identification number: 17 digits and a check character (GB 11643-1999, ISO 7064 MOD 11-2).
pub fn is_id_card(text: &str) -> bool {
    let digits: Vec<u32> = text
        .chars()
        .map_while(|c| match c {
            'X' | 'x' => Some(10),
            other => other.to_digit(10),
        })
        .collect();
    if text.chars().count() != 18 || digits.len() != 18 || digits[..17].contains(&10) {
        return false;
    }
    // The weight of a place is 2 to the number of places behind it, modulo 11.
    let sum = digits.iter().fold(0, |sum, digit| (sum * 2 + digit) % 11);
    sum == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_identity_is_known_by_its_check_character() {
        // The example of the standard itself.
        assert!(is_id_card("11010519491231002X") && is_id_card("11010519491231002x"));
        for bad in [
            "",
            "1",
            "X1010519491231002X",
            "110105194912310021",
            "1101051949123100２X",
        ] {
            assert!(!is_id_card(bad), "{bad}");
        }
        let all = (0..11).filter(|check| {
            let last = if *check == 10 {
                "X".to_owned()
            } else {
                check.to_string()
            };
            is_id_card(&format!("11000019000101000{last}"))
        });
        assert_eq!(all.count(), 1, "one check character of eleven");
    }

    #[test]
    fn telephones_and_mail_are_judged_by_their_form() {
        for good in ["0571-8888 8012", "+86 13800000000", "12345678"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["", "12345", "1234567a", "12345678901234567"] {
            assert!(!is_phone(bad), "{bad}");
        }
        assert!(is_email("a.b@example.cn"));
        for bad in ["", "a", "a@b", "@b.c", "a@b@c.d", "a@.c.", "a b@c.d"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
