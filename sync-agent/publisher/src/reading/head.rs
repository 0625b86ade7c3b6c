//! The head of a document: red head, title, document number. Owns finding them and taking them off the body, where they would
//! be shown twice.

pub mod furniture;
pub mod marked;
pub mod titles;

use feed::Align;

use crate::reading::draft::{Draft, Piece, Role};
use crate::reading::facts;
use crate::reading::fields;
use crate::reading::head::titles::LINES_MAX;
use crate::reading::tidy::{close_up, length, squeeze};

/// What the head says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// 标题 as printed on the document; none if the text has none.
    pub title: Option<String>,
    /// 发文字号 printed in the head.
    pub doc_no: Option<String>,
    /// 发文机关 of the red head or the title.
    pub agency: Option<String>,
}

/// Lines of a head.
const HEAD_LINES: usize = 14;

/// Takes the head off the draft's pieces.
pub fn take(draft: &mut Draft) -> Head {
    // The history of a law stands between the title and a body that may open with the title again.
    let history = draft
        .pieces
        .iter()
        .take_while(|p| p.line().is_some_and(|l| l.role == Role::History))
        .count();
    let body = draft.pieces.split_off(history);
    let history = std::mem::replace(&mut draft.pieces, body);
    let head = take_from_body(draft);
    draft.pieces.splice(0..0, history);
    head
}

fn take_from_body(draft: &mut Draft) -> Head {
    close_number(&mut draft.pieces);
    let lines = head_lines(&draft.pieces);
    let stated = draft.fields.doc_no.as_deref().map(squeeze);
    let known = draft.fields.title.as_deref().map(close_up);
    let known = known.map(|known| as_printed(known, &draft.pieces[..lines]));
    let groups = groups(&draft.pieces[..lines]);
    let (title, runs) = match &known {
        Some(known) => known_title(known, &draft.pieces[..lines], &groups),
        None => found_title(&draft.pieces, lines, &groups),
    };
    let mut head = Head {
        agency: None,
        doc_no: None,
        title,
    };
    let mut kept = Vec::new();
    let rest = draft.pieces.split_off(lines);
    for (at, piece) in draft.pieces.drain(..).enumerate() {
        let Piece::Line(mut line) = piece else {
            kept.push(piece);
            continue;
        };
        if runs.iter().any(|run| run.contains(&at)) {
            continue;
        }
        if titles::is_red_head(&line.text) {
            let bare = squeeze(&line.text);
            head.agency = bare.strip_suffix("文件").and_then(facts::issuers);
            continue;
        }
        if let Some(number) = facts::document_number(&line.text) {
            // A page that calls it otherwise (国令第706号) shows its own writing beside the title; then this one stays a line of the text.
            let shown = stated.as_ref().is_none_or(|no| *no == number);
            head.doc_no.get_or_insert(number);
            // 签发人 and what else stands beside the number stays, a second number and （A类） too.
            let bare = squeeze(&line.text);
            let counts = bare.matches(['号', '號']).count();
            // Printed in Chinese numerals it is words of the text: the field shows figures.
            let shown = shown && !facts::is_spelled_number(&line.text);
            let alone = counts == 1 && !bare.ends_with("类）") && !bare.ends_with("类)");
            if shown && alone && bare.ends_with(['号', '）', ')', '】', ']', '〕']) {
                continue;
            }
        }
        // What else stands in a head (a note in brackets under the title) is centred.
        if line.align.is_none() && titles::may_be_title(&line) || line.text.starts_with(['（', '('])
        {
            line.align.get_or_insert(Align::Center);
        }
        kept.push(Piece::Line(line));
    }
    kept.extend(rest);
    draft.pieces = kept;
    head.agency = head
        .agency
        .or_else(|| head.title.as_deref().and_then(facts::issuer_of_title));
    head
}

/// A title without the mark of a list ([图]), where the text is headed without it.
fn as_printed(known: String, pieces: &[Piece]) -> String {
    let Some(plain) = marked::without_marks(&known) else {
        return known;
    };
    let want = bare(plain);
    let is_said = (0..pieces.len()).any(|at| repeat_at(&want, pieces, at).is_some());
    if is_said { plain.to_owned() } else { known }
}

