//! Labelled fields a source states about itself: `索引号:… 发文机关:… 发布日期:…`, in a header line, an in-page table or a
//! field list. Owns the labels; refuses to guess from prose.

use crate::reading::facts::{self, document_number, find_date, is_name};
use crate::reading::tidy::{is_blank, squeeze};

/// What a source says about a document, as far as it says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// 标题.
    pub title: Option<String>,
    /// 发文机关.
    pub agency: Option<String>,
    /// Who sent the page in (ContentSource): often the issuer, sometimes a bureau that only forwarded it.
    pub sender: Option<String>,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// 索引号, verbatim.
    pub index_no: Option<String>,
    /// 主题词.
    pub subjects: Vec<String>,
    /// 公文目录.
    pub catalogue: Option<String>,
    /// 成文 or 印发 date.
    pub issued_on: Option<String>,
    /// 发布日期.
    pub published_on: Option<String>,
    /// 效力, in the source's words.
    pub validity: Option<String>,
    /// 公开属性, 公开方式 and the like: label and value of each that the source states.
    pub disclosure: Vec<(String, String)>,
    /// Address of the source page.
    pub source_url: Option<String>,
}

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Title,
    Agency,
    DocNo,
    IndexNo,
    Subjects,
    Catalogue,
    Issued,
    Published,
    Validity,
    Disclosure,
    /// Page furniture: the label and its value are not kept.
    Ignored,
}

/// Longest first where one is the beginning of another.
const LABELS: &[(&str, Name)] = &[
    ("索引号", Name::IndexNo),
    ("信息索引号", Name::IndexNo),
    ("公文目录", Name::Catalogue),
    ("信息分类", Name::Catalogue),
    ("主题分类", Name::Catalogue),
    ("组配分类", Name::Catalogue),
    ("体裁分类", Name::Catalogue),
    ("公开目录", Name::Catalogue),
    ("分类", Name::Catalogue),
    ("发文机关", Name::Agency),
    ("发文机构", Name::Agency),
    ("发文单位", Name::Agency),
    ("发布机构", Name::Agency),
    ("发布单位", Name::Agency),
    ("制发机关", Name::Agency),
    ("公开责任部门", Name::Agency),
    ("发文字号", Name::DocNo),
    ("文件编号", Name::DocNo),
    ("文号", Name::DocNo),
    ("主题词", Name::Subjects),
    ("关键词", Name::Subjects),
    ("信息名称", Name::Title),
    ("标题", Name::Title),
    ("名称", Name::Title),
    ("发布日期", Name::Published),
    ("发布时间", Name::Published),
    ("公开日期", Name::Published),
    ("公开时间", Name::Published),
    ("成文日期", Name::Issued),
    ("发文日期", Name::Issued),
    ("印发日期", Name::Issued),
    ("制发日期", Name::Issued),
    ("生成日期", Name::Ignored),
    ("生成时间", Name::Ignored),
    ("有效性", Name::Validity),
    ("效力状态", Name::Validity),
    ("文件状态", Name::Validity),
    ("是否有效", Name::Validity),
    ("时效状态", Name::Validity),
    ("时效性", Name::Validity),
    ("公开属性", Name::Disclosure),
    ("公开方式", Name::Disclosure),
    ("公开形式", Name::Disclosure),
    ("公开类别", Name::Disclosure),
    ("公开类型", Name::Disclosure),
    ("公开选项", Name::Disclosure),
    ("公开范围", Name::Disclosure),
    ("信息公开方式", Name::Disclosure),
    ("信息公开属性", Name::Disclosure),
    ("信息公开类别", Name::Disclosure),
    ("信息公开类型", Name::Disclosure),
    ("信息公开选项", Name::Disclosure),
    ("信息公开形式", Name::Disclosure),
    ("浏览次数", Name::Ignored),
    ("阅读次数", Name::Ignored),
    ("访问次数", Name::Ignored),
    ("访问量", Name::Ignored),
    ("点击数", Name::Ignored),
    ("点击量", Name::Ignored),
    ("信息来源", Name::Ignored),
    ("文章来源", Name::Ignored),
    ("来源", Name::Ignored),
    ("作者", Name::Ignored),
    ("责任编辑", Name::Ignored),
    ("编辑", Name::Ignored),
    ("字体", Name::Ignored),
    ("字号", Name::Ignored),
    ("分享到", Name::Ignored),
    ("分享", Name::Ignored),
    ("公开程序", Name::Ignored),
    ("公开时限", Name::Ignored),
];

/// A value longer than this is prose behind a word that happens to be a label.
const VALUE_CHARS_MAX: usize = 200;

