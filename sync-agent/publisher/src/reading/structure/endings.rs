//! How a part ends: signature (落款), imprint (版记).

use feed::Align;

use super::Pass;
use crate::reading::cells::on_one_line;
use crate::reading::draft::{Line, Piece};
use crate::reading::facts;
use crate::reading::fields;
use crate::reading::structure::cuts::is_printing_line;
use crate::reading::tidy::{self, squeeze};

/// A line of the imprint (抄送, 印发) shows what it is in its first characters.
const IMPRINT_LINE_CHARS_MAX: usize = 80;

impl Pass<'_> {
    /// Signature and date of a part (落款). True if the line was one.
    pub(super) fn signature(&mut self, at: usize, line: &Line) -> bool {
        let text = line.text.as_str();
        if let Some(date) = facts::only_date(text) {
            let bracketed = text.starts_with(['（', '(']);
            if bracketed && !self.part_has_text {
                return false;
            }
            if !self.part_has_text && self.addresses.parts() <= 1 {
                // Under the title stands when the page was put up, or when the document was issued: the signature knows.
                self.head_date.get_or_insert(date);
                self.paragraph(text, Align::Center, 0);
                return true;
            }
            self.sign(None, Some(date), false);
            self.paragraph(text, Align::Right, 0);
            return true;
        }
        // A month without a day, a day that does not exist: it ends the text, and no date is made of it.
        if self.body.signed_by.is_some() && self.body.signed_on.is_none() && facts::says_when(text)
        {
            self.sign(None, None, false);
            self.paragraph(text, Align::Right, 0);
            return true;
        }
        // （示例县统计局）: whose the text was, at its very end.
        let unbracketed = facts::strip_brackets(text);
        let at_the_end = unbracketed != text && self.part_has_text && self.is_short_from(at + 1);
        let Some(issuer) = facts::issuers(unbracketed).or_else(|| office_of_person(text)) else {
            return false;
        };
        let dated = self.pieces[at + 1..]
            .iter()
            .take(6)
            .map_while(Piece::text)
            .find(|t| {
                let beside = facts::is_person_line(t) || facts::is_seal_line(t);
                facts::issuers(t).is_none() && !beside
            })
            .is_some_and(facts::says_when);
        // The date may stand above the office.
        let below_date = self.after_signature
            && self.body.signed_on.is_some()
            && self.body.signed_by.is_none()
            && self.pieces[..at]
                .last()
                .and_then(Piece::text)
                .is_some_and(facts::says_when);
        let right = line.align == Some(Align::Right) && self.part_has_text;
        // The last line of the text, and no entry of a list of offices.
        let last = self.part_has_text
            && at + 1 == self.pieces.len()
            && self.addresses.parts() <= 1
            && self.pieces[..at]
                .last()
                .and_then(Piece::text)
                .is_some_and(ends_text);
        if !(dated || below_date || right || at_the_end || last) {
            return false;
        }
        // Each of several offices has a day of its own below it.
        let mut above = self.pieces[..at].iter().rev().map_while(Piece::text);
        let goes_on = above
            .find(|text| !facts::is_seal_line(text))
            .is_some_and(facts::says_when);
        self.sign(Some(issuer), None, goes_on && dated);
        self.paragraph(text, Align::Right, 0);
        true
    }

    /// No paragraph stands from there on.
    fn is_short_from(&self, at: usize) -> bool {
        const SHORT_CHARS_MAX: usize = 30;
        let mut rest = self.pieces[at..].iter().filter_map(Piece::text);
        rest.all(|text| tidy::length(text) <= SHORT_CHARS_MAX)
    }

    /// `goes_on`: the office stands directly below the day of another one.
    fn sign(&mut self, issuer: Option<String>, date: Option<String>, goes_on: bool) {
        self.annex_list = false;
        self.addresses.close_pieces(self.at());
        self.after_signature = true;
        if self.addresses.parts() > 1 {
            return;
        }
        if let Some(issuer) = issuer {
            match &mut self.body.signed_by {
                Some(first) if goes_on && !first.split('、').any(|one| one == issuer) => {
                    *first = format!("{first}、{issuer}")
                }
                Some(first) if self.body.signed_on.is_none() => {
                    *first = format!("{first}、{issuer}")
                }
                Some(_) => {}
                none => *none = Some(issuer),
            }
        }
        if let Some(date) = date {
            self.body.signed_on.get_or_insert(date);
        }
    }

    /// A form whose last row is the signature: 示例市财政局（印章）2021年9月3日 in a cell of it. Only where nothing else signs.
    pub(super) fn signature_of_form(&mut self) {
        let body = &mut self.body;
        if body.signed_by.is_some() || body.signed_on.is_some() || self.imprint_date.is_some() {
            return;
        }
        let Some(Piece::Table(rows)) = self.pieces.last() else {
            return;
        };
        let signed = rows.last().into_iter().flatten();
        let signed = signed.filter_map(|cell| facts::signature(&on_one_line(cell)));
        let signed: Vec<_> = signed.filter(|s| s.sealed || s.on.is_some()).collect();
        let offices: Vec<&str> = signed.iter().map(|s| s.by.as_str()).collect();
        if !offices.is_empty() {
            body.signed_by = Some(offices.join("、"));
            body.signed_on = signed.iter().find_map(|s| s.on.clone());
        }
    }

    /// 抄送, 主题词 and the line of printing (版记).
    pub(super) fn is_imprint(&self, text: &str) -> bool {
        // Only the first words and short lines matter: most lines are long prose.
        let bare = squeeze(tidy::clip(text, IMPRINT_LINE_CHARS_MAX));
        let opens = [
            "抄送：",
            "抄送:",
            "抄报：",
            "抄报:",
            "主送：",
            "主送:",
            "主题词：",
            "主题词:",
            "分送：",
            "分送:",
        ]
        .iter()
        .any(|word| bare.starts_with(word));
        opens && self.part_has_text || is_printing_line(&bare)
    }

    pub(super) fn imprint_line(&mut self, at: usize, text: &str) -> usize {
        self.addresses.close_part(self.at());
        self.imprint = true;
        let bare = squeeze(text);
        if let Some(words) = text
            .strip_prefix("主题词")
            .filter(|_| self.body.subjects.is_empty())
        {
            self.body.subjects = fields::subjects(words.trim_start_matches(['：', ':']));
        }
        if is_printing_line(&bare) {
            self.imprint_date = self.imprint_date.take().or_else(|| facts::find_date(&bare));
        }
        // A list of recipients cut in the middle of a name goes on below.
        let mut whole = text.to_owned();
        let mut used = 1;
        while bare.starts_with("抄") && !whole.ends_with(['。', '.']) && used < 6 {
            let Some(next) = self.pieces.get(at + used).and_then(Piece::text) else {
                break;
            };
            if is_printing_line(&squeeze(next))
                || facts::mark(next).is_some()
                || self.is_imprint(next)
            {
                break;
            }
            whole.push_str(next);
            used += 1;
        }
        self.paragraph(&whole, Align::Left, 0);
        used
    }
}

