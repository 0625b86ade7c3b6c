//! The open document as set lines: which of them is in view, where screens begin, where an article stands. Moves by whole lines,
//! so that no screen cuts one. The head of a table (表头) stays at the top while rows of it pass below. Draws nothing.

mod heads;

use std::ops::Range;

use heads::{SetLine, Table};

use super::typeset::{Placed, of_table::OfTable};
use session::screen::reader::Aloud;

/// What the reader page asks about its lines.
#[derive(Default)]
pub struct Sheet {
    marks: Vec<Mark>,
    tables: Vec<Table>,
    /// Where a goto wants to be able to scroll to, beyond the last screen.
    reach: f32,
}

struct Mark {
    y: f32,
    height: f32,
    source: usize,
    from: usize,
    text: String,
    article_id: String,
    article: String,
    first: bool,
    /// Goes on with the table row of the line above: no screen parts them.
    joined: bool,
    of_table: Option<OfTable>,
    /// The table whose head stays while this line is at the top.
    table: Option<usize>,
}

/// What a screen begins with.
#[derive(Debug, Clone, Copy, PartialEq)]
struct View {
    /// The first line that is whole.
    first: usize,
    /// How high the head is that stays above it; 0 where none does.
    held: f32,
}

/// A place in the text that survives another type size or width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    source: usize,
    from: usize,
    /// The line's number, for what does not come from the body.
    number: usize,
}

impl Sheet {
    /// Takes over lines that were set for screens `high` high.
    pub fn new(placed: &[Placed], high: f32) -> Sheet {
        let mut marks: Vec<Mark> = placed
            .iter()
            .map(|placed| {
                let line = &placed.line;
                let cells: String = slint::Model::iter(&line.cells)
                    .map(|cell| format!("{} ", cell.text))
                    .collect();
                Mark {
                    y: line.y,
                    height: line.height,
                    source: placed.source,
                    from: placed.from,
                    text: format!("{}{}{cells}", line.label, line.text),
                    article_id: line.article_id.to_string(),
                    article: line.article.to_string(),
                    first: line.first,
                    joined: !cells.is_empty() && placed.from > 0,
                    of_table: placed.of_table,
                    table: None,
                }
            })
            .collect();
        let lines = marks.iter().map(|mark| SetLine {
            y: mark.y,
            height: mark.height,
            of_table: mark.of_table,
        });
        let tables = heads::tables(&lines.collect::<Vec<_>>(), high);
        for (at, table) in tables.iter().enumerate() {
            for mark in &mut marks[table.head.start + 1..table.end] {
                mark.table = Some(at);
            }
        }
        Sheet {
            marks,
            tables,
            reach: 0.0,
        }
    }

    /// The table whose head stays while that line is at the top of a screen `height` high. Always with a line of it below, so that screens go on.
    fn staying(&self, line: usize, height: f32) -> Option<&Table> {
        let table = self.marks.get(line)?.table?;
        let table = self.tables.get(table)?;
        Some(table).filter(|table| table.high + table.tallest <= height)
    }

    /// What a screen shows whose upper edge is at `top`. Where a table ends below the head that would stay, none stays.
    fn view(&self, top: f32, height: f32) -> View {
        let at = self.first_at(top);
        let held = self.staying(at, height);
        match held.map(|table| (table, self.below(top + table.high))) {
            Some((table, first)) if first < table.end => View {
                first,
                held: table.high,
            },
            _ => View {
                first: at,
                held: 0.0,
            },
        }
    }

    /// Where the upper edge of a screen is whose first line this is; no screen begins within a head that stays.
    fn top_of(&self, first: usize, height: f32) -> f32 {
        let Some(mark) = self.marks.get(first) else {
            return 0.0;
        };
        match self.staying(first, height) {
            Some(table) if first >= table.head.end => mark.y - table.high,
            Some(table) => self.marks[table.head.start].y,
            None => mark.y,
        }
    }

    /// Lines of the head that stays at the top, and how high they are together.
    pub fn held(&self, top: f32, height: f32) -> (Range<usize>, f32) {
        let view = self.view(top, height);
        match self.staying(view.first, height) {
            Some(table) if view.held > 0.0 => (table.head.clone(), table.high),
            _ => (0..0, 0.0),
        }
    }

    /// Height of all lines.
    pub fn extent(&self) -> f32 {
        self.marks.last().map_or(0.0, |last| last.y + last.height)
    }

