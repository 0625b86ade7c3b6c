//! The desk's first PIN (首次设口令): a terminal that is to ask for one shows keys and nothing else until somebody typed the same one twice. Its hash is kept
//! beside the register, written whole or not at all; then the program ends, and systemd starts the terminal. The PIN itself is kept nowhere.

use std::cell::RefCell;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context;
use config::pin::{self, PIN_DIGITS_MAX, PIN_DIGITS_MIN};

use crate::bridge::first_pin::Page;
use crate::pulse::Alone;

/// Holds the hash, in the folder of the journal.
const FILE_NAME: &str = "desk.pin";
/// Its owner alone reads it.
const FILE_MODE: u32 = 0o600;
/// Longest hash that is read, bytes.
const HASH_BYTES_MAX: u64 = 512;
/// How often systemd is told that the page is drawn.
const LOOK: Duration = Duration::from_secs(3);

/// Settings with the PIN that was typed at the first start, where they ask for one and name none; without one they are as they were.
pub fn with_stored(mut config: config::Config) -> anyhow::Result<config::Config> {
    if is_asked(&config) {
        config.desk.pin_hash = stored(&config.journal.dir)?;
    }
    Ok(config)
}

/// A PIN is to be typed, and none is known.
pub fn is_asked(config: &config::Config) -> bool {
    config.desk.ask_pin && config.desk.pin_hash.is_none()
}

/// The hash that was stored; `None` where none ever was. A file that holds something else is an error: whoever could spoil it must not get to choose a PIN.
pub fn stored(journal: &Path) -> anyhow::Result<Option<String>> {
    let path = journal.join(FILE_NAME);
    let mut text = String::new();
    let read = File::open(&path).and_then(|file| {
        let mut file = file.take(HASH_BYTES_MAX);
        file.read_to_string(&mut text)
    });
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.with_context(|| format!("read {}", path.display()))?,
    };
    let hash = text.trim_end();
    anyhow::ensure!(
        pin::is_hash(hash),
        "read {}: holds no hash of a PIN",
        path.display()
    );
    Ok(Some(hash.to_owned()))
}

/// Keeps the hash of a PIN.
pub fn store(journal: &Path, hash: &str) -> std::io::Result<()> {
    journal::place(
        &journal.join(FILE_NAME),
        format!("{hash}\n").as_bytes(),
        FILE_MODE,
    )
}

/// What is being typed, and what is said of it.
#[derive(Default)]
pub struct Asking {
    typed: String,
    first: Option<String>,
    says: Says,
}

/// What stands above the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Says {
    /// A PIN is to be typed.
    #[default]
    New,
    /// The same once more.
    Again,
    /// It has too few digits.
    Short,
    /// It is one of those that others try first.
    Easy,
    /// The second was another.
    Differs,
    /// It could not be kept.
    Failed,
}

impl Says {
    /// As the window knows it.
    pub fn as_code(self) -> &'static str {
        match self {
            Says::New => "new",
            Says::Again => "again",
            Says::Short => "short",
            Says::Easy => "easy",
            Says::Differs => "differs",
            Says::Failed => "failed",
        }
    }
}

impl Asking {
    /// Answers a key: a digit, `back` or `enter`; the hash once the same PIN was typed twice.
    pub fn press(&mut self, key: &str) -> Option<String> {
        match key {
            "enter" => return self.enter(),
            "back" => {
                self.typed.pop();
            }
            digit if digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() => {
                if self.typed.len() < PIN_DIGITS_MAX {
                    self.typed.push_str(digit);
                }
            }
            _ => {}
        }
        None
    }

    fn enter(&mut self) -> Option<String> {
        let typed = std::mem::take(&mut self.typed);
        let Some(first) = self.first.take() else {
            self.says = match pin::hash(&typed) {
                _ if typed.len() < PIN_DIGITS_MIN => Says::Short,
                Err(_) => Says::Easy,
                Ok(_) => {
                    self.first = Some(typed);
                    Says::Again
                }
            };
            return None;
        };
        if first != typed {
            self.says = Says::Differs;
            return None;
        }
        let hash = pin::hash(&typed).ok();
        self.says = if hash.is_some() {
            Says::Again
        } else {
            Says::Easy
        };
        hash
    }

    /// It could not be kept: from the beginning.
    pub fn failed(&mut self) {
        *self = Asking {
            says: Says::Failed,
            ..Asking::default()
        };
    }

    /// Digits that stand there.
    pub fn digits(&self) -> usize {
        self.typed.len()
    }

    /// See [`Says`].
    pub fn says(&self) -> Says {
        self.says
    }
}

