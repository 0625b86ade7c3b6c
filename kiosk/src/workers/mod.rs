//! The threads beside the screen, and how they reach it. Each owns what nobody else touches; none decides what a visitor sees.

pub(crate) mod attaching;
pub mod bell;
pub(crate) mod catalogue;
mod clerk;
pub mod compliance;
mod count;
pub mod filing;
pub mod hatch;
pub mod inbox;
pub mod jack;
mod lookup;
pub mod point;
pub mod printing;
pub mod registrar;
mod security;
pub mod shared;
mod shelf;
pub mod speaking;
pub mod typing;
pub mod words;

use std::sync::Arc;

use clerk::Clerk;
use inbox::{Outlet, WallClock};
use printer::Printer;
use printing::Printing;
use registrar::Registrar;
use session::VoiceState;
use shared::{Setup, Shared, held};

/// Ways to the three that make paper and keep the register. Their threads end when these are dropped and the running job is over.
#[allow(missing_docs)]
pub struct Workers {
    pub registrar: Registrar,
    pub printing: Printing,
    /// Compares PINs and reads registers.
    pub clerk: Clerk,
    shared: Arc<Shared>,
}

impl Workers {
    /// Starts a thread for each; an error when the system gives none.
    pub fn start(setup: Setup, clock: WallClock, outlet: Outlet) -> std::io::Result<Workers> {
        let printer = Printer::open(&setup.connection, &setup.profile);
        Workers::start_with(printer, setup, clock, outlet)
    }

    fn start_with(
        printer: Printer,
        setup: Setup,
        clock: WallClock,
        outlet: Outlet,
    ) -> std::io::Result<Workers> {
        let shared = Arc::new(Shared::new(setup, clock, outlet));
        let (registrar, _) = Registrar::start(shared.clone())?;
        let printing = Printing::start(shared.clone(), registrar.clone(), printer)?;
        if let Some(setup) = &shared.setup.hatch
            && let Err(error) =
                hatch::start(shared.clone(), registrar.clone(), printing.clone(), setup)
        {
            // The screen goes on without the office's page.
            console::tell!("kiosk: {error:#}");
        }
        Ok(Workers {
            printing,
            clerk: Clerk::start(shared.clone())?,
            registrar,
            shared,
        })
    }

    /// Keeps whether the terminal can speak, for whoever asks from elsewhere.
    pub fn voice_is(&self, state: VoiceState) {
        *held(&self.shared.voice) = state;
    }
}

#[cfg(test)]
mod tests;
