//! How workers reach the one thread that owns the session: a queue of events and a count of what is still under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use jiff::Timestamp;

use session::Event;

/// Tells the session's thread that something waits in its inbox.
pub type Wake = Arc<dyn Fn() + Send + Sync>;
/// Says what time it is; workers ask no clock of their own.
pub type WallClock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Given to workers and to the screen.
#[derive(Clone)]
pub struct Outlet {
    events: Sender<Event>,
    wake: Wake,
    under_way: Arc<AtomicUsize>,
}

/// Held by the session's thread.
#[allow(missing_docs)]
pub struct Inbox {
    pub events: Receiver<Event>,
    under_way: Arc<AtomicUsize>,
}

/// A new queue.
pub fn inbox(wake: Wake) -> (Outlet, Inbox) {
    let (sender, events) = channel();
    let under_way = Arc::new(AtomicUsize::new(0));
    let outlet = Outlet {
        events: sender,
        wake,
        under_way: under_way.clone(),
    };
    (outlet, Inbox { events, under_way })
}

impl Outlet {
    /// Puts an event into the inbox. After the session's thread has ended it goes nowhere.
    pub fn tell(&self, event: Event) {
        if self.events.send(event).is_ok() {
            (self.wake)();
        }
    }

    /// A question was put to a worker.
    pub fn begin(&self) {
        self.under_way.fetch_add(1, Ordering::SeqCst);
    }

    /// The answer, if there is one, is in the inbox.
    pub fn end(&self) {
        self.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Inbox {
    /// No question is open. Jobs of the printer do not count: they take as long as paper takes.
    pub fn quiet(&self) -> bool {
        self.under_way.load(Ordering::SeqCst) == 0
    }
}
