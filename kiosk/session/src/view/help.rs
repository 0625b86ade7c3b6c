//! The help page as a picture. Pure.

use crate::rules::Rules;
use crate::screen::help::Help;

pub(super) fn help(rules: &Rules) -> Help {
    Help {
        attendant: rules.attendant.clone(),
        hours: rules.hours.clone(),
        desk: rules.desk,
    }
}