/// Brings a number onto one line whose name and figures stand on two or three.
fn close_number(pieces: &mut Vec<Piece>) {
    for at in 0..pieces.len().min(HEAD_LINES) {
        let below = pieces[at..].iter().take(HEAD_LINES);
        let lines: Vec<&str> = below.map_while(Piece::text).collect();
        if let Some((taken, number)) = facts::number_over_lines(&lines) {
            let printed = lines[..taken].concat();
            let printed = facts::is_spelled_number(&printed).then(|| squeeze(&printed));
            if let Piece::Line(line) = &mut pieces[at] {
                line.text = printed.unwrap_or(number);
            }
            pieces.drain(at + 1..at + taken);
            return;
        }
    }
}

/// How many pieces the head has at most: up to the addressee, the first sentence, label, date, table or picture.
fn head_lines(pieces: &[Piece]) -> usize {
    for (at, piece) in pieces.iter().enumerate().take(HEAD_LINES) {
        let is_picture = |piece: &Piece| matches!(piece, Piece::Picture(_));
        let Some(line) = piece.line() else {
            // A letterhead that is a picture stands above everything.
            if pieces[..=at].iter().all(is_picture) {
                continue;
            }
            return at;
        };
        let text = line.text.as_str();
        let number = facts::document_number(text).is_some();
        let belongs = number
            || titles::may_be_title(line)
            || titles::is_red_head(text)
            || titles::is_note(text)
            || (text.starts_with(['（', '(']) && length(text) <= 60 && facts::mark(text).is_none());
        if !belongs || titles::is_addressee(text) {
            return at;
        }
    }
    pieces.len().min(HEAD_LINES)
}

type Run = std::ops::Range<usize>;

/// Runs of lines that together read like a title.
fn groups(pieces: &[Piece]) -> Vec<Run> {
    let mut groups: Vec<Run> = Vec::new();
    let mut start = None;
    for at in 0..=pieces.len() {
        let line = pieces.get(at).and_then(Piece::line);
        let below = || pieces.get(at + 1).and_then(Piece::text);
        let fits = line.is_some_and(|l| {
            titles::may_be_title(l)
                && !titles::is_red_head(&l.text)
                && !is_said_again(&l.text, below())
        });
        if !fits {
            if let Some(from) = start.take() {
                groups.push(from..at);
            }
            continue;
        }
        let from = *start.get_or_insert(at);
        let text = &line.expect("a fitting line").text;
        let below = pieces[at + 1..].iter().map_while(Piece::line);
        let goes_on = titles::goes_on(text, below);
        if (titles::ends_like_title(text) && !goes_on) || at + 1 - from == LINES_MAX {
            groups.push(from..at + 1);
            start = None;
        }
    }
    groups
}

/// An issuer alone on a line (a site's banner) above a title that names it.
fn is_said_again(line: &str, below: Option<&str>) -> bool {
    let again = below.is_some_and(|below| squeeze(below).starts_with(&squeeze(line)));
    again && facts::issuers(line).is_some()
}

fn joined(pieces: &[Piece], run: &Run) -> String {
    let texts: Vec<&str> = pieces[run.clone()].iter().filter_map(Piece::text).collect();
    let mut whole = String::new();
    for text in texts {
        // Two offices that stand one below the other are two.
        let two = facts::issuers(text).is_some() || facts::issuer_of_title(text).is_some();
        if two && facts::issuers(&whole).is_some() {
            whole.push(' ');
        }
        whole.push_str(&close_up(text));
    }
    whole
}

