//! The text of a list, line by line: every bad line is told with what is wrong with it, and a list with one of them is none.

use console::Lines;

use super::columns::{COLUMNS, GUARD, HOLDINGS_MAX, Holding, SHELF_KINDS, SHELF_NAMES, is_formula};
use super::problem::{Fault, Problem};

/// Longest cell, characters.
pub(super) const CELL_CHARS_MAX: usize = 200;
/// Problems that are told; more are only counted.
pub(super) const PROBLEMS_MAX: usize = 20;
/// What is told of a cell that is wrong, characters.
const SHOWN_CHARS_MAX: usize = 30;

/// Place of each column in a line.
type Places = [Option<usize>; COLUMNS.len()];

/// Reads the text of a file.
pub fn parse(text: &str) -> Result<Vec<Holding>, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| Problem::of(Fault::NoText, error.to_string());
    let (places, cells) = match reader.headers() {
        Ok(head) => (columns(head)?, head.len()),
        Err(error) => return Err(vec![broken(error)]),
    };
    let mut problems = Vec::new();
    let mut held = Vec::new();
    let mut lines = Lines::of(text);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(broken(error));
                break;
            }
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        if held.len() == HOLDINGS_MAX {
            let said = format!("has more than {HOLDINGS_MAX} lines");
            problems.push(Problem::of(Fault::TooMany, said).found(HOLDINGS_MAX.to_string()));
            break;
        }
        let begin = record.position().map_or(0, csv::Position::byte);
        let line = lines.line(begin);
        match fits(&record, cells).and_then(|()| holding(&record, &places)) {
            Ok(holding) => held.push(holding),
            Err(problem) => problems.push(problem.on(line)),
        }
    }
    if problems.is_empty() {
        return Ok(held);
    }
    let more = problems.len().saturating_sub(PROBLEMS_MAX);
    problems.truncate(PROBLEMS_MAX);
    if more > 0 {
        let said = format!("and {more} more");
        problems.push(Problem::of(Fault::More, said).found(more.to_string()));
    }
    Err(problems)
}

/// A comma that is no separator moves every cell behind it into the next column: such a line is never read as if nothing had happened.
fn fits(record: &csv::StringRecord, cells: usize) -> Result<(), Problem> {
    if record.iter().skip(cells).any(|cell| !cell.is_empty()) {
        let many = record.len();
        return Err(Problem::of(
            Fault::Cells,
            format!(
                "has {many} cells where the first line has {cells}: put a cell with a comma in it between quotation marks"
            ),
        ));
    }
    if record.iter().any(|cell| cell.contains('\n')) {
        let said = "goes on over a line end: a quotation mark is not closed, or a cell holds several lines";
        return Err(Problem::of(Fault::LineEnd, said));
    }
    Ok(())
}

/// What spreadsheets write in place of commas, where all of a first line is one cell.
fn separated_by(head: &csv::StringRecord) -> Option<&'static str> {
    let only = head.get(0).filter(|_| head.len() == 1)?;
    let known = |name: &str| {
        COLUMNS
            .iter()
            .any(|(chinese, english)| name == *chinese || name == *english)
    };
    [(';', ";"), ('\t', "Tab"), ('，', "，"), ('；', "；")]
        .into_iter()
        .find(|(mark, _)| only.split(*mark).filter(|name| known(name.trim())).count() > 1)
        .map(|(_, named)| named)
}

fn columns(head: &csv::StringRecord) -> Result<Places, Vec<Problem>> {
    if let Some(named) = separated_by(head) {
        let said = format!("its cells are separated by {named}: save it as CSV with commas");
        return Err(vec![Problem::of(Fault::Separated, said).found(named)]);
    }
    let mut places: Places = [None; COLUMNS.len()];
    let mut problems = Vec::new();
    for (at, name) in head.iter().enumerate() {
        let known = COLUMNS
            .iter()
            .position(|(chinese, english)| name == *chinese || name == *english);
        let name = shown(name);
        match known {
            Some(column) if places[column].is_none() => places[column] = Some(at),
            Some(_) => {
                let said = format!("column {name} stands there twice");
                problems.push(Problem::of(Fault::Twice, said).found(name));
            }
            None if name.is_empty() => {}
            None => {
                let names = COLUMNS.map(|(chinese, _)| chinese).join(" ");
                let said = format!("column {name} is not known; known are {names}");
                problems.push(Problem::of(Fault::UnknownColumn, said).found(name));
            }
        }
    }
    for column in [1, 4] {
        if places[column].is_none() {
            let (chinese, english) = COLUMNS[column];
            let said = format!("column {chinese} ({english}) is missing");
            problems.push(Problem::of(Fault::NoColumn, said).found(chinese));
        }
    }
    match problems.is_empty() {
        true => Ok(places),
        false => Err(problems),
    }
}

fn holding(record: &csv::StringRecord, places: &Places) -> Result<Holding, Problem> {
    let cell = |column: usize| -> Result<String, Problem> {
        let text = places[column]
            .and_then(|at| record.get(at))
            .unwrap_or_default();
        let text = text
            .strip_prefix(GUARD)
            .filter(|text| is_formula(text))
            .unwrap_or(text);
        if text.chars().count() > CELL_CHARS_MAX || text.chars().any(char::is_control) {
            let named = COLUMNS[column].0;
            let said = format!(
                "{named} is longer than {CELL_CHARS_MAX} characters or holds control characters"
            );
            return Err(Problem::of(Fault::Cell, said).found(named));
        }
        Ok(text.to_owned())
    };
    let wrong = |fault: Fault, text: &str, said: &dyn Fn(&str) -> String| {
        let text = shown(text);
        Problem::of(fault, said(&text)).found(text)
    };
    let kind = match cell(0)?.as_str() {
        "" => String::new(),
        named => SHELF_KINDS
            .iter()
            .zip(SHELF_NAMES)
            .find(|(code, chinese)| named == **code || named == *chinese)
            .map(|(code, _)| (*code).to_owned())
            .ok_or_else(|| {
                wrong(Fault::Kind, named, &|named| {
                    let kinds = SHELF_NAMES.join(" ");
                    format!("{named} is no kind; kinds are {kinds}, or nothing")
                })
            })?,
    };
    let (title, place) = (cell(1)?, cell(4)?);
    if title.is_empty() || place.is_empty() {
        return Err(Problem::of(Fault::Empty, "标题 or 位置 is empty"));
    }
    let copies = match cell(5)?.as_str() {
        "" => 0,
        text => text
            .parse()
            .ok()
            .filter(|copies| *copies <= 1_000_000)
            .ok_or_else(|| {
                wrong(Fault::Copies, text, &|text| {
                    format!("{text} is no number of copies")
                })
            })?,
    };
    Ok(Holding {
        kind,
        title,
        doc_no: cell(2)?,
        edition: cell(3)?,
        place,
        copies,
        take_away: match cell(6)?.as_str() {
            "是" | "yes" | "1" | "可" => true,
            "" | "否" | "no" | "0" | "不可" => false,
            other => {
                return Err(wrong(Fault::TakeAway, other, &|other| {
                    format!("可取走 says {other}: write 是, 否 or nothing")
                }));
            }
        },
    })
}

fn shown(text: &str) -> String {
    let shown = text.chars().take(SHOWN_CHARS_MAX);
    shown.filter(|c| !c.is_control()).collect()
}
