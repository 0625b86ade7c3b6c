//! Document numbers (发文字号).

mod spelled;

use crate::reading::facts::brackets::strip_brackets;
use crate::reading::facts::dates;
use crate::reading::facts::issuers;
use crate::reading::labels::{chinese_digit, decimal_digit};
use crate::reading::tidy::{is_cjk, length, squeeze};

/// A document number on a line of its own, brackets made uniform: `示政办发〔2018〕89号`.
pub fn document_number(line: &str) -> Option<String> {
    const NUMBER_BYTES_MAX: usize = 240;
    if line.len() > NUMBER_BYTES_MAX || !line.contains(['号', '號']) {
        return None;
    }
    let bare = narrow(line);
    let bare = strip_brackets(&bare);
    let bare = bare
        .strip_prefix("文号：")
        .or_else(|| bare.strip_prefix("发文字号："))
        .unwrap_or(bare);
    (length(bare) <= 40).then_some(())?;
    let written = spelled::in_figures(bare);
    let bare = written.as_deref().unwrap_or(bare);
    bracketed_number(bare)
        .or_else(|| year_first_number(bare))
        .or_else(|| order_number(bare))
}

/// Without blanks, full-width figures as plain ones.
fn narrow(line: &str) -> String {
    let plain = |c| {
        decimal_digit(c)
            .and_then(|d| char::from_digit(d, 10))
            .unwrap_or(c)
    };
    squeeze(line).chars().map(plain).collect()
}

/// Whether the line prints its number in Chinese numerals (〔二〇二一〕十五号): as a field it is written otherwise.
pub fn is_spelled_number(line: &str) -> bool {
    spelled::in_figures(strip_brackets(&narrow(line))).is_some() && document_number(line).is_some()
}

/// The number that stands behind or before a title: 关于某事的通知（示政办发〔2018〕89号）. Behind 《》 it is that of another document.
pub fn number_of_title(title: &str) -> Option<String> {
    let inner = title.strip_suffix(['）', ')']);
    let behind = inner.and_then(|inner| {
        let open = inner
            .char_indices()
            .filter(|(_, c)| matches!(c, '（' | '('));
        let mut open: Vec<usize> = open.map(|(at, _)| at).collect();
        open.reverse();
        // 示政办发（2018）89号 has brackets of its own.
        let mut parts = open.into_iter().map(|at| inner.split_at(at));
        parts.find_map(|(before, number)| {
            let own = !before.trim_end().ends_with(['》', '〉']);
            let number = document_number(number.trim_start_matches(['（', '(']))?;
            own.then_some(number)
        })
    });
    behind.or_else(|| {
        let end = title.find('号')? + '号'.len_utf8();
        let (number, rest) = title.split_at(end);
        let opens = rest.trim_start().starts_with("关于");
        document_number(number).filter(|number| opens && number.contains('〔'))
    })
}

/// A number whose name stands on the lines above its figures, from its first line on: 示例市人民政府令 and 第12号 below it, 示政发 and 〔2018〕89号.
/// How many lines it takes, and the number.
pub fn number_over_lines(lines: &[&str]) -> Option<(usize, String)> {
    const LINES_MAX: usize = 3;
    const NAME_CHARS_MAX: usize = 30;
    /// What stands before 〔2018〕 is short; a title would be longer.
    const SIGN_CHARS_MAX: usize = 10;
    let mut name = String::new();
    for (at, line) in lines.iter().take(LINES_MAX).enumerate() {
        let bare = squeeze(line);
        if at > 0 && starts_with_figures(&bare) && document_number(&bare).is_none() {
            let brackets = bare.starts_with(['〔', '[', '［', '【', '﹝'])
                || bare.starts_with(['（', '(']) && !bare.contains('第');
            let fits = match brackets {
                true => length(&name) <= SIGN_CHARS_MAX && !name.ends_with(['令', '告']),
                false => name.ends_with(['令', '告']),
            };
            let number = fits.then(|| document_number(&format!("{name}{bare}")));
            return number.flatten().map(|number| (at + 1, number));
        }
        name.push_str(&bare);
        let is_name = name
            .chars()
            .all(|c| is_cjk(c) || matches!(c, '（' | '）' | '、'));
        if !is_name || length(&name) > NAME_CHARS_MAX || name.contains("关于") {
            return None;
        }
    }
    None
}

