//! The half that asks. Owns one child per open document, its deadlines and its end; believes an answer only after it was
//! measured. Never reads a foreign byte itself.

use crate::believed::{cleaned, measured, name_of};
use crate::failure::Failure;
use crate::leash::Leash;
use crate::limits::{
    FILE_BYTES_MAX, HEIGHT_PX_MAX, OPEN_TIME_MAX, PAGE_TEXT_BYTES_MAX, PAGES_MAX,
    PICTURE_BYTES_MAX, SECOND_TIME_MAX, SMALL_TIME_MAX, TEXT_BYTES_MAX, WIDTH_PX_MAX,
    ZOOMED_PX_MAX,
};
use crate::page::Page;
use crate::password::Password;
use crate::protocol::{Answer, Opened, Part, Reason, Request, Text, read_answer, write_request};
use crate::waiting::{PAGE, Patience, Until};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where the bytes of a document are.
#[derive(Debug)]
pub enum Source {
    /// In a file, which the child reads through its standard input.
    File(File),
    /// In memory, handed over through a pipe.
    Bytes(Vec<u8>),
}

/// A page as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// How many dots across.
    pub width_px: u32,
    /// How many dots down.
    pub height_px: u32,
    /// Red, green, blue, alpha; from the top left.
    pub rgba: Vec<u8>,
    /// What is said of the page.
    pub page: Page,
}

/// A file that lies in another one. Its bytes are as foreign as those of the file it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inner {
    /// What it is called there.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// Knows the program; opens documents with it.
#[derive(Debug, Clone)]
pub struct Viewer {
    program: PathBuf,
    fonts: Option<PathBuf>,
}

impl Viewer {
    /// `program` is our `viewer`.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Viewer {
            program: program.into(),
            fonts: None,
        }
    }

    /// The program that lies beside the one that runs.
    pub fn beside_this_program() -> io::Result<Self> {
        let own = std::env::current_exe()?;
        Ok(Viewer::new(own.with_file_name("viewer")))
    }

    /// Where fonts are installed, if not where the system has them.
    pub fn with_fonts(mut self, folder: impl Into<PathBuf>) -> Self {
        self.fonts = Some(folder.into());
        self
    }

    /// Starts a child for one document and waits until it knows the pages.
    pub fn open(&self, source: Source) -> Result<Open, Failure> {
        self.open_on(source, Leash::default())
    }

    /// The same; whoever has a copy of the leash can end the child at any moment.
    pub fn open_on(&self, source: Source, leash: Leash) -> Result<Open, Failure> {
        self.started(source, leash, None)
    }

    /// The same for a file that opens with a password, which goes to the child and nowhere else.
    pub fn unlock_on(
        &self,
        source: Source,
        leash: Leash,
        password: Password,
    ) -> Result<Open, Failure> {
        self.started(source, leash, Some(password))
    }

    fn started(
        &self,
        source: Source,
        leash: Leash,
        password: Option<Password>,
    ) -> Result<Open, Failure> {
        let started = |source| Failure::Start {
            program: self.program.clone(),
            source,
        };
        let (ours, theirs) = UnixStream::pair().map_err(started)?;
        let mut command = Command::new(&self.program);
        command.arg("child").env_clear();
        if let Some(fonts) = &self.fonts {
            command.arg("--fonts").arg(fonts);
        }
        let (stdin, bytes) = match source {
            Source::File(file) => (Stdio::from(file), None),
            Source::Bytes(bytes) => (Stdio::piped(), Some(bytes)),
        };
        let mut child = command
            .stdin(stdin)
            .stdout(Stdio::from(OwnedFd::from(theirs)))
            .stderr(Stdio::null())
            .current_dir("/")
            .spawn()
            .map_err(started)?;
        // Until the command is gone its copy of the child's end is open, and the end of the child would not be seen.
        drop(command);
        if let (Some(bytes), Some(mut pipe)) = (bytes, child.stdin.take()) {
            // Ends by itself: the pipe breaks when the child is gone.
            std::thread::spawn(move || {
                let _ = pipe.write_all(&bytes);
            });
        }
        leash.hold(child);
        let mut open = Open {
            leash,
            wire: ours,
            opened: None,
        };
        let (mut answer, mut rest) = open.answer(OPEN_TIME_MAX)?;
        let protected = matches!(
            answer,
            Answer::Refused {
                reason: Reason::Password
            }
        );
        if let Some(password) = password.filter(|_| protected) {
            open.ask(&Request::Unlock { password })?;
            (answer, rest) = open.answer(OPEN_TIME_MAX)?;
        }
        match answer {
            Answer::Opened(opened) if rest.is_empty() && is_believable(&opened) => {
                open.opened = Some(opened);
                Ok(open)
            }
            Answer::Refused { reason } => Err(Failure::Refused(reason)),
            _ => Err(Failure::Nonsense),
        }
    }
}

fn is_believable(opened: &Opened) -> bool {
    let proportions = if opened.kind.is_drawn() {
        opened.proportions.len() == opened.pages as usize
    } else {
        opened.proportions.is_empty()
    };
    (1..=PAGES_MAX).contains(&opened.pages)
        && proportions
        && opened.proportions.iter().all(|p| p.is_finite() && *p > 0.0)
}

/// A document that is open in its child; dropping it kills the child, which holds the bytes.
#[derive(Debug)]
pub struct Open {
    leash: Leash,
    wire: UnixStream,
    opened: Option<Opened>,
}

impl Open {
    /// What the child said first.
    pub fn opened(&self) -> &Opened {
        self.opened
            .as_ref()
            .expect("handed out only after the first answer")
    }

