//! Paper holdings of the point (纸质资料目录) as a CSV: what stands where. Owns columns and caps; reports every bad line. Knows no screen.
//!
//! The first line names the columns, in Chinese or in English, in any order: 类别 kind, 标题 title, 文号 doc_no, 版本 edition, 位置 place, 份数 copies,
//! 可取走 take_away. Title and place must be there.

use std::path::Path;

/// Largest file, bytes.
pub const HOLDINGS_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// A list of paper holdings with more lines than this is refused.
pub const HOLDINGS_MAX: usize = 10_000;
/// Longest cell, characters.
const CELL_CHARS_MAX: usize = 200;
/// Problems that are told; more are only counted.
const PROBLEMS_MAX: usize = 20;

/// The six kinds of the service shelf (便民服务栏), as files and registers call them.
pub const SHELF_KINDS: [&str; 6] = [
    "rules",
    "guide",
    "reading-flow",
    "apply-flow",
    "gazette",
    "policy",
];

/// The same in Chinese, as a file may say it.
const SHELF_NAMES: [&str; 6] = [
    "查阅点制度",
    "公开指南",
    "查阅流程图",
    "依申请公开流程图",
    "政府公报",
    "其他政策",
];

/// Columns: name in Chinese and in English.
const COLUMNS: [(&str, &str); 7] = [
    ("类别", "kind"),
    ("标题", "title"),
    ("文号", "doc_no"),
    ("版本", "edition"),
    ("位置", "place"),
    ("份数", "copies"),
    ("可取走", "take_away"),
];

/// One title on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holding {
    /// One of [`SHELF_KINDS`]; empty for what belongs to none.
    pub kind: String,
    /// 标题.
    pub title: String,
    /// 文号; may be empty.
    pub doc_no: String,
    /// 版本, such as a year or an issue; may be empty.
    pub edition: String,
    /// 位置, where it stands.
    pub place: String,
    /// Copies; 0 when not told.
    pub copies: u32,
    /// Visitors may take a copy along.
    pub take_away: bool,
}

/// Reads the file; one that is not there is a point without paper.
pub fn load(path: &Path) -> Result<Vec<Holding>, Vec<String>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = crate::file::read_capped(path, HOLDINGS_BYTES_MAX).map_err(|error| vec![error])?;
    parse(&text)
}

/// Reads the text of a file.
pub fn parse(text: &str) -> Result<Vec<Holding>, Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let (places, cells) = match reader.headers() {
        Ok(head) => (columns(head)?, head.len()),
        Err(error) => return Err(vec![error.to_string()]),
    };
    let mut problems = Vec::new();
    let mut held = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(error.to_string());
                break;
            }
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        if held.len() == HOLDINGS_MAX {
            problems.push(format!("has more than {HOLDINGS_MAX} lines"));
            break;
        }
        let line = record.position().map_or(0, csv::Position::line);
        match fits(&record, cells).and_then(|()| holding(&record, &places)) {
            Ok(holding) => held.push(holding),
            Err(problem) => problems.push(format!("line {line}: {problem}")),
        }
    }
    if problems.is_empty() {
        return Ok(held);
    }
    let more = problems.len().saturating_sub(PROBLEMS_MAX);
    problems.truncate(PROBLEMS_MAX);
    if more > 0 {
        problems.push(format!("and {more} more"));
    }
    Err(problems)
}

/// Place of each column in a line.
type Places = [Option<usize>; COLUMNS.len()];

/// A comma that is no separator moves every cell behind it into the next column: such a line is never read as if nothing had happened.
fn fits(record: &csv::StringRecord, cells: usize) -> Result<(), String> {
    if record.iter().skip(cells).any(|cell| !cell.is_empty()) {
        let many = record.len();
        return Err(format!(
            "has {many} cells where the first line has {cells}: put a cell with a comma in it between quotation marks"
        ));
    }
    if record.iter().any(|cell| cell.contains('\n')) {
        return Err("goes on over a line end: a quotation mark is not closed, or a cell holds several lines".into());
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

fn columns(head: &csv::StringRecord) -> Result<Places, Vec<String>> {
    if let Some(named) = separated_by(head) {
        return Err(vec![format!(
            "its cells are separated by {named}: save it as CSV with commas"
        )]);
    }
    let mut places: Places = [None; COLUMNS.len()];
    let mut problems = Vec::new();
    for (at, name) in head.iter().enumerate() {
        let known = COLUMNS
            .iter()
            .position(|(chinese, english)| name == *chinese || name == *english);
        match known {
            Some(column) if places[column].is_none() => places[column] = Some(at),
            Some(_) => problems.push(format!("column {} stands there twice", shown(name))),
            None if name.is_empty() => {}
            None => problems.push(format!(
                "column {} is not known; known are {}",
                shown(name),
                COLUMNS.map(|(chinese, _)| chinese).join(" ")
            )),
        }
    }
    for column in [1, 4] {
        if places[column].is_none() {
            let (chinese, english) = COLUMNS[column];
            problems.push(format!("column {chinese} ({english}) is missing"));
        }
    }
    match problems.is_empty() {
        true => Ok(places),
        false => Err(problems),
    }
}

fn holding(record: &csv::StringRecord, places: &Places) -> Result<Holding, String> {
    let cell = |column: usize| -> Result<String, String> {
        let text = places[column]
            .and_then(|at| record.get(at))
            .unwrap_or_default();
        if text.chars().count() > CELL_CHARS_MAX || text.chars().any(char::is_control) {
            return Err(format!(
                "{} is longer than {CELL_CHARS_MAX} characters or holds control characters",
                COLUMNS[column].0
            ));
        }
        Ok(text.to_owned())
    };
    let kind = match cell(0)?.as_str() {
        "" => String::new(),
        named => SHELF_KINDS
            .iter()
            .zip(SHELF_NAMES)
            .find(|(code, chinese)| named == **code || named == *chinese)
            .map(|(code, _)| (*code).to_owned())
            .ok_or_else(|| {
                format!(
                    "{} is no kind; kinds are {}, or nothing",
                    shown(named),
                    SHELF_NAMES.join(" ")
                )
            })?,
    };
    let (title, place) = (cell(1)?, cell(4)?);
    if title.is_empty() || place.is_empty() {
        return Err("标题 or 位置 is empty".into());
    }
    let copies = match cell(5)?.as_str() {
        "" => 0,
        text => text
            .parse()
            .ok()
            .filter(|copies| *copies <= 1_000_000)
            .ok_or_else(|| format!("{} is no number of copies", shown(text)))?,
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
                return Err(format!(
                    "可取走 says {}: write 是, 否 or nothing",
                    shown(other)
                ));
            }
        },
    })
}