/// Whether a text may end with this line: a sentence, a telephone, the name of an annex; no office, and no heading of a list.
fn ends_text(line: &str) -> bool {
    let sentence = line.ends_with(['。', '！', '；', '）']);
    let labelled = line
        .split_once(['：', ':'])
        .is_some_and(|(label, value)| !value.trim().is_empty() && tidy::length(label) <= 12);
    (sentence || labelled) && facts::issuers(line).is_none()
}

/// The office of a line that names who signed as well: 示例市人民政府市长　王某某.
fn office_of_person(line: &str) -> Option<String> {
    const LINE_CHARS_MAX: usize = 40;
    let bare = squeeze(line);
    if tidy::length(&bare) > LINE_CHARS_MAX {
        return None;
    }
    bare.char_indices().skip(1).find_map(|(at, _)| {
        let (office, person) = bare.split_at(at);
        facts::is_person_line(person).then(|| facts::issuers(office))?
    })
}

#[cfg(test)]
mod tests {
    use crate::reading::draft::Piece;
    use crate::reading::structure::build;

    fn signed(ending: &[&str]) -> (Option<String>, Option<String>) {
        let lines = ["各单位：", "现将有关事项通知如下，请认真执行。"];
        let lines = lines.iter().chain(ending);
        let body = build("关于示例的通知", lines.map(|l| Piece::plain(*l)).collect());
        (body.signed_by, body.signed_on)
    }

