//! Document numbers (发文字号) and index numbers (索引号) as people type them: any bracket, any gap, parts left out.
//! Owns what counts as the same number; finds nothing by itself.

use crate::words::fold;
use crate::words::sound;

/// Letters and digits an index number needs to be looked up as one.
const INDEX_NO_CHARS_MIN: usize = 5;
/// Digits among them.
const INDEX_NO_DIGITS_MIN: usize = 4;
/// Pieces of one number that are looked at.
const PARTS_MAX: usize = 12;

/// A piece of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Digits without leading zeros.
    Digits(String),
    /// Hanzi and letters without 第, 年, 号, 字.
    Words(String),
}

/// A number cut into its pieces: 衢政办发〔2018〕89号 is `衢政办发`, `2018`, `89`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The pieces in order.
    pub parts: Vec<Part>,
}

impl Number {
    /// Cuts any text; punctuation and blanks part the digits.
    pub fn cut(text: &str) -> Number {
        let mut parts: Vec<Part> = Vec::new();
        let mut open = false;
        for c in text.chars().map(fold::fold_char) {
            if parts.len() >= PARTS_MAX {
                break;
            }
            if c.is_ascii_digit() {
                match parts.last_mut() {
                    Some(Part::Digits(digits)) if open => digits.push(c),
                    _ => parts.push(Part::Digits(c.to_string())),
                }
                open = true;
            } else {
                open = false;
                if !fold::is_word(c) || matches!(c, '第' | '年' | '号' | '號' | '字') {
                    continue;
                }
                match parts.last_mut() {
                    Some(Part::Words(words)) => words.push(c),
                    _ => parts.push(Part::Words(c.to_string())),
                }
            }
        }
        for part in &mut parts {
            if let Part::Digits(digits) = part {
                let bare = digits.trim_start_matches('0');
                *digits = if bare.is_empty() {
                    "0".to_owned()
                } else {
                    bare.to_owned()
                };
            }
        }
        Number { parts }
    }

    /// The numbers a visitor may mean; none if the text does not look like one.
    pub fn typed(text: &str) -> Vec<Number> {
        let number = Number::cut(text).year_behind();
        let digits = number.digits().count();
        let words = number.parts.len() - digits;
        let fits = match words {
            0 => digits == 2,
            1 => digits >= 1 && matches!(number.parts.first(), Some(Part::Words(_))),
            _ => false,
        };
        // 衢政办发201889: the year runs into the number.
        let split = number.with_year_parted();
        let splits = words <= 1 && !matches!(number.parts.last(), Some(Part::Words(_)));
        let mut typed = Vec::new();
        if fits {
            typed.push(number);
        }
        typed.extend(split.filter(|_| splits));
        typed
    }

    /// 2018年国发41号 is 国发2018 41: people say the year first.
    fn year_behind(mut self) -> Number {
        if let [year, Part::Words(_), Part::Digits(_)] = self.parts.as_slice()
            && is_year(year)
        {
            self.parts.swap(0, 1);
        }
        self
    }