/// The words two writings of one title have in common.
fn bare(title: &str) -> String {
    marked::without_note(&squeeze(title))
        .chars()
        .filter(|c| !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>' | '“' | '”' | '"'))
        .collect()
}

/// The source already says the title; the body may repeat it, over several lines and with the issuer before it.
fn known_title(known: &str, pieces: &[Piece], groups: &[Run]) -> (Option<String>, Vec<Run>) {
    let want = bare(known);
    let mut title = known.to_owned();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match repeat_at(&want, pieces, at) {
            Some(end) => {
                let found = joined(pieces, &(at..end));
                let found = fields::without_state(&found).to_owned();
                // The same words without the gap that a layout left in them.
                if title.contains('\u{3000}') && bare(&found) == bare(&title) {
                    title = found.clone();
                }
                if bare(&found).ends_with(&want)
                    && length(&bare(&found)) > length(&bare(&title))
                    && facts::issuer_of_title(&title).is_none()
                {
                    title = found;
                }
                runs.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    if runs.is_empty() {
        runs.extend(
            groups
                .iter()
                .find(|run| want.ends_with(&bare(&joined(pieces, run))))
                .cloned(),
        );
    }
    (Some(title), runs)
}

/// Where the lines from `at` on end that together say `want`, an issuer before it allowed.
fn repeat_at(want: &str, pieces: &[Piece], at: usize) -> Option<usize> {
    let mut said = String::new();
    for (used, piece) in pieces[at..].iter().take(LINES_MAX).enumerate() {
        said.push_str(&bare(fields::without_state(piece.text()?)));
        // How far a letter is stands beside its title: …的问题已办结.
        let state = said.strip_prefix(want);
        if said == want || state.is_some_and(fields::says_state) {
            return Some(at + used + 1);
        }
        if let Some(prefix) = said.strip_suffix(want) {
            return facts::issuers(prefix).map(|_| at + used + 1);
        }
        if length(&said) > length(want) + 40 {
            return None;
        }
    }
    None
}

/// No title is known: the last group before the addressee is the document's own, an earlier one the page's.
fn found_title(pieces: &[Piece], lines: usize, groups: &[Run]) -> (Option<String>, Vec<Run>) {
    let addressed = pieces
        .get(lines)
        .and_then(Piece::text)
        .is_some_and(titles::is_addressee);
    let titled: Vec<&Run> = groups
        .iter()
        .filter(|run| titles::ends_like_title(&joined(pieces, run)))
        .collect();
    let chosen = match (titled.last(), titled.first()) {
        (Some(last), Some(_)) if addressed => *last,
        (_, Some(first)) => *first,
        _ => match groups.first() {
            Some(only) => only,
            None => return (None, Vec::new()),
        },
    };
    let title = joined(pieces, chosen);
    let want = bare(&title);
    let mut best = title.clone();
    let mut runs = vec![chosen.clone()];
    for run in groups.iter().filter(|run| *run != chosen) {
        let other = joined(pieces, run);
        let said = bare(&other);
        let same = said.ends_with(&want) || want.ends_with(&said) || repeats(&want, &said);
        if same {
            if said.ends_with(&want) && length(&said) > length(&bare(&best)) {
                best = other;
            }
            runs.push(run.clone());
        }
    }
    (Some(best), runs)
}

/// A page's short form of the title: its words behind the place name stand in the title.
fn repeats(want: &str, said: &str) -> bool {
    const PLACE_CHARS: usize = 8;
    const MATTER_CHARS_MIN: usize = 10;
    (1..=PLACE_CHARS).any(|skip| {
        let matter: String = said.chars().skip(skip).collect();
        length(&matter) >= MATTER_CHARS_MIN && want.contains(&matter)
    })
}

/// A title for a text that has none: its first words.
pub fn first_words(pieces: &[Piece]) -> Option<String> {
    const CHARS_MAX: usize = 40;
    let text = pieces
        .iter()
        .filter_map(Piece::text)
        .find(|t| !t.is_empty())?;
    let first = crate::reading::tidy::clip(text, CHARS_MAX);
    let end = first.find(['。', '；', '：']).unwrap_or(first.len());
    let words = first[..end].trim();
    Some(if words.is_empty() {
        first.to_owned()
    } else {
        words.to_owned()
    })
}

#[cfg(test)]
mod tests;