/// Shows the keys until a PIN is kept.
pub fn ask(journal: &Path) -> anyhow::Result<()> {
    let page = Rc::new(Page::new().context("make window")?);
    let asking = Rc::new(RefCell::new(Asking::default()));
    let (shown, dir) = (Rc::downgrade(&page), journal.to_owned());
    page.on_pressed(move |key| {
        let mut asking = asking.borrow_mut();
        if let Some(hash) = asking.press(key) {
            match store(&dir, &hash) {
                Ok(()) => {
                    // Fails only while the loop is ending.
                    let _ = slint::quit_event_loop();
                }
                Err(error) => {
                    console::tell!("kiosk: keep the desk's PIN: {error}");
                    asking.failed();
                }
            }
        }
        if let Some(page) = shown.upgrade() {
            page.show(asking.digits(), asking.says().as_code());
        }
    });
    let mut alone = Alone::of_environment();
    let drawn = page.clone();
    let timer = slint::Timer::default();
    timer.start(slint::TimerMode::Repeated, LOOK, move || {
        if drawn.next_frame() {
            alone.came();
        }
    });
    page.next_frame();
    page.run().context("run event loop")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_it(asking: &mut Asking, pin: &str) -> Option<String> {
        for digit in pin.chars() {
            assert!(asking.press(&digit.to_string()).is_none());
        }
        asking.press("enter")
    }

    #[test]
    fn the_same_pin_twice_becomes_a_hash_and_nothing_else_does() {
        let mut asking = Asking::default();
        assert!(type_it(&mut asking, "204618").is_none());
        assert_eq!((asking.says(), asking.digits()), (Says::Again, 0));
        let hash = type_it(&mut asking, "204618").unwrap();
        assert!(pin::fits("204618", &hash) && !pin::fits("204619", &hash));
        let mut asking = Asking::default();
        for (typed, says) in [
            ("", Says::Short),
            ("123", Says::Short),
            ("1234", Says::Easy),
            ("19980601", Says::Easy),
            ("204618", Says::Again),
            ("204619", Says::Differs),
            ("204618", Says::Again),
            ("", Says::Differs),
        ] {
            assert!(type_it(&mut asking, typed).is_none(), "{typed}");
            assert_eq!(asking.says(), says, "{typed}");
        }
        // Keys that are none, and more digits than a PIN has.
        for key in ["x", "１", "", "12"] {
            assert!(asking.press(key).is_none());
        }
        assert_eq!(asking.digits(), 0);
        for _ in 0..40 {
            asking.press("7");
        }
        assert_eq!(asking.digits(), PIN_DIGITS_MAX);
        asking.press("back");
        assert_eq!(asking.digits(), PIN_DIGITS_MAX - 1);
    }

    #[test]
    fn what_is_kept_is_the_hash_alone_and_a_spoilt_file_lets_nobody_choose() {
        let dir = tempfile::tempdir().unwrap();
        let journal = dir.path().join("journal");
        assert!(stored(&journal).unwrap().is_none());
        let hash = pin::hash("204618").unwrap();
        store(&journal, &hash).unwrap();
        assert_eq!(stored(&journal).unwrap(), Some(hash));
        let path = journal.join(FILE_NAME);
        let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
        assert_eq!(mode & 0o777, FILE_MODE);
        assert!(!std::fs::read_to_string(&path).unwrap().contains("204618"));
        for spoilt in ["", "204618", "$argon2id$", &"x".repeat(10_000)] {
            std::fs::write(&path, spoilt).unwrap();
            assert!(stored(&journal).is_err(), "{spoilt:.20}");
        }
    }

    #[test]
    fn only_a_terminal_that_is_to_ask_asks_and_the_settings_go_before() {
        let dir = tempfile::tempdir().unwrap();
        let read = |desk: &str| {
            let text = format!(
                "[site]\nid = \"L01\"\nterminal = \"1\"\nname = \"x\"\nplate = \"x\"\nkind = \"library\"\n[mirror]\ndir = \"mirror\"\n\
                 [journal]\ndir = \"journal\"\n[sync]\nfeed = \"http://127.0.0.1:8080\"\nroot = \"root.json\"\n\
                 [printer]\nconnection = \"none\"\nprofile = \"generic-80mm\"\n[desk]\n{desk}\n"
            );
            with_stored(config::Config::parse(&text, dir.path()).unwrap()).unwrap()
        };
        assert!(!is_asked(&read("")) && is_asked(&read("ask_pin = true")));
        let typed = pin::hash("204618").unwrap();
        store(&dir.path().join("journal"), &typed).unwrap();
        let config = read("ask_pin = true");
        assert_eq!(
            (is_asked(&config), config.desk.pin_hash),
            (false, Some(typed))
        );
        assert_eq!(read("").desk.pin_hash, None, "nobody wants it any longer");
        let other = pin::hash("7392").unwrap();
        let config = read(&format!("ask_pin = true\npin_hash = \"{other}\""));
        assert_eq!(config.desk.pin_hash, Some(other));
    }
}
