//! A day, a month or a year, as registers are asked for it: `yyyymmdd`, `yyyymm`, `yyyy`.

use jiff::ToSpan;
use jiff::civil::Date;

/// The period before, or the one behind; `None` of what is no period.
pub(in crate::visit::desk) fn beside(period: &str, on: bool) -> Option<String> {
    let (span, form) = match period.len() {
        4 => (1.year(), "%Y"),
        6 => (1.month(), "%Y%m"),
        8 => (1.day(), "%Y%m%d"),
        _ => return None,
    };
    let first = first_day(period)?;
    let there = match on {
        true => first.checked_add(span),
        false => first.checked_sub(span),
    };
    Some(there.ok()?.strftime(form).to_string())
}

/// The first day of a period.
pub(in crate::visit::desk) fn first_day(period: &str) -> Option<Date> {
    let rest = "0101".get(period.len().checked_sub(4)?..)?;
    Date::strptime("%Y%m%d", format!("{period}{rest}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_period_has_one_beside_it_and_nothing_else_has() {
        for (period, before, after) in [
            ("20180301", "20180228", "20180302"),
            ("20181231", "20181230", "20190101"),
            ("201801", "201712", "201802"),
            ("2018", "2017", "2019"),
        ] {
            assert_eq!(beside(period, false).as_deref(), Some(before));
            assert_eq!(beside(period, true).as_deref(), Some(after));
        }
        for bad in [
            "",
            "2",
            "20181",
            "2018-1",
            "20181301",
            "2018年",
            "201810150",
            "99999999",
        ] {
            assert_eq!(beside(bad, true), None, "{bad}");
        }
        assert_eq!(first_day("2018"), Some(Date::constant(2018, 1, 1)));
    }
}
