//! Tables of data: what is one, and its rows.

use feed::Span;
use scraper::ElementRef;
use scraper::node::Element;

use super::attributes;

use crate::reading::cells::on_one_line;
use crate::reading::draft::{Grid, Picture, Piece};
use crate::reading::facts;
use crate::reading::tidy;

/// Columns one cell may span.
pub const SPAN_MAX: usize = 64;
/// In a table of one or two columns without head or lines, a cell with more words than this holds text: the table is layout.
const CELL_CHARS_MAX: usize = 400;
/// A table of so many columns is one of data however long its cells are.
const COLUMNS_OF_DATA: usize = 3;

/// A table of data: at least two rows and two columns, no table inside. A long cell alone makes no layout of a table that has a head,
/// drawn lines or several columns.
pub fn is_data(table: ElementRef<'_>) -> bool {
    let mut rows = 0;
    let mut widest = 0;
    let mut long = false;
    let lines = table.value().attr("border").map(str::trim);
    let mut ruled = lines.is_some_and(|border| border != "0" && !border.is_empty());
    for node in table.descendants().skip(1) {
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        match element.value().name() {
            "table" => return false,
            "tr" => {
                rows += 1;
                widest = widest.max(element.child_elements().filter(is_cell).count());
            }
            "td" | "th" => {
                let chars: usize = element.text().map(|t| t.trim().chars().count()).sum();
                long |= chars > CELL_CHARS_MAX;
                ruled |= element.value().name() == "th";
            }
            _ => {}
        }
    }
    rows >= 2
        && widest >= 2
        && !is_signature(table)
        && (!long || ruled || widest >= COLUMNS_OF_DATA)
}

/// Whether it only sets a signature: offices, their seals and days, beside or below each other, and the last row says a day or shows a seal.
fn is_signature(table: ElementRef<'_>) -> bool {
    const CELLS_MAX: usize = 24;
    let rows = table
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|element| element.value().name() == "tr");
    let mut seen = 0;
    let mut offices = 0;
    let mut ends = false;
    for row in rows {
        let cells = row.child_elements().filter(is_cell);
        let words = cells.map(|cell| tidy::line(&cell.text().collect::<String>()));
        let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
        seen += words.len();
        if words.is_empty() {
            continue;
        }
        let days = words.iter().filter(|words| facts::says_when(words)).count();
        let signed = words.iter().filter_map(|words| facts::signature(words));
        let signed: Vec<_> = signed.collect();
        let seals = words
            .iter()
            .filter(|words| facts::is_seal_line(words))
            .count();
        // An office beside a day is a row of a table.
        let mixed = days > 0 && !signed.is_empty();
        if mixed || days + signed.len() + seals < words.len() || seen > CELLS_MAX {
            return false;
        }
        offices += signed.len();
        ends = days + seals > 0 || signed.iter().any(|s| s.on.is_some() || s.sealed);
    }
    offices > 0 && ends
}

/// Captions (表题, with its unit): lines above the table.
pub fn captions(table: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    table
        .child_elements()
        .filter(|child| child.value().name() == "caption")
}

fn is_cell(element: &ElementRef<'_>) -> bool {
    matches!(element.value().name(), "td" | "th")
}

