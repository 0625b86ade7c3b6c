//! The half that reads foreign bytes: one document on standard input, limits, then answers on standard output until nobody asks any
//! more. Owns the order of these; opens no file once the document is read, and trusts none of its readers.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod confine;
mod fonts;
mod marks;
mod ofd;
mod office;
mod package;
mod pdf;
mod picture;
#[doc(hidden)]
pub mod probe;
mod text;
mod xml;

use anyhow::Context;
use fonts::Fonts;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use viewer::kind::{Shell, shell};
use viewer::limits::{
    FILE_BYTES_MAX, HEIGHT_PX_MAX, NAME_CHARS_MAX, PICTURE_BYTES_MAX, WIDTH_PX_MAX,
};
use viewer::{
    Answer, Inner, Opened, Page, Part, Password, Reason, Request, Text, read_request, write_answer,
};

pub use confine::forbid_everything;

/// A page as dots.
pub struct Drawn {
    width_px: u32,
    height_px: u32,
    rgba: Vec<u8>,
    page: Page,
}

/// One open file, whatever its kind.
trait Document {
    fn opened(&mut self) -> Opened;
    fn picture(&mut self, page: u32, width_px: u32, part: Option<Part>) -> Result<Drawn, Reason>;
    fn text(&mut self, page: u32) -> Result<(Text, Page), Reason>;
    /// What a second reader finds; nothing where there is none.
    fn second(&mut self) -> Result<Text, Reason> {
        Ok(Text::default())
    }
    /// A file that lies in it, by its number; `None` when there is none of that number.
    fn inner(&mut self, _: u32) -> Result<Option<Inner>, Reason> {
        Ok(None)
    }
}

/// Serves the document on standard input; returns when the other side has gone.
pub fn serve(font_folder: &Path) -> anyhow::Result<()> {
    confine::keep_one_heap();
    let fonts = Fonts::installed(font_folder);
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(FILE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .context("read the document")?;
    // Both directions go over one socket, which stands where standard output would.
    let mut wire = File::from(
        std::io::stdout()
            .as_fd()
            .try_clone_to_owned()
            .context("take the socket")?,
    );
    // A fault of a reader is an answer; its words are nobody's concern.
    std::panic::set_hook(Box::new(|_| {}));
    let threads = needs_threads(&bytes);
    if threads {
        office::get_ready();
    }
    confine::confine(threads).context("confine")?;
    let Some(mut document) = opened(bytes, &fonts, &mut wire)? else {
        return Ok(());
    };
    write_answer(&mut wire, &Answer::Opened(document.opened()), &[])?;
    while let Some(request) = read_request(&mut wire)? {
        answer(document.as_mut(), &request, &mut wire)?;
    }
    Ok(())
}

/// Opens it; where that takes a password, with those that are sent, as often as they are. `None` when the other side has gone.
fn opened(
    bytes: Vec<u8>,
    fonts: &Fonts,
    wire: &mut File,
) -> anyhow::Result<Option<Box<dyn Document>>> {
    let mut password = Password::default();
    // The word for it stands in the open even where everything else does not; other files are held once.
    let (protected, mut whole) = (is_protected(&bytes), bytes);
    loop {
        let bytes = match protected {
            true => whole.clone(),
            false => std::mem::take(&mut whole),
        };
        let tried = catch_unwind(AssertUnwindSafe(|| open(bytes, fonts.clone(), &password)));
        let reason = match tried.unwrap_or(Err(Reason::Damaged)) {
            Ok(document) => return Ok(Some(document)),
            Err(reason) => reason,
        };
        write_answer(wire, &Answer::Refused { reason }, &[])?;
        password = match read_request(wire)? {
            Some(Request::Unlock { password }) if protected && reason == Reason::Password => {
                password
            }
            Some(Request::Unlock { .. }) => {
                write_answer(wire, &Answer::Refused { reason }, &[])?;
                return Ok(None);
            }
            _ => return Ok(None),
        };
    }
}

fn is_protected(bytes: &[u8]) -> bool {
    const WORD: &[u8] = b"/Encrypt";
    shell(bytes) == Some(Shell::Pdf) && bytes.windows(WORD.len()).any(|window| window == WORD)
}

/// The readers of office files work in a thread of their own, for the size of its stack.
fn needs_threads(bytes: &[u8]) -> bool {
    matches!(shell(bytes), Some(Shell::Zip | Shell::Ole))
}

fn open(bytes: Vec<u8>, fonts: Fonts, password: &Password) -> Result<Box<dyn Document>, Reason> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Reason::TooLarge);
    }
    match shell(&bytes).ok_or(Reason::NotADocument)? {
        Shell::Pdf => Ok(Box::new(pdf::PdfDocument::open(bytes, fonts, password)?)),
        Shell::Picture => Ok(Box::new(picture::PictureDocument::open(bytes)?)),
        Shell::Html => Ok(Box::new(office::OfficeDocument::of_html(bytes)?)),
        Shell::Zip if ofd::is_ofd(&bytes) => Ok(Box::new(ofd::OfdDocument::open(bytes, fonts)?)),
        shell @ (Shell::Zip | Shell::Ole) => {
            Ok(Box::new(office::OfficeDocument::open(bytes, shell)?))
        }
    }
}

