//! The device itself (设备): what is known of it beside the registers, and how it is restarted or switched off. That somebody did so stands in the register
//! before it happens; a register that cannot be written stops nobody, since a restart may be what mends it.

use journal::{Maintenance, Work};

use super::{At, Desking};
use crate::affairs::Machine;
use crate::asks::Effect;
use crate::printer_state::PrinterState;
use crate::screen::desk::Deed;
use crate::services::{Filing, LinkCheck, OnShelf};
use crate::visit::turn::Turn;

impl Desking {
    /// Nothing prints that would be torn, and the machine listens.
    pub fn may_power(&self, printer: PrinterState) -> bool {
        let printing = printer == PrinterState::Printing || self.slips.job.is_some();
        self.machine.power && self.working.is_none() && !printing
    }

    /// One of the acts of the machine.
    pub(super) fn act_on_power(&mut self, deed: Deed, turn: &mut Turn) {
        match deed {
            Deed::Restart | Deed::PowerOff if self.machine.power => {
                let off = deed == Deed::PowerOff;
                self.at = At::Power { off };
            }
            Deed::StayOn => self.at = At::Device,
            Deed::RestartNow | Deed::PowerOffNow => {
                let asked =
                    matches!(&self.at, At::Power { off } if *off == (deed == Deed::PowerOffNow));
                if asked && self.may_power(turn.terminal.printer) {
                    let entry = Maintenance::done(Work::Restart, false, None, self.by);
                    let what = Filing::Entry(entry);
                    self.work(deed, |serial| Effect::File { serial, what }, turn);
                }
            }
            _ => {}
        }
    }

    /// That it will be restarted stands in the register, or cannot stand there; false when another asked.
    pub(super) fn powers(&mut self, serial: u64, turn: &mut Turn) -> bool {
        let off = match self.working {
            Some((asked, Deed::RestartNow)) if asked == serial => false,
            Some((asked, Deed::PowerOffNow)) if asked == serial => true,
            _ => return false,
        };
        self.at = At::Device;
        turn.effects.push(Effect::Power { serial, off });
        true
    }

    /// What of the shelf stands in the mirror; an answer to an older question is dropped.
    pub fn shelf_told(&mut self, serial: u64, found: Vec<OnShelf>) {
        if self.serial == serial {
            self.shelf = found;
        }
    }

    /// What the checks of the links found.
    pub fn links_told(&mut self, serial: u64, checks: Vec<LinkCheck>) {
        if self.serial == serial {
            self.links = checks;
        }
    }

    /// How the machine is.
    pub fn machine_told(&mut self, serial: u64, machine: Machine) {
        if self.serial == serial {
            self.machine = machine;
        }
    }
}
