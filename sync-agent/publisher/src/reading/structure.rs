//! Pieces to blocks and articles. Owns the roles of lines in an official document: parts, addressee, labels, signature,
//! marks, imprint. Never changes words.

mod address;
pub(crate) mod annexes;
pub(crate) mod cuts;
mod endings;
mod parts;
mod toc;

use std::collections::HashSet;

use feed::{Align, Article, Block};

use crate::reading::draft::{Line, Piece, Role};
use crate::reading::facts;
use crate::reading::head::titles;
use crate::reading::history;
use crate::reading::labels::{self, Kind, Label};
use crate::reading::structure::address::Addresses;
use crate::reading::structure::annexes::{ANNEX_LINE_CHARS_MAX, is_annex_list, printed_titles};
use crate::reading::structure::cuts::{spaced, split_lines};
use crate::reading::tidy::{close_up, length, squeeze};

/// （2007年6月29日某委员会第二十八次会议通过）: the date under a title on which the text was made.
fn passed_on(note: &str) -> Option<String> {
    let (date, words) = facts::leading_date(facts::strip_brackets(note))?;
    let made = ["通过", "公布", "发布", "批准", "修订", "修正", "印发"];
    made.iter()
        .any(|verb| words.ends_with(verb))
        .then_some(date)
}

/// What the body of a document consists of.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Body {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    pub articles: Vec<Article>,
    /// Issuer of the first part's signature.
    pub signed_by: Option<String>,
    /// Who passed the text, by the note under its title.
    pub passed_by: Option<String>,
    /// Date of the first part's signature, else of the imprint.
    pub signed_on: Option<String>,
    /// 主题词 of the imprint.
    pub subjects: Vec<String>,
}

/// Builds the body of the document called `title`.
pub fn build(title: &str, pieces: Vec<Piece>) -> Body {
    let pieces = split_lines(pieces);
    let toc = toc::mark(&pieces);
    let outlined = pieces
        .iter()
        .filter_map(Piece::text)
        .any(|t| labels::label(t).is_some_and(|l| l.number.contains('.')));
    let mut pass = Pass {
        quoted: printed_titles(&pieces),
        title: squeeze(title),
        outlined,
        toc,
        addresses: Addresses::new(title),
        body: Body::default(),
        after_signature: false,
        part_has_text: false,
        imprint: false,
        annex_list: false,
        imprint_date: None,
        head_date: None,
        pieces: &pieces,
    };
    pass.run();
    pass.signature_of_form();
    let mut body = pass.body;
    body.articles = pass.addresses.finish(body.blocks.len());
    body.signed_on = body.signed_on.or(pass.imprint_date).or(pass.head_date);
    body
}

struct Pass<'a> {
    pieces: &'a [Piece],
    toc: Vec<bool>,
    /// Titles in 《》 anywhere in the text: what a notice prints or forwards.
    quoted: HashSet<String>,
    title: String,
    outlined: bool,
    addresses: Addresses,
    body: Body,
    after_signature: bool,
    part_has_text: bool,
    imprint: bool,
    /// Below 附件：1.… the numbered lines up to the signature name annexes; they are no pieces of the text.
    annex_list: bool,
    imprint_date: Option<String>,
    /// A date between title and text.
    head_date: Option<String>,
}

