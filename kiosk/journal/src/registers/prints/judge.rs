//! What cannot be in the story of one slip, however sound its hashes are: an outcome twice, a finding of what is certain, paper once more that
//! nobody found missing.

use super::declared::{OUTCOME, REPRINT, REPRINT_OUTCOME, REQUEST, SETTLED};
use super::entry::Finding;
use crate::chain::declare::Step;
use crate::chain::problem::{Found, Problem};

/// Where a slip stands while its story is read.
#[derive(Default)]
struct Slip {
    asked: bool,
    outcome: Option<String>,
    /// The last finding says missing or torn, and no reprint since came out or may have.
    missing: bool,
    reprinting: bool,
}

/// Judges the story of one slip.
pub(super) fn judge(story: &[Step], found: &mut Found) {
    let mut slip = Slip::default();
    for step in story {
        if let Err(what) = slip.follow(step) {
            found.add(Problem::Impossible {
                seq: step.seq,
                number: step.number.clone(),
                what,
            });
        }
    }
}

impl Slip {
    fn follow(&mut self, step: &Step) -> Result<(), &'static str> {
        let kind = step.kind.name;
        if kind == REQUEST.name {
            let again = std::mem::replace(&mut self.asked, true);
            return if again {
                Err("asked for twice")
            } else {
                Ok(())
            };
        }
        if !self.asked {
            return Err("nobody asked for it");
        }
        if kind == OUTCOME.name {
            let outcome = step.code("outcome").to_owned();
            return match self.outcome.replace(outcome) {
                Some(_) => Err("a second outcome"),
                None => Ok(()),
            };
        }
        let unknown = self.outcome.as_deref() == Some("unknown");
        if kind == SETTLED.name {
            let finding = Finding::from_code(step.code("found"));
            self.missing = finding.is_some_and(Finding::is_missing);
            return if unknown {
                Ok(())
            } else {
                Err("settled, but its outcome is certain")
            };
        }
        if kind == REPRINT.name {
            let allowed = unknown && self.missing && !self.reprinting;
            self.reprinting = true;
            self.missing = false;
            return if allowed {
                Ok(())
            } else {
                Err("printed once more, but nobody found it missing")
            };
        }
        if kind == REPRINT_OUTCOME.name {
            // Of one that was refused nothing came out: the finding still holds.
            self.missing |= step.code("outcome") == "refused";
            return match std::mem::take(&mut self.reprinting) {
                true => Ok(()),
                false => Err("an outcome of a reprint that was not asked for"),
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::declare::Kind;

    fn story(found: &str) -> Vec<Step> {
        let step = |seq: u64, kind: &'static Kind, code: Option<(&'static str, &str)>| Step {
            seq,
            kind,
            number: "L01-1-20181015-0001".into(),
            codes: code
                .map(|(name, code)| (name, code.to_owned()))
                .into_iter()
                .collect(),
        };
        vec![
            step(1, &REQUEST, None),
            step(2, &OUTCOME, Some(("outcome", "unknown"))),
            step(3, &SETTLED, Some(("found", found))),
            step(4, &REPRINT, None),
        ]
    }

    #[test]
    fn a_chain_in_which_a_slip_comes_out_again_that_nobody_found_missing_is_impossible() {
        for (finding, sound) in [
            ("nothing", true),
            ("partly", true),
            ("came-out", false),
            ("undecided", false),
            ("perhaps", false),
        ] {
            let mut found = Found::default();
            judge(&story(finding), &mut found);
            assert_eq!(found.problems.is_empty(), sound, "{finding}");
        }
    }
}
