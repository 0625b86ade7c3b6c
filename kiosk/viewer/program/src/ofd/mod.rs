//! OFD (GB/T 33190) as pages and text. Owns the parts of a document: its pages, templates, annotations and seals. Draws itself
//! what it understands and counts the rest.
//!
//! Why no library: the one there is (`ofd-core`) refused 4 of 25 real files, showed no seal of any signature, dropped templates without a
//! word, looks for fonts in the file system (which a confined child may not) and hands out no hook for any of it. A rewriter in front
//! of it would have been longer than this reader, and could not have counted what was dropped behind it.

mod annotations;
mod canvas;
mod checking;
mod files;
mod glyphs;
mod hidden;
mod packed;
mod page;
mod paint;
mod resources;
mod runs;
mod seals;
mod stamping;
mod values;
mod writing;

use crate::fonts::Fonts;
use crate::package::Package;
use crate::xml::Element;
use crate::{Document, Drawn, asked, marks, text};
use canvas::Canvas;
use checking::Digests;
use files::Files;
pub use files::is_ofd;
use hayro::kurbo::{Affine, Rect};
use page::{Pictures, Walk};
use resources::Resources;
use seals::Stamp;
use std::collections::HashMap;
use std::rc::Rc;
use values::physical;
use viewer::kind::Kind;
use viewer::limits::PAGES_MAX;
use viewer::{Inner, LeftOut, Opened, Page, Part, Reason, Text};

/// A seal's picture may be an OFD, whose seal would be one too.
const SEAL_DEPTH_MAX: usize = 2;
/// Pages whose own size is looked up before the first is asked for.
const SIZED_PAGES_MAX: usize = 60;
/// A page where no size is said: A4, in millimetres.
const A4: Rect = Rect::new(0.0, 0.0, 210.0, 297.0);
/// A picture that takes this part of the page makes it a scan, if there is no text.
const SCAN_PART: f64 = 0.4;

struct PageEntry {
    id: String,
    path: String,
}

struct Template {
    id: String,
    path: String,
    is_front: bool,
}

/// Documents of one package whose pages are counted.
const DOCUMENTS_MAX: usize = 100;

/// Templates behind a page, those before it, and how many are not there.
type Templates = (Vec<Rc<Element>>, Vec<Rc<Element>>, u32);

/// An open OFD.
pub struct OfdDocument {
    files: Files,
    document: Rc<Element>,
    folder: String,
    fonts: Fonts,
    resources: Resources,
    pictures: Pictures,
    pages: Vec<PageEntry>,
    templates: Vec<Template>,
    annotations: Vec<(String, String)>,
    stamps: Vec<Stamp>,
    page_area: Rect,
    /// Pages of further documents (DocBody) of the package, which are not shown.
    pages_beyond: u32,
    depth: usize,
    nested: HashMap<usize, Option<Box<OfdDocument>>>,
}

/// What a walk over a page found.
#[derive(Default)]
struct Seen {
    placed: Vec<text::Placed>,
    left_out: LeftOut,
    missing: Vec<Rect>,
    pictures: Vec<Rect>,
    stand_ins: u32,
    seals: u32,
    seals_changed: u32,
}

impl OfdDocument {
    /// Reads everything but the pages.
    pub fn open(bytes: Vec<u8>, fonts: Fonts) -> Result<Self, Reason> {
        Self::at_depth(bytes, fonts, 0)
    }