/// 第12号, （第12号）, 〔2018〕89号: the part of a number that says no name.
fn starts_with_figures(bare: &str) -> bool {
    let inner = bare.trim_start_matches(['（', '(', '〔', '[', '［', '【', '﹝']);
    let inner = inner.strip_prefix('第').unwrap_or(inner);
    let mut chars = inner.chars();
    let figure = |c: char| decimal_digit(c).is_some() || chinese_digit(c).is_some() || c == '十';
    let ends = bare.trim_end_matches(['）', ')']).ends_with(['号', '號']);
    ends && inner != bare && chars.next().is_some_and(figure)
}

/// （2021）示政办字第8号: the year stands before the name.
fn year_first_number(bare: &str) -> Option<String> {
    const YEAR_BYTES: usize = 4;
    let rest = bare.strip_prefix(['（', '(', '〔', '[', '［', '【'])?;
    let year = rest.get(..YEAR_BYTES)?;
    let rest = rest[YEAR_BYTES..].strip_prefix(['）', ')', '〕', ']', '］', '】'])?;
    let (name, number) = rest.strip_suffix('号')?.split_once('第')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let named =
        (2..=20).contains(&length(name)) && name.ends_with('字') && name.chars().all(is_cjk);
    (digits(year) && named && digits(number) && number.len() <= 6)
        .then(|| format!("（{year}）{name}第{number}号"))
}

/// 示政办发〔2018〕89号, also with what is printed beside it: 签发人, the date, 文.
fn bracketed_number(bare: &str) -> Option<String> {
    const YEAR_CHARS: usize = 4;
    let chars: Vec<char> = bare.chars().collect();
    let is_year = |open: usize| {
        let year = chars.get(open + 1..=open + YEAR_CHARS);
        year.is_some_and(|year| year.iter().all(char::is_ascii_digit))
            && chars.get(open + YEAR_CHARS + 1).is_some_and(|c| {
                matches!(
                    c,
                    '〕' | '］'
                        | ']'
                        | '）'
                        | ')'
                        | '】'
                        | '﹞'
                        | '」'
                        | '>'
                        | '〉'
                        | '}'
                        | '｝'
                        | '〗'
                )
            })
    };
    let opens = |c: char| {
        matches!(
            c,
            '〔' | '［' | '[' | '（' | '(' | '【' | '﹝' | '「' | '<' | '〈' | '{' | '｛' | '〖'
        )
    };
    let open = (0..chars.len()).find(|&at| opens(chars[at]) && is_year(at))?;
    let year = &chars[open + 1..=open + YEAR_CHARS];
    let prefix = &chars[..open];
    let behind = &chars[open + YEAR_CHARS + 2..];
    let end = behind.iter().position(|c| matches!(c, '号' | '號'))?;
    let number = match &behind[..end] {
        ['第', rest @ ..] => rest,
        all => all,
    };
    let beside: String = behind[end + 1..].iter().collect();
    let alone = beside.is_empty()
        || beside == "文"
        || beside.starts_with("签发人")
        || dates::only_date(&beside).is_some()
        || is_class(&beside)
        // Registered under another one as well: 示府规〔2021〕3号 示农规字〔2021〕15号.
        || bracketed_number(&beside).is_some();
    let named = (1..=20).contains(&prefix.len())
        && prefix.iter().all(|c| {
            is_cjk(*c) || c.is_ascii_alphanumeric() || matches!(c, '·' | '（' | '）' | '(' | ')')
        });
    let dash = |c: &char| matches!(c, '-' | '－' | '—');
    let counted =
        (1..=6).contains(&number.len()) && number.iter().all(|c| c.is_ascii_digit() || dash(c));
    (named && counted && alone).then(|| {
        let text = |part: &[char]| part.iter().collect::<String>();
        let number = text(number).replace(['－', '—'], "-");
        format!("{}〔{}〕{number}号", text(prefix), text(year))
    })
}

