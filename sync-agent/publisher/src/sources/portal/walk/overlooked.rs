//! What is said of a list behind whose first pages nothing is asked although it says that there are more. Owns those sentences.

use crate::sources::portal::recipe::{List, PageKind};
use crate::sources::portal::rows::Answer;

/// What to say of an answer behind which nothing is asked although it says that it is not all; `is_first` of the column.
pub fn overlooked(list: &List, answer: &Answer, is_first: bool) -> Option<String> {
    let further = answer.further.as_ref()?;
    let words = &further.words;
    match list.page.kind {
        PageKind::None => Some(format!(
            "the list says that it has more pages ({words}) and the recipe names none: only the first was read; `publisher recipe` looks \
             for a way to the others, page.kind = \"first\" says that the first is enough"
        )),
        PageKind::First | PageKind::Years => None,
        // The count of a script stands on the last page too.
        _ if is_first || (further.is_link && answer.next.is_none()) => Some(format!(
            "the list says that it has more pages ({words}) and list.page of the recipe does not lead to them: it was read up to there"
        )),
        _ => None,
    }
}
