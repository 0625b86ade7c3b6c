//! The choices of a filter: what came of them, and which show.

use mirror::Group;

use super::browse::GROUPS_MAX;
use super::search::Searching;

impl Searching {
    /// The choices under the letter that is chosen, or all.
    pub fn options_shown(&self) -> impl Iterator<Item = &Group> {
        let letters = self
            .option_letters
            .iter()
            .copied()
            .chain(std::iter::repeat(None));
        let under =
            |(_, letter): &(&Group, Option<char>)| self.letter.is_none() || *letter == self.letter;
        self.options
            .iter()
            .zip(letters)
            .filter(under)
            .map(|(group, _)| group)
    }

    /// Choices of the picker came.
    pub fn optioned(
        &mut self,
        serial: u64,
        mut groups: Vec<Group>,
        mut letters: Vec<Option<char>>,
        is_final: bool,
    ) {
        if self.options_serial == serial {
            groups.truncate(GROUPS_MAX);
            letters.truncate(groups.len());
            self.options = groups;
            self.option_letters = letters;
            self.options_final = is_final;
        }
    }
}
