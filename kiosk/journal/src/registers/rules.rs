//! The story of one number as a table of rules: which entry may follow in which state, and what state it leads to. The same rules decide
//! whether an entry may be written and whether one in a file can have been.

use crate::chain::declare::Step;
use crate::chain::problem::{Found, Problem};

/// Nothing was written about the number yet.
pub(crate) const NEW: &str = "";
/// The entry changes nothing.
pub(crate) const SAME: &str = "same";
/// Back to where the number stood before its present state.
pub(crate) const BACK: &str = "back";

/// One kind of entry in the story of a number.
#[allow(missing_docs)]
pub(crate) struct Rule {
    pub kind: &'static str,
    /// States in which it may be written.
    pub from: &'static [&'static str],
    /// The state after it.
    pub to: &'static str,
}

impl Rule {
    pub const fn new(kind: &'static str, from: &'static [&'static str], to: &'static str) -> Rule {
        Rule { kind, from, to }
    }
}

/// Follows a story; the first entry that no rule allows is a problem, and the story goes on behind it.
pub(crate) fn judge(rules: &[Rule], story: &[Step], found: &mut Found) {
    let mut stands = Stands::default();
    for step in story {
        match next(rules, stands, step.kind.name) {
            Some(after) => stands = after,
            None => found.add(Problem::Impossible {
                seq: step.seq,
                number: step.number.clone(),
                what: "no such entry can follow what was written before",
            }),
        }
    }
}

/// Where a number stands after these kinds of entries; [`NEW`] if nothing was written.
pub(crate) fn state(rules: &[Rule], kinds: &[&str]) -> &'static str {
    let mut stands = Stands::default();
    for kind in kinds {
        stands = next(rules, stands, kind).unwrap_or(stands);
    }
    stands.state
}

/// The state of a number, and the one before it.
#[derive(Clone, Copy)]
struct Stands {
    state: &'static str,
    before: &'static str,
}

impl Default for Stands {
    fn default() -> Stands {
        Stands {
            state: NEW,
            before: NEW,
        }
    }
}

fn next(rules: &[Rule], stands: Stands, kind: &str) -> Option<Stands> {
    let Stands { state, before } = stands;
    let rule = rules
        .iter()
        .find(|rule| rule.kind == kind && rule.from.contains(&state))?;
    Some(match rule.to {
        SAME => stands,
        BACK => Stands {
            state: before,
            before: state,
        },
        to => Stands {
            state: to,
            before: state,
        },
    })
}