    fn digits(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Digits(digits) => Some(digits.as_str()),
            Part::Words(_) => None,
        })
    }

    /// The numbers beside this one (号码相近的): the same of the year before and after, its neighbours of the same year; written out.
    /// None where it does not consist of words, year and number.
    pub fn beside(&self) -> Vec<String> {
        let [
            Part::Words(words),
            year @ Part::Digits(of),
            Part::Digits(serial),
        ] = self.parts.as_slice()
        else {
            return Vec::new();
        };
        let (Ok(of), Ok(serial), true) = (of.parse::<u32>(), serial.parse::<u32>(), is_year(year))
        else {
            return Vec::new();
        };
        let written = |year: u32, serial: u32| format!("{words}〔{year}〕{serial}号");
        let mut beside = vec![written(of - 1, serial), written(of + 1, serial)];
        beside.extend(
            serial
                .checked_sub(1)
                .filter(|n| *n > 0)
                .map(|n| written(of, n)),
        );
        beside.extend(serial.checked_add(1).map(|n| written(of, n)));
        beside
    }

    /// Whether year and serial number were both typed.
    pub fn is_whole(&self) -> bool {
        self.digits().count() >= 2
    }

    fn with_year_parted(&self) -> Option<Number> {
        let (Some(Part::Digits(digits)), 1) = (self.parts.last(), self.digits().count()) else {
            return None;
        };
        if digits.len() < 5
            || digits.len() > 9
            || !(digits.starts_with("19") || digits.starts_with("20"))
        {
            return None;
        }
        let (year, rest) = digits.split_at(4);
        let mut parts = self.parts[..self.parts.len() - 1].to_vec();
        parts.push(Part::Digits(year.to_owned()));
        let bare = rest.trim_start_matches('0');
        parts.push(Part::Digits(if bare.is_empty() {
            "0".to_owned()
        } else {
            bare.to_owned()
        }));
        Some(Number { parts })
    }

    /// Whether `self`, as typed, means `whole`: the same digits in a row, and words that end, or begin, or sound like
    /// the words before them.
    pub fn means(&self, whole: &Number) -> bool {
        let (wanted, typed_words) = match self.parts.split_first() {
            Some((Part::Words(words), rest)) => (rest, Some(words.as_str())),
            _ => (self.parts.as_slice(), None),
        };
        let count = wanted.len();
        if count == 0 || count > whole.parts.len() {
            return false;
        }
        (0..=whole.parts.len() - count).any(|at| {
            // 国办函71号: the year was left out.
            let year =
                count == 1 && at > 1 && typed_words.is_some() && is_year(&whole.parts[at - 1]);
            let before = at.checked_sub(1 + usize::from(year));
            whole.parts[at..at + count] == *wanted
                && match (typed_words, before.map(|before| &whole.parts[before])) {
                    (None, _) => true,
                    (Some(typed), Some(Part::Words(words))) => words_fit(typed, words),
                    (Some(_), _) => false,
                }
        })
    }
}

fn is_year(part: &Part) -> bool {
    matches!(part, Part::Digits(digits) if digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")))
}

fn words_fit(typed: &str, words: &str) -> bool {
    if words.contains(typed) {
        return true;
    }
    let views = sound::views(words);
    sound::splits(typed)
        .iter()
        .any(|split| sound::fit(split, &views).is_some())
}

/// Characters of the words before year and number.
const WORDS_CHARS_MAX: usize = 16;

/// What stands before year and number (发文代字): 衢政办发 of 衢政办发〔2018〕89号; none where digits come first.
pub fn words_before(number: &str) -> Option<&str> {
    let number = number.trim();
    let ends = |c: char| matches!(fold::fold_char(c), '(' | '0'..='9');
    let words = number[..number.find(ends)?].trim_end();
    let chars = words.chars().count();
    let fits = (1..=WORDS_CHARS_MAX).contains(&chars) && words.chars().any(fold::is_hanzi);
    fits.then_some(words)
}

/// Digits of the part after the brackets; of more, the first.
const SERIAL_DIGITS_MAX: usize = 6;

/// Every `(2018)89` of a folded text as `2018.89`, and whether more digits might follow than are told: what a number cited in a body
/// is found by, because its pairs of digits stand in every other document.
pub fn cited(folded: &[char]) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for (at, c) in folded.iter().enumerate() {
        if *c != '(' || folded.get(at + 5) != Some(&')') {
            continue;
        }
        let year = &folded[at + 1..at + 5];
        let serial: Vec<char> = folded[at + 6..]
            .iter()
            .copied()
            .take_while(char::is_ascii_digit)
            .take(SERIAL_DIGITS_MAX)
            .collect();
        if !serial.is_empty() && year.iter().all(char::is_ascii_digit) {
            let text: String = year.iter().chain(['.'].iter()).chain(&serial).collect();
            let ends = at + 6 + serial.len() == folded.len();
            found.push((text, ends || serial.len() == SERIAL_DIGITS_MAX));
        }
    }
    found
}

/// The letters and digits of an index number alone (N1 writes one with `-/` and a lower-case check letter).
pub fn index_key(text: &str) -> String {
    fold::squeeze(text)
}