fn answer(
    document: &mut dyn Document,
    request: &Request,
    wire: &mut impl Write,
) -> anyhow::Result<()> {
    let done = catch_unwind(AssertUnwindSafe(|| match request {
        Request::Picture {
            page,
            width_px,
            part,
        } => document.picture(*page, *width_px, *part).map(|drawn| {
            let answer = Answer::Picture {
                width_px: drawn.width_px,
                height_px: drawn.height_px,
                page: drawn.page,
            };
            (answer, drawn.rgba)
        }),
        Request::Text { page } => document.text(*page).and_then(as_json),
        Request::Second => document
            .second()
            .and_then(|text| as_json((text, Page::default()))),
        Request::Inner { number } => document.inner(*number).and_then(handed_out),
        // It is open.
        Request::Unlock { .. } => Err(Reason::NotDrawn),
    }));
    let (answer, bytes) = match done.unwrap_or(Err(Reason::Damaged)) {
        Ok(answer) => answer,
        Err(reason) => (Answer::Refused { reason }, Vec::new()),
    };
    Ok(write_answer(wire, &answer, &bytes)?)
}

fn handed_out(inner: Option<Inner>) -> Result<(Answer, Vec<u8>), Reason> {
    let Some(Inner { name, bytes }) = inner else {
        return Ok((Answer::Inner { name: None }, Vec::new()));
    };
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Reason::TooLarge);
    }
    let name = Some(name.chars().take(NAME_CHARS_MAX).collect());
    Ok((Answer::Inner { name }, bytes))
}

fn as_json((text, page): (Text, Page)) -> Result<(Answer, Vec<u8>), Reason> {
    let json = serde_json::to_vec(&text).map_err(|_| Reason::Damaged)?;
    Ok((Answer::Text { page }, json))
}

/// The part of a page that is asked for, the whole of it if none is named; the page is drawn so wide and high.
fn asked(part: Option<Part>, width_px: u32, height: f64) -> Result<Part, Reason> {
    let height_px = height.round().clamp(1.0, f64::from(u32::MAX)) as u32;
    match part {
        None if !fits(width_px, height_px) => Err(Reason::TooLarge),
        None => Ok(Part {
            left: 0,
            top: 0,
            width: width_px,
            height: height_px,
        }),
        Some(part) => within(part, width_px, height_px).ok_or(Reason::NoSuchPage),
    }
}

/// Whether the other half would take a picture of this size.
fn fits(width_px: u32, height_px: u32) -> bool {
    let bytes = (width_px as usize)
        .saturating_mul(height_px as usize)
        .saturating_mul(4);
    (1..=WIDTH_PX_MAX).contains(&width_px)
        && (1..=HEIGHT_PX_MAX).contains(&height_px)
        && bytes <= PICTURE_BYTES_MAX
}

/// The part of a page of this size that lies on it; `None` when nothing does.
fn within(part: Part, width_px: u32, height_px: u32) -> Option<Part> {
    let width = part.width.min(width_px.checked_sub(part.left)?);
    let height = part.height.min(height_px.checked_sub(part.top)?);
    fits(width, height).then_some(Part {
        width,
        height,
        ..part
    })
}
