//! What stands on the screen, for the ear: every element that has a name, with its state, in the order in which one reads. Found by
//! Slint's own tree of items, which the testing backend and screen readers go by too; no debug information is needed.

use i_slint_core::accessibility::{
    AccessibilityAction, AccessibleStringProperty, accessible_descendents,
};
use i_slint_core::item_tree::{ItemRc, ItemWeak};
use i_slint_core::items::AccessibleRole;
use i_slint_core::window::WindowInner;

/// More elements than this are on no screen.
const ELEMENTS_MAX: usize = 4_000;
/// Deeper than this nothing is nested.
const DEPTH_MAX: usize = 64;

/// In pixels of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[allow(missing_docs)]
pub struct Place {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Place {
    pub fn holds(&self, x: f32, y: f32) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }

    fn meets(&self, other: &Place) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    fn middle(&self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// Something on the screen that can be said.
#[derive(Clone)]
pub struct Element {
    item: ItemWeak,
    /// What it is called.
    pub label: String,
    /// What it holds, what is typed there; empty for nothing.
    pub value: String,
    /// Words that stand inside of it and are not its name.
    pub more: String,
    /// It does something when it is pressed.
    pub pressable: bool,
    /// Words that stand inside of it belong to it.
    holds: bool,
    /// It does nothing now.
    pub off: bool,
    /// Chosen or not, where that can be.
    pub checked: Option<bool>,
    /// Place in its list, from 1, and how many are there.
    pub listed: Option<(i32, i32)>,
    /// It is said by itself when it changes.
    pub live: bool,
    /// Where it stands.
    pub place: Place,
    /// What belongs together and is read in one go, such as the buttons that turn pages.
    group: Option<Place>,
}

impl Element {
    /// Where the same element stands now, though the screen may have been drawn anew: it itself, else what is in its place, else what alone is
    /// called so. A title that stands on a page twice is two elements.
    pub fn among(&self, all: &[Element]) -> Option<usize> {
        let alike = |other: &&Element| self.pressable == other.pressable;
        let at = |is: &dyn Fn(&Element) -> bool| all.iter().position(is);
        let itself = at(&|e| self.item == e.item);
        let there = || at(&|e| alike(&e) && self.place == e.place);
        let mut called = all.iter().enumerate();
        let mut alone = || {
            let is = |(_, e): &(usize, &Element)| alike(e) && self.label == e.label;
            let first = called.find(is)?.0;
            called.find(is).is_none().then_some(first)
        };
        itself.or_else(there).or_else(&mut alone)
    }

    /// One finger finds both.
    pub fn is(&self, other: &Element) -> bool {
        self.item == other.item || (self.pressable == other.pressable && self.place == other.place)
    }

    /// Does what a finger would. False when it is not there any more.
    pub fn press(&self) -> bool {
        let Some(item) = self.item.upgrade().filter(ItemRc::is_visible) else {
            return false;
        };
        item.accessible_action(&AccessibilityAction::Default);
        true
    }
}

/// Everything that can be said, in the order of reading. What lies under a veil is not there.
pub fn elements(window: &slint::Window) -> Vec<Element> {
    let size = window.size().to_logical(window.scale_factor());
    let root = ItemRc::new_root(WindowInner::from_pub(window).component());
    let glass = Place {
        x: 0.0,
        y: 0.0,
        width: size.width,
        height: size.height,
    };
    // What has come since the last frame is there too.
    WindowInner::from_pub(window).ensure_tree_instantiated();
    let mut walk = Walk {
        glass,
        found: Vec::new(),
    };
    walk.below(&root, 0, &Above::default());
    once(in_order(folded(walk.found)))
}

/// What stands above an item.
#[derive(Clone, Default)]
struct Above {
    /// Words that were said whole: the lines in which they are drawn are not said once more.
    said: bool,
    group: Option<Place>,
}

struct Walk {
    glass: Place,
    found: Vec<Element>,
}

impl Walk {
    fn below(&mut self, above: &ItemRc, depth: usize, held: &Above) {
        for item in accessible_descendents(above) {
            if self.found.len() >= ELEMENTS_MAX || depth >= DEPTH_MAX {
                return;
            }
            if !item.is_visible() {
                continue;
            }
            let place = place(&item);
            let role = item.accessible_role();
            let covers = place.width >= self.glass.width && place.height >= self.glass.height;
            let mut within = held.clone();
            if role == AccessibleRole::Groupbox {
                if covers {
                    self.found.clear();
                } else {
                    within.group = Some(place);
                }
            }
            let element = element(&item, place, self.glass);
            if let Some(element) = element.filter(|e| e.pressable || !held.said) {
                within.said |= role == AccessibleRole::Text;
                self.found.push(Element {
                    group: held.group,
                    ..element
                });
            }
            self.below(&item, depth + 1, &within);
        }
    }
}

fn place(item: &ItemRc) -> Place {
    let room = item.geometry();
    let corner = item.map_to_window(room.origin);
    Place {
        x: corner.x,
        y: corner.y,
        width: room.size.width,
        height: room.size.height,
    }
}

fn element(item: &ItemRc, place: Place, glass: Place) -> Option<Element> {
    let asked = |what| {
        let said = item.accessible_string_property(what);
        said.map_or_else(String::new, |words| words.trim().to_string())
    };
    let is = |what| asked(what) == "true";
    let label = asked(AccessibleStringProperty::Label);
    let value = asked(AccessibleStringProperty::Value);
    let (x, y) = place.middle();
    let seen = place.width > 0.0 && place.height > 0.0 && glass.holds(x, y);
    if !seen || (label.is_empty() && value.is_empty()) {
        return None;
    }
    let number = |what| asked(what).parse::<i32>().ok();
    let listed = number(AccessibleStringProperty::ItemIndex)
        .zip(number(AccessibleStringProperty::ItemCount))
        .filter(|(_, all)| *all > 0)
        .map(|(index, all)| (index + 1, all));
    // What stands under the words of a door.
    let about = asked(AccessibleStringProperty::Description);
    let live = asked(AccessibleStringProperty::LiveRegion);
    let role = item.accessible_role();
    let pressable = !matches!(
        role,
        AccessibleRole::Text
            | AccessibleRole::Image
            | AccessibleRole::None
            | AccessibleRole::Groupbox
            | AccessibleRole::ListItem
    );
    Some(Element {
        item: item.downgrade(),
        label,
        value,
        more: about,
        pressable,
        holds: pressable || role == AccessibleRole::ListItem,
        off: asked(AccessibleStringProperty::Enabled) == "false",
        checked: is(AccessibleStringProperty::Checkable)
            .then(|| is(AccessibleStringProperty::Checked)),
        listed,
        live: !live.is_empty() && live != "off",
        place,
        group: None,
    })
}

/// Words inside of something that can be pressed, or of a row, belong to it: a finger finds one element there, not its pieces.
fn folded(found: Vec<Element>) -> Vec<Element> {
    let (mut kept, words): (Vec<_>, Vec<_>) = found.into_iter().partition(|e| e.holds);
    for word in words {
        let (x, y) = word.place.middle();
        match kept.iter_mut().find(|e| e.holds && e.place.holds(x, y)) {
            Some(holder) => {
                let known = [&holder.label, &holder.value, &holder.more];
                if !known.iter().any(|held| held.contains(&word.label)) {
                    if !holder.more.is_empty() {
                        holder.more.push('，');
                    }
                    holder.more.push_str(&word.label);
                }
            }
            None => kept.push(word),
        }
    }
    kept
}

/// Neighbours that say the same of the same place are one: a row and its button, a word that is drawn in layers. What can be pressed stays.
fn once(mut found: Vec<Element>) -> Vec<Element> {
    found.dedup_by(|next, kept| {
        let same = next.label == kept.label && next.value == kept.value && next.more == kept.more;
        let one = same && next.place.meets(&kept.place);
        if one {
            let listed = kept.listed.or(next.listed);
            if next.pressable && !kept.pressable {
                std::mem::swap(kept, next);
            }
            kept.listed = listed;
        }
        one
    });
    found
}

/// Gaps narrower than this part nothing, in pixels of the layout.
const GAP_PX_MIN: f32 = 2.0;

/// As one reads: blocks that nothing runs across from the top down, in each its columns from the left. What belongs together stays together.
fn in_order(found: Vec<Element>) -> Vec<Element> {
    let mut blocks: Vec<Block> = Vec::with_capacity(found.len());
    for element in found {
        let group = element.group;
        let known = blocks
            .iter_mut()
            .find(|block| group.is_some() && block.group == group);
        match known {
            Some(block) => block.elements.push(element),
            None => blocks.push(Block {
                place: group.unwrap_or(element.place),
                group,
                elements: vec![element],
            }),
        }
    }
    let mut ordered = Vec::new();
    read(blocks, &mut ordered);
    ordered
}

/// An element, or some that belong together.
struct Block {
    place: Place,
    group: Option<Place>,
    elements: Vec<Element>,
}

/// Parts the blocks where the glass is free from edge to edge, and reads the parts one after the other.
fn read(blocks: Vec<Block>, ordered: &mut Vec<Element>) {
    let top = |block: &Block| (block.place.y, block.place.y + block.place.height);
    let left = |block: &Block| (block.place.x, block.place.x + block.place.width);
    let parts = match parted(blocks, top) {
        Ok(parts) => parts,
        Err(whole) => match parted(whole, left) {
            Ok(parts) => parts,
            Err(whole) => return end(whole, ordered),
        },
    };
    for part in parts {
        read(part, ordered);
    }
}

/// The blocks in parts between which nothing stands; themselves where there is one part only.
fn parted(
    mut blocks: Vec<Block>,
    span: impl Fn(&Block) -> (f32, f32),
) -> Result<Vec<Vec<Block>>, Vec<Block>> {
    blocks.sort_by(|a, b| span(a).0.total_cmp(&span(b).0));
    let mut cuts = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for (at, block) in blocks.iter().enumerate() {
        let (from, to) = span(block);
        if at > 0 && from >= end + GAP_PX_MIN {
            cuts.push(at);
        }
        end = end.max(to);
    }
    if cuts.is_empty() {
        return Err(blocks);
    }
    let mut parts: Vec<Vec<Block>> = cuts.iter().rev().map(|at| blocks.split_off(*at)).collect();
    parts.push(blocks);
    parts.reverse();
    Ok(parts)
}

/// What overlaps or touches: line by line from the top, in a line from the left.
fn end(mut blocks: Vec<Block>, ordered: &mut Vec<Element>) {
    blocks.sort_by(|a, b| a.place.y.total_cmp(&b.place.y));
    let mut line: Vec<Block> = Vec::new();
    for block in blocks {
        let below = line
            .first()
            .is_some_and(|first| block.place.middle().1 >= first.place.y + first.place.height);
        if below {
            end_line(&mut line, ordered);
        }
        line.push(block);
    }
    end_line(&mut line, ordered);
}

fn end_line(line: &mut Vec<Block>, ordered: &mut Vec<Element>) {
    line.sort_by(|a, b| {
        let across = a.place.x.total_cmp(&b.place.x);
        across.then(a.place.y.total_cmp(&b.place.y))
    });
    for block in line.drain(..) {
        let mut elements = block.elements;
        elements.sort_by(|a, b| {
            let down = a.place.y.total_cmp(&b.place.y);
            down.then(a.place.x.total_cmp(&b.place.x))
        });
        ordered.append(&mut elements);
    }
}
