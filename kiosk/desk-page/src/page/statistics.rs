//! Figures of a month or a year (统计): totals, what they are made of, busy hours, documents that many took along. Of few entries only totals.

use hatch::Figures;
use journal::{Content, Purpose, Statistics};
use maud::{Markup, html};

use super::{Area, Shown, metres, turn};

/// The page; without figures the register could not be read.
pub fn page(shown: &Shown, figures: Option<&Figures>) -> Markup {
    let body = html! {
        @match figures {
            None => { h1 { (shown.say("area.statistics")) } p.empty { (shown.say("said.unreadable")) } }
            Some(told) => { (top(shown, told)) (tables(shown, &told.figures)) }
        }
    };
    shown.page(Area::Statistics, &body)
}

fn top(shown: &Shown, told: &Figures) -> Markup {
    let year = told.period.len() == 4;
    let newest = told.newest.get(..told.period.len()).unwrap_or_default();
    let to = |on: bool| beside(&told.period, on).map(|period| address(&period));
    let after = to(true).filter(|_| told.period.as_str() < newest);
    let of_year = told.period.get(..4).unwrap_or_default();
    // The last month of a year that is over, or the present one.
    let month = told.newest.clone().min(format!("{of_year}12"));
    html! {
        h1 {
            (shown.say("area.statistics"))
            span.days {
                (turn("‹", "[", to(false)))
                span.day { (shown_as(&told.period)) }
                (turn("›", "]", after))
            }
            span.choice {
                a href=(address(&month)) aria-current=[(!year).then_some("true")] data-key="m" { (shown.say("statistics.month")) kbd { "M" } }
                a href=(address(of_year)) aria-current=[year.then_some("true")] data-key="y" { (shown.say("statistics.year")) kbd { "Y" } }
            }
        }
    }
}

fn address(period: &str) -> String {
    format!("/statistics?period={period}")
}

/// `2026-10` of `202610`.
fn shown_as(period: &str) -> String {
    match period.split_at_checked(4) {
        Some((year, month)) if !month.is_empty() => format!("{year}-{month}"),
        _ => period.to_owned(),
    }
}

/// The period before, or the one after.
fn beside(period: &str, on: bool) -> Option<String> {
    let year = period.len() == 4;
    let first = if year {
        format!("{period}0101")
    } else {
        format!("{period}01")
    };
    let first = jiff::civil::Date::strptime("%Y%m%d", first).ok()?;
    let step = match year {
        true => jiff::Span::new().years(1),
        false => jiff::Span::new().months(1),
    };
    let there = if on {
        first.checked_add(step)
    } else {
        first.checked_sub(step)
    };
    let form = if year { "%Y" } else { "%Y%m" };
    Some(there.ok()?.strftime(form).to_string())
}

fn tables(shown: &Shown, found: &Statistics) -> Markup {
    let hours: Vec<(usize, u64)> = found
        .hours
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, n)| *n > 0)
        .collect();
    let most = hours.iter().map(|(_, n)| *n).max().unwrap_or(1);
    html! {
        div.columns {
            div {
                (totals(shown, found))
                @if found.is_sparse() { p.empty { (shown.say("statistics.sparse")) } }
                @else {
                    h2 { (shown.say("statistics.documents")) }
                    table {
                        tbody {
                            @for (title, slips) in &found.named { tr { td.title { (title) } td.number { (slips) } } }
                            tr { td.title { (shown.say("statistics.others")) } td.number { (found.others) } }
                        }
                    }
                }
            }
            @if !found.is_sparse() {
                div {
                    @if let Some(others) = found.other_categories {
                        h2 { (shown.say("statistics.categories")) }
                        table {
                            tbody {
                                @for (code, slips) in &found.categories { tr { th scope="row" { (shown.words.code("code.category", code)) } td.number { (slips) } } }
                                tr { th scope="row" { (shown.say("statistics.other-categories")) } td.number { (others) } }
                            }
                        }
                    }
                    h2 { (shown.say("statistics.contents")) }
                    (codes(shown, "code.content", Content::CODES, &found.contents))
                    h2 { (shown.say("note.purpose")) }
                    (codes(shown, "code.purpose", Purpose::CODES, &found.purposes))
                    h2 { (shown.say("statistics.hours")) }
                    table {
                        tbody {
                            @for (hour, n) in &hours {
                                tr {
                                    th scope="row" { (shown.words.fill("statistics.hour", &[("hour", &format!("{hour:02}"))])) }
                                    td { meter min="0" max=(most) value=(n) { (n) } }
                                    td.number { (n) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn totals(shown: &Shown, found: &Statistics) -> Markup {
    let answered = |all: u64, answered: u64| {
        shown.words.fill(
            "statistics.answered",
            &[
                ("count", &all.to_string()),
                ("answered", &answered.to_string()),
            ],
        )
    };
    let searches = match found.told_searches() {
        Some((all, none)) => shown.words.fill(
            "statistics.searched",
            &[("count", &all.to_string()), ("none", &none.to_string())],
        ),
        None => shown.say("statistics.few").to_owned(),
    };
    html! {
        table {
            tbody {
                @for (key, figure) in [
                    ("numbers", found.numbers.to_string()),
                    ("slips", found.slips.to_string()),
                    ("metres", metres(found.paper_mm)),
                    ("printed", found.printed_pages.to_string()),
                    ("copied", found.copied_pages.to_string()),
                    ("volumes", found.volumes.to_string()),
                    ("void", found.void.to_string()),
                    ("applications", answered(found.applications, found.answered)),
                    ("opinions", answered(found.opinions, found.opinions_answered)),
                    ("calls", found.calls.to_string()),
                    ("searches", searches),
                ] {
                    tr { th scope="row" { (shown.say(&format!("statistics.{key}"))) } td.number { (figure) } }
                }
            }
        }
    }
}

fn codes(shown: &Shown, section: &str, codes: &[&str], figures: &[u64]) -> Markup {
    html! {
        table {
            tbody {
                @for (code, figure) in codes.iter().zip(figures) {
                    tr { th scope="row" { (shown.words.code(section, code)) } td.number { (figure) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_leafs_over_the_ends_of_years() {
        assert_eq!(beside("202601", false).as_deref(), Some("202512"));
        assert_eq!(beside("202512", true).as_deref(), Some("202601"));
        assert_eq!(beside("2026", false).as_deref(), Some("2025"));
        assert_eq!(beside("20x6", true), None);
        assert_eq!(
            (shown_as("202601"), shown_as("2026")),
            ("2026-01".into(), "2026".into())
        );
    }
}
