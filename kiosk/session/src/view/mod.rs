//! State -> the one value a picture depends on. Pure: the wall time is an argument. Makes no decision and asks nobody.

mod desk;
mod head;
mod lines;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use mirror::{Axis, Group as MirrorGroup, Head as DocumentHead, Hit, Validity};

use crate::moment;
use crate::screen::{self, *};
use crate::session::{Browsing, Choosing, Missing, Overview, Place, Searching, Session};

/// Characters of the words that are offered on one line.
const HINT_CHARS_MAX: usize = 18;
/// What the gap between two of them takes, in characters.
const HINT_GAP_CHARS: usize = 3;

/// Added to the reader's text size by large print.
const LARGE_PRINT_PX: u16 = 12;
/// Older documents that come into the mirror today are no news: a first fill brings years of them.
const NEWS_DAYS_MAX: i64 = 30;
/// Categories of the home tiles; the sixth is the whole catalogue.
const TILES: [&str; 5] = ["policy", "gazette", "interpretation", "guide", "budget"];

/// The picture of this moment.
pub fn view(session: &Session, now: Timestamp) -> View {
    let visit = session.visit();
    View {
        head: head::head(session, now),
        look: visit.look,
        screen: screen(session, now),
        notice: visit.notice.clone(),
        countdown_s: session.countdown_s(),
    }
}

fn screen(session: &Session, now: Timestamp) -> Screen {
    let visit = session.visit();
    match &visit.place {
        Place::Home => home(session, now),
        Place::Help => Screen::Help(Help {
            attendant: session.rules().attendant.clone(),
            hours: session.rules().hours.clone(),
            desk: session.rules().desk,
        }),
        Place::Browse(browse) => Screen::Browse(browsing(browse, now)),
        Place::Search(search) => Screen::Search(searching(search)),
        Place::Reader(reading) => {
            let large = if visit.look.large { LARGE_PRINT_PX } else { 0 };
            let text_px = (visit.text_px + large).min(crate::session::TEXT_PX_MAX);
            Screen::Reader(lines::reader(reading, text_px, session.rules().printer))
        }
        Place::Print(choosing) => Screen::Print(print(session, choosing)),
        Place::Printing(printing) => Screen::Printing(Printing {
            number: printing.number.clone(),
            title: match printing.withdrawn {
                true => String::new(),
                false => printing.choosing.opened.document.title.clone(),
            },
            percent: printing.percent,
            cancelling: printing.cancelling || printing.withdrawn,
        }),
        Place::Outcome(ended) => Screen::Outcome(Outcome {
            outcome: ended.outcome.clone(),
            reason: ended.reason.clone(),
            number: ended.number.clone(),
            title: ended.title.clone(),
        }),
        Place::Pin(entering) => Screen::Pin(desk::pin(session, entering)),
        Place::Desk(desking) => Screen::Desk(desk::desk(session, desking, now)),
    }
}

fn home(session: &Session, now: Timestamp) -> Screen {
    let terminal = session.terminal();
    let Some(overview) = terminal.overview.as_ref().filter(|o| readable(o)) else {
        return Screen::NotFilled(not_filled(terminal.overview.as_ref(), terminal.missing));
    };
    let count = |code: &str| {
        let group = overview.categories.iter().find(|g| g.code == code);
        group.map_or(0, |g| g.count)
    };
    let mut tiles: Vec<Tile> = TILES
        .iter()
        .map(|code| Tile {
            code: code.to_string(),
            count: count(code),
        })
        .collect();
    tiles.push(Tile {
        code: "all".into(),
        count: overview.documents,
    });
    Screen::Home(Home {
        common: session.rules().common.clone(),
        tiles,
        latest: overview.latest.iter().map(|h| listed(h, now)).collect(),
    })
}

/// A first fill under way is no catalogue yet: a search in it would say that something does not exist.
fn readable(overview: &Overview) -> bool {
    overview.documents > 0 && overview.filling.is_none()
}

fn not_filled(overview: Option<&Overview>, missing: Option<Missing>) -> NotFilled {
    let filling = overview.and_then(|o| o.filling);
    let state = match (missing, filling) {
        (Some(Missing::Damaged), _) => "damaged",
        (None, Some(_)) => "filling",
        _ => "waiting",
    };
    NotFilled {
        state: state.into(),
        documents: overview.map_or(0, |o| o.documents),
        percent: filling.unwrap_or(0),
    }
}

fn browsing(browse: &Browsing, now: Timestamp) -> Browse {
    let group_page = browse.group_page + 1;
    Browse {
        axis: match browse.axis {
            Axis::Category => "category",
            Axis::Agency => "agency",
            Axis::Year => "year",
        }
        .into(),
        groups: page_of(&browse.groups, browse.group_page, GROUPS_PER_PAGE),
        chosen: browse.chosen.clone(),
        group_page,
        group_pages: pages(browse.groups.len() as u64, GROUPS_PER_PAGE),
        rows: browse.rows.iter().map(|head| listed(head, now)).collect(),
        page: browse.offset / BROWSE_ROWS + 1,
        pages: pages(browse.total, BROWSE_ROWS),
        total: browse.total,
    }
}

/// As many words as fit: a line of its own each when nothing was found, else one line together.
fn hints(search: &Searching) -> Vec<String> {
    let mut room = if search.total == 0 {
        usize::MAX
    } else {
        HINT_CHARS_MAX
    };
    search
        .hints
        .iter()
        .filter(|hint| hint.chars().count() <= HINT_CHARS_MAX)
        .take_while(|hint| {
            let chars = hint.chars().count();
            let fits = chars <= room;
            room = room.saturating_sub(chars + HINT_GAP_CHARS);
            fits
        })
        .cloned()
        .collect()
}

