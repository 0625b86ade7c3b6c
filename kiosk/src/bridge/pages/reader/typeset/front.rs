//! The front and the end of a document on its page: red head, number, title, facts; attachments and the closing line.

use super::{FRONT, LINE_PX_MIN, Page, Stand, Style, Words};
use crate::bridge::breaking::clean;
use crate::bridge::bytes::size_words;
use crate::bridge::pages::attachment::image;
use screens::{DocLine, Hand};
use session::attached::Dots;
use session::screen::reader::{Folded, Reader};

/// White above and below a picture.
const PICTURE_EDGE_PX: f32 = 12.0;

/// Room for the button that opens an attachment.
const FILE_PX: f32 = 104.0;

impl Page<'_> {
    /// A picture of the text, which is seen larger when it is tapped; before it was drawn, what opens it.
    pub(super) fn pictured(
        &mut self,
        text: &str,
        attachment: i32,
        drawn: Option<&Dots>,
        source: usize,
    ) {
        let mut line = DocLine {
            text: format!("{text} ›").into(),
            attachment,
            height: FILE_PX,
            hand: Hand::Sans,
            ..self.empty()
        };
        if let Some(dots) = drawn {
            let (wide, high) = (dots.width as f32, dots.height as f32);
            // Never larger than it is, and always whole on one screen.
            let scale = (self.width / wide).min(self.high / high).min(1.0);
            line.picture = image(dots);
            line.x = (self.width - wide * scale) / 2.0;
            line.width = wide * scale;
            line.height = high * scale + 2.0 * PICTURE_EDGE_PX;
        }
        self.place(line, source, 0);
    }

    /// What opens the history of a law, and folds it again.
    pub(super) fn history(&mut self, history: &Folded, source: usize, words: &Words) {
        let line = DocLine {
            text: (words.history)(history).into(),
            history: true,
            height: FILE_PX,
            hand: Hand::Sans,
            ..self.empty()
        };
        self.place(line, source, 0);
    }

    pub(super) fn head(&mut self, reader: &Reader, words: &Words) {
        self.gap(0.6);
        if !reader.red_head.is_empty() {
            self.red_head(&clean(&reader.red_head));
            self.gap(0.4);
        }
        if !reader.doc_no.is_empty() {
            let style = Style {
                hand: Hand::Sans,
                px: self.scale(32.0),
                line: 1.5,
                stand: Stand::Center,
                indent_em: 0.0,
                soft: false,
            };
            self.words(&clean(&reader.doc_no), &style, FRONT, None);
        }
        if !reader.red_head.is_empty() {
            let rule = DocLine {
                red_rule: true,
                height: LINE_PX_MIN,
                ..self.empty()
            };
            self.place(rule, FRONT, 0);
        }
        self.gap(0.8);
        let title = Style {
            hand: Hand::SerifBold,
            px: self.scale(45.0),
            line: 1.5,
            stand: Stand::Center,
            indent_em: 0.0,
            soft: false,
        };
        self.words(&clean(&reader.title), &title, FRONT, None);
        self.gap(0.5);
        if reader.red_head.is_empty() {
            let facts = words.facts.join("　");
            let style = Style {
                hand: Hand::Sans,
                px: self.scale(26.0),
                line: 1.6,
                stand: Stand::Center,
                indent_em: 0.0,
                soft: true,
            };
            self.words(&clean(&facts), &style, FRONT, None);
            self.gap(0.3);
        }
        self.gap(0.3);
    }

    /// The red head fills one line if it can be set at two thirds of its size; else it takes more.
    fn red_head(&mut self, chars: &[char]) {
        let widest = self.scale(62.0);
        let full = self.wide(Hand::RedHead, chars, 1.0);
        let spread = (chars.len().saturating_sub(1)) as f32 * 0.08;
        let px = (self.width / (full + spread).max(1.0)).clamp(widest * 0.62, widest);
        let style = Style {
            hand: Hand::RedHead,
            px,
            line: 1.45,
            stand: Stand::Center,
            indent_em: 0.0,
            soft: false,
        };
        self.words(chars, &style, FRONT, None);
        if let Some(last) = self.out.last_mut()
            && chars.len() > 1
        {
            let spare = self.width - last.line.width;
            let spacing = (spare / (chars.len() - 1) as f32).clamp(0.0, px * 0.08);
            if self.out.len() == 1 {
                let wider = spacing * (chars.len() - 1) as f32;
                let last = &mut self.out[0].line;
                last.spacing = spacing;
                last.x -= wider / 2.0;
                last.width += wider;
            }
        }
    }

    pub(super) fn tail(&mut self, reader: &Reader, words: &Words) {
        let soft = |page: &Page| Style {
            hand: Hand::Sans,
            px: page.scale(26.0),
            line: 1.6,
            stand: Stand::Left,
            indent_em: 0.0,
            soft: true,
        };
        if !reader.attachments.is_empty() {
            self.gap(1.0);
            let style = Style {
                hand: Hand::SansBold,
                soft: false,
                ..soft(self)
            };
            self.words(&clean(&words.attachments), &style, FRONT, None);
            for (at, file) in reader.attachments.iter().enumerate() {
                let text = format!("{}（{}）", file.name, size_words(file.length));
                let text: String = self.drawn(&clean(&text)).into_iter().collect();
                let line = DocLine {
                    text: text.into(),
                    attachment: i32::try_from(at).unwrap_or(-1),
                    height: FILE_PX,
                    hand: Hand::Sans,
                    ..self.empty()
                };
                self.place(line, FRONT, 0);
            }
        }
        if !reader.leaf {
            self.gap(1.0);
            let end = Style {
                stand: Stand::Center,
                ..soft(self)
            };
            self.words(&clean(&words.end), &end, FRONT, None);
        }
        if self.lacking {
            self.words(&clean(&words.missing), &soft(self), FRONT, None);
        }
        if !reader.red_head.is_empty() {
            for fact in &words.facts {
                self.words(&clean(fact), &soft(self), FRONT, None);
            }
        }
        self.gap(0.5);
    }
}
