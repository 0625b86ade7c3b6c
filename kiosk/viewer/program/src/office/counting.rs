//! How a number is written in front of a paragraph (ECMA-376, 17.18.59): the formats that papers here use. What is not known is not
//! written, never written otherwise.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// The number in that format; `None` where the format or so large a number in it is not known.
pub fn written(number: u32, format: &str) -> Option<String> {
    let one_of = |signs: &str| {
        let sign = signs.chars().nth(number.checked_sub(1)? as usize)?;
        Some(sign.to_string())
    };
    let from = |first: char, most: u32| {
        let step = number.checked_sub(1).filter(|_| number <= most)?;
        char::from_u32(first as u32 + step).map(String::from)
    };
    match format {
        "decimal" | "decimalHalfWidth" => Some(number.to_string()),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => {
            let wide = |c: char| char::from_u32(c as u32 + 0xFEE0);
            Some(number.to_string().chars().filter_map(wide).collect())
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from('①', 20),
        "decimalEnclosedParen" => from('⑴', 20),
        "decimalEnclosedFullstop" => from('⒈', 20),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).map(|signs| signs.to_lowercase()),
        "ideographTraditional" => one_of(STEMS),
        "ideographZodiac" => one_of(BRANCHES),
        "chineseCountingThousand" => spoken(number, &DIGITS, ['零', '十', '百', '千'], false),
        "chineseLegalSimplified" => spoken(number, &LEGAL, ['零', '拾', '佰', '仟'], true),
        "chineseCounting" | "japaneseCounting" | "taiwaneseCounting" if number < 100 => {
            spoken(number, &DIGITS, ['零', '十', '百', '千'], false)
        }
        "chineseCounting"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand" => {
            let digit = |c: char| c.to_digit(10).map(|digit| DIGITS[digit as usize]);
            Some(number.to_string().chars().filter_map(digit).collect())
        }
        "none" => Some(String::new()),
        _ => None,
    }
}

/// A to Z, then AA to ZZ, as office programs count.
fn letters(number: u32, first: char) -> Option<String> {
    const ROUNDS_MAX: u32 = 10;
    let step = number.checked_sub(1)?;
    let letter = char::from_u32(first as u32 + step % 26)?;
    let round = step / 26 + 1;
    (round <= ROUNDS_MAX).then(|| letter.to_string().repeat(round as usize))
}

fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
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
    let mut rest = Some(number).filter(|number| (1..4_000).contains(number))?;
    let mut signs = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            signs.push_str(sign);
            rest -= value;
        }
    }
    Some(signs)
}

/// 十一, 一百零一, 一千零一十: as it is said. Of legal numbers the one before ten is written too (壹拾).
fn spoken(number: u32, digits: &[char; 10], units: [char; 4], is_legal: bool) -> Option<String> {
    if number == 0 {
        return Some(units[0].to_string());
    }
    if number > 9_999 {
        return None;
    }
    let mut said = String::new();
    let mut skipped = false;
    for place in (0..4).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        if digit == 0 {
            skipped = !said.is_empty();
            continue;
        }
        if std::mem::take(&mut skipped) {
            said.push(units[0]);
        }
        let bare_ten = place == 1 && digit == 1 && said.is_empty() && !is_legal;
        if !bare_ten {
            said.push(digits[digit as usize]);
        }
        if place > 0 {
            said.push(units[place as usize]);
        }
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_office_programs_write_them() {
        for (number, format, expected) in [
            (3, "decimal", "3"),
            (3, "decimalZero", "03"),
            (12, "decimalFullWidth", "１２"),
            (20, "decimalEnclosedCircle", "⑳"),
            (28, "upperLetter", "BB"),
            (4, "lowerRoman", "iv"),
            (10, "chineseCounting", "十"),
            (21, "chineseCounting", "二十一"),
            (105, "chineseCounting", "一〇五"),
            (11, "chineseCountingThousand", "十一"),
            (101, "chineseCountingThousand", "一百零一"),
            (110, "chineseCountingThousand", "一百一十"),
            (1_001, "chineseCountingThousand", "一千零一"),
            (2_010, "chineseCountingThousand", "二千零一十"),
            (15, "japaneseCounting", "十五"),
            (10, "chineseLegalSimplified", "壹拾"),
            (2, "ideographTraditional", "乙"),
            (12, "ideographZodiac", "亥"),
            (1, "none", ""),
        ] {
            assert_eq!(
                written(number, format).as_deref(),
                Some(expected),
                "{format}"
            );
        }
        for (number, format) in [
            (1, "hebrew1"),
            (21, "decimalEnclosedCircle"),
            (11, "ideographTraditional"),
            (0, "upperRoman"),
            (0, "lowerLetter"),
            (10_000, "chineseCountingThousand"),
        ] {
            assert_eq!(written(number, format), None, "{number} {format}");
        }
    }
}
