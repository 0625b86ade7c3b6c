//! The open document as set lines: which of them is in view, where screens begin, where an article stands. Moves by whole lines,
//! so that no screen cuts one. Draws nothing.

use super::typeset::Placed;
use session::screen::reader::Aloud;

/// What the reader page asks about its lines.
#[derive(Default)]
pub struct Sheet {
    marks: Vec<Mark>,
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
    /// Takes over newly set lines.
    pub fn new(placed: &[Placed]) -> Sheet {
        let marks = placed
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
                }
            })
            .collect();
        Sheet { marks, reach: 0.0 }
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

    /// First line that stands wholly below `y`.
    fn first_whole(&self, y: f32) -> usize {
        self.marks
            .partition_point(|mark| mark.y < y - 0.5)
            .min(self.marks.len().saturating_sub(1))
    }

    /// One past the last line that stands wholly in a window `height` high whose top is line `first`.
    fn whole_end(&self, first: usize, height: f32) -> usize {
        let Some(top) = self.marks.get(first) else {
            return first;
        };
        // The first screen begins above the first line.
        let bottom = if first == 0 { 0.0 } else { top.y } + height + 0.5;
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

    /// Lines at which screens begin when read from the top, each repeating the last line of the one before.
    fn starts(&self, height: f32) -> Vec<usize> {
        let mut starts = vec![0];
        let mut first = 0;
        loop {
            let end = self.whole_end(first, height);
            if end >= self.marks.len() {
                return starts;
            }
            first = self.repeated(first, end);
            starts.push(first);
        }
    }

    /// How high the scrolled content is: the last screen begins on a whole line too.
    pub fn content(&self, height: f32) -> f32 {
        let last = self.starts(height).last().copied().unwrap_or(0);
        let top = self.marks.get(last).map_or(0.0, |mark| mark.y);
        (top + height).max(self.reach + height)
    }

    /// Screens in all.
    pub fn pages(&self, height: f32) -> usize {
        self.starts(height).len()
    }

    /// Screen that shows at `top`, from 1. The end of the text is the last screen, wherever it began.
    pub fn page(&self, top: f32, height: f32) -> usize {
        let starts = self.starts(height);
        if self.whole_end(self.first_whole(top), height) >= self.marks.len() {
            return starts.len();
        }
        starts
            .partition_point(|start| {
                self.marks
                    .get(*start)
                    .is_some_and(|mark| mark.y <= top + 1.0)
            })
            .max(1)
    }

    /// Where 下一屏 goes: the last whole line becomes the first.
    pub fn next(&self, top: f32, height: f32) -> f32 {
        let first = self.first_whole(top);
        let end = self.whole_end(first, height);
        if end >= self.marks.len() {
            return top;
        }
        self.marks[self.repeated(first, end)].y
    }

    /// Where 上一屏 goes: the first line becomes the last whole one.
    pub fn previous(&self, top: f32, height: f32) -> f32 {
        let first = self.first_whole(top);
        let Some(mark) = self.marks.get(first) else {
            return 0.0;
        };
        let bottom = mark.y + mark.height;
        let before = self.marks[..first].partition_point(|mark| mark.y < bottom - height - 0.5);
        // Always moves, also when one line fills the screen.
        let before = before.min(first.saturating_sub(1));
        self.marks
            .get(before)
            .map_or(0.0, |mark| if before == 0 { 0.0 } else { mark.y })
    }

    /// Top of a line of the body, or of that piece of it that holds character `from`; makes room so that it can stand at the top.
    pub fn goto(&mut self, source: usize, from: usize) -> f32 {
        let pieces = self.marks.iter().filter(|mark| mark.source == source);
        let piece = pieces.clone().take_while(|mark| mark.from <= from).last();
        let y = piece.or(pieces.clone().next()).map_or(0.0, |mark| mark.y);
        let y = if source == 0 && from == 0 { 0.0 } else { y };
        self.reach = y;
        y
    }

    /// The line of the body that stands at `top`, or the next one below: where reading aloud begins.
    pub fn source_at(&self, top: f32) -> u32 {
        let first = self.first_whole(top);
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

    /// Where the clause that is read aloud begins, and how high its lines are together.
    pub fn clause(&self, aloud: &Aloud) -> Option<(f32, f32)> {
        let mut rows = (0..self.marks.len()).filter(|row| self.speaks(*row, aloud));
        let first = &self.marks[rows.next()?];
        let last = rows.next_back().map_or(first, |row| &self.marks[row]);
        Some((first.y, last.y + last.height - first.y))
    }

    /// What stands at the top now.
    pub fn place(&self, top: f32) -> Option<Place> {
        let number = self.first_whole(top);
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
            self.marks
                .get(place.number)
                .filter(|mark| mark.source == place.source)
        } else {
            self.marks
                .iter()
                .rfind(|mark| mark.source == place.source && mark.from <= place.from)
        };
        let y = found.map_or(0.0, |mark| mark.y);
        self.reach = y;
        y
    }

    /// The words in view, for speech and for journeys.
    pub fn seen(&self, top: f32, height: f32) -> String {
        let first = self.first_whole(top);
        let end = self.whole_end(first, height).min(self.marks.len());
        let mut words = String::new();
        let mut source = None;
        for mark in self.marks.get(first..end).unwrap_or_default() {
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
        let first = self.first_whole(top);
        let end = self.whole_end(first, height).min(self.marks.len());
        let sources = self.marks.get(first..end)?.iter().map(|mark| mark.source);
        let mut body = sources.filter(|source| *source != super::typeset::FRONT);
        let first = body.next()?;
        Some((first, body.next_back().unwrap_or(first)))
    }

    /// Articles that begin in view: id and label.
    pub fn articles(&self, top: f32, height: f32) -> Vec<(String, String)> {
        let first = self.first_whole(top);
        let end = self.whole_end(first, height).min(self.marks.len());
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use screens::DocLine;

    fn sheet(heights: &[f32]) -> Sheet {
        let mut y = 0.0;
        let placed: Vec<Placed> = heights
            .iter()
            .enumerate()
            .map(|(source, height)| {
                let line = DocLine {
                    y,
                    height: *height,
                    text: format!("{source}").into(),
                    ..DocLine::default()
                };
                y += height;
                Placed {
                    line,
                    source,
                    from: 0,
                }
            })
            .collect();
        Sheet::new(&placed)
    }

    #[test]
    fn a_screen_repeats_the_last_line_of_the_one_before() {
        let sheet = sheet(&[50.0; 30]);
        assert_eq!(sheet.next(0.0, 520.0), 450.0);
        assert_eq!(sheet.previous(450.0, 520.0), 0.0);
    }

    #[test]
    fn the_last_screen_is_the_last_page() {
        let sheet = sheet(&[50.0; 30]);
        assert_eq!(sheet.pages(500.0), 4);
        assert_eq!(sheet.page(0.0, 500.0), 1);
        assert_eq!(sheet.page(1350.0, 500.0), 4);
    }

    #[test]
    fn an_article_near_the_end_can_stand_at_the_top() {
        let mut sheet = sheet(&[50.0; 30]);
        let y = sheet.goto(28, 0);
        assert_eq!(y, 1400.0);
        assert!(sheet.content(500.0) >= y + 500.0);
    }

    proptest! {
        #[test]
        fn paging_down_shows_every_line_whole(heights in proptest::collection::vec(36.0f32..120.0, 1..200), height in 130.0f32..1500.0) {
            let sheet = sheet(&heights);
            let (mut top, mut seen) = (0.0, 0);
            for turn in 0..=heights.len() {
                let first = sheet.first_whole(top);
                prop_assert!(first <= seen, "a line was skipped");
                seen = sheet.whole_end(first, height);
                let next = sheet.next(top, height);
                if next <= top {
                    break;
                }
                top = next;
                prop_assert!(turn < heights.len(), "paging does not end");
            }
            prop_assert_eq!(seen, heights.len());
        }
    }
}
