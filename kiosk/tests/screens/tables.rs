//! A table over the whole screen shows a part of it that is worth looking at, on the narrowest glass too.

use screens::TableData;

use super::*;

/// Columns beside the first one, and rows, that are seen together at the least.
const COLUMNS_MIN: i32 = 3;
const ROWS_MIN: usize = 3;

/// Rows whose words stand whole on the glass: those below the head and above the buttons, none of them cut.
fn rows(studio: &Studio) -> (usize, usize) {
    let said = things(studio).into_iter().find_map(|thing| {
        let words = thing.label.rsplit('　').next()?.to_owned();
        let words = words
            .strip_prefix('第')
            .or(words.strip_prefix("行 "))?
            .trim();
        let figures = words.split_once(['行', '/'])?.0;
        let (from, to) = figures.split_once('–')?;
        Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
    });
    said.expect("the page says which rows it shows")
}

#[test]
fn every_glass_shows_several_rows_and_columns_of_a_budget() {
    let samples = samples().unwrap();
    let (_, table) = samples.iter().find(|(name, _)| name == "table").unwrap();
    let studio = Studio::open(PANELS[0].0, (PANELS[0].1, PANELS[0].2)).unwrap();
    let mut faults = Vec::new();
    for (diagonal_in, long, short) in PANELS {
        for (size, looks) in [
            ((long, short), &[LookName::Normal][..]),
            ((short, long), &[LookName::Normal]),
            ((short, long), &[LookName::Contrast, LookName::Large]),
        ] {
            studio.resize(diagonal_in, size);
            let mut view = table.clone();
            view.look = LookName::look(looks, Lang::Zh);
            studio.show(&view);
            let data = studio.ui().root().global::<TableData>();
            let columns = data.get_column_to() - data.get_column_from();
            let (from, to) = rows(&studio);
            // Large print has half the room, and never smaller type.
            let large = looks.contains(&LookName::Large);
            let least = if large {
                (2, 1)
            } else {
                (COLUMNS_MIN, ROWS_MIN)
            };
            if columns < least.0 || to + 1 - from < least.1 {
                faults.push(format!(
                    "{diagonal_in} inch {size:?} {looks:?}: {columns} columns, rows {from} to {to}"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