/// （A类）: how an answer to a proposal is classed, printed behind its number.
fn is_class(beside: &str) -> bool {
    const CHARS_MAX: usize = 4;
    let inner = strip_brackets(beside);
    let class = inner.strip_suffix('类').unwrap_or(inner);
    inner != beside
        && (1..=CHARS_MAX).contains(&length(class))
        && class
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// 示例市人民政府令第12号 -> 示例市人民政府: the number of an order names who gave it. 公告2018年第3号 names nobody.
pub fn issuer_of_number(number: &str) -> Option<String> {
    let (prefix, _) = number.split_once('第')?;
    let name = prefix.strip_suffix('令').or_else(|| {
        let before = prefix.strip_suffix("公告").unwrap_or(prefix);
        before.strip_suffix("公告")
    })?;
    issuers::issuers(name)
}

/// 示例市人民政府令第12号, 2018年第3号, 示例部公告2018年第3号; 令（第12号）, and 某办法（示例市人民政府令第12号）, which is no part of what
/// the brackets stand behind.
pub fn order_number(bare: &str) -> Option<String> {
    let whole = unbracketed(bare);
    let bare = whole.as_deref().unwrap_or(bare);
    let body = bare.strip_suffix('号')?;
    let (prefix, number) = body.split_once('第')?;
    let year = |words: &str| {
        words
            .strip_suffix('年')
            .is_some_and(|y| length(y) == 4 && y.chars().all(is_figure))
    };
    let yearly = prefix.char_indices().rev().nth(4).is_some_and(|(at, _)| {
        let before = &prefix[..at];
        year(&prefix[at..]) && (before.is_empty() || before.ends_with(['告', '令']))
    });
    let ordered = prefix.ends_with(['令', '告']) || yearly;
    let chars: Vec<char> = number.chars().collect();
    let counted = (1..=6).contains(&chars.len())
        && chars
            .iter()
            .all(|c| is_figure(*c) || matches!(c, '十' | '百'));
    (ordered && counted && length(prefix) <= 24).then(|| bare.to_owned())
}

/// A figure, or a Chinese digit.
fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || chinese_digit(c).is_some()
}

