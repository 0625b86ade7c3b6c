//! What makes a document or a line acceptable. Owns the judgement at the door, used by the publisher before signing and
//! by the terminal before applying; refuses a document without evidence that it is public even if it is signed.

mod fields;

use crate::document::{Article, Block, CATEGORIES, Document, PUBLIC, RELATION_KINDS, VALIDITIES};
use crate::fault::RecordError;
use crate::limits::*;
use crate::record::{DelReason, Record};

use fields::{
    clip, code, count, date, hash, is_control, is_invisible, line, table, text, web_address,
};
pub(crate) use fields::{is_lower_hex, is_sha256};

impl Record {
    /// Checks the line, and the document inside it.
    pub fn check(&self) -> Result<(), RecordError> {
        if self.rev() == 0 {
            return Err(RecordError::NoRevision);
        }
        match self {
            Record::Put { document, .. } => document.check(),
            Record::Del { id, reason, .. } => {
                check_id(id)?;
                match reason {
                    DelReason::MergedInto { id } => check_id(id),
                    DelReason::Withdrawn | DelReason::Purged => Ok(()),
                }
            }
        }
    }
}

impl Document {
    /// Checks every field against its limit, every code against its list, and the evidence of disclosure. The revision
    /// is not judged here, so that a publisher can check before it gives one.
    pub fn check(&self) -> Result<(), RecordError> {
        if self.disclosure.attribute != PUBLIC {
            return Err(RecordError::NotPublic(clip(&self.disclosure.attribute)));
        }
        if self.disclosure.evidence.trim().is_empty() {
            return Err(RecordError::NoEvidence);
        }
        line("evidence", &self.disclosure.evidence, EVIDENCE_CHARS_MAX)?;
        check_id(&self.id)?;
        if self.title.trim().is_empty() {
            return Err(RecordError::Missing("title"));
        }
        line("title", &self.title, TITLE_CHARS_MAX)?;
        line("agency", &self.agency, FIELD_CHARS_MAX)?;
        for (field, value) in [
            ("doc_no", &self.doc_no),
            ("index_no", &self.index_no),
            ("catalogue", &self.catalogue),
        ] {
            if let Some(value) = value {
                line(field, value, FIELD_CHARS_MAX)?;
            }
        }
        count("subjects", self.subjects.len(), SUBJECTS_MAX)?;
        for subject in &self.subjects {
            line("subjects", subject, FIELD_CHARS_MAX)?;
        }
        code("category", &self.category, CATEGORIES)?;
        code("validity", &self.validity, VALIDITIES)?;
        for (field, value) in [
            ("issued_on", &self.issued_on),
            ("published_on", &self.published_on),
        ] {
            if let Some(value) = value {
                date(field, value)?;
            }
        }
        if let Some(address) = &self.source_url {
            web_address(address)?;
        }
        self.check_links()?;
        self.check_blocks()?;
        self.check_articles()?;
        self.check_provenance()
    }

    fn check_links(&self) -> Result<(), RecordError> {
        count("relations", self.relations.len(), RELATIONS_MAX)?;
        for relation in &self.relations {
            code("relation", &relation.kind, RELATION_KINDS)?;
            check_id(&relation.target)?;
            if let Some(since) = &relation.since {
                date("relation.since", since)?;
            }
        }
        if let Some(ended) = &self.ended {
            check_id(&ended.by)?;
            date("ended.since", &ended.since)?;
            code("ended.stated", &ended.stated, VALIDITIES)?;
        }
        count("attachments", self.attachments.len(), ATTACHMENTS_MAX)?;
        let mut attached_chars = 0_usize;
        for attachment in &self.attachments {
            if let Some(address) = &attachment.address {
                web_address(address)?;
            }
            let pages = attachment.pages.as_deref().unwrap_or_default();
            count("attachment pages", pages.len(), ATTACHED_PAGES_MAX)?;
            for page in pages {
                attached_chars += text("attachment page", page, ATTACHED_CHARS_MAX)?;
            }
            if attached_chars > ATTACHED_CHARS_MAX {
                return Err(RecordError::TooLong {
                    field: "attachment pages",
                    max: ATTACHED_CHARS_MAX,
                });
            }
            if attachment.name.trim().is_empty() {
                return Err(RecordError::Missing("attachment name"));
            }
            line("attachment name", &attachment.name, FIELD_CHARS_MAX)?;
            hash("attachment hash", &attachment.sha256)?;
            if attachment.length > BLOB_BYTES_MAX {
                return Err(RecordError::TooLong {
                    field: "attachment",
                    max: BLOB_BYTES_MAX as usize,
                });
            }
        }
        Ok(())
    }