    /// The last line that begins at or above `y`.
    pub fn line_at(&self, y: f32) -> usize {
        self.marks
            .partition_point(|mark| mark.y <= y + 0.5)
            .saturating_sub(1)
    }

    /// First line that stands wholly below `y`; one past the last where none does.
    fn below(&self, y: f32) -> usize {
        self.marks.partition_point(|mark| mark.y < y - 0.5)
    }

    /// The same, or the last line.
    fn first_at(&self, y: f32) -> usize {
        self.below(y).min(self.marks.len().saturating_sub(1))
    }

    /// One past the last line that stands wholly on a screen `height` high.
    fn whole_end(&self, view: View, height: f32) -> usize {
        let first = view.first;
        let Some(top) = self.marks.get(first) else {
            return first;
        };
        // The first screen begins above the first line.
        let bottom = if first == 0 { 0.0 } else { top.y } + height - view.held + 0.5;
        let end =
            first + self.marks[first..].partition_point(|mark| mark.y + mark.height <= bottom);
        self.row_begin(end, first).max(first + 1)
    }

    /// Where the table row begins that goes on at line `at`; `at` itself when it would begin at or above `first`.
    fn row_begin(&self, at: usize, first: usize) -> usize {
        let joined = |line: &usize| self.marks.get(*line).is_some_and(|mark| mark.joined);
        let begin = (first..=at).rev().find(|line| !joined(line));
        begin.filter(|begin| *begin > first).unwrap_or(at)
    }

    /// The line that is seen again on the next screen: the last whole one, with the whole of its table row.
    fn repeated(&self, first: usize, end: usize) -> usize {
        // A line that is the whole screen is not repeated.
        if end - first > 1 {
            self.row_begin(end - 1, first)
        } else {
            end
        }
    }

    /// Where the screen behind this one begins, which ends before line `end`: with the line that is seen again, or behind it where that leads nowhere.
    fn behind(&self, view: View, end: usize, height: f32) -> f32 {
        let on = self.top_of(self.repeated(view.first, end), height);
        match self.view(on, height).first > view.first {
            true => on,
            false => self.top_of(end, height),
        }
    }

    /// Where screens begin when read from the top, each repeating the last line of the one before.
    fn starts(&self, height: f32) -> Vec<f32> {
        let mut starts = vec![0.0];
        let mut view = self.view(0.0, height);
        loop {
            let end = self.whole_end(view, height);
            if end >= self.marks.len() {
                return starts;
            }
            let top = self.behind(view, end, height);
            starts.push(top);
            view = self.view(top, height);
        }
    }

    /// How high the scrolled content is: the last screen begins on a whole line too.
    pub fn content(&self, height: f32) -> f32 {
        let top = self.starts(height).last().copied().unwrap_or(0.0);
        (top + height).max(self.reach + height)
    }

    /// Screens in all.
    pub fn pages(&self, height: f32) -> usize {
        self.starts(height).len()
    }

    /// Screen that shows at `top`, from 1. The end of the text is the last screen, wherever it began.
    pub fn page(&self, top: f32, height: f32) -> usize {
        let starts = self.starts(height);
        if self.whole_end(self.view(top, height), height) >= self.marks.len() {
            return starts.len();
        }
        starts.partition_point(|start| *start <= top + 1.0).max(1)
    }

    /// Where 下一屏 goes: the last whole line becomes the first.
    pub fn next(&self, top: f32, height: f32) -> f32 {
        let view = self.view(top, height);
        let end = self.whole_end(view, height);
        if end >= self.marks.len() {
            return top;
        }
        self.behind(view, end, height)
    }

    /// Where 上一屏 goes: the first line becomes the last whole one.
    pub fn previous(&self, top: f32, height: f32) -> f32 {
        let first = self.view(top, height).first;
        let Some(mark) = self.marks.get(first) else {
            return 0.0;
        };
        let above = mark.y + mark.height - height;
        // Always moves, also when one line fills the screen.
        let mut before = self.first_at(above).min(first.saturating_sub(1));
        // Below a head that stays there is room for fewer.
        while before + 1 < first && self.top_of(before, height) < above - 0.5 {
            before += 1;
        }
        match before {
            0 => 0.0,
            before => self.top_of(before, height),
        }
    }

