//! Pieces to blocks and articles. Owns the roles of lines in an official document: parts, addressee, labels, signature,
//! marks, imprint. Never changes words.

use std::collections::HashSet;

use feed::{Align, Article, Block};

use super::address::Addresses;
use super::draft::{Line, Piece, Role};
use super::facts;
use super::labels::{self, Kind, Label};
use super::tidy::{self, close_up, is_blank, length, squeeze};
use super::titles;
use super::toc;

/// What the body of a document consists of.
#[derive(Debug, Default)]
pub struct Body {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Addressable pieces.
    pub articles: Vec<Article>,
    /// Issuer of the first part's signature.
    pub signed_by: Option<String>,
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
        quoted: quoted_titles(&pieces),
        title: squeeze(title),
        outlined,
        toc,
        addresses: Addresses::new(title),
        body: Body::default(),
        after_signature: false,
        part_has_text: false,
        imprint: false,
        imprint_date: None,
        pieces: &pieces,
    };
    pass.run();
    let mut body = pass.body;
    body.articles = pass.addresses.finish(body.blocks.len());
    body.signed_on = body.signed_on.or(pass.imprint_date);
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
    imprint_date: Option<String>,
}

impl Pass<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.pieces.len() {
            at += match &self.pieces[at] {
                Piece::Table(rows) => {
                    self.part_has_text = true;
                    self.body.blocks.push(Block::Table { rows: rows.clone() });
                    1
                }
                Piece::Picture(alt) => {
                    self.body.blocks.push(Block::Picture { alt: alt.clone() });
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
        if let Some(label) = labels::label(text).filter(|l| self.counts(l)) {
            self.labelled(at, line, label);
            return 1;
        }
        if let Role::Heading(level) = line.role {
            self.addresses.close_pieces(self.at());
            self.heading(level.clamp(2, 4), &close_up(text));
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

    /// Signature and date of a part (落款). True if the line was one.
    fn signature(&mut self, at: usize, line: &Line) -> bool {
        let text = line.text.as_str();
        if let Some(date) = facts::only_date(text) {
            let bracketed = text.starts_with(['（', '(']);
            if bracketed && !self.part_has_text {
                return false;
            }
            self.sign(None, Some(date));
            self.paragraph(text, Align::Right, 0);
            return true;
        }
        let Some(issuer) = facts::issuers(text) else {
            return false;
        };
        let dated = self.pieces[at + 1..]
            .iter()
            .take(4)
            .map_while(Piece::text)
            .find(|t| facts::issuers(t).is_none())
            .is_some_and(|t| facts::only_date(t).is_some());
        if !(dated || (line.align == Some(Align::Right) && self.part_has_text)) {
            return false;
        }
        self.sign(Some(issuer), None);
        self.paragraph(text, Align::Right, 0);
        true
    }

    fn sign(&mut self, issuer: Option<String>, date: Option<String>) {
        self.addresses.close_pieces(self.at());
        self.after_signature = true;
        if self.addresses.parts() > 1 {
            return;
        }
        if let Some(issuer) = issuer {
            match &mut self.body.signed_by {
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

    /// 抄送, 主题词 and the line of printing (版记).
    fn is_imprint(&self, text: &str) -> bool {
        let bare = squeeze(text);
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

    fn imprint_line(&mut self, at: usize, text: &str) -> usize {
        self.addresses.close_part(self.at());
        self.imprint = true;
        let bare = squeeze(text);
        if let Some(words) = text
            .strip_prefix("主题词")
            .filter(|_| self.body.subjects.is_empty())
        {
            self.body.subjects = super::fields::subjects(words.trim_start_matches(['：', ':']));
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

    /// The title of a part (a printed regulation, a wrapped document, an annex) at `at`; answers how many pieces it took.
    fn part(&mut self, at: usize) -> Option<usize> {
        let marker = self.pieces[at]
            .text()
            .filter(|t| is_annex_marker(t))
            .map(squeeze);
        let from = at + usize::from(marker.is_some());
        let found = self.part_title(from, marker.is_some());
        if marker.is_some()
            && found.is_none()
            && !self.after_signature
            && !self.body.blocks.is_empty()
            && self.imprint
        {
            return None;
        }
        let (title, used) = match (found, &marker) {
            (Some((title, used)), _) => (title, used),
            (None, Some(marker)) => (marker.clone(), 0),
            (None, None) => return None,
        };
        if self.body.blocks.is_empty() && marker.is_none() {
            return None;
        }
        let start = self.at();
        self.addresses
            .open_part(&title, marker.as_deref().unwrap_or_default(), start);
        self.after_signature = false;
        self.part_has_text = false;
        self.imprint = false;
        match &marker {
            Some(marker) if used > 0 => {
                self.paragraph(marker, Align::Left, 0);
                self.heading(1, &title);
            }
            _ => self.heading(1, &title),
        }
        Some(used + usize::from(marker.is_some()))
    }

    fn part_title(&self, from: usize, annexed: bool) -> Option<(String, usize)> {
        if let Some(Piece::Line(line)) = self.pieces.get(from)
            && line.role == Role::Heading(1)
            && labels::label(&line.text).is_none()
        {
            return Some((close_up(&line.text), 1));
        }
        let lines: Vec<&Line> = self.pieces[from.min(self.pieces.len())..]
            .iter()
            .take(titles::LINES_MAX)
            .map_while(Piece::line)
            .take_while(|l| titles::may_be_title(l) && l.role == Role::Plain)
            .collect();
        let centred = lines
            .iter()
            .take_while(|l| l.align == Some(Align::Center))
            .count();
        // The longest run that the text names in 《》, or that reads like a title where one must come.
        let mut fallback = None;
        for used in (1..=lines.len()).rev() {
            let words: String = lines[..used].iter().map(|l| close_up(&l.text)).collect();
            let bare = bare_title(&words);
            let long_enough = length(&bare) >= 4;
            if long_enough && self.quoted.contains(&bare) && bare != bare_title(&self.title) {
                return Some((words, used));
            }
            let expected = self.after_signature || annexed;
            let whole = titles::ends_like_title(&lines[used - 1].text)
                && !lines[..used - 1]
                    .iter()
                    .any(|l| titles::ends_like_title(&l.text) && l.align != Some(Align::Center));
            let stands =
                lines[used - 1].align != Some(Align::Right) && facts::issuers(&words).is_none();
            if expected && stands && long_enough && (whole || centred == used) && fallback.is_none()
            {
                fallback = Some((words, used));
            }
        }
        if annexed && fallback.is_none() {
            let first = lines.first()?;
            return (length(&first.text) <= 40).then(|| (close_up(&first.text), 1));
        }
        fallback
    }
}

/// 第五条　为了…: one full-width space behind the label.
fn spaced(label: &Label) -> String {
    if label.rest.is_empty() {
        return label.text.clone();
    }
    let rest = match label.kind {
        Kind::Article => label.rest.clone(),
        _ => close_up(&label.rest),
    };
    let gap = if rest.starts_with(['【', '［', '：', ':']) {
        ""
    } else {
        "\u{3000}"
    };
    format!("{}{gap}{rest}", label.text)
}

/// 示例市人民政府办公室　2018年10月15日印发
fn is_printing_line(bare: &str) -> bool {
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

/// 附件, 附件1, 附件：2, 附: alone on a line.
fn is_annex_marker(text: &str) -> bool {
    let bare = squeeze(text);
    let bare = bare.trim_matches(['【', '】', '（', '）']);
    let Some(rest) = bare
        .strip_prefix("附件")
        .or_else(|| bare.strip_prefix("附表"))
        .or_else(|| bare.strip_prefix("附录"))
        .or_else(|| bare.strip_prefix('附'))
    else {
        return false;
    };
    let rest = rest.trim_matches(['：', ':', '.']);
    length(rest) <= 3
        && rest.chars().all(|c| {
            c.is_ascii_digit()
                || labels::chinese_digit(c).is_some()
                || matches!(c, '十' | 'A'..='Z' | '-' | '：')
        })
}

fn bare_title(words: &str) -> String {
    squeeze(words)
        .chars()
        .filter(|c| !matches!(c, '《' | '》' | '〈' | '〉' | '“' | '”'))
        .collect()
}

/// Every 《…》 of the text.
fn quoted_titles(pieces: &[Piece]) -> HashSet<String> {
    const TITLES_MAX: usize = 4_000;
    let mut titles = HashSet::new();
    for text in pieces.iter().filter_map(Piece::text) {
        let mut rest = text;
        while let Some(open) = rest.find('《') {
            let inner = &rest[open + '《'.len_utf8()..];
            let Some(close) = closing(inner) else { break };
            if titles.len() < TITLES_MAX {
                titles.insert(bare_title(&inner[..close]));
            }
            rest = &inner[close..];
        }
    }
    titles
}

/// Where the 》 that closes an open 《 stands; titles nest.
fn closing(inner: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in inner.char_indices() {
        match c {
            '《' => depth += 1,
            '》' if depth == 0 => return Some(at),
            '》' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Lines that hold two things are cut: issuer and date, date and mark.
fn split_lines(pieces: Vec<Piece>) -> Vec<Piece> {
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
    if length(text) <= SIGNATURE_CHARS_MAX
        && let Some(open) = text.rfind(['（', '('])
        && open > 0
        && facts::mark(&text[open..]).is_some()
    {
        let (before, mark) = text.split_at(open);
        let before = before.trim_end_matches(is_blank);
        let mut parts = cut(before);
        let signed = parts.last().is_some_and(|p| facts::only_date(p).is_some());
        if signed {
            parts.push(mark.to_owned());
            return parts;
        }
    }
    if length(text) <= SIGNATURE_CHARS_MAX
        && let Some(at) = text.find(|c: char| c.is_ascii_digit() || matches!(c, '二' | '一'))
        && at > 0
    {
        let (name, date) = text.split_at(at);
        if facts::only_date(date).is_some() && facts::issuers(name).is_some() {
            return vec![tidy::line(name), tidy::line(date)];
        }
    }
    vec![text.to_owned()]
}