    /// What ends its child.
    pub fn leash(&self) -> &Leash {
        &self.leash
    }

    /// A page (from 0) of the given width, or a part of it.
    pub fn picture(
        &mut self,
        page: u32,
        width_px: u32,
        part: Option<Part>,
    ) -> Result<Picture, Failure> {
        self.picture_within(page, width_px, part, PAGE)
    }

    /// A whole page (from 0), small; its child has less time for it.
    pub fn small(&mut self, page: u32, width_px: u32) -> Result<Picture, Failure> {
        self.picture_within(page, width_px, None, SMALL_TIME_MAX)
    }

    fn picture_within(
        &mut self,
        page: u32,
        width_px: u32,
        part: Option<Part>,
        within: impl Into<Patience>,
    ) -> Result<Picture, Failure> {
        let widest = if part.is_some() {
            ZOOMED_PX_MAX
        } else {
            WIDTH_PX_MAX
        };
        let width_px = width_px.clamp(1, widest);
        self.ask(&Request::Picture {
            page,
            width_px,
            part,
        })?;
        let (answer, rgba) = self.answer(within)?;
        match answer {
            Answer::Picture {
                width_px: width,
                height_px: height,
                page,
            } => {
                let bytes = (width as usize)
                    .saturating_mul(height as usize)
                    .saturating_mul(4);
                let as_asked = match part {
                    Some(part) => width <= part.width && height <= part.height,
                    None => width == width_px && height <= HEIGHT_PX_MAX,
                };
                if !as_asked || bytes == 0 || bytes > PICTURE_BYTES_MAX || rgba.len() != bytes {
                    return Err(self.nonsense());
                }
                Ok(Picture {
                    width_px: width,
                    height_px: height,
                    rgba,
                    page: measured(page, width, height),
                })
            }
            Answer::Refused { reason } => Err(Failure::Refused(reason)),
            _ => Err(self.nonsense()),
        }
    }

    /// The text of a page (from 0).
    pub fn text(&mut self, page: u32) -> Result<(Text, Page), Failure> {
        self.ask(&Request::Text { page })?;
        self.read_text(PAGE_TEXT_BYTES_MAX, PAGE)
    }

    /// What a second reader finds in the whole file.
    pub fn second(&mut self) -> Result<Text, Failure> {
        self.ask(&Request::Second)?;
        self.read_text(TEXT_BYTES_MAX, SECOND_TIME_MAX)
            .map(|(text, _)| text)
    }

    /// A file that lies in this one (from 0): embedded, attached. `None` when there is none of that number.
    pub fn inner(&mut self, number: u32) -> Result<Option<Inner>, Failure> {
        self.ask(&Request::Inner { number })?;
        let (answer, bytes) = self.answer(PAGE)?;
        match answer {
            Answer::Inner { name: Some(name) } if bytes.len() <= FILE_BYTES_MAX => {
                let name = name_of(&name);
                Ok(Some(Inner { name, bytes }))
            }
            Answer::Inner { name: None } if bytes.is_empty() => Ok(None),
            Answer::Refused { reason } => Err(Failure::Refused(reason)),
            _ => Err(self.nonsense()),
        }
    }

    fn read_text(
        &mut self,
        bytes_max: usize,
        within: impl Into<Patience>,
    ) -> Result<(Text, Page), Failure> {
        let (answer, json) = self.answer(within)?;
        match answer {
            // JSON doubles quotes and backslashes at most sixfold.
            Answer::Text { page } if json.len() <= bytes_max.saturating_mul(6) => {
                let Ok(text) = serde_json::from_slice::<Text>(&json) else {
                    return Err(self.nonsense());
                };
                let text = Text {
                    blocks: text.blocks.into_iter().map(cleaned).collect(),
                    cut: text.cut,
                };
                Ok((text, measured(page, u32::MAX, u32::MAX)))
            }
            Answer::Refused { reason } => Err(Failure::Refused(reason)),
            _ => Err(self.nonsense()),
        }
    }

    fn ask(&mut self, request: &Request) -> Result<(), Failure> {
        write_request(&mut self.wire, request).map_err(|_| Failure::Died)
    }

    fn nonsense(&mut self) -> Failure {
        self.end();
        Failure::Nonsense
    }

    fn answer(&mut self, within: impl Into<Patience>) -> Result<(Answer, Vec<u8>), Failure> {
        let mut wire = Until::new(&self.wire, within.into(), self.leash.id());
        read_answer(&mut wire).map_err(|error| {
            self.end();
            match error.kind() {
                io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Failure::Late,
                io::ErrorKind::InvalidData => Failure::Nonsense,
                _ => Failure::Died,
            }
        })
    }

    fn end(&mut self) {
        self.leash.end();
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    #[test]
    fn a_child_that_claims_what_cannot_be_is_not_believed() {
        let sound = Opened {
            kind: Kind::Pdf,
            pages: 2,
            pages_claimed: None,
            proportions: vec![1.4, 1.4],
            may_print: true,
        };
        assert!(is_believable(&sound));
        for wrong in [
            Opened {
                pages: 0,
                proportions: vec![],
                ..sound.clone()
            },
            Opened {
                pages: PAGES_MAX + 1,
                ..sound.clone()
            },
            Opened {
                proportions: vec![1.4],
                ..sound.clone()
            },
            Opened {
                proportions: vec![1.4, f32::NAN],
                ..sound.clone()
            },
        ] {
            assert!(!is_believable(&wrong), "{wrong:?}");
        }
    }
}
