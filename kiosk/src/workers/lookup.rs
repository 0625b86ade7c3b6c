//! What a mirror answers to each question. Reads through the catalogue's reader only, and keeps nothing.

use std::sync::Arc;

use mirror::{Axis, Error, Filter, Group, Query, Reader, RelationKind, SuggestionKind, Validity};

use super::count::{self, Count};
use super::shelf;
use session::screen::browse::BROWSE_ROWS;
use session::screen::home::LATEST_ROWS;
use session::screen::search::Field;
use session::{Answer, Opened, Overview, Question};

/// Agencies and subjects offered for one query.
const HINTS_EACH: u32 = 3;

/// The answer, and what of it is to be counted on.
pub(super) fn look_up(
    reader: &Reader,
    question: Question,
) -> Result<(Answer, Option<Count>), Error> {
    let mut count = None;
    let answer = match question {
        Question::Home => Answer::Home(Box::new(overview(reader)?)),
        Question::Search { serial, query } => {
            let answer = found(reader, serial, &query)?;
            if let Answer::Found { page, .. } = &answer
                && !page.total_exact
            {
                count = Some(Count::of_hits(reader, serial, query, page)?);
            }
            answer
        }
        Question::Browse {
            serial,
            axis,
            filter,
            offset,
        } => Answer::Browsed {
            serial,
            groups: groups(reader, axis, &Filter::default())?,
            listing: reader.list(&filter, offset, BROWSE_ROWS)?,
        },
        Question::Options {
            serial,
            field,
            query,
        } if !query.text.is_empty() => {
            let mut begun = Count::of_choices(reader, serial, field, &query)?;
            reader.count_on(&mut begun.counting, count::ROWS_AT_ONCE)?;
            let answer = begun.choices();
            count = (!begun.counting.is_final()).then_some(begun);
            answer
        }
        Question::Options {
            serial,
            field,
            query,
        } => {
            let groups = options(reader, field, &query.filter)?;
            count::chosen(serial, groups, true)
        }
        Question::Open { serial, id } => Answer::Opened {
            serial,
            opened: open_document(reader, &id)?,
        },
        Question::Shelf { serial } => Answer::Shelf {
            serial,
            found: shelf::on_shelf(reader)?,
        },
        Question::Links { serial } => Answer::Links {
            serial,
            checks: Vec::new(),
        },
        Question::Common { words } => {
            let mut barren = Vec::new();
            for text in words {
                let query = Query {
                    text: text.clone(),
                    limit: 1,
                    ..Query::default()
                };
                if reader.search(&query)?.total == 0 {
                    barren.push(text);
                }
            }
            Answer::Common { barren }
        }
        Question::Recheck { ids } => {
            // Before the documents: what is found of them is at least as new.
            let cursor = reader.state()?.cursor;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let rev = reader.document(&id)?.map(|document| document.rev);
                found.push((id, rev));
            }
            Answer::Checked { found, cursor }
        }
    };
    Ok((answer, count))
}

fn overview(reader: &Reader) -> Result<Overview, Error> {
    let state = reader.state()?;
    Ok(Overview {
        documents: state.documents,
        filling: state.filling,
        checked: state.mark.checked,
        issued: state.mark.issued,
        expires: state.mark.expires,
        categories: reader.groups(Axis::Category, &Filter::default())?,
        latest: reader.list(&Filter::default(), 0, LATEST_ROWS)?.rows,
        import: None,
    })
}

/// Groups with a name; an empty code means all of them on the screen.
fn groups(reader: &Reader, axis: Axis, filter: &Filter) -> Result<Vec<Group>, Error> {
    let mut groups = reader.groups(axis, filter)?;
    groups.retain(|group| !group.code.is_empty());
    if axis == Axis::Year {
        groups.sort_by(|a, b| b.code.cmp(&a.code));
    }
    Ok(groups)
}

fn options(reader: &Reader, field: Field, filter: &Filter) -> Result<Vec<Group>, Error> {
    match field {
        Field::Agency => groups(reader, Axis::Agency, filter),
        Field::Year => groups(reader, Axis::Year, filter),
        Field::Validity => {
            let mut groups = Vec::new();
            for validity in [
                Validity::InForce,
                Validity::Superseded,
                Validity::Repealed,
                Validity::Expired,
                Validity::Unknown,
            ] {
                let filter = Filter {
                    validity: Some(validity),
                    ..filter.clone()
                };
                let count = reader.list(&filter, 0, 1)?.total;
                if count > 0 {
                    groups.push(Group {
                        code: validity.as_code().into(),
                        count,
                    });
                }
            }
            Ok(groups)
        }
    }
}

fn open_document(reader: &Reader, id: &str) -> Result<Option<Opened>, Error> {
    let Some(document) = reader.document(id)? else {
        return Ok(None);
    };
    let interpretation = reader
        .related(id, RelationKind::Interprets)?
        .into_iter()
        .next();
    let mut interprets_id = String::new();
    for relation in &document.relations {
        if relation.kind == RelationKind::Interprets && reader.document(&relation.target)?.is_some()
        {
            interprets_id = relation.target.clone();
            break;
        }
    }
    // What says that it replaces this one, else what repeals it; several follow each other, the newest counts.
    let mut successor_id = String::new();
    if document.validity.is_past() {
        for kind in [RelationKind::Replaces, RelationKind::Repeals] {
            let newest = reader
                .related(id, kind)?
                .into_iter()
                .find(|head| head.id != id);
            if let Some(newest) = newest {
                successor_id = newest.id;
                break;
            }
        }
    }
    Ok(Some(Opened {
        document: Arc::new(document),
        interpretation_id: interpretation.map(|head| head.id).unwrap_or_default(),
        interprets_id,
        successor_id,
    }))
}

/// A results page, and with the first one words to tap instead of typing on.
fn found(reader: &Reader, serial: u64, query: &Query) -> Result<Answer, Error> {
    let page = reader.search(query)?;
    let hints = if page.total > 0 && query.offset == 0 {
        names(reader, &query.text)?
    } else {
        Vec::new()
    };
    Ok(Answer::Found {
        serial,
        page,
        hints,
    })
}

/// Agencies and subjects that fit what was typed and say more than it; titles stand in the results anyway.
fn names(reader: &Reader, text: &str) -> Result<Vec<String>, Error> {
    let fitting = reader.suggest(text, HINTS_EACH)?;
    Ok(fitting
        .into_iter()
        .filter(|hint| hint.kind != SuggestionKind::Title && hint.text != text.trim())
        .map(|hint| hint.text)
        .collect())
}
