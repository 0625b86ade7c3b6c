//! How a part begins: a printed regulation, a wrapped document, an annex.

use feed::Align;

use super::Pass;
use crate::reading::draft::{Line, Piece, Role};
use crate::reading::facts;
use crate::reading::head::titles;
use crate::reading::labels;
use crate::reading::structure::annexes::{bare_title, is_annex_marker};
use crate::reading::tidy::{close_up, length, squeeze};

impl Pass<'_> {
    /// The title of a part (a printed regulation, a wrapped document, an annex) at `at`; answers how many pieces it took.
    pub(super) fn part(&mut self, at: usize) -> Option<usize> {
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
        self.annex_list = false;
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
                && (0..used - 1).all(|at| {
                    !titles::ends_like_title(&lines[at].text)
                        || lines[at].align == Some(Align::Center)
                        || titles::goes_on(&lines[at].text, lines[at + 1..].iter().copied())
                });
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
