//! `viewer`: draws a page of an attachment or prints its text, and is the confined child of whoever shows attachments. Owns the
//! command line; reads no foreign byte outside the child.

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use viewer::limits::WIDTH_PX_MAX;
use viewer::{Block, Failure, Hidden, LeftOut, Open, Page, Source, Viewer};

/// Where the system keeps fonts.
const FONTS: &str = "/usr/share/fonts";
/// Dots across, where nobody says otherwise: the width of a terminal's screen.
const WIDTH_PX: u32 = 1_080;

/// Looks at attachments (附件) and reads them.
#[derive(Parser)]
#[command(name = "viewer", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    child: Option<Child>,
    /// Which attachment to look at.
    file: Option<PathBuf>,
    /// Which page to draw, from 1.
    #[arg(long, requires = "out")]
    page: Option<u32>,
    /// Where the picture goes, as PNG.
    #[arg(long, requires = "page")]
    out: Option<PathBuf>,
    /// How many dots wide.
    #[arg(long, default_value_t = WIDTH_PX, value_parser = clap::value_parser!(u32).range(1..=i64::from(WIDTH_PX_MAX)))]
    width: u32,
    /// Print the text of all pages.
    #[arg(long, conflicts_with = "page")]
    text: bool,
    /// Where fonts are installed.
    #[arg(long, default_value = FONTS)]
    fonts: PathBuf,
}

#[derive(Subcommand)]
enum Child {
    /// Reads one document on standard input and answers on the socket at standard output.
    #[command(hide = true)]
    Child {
        /// Where fonts are installed.
        #[arg(long, default_value = FONTS)]
        fonts: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(&console::arguments::<Arguments>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("viewer: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(Child::Child { fonts }) = &arguments.child {
        return viewer_program::serve(fonts);
    }
    let Some(path) = &arguments.file else {
        bail!("which file? see --help");
    };
    let file = File::open(path).with_context(|| format!("open {}", path.display()))?;
    let program = std::env::current_exe().context("find this program")?;
    let viewer = Viewer::new(program).with_fonts(&arguments.fonts);
    let mut open = viewer.open(Source::File(file)).map_err(in_words)?;
    if let Some(claimed) = open.opened().pages_claimed {
        let pages = open.opened().pages;
        eprintln!("warning: the file claims {claimed} pages, {pages} can be shown");
    }
    match (&arguments.page, &arguments.out) {
        (Some(page), Some(out)) => draw(&mut open, *page, arguments.width, out),
        _ if arguments.text => print_text(&mut open),
        _ => bail!("what to do? --page N --out PNG, or --text"),
    }
}

fn in_words(failure: Failure) -> anyhow::Error {
    let words = match &failure {
        Failure::Refused(reason) => match serde_json::to_value(reason) {
            Ok(code) => format!("cannot be shown: {}", code.as_str().unwrap_or_default()),
            Err(_) => "cannot be shown".to_owned(),
        },
        other => format!("cannot be shown: {other}"),
    };
    anyhow::Error::new(failure).context(words)
}

fn draw(open: &mut Open, page: u32, width_px: u32, out: &Path) -> anyhow::Result<()> {
    let Some(index) = page.checked_sub(1) else {
        bail!("pages count from 1");
    };
    let picture = open.picture(index, width_px, None).map_err(in_words)?;
    let to = || format!("write {}", out.display());
    let file = File::create(out).with_context(to)?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), picture.width_px, picture.height_px);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().with_context(to)?;
    writer.write_image_data(&picture.rgba).with_context(to)?;
    writer.finish().with_context(to)?;
    warn(page, &picture.page);
    Ok(())
}

fn print_text(open: &mut Open) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let mut any = false;
    for page in 0..open.opened().pages {
        let (text, said) = open.text(page).map_err(in_words)?;
        any |= !text.blocks.is_empty();
        if text.cut {
            eprintln!("warning: page {}: it says more than is read", page + 1);
        }
        for block in &text.blocks {
            match block {
                Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
                    writeln!(out, "{text}")?
                }
                Block::Table { rows, .. } => {
                    for row in rows {
                        writeln!(out, "{}", row.join("\t"))?;
                    }
                }
            }
        }
        // Nothing was drawn.
        let said = Page {
            stand_ins: 0,
            ..said
        };
        warn(page + 1, &said);
    }
    if !any {
        bail!("the file holds no text");
    }
    Ok(())
}

/// One line for each part that was left out.
fn warn(number: u32, page: &Page) {
    let LeftOut {
        characters,
        pictures,
        drawings,
        seals,
        annotations,
    } = page.left_out;
    let parts = [
        (characters, "characters that cannot be known"),
        (pictures, "pictures that cannot be decoded"),
        (drawings, "drawings"),
        (seals, "seals without a picture"),
        (annotations, "annotations without an appearance"),
    ];
    for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
        eprintln!("warning: page {number}: {count} {what} left out");
    }
    if page.unread > 0 {
        eprintln!(
            "warning: page {number}: {} characters are drawn and cannot be read",
            page.unread
        );
    }
    if page.stand_ins > 0 {
        eprintln!(
            "warning: page {number}: characters are drawn with a face that stands in for theirs"
        );
    }
    if page.seals > 0 {
        eprintln!(
            "warning: page {number}: {} seals are shown as pictures, their signatures are not verified",
            page.seals
        );
    }
    if page.seals_changed > 0 {
        eprintln!(
            "warning: page {number}: something was changed under {} seals after they were put on",
            page.seals_changed
        );
    }
    let Hidden {
        rows,
        columns,
        sheets,
    } = page.hidden;
    if page.hidden != Hidden::default() {
        eprintln!(
            "warning: page {number}: {rows} rows, {columns} columns and {sheets} sheets are hidden in the file itself and not shown"
        );
    }
    if page.is_scan {
        eprintln!("warning: page {number}: a scan, it holds no text");
    }
}
