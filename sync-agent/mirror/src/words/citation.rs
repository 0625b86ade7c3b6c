//! Citations as people write them: an article (条) behind the name of its law, and the number of an order (令). Owns how they
//! stand in official texts; finds nothing by itself.

/// Digits of an article that is cited without 条.
const ARTICLE_DIGITS_MAX: usize = 4;
/// Largest number of an article that is written out.
const ARTICLE_MAX: u32 = 9_999;
/// Digits of the number of an order.
const ORDER_DIGITS_MAX: usize = 5;
const NUMERALS: &str = "零〇一二三四五六七八九十百千两";

/// The query that a word cites, in the words of official texts: 刑法264条 is `刑法 第二百六十四条`, 国务院735号令 is
/// `国务院令第735号`. `None` if it cites nothing or says so already.
pub fn written_out(word: &str) -> Option<String> {
    article_written_out(word).or_else(|| order_written_out(word))
}

/// Whether a word is the label of an article: 第二百条, 第一百八十五条之一.
pub fn is_label(word: &str) -> bool {
    let Some((number, behind)) = word.strip_prefix('第').and_then(|w| w.split_once('条')) else {
        return false;
    };
    let numerals = |text: &str| !text.is_empty() && text.chars().all(|c| NUMERALS.contains(c));
    numerals(number) && (behind.is_empty() || behind.strip_prefix('之').is_some_and(numerals))
}

/// The law and the label of the article that a whole question cites, and whether it says that it is an article: 刑法264,
/// 劳动合同法 第39条, xingfa264.
pub fn cited(content: &str) -> Option<(String, String, bool)> {
    let joined: String = content.split(' ').collect();
    let joined = without_subdivision(&joined);
    if let Some(written) = article_written_out(joined) {
        let (law, label) = written.rsplit_once(' ')?;
        return Some((law.to_owned(), label.to_owned(), true));
    }
    let law = joined.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &joined[law.len()..];
    let law = law.strip_suffix('第').unwrap_or(law);
    let short = (1..=ARTICLE_DIGITS_MAX).contains(&digits.len()) && !digits.starts_with('0');
    let label = format!("第{}条", numeral(digits.parse().ok()?)?);
    (short && law.chars().nth(1).is_some()).then(|| (law.to_owned(), label, false))
}

/// A citation up to its article: 款, 项 and 目 are inside of it and have no label of their own.
fn without_subdivision(citation: &str) -> &str {
    let Some((article, inside)) = citation.rsplit_once('条') else {
        return citation;
    };
    let is_said =
        |c: char| c.is_ascii_digit() || NUMERALS.contains(c) || "第款项目（）()之".contains(c);
    if inside.contains(['款', '项', '目']) && inside.chars().all(is_said) {
        &citation[..article.len() + '条'.len_utf8()]
    } else {
        citation
    }
}

fn article_written_out(word: &str) -> Option<String> {
    let (before, behind) = word.rsplit_once('条')?;
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let (name, number) = if digits.len() < before.len() {
        let number: u32 = before[digits.len()..].parse().ok()?;
        (
            digits.strip_suffix('第').unwrap_or(digits),
            numeral(number)?,
        )
    } else {
        let name = before.trim_end_matches(|c| NUMERALS.contains(c));
        // A numeral without 第 may be a word: 一条龙, 十条措施.
        (name.strip_suffix('第')?, before[name.len()..].to_owned())
    };
    let label = format!("第{number}条{behind}");
    let says_more = !name.is_empty() || label != word;
    (says_more && is_label(&label)).then(|| format!("{name} {label}").trim_start().to_owned())
}

fn order_written_out(word: &str) -> Option<String> {
    let before = word.strip_suffix("号令")?;
    let name = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &before[name.len()..];
    let name = name.strip_suffix('第').unwrap_or(name);
    (!number.is_empty() && number.len() <= ORDER_DIGITS_MAX)
        .then(|| format!("{name}令第{number}号"))
}

/// A number in hanzi, as articles are numbered: 10 is 十, 110 is 一百一十, 1002 is 一千零二.
fn numeral(number: u32) -> Option<String> {
    if number == 0 || number > ARTICLE_MAX {
        return None;
    }
    let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
    let mut text = String::new();
    let mut skipped = false;
    for (worth, unit) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (number / worth % 10) as usize;
        if digit == 0 {
            skipped = true;
            continue;
        }
        if skipped && !text.is_empty() {
            text.push('零');
        }
        skipped = false;
        // 十六, but 一百一十六.
        if !(worth == 10 && digit == 1 && text.is_empty()) {
            text.push(digits[digit]);
        }
        text.push_str(unit);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_articles_are() {
        for (number, written) in [
            (1, "一"),
            (10, "十"),
            (16, "十六"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (264, "二百六十四"),
            (1_002, "一千零二"),
            (1_043, "一千零四十三"),
            (1_260, "一千二百六十"),
        ] {
            assert_eq!(numeral(number).as_deref(), Some(written));
        }
        assert_eq!(numeral(0), None);
        assert_eq!(numeral(10_000), None);
    }

    #[test]
    fn a_question_may_cite_a_law_in_many_ways() {
        let wanted =
            |law: &str, says: bool| Some((law.to_owned(), "第二百六十四条".to_owned(), says));
        assert_eq!(cited("刑法264"), wanted("刑法", false));
        assert_eq!(cited("刑法 264"), wanted("刑法", false));
        assert_eq!(cited("xingfa264"), wanted("xingfa", false));
        assert_eq!(cited("刑法第264条"), wanted("刑法", true));
        assert_eq!(cited("刑法 第二百六十四条"), wanted("刑法", true));
        assert_eq!(cited("刑法264条第1款"), wanted("刑法", true));
        assert_eq!(
            cited("刑法第二百六十四条第二款第（三）项"),
            wanted("刑法", true)
        );
        for none in ["", "264", "刑法", "刑法 02", "法12345", "国发2018 41"] {
            assert!(
                cited(none).is_none_or(|(law, ..)| law == "国发2018"),
                "{none}"
            );
        }
    }

    #[test]
    fn citations_are_written_out() {
        for (typed, written) in [
            ("刑法264条", Some("刑法 第二百六十四条")),
            ("劳动合同法第39条", Some("劳动合同法 第三十九条")),
            ("劳动合同法第三十九条", Some("劳动合同法 第三十九条")),
            ("刑法第185条之一", Some("刑法 第一百八十五条之一")),
            ("第39条", Some("第三十九条")),
            ("国务院735号令", Some("国务院令第735号")),
            ("国务院第735号令", Some("国务院令第735号")),
            ("735号令", Some("令第735号")),
            ("第三十九条", None),
            ("一条龙", None),
            ("行政条例", None),
            ("刑法00000000000000000264条", Some("刑法 第二百六十四条")),
            ("刑法99999999999条", None),
            ("号令", None),
            ("条", None),
        ] {
            assert_eq!(written_out(typed).as_deref(), written, "{typed}");
        }
    }
}
