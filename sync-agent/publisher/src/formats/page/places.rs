//! Where a label stands. Owns telling the running text from what a page says beside it.

use scraper::{ElementRef, Html};

use super::body::Body;
use super::find::select;
use crate::formats::html;
use crate::reading::fields;

/// What a label means where it stands: in the running text, and in tables that are part of it, 时间, 来源 and 状态 are words like others.
pub struct Places<'p> {
    body: Vec<ElementRef<'p>>,
    /// Tables with a label that only a document's own data have, wherever they stand.
    own: Vec<ElementRef<'p>>,
    /// The container belongs to a content system, and holds nothing but the text.
    of_system: bool,
    /// All of it.
    pub page: &'p Html,
}

impl<'p> Places<'p> {
    /// Of a page whose body was found.
    pub fn of(page: &'p Html, body: &Body<'p>) -> Places<'p> {
        const LABEL_BYTES_MAX: usize = 80;
        let whole = page.root_element().id();
        let mut own: Vec<ElementRef<'p>> = Vec::new();
        for cell in select(page, "td, th") {
            let short = cell.text().map(str::len).sum::<usize>() <= LABEL_BYTES_MAX;
            let table = Self::table_of(cell).filter(|_| short);
            let Some(table) = table.filter(|t| own.last().is_none_or(|o| o.id() != t.id())) else {
                continue;
            };
            let words = html::words(cell);
            let label = words.split([':', '：']).next().unwrap_or_default();
            if fields::is_own(label) {
                own.push(table);
            }
        }
        let roots = body.roots.iter().copied();
        Places {
            body: roots.filter(|root| root.id() != whole).collect(),
            own,
            of_system: body.of_system,
            page,
        }
    }

    fn table_of(element: ElementRef<'p>) -> Option<ElementRef<'p>> {
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        around.find(|node| node.value().name() == "table")
    }

    fn root_around(&self, element: ElementRef<'p>) -> Option<ElementRef<'p>> {
        let is_root =
            |root: &&ElementRef<'p>| element.ancestors().any(|node| node.id() == root.id());
        self.body.iter().find(is_root).copied()
    }

    /// Whether a sentence of the text stands before `element`.
    pub fn is_in_running_text(&self, element: ElementRef<'p>) -> bool {
        self.root_around(element)
            .is_some_and(|root| has_begun(root, element))
    }

    /// Whether `element` belongs to the text, so that only labels count there that nothing else is called by.
    pub fn is_text(&self, element: ElementRef<'p>) -> bool {
        let own = |table: ElementRef<'p>| self.own.iter().any(|own| own.id() == table.id());
        self.root_around(element)
            .is_some_and(|root| self.of_system || has_begun(root, element))
            && !Self::table_of(element).is_some_and(own)
    }
}

/// Whether a sentence stands in `root` before `element`: above the first one a container that side columns carry as well may show what the
/// page says of itself.
fn has_begun(root: ElementRef<'_>, element: ElementRef<'_>) -> bool {
    const NODES_MAX: usize = 500;
    let before = root
        .descendants()
        .take_while(|node| node.id() != element.id());
    let mut texts = before
        .take(NODES_MAX)
        .filter_map(|node| node.value().as_text());
    texts.any(|text| text.contains(['。', '；']))
}

/// Entries of lists, links, cells and what frames a page speak of other documents.
pub fn is_of_others(element: ElementRef<'_>) -> bool {
    const FRAMES: &[&str] = &[
        "a", "li", "td", "th", "nav", "footer", "aside", "select", "button",
    ];
    let linked = element.child_elements().any(|c| c.value().name() == "a");
    let around = element.ancestors().filter_map(ElementRef::wrap);
    linked
        || std::iter::once(element)
            .chain(around)
            .any(|node| FRAMES.contains(&node.value().name()))
}
