//! The sample screens of the repository. A print screen shows a real slip: the sample document, composed as for paper.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use journal::{Content, DayTotals, Head, Made, Soundness};
use mirror::Document;
use printer::{Profile, Renderer, Slip};
use serde::de::DeserializeOwned;

use crate::slip::{self, CODE_SHAPE, Stamp};
use crate::workers::printing;
use session::attached::Dots;
use session::screen::print::Extent;
use session::screen::{self, Screen, View};
use session::staff::{DayBook, DayLine, PaperLine};

/// Head of the slips, the time it was then on every sample screen.
const PROFILE: &str = "generic-80mm";
const NUMBER: &str = "L01-1-20181015-0027";
const AT: &str = "2018-10-15T06:36:00Z";
/// Lines of the invented day.
const LINES: u64 = 22;
const DATA_TIME: &str = "2018-10-15T01:12:00Z";

/// The sample screens by name, in order.
pub fn samples() -> anyhow::Result<Vec<(String, View)>> {
    let dir = folder().join("screens");
    let bench = Bench::open()?;
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&dir).with_context(|| format!("read {}", dir.display()))? {
        let path = entry
            .with_context(|| format!("read {}", dir.display()))?
            .path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let mut view: View = read(&path)?;
        if let Screen::Print(print) = &mut view.screen {
            bench.fill(print, &view.head)?;
        }
        if let Screen::Desk(screen::desk::Desk {
            shows: screen::desk::Page::Register(register),
            ..
        }) = &mut view.screen
        {
            bench.hold(register, &view.head)?;
        }
        if let Screen::Desk(screen::desk::Desk {
            shows: screen::desk::Page::Sheet(sheet),
            ..
        }) = &mut view.screen
        {
            bench.lay(sheet, &view.head)?;
        }
        if let Screen::Attachment(attachment) = &mut view.screen
            && attachment.drawn
            && attachment.text.is_none()
        {
            attachment.dots = Some(page());
            // The one that is turned to next is still drawn.
            for small in attachment.strip.iter_mut().rev().skip(1) {
                small.dots = Some(page());
            }
        }
        let name = path.file_stem().unwrap_or_default();
        found.push((name.to_string_lossy().into_owned(), view));
    }
    ensure!(
        !found.is_empty(),
        "find sample screens in {}",
        dir.display()
    );
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// An invented page of an attachment: lines where words would be, a table, a seal.
fn page() -> Dots {
    const WIDTH: u32 = 540;
    const HEIGHT: u32 = 764;
    let mut rgba = vec![255; (WIDTH * HEIGHT * 4) as usize];
    for (at, dot) in rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = (at as u32 % WIDTH, at as u32 / WIDTH);
        let in_lines = (60..480).contains(&x) && (60..300).contains(&y) && y % 24 < 8;
        let in_table = (60..=480).contains(&x) && (340..=580).contains(&y);
        let in_rules = in_table && ((x - 60) % 105 < 2 || (y - 340) % 40 < 2);
        let from_seal = (x.abs_diff(400).pow(2) + y.abs_diff(620).pow(2)).isqrt();
        if (54..60).contains(&from_seal) {
            dot.copy_from_slice(&[200, 50, 47, 255]);
        } else if in_lines || in_rules {
            dot.copy_from_slice(&[60, 60, 60, 255]);
        }
    }
    Dots {
        width: WIDTH,
        height: HEIGHT,
        rgba: Arc::new(rgba),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/sample")
}

fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("parse {}", path.display()))
}

/// Composes slips of the sample document.
struct Bench {
    document: Document,
    renderer: Renderer,
    profile: Profile,
}

impl Bench {
    fn open() -> anyhow::Result<Bench> {
        Ok(Bench {
            document: read(&folder().join("slip-document.json"))?,
            renderer: Renderer::new()?,
            profile: printer::profile(PROFILE).with_context(|| format!("find {PROFILE}"))?,
        })
    }

    /// Gives a print screen the picture of its chosen slip, and the lengths that the paper will have.
    fn fill(&self, print: &mut screen::Print, head: &screen::Head) -> anyhow::Result<()> {
        for choice in &mut print.choices {
            let slip = self.slip(choice.extent, print.articles as usize, head)?;
            if !choice.too_long && !print.long {
                choice.length_mm = slip.length_mm();
            }
            if choice.extent == print.chosen {
                print.preview = printing::preview(&slip);
            }
        }
        Ok(())
    }

    /// Gives the desk the picture of the slip that should have come out.
    fn hold(
        &self,
        register: &mut screen::desk::Register,
        head: &screen::Head,
    ) -> anyhow::Result<()> {
        let chosen = register.chosen.as_ref();
        let shown = chosen.filter(|_| register.drawn == Some(screen::desk::Drawn::Shown));
        if let Some((slip, extent)) = shown.and_then(|slip| Some((slip, slip.extent?))) {
            let slip = self.slip(extent, slip.articles as usize, head)?;
            register.preview = printing::preview(&slip);
        }
        Ok(())
    }

    /// Gives the sheet of a day the picture of its paper: an invented day, broken where the sample says so.
    fn lay(&self, sheet: &mut screen::desk::Sheet, head: &screen::Head) -> anyhow::Result<()> {
        if sheet.drawn != Some(screen::desk::Drawn::Shown) {
            return Ok(());
        }
        let broken = sheet
            .lines
            .iter()
            .find(|line| line.kind == screen::desk::MatterKind::ChainBroken);
        let sound = Soundness {
            entries: 18_437,
            problems: broken.map_or(0, |line| line.count.into()),
            number: broken.map_or_else(String::new, |line| line.number.clone()),
            ..Soundness::default()
        };
        let lines = (1..=LINES).map(|n| {
            DayLine::Paper(PaperLine {
                number: format!("L01-1-20181014-{n:04}"),
                at: AT.into(),
                made: Made::Photocopy,
                amount: n,
                state: "written".into(),
            })
        });
        let book = DayBook {
            lines: lines.collect(),
            totals: DayTotals {
                copied_pages: (1..=LINES).sum(),
                by_hand: LINES,
                ..DayTotals::default()
            },
            ..DayBook::default()
        };
        let over = slip::StaffHead {
            site: &head.site,
            plate: &head.plate,
            terminal: "L01-1",
            at: AT.parse().context("read the sample time")?,
        };
        let chain = slip::Chain {
            head: &Head {
                seq: 1,
                hash: [0xa5; 32],
            },
            sound: &sound,
        };
        let receipt = slip::day(&over, "20181014", &book, chain);
        let paper = self.renderer.compose(&receipt, &self.profile)?;
        sheet.preview = printing::preview(&paper);
        Ok(())
    }

    fn slip(&self, extent: Extent, articles: usize, head: &screen::Head) -> anyhow::Result<Slip> {
        let content = match extent {
            Extent::Excerpt => Content::Excerpt {
                articles: self
                    .document
                    .articles
                    .iter()
                    .map(|article| article.id.clone())
                    .take(articles)
                    .collect(),
            },
            Extent::Whole => Content::Whole,
            Extent::Reference => Content::Reference,
        };
        let stamp = Stamp {
            site: head.site.clone(),
            plate: head.plate.clone(),
            number: NUMBER.into(),
            code: CODE_SHAPE.into(),
            at: AT.parse().context("read the sample time")?,
            again: None,
            data_time: DATA_TIME.into(),
        };
        let receipt = slip::compose(&self.document, &content, &stamp);
        Ok(self.renderer.compose(&receipt, &self.profile)?)
    }
}