impl Fields {
    /// Takes a header line apart (`索  引  号:… 公文目录:… 标      题:…`). True if the line was one and is not text. A line
    /// with a single label counts only if `alone` allows it.
    pub fn take_line(&mut self, line: &str, alone: bool) -> bool {
        const LINE_BYTES_MAX: usize = 4_096;
        if line.len() > LINE_BYTES_MAX {
            return false;
        }
        if !line.contains([':', '：']) {
            let said = disclosure_without_colon(line);
            if let Some((label, value)) = &said {
                self.set(Name::Disclosure, label, value.clone());
            }
            return said.is_some();
        }
        let chars: Vec<char> = line.chars().collect();
        let found = find_labels(&chars);
        let opens = found.first().is_some_and(|(start, _, _, _)| *start <= 1);
        let enough = found.len() >= 2 || (alone && found.len() == 1);
        if !opens || !enough {
            return false;
        }
        let ends: Vec<usize> = found
            .iter()
            .skip(1)
            .map(|f| f.0)
            .chain([chars.len()])
            .collect();
        let values: Vec<String> = found
            .iter()
            .zip(&ends)
            .map(|(&(_, value_at, _, _), &end)| trimmed(&chars[value_at..end]))
            .collect();
        if values.iter().any(|v| v.chars().count() > VALUE_CHARS_MAX) {
            return false;
        }
        for ((_, _, name, label), value) in found.into_iter().zip(values) {
            self.set(name, label, value);
        }
        true
    }

    /// Takes a label and its value that a page keeps in two cells. True if the label is known.
    pub fn take_pair(&mut self, label: &str, value: &str) -> bool {
        let bare = squeeze(label);
        let bare = bare.trim_end_matches(['：', ':']);
        let bare = bare
            .trim_start_matches(['【', '['])
            .trim_end_matches(['】', ']']);
        let Some(&(known, name)) = LABELS.iter().find(|(word, _)| *word == bare) else {
            return false;
        };
        let value = trimmed(&value.chars().collect::<Vec<_>>());
        if value.chars().count() <= VALUE_CHARS_MAX {
            self.set(name, known, value);
        }
        true
    }

    fn set(&mut self, name: Name, label: &str, value: String) {
        if value.is_empty() || matches!(value.as_str(), "-" | "--" | "无" | "/") {
            return;
        }
        let slot = match name {
            Name::Title => &mut self.title,
            Name::Agency => &mut self.agency,
            Name::DocNo => {
                let number = document_number(&value).unwrap_or(value);
                self.doc_no.get_or_insert(number);
                return;
            }
            Name::IndexNo => &mut self.index_no,
            Name::Catalogue => &mut self.catalogue,
            Name::Validity => &mut self.validity,
            Name::Subjects => {
                if self.subjects.is_empty() {
                    self.subjects = subjects(&value);
                }
                return;
            }
            Name::Issued | Name::Published => {
                let slot = if name == Name::Issued {
                    &mut self.issued_on
                } else {
                    &mut self.published_on
                };
                if slot.is_none() {
                    *slot = find_date(&value);
                }
                return;
            }
            Name::Disclosure => {
                let said = (label.to_owned(), value);
                if !is_name(&said.1) && !self.disclosure.contains(&said) {
                    self.disclosure.push(said);
                }
                return;
            }
            Name::Ignored => return,
        };
        slot.get_or_insert(value);
    }

    /// Keeps what is said here and takes the rest from `other`.
    pub fn or(self, other: Fields) -> Fields {
        Fields {
            title: self.title.or(other.title),
            agency: self.agency.or(other.agency),
            sender: self.sender.or(other.sender),
            doc_no: self.doc_no.or(other.doc_no),
            index_no: self.index_no.or(other.index_no),
            subjects: if self.subjects.is_empty() {
                other.subjects
            } else {
                self.subjects
            },
            catalogue: self.catalogue.or(other.catalogue),
            issued_on: self.issued_on.or(other.issued_on),
            published_on: self.published_on.or(other.published_on),
            validity: self.validity.or(other.validity),
            disclosure: both(self.disclosure, other.disclosure),
            source_url: self.source_url.or(other.source_url),
        }
    }
}

/// What is said twice counts once; what is said differently is all kept, for the gate to judge.
fn both(mut first: Vec<(String, String)>, second: Vec<(String, String)>) -> Vec<(String, String)> {
    let new: Vec<_> = second.into_iter().filter(|s| !first.contains(s)).collect();
    first.extend(new);
    first
}