/// What a line that ends in brackets numbers: with the words before them where these are an order's, else what stands in them.
fn unbracketed(line: &str) -> Option<String> {
    let inner = line.strip_suffix(['）', ')'])?;
    let (before, inside) = inner.rsplit_once(['（', '('])?;
    match before.trim_end().ends_with(['令', '告']) {
        true => Some(format!("{}{inside}", before.trim_end())),
        false => Some(inside.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_in_brackets_behind_a_title_is_not_called_by_the_title() {
        for line in [
            "示例市河道采砂管理办法（示例市人民政府令第12号）",
            "示例市河道采砂管理办法(示例市人民政府令第12号)",
            "示例市人民政府令（第12号）",
            "（示例市人民政府令第12号）",
            "示例市河道采砂管理办法（2018年修订）（示例市人民政府令第12号）",
        ] {
            assert_eq!(
                order_number(line).as_deref(),
                Some("示例市人民政府令第12号"),
                "{line}"
            );
        }
        for line in [
            "示例市河道采砂管理办法（第12号）",
            "示例市河道采砂管理办法（2018年修订）",
            "示例市人民政府令第12号）",
        ] {
            assert_eq!(order_number(line), None, "{line}");
        }
    }

    #[test]
    fn a_title_may_carry_its_own_number_and_that_of_another_one() {
        for title in [
            "示例市水务局关于春灌的通知（示水发〔2021〕15号）",
            "示例市水务局关于春灌的通知(示水发（2021）15号)",
            "示水发〔2021〕15号关于春灌的通知",
            "示水发[2021]15号 关于春灌的通知",
        ] {
            let number = number_of_title(title);
            assert_eq!(number.as_deref(), Some("示水发〔2021〕15号"), "{title}");
        }
        for title in [
            "关于停止执行《示例市春灌办法》（示水发〔2021〕15号）",
            "关于转发示水发〔2021〕15号文件的通知",
            "示例市春灌办法（2021年修订）",
            "示水发〔2021〕15号文件解读",
            "示例市第12号台风关于",
        ] {
            assert_eq!(number_of_title(title), None, "{title}");
        }
    }

    #[test]
    fn a_number_may_stand_below_the_name_that_it_belongs_to() {
        for (lines, taken, number) in [
            (
                &["示例市人民政府令", "第12号"][..],
                2,
                "示例市人民政府令第12号",
            ),
            (
                &["示例市人民政府令", "第 一百二十 号"],
                2,
                "示例市人民政府令第一百二十号",
            ),
            (
                &["示例市人民政府", "令", "（第１２号）"],
                3,
                "示例市人民政府令第12号",
            ),
            (
                &["示例市财政局 示例市税务局", "公告", "第3号", "某办法"],
                3,
                "示例市财政局示例市税务局公告第3号",
            ),
            (&["示政发", "〔2018〕89号"], 2, "示政发〔2018〕89号"),
        ] {
            let found = number_over_lines(lines);
            assert_eq!(found, Some((taken, number.to_owned())), "{lines:?}");
        }
        for lines in [
            &["示例市人民政府令"][..],
            &["示例市人民政府", "第12号"],
            &["关于废止某令", "第12号"],
            &["示例市人民政府令", "第十二条"],
            &["示例市河道采砂管理办法的通知", "〔2018〕89号"],
            &["示例市人民政府令第12号", "第13号"],
            &["示例市人民政府令", "2018年第3号"],
        ] {
            assert_eq!(number_over_lines(lines), None, "{lines:?}");
        }
    }

    #[test]
    fn document_numbers_are_read_in_any_brackets() {
        for line in [
            "示政办发〔2018〕89号",
            "(示政办发[2018]89号)",
            "示政办发（2018）第89号",
            "示政办发 〔2018〕 89 号",
            "示政办发［２０１８］８９号",
            "示政办发〔2018〕89号　签发人：甲某",
            "示政办发〔2018〕89号 2018年3月2日",
            "示政办发〔2018〕89号文",
            "示政办发「2018」89號",
            "示政办发〔2018〕89号（A类）",
            "示政办发〔2018〕89号(B1)",
            "示政办发〔2018〕89号　示府规字〔2018〕3号",
        ] {
            assert_eq!(
                document_number(line).as_deref(),
                Some("示政办发〔2018〕89号"),
                "{line}"
            );
        }
        assert_eq!(
            document_number("示例市人民政府令 第12号").as_deref(),
            Some("示例市人民政府令第12号")
        );
        assert_eq!(
            document_number("示府（办）〔2018〕12－1号").as_deref(),
            Some("示府（办）〔2018〕12-1号")
        );
        assert_eq!(
            document_number("（2021）示政办字第8号").as_deref(),
            Some("（2021）示政办字第8号")
        );
        for line in [
            "（2021）第8号",
            "〔2018〕89号",
            "根据示政办发〔2018〕89号精神",
            "第89号",
            "示政办发〔2018〕89号文件",
            "示政办发〔2018〕89号（修订稿）",
            "示政办发〔2018〕89号和示府规字〔2018〕3号的要求",
        ] {
            assert_eq!(document_number(line), None, "{line}");
        }
    }
}
