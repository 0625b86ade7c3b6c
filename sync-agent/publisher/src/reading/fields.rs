//! Labelled fields a source states about itself: `索引号:… 发文机关:… 发布日期:…`, in a header line, an in-page table or a
//! field list. Owns the labels; refuses to guess from prose.

mod letter;
mod line;
mod wordings;

use crate::reading::facts::{self, document_number, find_date, is_name};
use crate::reading::fields::letter::Letter;
use crate::reading::fields::line::find_labels;
use crate::reading::fields::wordings::{Name, known};
use crate::reading::labels::{chinese_digit, decimal_digit};
use crate::reading::tidy::{is_blank, squeeze};
use crate::reading::validity;

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
    /// 日期 or 更新时间 of the page: stands for the day of publication when nothing else does.
    pub stamped_on: Option<String>,
    /// 效力, in the source's words.
    pub validity: Option<String>,
    /// The last day on which it is in force (有效期, 失效日期).
    pub until: Option<String>,
    /// Fields that are said twice and differently.
    pub disagreements: Vec<String>,
    /// 公开属性, 公开方式 and the like: label and value of each that the source states.
    pub disclosure: Vec<(String, String)>,
    /// Address of the source page.
    pub source_url: Option<String>,
    /// What it says of a letter, if it shows one.
    pub letter: Letter,
}

/// Whether these words are a label and nothing else.
pub fn is_label(words: &str) -> bool {
    known(words).is_some()
}

pub use letter::{says_state, without_state};
pub use wordings::{is_own, is_weak};

/// Whether a line without any mark is labels of a letter with their values: 答复单位　示例市城市管理局.
pub fn is_of_letter(line: &str) -> bool {
    !letter::unmarked(line).is_empty()
}

/// A value longer than this is prose behind a word that happens to be a label.
const VALUE_CHARS_MAX: usize = 200;

