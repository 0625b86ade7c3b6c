//! Where everything stands on the pages of the pack: heading, five chapters as tables of three columns, page numbers. Owns breaking lines and pages;
//! draws nothing.

use crate::cells::{LINE_FACTOR_MM, Measure, PADDING_MM, SIDE_MM, SMALL_PT, TEXT_PT, broken};
use crate::fonts::Face;
use crate::layout::{Mark, Side};
use crate::pack::{CHAPTERS, Pack, PackLine};
use crate::words::Words;

const LEFT_MM: f32 = 20.0;
const RIGHT_MM: f32 = 195.0;
const TOP_MM: f32 = 22.0;
/// Lines of a table end here at the latest.
const BOTTOM_MM: f32 = 278.0;
const FOOT_MM: f32 = 289.0;
/// Item, how it stands, what proves it.
const WIDTHS_MM: [f32; 3] = [38.0, 92.0, 45.0];
const HEAD_ROW_MM: f32 = 7.0;
const TITLE_PT: f32 = 17.0;
const CHAPTER_PT: f32 = 12.0;
/// A chapter is not begun where not even a line of it has room.
const CHAPTER_MM: f32 = 30.0;

struct Pages<'m> {
    pages: Vec<Vec<Mark>>,
    y: f32,
    measure: Measure<'m>,
}

/// The marks of each page.
pub fn pages(pack: &Pack, measure: Measure<'_>) -> Vec<Vec<Mark>> {
    let words = Words::get();
    let mut pages = Pages {
        pages: vec![Vec::new()],
        y: TOP_MM,
        measure,
    };
    pages.heading(pack, words);
    for (key, lines) in CHAPTERS.iter().zip(&pack.chapters) {
        pages.chapter(&words.say("pack_chapter", key), lines, words);
    }
    pages.signature(words);
    pages.numbered(words)
}

impl Pages<'_> {
    fn push(&mut self, mark: Mark) {
        self.pages
            .last_mut()
            .expect("the first page was begun")
            .push(mark);
    }

    fn text(
        &mut self,
        (x, baseline): (f32, f32),
        size_pt: f32,
        face: Face,
        side: Side,
        text: &str,
    ) {
        self.push(Mark::Text {
            x,
            baseline,
            size_pt,
            face,
            side,
            grey: false,
            text: text.to_owned(),
        });
    }

    fn heading(&mut self, pack: &Pack, words: &Words) {
        let middle = f32::midpoint(LEFT_MM, RIGHT_MM);
        let title = words.say("pack", "title");
        self.text(
            (middle, self.y),
            TITLE_PT,
            Face::Bold,
            Side::Centre,
            &pack.site,
        );
        self.text(
            (middle, self.y + 8.0),
            TITLE_PT,
            Face::Bold,
            Side::Centre,
            &title,
        );
        let made = words.fill("made", &[("made", &pack.made)]);
        let line = self.y + 17.0;
        self.text(
            (LEFT_MM, line),
            TEXT_PT,
            Face::Text,
            Side::Left,
            &pack.terminal,
        );
        self.text((RIGHT_MM, line), TEXT_PT, Face::Text, Side::Right, &made);
        self.y += 20.0;
    }

    fn break_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP_MM;
    }

    fn chapter(&mut self, name: &str, lines: &[PackLine], words: &Words) {
        if self.y + CHAPTER_MM > BOTTOM_MM {
            self.break_page();
        }
        self.y += 7.0;
        self.text((LEFT_MM, self.y), CHAPTER_PT, Face::Bold, Side::Left, name);
        self.y += 2.5;
        self.head(words);
        for line in lines {
            let cells = [&line.item, &line.stands, &line.proof];
            let cells: Vec<Vec<String>> = cells
                .into_iter()
                .zip(WIDTHS_MM)
                .map(|(text, width)| broken(text, width - 2.0 * SIDE_MM, TEXT_PT, self.measure))
                .collect();
            let most = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
            let most = f32::from(u8::try_from(most).unwrap_or(u8::MAX));
            let height = most * TEXT_PT * LINE_FACTOR_MM + 2.0 * PADDING_MM;
            if self.y + height > BOTTOM_MM {
                self.break_page();
                self.head(words);
            }
            self.row(&cells, height);
        }
    }

    fn head(&mut self, words: &Words) {
        self.push(Mark::Shade {
            x: LEFT_MM,
            y: self.y,
            width: RIGHT_MM - LEFT_MM,
            height: HEAD_ROW_MM,
        });
        let mut x = LEFT_MM;
        for (key, width) in ["item", "stands", "proof"].iter().zip(WIDTHS_MM) {
            let place = (x + width / 2.0, self.y + 4.7);
            self.text(
                place,
                TEXT_PT,
                Face::Bold,
                Side::Centre,
                &words.say("pack", key),
            );
            x += width;
        }
        self.rules(HEAD_ROW_MM);
    }

    fn row(&mut self, cells: &[Vec<String>], height: f32) {
        let mut x = LEFT_MM;
        for (cell, width) in cells.iter().zip(WIDTHS_MM) {
            let mut baseline = self.y + PADDING_MM + TEXT_PT * LINE_FACTOR_MM * 0.8;
            for text in cell {
                self.text(
                    (x + SIDE_MM, baseline),
                    TEXT_PT,
                    Face::Text,
                    Side::Left,
                    text,
                );
                baseline += TEXT_PT * LINE_FACTOR_MM;
            }
            x += width;
        }
        self.rules(height);
    }

    /// The lines around a row; the next one begins below it.
    fn rules(&mut self, height: f32) {
        let (top, bottom) = (self.y, self.y + height);
        for y in [top, bottom] {
            self.push(Mark::Line {
                from: (LEFT_MM, y),
                to: (RIGHT_MM, y),
            });
        }
        let mut x = LEFT_MM;
        for width in [0.0].into_iter().chain(WIDTHS_MM) {
            x += width;
            self.push(Mark::Line {
                from: (x, top),
                to: (x, bottom),
            });
        }
        self.y = bottom;
    }

    fn signature(&mut self, words: &Words) {
        if self.y + 14.0 > BOTTOM_MM {
            self.break_page();
        }
        let signs = words.fill("sign_head", &[]);
        let date = words.fill("sign_date", &[]);
        self.text(
            (LEFT_MM, self.y + 11.0),
            TEXT_PT,
            Face::Text,
            Side::Left,
            &signs,
        );
        self.text(
            (RIGHT_MM, self.y + 11.0),
            TEXT_PT,
            Face::Text,
            Side::Right,
            &date,
        );
    }

    /// 第 n 页 共 m 页 on each page, when it is known how many there are.
    fn numbered(mut self, words: &Words) -> Vec<Vec<Mark>> {
        let all = self.pages.len().to_string();
        for (at, page) in self.pages.iter_mut().enumerate() {
            let own = (at + 1).to_string();
            page.push(Mark::Text {
                x: RIGHT_MM,
                baseline: FOOT_MM,
                size_pt: SMALL_PT,
                face: Face::Text,
                side: Side::Right,
                grey: false,
                text: words.fill("pages", &[("page", &own), ("pages", &all)]),
            });
        }
        self.pages
    }
}
