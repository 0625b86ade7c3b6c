//! Times as the visitor's language says them.

use screens::Words;
use session::moment::Near;

/// A time as somebody who reads the visitor's language says it.
pub fn said(words: &Words, near: &Near) -> String {
    let Near { text, day } = near;
    match day {
        Some((month, day)) => {
            let day = words.invoke_month_day(i32::from(*month), i32::from(*day));
            format!("{day} {text}")
        }
        None => text.clone(),
    }
}