fn searching(search: &Searching) -> screen::Search {
    let filter = &search.filter;
    let state = match () {
        _ if search.text.trim().is_empty() => "idle",
        _ if search.waiting && search.rows.is_empty() => "busy",
        _ if search.total == 0 => "none",
        _ => "found",
    };
    let keyboard = if search.away { "" } else { search.layer.code() };
    let size = search.rows_per_page();
    screen::Search {
        text: search.text.clone(),
        keyboard: keyboard.into(),
        agency: filter.agency.clone().unwrap_or_default(),
        year: filter.year.map(|y| y.to_string()).unwrap_or_default(),
        validity: filter
            .validity
            .map(|v| validity_code(v).to_string())
            .unwrap_or_default(),
        picking: search.picking.clone().unwrap_or_default(),
        options: page_of(&search.options, search.option_page, OPTIONS_PER_PAGE),
        option_page: search.option_page + 1,
        option_pages: pages(search.options.len() as u64, OPTIONS_PER_PAGE),
        state: state.into(),
        total: search.total,
        total_exact: search.total_exact,
        rows: search.rows.iter().map(hit).collect(),
        page: search.offset / size + 1,
        pages: pages(search.total, size),
        hints: hints(search),
    }
}

fn print(session: &Session, choosing: &Choosing) -> Print {
    let slip = choosing.slip();
    let choices = choosing.slips.iter().map(|slip| Choice {
        code: slip.content.code().into(),
        length_mm: slip.length_mm.unwrap_or(0),
        too_long: session.too_long(slip),
    });
    let articles = choosing.slips.iter().find_map(|slip| match &slip.content {
        crate::session::Content::Excerpt(articles) => Some(articles.len()),
        _ => None,
    });
    let printer = &session.terminal().printer;
    Print {
        title: choosing.opened.document.title.clone(),
        choices: choices.collect(),
        chosen: slip.content.code().into(),
        articles: articles.map_or(0, |n| n as u32),
        left: session.prints_left(),
        purpose: choosing.purpose.clone().unwrap_or_default(),
        printer: if printer.is_empty() {
            "unknown"
        } else {
            printer
        }
        .into(),
        preview: slip.preview.clone(),
        long: slip
            .length_mm
            .is_some_and(|mm| mm > session.rules().long_mm),
        can_start: session.can_start(choosing),
    }
}

fn page_of(groups: &[MirrorGroup], page: u32, size: u32) -> Vec<Group> {
    groups
        .iter()
        .skip(page as usize * size as usize)
        .take(size as usize)
        .map(|group| Group {
            code: group.code.clone(),
            count: group.count,
        })
        .collect()
}

fn pages(total: u64, size: u32) -> u32 {
    u32::try_from(total.div_ceil(u64::from(size))).unwrap_or(u32::MAX)
}

/// Code of a validity, as in [`Row::validity`].
pub fn validity_code(validity: Validity) -> &'static str {
    match validity {
        Validity::InForce => "in-force",
        Validity::Repealed => "repealed",
        Validity::Expired => "expired",
        Validity::Superseded => "superseded",
        Validity::Unknown => "unknown",
    }
}

/// A document outside search.
fn listed(head: &DocumentHead, now: Timestamp) -> Row {
    let today = moment::local(now).date();
    let applied = moment::parse(&head.applied).map(|at| moment::local(at).date());
    let dated: Option<Date> = head.date.parse().ok();
    let news = dated.is_none_or(|date| {
        let age = today.duration_since(date);
        age <= SignedDuration::from_hours(24 * NEWS_DAYS_MAX)
    });
    Row {
        id: head.id.clone(),
        title: vec![Span {
            text: head.title.clone(),
            mark: false,
        }],
        doc_no: head.doc_no.clone().unwrap_or_default(),
        agency: head.agency.clone(),
        date: head.date.clone(),
        validity: validity_code(head.validity).into(),
        interpreted: head.interpreted,
        new_today: news && applied == Some(today),
        ..Row::default()
    }
}

fn hit(hit: &Hit) -> Row {
    let article = hit.article.as_ref();
    Row {
        id: hit.id.clone(),
        article_id: article.map(|a| a.id.clone()).unwrap_or_default(),
        article: article.map(|a| a.label.clone()).unwrap_or_default(),
        title: spans(&hit.title, &hit.title_ranges),
        snippet: spans(&hit.snippet.text, &hit.snippet.ranges),
        doc_no: hit.doc_no.clone().unwrap_or_default(),
        agency: hit.agency.clone(),
        date: hit.date.clone(),
        validity: validity_code(hit.validity).into(),
        interpreted: hit.interpreted,
        new_today: false,
    }
}

/// Cuts text at ranges of Unicode scalar values; ranges that overlap or lie outside are cut to what is left.
fn spans(text: &str, ranges: &[[u32; 2]]) -> Vec<Span> {
    let characters: Vec<char> = text.chars().collect();
    let mut spans = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, mark: bool| {
        if from < to {
            spans.push(Span {
                text: characters[from..to].iter().collect(),
                mark,
            });
        }
    };
    for [from, to] in ranges {
        let from = (*from as usize).clamp(at, characters.len());
        let to = (*to as usize).clamp(from, characters.len());
        push(at, from, false);
        push(from, to, true);
        at = to;
    }
    push(at, characters.len(), false);
    spans
}
