//! Slips as they will look and how much paper they take. Talks to no device and no database.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use journal::{Content, Reader};
use printer::{FontError, Receipt, Renderer, Slip};

use super::papers;
use crate::slip::{self, CODE_SHAPE, Stamp};
use crate::verify;
use crate::workers::shared::{Setup, Shared, held};
use session::screen::print::Preview;
use session::staff::{LaidPaper, StaffPaper};
use session::{Measure, Report, Stood, moment};

/// Rows of a slip that the screen is given: about one metre at 203 dots an inch.
const PREVIEW_ROWS_MAX: u32 = 8_000;

/// The renderer with its fonts, once they were needed.
#[derive(Default)]
pub(super) struct Layout {
    renderer: Option<Renderer>,
}

impl Layout {
    pub fn compose(&mut self, setup: &Setup, receipt: &Receipt) -> anyhow::Result<Slip> {
        let renderer = match &self.renderer {
            Some(renderer) => renderer,
            None => self.renderer.insert(renderer(setup)?),
        };
        Ok(renderer.compose(receipt, &setup.profile)?)
    }
}

/// A family that is not installed is said in the log; slips are then set in the usual one rather than not at all.
fn renderer(setup: &Setup) -> anyhow::Result<Renderer> {
    match Renderer::with_family(setup.fonts.as_deref()) {
        Err(error @ FontError::NoFamily(_)) => {
            console::tell!("kiosk: {error}");
            Ok(Renderer::new()?)
        }
        found => Ok(found?),
    }
}

/// What is to be laid out for the screen.
pub(super) enum Wanted {
    Slips(Measure),
    /// Paper of the desk, and the serial of the question.
    Paper(u64, Box<StaffPaper>),
}

/// Only the newest is laid out: whoever asked for an older one looks at something else.
pub(super) fn run(shared: &Shared, table: &Mutex<Layout>, wanted: &Receiver<Wanted>) {
    while let Ok(first) = wanted.recv() {
        let mut newest = first;
        for later in wanted.try_iter() {
            newest = later;
            shared.outlet.end();
        }
        match &newest {
            Wanted::Slips(measure) => {
                for content in &measure.contents {
                    shared.report(measured(shared, table, measure, content));
                }
            }
            Wanted::Paper(serial, paper) => {
                // One paper that cannot be laid out must not end all printing.
                let laid = catch_unwind(AssertUnwindSafe(|| laid(shared, table, paper)));
                shared.report(Report::PaperLaid {
                    serial: *serial,
                    laid: laid.ok().flatten(),
                });
            }
        }
        shared.outlet.end();
    }
}

/// Paper of the desk as it would come out now; `None` where the registers cannot be read.
fn laid(shared: &Shared, table: &Mutex<Layout>, paper: &StaffPaper) -> Option<LaidPaper> {
    let said = papers::said(shared, paper)?;
    let composed = held(table).compose(&shared.setup, &said.receipt);
    let slip = composed
        .inspect_err(|error| console::tell!("kiosk: lay out paper of the desk: {error:#}"))
        .ok();
    Some(LaidPaper {
        length_mm: slip.as_ref().map_or(0, Slip::length_mm),
        preview: slip.as_ref().and_then(preview),
        sound: said.sound,
    })
}

fn measured(
    shared: &Shared,
    table: &Mutex<Layout>,
    measure: &Measure,
    content: &Content,
) -> Report {
    let mut stamp = Stamp {
        site: shared.setup.name.clone(),
        plate: shared.setup.plate.clone(),
        number: held(&shared.next_number).clone(),
        code: CODE_SHAPE.into(),
        at: (shared.clock)(),
        again: None,
        data_time: measure.data_time.clone(),
    };
    if let Some(stood) = &measure.stood {
        as_it_was(&mut stamp, stood, shared);
    }
    // One document that cannot be laid out must not end all printing.
    let slip = catch_unwind(AssertUnwindSafe(|| {
        let receipt = slip::compose(&measure.document, content, &stamp);
        let composed = held(table).compose(&shared.setup, &receipt);
        composed.inspect_err(|error| {
            console::tell!("kiosk: lay out slip of {}: {error:#}", measure.document.id);
        })
    }));
    let slip = slip.ok().and_then(Result::ok);
    Report::Measured {
        serial: measure.serial,
        content: content.clone(),
        length_mm: slip.as_ref().map(Slip::length_mm),
        preview: slip.as_ref().and_then(preview),
    }
}

/// Number, time and code of a slip that stands in the register; where the code cannot be reckoned its place stays marked.
fn as_it_was(stamp: &mut Stamp, stood: &Stood, shared: &Shared) {
    stamp.number.clone_from(&stood.number);
    stamp.at = moment::parse(&stood.at).unwrap_or(stamp.at);
    let code = Reader::open(&shared.setup.journal)
        .map_err(anyhow::Error::new)
        .and_then(|reader| verify::code_of(&reader, &stood.number));
    match code {
        Ok(code) => stamp.code = code,
        Err(error) => console::tell!("kiosk: reckon the code of {}: {error:#}", stood.number),
    }
}

/// The slip as the screen shows it, from its top.
pub fn preview(slip: &Slip) -> Option<Preview> {
    let (width, height, mut grey) = slip.grey();
    let height = height.min(PREVIEW_ROWS_MAX);
    grey.truncate(width as usize * height as usize);
    (width > 0 && height > 0).then(|| Preview {
        width,
        height,
        grey: Arc::new(grey),
    })
}
