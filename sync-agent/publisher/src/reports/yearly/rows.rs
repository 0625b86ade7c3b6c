//! Which row of a form a label means. Owns reading group and number (（四） and 2.), which stay when the words drift; a label that has neither
//! and whose words are not the form's is nobody's row.

use super::form::{ACTIVE, Active, INDICATORS, ROWS};
use super::lines::Cells;

/// The group that the rows above stand in: （三） to （六）, written once for all of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place(Option<usize>);

/// （一） ... （七）.
const GROUPS: [&str; 7] = [
    "（一）",
    "（二）",
    "（三）",
    "（四）",
    "（五）",
    "（六）",
    "（七）",
];
/// Groups that have rows of their own.
const WITH_ITEMS: std::ops::RangeInclusive<usize> = 3..=6;
/// Words of a label that mean one row, where its number was lost.
const WORDS_MIN: usize = 4;

/// The key of the row in 表三 that a label without white space means.
pub fn row_of(label: &str, group: &mut Place) -> Option<&'static str> {
    // Words that only one row has.
    for (words, key) in [
        ("新收", "1"),
        ("上年结转", "2"),
        ("结转下年", "4"),
        ("结转下一年", "4"),
    ] {
        if label.contains(words) {
            return Some(key);
        }
    }
    let last = GROUPS
        .iter()
        .enumerate()
        .filter_map(|(at, mark)| label.rfind(mark).map(|place| (place, at + 1)))
        .max();
    let rest = match last {
        Some((place, number)) => {
            group.0 = Some(number);
            &label[place + GROUPS[0].len()..]
        }
        None => label,
    };
    let number = match (last, group.0) {
        (Some((_, number)), _) => number,
        (None, Some(number)) if WITH_ITEMS.contains(&number) => number,
        (None, _) => return by_words(label),
    };
    let key = match item(rest) {
        Some(item) => format!("3.{number}.{item}"),
        None if last.is_some() => format!("3.{number}"),
        None => return by_words(label),
    };
    let found = ROWS.iter().find(|row| row.key == key);
    found.map(|row| row.key)
}

/// The number before a point: `2.重复申请`.
fn item(text: &str) -> Option<u32> {
    let point = text.find(['.', '、'])?;
    let before = &text[..point];
    let from = before.rfind(|c: char| !c.is_ascii_digit());
    let digits = from.map_or(before, |at| {
        let width = before[at..].chars().next().map_or(1, char::len_utf8);
        &before[at + width..]
    });
    digits.parse().ok()
}

fn by_words(label: &str) -> Option<&'static str> {
    if label == "总计" {
        return Some(super::form::HANDLED);
    }
    let own =
        |label: &'static str| label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let found = ROWS.iter().find(|row| {
        let words = own(row.label);
        words.chars().count() >= WORDS_MIN && label.ends_with(words)
    });
    found.map(|row| row.key)
}

/// The row of 表二 that the cells left of the first value name; explanations behind the name count for nothing.
pub fn active_row(bared: &[String], first: Option<usize>, told: Cells) -> Option<&'static Active> {
    let label: String = match (told, first) {
        (Cells::Loose, _) => bared[0].clone(),
        (_, Some(first)) => bared.iter().take(first).cloned().collect(),
        (_, None) => bared.first().cloned().unwrap_or_default(),
    };
    ACTIVE.iter().find(|row| {
        let short = row.label.trim_start_matches("行政规").to_owned();
        let means = |words: &str| match told {
            Cells::Loose => label.ends_with(words),
            _ => label == words || label.starts_with(&format!("{words}（")),
        };
        // 规范性文件 for 行政规范性文件.
        means(row.label) || (short != row.label && means(&format!("规{short}")))
    })
}

/// The indicator that a label names, without its number and unit.
pub fn indicator_row(label: &str) -> Option<&'static str> {
    let all = INDICATORS
        .iter()
        .flat_map(|(whole, parts, _)| std::iter::once(whole).chain(*parts));
    let mut all: Vec<&'static str> = all.copied().collect();
    // The longest name that stands in the label is meant: 同意部分公开答复数, not 公开答复数.
    all.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
    all.into_iter().find(|name| label.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_and_number_mean_the_row_whatever_the_words_are() {
        let mut group = Place::default();
        for (label, want) in [
            ("一、本年新收政府信息公开申请数量", Some("1")),
            ("三、本年度办理结果（一）予以公开", Some("3.1")),
            (
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                Some("3.2"),
            ),
            ("（三）不予公开1.属于国家秘密", Some("3.3.1")),
            ("3.危及\"三安全一稳定\"", Some("3.3.3")),
            ("三/（四）无法提供/2.没有现成信息", Some("3.4.2")),
            ("三、本年度办理结果（五）不予处理1.信访", Some("3.5.1")),
            ("5.重新出具", Some("3.5.5")),
            ("（六）其他处理", Some("3.6")),
            ("（六）其他处理3.其他", Some("3.6.3")),
            ("（七）总计", Some("3.7")),
            ("四、结转下年度继续办理", Some("4")),
            ("（三）不予公开", None),
            ("9.没有这一行", None),
            ("备注", None),
        ] {
            assert_eq!(row_of(label, &mut group), want, "{label}");
        }
    }

    #[test]
    fn rows_of_the_second_table_are_known_by_their_name_only() {
        let row = |label: &str| {
            active_row(&[label.to_owned(), "1".to_owned()], Some(1), Cells::Placed)
                .map(|row| row.label)
        };
        assert_eq!(row("规范性文件"), Some("行政规范性文件"));
        assert_eq!(row("行政许可（含变更）"), Some("行政许可"));
        assert_eq!(row("规章"), Some("规章"));
        assert_eq!(row("其他主动公开文件"), None);
        assert_eq!(
            indicator_row("2.同意部分公开答复数条"),
            Some("同意部分公开答复数")
        );
        assert_eq!(
            indicator_row("其中：1.政府网站公开数"),
            Some("政府网站公开数")
        );
    }
}
