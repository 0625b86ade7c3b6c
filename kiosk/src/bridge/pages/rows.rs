//! Lays out the rows of document lists: breaks titles and snippets into lines, marks hits, places number, agency, date and
//! badges. Decides no order and drops no row.

use mirror::Validity;
use screens::{Ink, Row, Run};
use session::screen::rows;
use slint::{Model, ModelRc, VecModel};

use crate::bridge::breaking::{Span, break_lines};
use crate::bridge::fonts::{Advances, Face, drawn_char};

const TITLE_PX: f32 = 33.0;
const TITLE_LINE_PX: f32 = 48.0;
const TITLE_LINES_MAX: usize = 4;
const BRIEF_TITLE_LINES_MAX: usize = 2;
const CARD_TITLE_PX: f32 = 40.0;
const CARD_TITLE_LINE_PX: f32 = 54.0;
const CARD_TITLE_LINES_MAX: usize = 3;
const SNIPPET_PX: f32 = 28.0;
const SNIPPET_LINE_PX: f32 = 42.0;
const SNIPPET_LINES_MAX: usize = 2;
const META_PX: f32 = 26.0;
const META_LINE_PX: f32 = 42.0;
const META_GAP_PX: f32 = 26.0;
/// Below the words over the near documents.
const HEADING_GAP_PX: f32 = 12.0;
const BADGE_PX: f32 = 25.0;
const BADGE_HEIGHT_PX: f32 = 38.0;
const BADGE_PAD_PX: f32 = 12.0;
const PAD_TOP_PX: f32 = 20.0;
const PAD_BOTTOM_PX: f32 = 18.0;
const NUMBER_PX: f32 = 56.0;
/// The edge of the card, above and below.
const EDGE_PX: f32 = 2.0;
/// A row is a touch target.
const ROW_PX_MIN: f32 = 104.0;

/// Words of badges, in the visitor's language.
pub struct Badges {
    /// 有解读.
    pub interpreted: String,
    /// 今天新增.
    pub new_today: String,
    /// 相近的文件, and what that means.
    pub near: [String; 2],
    /// 号码相近的.
    pub numbers: [String; 2],
    /// Words for the article that holds what was looked for.
    pub place: Box<dyn Fn(&rows::Row) -> String>,
    /// Words for the page of an attachment that holds what was looked for.
    pub attached: Box<dyn Fn(&rows::Leaf) -> String>,
    /// Words for those of the question that a document lacks.
    pub missing: Box<dyn Fn(&str) -> String>,
    /// Words for a validity (效力).
    pub validity: Box<dyn Fn(Validity) -> String>,
}

/// Where rows stand and what they may take.
#[allow(missing_docs)]
pub struct Room<'a> {
    /// Width of the text, in pixels at 4 px/mm.
    pub width: f32,
    /// How much larger words are written.
    pub print: f32,
    /// Cards of care mode: facts stand before what was found, since the last lines may have no room.
    pub card: bool,
    /// A small glass: titles and snippets take fewer lines.
    pub brief: bool,
    /// Rows carry a number in front (low reach).
    pub numbered: bool,
    pub fonts: &'a dyn Advances,
}

/// Lays out all rows, one under the other.
pub fn lay_out(documents: &[rows::Row], room: &Room, badges: &Badges) -> ModelRc<Row> {
    let mut y = 0.0;
    let laid: Vec<Row> = documents
        .iter()
        .map(|row| {
            let (runs, height) = lay_out_row(row, room, badges);
            let laid = Row {
                id: row.id.as_str().into(),
                article_id: row.article_id.as_str().into(),
                label: plain(&row.title).into(),
                value: row
                    .attached
                    .as_ref()
                    .map_or_else(String::new, |leaf| (badges.attached)(leaf))
                    .into(),
                said: said(row, badges).into(),
                y,
                height,
                runs: ModelRc::new(VecModel::from(runs)),
                ..Row::default()
            };
            y += height;
            laid
        })
        .collect();
    ModelRc::new(VecModel::from(laid))
}

/// How many whole rows fit from row `first` on into `height`.
pub fn fitting(rows: &ModelRc<Row>, first: i32, height: f32) -> i32 {
    let first = first.max(0) as usize;
    let Some(top) = rows.row_data(first).map(|row| row.y) else {
        return 0;
    };
    let whole = |row: &Row| row.y + row.height <= top + height - EDGE_PX;
    rows.iter().skip(first).take_while(whole).count() as i32
}

