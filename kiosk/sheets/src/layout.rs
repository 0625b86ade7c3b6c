//! Where everything stands on the pages of a day sheet, in millimetres from the top left of an A4 page. Owns breaking lines and pages; knows
//! widths of text only through the function it is given, and draws nothing.

use crate::cells::{
    COLUMNS_MM, Cell, Measure, ROW_FACTOR_MM, SIDE_MM, SMALL_PT, TEXT_PT, TITLE, cells, height,
};
use crate::day::DaySheet;
use crate::fonts::Face;
use crate::words::Words;

/// An A4 page, width and height.
pub const PAGE_MM: (f32, f32) = (210.0, 297.0);
const LEFT_MM: f32 = 20.0;
const RIGHT_MM: f32 = 195.0;
/// Where the table begins below the heading.
const TABLE_MM: f32 = 41.5;
/// Lines of the table end here at the latest; the number of the page stands below.
const BOTTOM_MM: f32 = 278.0;
const FOOT_MM: f32 = 285.0;
/// Baseline of what is said of a broken chain, below the titles.
const BROKEN_MM: f32 = 34.6;
const HEAD_ROW_MM: f32 = 8.0;
const TOTALS_ROW_MM: f32 = 6.6;
const SIGNATURES_MM: f32 = 12.5;
/// What stands below the lines ends here at the latest, above the number of the page.
const END_MM: f32 = 286.5;
/// The code below the table, and what stands beside it.
pub const CODE_MM: f32 = 24.0;
const CHAIN_MM: f32 = 28.5;
/// From one line of the chain to the next.
const CHAIN_LINE_MM: f32 = 3.2;

const TITLE_PT: f32 = 18.0;
const SUBTITLE_PT: f32 = 15.5;

/// How text stands to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Side {
    Left,
    Centre,
    Right,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Mark {
    /// Text with its baseline.
    Text {
        x: f32,
        baseline: f32,
        size_pt: f32,
        face: Face,
        side: Side,
        grey: bool,
        text: String,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
    },
    /// A filled box, as the head of the table has it.
    Shade {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    /// The code, its upper left corner.
    Code {
        x: f32,
        y: f32,
    },
}

struct Pages<'m> {
    pages: Vec<Vec<Mark>>,
    y: f32,
    measure: Measure<'m>,
}

/// The marks of each page.
pub fn pages(sheet: &DaySheet, measure: Measure<'_>) -> Vec<Vec<Mark>> {
    let words = Words::get();
    let mut pages = Pages {
        pages: Vec::new(),
        y: 0.0,
        measure,
    };
    pages.begin(sheet, words);
    let below = 3.0 * TOTALS_ROW_MM + SIGNATURES_MM + CHAIN_MM;
    let last = sheet.lines.len().saturating_sub(1);
    for (at, line) in sheet.lines.iter().enumerate() {
        let cells = cells(line, measure);
        let height = height(&cells);
        // Nobody signs a page on which no line stands: the last one goes along with what is below it.
        let signs = at == last && pages.y + height + below > END_MM;
        if pages.y + height > BOTTOM_MM || (signs && at > 0) {
            pages.begin(sheet, words);
        }
        pages.row(&cells, height);
    }
    pages.totals(sheet);
    pages.signatures(words);
    pages.chain(sheet, words);
    pages.numbers(words)
}

