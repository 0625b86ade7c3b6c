//! Headphones (耳机): a thread that knows whether they are plugged in, and tells when that changes. Hears nothing and plays nothing; a
//! jack that cannot be read is told once in the log, and is one that nothing is plugged into.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use config::Jack;
use evdev::{Device, SwitchCode};
use session::Event;
use session::services::Told;

use super::inbox::Outlet;

/// How often it is looked at: what the loudspeaker would say to the room once the headphones are out is cut before a word is whole.
const LOOK: Duration = Duration::from_millis(50);
/// Where the kernel tells of sound cards.
const CARDS: &str = "/proc/asound";

/// The thread; it ends when this is dropped.
pub struct Watching {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watching {
    /// Starts to watch; nothing where nothing is to be watched.
    pub fn start(jack: &Jack, outlet: Outlet) -> std::io::Result<Option<Watching>> {
        let mut plug: Box<dyn FnMut() -> bool + Send> = match jack {
            Jack::None => return Ok(None),
            Jack::Usb => Box::new(|| is_usb_card_there(Path::new(CARDS))),
            Jack::Switch(name) => {
                let mut switch = Switch::of(name);
                Box::new(move || switch.is_on())
            }
        };
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new()
            .name("jack".into())
            .spawn(move || watch(&mut plug, &stopped, &outlet))?;
        Ok(Some(Watching {
            stop: Some(stop),
            thread: Some(thread),
        }))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to tell.
            let _ = thread.join();
        }
    }
}

fn watch(plug: &mut dyn FnMut() -> bool, stopped: &Receiver<()>, outlet: &Outlet) {
    let mut told = false;
    loop {
        let inside = plug();
        if std::mem::replace(&mut told, inside) != inside {
            outlet.tell(Event::Told(Told::Headphones { inside }));
        }
        if stopped.recv_timeout(LOOK) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Only cards on USB have this file.
fn is_usb_card_there(cards: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(cards) else {
        return false;
    };
    entries
        .filter_map(Result::ok)
        .any(|card| card.path().join("usbid").is_file())
}

/// The switch of a jack that is built in.
struct Switch {
    name: String,
    device: Option<Device>,
    missed: bool,
}

impl Switch {
    fn of(name: &str) -> Switch {
        Switch {
            name: name.to_owned(),
            device: None,
            missed: false,
        }
    }

    fn is_on(&mut self) -> bool {
        if self.device.is_none() {
            self.device = evdev::enumerate()
                .map(|(_, device)| device)
                .find(|device| device.name() == Some(self.name.as_str()));
        }
        let state = self.device.as_ref().map(Device::get_switch_state);
        match state {
            Some(Ok(on)) => {
                self.missed = false;
                on.contains(SwitchCode::SW_HEADPHONE_INSERT)
            }
            // It was taken away, or was never there: looked for again.
            Some(Err(_)) | None => {
                self.device = None;
                if !std::mem::replace(&mut self.missed, true) {
                    console::tell!("kiosk: no input device is called “{}”", self.name);
                }
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::workers::inbox::inbox;

    #[test]
    fn a_usb_card_is_seen_while_it_is_there() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!is_usb_card_there(&dir.path().join("none")));
        std::fs::create_dir(dir.path().join("card0")).unwrap();
        assert!(!is_usb_card_there(dir.path()), "built in");
        std::fs::create_dir(dir.path().join("card1")).unwrap();
        std::fs::write(dir.path().join("card1/usbid"), "0d8c:0014\n").unwrap();
        assert!(is_usb_card_there(dir.path()));
        std::fs::remove_dir_all(dir.path().join("card1")).unwrap();
        assert!(!is_usb_card_there(dir.path()));
    }

    #[test]
    fn each_change_is_told_once_and_the_thread_ends() {
        const SOON: Duration = Duration::from_secs(20);
        let (outlet, inbox) = inbox(Arc::new(|| {}));
        let plugged = Arc::new(AtomicBool::new(true));
        let (stop, stopped) = channel();
        let seen = plugged.clone();
        let thread = std::thread::spawn(move || {
            watch(&mut || seen.load(Ordering::SeqCst), &stopped, &outlet);
        });
        for inside in [true, false] {
            let told = inbox.events.recv_timeout(SOON).unwrap();
            let want = matches!(told, Event::Told(Told::Headphones { inside: is }) if is == inside);
            assert!(want, "{told:?}");
            plugged.store(!inside, Ordering::SeqCst);
        }
        drop(stop);
        thread.join().unwrap();
    }

    #[test]
    fn a_jack_that_is_not_there_is_one_that_nothing_is_plugged_into() {
        let mut switch = Switch::of("no such device");
        assert!(!switch.is_on() && !switch.is_on());
        let (outlet, _inbox) = inbox(Arc::new(|| {}));
        let none = Watching::start(&Jack::None, outlet).unwrap();
        assert!(none.is_none());
    }
}