    fn at_depth(bytes: Vec<u8>, fonts: Fonts, depth: usize) -> Result<Self, Reason> {
        let mut files = Files::new(Package::open(bytes)?);
        if files.is_locked() {
            return Err(Reason::Locked);
        }
        let (entry, _) = files.follow("", "OFD.xml")?.ok_or(Reason::Damaged)?;
        let body = entry.child("DocBody").ok_or(Reason::Damaged)?;
        let root = body.text_of("DocRoot").unwrap_or("Doc_0/Document.xml");
        let (document, folder) = files.follow("", root)?.ok_or(Reason::Damaged)?;
        let common = document.child("CommonData").cloned().unwrap_or_default();
        let mut resources = Resources::default();
        resources.set_default_space(common.text_of("DefaultCS"));
        for list in ["PublicRes", "DocumentRes"] {
            for path in common.all(list) {
                resources.add(&mut files, &folder, path.text.trim())?;
            }
        }
        let pages = entries(&document, "Pages", "Page", "BaseLoc")
            .into_iter()
            .map(|(id, path)| PageEntry { id, path })
            .collect::<Vec<_>>();
        match pages.len() {
            0 => return Err(Reason::Damaged),
            n if n > PAGES_MAX as usize => return Err(Reason::TooLarge),
            _ => {}
        }
        let templates = common
            .all("TemplatePage")
            .filter_map(|template| {
                Some(Template {
                    id: template.attribute("ID")?.to_owned(),
                    path: template.attribute("BaseLoc")?.to_owned(),
                    is_front: template.attribute("ZOrder") == Some("Foreground"),
                })
            })
            .collect();
        let annotated =
            annotations::files_of(&mut files, &folder, document.text_of("Annotations"))?;
        let signatures = body.text_of("Signatures").map(str::to_owned);
        let stamps = match signatures {
            Some(path) if depth < SEAL_DEPTH_MAX => {
                seals::stamps(&mut files, &path, &mut Digests::default())?
            }
            _ => Vec::new(),
        };
        let mut pages_beyond = 0_u32;
        for root in entry.all("DocBody").skip(1).take(DOCUMENTS_MAX) {
            let root = root.text_of("DocRoot").unwrap_or_default();
            let pages = files.follow("", root)?.map_or(0, |(other, _)| {
                entries(&other, "Pages", "Page", "BaseLoc").len()
            });
            // One that is not there is at least a page that is not shown.
            pages_beyond = pages_beyond.saturating_add(pages.max(1) as u32);
        }
        let page_area = common.child("PageArea").and_then(physical).unwrap_or(A4);
        Ok(OfdDocument {
            files,
            document,
            folder,
            fonts,
            resources,
            pictures: Pictures::new(),
            pages,
            templates,
            annotations: annotated,
            stamps,
            page_area,
            pages_beyond,
            depth,
            nested: HashMap::new(),
        })
    }

    /// The content of a page and its size in millimetres.
    fn page(&mut self, number: usize) -> Result<(Option<Rc<Element>>, Rect), Reason> {
        let path = self
            .pages
            .get(number)
            .ok_or(Reason::NoSuchPage)?
            .path
            .clone();
        let content = self
            .files
            .follow(&self.folder, &path)?
            .map(|(content, _)| content);
        let own = content
            .as_ref()
            .and_then(|page| page.child("Area"))
            .and_then(physical);
        Ok((content, own.unwrap_or(self.page_area)))
    }

    /// Walks over a page, on a canvas or only to read it.
    fn seen(
        &mut self,
        number: usize,
        mut canvas: Option<&mut Canvas>,
        to_dots: Affine,
    ) -> Result<Seen, Reason> {
        let cut_before = self.files.cut;
        let (content, _) = self.page(number)?;
        let Some(content) = content else {
            let left_out = LeftOut {
                drawings: 1,
                ..LeftOut::default()
            };
            return Ok(Seen {
                left_out,
                ..Seen::default()
            });
        };
        for list in content.all("PageRes") {
            self.resources
                .add(&mut self.files, &self.folder, list.text.trim())?;
        }
        let (behind, before, absent) = self.templates_of(&content)?;
        let lists = self.annotations_of(number)?;
        let mut walk = Walk {
            files: &mut self.files,
            resources: &mut self.resources,
            fonts: &self.fonts,
            pictures: &mut self.pictures,
            canvas: canvas.as_deref_mut(),
            to_dots,
            placed: Vec::new(),
            runs: 0,
            left_out: LeftOut::default(),
            missing: Vec::new(),
            shown_pictures: Vec::new(),
            stand_ins: 0,
            objects: 0,
        };
        for part in behind.iter().chain([&content]).chain(&before) {
            if let Some(layers) = part.child("Content") {
                walk.layers(layers)?;
            }
        }
        let mut lost = 0;
        for list in &lists {
            match list {
                Some(list) => lost += annotations::draw(&mut walk, list)?,
                None => lost += 1,
            }
        }
        let mut seen = Seen {
            placed: walk.placed,
            left_out: walk.left_out,
            missing: walk.missing,
            pictures: walk.shown_pictures,
            stand_ins: walk.stand_ins,
            seals: 0,
            seals_changed: 0,
        };
        seen.left_out.annotations += lost;
        seen.left_out.drawings += self.files.cut.saturating_sub(cut_before) + absent;
        self.seals(number, canvas, to_dots, &mut seen)?;
        Ok(seen)
    }