impl Fields {
    /// Takes a header line apart (`索  引  号:… 公文目录:… 标      题:…`). True if the line was one and is not text. A line
    /// with a single label counts only if `alone` allows it. Of a letter (来信人：… 答复单位：…) the fields are taken and the line is text.
    pub fn take_line(&mut self, line: &str, alone: bool) -> bool {
        const LINE_BYTES_MAX: usize = 4_096;
        if line.len() > LINE_BYTES_MAX {
            return false;
        }
        if !line.contains([':', '：', '】']) {
            return !self.take_unmarked(line) && self.take_mark(line);
        }
        let chars: Vec<char> = line.chars().collect();
        let found = find_labels(&chars);
        let opens = found.first().is_some_and(|(start, _, _, _)| *start <= 1);
        let enough = found.len() >= 2 || (alone && found.len() == 1);
        if !opens || !enough {
            return !line.contains([':', '：']) && self.take_mark(line);
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
        let is_text = found
            .iter()
            .any(|(_, _, name, _)| letter::is_of_letter(*name));
        for ((_, _, name, label), value) in found.into_iter().zip(values) {
            self.set(name, label, value);
        }
        !is_text
    }

    fn take_unmarked(&mut self, line: &str) -> bool {
        let pairs = letter::unmarked(line);
        let taken = !pairs.is_empty();
        for (name, label, value) in pairs {
            self.set(name, label, value);
        }
        taken
    }

    fn take_mark(&mut self, line: &str) -> bool {
        let said = disclosure_without_colon(line);
        if let Some((label, value)) = &said {
            self.set(Name::Disclosure, label, value.clone());
        }
        said.is_some()
    }

    /// Takes a label and its value that a page keeps in two cells. True if the label is known.
    pub fn take_pair(&mut self, label: &str, value: &str) -> bool {
        let Some((known, name)) = known(label) else {
            return false;
        };
        self.letter.see(known);
        let value = trimmed(&value.chars().collect::<Vec<_>>());
        if value.chars().count() <= VALUE_CHARS_MAX {
            self.set(name, known, value);
        }
        true
    }

    fn set(&mut self, name: Name, label: &str, value: String) {
        if value.is_empty()
            || matches!(
                value.as_str(),
                "-" | "--" | "—" | "无" | "空" | "/" | "暂无" | "暂缺"
            )
        {
            return;
        }
        // The next label where the value is empty, alone or with its own value: never a value.
        if known(&value).is_some() {
            return;
        }
        if let Some((label, own)) = value.split_once(['：', ':'])
            && known(label).is_some()
        {
            self.take_pair(label, own);
            return;
        }
        self.letter.see(label);
        let value = match name {
            Name::Ignored | Name::Asked => return,
            Name::Subjects => {
                if self.subjects.is_empty() {
                    self.subjects = subjects(&value);
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
            // 无文号, 暂无文号; no number is without a figure: the word is the heading of another column.
            Name::DocNo if value.starts_with(['无', '暂', '没']) => None,
            Name::DocNo if !value.chars().any(is_figure) => None,
            Name::DocNo => document_number(&value).or(Some(value)),
            // 字号：大 中 小 sets the size of letters.
            Name::WeakNo => document_number(&value),
            Name::Generated if value.contains([':', '：']) => None,
            Name::Ended => {
                let said = label.trim_start_matches("是否").trim_start_matches('已');
                yes_or_no(&value).map(|yes| format!("{}{said}", if yes { "已" } else { "未" }))
            }
            Name::Generated | Name::Issued | Name::Answered | Name::Published | Name::Stamped => {
                find_date(&value)
            }
            Name::Closed => find_date(&value),
            Name::LetterTitle => Some(letter::without_state(&value).to_owned()),
            Name::EndedBy => document_number(&value).map(|_| "已废止".to_owned()),
            // 有效期：已过期.
            Name::Until if find_date(&value).is_none() => {
                let over = validity::code(&value).is_some_and(|code| code != "in-force");
                if over {
                    self.validity.get_or_insert(value);
                }
                return;
            }
            Name::Until => validity::last_date(&value),
            Name::Answering | Name::Handling => name_of(letter::without_state(&value)),
            Name::Agency | Name::Sender => name_of(&value),
            _ => Some(value),
        };
        let Some(value) = value else { return };
        let slot = match name {
            Name::LetterTitle | Name::Handling | Name::Closed => {
                self.letter.take(name, value);
                return;
            }
            Name::Title => &mut self.title,
            Name::Agency | Name::Answering => &mut self.agency,
            Name::Sender => &mut self.sender,
            Name::DocNo | Name::WeakNo => &mut self.doc_no,
            Name::IndexNo => &mut self.index_no,
            Name::Catalogue => &mut self.catalogue,
            Name::Validity | Name::Ended | Name::EndedBy => &mut self.validity,
            Name::Until => &mut self.until,
            Name::Issued | Name::Answered | Name::Generated => &mut self.issued_on,
            Name::Published => &mut self.published_on,
            Name::Stamped => &mut self.stamped_on,
            Name::Subjects | Name::Disclosure | Name::Ignored | Name::Asked => return,
        };
        let Some(first) = slot else {
            *slot = Some(value);
            return;
        };
        let matters = matches!(
            name,
            Name::Agency
                | Name::DocNo
                | Name::WeakNo
                | Name::IndexNo
                | Name::Issued
                | Name::Validity
                | Name::Ended
        );
        if matters && squeeze(first) != squeeze(&value) {
            let said = format!("{label}: {first}, and elsewhere {value}");
            if !self.disagreements.contains(&said) {
                self.disagreements.push(said);
            }
        }
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
            stamped_on: self.stamped_on.or(other.stamped_on),
            until: self.until.or(other.until),
            disagreements: [self.disagreements, other.disagreements].concat(),
            validity: self.validity.or(other.validity),
            disclosure: both(self.disclosure, other.disclosure),
            source_url: self.source_url.or(other.source_url),
            letter: self.letter.or(other.letter),
        }
    }
}

fn is_figure(c: char) -> bool {
    decimal_digit(c).is_some() || chinese_digit(c).is_some() || c == '十'
}

/// What the answer to a question says: 是, 已废止, 否, 未废止; none if it says something else.
fn yes_or_no(value: &str) -> Option<bool> {
    let opens = |words: &[&str]| words.iter().any(|word| value.starts_with(word));
    match value {
        "不" | "N" | "n" => Some(false),
        "Y" | "y" => Some(true),
        _ if opens(&["否", "未", "没有", "不是"]) => Some(false),
        _ if opens(&["是", "已"]) => Some(true),
        _ => None,
    }
}

/// The name of an office, without the buttons and counters that share its line; none if no name is left.
fn name_of(value: &str) -> Option<String> {
    const NAME_CHARS_MAX: usize = 60;
    let end = value.find(['【', '[', '|', '丨']).unwrap_or(value.len());
    // 示例日报 记者 某某: who wrote it there.
    let author = value.find("记者").filter(|at| *at > 0);
    let end = author.map_or(end, |at| at.min(end));
    let name = value[..end].trim_matches(|c: char| is_blank(c) || matches!(c, '：' | ':'));
    // 访问量：199: another label, run in.
    if facts::is_nobody(name) || name.contains(['：', ':']) {
        return None;
    }
    let parts: Vec<&str> = name
        .split(['；', ';', '，', ','])
        .map(|part| part.trim_matches(is_blank))
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() > 1 && parts.iter().all(|part| facts::is_issuer(part)) {
        return Some(parts.join("、"));
    }
    if let Some(offices) = facts::issuers(name) {
        return Some(offices);
    }
    let letters = name
        .chars()
        .any(|c| !c.is_ascii_digit() && !c.is_ascii_punctuation());
    let address = name.starts_with("http") || name.starts_with("www.");
    (letters && !address && name.chars().count() <= NAME_CHARS_MAX).then(|| name.to_owned())
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
    wordings::of(Name::Disclosure)
        .filter_map(|word| Some((word, bare.strip_prefix(word)?)))
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

fn trimmed(chars: &[char]) -> String {
    let text: String = chars.iter().collect();
    let line = crate::reading::tidy::line(&text);
    let value = line.trim_matches(|c: char| is_blank(c) || matches!(c, '|' | '【' | '】'));
    // （答复单位：示例局）: the bracket was opened before the label.
    let closes = !value.contains(['（', '(']);
    let value = value
        .strip_suffix(['）', ')'])
        .filter(|_| closes)
        .unwrap_or(value);
    value.to_owned()
}

#[cfg(test)]
mod tests;