/// A data table: rows as wide as the widest, and its merged cells. A cell that spans rows or columns is written once; the cells it
/// covers are empty. `inside` reads a cell; the pictures of all cells come beside the rows, in which only what they are said to show has a place.
pub fn grid(
    table: ElementRef<'_>,
    inside: impl Fn(ElementRef<'_>) -> Vec<Piece>,
) -> (Grid, Vec<Picture>) {
    let Cells {
        rows: all,
        spans,
        pictures,
        ..
    } = read(table, inside);
    let width = all.iter().map(Vec::len).max().unwrap_or(0);
    let is_kept = |row: &[String]| row.iter().any(|cell| !cell.is_empty());
    // How many rows that are kept stand before each row.
    let mut before = vec![0_u32];
    for row in &all {
        before.push(before[before.len() - 1] + u32::from(is_kept(row)));
    }
    let moved = spans
        .into_iter()
        .filter(|span| is_kept(&all[span.row as usize]));
    let moved = moved.map(|span| {
        let end = all.len().min((span.row + span.rows) as usize);
        Span {
            row: before[span.row as usize],
            rows: before[end] - before[span.row as usize],
            ..span
        }
    });
    let moved: Vec<Span> = moved.collect();
    let mut rows: Vec<Vec<String>> = all.into_iter().filter(|row| is_kept(row)).collect();
    rows.iter_mut()
        .for_each(|row| row.resize(width, String::new()));
    let spans = apart(&rows, width, moved);
    (Grid { rows, spans }, pictures)
}

/// The rows as they are, each with which of its places a cell to the left or above covers: one that lacks a cell is shorter than the others.
pub fn ragged(
    table: ElementRef<'_>,
    inside: impl Fn(ElementRef<'_>) -> Vec<Piece>,
) -> Vec<(Vec<String>, Vec<bool>)> {
    let cells = read(table, inside);
    let one_line = |row: Vec<String>| row.iter().map(|cell| on_one_line(cell)).collect();
    let rows = cells.rows.into_iter().map(one_line);
    let mut rows: Vec<(Vec<String>, _)> = rows.zip(cells.joined).collect();
    rows.retain(|(row, _)| row.iter().any(|cell| !cell.is_empty()));
    rows
}

/// Those that do what a merged cell may: sources say spans that run into each other, and over words of other cells.
fn apart(rows: &[Vec<String>], width: usize, spans: Vec<Span>) -> Vec<Span> {
    let mut taken = vec![
        false;
        if spans.is_empty() {
            0
        } else {
            rows.len() * width
        }
    ];
    let mut kept = Vec::new();
    for span in spans {
        let (row, column) = (span.row as usize, span.column as usize);
        let down = (span.rows as usize).min(rows.len() - row);
        let across = (span.columns as usize).min(width - column);
        if down * across < 2 {
            continue;
        }
        let cells =
            || (row..row + down).flat_map(|r| (column..column + across).map(move |c| (r, c)));
        let free = cells().all(|(r, c)| {
            !taken[r * width + c] && ((r, c) == (row, column) || rows[r][c].is_empty())
        });
        if free {
            cells().for_each(|(r, c)| taken[r * width + c] = true);
            kept.push(Span {
                rows: down as u32,
                columns: across as u32,
                ..span
            });
        }
    }
    kept
}

/// Whether a reader sees no word of a cell that keeps its place.
fn is_unread(cell: &Element) -> bool {
    attributes::is_hidden(cell) || attributes::is_taken_out(cell)
}

/// The rows as they stand on the page: those of a foot come last wherever they are written, and those that are not shown do not come.
fn shown_rows<'p>(table: ElementRef<'p>) -> impl Iterator<Item = ElementRef<'p>> {
    let rows = table.descendants().filter_map(ElementRef::wrap);
    let shown = |element: &ElementRef<'p>| !attributes::takes_no_room(element.value());
    let around = |row: &ElementRef<'p>| row.parent().and_then(ElementRef::wrap);
    let rows = rows.filter(|row| row.value().name() == "tr");
    let rows = rows.filter(move |row| shown(row) && around(row).is_none_or(|part| shown(&part)));
    let of_foot =
        move |row: &ElementRef<'p>| around(row).is_some_and(|part| part.value().name() == "tfoot");
    let (foot, above): (Vec<_>, Vec<_>) = rows.partition(of_foot);
    above.into_iter().chain(foot)
}

/// A table as it stands on its page.
#[derive(Default)]
struct Cells {
    /// All rows, those without words among them.
    rows: Vec<Vec<String>>,
    /// What is said to span.
    spans: Vec<Span>,
    /// Which places of each row another cell covers.
    joined: Vec<Vec<bool>>,
    /// What cells show beside their words.
    pictures: Vec<Picture>,
}