    fn check_blocks(&self) -> Result<(), RecordError> {
        if self.blocks.is_empty() {
            return Err(RecordError::Missing("body"));
        }
        count("blocks", self.blocks.len(), BLOCKS_MAX)?;
        let mut body_chars = 0_usize;
        for (index, block) in self.blocks.iter().enumerate() {
            let bad = RecordError::BadBlock { block: index };
            body_chars += match block {
                Block::Heading { level, text: words } => {
                    if !(1..=4).contains(level) {
                        return Err(bad);
                    }
                    text("heading", words, BLOCK_CHARS_MAX)?
                }
                Block::Paragraph {
                    text: words, label, ..
                } => {
                    let chars = text("paragraph", words, BLOCK_CHARS_MAX)?;
                    if usize::from(*label) > chars {
                        return Err(bad);
                    }
                    chars
                }
                Block::Table { rows, spans } => table(index, rows, spans)?,
                Block::Picture { alt } => line("picture", alt, FIELD_CHARS_MAX)?,
            };
            if body_chars > BODY_CHARS_MAX {
                return Err(RecordError::TooLong {
                    field: "body",
                    max: BODY_CHARS_MAX,
                });
            }
        }
        Ok(())
    }

    fn check_articles(&self) -> Result<(), RecordError> {
        count("articles", self.articles.len(), ARTICLES_MAX)?;
        let mut seen = std::collections::HashSet::new();
        for article in &self.articles {
            let Article {
                id,
                label,
                title,
                depth,
                from,
                to,
            } = article;
            line("article id", id, FIELD_CHARS_MAX)?;
            line("article label", label, FIELD_CHARS_MAX)?;
            line("article title", title, ARTICLE_TITLE_CHARS_MAX)?;
            let plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_graphic());
            let inside = from < to && *to as usize <= self.blocks.len();
            if !plain || !inside || *depth > 5 || !seen.insert(id.as_str()) {
                return Err(RecordError::BadArticle(clip(id)));
            }
        }
        Ok(())
    }

    fn check_provenance(&self) -> Result<(), RecordError> {
        let provenance = &self.provenance;
        for (field, value) in [
            ("source", &provenance.source),
            ("adapter", &provenance.adapter),
            ("fetched", &provenance.fetched),
            ("collection", &provenance.collection),
        ] {
            line(field, value, ADDRESS_BYTES_MAX)?;
        }
        hash("raw_sha256", &provenance.raw_sha256)?;
        if provenance.fetched.parse::<jiff::Timestamp>().is_err() {
            return Err(RecordError::BadDate {
                field: "fetched",
                value: clip(&provenance.fetched),
            });
        }
        Ok(())
    }
}

/// An id is a relative path of plain names: `L01/2018/89.txt`. It never climbs, hides or ends in blank space.
pub fn check_id(id: &str) -> Result<(), RecordError> {
    let bad = || RecordError::BadId(clip(id));
    if id.is_empty() || id.len() > ID_BYTES_MAX || id.contains('\\') || id.trim() != id {
        return Err(bad());
    }
    if id.chars().any(|c| is_control(c) || is_invisible(c)) {
        return Err(bad());
    }
    if id.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(bad());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
