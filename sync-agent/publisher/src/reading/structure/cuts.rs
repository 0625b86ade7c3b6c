//! Lines that hold two things, and how a labelled line is set. Owns cutting signature, date and mark apart.

use crate::reading::draft::{Line, Piece};
use crate::reading::facts;
use crate::reading::labels::{Kind, Label};
use crate::reading::tidy::{self, close_up, is_blank, length};

/// 第五条　为了…: one full-width space behind the label.
pub fn spaced(label: &Label) -> String {
    if label.rest.is_empty() {
        return label.text.clone();
    }
    let rest = match label.kind {
        Kind::Article => label.rest.clone(),
        _ => close_up(&label.rest),
    };
    // 第三条. 甲, 第八条—第十条 keep their own mark behind the label.
    let gap = if rest.starts_with([
        '【', '［', '：', ':', '.', '．', '、', '—', '－', '-', '，', ',', '至',
    ]) {
        ""
    } else {
        "\u{3000}"
    };
    format!("{}{gap}{rest}", label.text)
}

/// 示例市人民政府办公室　2018年10月15日印发
pub fn is_printing_line(bare: &str) -> bool {
    let Some(head) = bare
        .strip_suffix("印发")
        .or_else(|| bare.strip_suffix("印"))
    else {
        return false;
    };
    let Some(at) = head.find(|c: char| c.is_ascii_digit() || matches!(c, '二' | '一')) else {
        return false;
    };
    length(bare) <= 60 && facts::only_date(&head[at..]).is_some()
}

/// Lines that hold two things are cut: issuer and date, date and mark.
pub fn split_lines(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let Piece::Line(line) = piece else {
            out.push(piece);
            continue;
        };
        let parts = cut(&line.text);
        if parts.len() == 1 {
            out.push(Piece::Line(line));
            continue;
        }
        out.extend(parts.into_iter().map(|text| {
            Piece::Line(Line {
                text,
                align: line.align,
                role: line.role,
            })
        }));
    }
    out
}

fn cut(text: &str) -> Vec<String> {
    const SIGNATURE_CHARS_MAX: usize = 90;
    if length(text) > SIGNATURE_CHARS_MAX {
        return vec![text.to_owned()];
    }
    if let Some(open) = text.rfind(['（', '('])
        && open > 0
        && facts::mark(&text[open..]).is_some()
    {
        let (before, mark) = text.split_at(open);
        let before = before.trim_end_matches(is_blank);
        let mut parts = cut(before);
        let signed = parts.last().is_some_and(|p| facts::only_date(p).is_some());
        if signed || before.ends_with('。') {
            parts.push(mark.to_owned());
            return parts;
        }
    }
    if let Some(at) = text.find(facts::is_date_numeral)
        && at > 0
    {
        let (name, date) = text.split_at(at);
        if facts::says_when(date) && facts::issuers(name).is_some() && !is_printing_line(date) {
            return vec![tidy::line(name), tidy::line(date)];
        }
    }
    vec![text.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuer_date_and_mark_on_one_line_are_three_lines() {
        assert_eq!(
            cut("示例市民政局 2018年3月2日（此件公开发布）"),
            ["示例市民政局", "2018年3月2日", "（此件公开发布）"]
        );
        assert_eq!(
            cut("请认真执行。（此件公开发布）"),
            ["请认真执行。", "（此件公开发布）"]
        );
        assert_eq!(cut("应当标注（此件公开发布）").len(), 1);
        assert_eq!(cut("自2018年3月2日起施行").len(), 1);
    }

    #[test]
    fn the_line_of_printing_is_told_from_a_signature() {
        assert!(is_printing_line("示例市人民政府办公室2018年10月15日印发"));
        assert!(!is_printing_line("2018年印发"));
        assert!(!is_printing_line("各部门应当按时印发"));
    }
}