    #[test]
    fn a_person_a_seal_and_a_lunar_day_stand_beside_the_office() {
        const OFFICE: &str = "示例市水务局";
        for between in ["局长：王某某", "局　长　王某某", "（加盖公章）", "（盖章）"]
        {
            let (by, on) = signed(&[OFFICE, between, "2008年6月30日"]);
            assert_eq!(by.as_deref(), Some(OFFICE), "{between}");
            assert_eq!(on.as_deref(), Some("2008-06-30"), "{between}");
        }
        for day in [
            "戊子年五月廿七",
            "农历二〇〇八年五月廿七日",
            "二〇〇八年六月二十",
        ] {
            assert_eq!(
                signed(&[OFFICE, day]),
                (Some(OFFICE.to_owned()), None),
                "{day}"
            );
        }
        let (by, _) = signed(&["示例市第一中学", "2008年6月30日"]);
        assert_eq!(by.as_deref(), Some("示例市第一中学"));
        for line in ["示例市人民政府市长　王某某", "示例市人民政府　市长：王某某"]
        {
            let (by, on) = signed(&[line, "2008年6月30日"]);
            assert_eq!(
                (by.as_deref(), on.as_deref()),
                (Some("示例市人民政府"), Some("2008-06-30")),
                "{line}"
            );
        }
        let (_, on) = signed(&["示例市气象台", "20080630"]);
        assert_eq!(on.as_deref(), Some("2008-06-30"));
        // A person alone signs for nobody that is named.
        let (by, on) = signed(&["市长：王某某", "2008年6月30日"]);
        assert_eq!((by, on.as_deref()), (None, Some("2008-06-30")));
    }

    #[test]
    fn an_office_alone_on_the_last_line_signs_and_an_entry_of_a_list_does_not() {
        const OFFICE: &str = "示例市水务局";
        for before in [&[][..], &["监督电话：000"], &["附件：1.示例表"]] {
            let lines: Vec<&str> = before.iter().copied().chain([OFFICE]).collect();
            assert_eq!(signed(&lines).0.as_deref(), Some(OFFICE), "{before:?}");
        }
        for lines in [
            &["参加单位：", OFFICE][..],
            &["参加单位", "示例市财政局", OFFICE],
            &[OFFICE, "负责解释本通知。"],
        ] {
            assert_eq!(signed(lines).0, None, "{lines:?}");
        }
    }

    #[test]
    fn offices_with_a_day_each_all_sign() {
        let lines = [
            "示例市财政局（印章）",
            "2008年6月30日",
            "示例市审计局",
            "（印章）",
            "2008年6月30日",
        ];
        let (by, on) = signed(&lines);
        assert_eq!(by.as_deref(), Some("示例市财政局、示例市审计局"));
        assert_eq!(on.as_deref(), Some("2008-06-30"));
        let (by, _) = signed(&[
            "示例市财政局",
            "2008年6月30日",
            "附件：示例表",
            "示例市审计局",
            "2008年7月1日",
        ]);
        assert_eq!(by.as_deref(), Some("示例市财政局"));
    }

    #[test]
    fn the_last_row_of_a_form_may_sign() {
        let table = |last: &[&str]| {
            let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
            let rows = vec![row(&["许可事项", "采砂"]), row(last)];
            let pieces = vec![Piece::plain("现予公布。"), Piece::Table(rows.into())];
            let body = build("示例许可", pieces);
            (body.signed_by, body.signed_on)
        };
        let (by, on) = table(&["许可机关", "示例市水务局（印章）2008年6月30日"]);
        assert_eq!(by.as_deref(), Some("示例市水务局"));
        assert_eq!(on.as_deref(), Some("2008-06-30"));
        for last in [
            ["责任单位", "示例市水务局"],
            ["意见", "同意。示例市水务局（印章）2008年6月30日"],
        ] {
            assert_eq!(table(&last), (None, None), "{last:?}");
        }
    }
}