/// What to look up as an index number, if the text looks like one.
pub fn typed_index_key(text: &str) -> Option<String> {
    let key = index_key(text);
    let chars = key.chars().count();
    let digits = key.chars().filter(char::is_ascii_digit).count();
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric()) || digits * 4 >= chars * 3;
    (chars >= INDEX_NO_CHARS_MIN && digits >= INDEX_NO_DIGITS_MIN && plain).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_beside_one_are_written_out() {
        let beside = |text: &str| Number::cut(text).beside();
        assert_eq!(
            beside("示政办发〔2018〕89号"),
            [
                "示政办发〔2017〕89号",
                "示政办发〔2019〕89号",
                "示政办发〔2018〕88号",
                "示政办发〔2018〕90号"
            ]
        );
        assert_eq!(
            beside("示政办发〔2018〕1号").len(),
            3,
            "there is no number 0"
        );
        for text in [
            "第12号",
            "2018年第3号",
            "示政办发89号",
            "示政办发〔3018〕9号",
            "示政发〔2018〕99999999999号",
        ] {
            assert!(beside(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_words_before_year_and_number_are_known() {
        for (number, words) in [
            ("示政办发〔2018〕89号", Some("示政办发")),
            ("示政办发 [2018] 89号", Some("示政办发")),
            ("示例市人民政府令第12号", Some("示例市人民政府令第")),
            ("公告2018年第3号", Some("公告")),
            ("2018年第3号", None),
            ("〔2018〕3号", None),
            ("ABC2018", None),
            ("没有号码", None),
            ("", None),
        ] {
            assert_eq!(words_before(number), words, "{number}");
        }
        assert_eq!(
            words_before(&format!("{}〔2018〕1号", "很".repeat(17))),
            None
        );
    }

    fn means(typed: &str, whole: &str) -> bool {
        let whole = Number::cut(whole);
        Number::typed(typed)
            .iter()
            .any(|number| number.means(&whole))
    }

    #[test]
    fn numbers_are_typed_loosely() {
        let whole = "衢政办发〔2018〕89号";
        for typed in [
            "衢政办发〔2018〕89号",
            "衢政办发[2018]89",
            "衢政办发2018 89",
            "衢政办发 2018 89号",
            "衢政办发201889号",
            "衢政办发（2018）第89号",
            "政办发2018 089",
            "zbf 2018 89号",
            "qzbf201889",
            "2018 89",
            "衢政办发 2018",
            "衢政办发２０１８　８９",
            "政办发89",
            "2018年衢政办发89号",
            "（2018）衢政办发第89号",
            "衢政办发89号",
            "zbf89",
        ] {
            assert!(means(typed, whole), "{typed}");
        }
        for typed in [
            "衢政办发2018 8",
            "衢政办发2017 89",
            "衢府办发2018 89",
            "89",
            "zbh 2018 89",
            "2018年预算",
            "衢府办发89",
            "衢政办发9",
        ] {
            assert!(!means(typed, whole), "{typed}");
        }
    }

    #[test]
    fn orders_and_notices_without_a_year_in_brackets() {
        assert!(means("国务院令714号", "国务院令第714号"));
        assert!(means("公告2018 5", "公告2018年第5号"));
        assert!(!means("国务院令71号", "国务院令第714号"));
    }

    #[test]
    fn numbers_are_seen_in_text() {
        let seen = |text: &str| cited(&fold::fold(text).chars().collect::<Vec<char>>());
        let text = "按照国发〔2019〕4号、示政办发[2018]89";
        assert_eq!(
            seen(text),
            [("2019.4".to_owned(), false), ("2018.89".to_owned(), true)]
        );
        assert_eq!(
            seen("（2018）1234567号"),
            [("2018.123456".to_owned(), true)]
        );
        assert_eq!(seen("（2018年）（201）4（2018）号("), []);
    }

    #[test]
    fn index_numbers_forget_punctuation() {
        let whole = index_key("11532300015123456x-/2018-0712001");
        assert_eq!(
            typed_index_key("11532300015123456X/2018 0712001"),
            Some(whole)
        );
        assert_eq!(typed_index_key("2018年工作"), None);
    }
}
