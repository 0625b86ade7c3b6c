//! Where a journey's taps fell, told beside its pictures: a hand on a real panel, with no names of what stands there, touches the same.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use slint::LogicalPosition;

use crate::bridge::Ui;

/// File in the folder of the pictures: a line per `tap` of the script, in their order: x and y in pixels of the panel, and the label, parted by tabs.
const FILE: &str = "touches.tsv";

/// Taps of the journey so far.
#[derive(Debug, Default)]
pub struct Touches(String);

impl Touches {
    /// One more tap, with what it was called.
    pub fn add(&mut self, ui: &Ui, at: LogicalPosition, label: &str) {
        let at = at.to_physical(ui.window().scale_factor());
        // A label is one line of a script.
        let _ = writeln!(self.0, "{}\t{}\t{label}", at.x, at.y);
    }

    /// Writes the file, also after a step that failed.
    pub fn write(&self, out: &Path) -> anyhow::Result<()> {
        let path = out.join(FILE);
        std::fs::write(&path, &self.0).with_context(|| format!("write {}", path.display()))
    }
}
