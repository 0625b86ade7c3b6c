//! Digits to written numerals: as a number, digit by digit, with 两 or 二. Knows no units.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// 千 百 十 and none, below each 万.
const PLACES: [&str; 4] = ["", "十", "百", "千"];
const SECTIONS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];
/// Larger ones are said digit by digit.
const CARDINAL_DIGITS_MAX: usize = 16;

/// Digit by digit: 二零一八.
pub(crate) fn digit_by_digit(digits: &str) -> String {
    digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|b| DIGITS[usize::from(b - b'0')])
        .collect()
}

/// As on the telephone, where 一 is 幺.
pub(crate) fn telephone(digits: &str) -> String {
    digit_by_digit(digits).replace('一', "幺")
}

/// As a number: 二百六十四. Begins with 两 before 千, 万 and 亿.
pub(crate) fn cardinal(value: u64) -> String {
    if value == 0 {
        return DIGITS[0].to_string();
    }
    let mut sections = Vec::new();
    let mut rest = value;
    while rest > 0 {
        sections.push(rest % 10_000);
        rest /= 10_000;
    }
    let mut said = String::new();
    let mut gap = false;
    for (i, section) in sections.iter().enumerate().rev() {
        if *section == 0 {
            gap = !said.is_empty();
            continue;
        }
        if !said.is_empty() && (gap || *section < 1000) {
            said.push(DIGITS[0]);
        }
        gap = false;
        said.push_str(&below_ten_thousand(*section));
        said.push_str(SECTIONS[i]);
    }
    if let Some(rest) = said.strip_prefix("一十") {
        return format!("十{rest}");
    }
    match said.strip_prefix('二') {
        Some(rest) if rest.starts_with(['千', '万', '亿']) => format!("两{rest}"),
        _ => said,
    }
}

fn below_ten_thousand(section: u64) -> String {
    let mut said = String::new();
    let mut gap = false;
    for place in (0..4).rev() {
        let digit = section / 10_u64.pow(place) % 10;
        if digit == 0 {
            gap = !said.is_empty();
            continue;
        }
        if gap {
            said.push(DIGITS[0]);
            gap = false;
        }
        said.push(DIGITS[usize::try_from(digit).expect("one digit")]);
        said.push_str(PLACES[place as usize]);
    }
    said
}

/// A number as it is written, without its grouping commas.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) struct Number {
    pub(crate) whole: String,
    /// Behind the decimal point; empty if there is none.
    pub(crate) fraction: String,
    pub(crate) used: usize,
}

impl Number {
    /// With the decimals as written: 十二点五零.
    pub(crate) fn said(&self) -> String {
        let whole = if self.whole.len() > CARDINAL_DIGITS_MAX {
            digit_by_digit(&self.whole)
        } else {
            cardinal(self.whole.parse().unwrap_or(0))
        };
        if self.fraction.is_empty() {
            return whole;
        }
        // 两 counts whole things: 2000.5 is 二千点五 and 2.5 is 二点五.
        format!(
            "{}点{}",
            whole.replace('两', "二"),
            digit_by_digit(&self.fraction)
        )
    }

    /// An amount of money: decimals that are nothing are not said.
    pub(crate) fn amount(&self) -> Self {
        Self {
            fraction: self.fraction.trim_end_matches('0').to_owned(),
            ..self.clone()
        }
    }

    pub(crate) fn is_two(&self) -> bool {
        self.fraction.is_empty() && self.whole == "2"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_written_out() {
        for (value, want) in [
            (0, "零"),
            (2, "二"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (200, "二百"),
            (264, "二百六十四"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (2000, "两千"),
            (2018, "两千零一十八"),
            (12_000, "一万二千"),
            (10_001, "一万零一"),
            (20_000, "两万"),
            (22_000, "两万二千"),
            (100_000, "十万"),
            (110_000, "十一万"),
            (1_000_100, "一百万零一百"),
            (2_000_000, "二百万"),
            (20_000_000, "两千万"),
            (100_000_000, "一亿"),
            (200_000_000, "两亿"),
            (1_000_000_000_000, "一万亿"),
            (100_010_000, "一亿零一万"),
        ] {
            assert_eq!(cardinal(value), want);
        }
    }

    #[test]
    fn every_number_has_a_name() {
        for value in [u64::MAX, 1 << 40, 9_999_999_999_999_999, 10_u64.pow(16)] {
            assert!(!cardinal(value).is_empty());
        }
    }
}
