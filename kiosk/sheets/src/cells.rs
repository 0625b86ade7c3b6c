//! The cells of a line of the day sheet as lines of text: how wide each column is, where its text breaks, how high the line becomes.

use crate::day::DayLine;
use crate::fonts::Face;

/// Widths of the columns; the title takes what is left.
pub const COLUMNS_MM: [f32; 9] = [11.5, 11.8, 10.5, 69.0, 18.4, 13.1, 10.5, 18.3, 11.9];
/// The column of title and document number.
pub const TITLE: usize = 3;
/// The column of outcome and remark.
pub const OUTCOME: usize = 7;
/// Height of a line of text, by its size in points.
pub const LINE_FACTOR_MM: f32 = 0.3528 * 1.22;
/// The same on the day sheet, where 22 lines of title and document number stand beside totals, signatures and code.
pub const ROW_FACTOR_MM: f32 = 0.3528 * 1.10;
/// Space above and below the text of a cell there.
const ROW_PADDING_MM: f32 = 0.8;
/// A line of it is as high as a hand that ticks it off needs.
const ROW_MM_MIN: f32 = 6.4;
/// Space above and below the text of a cell.
pub const PADDING_MM: f32 = 1.35;
pub const SIDE_MM: f32 = 1.0;
/// Lines of one cell.
pub const CELL_LINES_MAX: usize = 4;
pub const TEXT_PT: f32 = 9.0;
pub const SMALL_PT: f32 = 7.5;
/// Width of text in ems.
pub type Measure<'m> = &'m dyn Fn(&str, Face) -> f32;

/// A cell as lines of text: what stands in it, in which size, whether in grey.
pub type Cell = Vec<(String, f32, bool)>;

pub fn cells(line: &DayLine, measure: Measure<'_>) -> Vec<Cell> {
    let plain = [
        &line.number,
        &line.time,
        &line.kind,
        &line.title,
        &line.content,
        &line.amount,
        &line.purpose,
        &line.outcome,
        &line.form_no,
    ];
    let mut cells: Vec<Cell> = Vec::with_capacity(plain.len());
    for (at, text) in plain.into_iter().enumerate() {
        let below = match at {
            TITLE => &line.doc_no,
            OUTCOME => &line.remark,
            _ => "",
        };
        let width = COLUMNS_MM[at] - 2.0 * SIDE_MM;
        let mut lines: Cell = broken(text, width, TEXT_PT, measure)
            .into_iter()
            .map(|text| (text, TEXT_PT, false))
            .collect();
        lines.extend(
            broken(below, width, SMALL_PT, measure)
                .into_iter()
                .map(|text| (text, SMALL_PT, true)),
        );
        cells.push(lines);
    }
    cells
}

pub fn height(cells: &[Cell]) -> f32 {
    let lines = cells.iter().map(|cell| {
        cell.iter()
            .map(|(_, size, _)| size * ROW_FACTOR_MM)
            .sum::<f32>()
    });
    let highest = lines.fold(0.0, f32::max) + 2.0 * ROW_PADDING_MM;
    highest.max(ROW_MM_MIN)
}

/// Text in lines no wider than the cell; what does not fit into the last one ends with …, and the register has all of it.
pub fn broken(text: &str, width_mm: f32, size_pt: f32, measure: Measure<'_>) -> Vec<String> {
    let ems = width_mm / (size_pt * 0.3528);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for c in text.chars() {
        let mut longer = line.clone();
        longer.push(c);
        if measure(&longer, Face::Text) <= ems || line.is_empty() {
            line = longer;
            continue;
        }
        if lines.len() + 1 == CELL_LINES_MAX {
            line.pop();
            line.push('…');
            break;
        }
        lines.push(std::mem::replace(&mut line, c.to_string()));
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
