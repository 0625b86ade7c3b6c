//! The worker of pictures in a text (插图): draws one after the other, each in a confined child of its own. Another text, or none, and the child that is
//! drawing dies. What cannot be drawn is passed over: its line is still there, and says more when it is tapped.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use session::Event;
use session::attached::{Illustrated, Wanted};
use viewer::{Leash, Source, Viewer};

use super::{Find, dots};
use crate::workers::inbox::Outlet;

/// Pictures of one text.
struct Order {
    serial: u64,
    wanted: Vec<Wanted>,
    width_px: u32,
    leash: Leash,
}

/// The session's end of the worker.
pub struct Illustrating {
    orders: Sender<Order>,
    leash: Mutex<Leash>,
    outlet: Outlet,
}

impl Illustrating {
    /// Starts the worker; it ends when this is dropped. `viewer` opens what `find` finds.
    pub fn start(find: Find, viewer: Viewer, outlet: Outlet) -> std::io::Result<Illustrating> {
        let (orders, ordered) = channel();
        let told = outlet.clone();
        std::thread::Builder::new()
            .name("pictures".into())
            .spawn(move || draw(&find, &viewer, &told, &ordered))?;
        Ok(Illustrating {
            orders,
            leash: Mutex::default(),
            outlet,
        })
    }

    /// Draws these; what was being drawn for another text is gone when this returns.
    pub fn wish(&self, serial: u64, wanted: Vec<Wanted>, width_px: u32) {
        let mut held = self.leash.lock().expect("nobody panics with it");
        held.cut();
        *held = Leash::default();
        let leash = held.clone();
        self.outlet.begin();
        let order = Order {
            serial,
            wanted,
            width_px,
            leash,
        };
        if self.orders.send(order).is_err() {
            self.outlet.end();
        }
    }
}

impl Drop for Illustrating {
    fn drop(&mut self) {
        self.leash.lock().expect("nobody panics with it").cut();
    }
}

fn draw(find: &Find, viewer: &Viewer, outlet: &Outlet, ordered: &Receiver<Order>) {
    while let Ok(order) = ordered.recv() {
        for wanted in &order.wanted {
            if order.leash.is_cut() {
                break;
            }
            let Some(file) = find(&wanted.sha256) else {
                continue;
            };
            let drawn = viewer
                .open_on(Source::File(file), order.leash.clone())
                .and_then(|mut open| open.picture(0, order.width_px, None));
            // Nobody waits for what was cut.
            if let Ok(picture) = drawn
                && !order.leash.is_cut()
            {
                outlet.tell(Event::Illustrated(Illustrated {
                    serial: order.serial,
                    attachment: wanted.attachment,
                    dots: dots(picture),
                }));
            }
        }
        outlet.end();
    }
}
