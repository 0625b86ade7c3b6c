//! A protected file: opened at the desk alone, and nothing of what was typed stays.

use super::*;
use crate::keyboard::{Key, Layer};
use crate::orders::Report;
use crate::screen::attachment::Denied;
use crate::screen::services::form;

impl Hands {
    fn asks_for_a_password(&mut self) -> &mut Self {
        self.open_file(0);
        self.refuses()
    }

    fn refuses(&mut self) -> &mut Self {
        let serial = self.serial();
        self.hear(Event::Seen(Seen::Failed {
            serial,
            trouble: Trouble::Password,
        }))
    }

    fn types_secrets(&mut self, pin: &str, password: &str) -> &mut Self {
        self.act(attachment::Touch::Unlock);
        for (text, end) in [(pin, form::Touch::Next), (password, form::Touch::Next)] {
            self.served(form::Touch::Type { text: text.into() });
            self.served(end);
        }
        self
    }

    /// Of the PIN that was asked about last.
    fn compared(&mut self, fits: bool) -> &mut Self {
        let asked = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Unlock {
                serial,
                by: None,
                pin,
            } => Some((*serial, pin.digits().to_owned())),
            _ => None,
        });
        let (serial, pin) = asked.expect("a PIN was asked about");
        assert_eq!(pin, "135790");
        self.hear(Event::Reported(Report::Unlocked { serial, fits }))
    }
}

#[test]
fn pin_and_password_open_it_and_only_how_much_was_typed_is_shown() {
    let mut hands = Hands::new();
    hands.asks_for_a_password();
    assert!(hands.attachment().unlockable && hands.attachment().form.is_none());
    hands.act(attachment::Touch::Unlock);
    hands.served(form::Touch::Type {
        text: "135790".into(),
    });
    hands.served(form::Touch::Next);
    let first = hands.attachment().form.unwrap();
    assert_eq!((first.at, first.keyboard), (Some(1), Some(Layer::Latin)));
    hands.served(form::Touch::Layer(Layer::Pinyin));
    hands.served(form::Touch::Layer(Layer::Capitals));
    hands.hear(Event::Act(Action::Key(Key::Text("Zx!81".into()))));
    let form = hands.attachment().form.unwrap();
    assert_eq!(form.keyboard, Some(Layer::Capitals));
    assert!(form.secret && form.candidates.is_empty() && form.composition.is_empty());
    let texts: Vec<&str> = form
        .fields
        .iter()
        .map(|field| field.text.as_str())
        .collect();
    assert_eq!(texts, ["●●●●●●", "●●●●●"]);
    let shown = format!("{:?}", hands.place());
    assert!(
        !shown.contains("Zx!81") && !shown.contains("135790"),
        "{shown}"
    );
    hands.served(form::Touch::Next);
    assert!(hands.attachment().form.is_none());
    hands.compared(true);
    assert!(matches!(
        hands.wish(),
        Some(Wish::Open { password, .. }) if password.characters() == "Zx!81"
    ));
    hands.opened_as(Kind::Pdf, &[1_414], 1);
    let shown = hands.attachment();
    assert_eq!((shown.trouble, shown.denied), (None, None));
    assert!(!format!("{:?}", hands.place()).contains("Zx!81"));
    hands.act(crate::screen::frame::Touch::Back);
    assert!(hands.is_closed());
    // Opened once more it asks once more.
    hands.act(reader::Touch::Attachment { at: 0 });
    assert!(matches!(
        hands.wish(),
        Some(Wish::Open { password, .. }) if password.is_empty()
    ));
}

#[test]
fn neither_alone_opens_it() {
    let mut hands = Hands::new();
    hands.asks_for_a_password();
    hands.types_secrets("135790", "wrong").compared(false);
    assert_eq!(hands.wish(), None, "a wrong PIN opens nothing");
    assert_eq!(hands.attachment().denied, Some(Denied::Pin));
    hands
        .types_secrets("135790", "wrong")
        .compared(true)
        .refuses();
    let shown = hands.attachment();
    assert_eq!(shown.trouble, Some(Trouble::Password));
    assert_eq!(shown.denied, Some(Denied::Password));
    hands.act(attachment::Touch::Unlock);
    hands.served(form::Touch::Away);
    assert!(hands.attachment().form.is_none());
}

#[test]
fn wrong_pins_make_everybody_wait_here_too() {
    let mut hands = Hands::new();
    hands.asks_for_a_password();
    for _ in 0..3 {
        hands.types_secrets("135790", "x").compared(false);
    }
    hands.act(attachment::Touch::Unlock);
    let shown = hands.attachment();
    assert!(shown.form.is_none());
    assert_eq!(shown.denied, Some(Denied::Wait));
}
