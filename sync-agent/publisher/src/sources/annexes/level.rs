//! Degrees of secrecy (密级) as attachments write them: alone, behind a label, beside a number of copies, one character below the other.
//! Owns these layouts; which words close a document is judged by the gate.

use crate::reading::gate;

/// Labels of a field that tells the degree.
const LABELS: [&str; 6] = [
    "密级",
    "秘密等级",
    "保密等级",
    "保密级别",
    "涉密等级",
    "密级和保密期限",
];
/// Degrees that are marks when a term follows (机密★1年).
const DEGREES: [&str; 3] = ["绝密", "机密", "秘密"];
/// Lines of one character each that may be one mark: 机密★10年 and what goes with it.
const COLUMN_LINES_MAX: usize = 16;
/// A line with a label is no longer than this, in characters.
const FIELD_CHARS_MAX: usize = 24;

/// What of these lines closes the document they stand in.
pub fn closed(lines: &[String]) -> Option<String> {
    let alone = lines.iter().find_map(|line| {
        gate::closed_line(line)
            .or_else(|| field(line))
            .or_else(|| beside(line))
    });
    alone.or_else(|| column(lines))
}

/// 密级, with or without its colon.
pub fn is_label(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    LABELS.contains(&bare.trim_end_matches(['：', ':']))
}

/// 密级：机密.
fn field(line: &str) -> Option<String> {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.chars().count() > FIELD_CHARS_MAX {
        return None;
    }
    let (label, value) = bare.split_once(['：', ':'])?;
    let degree = is_label(label) && DEGREES.iter().any(|degree| value.starts_with(degree));
    // A form names all of them, to be chosen from.
    let offered = DEGREES.iter().filter(|degree| value.contains(**degree));
    (degree && offered.count() == 1).then_some(bare)
}

/// 000001 机密★1年: on one line with the number of the copy, or with how urgent it is.
fn beside(line: &str) -> Option<String> {
    let pieces = line.split(char::is_whitespace);
    pieces
        .filter(|piece| {
            let term = DEGREES.iter().find_map(|degree| piece.strip_prefix(degree));
            term.is_some_and(|term| term.starts_with(['★', '☆']))
        })
        .find_map(gate::closed_line)
}

/// Lines of one character each, read downwards.
fn column(lines: &[String]) -> Option<String> {
    let single = |line: &String| {
        let mut characters = line.chars().filter(|c| !c.is_whitespace());
        characters.next().filter(|_| characters.next().is_none())
    };
    let runs = lines.split(|line| single(line).is_none());
    runs.filter(|run| (2..=COLUMN_LINES_MAX).contains(&run.len()))
        .map(|run| run.iter().filter_map(single).collect::<String>())
        .find_map(|whole| gate::closed_line(&whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_closed(lines: &[&str]) -> bool {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        closed(&lines).is_some()
    }

    #[test]
    fn marks_are_found_in_every_layout() {
        for lines in [
            &["申请表", "机密★5年"][..],
            &["密级：机密"],
            &["密 级: 秘密★1年"],
            &["000001 机密★1年"],
            &["000001\t机密★1年", "正文"],
            &["申请表", "机", "密", "正文内容"],
            &["申请表", "秘", "密", "★", "5", "年"],
        ] {
            assert!(is_closed(lines), "{lines:?}");
        }
    }

    #[test]
    fn forms_and_sentences_are_no_marks() {
        for lines in [
            &["密级：（绝密、机密、秘密）"][..],
            &["密级：绝密□ 机密□ 秘密□"],
            &["密级："],
            &["密级：公开"],
            &["属于国家秘密的，不予公开。 机密文件另行保管。"],
            &["甲", "乙", "合计"],
            &["机", "关", "秘", "书"],
        ] {
            assert!(!is_closed(lines), "{lines:?}");
        }
        assert!(is_label("密 级：") && !is_label("级别"));
    }
}
