//! Numbers with the digits of Chinese (`[DBNum1]` to `[DBNum3]`; ECMA-376, 18.8.31): as they are said where the number has no places,
//! digit by digit where it has. Owns the digits and the units; what programs do not write alike is not written at all.

/// Which digits stand for those of the West.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    /// 一二三, as in a text.
    Plain,
    /// 壹贰叁, as on a cheque.
    Legal,
    /// １２３, as wide as a sign.
    Wide,
}

/// Digits of a group: up to ten thousand.
const GROUP: usize = 4;
/// Of the groups, from the last.
const GROUP_UNITS: [&str; 3] = ["", "万", "亿"];

impl Spoken {
    /// Of the number in `[DBNum1]`.
    pub(super) fn numbered(number: &str) -> Option<Spoken> {
        Some(match number {
            "1" => Spoken::Plain,
            "2" => Spoken::Legal,
            "3" => Spoken::Wide,
            _ => return None,
        })
    }

    fn digits(self) -> [char; 10] {
        match self {
            Spoken::Plain => ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
            Spoken::Legal => ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
            Spoken::Wide => ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'],
        }
    }

    /// Of the digits of a group, from the last.
    fn units(self) -> [&'static str; GROUP] {
        match self {
            Spoken::Legal => ["", "拾", "佰", "仟"],
            Spoken::Plain | Spoken::Wide => ["", "十", "百", "千"],
        }
    }

    /// Its digits, one by one.
    pub(super) fn one_by_one(self, written: &str) -> String {
        let digits = self.digits();
        let said = |sign: char| sign.to_digit(10).map_or(sign, |at| digits[at as usize]);
        written.chars().map(said).collect()
    }

    /// A number without a format, without its minus, as it is said: 一千〇一十, 壹仟零壹拾. `None` with a power of ten, and beyond 亿.
    pub(super) fn said(self, written: &str) -> Option<String> {
        let (whole, part) = written.split_once('.').unwrap_or((written, ""));
        let is_plain = |digits: &str| digits.bytes().all(|sign| sign.is_ascii_digit());
        if !is_plain(whole) || !is_plain(part) || whole.len() > GROUP * GROUP_UNITS.len() {
            return None;
        }
        let said = self.whole(whole);
        Some(match part {
            "" => said,
            _ if self == Spoken::Wide => return None,
            _ => format!("{said}.{}", self.one_by_one(part)),
        })
    }

    fn whole(self, digits: &str) -> String {
        let (names, units) = (self.digits(), self.units());
        let mut said = String::new();
        let (mut skipped, mut says_group) = (0, false);
        for (at, digit) in digits.bytes().enumerate() {
            let left = digits.len() - 1 - at;
            let digit = usize::from(digit - b'0');
            if digit == 0 {
                skipped += usize::from(!said.is_empty());
            } else {
                // One for all that were passed over; none where only the end of the group before is missing (十万七千).
                let is_end = left % GROUP == GROUP - 1 && skipped < GROUP;
                if std::mem::take(&mut skipped) > 0 && !is_end {
                    said.push(names[0]);
                }
                said.push(names[digit]);
                said.push_str(units[left % GROUP]);
                says_group = true;
            }
            if left.is_multiple_of(GROUP) && std::mem::take(&mut says_group) {
                said.push_str(GROUP_UNITS[left / GROUP]);
            }
        }
        match said.is_empty() {
            true => names[0].to_string(),
            false => said,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_group_by_group() {
        for (written, plain, legal) in [
            ("0", "〇", "零"),
            ("10", "一十", "壹拾"),
            ("305", "三百〇五", "叁佰零伍"),
            ("1010", "一千〇一十", "壹仟零壹拾"),
            ("10001", "一万〇一", "壹万零壹"),
            ("107000", "一十万七千", "壹拾万柒仟"),
            ("100700", "一十万〇七百", "壹拾万零柒佰"),
            ("20000000", "二千万", "贰仟万"),
            ("100005000", "一亿〇五千", "壹亿零伍仟"),
            ("300400050", "三亿〇四十万〇五十", "叁亿零肆拾万零伍拾"),
            ("12.05", "一十二.〇五", "壹拾贰.零伍"),
            ("0.5", "〇.五", "零.伍"),
        ] {
            assert_eq!(Spoken::Plain.said(written).as_deref(), Some(plain));
            assert_eq!(Spoken::Legal.said(written).as_deref(), Some(legal));
        }
        assert_eq!(Spoken::Wide.said("2018").as_deref(), Some("２千０１十８"));
        for none in ["1.5E+12", "1000000000000", "1E+20"] {
            assert_eq!(Spoken::Plain.said(none), None, "{none}");
        }
        assert_eq!(Spoken::Wide.said("1.5"), None);
    }
}
