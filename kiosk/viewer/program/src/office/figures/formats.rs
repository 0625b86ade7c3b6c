//! Which format a number has. One that is not known leaves the number as it is without one, never otherwise.

use super::calendar::Era;
use super::code::Code;
use super::{built_in, decimal, writing};
use std::collections::HashMap;

/// So the format of the first is written in files, whatever is shown.
const DATES: [&str; 4] = ["m/d/yy", "m/d/yyyy", "mm-dd-yy", "yyyy/m/d"];
/// Dates in a format that is not known.
const PLAIN_DATES: [&str; 3] = ["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"];

/// What a number looks like.
enum Shape {
    /// As without a format.
    General,
    Known(Code),
    /// A date or a time, whatever else.
    Date,
}

impl Shape {
    fn of(code: &str) -> Shape {
        if code.is_empty() {
            return Shape::General;
        }
        match Code::read(code) {
            Some(code) => Shape::Known(code),
            None if is_like_date(code) => Shape::Date,
            None => Shape::General,
        }
    }
}

/// The number formats of a workbook.
#[derive(Default)]
pub struct Formats {
    pub(super) era: Era,
    /// Codes that the book brings, by number.
    pub(super) own: HashMap<u16, String>,
    /// The number of the format of each style.
    pub(super) of_style: Vec<u16>,
    read: HashMap<u16, Shape>,
}

impl Formats {
    /// Whether numbers of that style have no format: whoever reads them shows whole ones as they are.
    pub fn has_none(&self, style: usize) -> bool {
        self.of_style.get(style).is_none_or(|id| *id == 0)
    }

    /// A number as a cell of that style shows it; `None` where it is no number.
    pub fn shown(&mut self, value: f64, style: usize) -> Option<String> {
        let id = self.of_style.get(style).copied().unwrap_or(0);
        let own = &self.own;
        let shape = self
            .read
            .entry(id)
            .or_insert_with(|| match own.get(&id).map(String::as_str) {
                // Where the system is asked, what the file says is an example.
                Some(code) if id != 14 && id != 22 => Shape::of(code),
                Some(code) if !DATES.contains(&code.split(' ').next().unwrap_or("")) => {
                    Shape::of(code)
                }
                _ => built_in::code(id).map_or(Shape::General, Shape::of),
            });
        let written = match shape {
            Shape::General => None,
            Shape::Known(code) => writing::written(value, code, self.era),
            Shape::Date => date(value, self.era),
        };
        let text = written.or_else(|| decimal::general(value))?;
        let text: String = text.chars().filter(|sign| !sign.is_control()).collect();
        Some(text.trim().to_owned())
    }
}

fn date(value: f64, era: Era) -> Option<String> {
    let code = match (value < 1.0, value.fract() == 0.0) {
        (true, _) => PLAIN_DATES[2],
        (_, true) => PLAIN_DATES[0],
        (_, false) => PLAIN_DATES[1],
    };
    writing::written(value, &Code::read(code)?, era)
}

