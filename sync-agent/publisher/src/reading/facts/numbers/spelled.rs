//! Document numbers that are written in Chinese numerals: 〔二〇二一〕十五号. Owns turning them into figures, so that such a number is found and
//! compared as any other; the line that prints it is not touched.

use crate::reading::facts::dates;
use crate::reading::labels::{chinese_digit, chinese_numeral, decimal_digit};

const OPENING: &str = "〔［[（(【﹝「<〈{｛〖";
const CLOSING: &str = "〕］]）)】﹞」>〉}｝〗";

/// The same number with its year and its count in figures; none where nothing of them is spelled out, or no year stands in brackets.
pub fn in_figures(bare: &str) -> Option<String> {
    const YEAR_CHARS: usize = 4;
    let chars: Vec<char> = bare.chars().collect();
    let year_at = |open: usize| {
        let inner = chars.get(open + 1..=open + YEAR_CHARS)?;
        let close = chars.get(open + YEAR_CHARS + 1)?;
        let opened = OPENING.contains(chars[open]) && CLOSING.contains(*close);
        let year = opened.then(|| digits(inner))??;
        (year.starts_with("19") || year.starts_with("20")).then_some(year)
    };
    let (open, year) = (0..chars.len()).find_map(|at| Some((at, year_at(at)?)))?;
    let behind = open + YEAR_CHARS + 2;
    let end = behind + chars[behind..].iter().position(|c| "号號".contains(*c))?;
    let count = chars[behind..end].iter().rev();
    let from = end - count.take_while(|c| is_numeral(**c)).count();
    // 示政发〔二〇二一〕十五号, （二〇二一）示政字第十五号.
    let begins = from == behind || chars[from - 1] == '第';
    let number = begins.then(|| count_of(&chars[from..end]))??;
    let text = |part: &[char]| part.iter().collect::<String>();
    let written = [
        text(&chars[..=open]),
        year,
        text(&chars[behind - 1..from]),
        number,
        text(&chars[end..]),
    ];
    Some(written.concat()).filter(|written| written != bare)
}

fn is_numeral(c: char) -> bool {
    decimal_digit(c).is_some() || chinese_digit(c).is_some() || "十百千".contains(c)
}

/// Digit by digit: 二〇二一, 二OO八, 2021.
fn digits(chars: &[char]) -> Option<String> {
    let one = |c: &char| {
        let nought = dates::is_nought(*c).then_some(0);
        let digit = decimal_digit(*c).or(nought).or_else(|| chinese_digit(*c))?;
        char::from_digit(digit, 10)
    };
    chars.iter().map(one).collect()
}

/// 十五, 一百二十, 一五, 15.
fn count_of(chars: &[char]) -> Option<String> {
    if chars.is_empty() {
        return None;
    }
    if !chars.iter().any(|c| "十百千".contains(*c)) {
        return digits(chars);
    }
    let (number, end) = chinese_numeral(chars, 0)?;
    (end == chars.len()).then(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use crate::reading::facts::*;

    #[test]
    fn numbers_in_chinese_numerals_are_those_in_figures() {
        for (line, number) in [
            ("示政发〔二〇二一〕十五号", "示政发〔2021〕15号"),
            ("示政发（二○二一）第十五号", "示政发〔2021〕15号"),
            ("示政发[二OO八]一百二十号", "示政发〔2008〕120号"),
            ("示政发〔二零二一〕一五号", "示政发〔2021〕15号"),
            ("示政发 〔2021〕 十五 号", "示政发〔2021〕15号"),
            ("示政发〔二〇二一〕15号", "示政发〔2021〕15号"),
            ("（二〇二一）示政办字第八号", "（2021）示政办字第8号"),
            ("示例部公告二〇二一年第三号", "示例部公告二〇二一年第三号"),
        ] {
            assert_eq!(document_number(line).as_deref(), Some(number), "{line}");
        }
        assert!(is_spelled_number("（示政发〔二〇二一〕十五号）"));
        assert!(!is_spelled_number("示政发〔２０２１〕15号"));
        assert!(!is_spelled_number("示例市人民政府令第十五号"));
        let over = number_over_lines(&["示政发", "〔二〇二一〕十五号"]);
        assert_eq!(over, Some((2, "示政发〔2021〕15号".to_owned())));
        for line in [
            "示政发〔二一〕十五号",
            "示政发〔二〇二一〕号",
            "根据示政发〔二〇二一〕十五号文件要求",
            "示例（一二三四）十五号楼",
            "第十五号",
        ] {
            assert_eq!(document_number(line), None, "{line}");
        }
    }
}