fn read(table: ElementRef<'_>, inside: impl Fn(ElementRef<'_>) -> Vec<Piece>) -> Cells {
    let Cells {
        mut rows,
        mut spans,
        mut joined,
        mut pictures,
    } = Cells::default();
    // For each column how many further rows a cell above covers.
    let mut covered: Vec<usize> = Vec::new();
    for element in shown_rows(table) {
        let mut row: Vec<String> = Vec::new();
        let mut own: Vec<usize> = Vec::new();
        let cells = element.child_elements().filter(is_cell);
        for cell in cells.filter(|cell| !attributes::takes_no_room(cell.value())) {
            skip_covered(&mut row, &mut covered);
            let said = |name: &str| cell.value().attr(name)?.trim().parse::<usize>().ok();
            let columns = said("colspan").unwrap_or(1).clamp(1, SPAN_MAX);
            // Zero: all rows that follow.
            let down = match said("rowspan") {
                Some(0) => feed::limits::TABLE_ROWS_MAX,
                down => down.unwrap_or(1).min(feed::limits::TABLE_ROWS_MAX),
            };
            // A table beyond the feed's limits is refused there, never cut: reading stops once it is too wide.
            if row.len() > feed::limits::TABLE_COLUMNS_MAX {
                break;
            }
            if columns > 1 || down > 1 {
                spans.push(Span {
                    row: rows.len() as u32,
                    column: row.len() as u32,
                    rows: down as u32,
                    columns: columns as u32,
                });
            }
            own.push(row.len());
            for column in 0..columns {
                if covered.len() <= row.len() {
                    covered.resize(row.len() + 1, 0);
                }
                covered[row.len()] = down - 1;
                let shows = column == 0 && !is_unread(cell.value());
                let held = if shows { inside(cell) } else { Vec::new() };
                let heads = rows.is_empty() || row.is_empty();
                row.push(cell_words(&held, heads));
                // The tick of every row is one picture.
                for piece in held {
                    if let Piece::Picture(picture) = piece
                        && !pictures.contains(&picture)
                    {
                        pictures.push(picture);
                    }
                }
            }
        }
        skip_covered(&mut row, &mut covered);
        joined.push((0..row.len()).map(|at| !own.contains(&at)).collect());
        rows.push(row);
        if rows.len() > feed::limits::TABLE_ROWS_MAX {
            break;
        }
    }
    Cells {
        rows,
        spans,
        joined,
        pictures,
    }
}

fn skip_covered(row: &mut Vec<String>, covered: &mut [usize]) {
    while let Some(rows_left) = covered.get_mut(row.len()).filter(|left| **left > 0) {
        *rows_left -= 1;
        row.push(String::new());
    }
}

/// The lines of a cell, each on its own; titles set wide in a narrow cell are closed up, and so are words set downwards, a character a line. What a
/// picture is said to show stands in its place, set apart. The head of a row or a column (联系、电话) may be broken as well.
fn cell_words(pieces: &[Piece], heads: bool) -> String {
    const HEAD_CHARS_MAX: usize = 4;
    let mut out = String::new();
    let mut of_picture = false;
    let mut single = false;
    let lines: Vec<&str> = pieces.iter().filter_map(Piece::text).collect();
    let head = lines.concat();
    let head = heads
        && lines.len() == 2
        && tidy::length(&head) <= HEAD_CHARS_MAX
        && head.chars().all(tidy::is_cjk);
    for piece in pieces {
        let picture = matches!(piece, Piece::Picture(_));
        let line = match piece {
            Piece::Picture(picture) if names_a_file(&picture.alt) => continue,
            Piece::Picture(picture) => picture.alt.clone(),
            Piece::Line(line) => tidy::close_up(&line.text),
            Piece::Table(_) => continue,
        };
        let alone = tidy::length(&line) == 1 && line.chars().all(tidy::is_cjk);
        let joint = match out.is_empty() || line.is_empty() {
            true => "",
            false if picture || of_picture => " ",
            false if head || alone && single => "",
            false => "\n",
        };
        out.push_str(joint);
        out.push_str(&line);
        of_picture = picture;
        single = alone;
    }
    out
}

/// What an editor puts where nobody said what a picture shows: P0201.jpg.
fn names_a_file(alt: &str) -> bool {
    const KINDS: &[&str] = &[
        "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "svg",
    ];
    let kind = alt
        .rsplit_once('.')
        .map(|(_, kind)| kind.to_ascii_lowercase());
    kind.is_some_and(|kind| KINDS.contains(&kind.as_str()))
}