    /// Top of a line of the body, or of that piece of it that holds character `from`; makes room so that it can stand at the top.
    pub fn goto(&mut self, source: usize, from: usize) -> f32 {
        let of_source = |at: &usize| self.marks[*at].source == source;
        let mut pieces = (0..self.marks.len()).filter(of_source);
        let begin = pieces.next();
        let piece = pieces.take_while(|at| self.marks[*at].from <= from).last();
        let y = piece.or(begin).map_or(0.0, |at| self.top_of(at, f32::MAX));
        let y = if source == 0 && from == 0 { 0.0 } else { y };
        self.reach = y;
        y
    }

    /// The line of the body that stands at `top`, or the next one below: where reading aloud begins.
    pub fn source_at(&self, top: f32) -> u32 {
        let first = self.view(top, f32::MAX).first;
        let body = self.marks.iter().skip(first).map(|mark| mark.source);
        let source = body
            .into_iter()
            .find(|source| *source != super::typeset::FRONT);
        u32::try_from(source.unwrap_or(0)).unwrap_or(0)
    }

    /// Whether a set line holds something of the clause that is read aloud.
    pub fn speaks(&self, row: usize, aloud: &Aloud) -> bool {
        let Some(mark) = self.marks.get(row) else {
            return false;
        };
        let line = aloud.line as usize;
        if mark.source != line || aloud.to == 0 {
            return false;
        }
        // Where the next set line of the same words begins.
        let next = self.marks.get(row + 1).filter(|next| next.source == line);
        let end = next.map_or(usize::MAX, |next| next.from);
        mark.from < aloud.to as usize && (aloud.from as usize) < end
    }

    /// Where the clause that is read aloud begins, how high its lines are together, and where the screen begins that shows them first.
    pub fn clause(&self, aloud: &Aloud) -> Option<(f32, f32, f32)> {
        let mut rows = (0..self.marks.len()).filter(|row| self.speaks(*row, aloud));
        let at = rows.next()?;
        let first = &self.marks[at];
        let last = rows.next_back().map_or(first, |row| &self.marks[row]);
        Some((
            first.y,
            last.y + last.height - first.y,
            self.top_of(at, f32::MAX),
        ))
    }

    /// What stands at the top now.
    pub fn place(&self, top: f32) -> Option<Place> {
        let number = self.view(top, f32::MAX).first;
        let mark = self.marks.get(number)?;
        Some(Place {
            source: mark.source,
            from: mark.from,
            number,
        })
    }

    /// Where that place stands in these lines.
    pub fn find(&mut self, place: Place) -> f32 {
        let found = if place.source == super::typeset::FRONT {
            let number = self.marks.get(place.number);
            let number = number.filter(|mark| mark.source == place.source);
            number.map(|_| place.number)
        } else {
            self.marks
                .iter()
                .rposition(|mark| mark.source == place.source && mark.from <= place.from)
        };
        let y = found.map_or(0.0, |at| self.top_of(at, f32::MAX));
        self.reach = y;
        y
    }

    /// The words in view, for speech and for journeys.
    pub fn seen(&self, top: f32, height: f32) -> String {
        let view = self.view(top, height);
        let end = self.whole_end(view, height).min(self.marks.len());
        let mut words = String::new();
        let mut source = None;
        let lines = self.held(top, height).0.chain(view.first..end);
        for mark in lines.filter_map(|at| self.marks.get(at)) {
            if !words.is_empty() && source != Some(mark.source) {
                words.push('\n');
            }
            source = Some(mark.source);
            words.push_str(&mark.text);
        }
        words
    }

    /// The first and the last line of the body in view.
    pub fn shown(&self, top: f32, height: f32) -> Option<(usize, usize)> {
        let view = self.view(top, height);
        let (first, end) = (
            view.first,
            self.whole_end(view, height).min(self.marks.len()),
        );
        let sources = self.marks.get(first..end)?.iter().map(|mark| mark.source);
        let mut body = sources.filter(|source| *source != super::typeset::FRONT);
        let first = body.next()?;
        Some((first, body.next_back().unwrap_or(first)))
    }

    /// Articles that begin in view: id and label.
    pub fn articles(&self, top: f32, height: f32) -> Vec<(String, String)> {
        let view = self.view(top, height);
        let (first, end) = (
            view.first,
            self.whole_end(view, height).min(self.marks.len()),
        );
        let mut found: Vec<(String, String)> = Vec::new();
        for mark in self.marks.get(first..end).unwrap_or_default() {
            let fresh = !mark.article_id.is_empty()
                && found.last().is_none_or(|(id, _)| *id != mark.article_id);
            if fresh && (mark.first || found.is_empty()) {
                found.push((mark.article_id.clone(), mark.article.clone()));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
