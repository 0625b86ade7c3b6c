//! Rows, groups and numbers as the screens take them. Orders nothing, drops nothing.

use screens::Group;
use session::screen::rows;
use slint::{Model, ModelRc, SharedString, VecModel};

/// Rows as a model.
pub fn model<T: Clone + 'static>(rows: impl Iterator<Item = T>) -> ModelRc<T> {
    ModelRc::new(VecModel::from(rows.collect::<Vec<T>>()))
}

/// The model that shows where its rows are the same. With another one their elements are made anew, and a finger that is down on one of them has
/// pressed nothing.
pub fn kept<T: Clone + PartialEq + 'static>(
    shown: ModelRc<T>,
    rows: impl Iterator<Item = T>,
) -> ModelRc<T> {
    let rows: Vec<T> = rows.collect();
    match shown.iter().eq(rows.iter().cloned()) {
        true => shown,
        false => model(rows.into_iter()),
    }
}

/// Groups with their counts.
pub fn groups(groups: &[rows::Group]) -> ModelRc<Group> {
    model(groups.iter().map(|group| Group {
        code: group.code.as_str().into(),
        count: grouped(group.count),
    }))
}

/// 3204 as `3,204`.
pub fn grouped(number: u64) -> SharedString {
    let digits = number.to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(3204), "3,204");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
