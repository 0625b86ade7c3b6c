//! Ordered lists: the label that a browser shows before an entry. Owns how lists count; the entry may bring a label of its own.

use scraper::ElementRef;
use scraper::node::Element;

use super::attributes::styled;

/// Entries that are counted to find where a reversed list begins.
const ENTRIES_MAX: usize = 10_000;

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Decimal,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    Chinese,
    /// A bullet, or nothing.
    Silent,
}

/// A list that is open.
#[derive(Debug, Clone, Copy)]
pub struct List {
    next: i64,
    step: i64,
    style: Style,
}

impl List {
    /// How `list` counts; none for a list without numbers.
    pub fn of(list: ElementRef<'_>) -> Option<List> {
        let element = list.value();
        if element.name() != "ol" {
            return None;
        }
        let reversed = element.attr("reversed").is_some();
        let entries = || {
            let entries = list.child_elements().filter(|e| e.value().name() == "li");
            i64::try_from(entries.take(ENTRIES_MAX).count()).unwrap_or(1)
        };
        let start = number(element, "start");
        Some(List {
            next: start.unwrap_or_else(|| if reversed { entries() } else { 1 }),
            step: if reversed { -1 } else { 1 },
            style: style_of(element).unwrap_or(Style::Decimal),
        })
    }

    /// What stands before `entry`.
    pub fn label(&mut self, entry: &Element) -> String {
        let number = number(entry, "value").unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        written(number, style_of(entry).unwrap_or(self.style))
    }
}

fn number(element: &Element, name: &str) -> Option<i64> {
    element.attr(name)?.trim().parse().ok()
}

fn style_of(element: &Element) -> Option<Style> {
    let css = styled(element, "list-style-type").or_else(|| styled(element, "list-style"));
    let named = css.as_deref().and_then(|css| {
        css.split_ascii_whitespace().find_map(|word| {
            Some(match word {
                "decimal" | "decimal-leading-zero" => Style::Decimal,
                "lower-alpha" | "lower-latin" => Style::LowerLetter,
                "upper-alpha" | "upper-latin" => Style::UpperLetter,
                "lower-roman" => Style::LowerRoman,
                "upper-roman" => Style::UpperRoman,
                "cjk-ideographic"
                | "cjk-decimal"
                | "simp-chinese-informal"
                | "trad-chinese-informal"
                | "japanese-informal" => Style::Chinese,
                "none" | "disc" | "circle" | "square" => Style::Silent,
                _ => return None,
            })
        })
    });
    named.or_else(|| match element.attr("type")?.trim() {
        "1" => Some(Style::Decimal),
        "a" => Some(Style::LowerLetter),
        "A" => Some(Style::UpperLetter),
        "i" => Some(Style::LowerRoman),
        "I" => Some(Style::UpperRoman),
        _ => None,
    })
}

fn written(number: i64, style: Style) -> String {
    let small = u32::try_from(number)
        .ok()
        .filter(|n| (1..4_000).contains(n));
    let said = match (style, small) {
        (Style::Silent, _) => return String::new(),
        (Style::LowerLetter, Some(n)) => letters(n).to_ascii_lowercase(),
        (Style::UpperLetter, Some(n)) => letters(n),
        (Style::LowerRoman, Some(n)) => roman(n).to_ascii_lowercase(),
        (Style::UpperRoman, Some(n)) => roman(n),
        (Style::Chinese, Some(n)) if n < 100 => return format!("{}、", chinese(n)),
        _ => number.to_string(),
    };
    format!("{said}. ")
}

/// a to z, aa, ab.
fn letters(mut number: u32) -> String {
    let mut out = Vec::new();
    while number > 0 {
        number -= 1;
        out.push(char::from(b'A' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    out.into_iter().rev().collect()
}

fn roman(mut number: u32) -> String {
    const UNITS: &[(u32, &str)] = &[
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (unit, letters) in UNITS {
        while number >= *unit {
            out.push_str(letters);
            number -= unit;
        }
    }
    out
}

/// 一 to 九十九.
fn chinese(number: u32) -> String {
    let digit = |n: u32| "〇一二三四五六七八九".chars().nth(n as usize);
    let (tens, ones) = (number / 10, number % 10);
    let mut out = String::new();
    if tens > 1 {
        out.extend(digit(tens));
    }
    if tens > 0 {
        out.push('十');
    }
    if ones > 0 {
        out.extend(digit(ones));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_page_shows_them() {
        for (number, style, shown) in [
            (4, Style::UpperRoman, "IV. "),
            (28, Style::LowerLetter, "ab. "),
            (21, Style::Chinese, "二十一、"),
            (10, Style::Chinese, "十、"),
            (-1, Style::UpperRoman, "-1. "),
            (3, Style::Silent, ""),
        ] {
            assert_eq!(written(number, style), shown);
        }
    }
}
