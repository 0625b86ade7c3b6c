//! A sentence with holes, and whether a text is that sentence. Owns what may stand in a hole; knows no list of words.

/// A chain of causes (`open a: read b: is blank`) is parted here.
pub(super) const LINK: &str = ": ";
/// Ways to part a text among the holes of one sentence that are tried; no line of ours needs more than a few.
const WAYS_MAX: u32 = 200;

/// A sentence with holes.
pub(super) struct Sentence {
    /// What stands around the holes; one more than there are holes.
    parts: Vec<String>,
    holes: Vec<Hole>,
    /// The same in Chinese, with as many holes.
    pub(super) chinese: String,
}

/// What may stand in a hole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hole {
    /// Anything within one link of a chain.
    Anything,
    /// The rest of a chain: the last hole, behind `: `.
    Chain,
    /// Without a space.
    Word,
    /// Nothing but digits.
    Number,
}

impl Hole {
    fn takes(self, text: &str, links: bool) -> bool {
        match self {
            Hole::Anything => links || !text.contains(LINK),
            Hole::Chain => true,
            Hole::Word => !text.is_empty() && !text.contains(char::is_whitespace),
            Hole::Number => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        }
    }
}

impl Sentence {
    /// `None` for a sentence without holes.
    pub(super) fn read(english: &str, chinese: &str) -> Option<Sentence> {
        let mut parts = vec![String::new()];
        let mut holes = Vec::new();
        let mut rest = english;
        while let Some(at) = rest.find('{') {
            let hole = [
                ("{}", Hole::Anything),
                ("{word}", Hole::Word),
                ("{number}", Hole::Number),
            ]
            .into_iter()
            .find(|(mark, _)| rest[at..].starts_with(mark));
            let Some((mark, hole)) = hole else {
                parts.last_mut()?.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
                continue;
            };
            parts.last_mut()?.push_str(&rest[..at]);
            parts.push(String::new());
            holes.push(hole);
            rest = &rest[at + mark.len()..];
        }
        parts.last_mut()?.push_str(rest);
        let [.., before, after] = &parts[..] else {
            return None;
        };
        if let (Some(hole @ Hole::Anything), true) =
            (holes.last_mut(), before.ends_with(LINK) && after.is_empty())
        {
            *hole = Hole::Chain;
        }
        Some(Sentence {
            parts,
            holes,
            chinese: chinese.to_owned(),
        })
    }

    /// The more a sentence says by itself, the earlier it is tried; what begins with words of its own comes before what begins with
    /// something filled in.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let begins = self.parts.first().is_some_and(|part| !part.is_empty());
        std::cmp::Reverse((begins, self.said(), self.holes.len()))
    }

    /// Bytes that it says by itself.
    pub(super) fn said(&self) -> usize {
        self.parts.iter().map(String::len).sum()
    }

    /// Whether its last hole takes the rest of a chain.
    pub(super) fn goes_on(&self) -> bool {
        self.holes.last() == Some(&Hole::Chain)
    }

    #[cfg(test)]
    pub(super) fn holes(&self) -> usize {
        self.holes.len()
    }

    /// What stands in the holes when the text is that sentence; an earlier hole takes as little as it can. Any hole takes a whole chain
    /// where `links` says so.
    pub(super) fn values<'t>(&self, text: &'t str, links: bool) -> Option<Vec<&'t str>> {
        let (first, others) = self.parts.split_first()?;
        let rest = text.strip_prefix(first.as_str())?;
        let last = others.last()?;
        if !rest.ends_with(last.as_str()) {
            return None;
        }
        let mut found = Vec::with_capacity(self.holes.len());
        let mut tries = Tries {
            links,
            left: WAYS_MAX,
        };
        tries
            .filled_by(&self.holes, others, rest, &mut found)
            .then_some(found)
    }
}

/// How a text is tried against a sentence.
struct Tries {
    /// A hole may hold a whole chain.
    links: bool,
    /// Ways that are still tried.
    left: u32,
}

impl Tries {
    /// Parts what is left of a text among the holes that are left, each with the words behind it.
    fn filled_by<'t>(
        &mut self,
        holes: &[Hole],
        parts: &[String],
        rest: &'t str,
        found: &mut Vec<&'t str>,
    ) -> bool {
        let (Some((hole, holes)), Some((part, parts))) = (holes.split_first(), parts.split_first())
        else {
            return rest.is_empty();
        };
        if holes.is_empty() {
            let value = rest.strip_suffix(part.as_str());
            let fits = value.filter(|value| hole.takes(value, self.links));
            found.extend(fits);
            return fits.is_some();
        }
        for at in ends(*hole, part, rest) {
            if self.left == 0 {
                return false;
            }
            self.left -= 1;
            let value = &rest[..at];
            if !hole.takes(value, self.links) {
                continue;
            }
            found.push(value);
            if self.filled_by(holes, parts, &rest[at + part.len()..], found) {
                return true;
            }
            found.pop();
        }
        false
    }
}

/// Where a hole may end, nearest first. Where the next hole follows at once, a number ends with its digits.
fn ends<'t>(hole: Hole, part: &'t str, rest: &'t str) -> Box<dyn Iterator<Item = usize> + 't> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match (part.is_empty(), hole) {
        (true, Hole::Number) => Box::new(std::iter::once(digits)),
        (true, _) => Box::new(rest.char_indices().map(|(at, _)| at)),
        (false, _) => Box::new(rest.match_indices(part).map(|(at, _)| at)),
    }
}