/// A disclosure field whose colon got lost: `【公开方式】依申请公开`, `公开方式　主动公开`. Only where the rest of the line is
/// a value and nothing else.
fn disclosure_without_colon(line: &str) -> Option<(&'static str, String)> {
    const LINE_CHARS_MAX: usize = 40;
    let bare = squeeze(crate::reading::tidy::clip(line, LINE_CHARS_MAX + 1));
    if bare.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let bare = bare.trim_start_matches(['【', '[', '［']);
    LABELS
        .iter()
        .filter(|(_, name)| *name == Name::Disclosure)
        .filter_map(|(word, _)| Some((*word, bare.strip_prefix(word)?)))
        .map(|(word, rest)| (word, rest.trim_start_matches(['】', ']', '］'])))
        .find(|(_, rest)| facts::bare_mark(rest).is_some())
        .map(|(word, rest)| (word, rest.to_owned()))
}

/// 住房 公积金 通知 -> three words.
pub fn subjects(value: &str) -> Vec<String> {
    value
        .split(|c: char| is_blank(c) || matches!(c, ';' | '；' | ',' | '，' | '、' | '|'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .take(feed::limits::SUBJECTS_MAX)
        .collect()
}

/// Start, where the value begins, name and word of every label on the line.
fn find_labels(chars: &[char]) -> Vec<(usize, usize, Name, &'static str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let hit = LABELS
            .iter()
            .filter_map(|&(word, name)| {
                label_end(chars, at, word, found.is_empty()).map(|end| (end, name, word))
            })
            .max_by_key(|(end, _, _)| *end);
        match hit {
            Some((end, name, word)) => {
                found.push((at, end, name, word));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Where `word` ends at `at`, its characters possibly set apart by blanks, with the colon behind it.
fn label_end(chars: &[char], mut at: usize, word: &str, first: bool) -> Option<usize> {
    // The first label opens the line or stands behind a blank or a bracket: 文件编辑 is not 编辑. Those behind it may have
    // lost the blank before them.
    let apart = at == 0
        || is_blank(chars[at - 1])
        || matches!(chars[at - 1], '【' | '[' | '|' | '】' | ']');
    if first && !apart {
        return None;
    }
    for (index, c) in word.chars().enumerate() {
        while index > 0 && chars.get(at).is_some_and(|c| is_blank(*c)) {
            at += 1;
        }
        if chars.get(at) != Some(&c) {
            return None;
        }
        at += 1;
    }
    while chars
        .get(at)
        .is_some_and(|c| is_blank(*c) || matches!(c, '】' | ']'))
    {
        at += 1;
    }
    matches!(chars.get(at), Some(':' | '：')).then_some(at + 1)
}

fn trimmed(chars: &[char]) -> String {
    let text: String = chars.iter().collect();
    crate::reading::tidy::line(&text)
        .trim_matches(|c: char| is_blank(c) || matches!(c, '|' | '【' | '】'))
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_on_one_line_with_spaced_labels_and_empty_values_is_read() {
        let mut fields = Fields::default();
        let line = "索  引  号:1153232901517x-/2018-1230 公文目录:乡镇部门公开制度 发文机关:示例县政府办 发文字号: 主  题  词: 标      题:示例县发展和改革局关于某事的实施意见 发布日期:2018年12月30日";
        assert!(fields.take_line(line, false));
        assert_eq!(
            fields.index_no.as_deref(),
            Some("1153232901517x-/2018-1230")
        );
        assert_eq!(fields.catalogue.as_deref(), Some("乡镇部门公开制度"));
        assert_eq!(fields.agency.as_deref(), Some("示例县政府办"));
        assert_eq!(fields.doc_no, None);
        assert!(fields.subjects.is_empty());
        assert_eq!(
            fields.title.as_deref(),
            Some("示例县发展和改革局关于某事的实施意见")
        );
        assert_eq!(fields.published_on.as_deref(), Some("2018-12-30"));
    }

    #[test]
    fn prose_with_a_label_word_is_no_header() {
        let mut fields = Fields::default();
        for line in [
            "公文应当标明标题：份号、密级",
            "发文机关应当在三日内公开",
            "来源不明的信息，发布日期:不得采用",
        ] {
            assert!(!fields.take_line(line, true), "{line}");
        }
        assert_eq!(fields, Fields::default());
    }

    #[test]
    fn cells_of_an_in_page_table_are_read() {
        let mut fields = Fields::default();
        assert!(fields.take_pair("索 引 号：", " 014/2023-1 "));
        assert!(fields.take_pair("公开方式", "主动公开"));
        assert!(!fields.take_pair("项目", "金额"));
        assert_eq!(fields.index_no.as_deref(), Some("014/2023-1"));
        assert_eq!(
            fields.disclosure,
            [("公开方式".to_owned(), "主动公开".to_owned())]
        );
    }
}