/// Whether a code has letters of dates, and no places for digits, outside of what it quotes.
fn is_like_date(code: &str) -> bool {
    let mut is_quoted = false;
    let mut letters = 0;
    let mut signs = code.split(';').next().unwrap_or("").chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '_' | '*' | '!' => drop(signs.next()),
            '[' => drop(signs.by_ref().find(|sign| *sign == ']')),
            '0' | '#' | '?' => return false,
            'y' | 'd' | 'h' | 's' | 'Y' | 'D' | 'H' | 'S' => letters += 1,
            _ => {}
        }
    }
    letters > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, code: &str) -> String {
        shown_from(value, code, Era::From1900)
    }

    fn shown_from(value: f64, code: &str, era: Era) -> String {
        let mut formats = Formats {
            era,
            own: HashMap::from([(164, code.to_owned())]),
            of_style: vec![164],
            read: HashMap::new(),
        };
        formats.shown(value, 0).unwrap()
    }

    #[test]
    fn numbers_fall_into_their_places() {
        for (value, code, expected) in [
            (7.0, "000", "007"),
            (1234.0, "000", "1234"),
            (0.1 + 0.2, "General", "0.3"),
            (0.256, "0%", "26%"),
            (0.12345, "0.00%", "12.35%"),
            (1_234_567.891, "#,##0.00", "1,234,567.89"),
            (-1_234.5, "#,##0.00", "-1,234.50"),
            (-1_234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
            (-1_234.5, "#,##0.00;[Red]\\-#,##0.00", "-1,234.50"),
            (999.0, "#,##0", "999"),
            (1_005.0, "0,000", "1,005"),
            (5.0, "0,000", "0,005"),
            (0.5, "#.00", ".50"),
            (12.3, ".00", "12.30"),
            (5.0, "0.##", "5."),
            (5.25, "0.0##", "5.25"),
            (1.005, "0.00", "1.01"),
            (0.0, "#", ""),
            (12_345.0, "0!.0,\"万\"", "1.2万"),
            (12_345.0, "0\\.0,", "1.2"),
            (12_345_678.0, "#,##0,", "12,346"),
            (12_345_678.0, "0.00,,\"M\"", "12.35M"),
            (13_800_000_000.0, "000-0000-0000", "138-0000-0000"),
            (1_234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
            (1_234.5, "\"¥\"#,##0.00_);\\(\"¥\"#,##0.00\\)", "¥1,234.50"),
            (3.0, "0\"人\"", "3人"),
            (3.0, "General\"元\"", "3元"),
            (-3.0, "General\"元\"", "-3元"),
            (3.0, "G/通用格式", "3"),
            (
                0.0,
                "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                "-",
            ),
            (
                -8.0,
                "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                "-8.00",
            ),
            (0.0, "_-* #,##0_-;\\-* #,##0_-;_-* \"-\"_-;_-@_", "-"),
            (2.5, "0.0_", "2.5"),
            (2.5, "0.0\\", "2.5"),
            (8.0, ";;;", ""),
            (1.0, "\"有\";;\"无\"", "有"),
            (0.0, "\"有\";;\"无\"", "无"),
            (12_345.0, "0.00E+00", "1.23E+04"),
            (9.999e-5, "0.0E+00", "1.0E-04"),
            (12_345.0, "##0.0E+0", "12.3E+3"),
            (0.0, "0.00E+00", "0.00E+00"),
            (150.0, "[>=100]0\"多\";0.0", "150多"),
            (15.0, "[>=100]0\"多\";0.0", "15.0"),
            (1.0, "[=1]\"是\";[=0]\"否\";0", "是"),
            (2.0, "[=1]\"是\";[=0]\"否\";0", "2"),
            (8.0, "@", "8"),
            (8.5, "0.00;@", "8.50"),
        ] {
            assert_eq!(shown(value, code), expected, "{value} {code}");
        }
    }

    #[test]
    fn times_and_dates_are_written_as_asked() {
        let day = 46_022.0;
        let time = day + 9.5 / 24.0;
        for (value, code, expected) in [
            (9.5 / 24.0, "hh:mm", "09:30"),
            (0.395_833_333_333_333, "h:mm", "9:30"),
            (15.25 / 24.0, "h:mm AM/PM", "3:15 PM"),
            (15.25 / 24.0, "[$-804]AM/PM h:mm", "下午 3:15"),
            (0.01, "上午/下午h\"时\"mm\"分\"", "上午12时14分"),
            (1.5, "[h]:mm", "36:00"),
            (1.5, "[hh]\"小时\"", "36小时"),
            (0.05, "[mm]:ss", "72:00"),
            (0.5, "[s]", "43200"),
            (12.34 / 86_400.0, "mm:ss.00", "00:12.34"),
            (12.96 / 86_400.0, "mm:ss.0", "00:13.0"),
            (day, "yyyy-mm-dd", "2025-12-31"),
            (day, "yyyy\"年\"m\"月\"d\"日\"", "2025年12月31日"),
            (day, "yyyy\\年m\\月d\\日", "2025年12月31日"),
            (day, "yyyy年m月d日;@", "2025年12月31日"),
            (
                day,
                "[$-804]yyyy\"年\"m\"月\"d\"日\"\\ dddd",
                "2025年12月31日 星期三",
            ),
            (
                day,
                "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
                "2025年12月31日",
            ),
            (time, "[$-F400]h:mm:ss\\ AM/PM", "9:30:00"),
            (day, "aaaa", "星期三"),
            (day, "[$-409]d-mmm-yy;@", "31-Dec-25"),
            (day, "mmmm d, yyyy", "December 31, 2025"),
            (day, "e/m/d", "2025/12/31"),
            (
                day,
                "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"",
                "二〇二五年十二月三十一日",
            ),
            (time, "yyyy/m/d h:mm", "2025/12/31 9:30"),
            (time, "m/d h:mm:ss", "12/31 9:30:00"),
            (60.0, "yyyy-m-d", "1900-2-29"),
            (day + 0.999_999, "yyyy-m-d h:mm", "2026-1-1 0:00"),
        ] {
            assert_eq!(shown(value, code), expected, "{value} {code}");
        }
        assert_eq!(
            shown_from(44_560.0, "yyyy-m-d", Era::From1904),
            "2025-12-31"
        );
        assert_eq!(shown_from(1.5, "[h]:mm", Era::From1904), "36:00");
    }

    #[test]
    fn what_is_not_known_is_shown_as_it_is() {
        for (value, code, expected) in [
            (0.5, "# ?/?", "0.5"),
            (123.0, "[DBNum2]General", "123"),
            (123.0, "[DBNum1]0", "123"),
            (5.0, "[$-130000]0", "5"),
            (5.0, "0Bad", "5"),
            (5.0, "\"open", "5"),
            (5.0, "0.0.0", "5"),
            (5.0, "[nonsense]0", "5"),
            (-5.0, "[>=100]0.0;0.00", "-5"),
            (-5.0, "0;", "-5"),
            (-5.0, "hh:mm", "-5"),
            (3e6, "yyyy-mm-dd", "3000000"),
            (1e300, "0", "1E+300"),
            (5.0, "0;0;0;0;0", "5"),
            (5.0, "", "5"),
        ] {
            assert_eq!(shown(value, code), expected, "{value} {code}");
        }
        let long = "0".repeat(300);
        assert_eq!(shown(5.0, &long), "5");
        // It is a date all the same.
        for (value, code, expected) in [
            (46_022.0, "[$-130000]yyyy\"年\"m\"月\"", "2025-12-31"),
            (46_022.5, "ggge\"年\"m\"月\"d\"日\"", "2025-12-31 12:00:00"),
            (0.5, "[$-411]h:mm AM/PM;q", "12:00:00"),
            (46_022.0, "[DBNum2]yyyy", "2025-12-31"),
        ] {
            assert_eq!(shown(value, code), expected, "{value} {code}");
        }
    }

    #[test]
    fn formats_are_known_by_number_and_those_of_the_system_are_chinese() {
        let mut formats = Formats {
            of_style: (0..=60).collect(),
            own: HashMap::from([(14, "m/d/yy".into()), (22, "m/d/yyyy h:mm".into())]),
            ..Formats::default()
        };
        for (style, expected) in [
            (0, "46022.5"),
            (3, "46,023"),
            (14, "2025/12/31"),
            (22, "2025/12/31 12:00"),
            (31, "2025年12月31日"),
            (44, "46022.5"),
            (49, "46022.5"),
            (57, "2025年12月"),
            (99, "46022.5"),
        ] {
            assert_eq!(formats.shown(46_022.5, style).unwrap(), expected, "{style}");
        }
        assert_eq!(formats.shown(f64::NAN, 0), None);
    }
    #[test]
    fn any_code_is_shown_or_left_alone() {
        const PIECES: [&str; 40] = [
            "0",
            "#",
            "?",
            ".",
            ",",
            "%",
            "E+",
            "E-",
            "/",
            ";",
            "\"",
            "\\",
            "_",
            "*",
            "!",
            "[",
            "]",
            "[h]",
            "[ss]",
            "[$-804]",
            "[DBNum1]",
            "[>=1]",
            "[Red]",
            "yyyy",
            "m",
            "mm",
            "mmmm",
            "d",
            "dddd",
            "h",
            "s",
            ".000",
            "aaa",
            "e",
            "AM/PM",
            "上午/下午",
            "General",
            "@",
            "年",
            " ",
        ];
        let mut state = 7_u64;
        let mut next = move |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize % below
        };
        for _ in 0..20_000 {
            let code: String = (0..1 + next(9))
                .map(|_| PIECES[next(PIECES.len())])
                .collect();
            for value in [
                0.0,
                7.0,
                -0.5,
                46_022.999_999_9,
                1e15,
                -1e-7,
                2.5e-300,
                1.7e308,
            ] {
                let text = shown(value, &code);
                assert!(
                    text.len() < 2_000 && !text.contains("NaN"),
                    "{value} {code}"
                );
            }
        }
    }
}