fn shown(text: &str) -> String {
    text.chars().take(30).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_from_a_spreadsheet_is_read() {
        let held = parse(
            "\u{feff}标题,类别,位置,份数,版本,可取走\r\n\"示例市政府公报, 2018\",政府公报,B 架,3,2018 年第 9 期,是\r\n\r\n办事指南,guide,A 架第 1 层,,,\r\n",
        )
        .unwrap();
        assert_eq!(held.len(), 2);
        assert_eq!(held[0].title, "示例市政府公报, 2018");
        assert_eq!((held[0].kind.as_str(), held[0].copies), ("gazette", 3));
        assert!(held[0].take_away && !held[1].take_away);
        assert_eq!((held[1].kind.as_str(), held[1].copies), ("guide", 0));
    }

    #[test]
    fn every_bad_line_is_told_with_its_number() {
        let problems = parse("标题,位置,份数,类别\na,b,x,\n,b,,\na,,,\na,b,,没有\n").unwrap_err();
        assert_eq!(problems.len(), 4, "{problems:#?}");
        assert!(problems[0].starts_with("line 2: x"), "{problems:#?}");
        let head = parse("标题,颜色\n").unwrap_err();
        assert_eq!(head.len(), 2, "{head:#?}");
        assert!(parse("").is_err());
    }

    #[test]
    fn what_spreadsheets_do_to_a_list_is_told_and_never_read_as_something_else() {
        let told = |text: &str| parse(text).unwrap_err().join("\n");
        // The comma moved the place into another column.
        let moved = told("标题,位置,份数\n收费标准,公报, A 架,3\n办事指南,B 架,2\n");
        assert!(
            moved.starts_with("line 2: has 4 cells where the first line has 3"),
            "{moved}"
        );
        let whole = parse("标题,位置,份数\n\"收费标准,公报\",A 架,3,,\n").unwrap();
        assert_eq!((whole[0].place.as_str(), whole[0].copies), ("A 架", 3));
        for (mark, named) in [(";", ";"), ("\t", "Tab"), ("，", "，")] {
            let said = told(&format!(
                "标题{mark}位置{mark}份数\n收费标准{mark}A 架{mark}3\n"
            ));
            assert!(
                said.contains(&format!("by {named}:")) && said.lines().count() == 1,
                "{said}"
            );
        }
        let open = told("标题,位置\n\"收费标准,A 架\n办事指南,B 架\n");
        assert!(
            open.contains("line 2") && open.contains("not closed"),
            "{open}"
        );
        let taken = told("标题,位置,可取走\n收费标准,A 架,随便拿\n办事指南,B 架,否\n");
        assert_eq!(taken, "line 2: 可取走 says 随便拿: write 是, 否 or nothing");
    }

    #[test]
    fn hostile_lists_are_refused_or_cut_short_in_their_problems() {
        let long = format!("标题,位置\n{},b\n", "字".repeat(CELL_CHARS_MAX + 1));
        assert!(parse(&long).is_err());
        assert!(parse("标题,位置\na\u{1b}[2J,b\n").is_err());
        let many = format!("标题,位置\n{}", "a,b\n".repeat(HOLDINGS_MAX + 1));
        assert!(parse(&many).is_err());
        let bad = format!("标题,位置\n{}", ",b\n".repeat(1_000));
        assert_eq!(parse(&bad).unwrap_err().len(), PROBLEMS_MAX + 1);
        let _ = parse("标题,位置\n\"never closed,b\n");
    }
}
