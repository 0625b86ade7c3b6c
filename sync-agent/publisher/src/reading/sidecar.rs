//! Side-car metadata: what an editor states about a file beside it. Owns the format; a side-car that cannot be understood
//! refuses its document, for a wrong field is worse than none.
//!
//! For a document `NAME.EXT` the file is `NAME.EXT.meta.toml` or `NAME.meta.toml` in the same folder. A Markdown file may carry
//! the same keys as front matter between two lines `+++`. Every key is optional:
//!
//! ```toml
//! title = "关于进一步完善住房公积金提取办法的通知"
//! agency = "示例市住房公积金管理中心"        # 发文机关
//! doc_no = "示政办发〔2018〕31号"            # 发文字号
//! index_no = "SL001/2018-00031"             # 索引号
//! subjects = ["住房", "公积金"]              # 主题词
//! category = "policy"                       # policy regulation interpretation gazette budget guide shelf other
//! catalogue = "政策文件"                     # 公文目录
//! issued_on = "2018-05-04"                  # 成文 or 印发, YYYY-MM-DD
//! published_on = "2018-05-08"               # 发布
//! validity = "in-force"                     # in-force repealed expired superseded unknown
//! disclosure = "主动公开"                    # counts as a field of the document's own: evidence for or against
//! source_url = "https://www.example.invalid/art/31.html"
//! attachments = ["31/申请表.pdf"]            # relative to the document's folder, inside the source
//!
//! [[relations]]
//! kind = "interprets"                       # interprets forwards repeals replaces issue-of
//! target = "policy/2018-31.txt"             # path relative to the source's root, or an id
//! ```

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::reading::fields::Fields;

/// Bytes of a side-car.
pub const SIDECAR_BYTES_MAX: u64 = 64 * 1024;

/// The keys of a side-car.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Sidecar {
    /// 标题.
    pub title: Option<String>,
    /// 发文机关.
    pub agency: Option<String>,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// 索引号.
    pub index_no: Option<String>,
    /// 主题词.
    pub subjects: Vec<String>,
    pub category: Option<String>,
    /// 公文目录.
    pub catalogue: Option<String>,
    /// 成文 or 印发 date.
    pub issued_on: Option<String>,
    /// 发布日期.
    pub published_on: Option<String>,
    pub validity: Option<String>,
    /// 公开属性 in words.
    pub disclosure: Option<String>,
    /// Address of the source page.
    pub source_url: Option<String>,
    /// Files beside the document.
    pub attachments: Vec<String>,
    /// Links to other documents.
    pub relations: Vec<Link>,
}

/// A link as the side-car writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Link {
    pub kind: String,
    /// Path relative to the source's root, or an id.
    pub target: String,
}

/// Where a side-car may lie.
pub fn beside(path: &Path) -> [PathBuf; 2] {
    [
        path.with_added_extension("meta.toml"),
        path.with_extension("meta.toml"),
    ]
}

impl Sidecar {
    /// Reads the keys; the message says what is wrong, without the file's name.
    pub fn parse(text: &str) -> Result<Sidecar, String> {
        let sidecar: Sidecar = toml::from_str(text).map_err(|e| e.message().to_owned())?;
        let listed = |key: &str, value: &Option<String>, allowed: &[&str]| match value {
            Some(value) if !allowed.contains(&value.as_str()) => Err(format!(
                "{key} {value:?}: allowed are {}",
                allowed.join(", ")
            )),
            _ => Ok(()),
        };
        listed("category", &sidecar.category, feed::document::CATEGORIES)?;
        listed("validity", &sidecar.validity, feed::document::VALIDITIES)?;
        for link in &sidecar.relations {
            listed(
                "relation kind",
                &Some(link.kind.clone()),
                feed::document::RELATION_KINDS,
            )?;
        }
        for (key, value) in [
            ("issued_on", &sidecar.issued_on),
            ("published_on", &sidecar.published_on),
        ] {
            let valid = value
                .as_ref()
                .is_none_or(|v| v.len() == 10 && v.parse::<jiff::civil::Date>().is_ok());
            if !valid {
                return Err(format!("{key}: a date YYYY-MM-DD is allowed"));
            }
        }
        Ok(sidecar)
    }

    /// The stated fields in the shape that every reader uses.
    pub fn fields(&self) -> Fields {
        // An empty value states nothing.
        let said = |value: &Option<String>| value.clone().filter(|v| !v.trim().is_empty());
        Fields {
            title: said(&self.title),
            agency: said(&self.agency),
            doc_no: said(&self.doc_no),
            index_no: said(&self.index_no),
            subjects: self.subjects.clone(),
            catalogue: said(&self.catalogue),
            issued_on: self.issued_on.clone(),
            published_on: self.published_on.clone(),
            validity: self.validity.clone(),
            disclosure: said(&self.disclosure)
                .map(|value| ("disclosure".to_owned(), value))
                .into_iter()
                .collect(),
            source_url: said(&self.source_url),
            ..Fields::default()
        }
    }
}

/// Whether the text opens with front matter of another kind, which would else be read as words of the document.
pub fn is_yaml(text: &str) -> bool {
    const KEYS_MAX: usize = 60;
    let mut lines = text
        .trim_start_matches('\u{FEFF}')
        .lines()
        .map(str::trim_end);
    if lines.next() != Some("---") {
        return false;
    }
    let keys: Vec<&str> = lines.take(KEYS_MAX).take_while(|l| *l != "---").collect();
    !keys.is_empty() && keys.len() < KEYS_MAX && keys.iter().any(|l| l.contains(':'))
}

/// Front matter between two lines `+++` at the start of a text, and the text behind it.
pub fn front_matter(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_start_matches('\u{FEFF}').strip_prefix("+++")?;
    let body = body
        .strip_prefix("\r\n")
        .or_else(|| body.strip_prefix('\n'))?;
    let end = body.find("\n+++")?;
    let rest = &body[end + "\n+++".len()..];
    Some((&body[..end + 1], rest.trim_start_matches(['\r', '\n'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_and_an_unknown_one_refused() {
        let text = "title = \"甲\"\ncategory = \"guide\"\nissued_on = \"2018-05-04\"\nattachments = [\"a.pdf\"]\n[[relations]]\nkind = \"interprets\"\ntarget = \"b.txt\"\n";
        let sidecar = Sidecar::parse(text).unwrap();
        assert_eq!(sidecar.title.as_deref(), Some("甲"));
        assert_eq!(sidecar.relations[0].target, "b.txt");
        for wrong in [
            "titel = \"甲\"",
            "category = \"law\"",
            "issued_on = \"2018-13-01\"",
            "validity = \"valid\"",
            "title = 3",
            "[[relations]]\nkind = \"x\"\ntarget = \"b\"",
        ] {
            assert!(Sidecar::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn front_matter_is_cut_off_the_text() {
        assert_eq!(
            front_matter("+++\ntitle = \"甲\"\n+++\n\n# 乙\n"),
            Some(("title = \"甲\"\n", "# 乙\n"))
        );
        assert_eq!(front_matter("# 乙\n+++\n"), None);
    }
}