impl Pages<'_> {
    fn page(&mut self) -> &mut Vec<Mark> {
        self.pages.last_mut().expect("a page was begun")
    }

    fn text(&mut self, x: f32, baseline: f32, size_pt: f32, face: Face, side: Side, text: &str) {
        let mark = Mark::Text {
            x,
            baseline,
            size_pt,
            face,
            side,
            grey: false,
            text: text.to_owned(),
        };
        self.page().push(mark);
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.page().push(Mark::Line { from, to });
    }

    /// A new page with heading and head of the table.
    fn begin(&mut self, sheet: &DaySheet, words: &Words) {
        self.pages.push(Vec::new());
        let middle = f32::midpoint(LEFT_MM, RIGHT_MM);
        self.text(
            middle,
            22.0,
            TITLE_PT,
            Face::Bold,
            Side::Centre,
            &sheet.site,
        );
        let title = words.fill("title", &[]);
        self.text(middle, 30.0, SUBTITLE_PT, Face::Bold, Side::Centre, &title);
        if sheet.broken {
            let broken = words.fill("broken", &[]);
            self.text(
                middle,
                BROKEN_MM,
                TEXT_PT,
                Face::Bold,
                Side::Centre,
                &broken,
            );
        }
        self.text(
            LEFT_MM,
            39.0,
            TEXT_PT,
            Face::Text,
            Side::Left,
            &sheet.terminal,
        );
        self.text(middle, 39.0, TEXT_PT, Face::Text, Side::Centre, &sheet.date);
        self.text(
            RIGHT_MM,
            39.0,
            TEXT_PT,
            Face::Text,
            Side::Right,
            &sheet.range,
        );
        self.y = TABLE_MM;
        self.page().push(Mark::Shade {
            x: LEFT_MM,
            y: TABLE_MM,
            width: RIGHT_MM - LEFT_MM,
            height: HEAD_ROW_MM,
        });
        let heads = [
            "number", "time", "kind", "title", "content", "amount", "purpose", "outcome", "form_no",
        ];
        let mut x = LEFT_MM;
        for (head, width) in heads.iter().zip(COLUMNS_MM) {
            let text = words.say("column", head);
            self.text(
                x + width / 2.0,
                TABLE_MM + 5.2,
                TEXT_PT,
                Face::Bold,
                Side::Centre,
                &text,
            );
            x += width;
        }
        self.rules(HEAD_ROW_MM, &COLUMNS_MM);
        self.y += HEAD_ROW_MM;
    }

    /// The lines around a row of cells.
    fn rules(&mut self, height: f32, widths: &[f32]) {
        let (top, bottom) = (self.y, self.y + height);
        self.line((LEFT_MM, top), (RIGHT_MM, top));
        self.line((LEFT_MM, bottom), (RIGHT_MM, bottom));
        let mut x = LEFT_MM;
        self.line((x, top), (x, bottom));
        for width in widths {
            x += width;
            self.line((x, top), (x, bottom));
        }
    }

    fn row(&mut self, cells: &[Cell], height: f32) {
        let mut x = LEFT_MM;
        for (at, (cell, width)) in cells.iter().zip(COLUMNS_MM).enumerate() {
            let used: f32 = cell.iter().map(|(_, size, _)| size * ROW_FACTOR_MM).sum();
            let mut top = self.y + (height - used) / 2.0;
            for (text, size_pt, grey) in cell {
                let line_mm = size_pt * ROW_FACTOR_MM;
                let (x, side) = match at {
                    TITLE => (x + SIDE_MM, Side::Left),
                    _ => (x + width / 2.0, Side::Centre),
                };
                let mark = Mark::Text {
                    x,
                    baseline: top + line_mm * 0.8,
                    size_pt: *size_pt,
                    face: Face::Text,
                    side,
                    grey: *grey,
                    text: text.clone(),
                };
                self.page().push(mark);
                top += line_mm;
            }
            x += width;
        }
        self.rules(height, &COLUMNS_MM);
        self.y += height;
    }

    fn totals(&mut self, sheet: &DaySheet) {
        let width = (RIGHT_MM - LEFT_MM) / 6.0;
        for row in &sheet.totals {
            for (at, text) in (0_u8..).zip(row) {
                let x = LEFT_MM + (f32::from(at) + 0.5) * width;
                let room =
                    (width - 2.0 * SIDE_MM) / ((self.measure)(text, Face::Text).max(1.0) * 0.3528);
                self.text(
                    x,
                    self.y + 4.5,
                    room.min(TEXT_PT),
                    Face::Text,
                    Side::Centre,
                    text,
                );
            }
            self.rules(TOTALS_ROW_MM, &[width; 6]);
            self.y += TOTALS_ROW_MM;
        }
        let whole = RIGHT_MM - LEFT_MM;
        let ems = (self.measure)(&sheet.forms, Face::Text).max(1.0);
        let size_pt = ((whole - 2.0 * SIDE_MM) / (ems * 0.3528)).min(TEXT_PT);
        let place = (LEFT_MM + SIDE_MM, self.y + 4.5);
        self.text(
            place.0,
            place.1,
            size_pt,
            Face::Text,
            Side::Left,
            &sheet.forms,
        );
        self.rules(TOTALS_ROW_MM, &[whole]);
        self.y += TOTALS_ROW_MM;
    }

    fn signatures(&mut self, words: &Words) {
        let widths = [45.0, 45.0, 45.0, RIGHT_MM - LEFT_MM - 135.0];
        let mut x = LEFT_MM;
        for (key, width) in ["sign_a", "sign_b", "sign_head"].iter().zip(widths) {
            let text = words.fill(key, &[]);
            self.text(
                x + 2.5,
                self.y + 4.6,
                TEXT_PT,
                Face::Text,
                Side::Left,
                &text,
            );
            x += width;
        }
        let date = words.fill("sign_date", &[]);
        self.text(
            RIGHT_MM - 4.0,
            self.y + 4.6,
            TEXT_PT,
            Face::Text,
            Side::Right,
            &date,
        );
        self.rules(SIGNATURES_MM, &widths);
        self.y += SIGNATURES_MM;
    }

    fn chain(&mut self, sheet: &DaySheet, words: &Words) {
        let top = self.y + 3.5;
        self.page().push(Mark::Code { x: LEFT_MM, y: top });
        let x = LEFT_MM + CODE_MM + 4.0;
        let before = match &sheet.head_before {
            Some(head) => words.fill("chain_before", &[("head", head)]),
            None => words.fill("chain_first", &[]),
        };
        let room = (RIGHT_MM - x) / (SMALL_PT * 0.3528);
        let mut lines = vec![words.fill("chain", &[("checked", &sheet.checked)])];
        for head in [before, words.fill("chain_head", &[("head", &sheet.head)])] {
            lines.extend(self.wrapped(&head, room));
        }
        lines.push(words.fill("chain_note", &[]));
        lines.push(words.fill("person_note", &[]));
        lines.push(words.fill("made", &[("made", &sheet.made)]));
        let mut baseline = top + 2.6;
        for (at, text) in lines.iter().enumerate() {
            let face = if at == 0 { Face::Bold } else { Face::Text };
            self.text(x, baseline, SMALL_PT, face, Side::Left, text);
            baseline += CHAIN_LINE_MM;
        }
    }

    /// At blanks: a hash breaks between its groups.
    fn wrapped(&self, text: &str, room: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let line = lines.last_mut().expect("there is a line");
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            match (self.measure)(&longer, Face::Text) <= room || line.is_empty() {
                true => *line = longer,
                false => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// 第 n 页 共 m 页 on each page, when it is known how many there are.
    fn numbers(mut self, words: &Words) -> Vec<Vec<Mark>> {
        let all = self.pages.len();
        for (at, page) in self.pages.iter_mut().enumerate() {
            let text = words.fill(
                "pages",
                &[("page", &(at + 1).to_string()), ("pages", &all.to_string())],
            );
            page.push(Mark::Text {
                x: RIGHT_MM,
                baseline: FOOT_MM + 4.0,
                size_pt: SMALL_PT,
                face: Face::Text,
                side: Side::Right,
                grey: false,
                text,
            });
        }
        self.pages
    }
}

#[cfg(test)]
mod tests;
