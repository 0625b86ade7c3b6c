//! Fields that are typed into, one at a time, with the keyboard of the screen. Owns which field has the keyboard; remembers nothing that was
//! typed beyond the fields themselves.

use super::shapes::Shape;
use crate::asks::Effect;
use crate::keyboard::typing::{Change, Spelled, Typing};
use crate::keyboard::{Key, Layer};
use crate::screen::services::form::Touch;
use crate::visit::turn::Turn;

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name, as screens and sealed forms call it.
    pub code: &'static str,
    /// Characters that it takes.
    pub chars_max: usize,
    /// It may stay empty.
    pub optional: bool,
    /// Keys that show first.
    pub layer: Layer,
    /// Which form the words must have.
    pub shape: Shape,
}

impl Kind {
    /// Words that have to be there.
    pub const fn words(code: &'static str, chars_max: usize) -> Kind {
        Kind {
            code,
            chars_max,
            optional: false,
            layer: Layer::Pinyin,
            shape: Shape::Any,
        }
    }

    /// The same field, which may stay empty.
    pub const fn optional(self) -> Kind {
        Kind {
            optional: true,
            ..self
        }
    }

    /// The same field with other keys first.
    pub const fn keys(self, layer: Layer) -> Kind {
        Kind { layer, ..self }
    }

    /// The same field, which takes only words of this form.
    pub const fn shaped(self, shape: Shape) -> Kind {
        Kind { shape, ..self }
    }
}

/// A field with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is for.
    pub kind: Kind,
    /// What stands in it.
    pub text: String,
}

impl Field {
    /// An empty one.
    pub fn new(kind: Kind) -> Field {
        Field {
            kind,
            text: String::new(),
        }
    }

    /// What stands there will do.
    pub fn good(&self) -> bool {
        let text = self.text.trim();
        match text.is_empty() {
            true => self.kind.optional,
            false => self.kind.shape.fits(text),
        }
    }
}

/// The fields of a page.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs)]
pub struct Filling {
    pub fields: Vec<Field>,
    /// Which one has the keyboard.
    pub at: Option<usize>,
    /// What is being typed into it.
    pub typing: Typing,
    /// Layer that was chosen last by hand: it stays from field to field of words.
    chosen: Option<Layer>,
}

impl Filling {
    /// Nothing is filled in yet.
    pub fn new(kinds: &[Kind]) -> Filling {
        Filling {
            fields: kinds.iter().copied().map(Field::new).collect(),
            ..Filling::default()
        }
    }

    /// The first field gets the keyboard at once.
    pub fn open(kinds: &[Kind]) -> Filling {
        let mut filling = Filling::new(kinds);
        filling.edit(0);
        filling
    }

    /// What stands in a field now, with the word that is being typed.
    pub fn text(&self, code: &str) -> String {
        let at = self.fields.iter().position(|held| held.kind.code == code);
        at.map(|at| self.text_at(at)).unwrap_or_default()
    }

    /// The same, by its place.
    pub fn text_at(&self, at: usize) -> String {
        match self.at == Some(at) {
            true => self.typing.meant().trim().to_owned(),
            false => self.fields[at].text.trim().to_owned(),
        }
    }

    /// All of them will do.
    pub fn good(&self) -> bool {
        self.fields.iter().enumerate().all(|(at, field)| {
            let text = self.text_at(at);
            Field {
                text,
                kind: field.kind,
            }
            .good()
        })
    }

    /// Somebody typed something.
    pub fn is_empty(&self) -> bool {
        (0..self.fields.len()).all(|at| self.text_at(at).is_empty())
    }

    /// Answers a touch; true when what stands in a field changed.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> bool {
        if let Touch::Edit { at } = touch {
            self.settle();
            self.edit(at as usize);
            return false;
        }
        if self.at.is_none() {
            return false;
        }
        let change = match touch {
            Touch::Edit { .. } => Change::None,
            Touch::Type { text } => self.typing.press(&text),
            Touch::Candidate { text } => self.typing.choose(&text),
            Touch::Backspace => self.typing.backspace(),
            Touch::Clear => self.typing.clear(),
            Touch::Unfold => {
                self.typing.unfold();
                Change::None
            }
            Touch::Layer(layer) => {
                self.chosen = Some(layer);
                self.typing.change_layer(layer)
            }
            Touch::Next => return self.next(),
            Touch::Away => return self.away(),
        };
        if change == Change::Changed {
            let serial = turn.next_serial();
            if let Some(spell) = self.typing.question(serial, false) {
                turn.effects.push(Effect::Spell(spell));
            }
        }
        change == Change::Changed
    }

    /// A key of a plugged-in keyboard.
    pub fn key(&mut self, key: Key, turn: &mut Turn) -> bool {
        let touch = match key {
            Key::Text(text) => Touch::Type { text },
            Key::Backspace => Touch::Backspace,
            Key::Enter => Touch::Next,
        };
        if self.at.is_none() && matches!(touch, Touch::Type { .. }) {
            self.edit(0);
        }
        self.touched(touch, turn)
    }

    /// Words came for the keys; true when they were asked for here.
    pub fn spelled(&mut self, spelled: Spelled) -> bool {
        self.at.is_some() && self.typing.spelled(spelled)
    }

    /// The keyboard goes away; true when a word that was being typed stands there now.
    pub fn away(&mut self) -> bool {
        let before = self.at.map(|at| self.fields[at].text.clone());
        let at = self.at;
        self.settle();
        self.at = None;
        at.map(|at| self.fields[at].text.clone()) != before
    }

    fn next(&mut self) -> bool {
        let next = self.at.map_or(0, |at| at + 1);
        let changed = self.away();
        self.edit(next);
        changed
    }

    /// Takes what was typed into the field.
    fn settle(&mut self) {
        if let Some(at) = self.at {
            self.typing.finish();
            self.fields[at].text = self.typing.text.trim().to_owned();
        }
    }

    fn edit(&mut self, at: usize) {
        self.at = self.fields.get(at).map(|_| at);
        let Some(field) = self.fields.get(at) else {
            return;
        };
        self.typing = Typing::within(field.text.clone(), field.kind.chars_max);
        self.typing.layer = match field.kind.layer {
            Layer::Pinyin => self.chosen.unwrap_or(Layer::Pinyin),
            given => given,
        };
    }
}
