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
}

impl Element {
    /// The same element, though the screen may have been drawn anew.
    pub fn is(&self, other: &Element) -> bool {
        self.item == other.item
            || (self.pressable == other.pressable && self.place == other.place)
            || (self.pressable == other.pressable && self.label == other.label)
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
    let mut found = Vec::new();
    walk(&root, glass, 0, &mut found);
    once(in_order(folded(found)))
}

fn walk(above: &ItemRc, glass: Place, depth: usize, found: &mut Vec<Element>) {
    for item in accessible_descendents(above) {
        if found.len() >= ELEMENTS_MAX || depth >= DEPTH_MAX {
            return;
        }
        if !item.is_visible() {
            continue;
        }
        let place = place(&item);
        let covers = place.width >= glass.width && place.height >= glass.height;
        if item.accessible_role() == AccessibleRole::Groupbox && covers {
            found.clear();
        }
        found.extend(element(&item, place, glass));
        walk(&item, glass, depth + 1, found);
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
        more: String::new(),
        pressable,
        holds: pressable || role == AccessibleRole::ListItem,
        off: asked(AccessibleStringProperty::Enabled) == "false",
        checked: is(AccessibleStringProperty::Checkable)
            .then(|| is(AccessibleStringProperty::Checked)),
        listed,
        live: !live.is_empty() && live != "off",
        place,
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

/// Line by line from the top, in a line from the left.
fn in_order(mut found: Vec<Element>) -> Vec<Element> {
    found.sort_by(|a, b| a.place.y.total_cmp(&b.place.y));
    let mut ordered: Vec<Element> = Vec::with_capacity(found.len());
    let mut line: Vec<Element> = Vec::new();
    for element in found {
        let below = line
            .first()
            .is_some_and(|first| element.place.middle().1 >= first.place.y + first.place.height);
        if below {
            end_line(&mut line, &mut ordered);
        }
        line.push(element);
    }
    end_line(&mut line, &mut ordered);
    ordered
}

fn end_line(line: &mut Vec<Element>, ordered: &mut Vec<Element>) {
    line.sort_by(|a, b| {
        let across = a.place.x.total_cmp(&b.place.x);
        across.then(a.place.y.total_cmp(&b.place.y))
    });
    ordered.append(line);
}