impl Pass<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.pieces.len() {
            at += match &self.pieces[at] {
                Piece::Table(rows) => {
                    self.part_has_text = true;
                    self.body.blocks.push(Block::Table {
                        rows: rows.rows.clone(),
                        spans: rows.spans.clone(),
                    });
                    1
                }
                Piece::Picture(picture) => {
                    let alt = picture.alt.clone();
                    self.body.blocks.push(Block::Picture { alt });
                    1
                }
                Piece::Line(line) => self.line(at, line),
            };
        }
    }

    /// Handles the line at `at`; answers how many pieces it used.
    fn line(&mut self, at: usize, line: &Line) -> usize {
        let text = line.text.as_str();
        if self.toc[at] {
            self.paragraph(text, Align::Left, 0);
            return 1;
        }
        if line.role == Role::History {
            self.paragraph(text, Align::Center, 0);
            return 1;
        }
        if facts::mark(text).is_some() {
            self.addresses.close_pieces(self.at());
            self.after_signature |=
                facts::mark(text).is_some_and(|(m, _)| m != facts::Mark::Neutral);
            self.paragraph(text, line.align.unwrap_or_default(), 0);
            return 1;
        }
        if self.is_imprint(text) {
            return self.imprint_line(at, text);
        }
        if let Some(used) = self.part(at) {
            return used;
        }
        if self.signature(at, line) {
            return 1;
        }
        if self.imprint {
            self.paragraph(text, Align::Left, 0);
            return 1;
        }
        if is_annex_list(text) {
            self.addresses.close_pieces(self.at());
            self.annex_list = true;
        }
        if self.annex_list && length(text) <= ANNEX_LINE_CHARS_MAX {
            self.paragraph(text, Align::Body, 0);
            return 1;
        }
        self.annex_list = false;
        if let Some(label) = labels::label(text).filter(|l| self.counts(l)) {
            self.labelled(at, line, label);
            return 1;
        }
        if let Role::Heading(level) = line.role {
            let words = close_up(text);
            self.addresses
                .open_heading(level, &words, self.body.blocks.len());
            self.heading(level.clamp(2, 4), &words);
            self.part_has_text = true;
            return 1;
        }
        self.plain(line);
        1
    }

    fn at(&self) -> usize {
        self.body.blocks.len()
    }

    fn paragraph(&mut self, text: &str, align: Align, label: usize) {
        self.body.blocks.push(Block::Paragraph {
            text: text.to_owned(),
            align,
            label: u16::try_from(label).unwrap_or(0),
        });
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.body.blocks.push(Block::Heading {
            level,
            text: text.to_owned(),
        });
    }

    fn plain(&mut self, line: &Line) {
        let text = line.text.as_str();
        let centred = line.align == Some(Align::Center) && length(text) <= 60;
        let number = !self.part_has_text && facts::document_number(text).is_some();
        let note = !self.part_has_text && text.starts_with(['（', '(']) && length(text) <= 60;
        if note && let Some(date) = passed_on(text) {
            self.head_date.get_or_insert(date);
            let inner = facts::strip_brackets(text);
            let maker = history::maker(&self.title, std::iter::once(inner));
            self.body.passed_by = self.body.passed_by.take().or(maker);
        }
        if centred || number || note {
            self.paragraph(text, Align::Center, 0);
            return;
        }
        let addressee = !self.part_has_text && titles::is_addressee(text);
        let align = match line.align {
            Some(Align::Right) if length(text) <= 40 => Align::Right,
            _ if addressee => Align::Left,
            _ => Align::Body,
        };
        self.part_has_text = true;
        self.paragraph(text, align, 0);
    }

    /// A bare figure opens a section only in texts that number 1, 1.1, 1.2.
    fn counts(&self, label: &Label) -> bool {
        let bare_figure =
            label.kind == Kind::Section && label.text.chars().all(|c| c.is_ascii_digit());
        !bare_figure || self.outlined
    }

    fn labelled(&mut self, at: usize, line: &Line, label: Label) {
        self.part_has_text = true;
        let block = self.at();
        self.addresses.open(&label, block);
        let text = line.text.as_str();
        let marked = matches!(line.role, Role::Heading(_));
        match label.kind {
            Kind::Book => self.heading(1, &spaced(&label)),
            Kind::SubBook | Kind::Chapter => self.heading(2, &spaced(&label)),
            Kind::Section if label.text.starts_with('第') => self.heading(3, &spaced(&label)),
            Kind::Section | Kind::List if marked || self.heads(at, &label, 50) => {
                self.heading(3, text)
            }
            Kind::Item if marked || self.heads(at, &label, 40) => self.heading(4, text),
            Kind::Article => self.paragraph(&spaced(&label), Align::Body, length(&label.text)),
            Kind::Section | Kind::List | Kind::Item => {
                self.paragraph(text, Align::Body, label.chars)
            }
            Kind::Number | Kind::Small => self.paragraph(text, Align::Body, 0),
        }
    }

    /// Whether a labelled line is the heading of what follows, and not an entry of a list.
    fn heads(&self, at: usize, label: &Label, chars_max: usize) -> bool {
        let rest = label.rest.as_str();
        let short = !rest.is_empty() && length(rest) <= chars_max;
        let clause = rest.contains(['。', '；', '：', ';', ':', '！', '？'])
            || rest.ends_with(['，', ',', '、']);
        let next = self.pieces[at + 1..].first();
        let followed = match next {
            Some(Piece::Line(next)) => match labels::label(&next.text) {
                Some(next) => next.kind > label.kind,
                None => {
                    facts::only_date(&next.text).is_none() && facts::issuers(&next.text).is_none()
                }
            },
            Some(_) => true,
            None => false,
        };
        short && !clause && followed
    }
}