/// The first row of a page: the very first, or with `end` the first from which all rows up to there fit.
pub fn first_of(rows: &ModelRc<Row>, end: i32, height: f32) -> i32 {
    let end = (end.max(0) as usize).min(rows.row_count());
    let Some(bottom) = end
        .checked_sub(1)
        .and_then(|last| rows.row_data(last))
        .map(|row| row.y + row.height)
    else {
        return 0;
    };
    let fits = |row: Row| bottom - row.y <= height - EDGE_PX;
    let first = rows.iter().position(fits).unwrap_or(end);
    // One that is taller than the list stands alone.
    first.min(end - 1) as i32
}

fn plain(spans: &[rows::Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

fn lay_out_row(row: &rows::Row, room: &Room, badges: &Badges) -> (Vec<Run>, f32) {
    let left = if room.numbered { NUMBER_PX } else { 0.0 };
    let mut page = Piece {
        runs: Vec::new(),
        left,
        width: room.width / room.print - left,
        y: PAD_TOP_PX,
        fonts: room.fonts,
    };
    if row.opens_near {
        page.heading(if row.near_number {
            &badges.numbers
        } else {
            &badges.near
        });
    }
    let fewer = |style: Style, most: usize| Style {
        lines_max: if room.brief { most } else { style.lines_max },
        ..style
    };
    if room.card {
        page.words(&row.title, &CARD_TITLE);
        page.y += 2.0;
        let (badges, plain): (Vec<_>, Vec<_>) = facts(row, badges)
            .into_iter()
            .partition(|(_, ink)| *ink == Ink::Bad);
        page.facts(badges.into_iter().chain(plain));
        page.words(&row.snippet, &SNIPPET);
    } else {
        page.words(&row.title, &fewer(TITLE, BRIEF_TITLE_LINES_MAX));
        if !row.snippet.is_empty() {
            page.y += 2.0;
            page.words(&row.snippet, &fewer(SNIPPET, 1));
        }
        page.y += 2.0;
        page.facts(facts(row, badges));
    }
    let height = (page.y + PAD_BOTTOM_PX) * room.print;
    for run in &mut page.runs {
        for measure in [
            &mut run.x,
            &mut run.y,
            &mut run.width,
            &mut run.height,
            &mut run.size,
        ] {
            *measure *= room.print;
        }
    }
    (page.runs, height.max(ROW_PX_MIN))
}

struct Style {
    ink: Ink,
    face: Face,
    size: f32,
    line: f32,
    lines_max: usize,
}

const TITLE: Style = Style {
    ink: Ink::Title,
    face: Face::SansBold,
    size: TITLE_PX,
    line: TITLE_LINE_PX,
    lines_max: TITLE_LINES_MAX,
};
const SNIPPET: Style = Style {
    ink: Ink::Snippet,
    face: Face::Sans,
    size: SNIPPET_PX,
    line: SNIPPET_LINE_PX,
    lines_max: SNIPPET_LINES_MAX,
};

const CARD_TITLE: Style = Style {
    ink: Ink::Title,
    face: Face::SansBold,
    size: CARD_TITLE_PX,
    line: CARD_TITLE_LINE_PX,
    lines_max: CARD_TITLE_LINES_MAX,
};

/// What a row says beside its title, in the order of the list, and how each is written.
fn facts(row: &rows::Row, badges: &Badges) -> Vec<(String, Ink)> {
    let place = (badges.place)(row);
    let plain = [&row.doc_no, &row.agency, &row.date, &place];
    let mut facts: Vec<(String, Ink)> = plain
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .map(|fact| (fact.clone(), Ink::Meta))
        .collect();
    match row.validity {
        Validity::Repealed | Validity::Expired | Validity::Superseded => {
            facts.push(((badges.validity)(row.validity), Ink::Bad));
        }
        Validity::InForce | Validity::Unknown => {}
    }
    if let Some(leaf) = &row.attached {
        facts.push(((badges.attached)(leaf), Ink::Info));
    }
    if row.interpreted {
        facts.push((badges.interpreted.clone(), Ink::Info));
    }
    if !row.missing.is_empty() {
        facts.push(((badges.missing)(&row.missing.join("、")), Ink::Info));
    }
    if row.new_today {
        facts.push((badges.new_today.clone(), Ink::Good));
    }
    facts
}

/// All that stands on a row, as it is read aloud.
fn said(row: &rows::Row, badges: &Badges) -> String {
    let facts: Vec<String> = facts(row, badges)
        .into_iter()
        .map(|(fact, _)| fact)
        .collect();
    let sentences = [plain(&row.title), facts.join("，"), plain(&row.snippet)];
    let spoken = sentences.iter().filter(|sentence| !sentence.is_empty());
    spoken.cloned().collect::<Vec<_>>().join("。")
}

struct Piece<'a> {
    runs: Vec<Run>,
    left: f32,
    width: f32,
    y: f32,
    fonts: &'a dyn Advances,
}

impl Piece<'_> {
    fn words(&mut self, spans: &[rows::Span], style: &Style) {
        let marked: Vec<(char, bool)> = spans
            .iter()
            .flat_map(|span| {
                span.text
                    .chars()
                    .map(|c| if c.is_control() { ' ' } else { c })
                    .map(|c| (drawn_char(c, self.fonts), span.mark))
            })
            .collect();
        let chars: Vec<char> = marked.iter().map(|(c, _)| *c).collect();
        let wide = |at: usize| self.fonts.advance(style.face, chars[at]) * style.size;
        let mut lines = break_lines(&chars, self.width, self.width, wide);
        let cut = lines.len() > style.lines_max;
        lines.truncate(style.lines_max);
        let last = lines.len().saturating_sub(1);
        for (n, line) in lines.iter().enumerate() {
            self.line(&marked, *line, style, cut && n == last);
            self.y += style.line;
        }
    }

    /// One line as runs of equal marking; `cut` puts an ellipsis in place of what does not fit.
    fn line(&mut self, marked: &[(char, bool)], line: Span, style: &Style, cut: bool) {
        let mut chars: Vec<(char, bool)> = marked[line.from..line.to].to_vec();
        if cut {
            let dots = self.fonts.advance(style.face, '…') * style.size;
            let mut wide: f32 = chars
                .iter()
                .map(|(c, _)| self.fonts.advance(style.face, *c) * style.size)
                .sum();
            while wide + dots > self.width
                && let Some((c, _)) = chars.pop()
            {
                wide -= self.fonts.advance(style.face, c) * style.size;
            }
            chars.push(('…', false));
        }
        let mut x = self.left;
        for piece in chars.chunk_by(|a, b| a.1 == b.1) {
            let text: String = piece.iter().map(|(c, _)| *c).collect();
            let width: f32 = piece
                .iter()
                .map(|(c, _)| self.fonts.advance(style.face, *c) * style.size)
                .sum();
            self.runs.push(Run {
                text: text.into(),
                ink: style.ink,
                mark: piece[0].1,
                x,
                y: self.y + 2.0,
                width,
                height: style.line - 4.0,
                size: style.size,
            });
            x += width;
        }
    }

    /// What begins here, and beside it or below what that means.
    fn heading(&mut self, [words, note]: &[String; 2]) {
        let mut x = 0.0;
        self.fact(words, Ink::Title, &mut x);
        if !note.is_empty() {
            self.fact(note, Ink::Meta, &mut x);
        }
        self.y += META_LINE_PX + HEADING_GAP_PX;
    }

    fn facts(&mut self, facts: impl IntoIterator<Item = (String, Ink)>) {
        let mut x = 0.0;
        for (fact, ink) in facts {
            self.fact(&fact, ink, &mut x);
        }
        if x > 0.0 {
            self.y += META_LINE_PX;
        }
    }

    /// One fact or badge; goes to the next line when it does not fit beside the last, is broken when it fits in none.
    fn fact(&mut self, text: &str, ink: Ink, x: &mut f32) {
        let badge = !matches!(ink, Ink::Meta | Ink::Title);
        let face = if ink == Ink::Title {
            Face::SansBold
        } else {
            Face::Sans
        };
        let (size, pad) = if badge {
            (BADGE_PX, BADGE_PAD_PX)
        } else {
            (META_PX, 0.0)
        };
        let chars: Vec<char> = text.chars().map(|c| drawn_char(c, self.fonts)).collect();
        let wide = |at: usize| self.fonts.advance(face, chars[at]) * size;
        let full: f32 = (0..chars.len()).map(wide).sum::<f32>() + 2.0 * pad;
        if *x > 0.0 && *x + full > self.width {
            self.y += META_LINE_PX;
            *x = 0.0;
        }
        let lines = break_lines(&chars, self.width - 2.0 * pad, self.width - 2.0 * pad, wide);
        let count = lines.len();
        for (n, line) in lines.into_iter().enumerate() {
            let height = if badge { BADGE_HEIGHT_PX } else { META_LINE_PX };
            self.runs.push(Run {
                text: chars[line.from..line.to].iter().collect::<String>().into(),
                ink,
                mark: false,
                x: self.left + *x,
                y: self.y + (META_LINE_PX - height) / 2.0,
                width: line.width + 2.0 * pad,
                height,
                size,
            });
            if n + 1 < count {
                self.y += META_LINE_PX;
            } else {
                *x += line.width + 2.0 * pad + META_GAP_PX;
            }
        }
    }
}

#[cfg(test)]
mod tests;