    /// Templates that stand behind a page and before it; one that is missing is a missing drawing.
    fn templates_of(&mut self, content: &Element) -> Result<Templates, Reason> {
        let (mut behind, mut before, mut absent) = (Vec::new(), Vec::new(), 0);
        for reference in content.all("Template") {
            let id = reference.attribute("TemplateID").unwrap_or_default();
            let Some(template) = self.templates.iter().find(|template| template.id == id) else {
                absent += 1;
                continue;
            };
            let front = reference
                .attribute("ZOrder")
                .map_or(template.is_front, |order| order == "Foreground");
            match self.files.follow(&self.folder, &template.path)? {
                Some((tree, _)) if front => before.push(tree),
                Some((tree, _)) => behind.push(tree),
                None => absent += 1,
            }
        }
        Ok((behind, before, absent))
    }

    fn annotations_of(&mut self, number: usize) -> Result<Vec<Option<Rc<Element>>>, Reason> {
        let id = &self.pages[number].id;
        let names: Vec<String> = self
            .annotations
            .iter()
            .filter(|(page, _)| page == id)
            .map(|(_, name)| name.clone())
            .collect();
        names.iter().map(|name| self.files.tree(name)).collect()
    }
}

/// Ids and paths of a list.
fn entries(document: &Element, list: &str, name: &str, path: &str) -> Vec<(String, String)> {
    let list = document.child(list);
    list.into_iter()
        .flat_map(|list| list.all(name))
        .filter_map(|entry| {
            Some((
                entry.attribute("ID").unwrap_or_default().to_owned(),
                entry.attribute(path)?.to_owned(),
            ))
        })
        .collect()
}

impl Document for OfdDocument {
    fn opened(&mut self) -> Opened {
        let proportions = (0..self.pages.len())
            .map(|number| {
                let size = if number < SIZED_PAGES_MAX {
                    self.page(number).map_or(self.page_area, |(_, size)| size)
                } else {
                    self.page_area
                };
                (size.height() / size.width()) as f32
            })
            .collect();
        Opened {
            kind: Kind::Ofd,
            pages: self.pages.len() as u32,
            pages_claimed: (self.pages_beyond > 0)
                .then(|| self.pages.len() as u32 + self.pages_beyond),
            proportions,
            may_print: true,
        }
    }

    fn picture(&mut self, page: u32, width_px: u32, part: Option<Part>) -> Result<Drawn, Reason> {
        let (_, size) = self.page(page as usize)?;
        let scale = f64::from(width_px) / size.width();
        let part = asked(part, width_px, size.height() * scale)?;
        let (Ok(width), Ok(height)) = (u16::try_from(part.width), u16::try_from(part.height))
        else {
            return Err(Reason::TooLarge);
        };
        let mut canvas = Canvas::new(width, height);
        let to_dots = Affine::translate((-f64::from(part.left), -f64::from(part.top)))
            * Affine::scale(scale)
            * Affine::translate(-size.origin().to_vec2());
        let seen = self.seen(page as usize, Some(&mut canvas), to_dots)?;
        let mut rgba = canvas.finish();
        let said = said(&seen, size, scale, part);
        marks::paint(&mut rgba, part.width, &said.marks);
        Ok(Drawn {
            width_px: part.width,
            height_px: part.height,
            rgba,
            page: said,
        })
    }

    fn text(&mut self, page: u32) -> Result<(Text, Page), Reason> {
        let (_, size) = self.page(page as usize)?;
        let seen = self.seen(page as usize, None, Affine::IDENTITY)?;
        let whole = Part {
            left: 0,
            top: 0,
            width: u32::MAX,
            height: u32::MAX,
        };
        let mut said = said(&seen, size, 1.0, whole);
        let (text, left_out) = text::of_page(seen.placed);
        said.left_out.characters = said.left_out.characters.saturating_add(left_out);
        Ok((text, said))
    }

    fn second(&mut self) -> Result<Text, Reason> {
        hidden::words(&mut self.files)
    }

    fn inner(&mut self, number: u32) -> Result<Option<Inner>, Reason> {
        hidden::inner(&mut self.files, &self.folder, &self.document, number)
    }
}

fn said(seen: &Seen, size: Rect, scale: f64, part: Part) -> Page {
    let covered: f64 = seen.pictures.iter().map(Rect::area).sum();
    let moved: Vec<Rect> = seen
        .missing
        .iter()
        .map(|place| *place - size.origin().to_vec2())
        .collect();
    Page {
        hidden: viewer::Hidden::default(),
        left_out: seen.left_out,
        marks: marks::on_part(&moved, scale, part),
        seals: seen.seals,
        seals_changed: seen.seals_changed,
        is_scan: seen.placed.is_empty() && covered > SCAN_PART * size.area(),
        unread: 0,
        stand_ins: seen.stand_ins,
    }
}
