//! What all requests share: the way to the kiosk, who is logged in, the words, the house. Answers no request by itself.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use config::Config;
use hatch::{Ask, Today, Told, Why};
use tokio::sync::Semaphore;

use super::asked::{Asked, Refused};
use super::neighbours::House;
use crate::identity::Identity;
use crate::visits::{Visit, Visits};
use crate::words::Words;

/// Questions to the kiosk at the same time: it answers one after the other.
const QUESTIONS_MAX: usize = 4;

/// Time since the program began; nobody here asks another clock.
pub type Clock = Arc<dyn Fn() -> Duration + Send + Sync>;

/// What all requests share.
#[allow(missing_docs)]
pub struct Desk {
    socket: PathBuf,
    /// Names of the terminal.
    pub names: Vec<String>,
    pub words: Words,
    visits: Mutex<Visits>,
    pub clock: Clock,
    questions: Semaphore,
    pub house: House,
}

impl Desk {
    /// From checked settings; nobody is logged in.
    pub fn new(config: &Config, identity: &Identity, clock: Clock) -> anyhow::Result<Arc<Desk>> {
        let page = config
            .desk_page
            .as_ref()
            .ok_or_else(|| anyhow::anyhow!("the page is off: [desk_page] listen is missing"))?;
        Ok(Arc::new(Desk {
            socket: page.socket.clone(),
            names: page.names.clone(),
            words: Words::load(),
            visits: Mutex::new(Visits::new(Duration::from_secs(u64::from(page.idle_s)))),
            clock,
            questions: Semaphore::new(QUESTIONS_MAX),
            house: House::new(page, identity)?,
        }))
    }

    /// Who is logged in.
    pub fn visits(&self) -> MutexGuard<'_, Visits> {
        // Plain values: whoever panicked left nothing half done.
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the kiosk answers; `None` when it does not.
    pub async fn ask(&self, ask: Ask) -> Option<Told> {
        let _turn = self.questions.acquire().await.ok()?;
        let socket = self.socket.clone();
        let told = tokio::task::spawn_blocking(move || hatch::ask(&socket, &ask));
        told.await.ok()?.ok()
    }

    /// Who asks; others are sent to the door.
    pub fn visit(&self, asked: &Asked, alive: bool) -> Result<Visit, Refused> {
        let cookie = asked.cookie.as_deref().unwrap_or_default();
        let now = (self.clock)();
        self.visits()
            .see(cookie, now, alive)
            .ok_or(Refused::LoggedOut)
    }

    /// How this terminal is.
    pub async fn today_here(&self) -> Result<Today, Why> {
        match self.ask(Ask::Today).await {
            Some(Told::Today(today)) => Ok(*today),
            Some(Told::Refused { why }) => Err(why),
            _ => Err(Why::NotUnderstood),
        }
    }
}
