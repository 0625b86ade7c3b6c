//! A number as its digits: fifteen at most, as office programs keep them, so that 0.1 + 0.2 is 0.3 and 1.005 rounds to 1.01. Owns
//! rounding and how a number without a format is written; knows no format.

/// Digits that are kept (ECMA-376, 18.8.30: what goes beyond is nought).
const DIGITS_MAX: usize = 15;
/// Signs that a number without a format may take, its minus apart.
const GENERAL_WIDTH: i32 = 11;
/// Places behind the point when such a number does not fit and is written with a power of ten.
const GENERAL_PLACES: usize = 5;
/// So small a number is written with a power of ten unless all of it fits.
const GENERAL_LEAST: i32 = -4;

/// A finite number without its sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decimal {
    /// From the first that is not nought to the last; none for nought.
    digits: Vec<u8>,
    /// How many of them stand before the point; less than nothing for noughts behind it.
    point: i32,
}

impl Decimal {
    /// `None` for what is no number.
    pub(super) fn of(value: f64) -> Option<Decimal> {
        let written = format!("{:.*e}", DIGITS_MAX - 1, value.abs());
        let (digits, power) = written.split_once('e')?;
        let digits = digits.bytes().filter(u8::is_ascii_digit);
        let made = Decimal {
            digits: digits.map(|digit| digit - b'0').collect(),
            point: power.parse::<i32>().ok()? + 1,
        };
        Some(made.trimmed())
    }

    fn trimmed(mut self) -> Decimal {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    pub(super) fn is_nought(&self) -> bool {
        self.digits.is_empty()
    }

    /// The power of ten of its first digit.
    pub(super) fn power(&self) -> i32 {
        self.point - 1
    }

    /// So many powers of ten more.
    pub(super) fn shifted(mut self, by: i32) -> Decimal {
        if !self.is_nought() {
            self.point += by;
        }
        self
    }

    /// Halves go up.
    pub(super) fn rounded(&self, places: i32) -> Decimal {
        let kept = self.point + places;
        let Ok(kept) = usize::try_from(kept) else {
            return Decimal {
                digits: Vec::new(),
                point: 0,
            };
        };
        if kept >= self.digits.len() {
            return self.clone();
        }
        let mut made = self.clone();
        made.digits.truncate(kept);
        if self.digits[kept] >= 5 {
            let nines = made.digits.iter().rev().take_while(|digit| **digit == 9);
            let whole = kept - nines.count();
            made.digits.truncate(whole);
            match made.digits.last_mut() {
                Some(digit) => *digit += 1,
                None => {
                    made.digits.push(1);
                    made.point += 1;
                }
            }
        }
        made.trimmed()
    }

    /// Digits before the point, none for nought, and so many behind it.
    pub(super) fn written(&self, places: usize) -> (String, String) {
        let rounded = self.rounded(i32::try_from(places).unwrap_or(i32::MAX / 2));
        let digit = |at: i32| {
            let digit = usize::try_from(at).ok();
            let digit = digit.and_then(|at| rounded.digits.get(at)).unwrap_or(&0);
            char::from(b'0' + digit)
        };
        let before = (0..rounded.point).map(digit).collect();
        let behind = (0..places as i32).map(|at| digit(rounded.point + at));
        (before, behind.collect())
    }

    /// Without a format: what fits into eleven signs, else with a power of ten.
    pub(super) fn general(&self) -> String {
        let places = (GENERAL_WIDTH - 1 - self.point.max(1)).max(0);
        let fits = self.point <= GENERAL_WIDTH
            && (self.power() >= GENERAL_LEAST || *self == self.rounded(places));
        let rounded = self.rounded(places);
        if fits && rounded.point <= GENERAL_WIDTH {
            let behind = usize::try_from(rounded.digits.len() as i32 - rounded.point);
            let (before, behind) = rounded.written(behind.unwrap_or(0));
            return joined(if before.is_empty() { "0" } else { &before }, &behind);
        }
        let mut one = self.clone().shifted(-self.power());
        one = one.rounded(GENERAL_PLACES as i32);
        let power = self.power() + one.power();
        let one = one.clone().shifted(-one.power());
        let (before, behind) = one.written(one.digits.len().saturating_sub(1));
        let sign = if power < 0 { '-' } else { '+' };
        format!("{}E{sign}{:02}", joined(&before, &behind), power.abs())
    }
}

fn joined(before: &str, behind: &str) -> String {
    match behind {
        "" => before.to_owned(),
        _ => format!("{before}.{behind}"),
    }
}

/// A number without a format, with its sign; `None` for what is no number.
pub(super) fn general(value: f64) -> Option<String> {
    let written = Decimal::of(value)?.general();
    let is_negative = value < 0.0 && written != "0";
    Some(if is_negative {
        format!("-{written}")
    } else {
        written
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_a_format_takes_eleven_signs() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (-2.5, "-2.5"),
            (1234567890.0, "1234567890"),
            (13800000000.0, "13800000000"),
            (123456789012.0, "1.23457E+11"),
            (100000000000.0, "1E+11"),
            (1234567.891234, "1234567.891"),
            (1234567890.12, "1234567890"),
            (99999999999.9, "1E+11"),
            (999999.99999999, "1000000"),
            (1.0 / 3.0, "0.333333333"),
            (-1.0 / 3.0, "-0.333333333"),
            (0.00012345678, "0.000123457"),
            (0.00001, "0.00001"),
            (0.0000123456, "1.23456E-05"),
            (0.000012345678, "1.23457E-05"),
            (1e-20, "1E-20"),
            (1.0e300, "1E+300"),
            (9.999999e20, "1E+21"),
            (4.35 * 100.0, "435"),
        ] {
            assert_eq!(general(value).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(general(f64::NAN), None);
        assert_eq!(general(f64::INFINITY), None);
    }

    #[test]
    fn halves_go_up_as_they_are_written() {
        let written = |value: f64, places| Decimal::of(value).unwrap().written(places);
        for (value, places, before, behind) in [
            (1.005, 2, "1", "01"),
            (2.5, 0, "3", ""),
            (0.5, 0, "1", ""),
            (0.49, 0, "", ""),
            (9.995, 2, "10", "00"),
            (0.0004, 3, "", "000"),
            (0.0005, 3, "", "001"),
            (0.07, 2, "", "07"),
            (1234.5, 3, "1234", "500"),
            (123456789012345680.0, 0, "123456789012346000", ""),
        ] {
            assert_eq!(written(value, places), (before.into(), behind.into()));
        }
    }
}
