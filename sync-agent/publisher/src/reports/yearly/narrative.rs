//! The words of a report against its tables (C7). Owns finding figures in sentences: only a number directly behind what it counts is taken, in
//! clauses that speak of this year and of applications. Everything found here is a hint: sentences have scopes that no program sees.

use std::sync::LazyLock;

use regex::Regex;

use super::cell::{Cell, Figure};
use super::checks::{Checked, Finding, Level};
use super::clauses::clauses;
use super::form::{APPLICANTS, ENDS, HANDLED, IN_FORCE, PARTS, REVIEWS, TOTAL, row_at};
use super::tables::Tables;

/// A figure that a sentence may give.
struct Saying {
    /// The row that it is told of.
    row: fn() -> String,
    column: &'static str,
    /// What stands before the number.
    before: Regex,
    /// Figures of the tables that it may be, the meant one first.
    meant: fn(&Tables) -> Vec<Option<Figure>>,
}

fn saying(
    row: fn() -> String,
    column: &'static str,
    before: &str,
    meant: fn(&Tables) -> Vec<Option<Figure>>,
) -> Saying {
    let before = Regex::new(&format!("{before}(\\d+)\\s*(?:件|条|份|宗|个|起|人)?"));
    Saying {
        row,
        column,
        before: before.expect("expressions are constants"),
        meant,
    }
}

/// A row over all applicants: 总计, or the sum where it is blank.
fn total(tables: &Tables, key: &str) -> Option<Figure> {
    let cells = tables.row(key)?;
    match &cells[TOTAL] {
        Cell::Number(figure) => Some(*figure),
        Cell::Blank => sum(cells[..TOTAL].iter()),
        Cell::Words(_) => None,
    }
}

fn sum<'c>(cells: impl Iterator<Item = &'c Cell>) -> Option<Figure> {
    cells
        .map(Cell::figure)
        .try_fold(Figure::default(), |sum, part| Some(sum.plus(part?)))
}

/// All rows of a group together.
fn group(tables: &Tables, prefix: &str) -> Option<Figure> {
    let keys = tables.applications.iter().map(|(key, _)| *key);
    let mut keys = keys.filter(|key| key.starts_with(prefix)).peekable();
    keys.peek()?;
    keys.try_fold(Figure::default(), |sum, key| {
        Some(sum.plus(total(tables, key)?))
    })
}

fn both(a: Option<Figure>, b: Option<Figure>) -> Option<Figure> {
    Some(a?.plus(b?))
}

fn suits(tables: &Tables) -> Option<Figure> {
    let cells = tables.reviews.as_ref()?;
    both(cells[9].figure(), cells[14].figure())
}

static SAYINGS: LazyLock<Vec<Saying>> = LazyLock::new(|| {
    vec![
        saying(
            || row_at("1").name(),
            APPLICANTS[TOTAL],
            "(?:收到|受理|新收|接收|收件|收悉)[^\\d结转复诉]{0,30}?",
            |tables| vec![total(tables, "1")],
        ),
        saying(
            || row_at("1").name(),
            APPLICANTS[0],
            "自然人(?:申请|提出|提交)?(?:的)?[^\\d法结转]{0,6}?",
            |tables| vec![tables.row("1").and_then(|row| row[0].figure())],
        ),
        saying(
            || row_at("2").name(),
            APPLICANTS[TOTAL],
            "上(?:一)?年(?:度)?结转[^\\d]{0,12}?",
            |tables| vec![total(tables, "2")],
        ),
        saying(
            || row_at("4").name(),
            APPLICANTS[TOTAL],
            "转(?:至|到|入)?(?:下(?:一)?|次)年(?:度)?[^\\d]{0,10}?",
            |tables| vec![total(tables, "4")],
        ),
        saying(
            || row_at(HANDLED).name(),
            APPLICANTS[TOTAL],
            "(?:办结|已答复|办理完毕|共答复)[^\\d复诉]{0,8}?",
            |tables| vec![total(tables, HANDLED)],
        ),
        saying(
            || format!("{}、{}", row_at("3.1").label, "（二）部分公开"),
            APPLICANTS[TOTAL],
            "予以公开(?:及|和|与|、|或)部分公开[^\\d]{0,4}?",
            |tables| vec![both(total(tables, "3.1"), total(tables, "3.2"))],
        ),
        saying(
            || row_at("3.1").name(),
            APPLICANTS[TOTAL],
            "予以公开[^\\d及和与、或部不]{0,4}?",
            |tables| vec![total(tables, "3.1")],
        ),
        saying(
            || "（二）部分公开".to_owned(),
            APPLICANTS[TOTAL],
            "(?:^|[^及和与、或开])部分公开[^\\d]{0,4}?",
            |tables| vec![total(tables, "3.2")],
        ),
        saying(
            || "（三）不予公开".to_owned(),
            APPLICANTS[TOTAL],
            "不予公开[^\\d]{0,4}?",
            |tables| vec![group(tables, "3.3.")],
        ),
        saying(
            || "（四）无法提供".to_owned(),
            APPLICANTS[TOTAL],
            "无法提供[^\\d]{0,4}?",
            |tables| vec![group(tables, "3.4.")],
        ),
        saying(
            || "（五）不予处理".to_owned(),
            APPLICANTS[TOTAL],
            "不予处理[^\\d]{0,4}?",
            |tables| vec![group(tables, "3.5.")],
        ),
        saying(
            || "（六）其他处理".to_owned(),
            APPLICANTS[TOTAL],
            "其他处理[^\\d]{0,4}?",
            |tables| vec![group(tables, "3.6")],
        ),
        saying(
            || REVIEWS[0].to_owned(),
            ENDS[4],
            "行政复议(?:案件|申请)?[^\\d诉]{0,6}?",
            |tables| vec![tables.reviews.as_ref().and_then(|cells| cells[4].figure())],
        ),
        saying(
            || "行政诉讼".to_owned(),
            ENDS[4],
            "行政诉讼(?:案件)?[^\\d]{0,6}?",
            |tables| vec![suits(tables)],
        ),
        saying(
            || "行政规范性文件".to_owned(),
            IN_FORCE,
            "现行有效[^\\d]{0,14}?",
            |tables| {
                let rules = |row| tables.active(row, IN_FORCE).and_then(Cell::figure);
                let documents = rules("行政规范性文件");
                vec![documents, both(documents, rules("规章")), rules("规章")]
            },
        ),
    ]
});

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(20\d\d)年1月1日[起]?(?:至|到|—|-|－)(?:(20\d\d)年)?12月31日").expect("a constant")
});
/// Compares what sentences say with the tables.
pub fn compare(sentences: &[String], year: Option<i16>, tables: &Tables, checked: &mut Checked) {
    let clauses: Vec<String> = sentences
        .iter()
        .flat_map(|text| clauses(text, year))
        .collect();
    for saying in SAYINGS.iter() {
        let said: Vec<u64> = clauses
            .iter()
            .filter_map(|clause| figure(&saying.before, clause))
            .collect();
        let meant: Vec<Figure> = (saying.meant)(tables).into_iter().flatten().collect();
        let (Some(first), Some(table)) = (said.first(), meant.first()) else {
            continue;
        };
        checked.count("C7");
        if said
            .iter()
            .any(|said| meant.contains(&Figure::whole(*said)))
        {
            continue;
        }
        checked.add(hint(
            (saying.row)(),
            saying.column,
            first.to_string(),
            table.to_string(),
        ));
    }
    upheld(sentences, tables, checked);
    period(sentences, year, checked);
    if tables.applications.is_empty() {
        balance(&clauses, checked);
    }
}

fn hint(row: String, column: &str, stated: String, reckoned: String) -> Finding {
    Finding {
        check: "C7",
        level: Level::Warning,
        table: "文",
        row,
        column: column.to_owned(),
        stated,
        reckoned,
        from: String::new(),
    }
}

fn figure(before: &Regex, clause: &str) -> Option<u64> {
    before.captures(clause)?.get(1)?.as_str().parse().ok()
}

/// 均获维持, though the table has other ends.
fn upheld(sentences: &[String], tables: &Tables, checked: &mut Checked) {
    let Some(cells) = &tables.reviews else { return };
    let says = |sentence: &&str| {
        let all = [
            "均获维持",
            "均维持",
            "均被维持",
            "全部维持",
            "均予以维持",
            "均予维持",
            "均为维持",
        ];
        all.iter().any(|word| sentence.contains(word))
    };
    let mut all = sentences.iter().flat_map(|text| text.split('。'));
    if all.find(says).is_none() {
        return;
    }
    checked.count("C7");
    for (part, cells) in REVIEWS.iter().zip(cells.chunks(ENDS.len())) {
        for (end, cell) in ENDS.iter().zip(cells).take(4).skip(1) {
            if cell.counts() {
                checked.add(hint(
                    (*part).to_owned(),
                    end,
                    "0".to_owned(),
                    cell.to_string(),
                ));
            }
        }
    }
}

/// 统计期限 of another year than the report's.
fn period(sentences: &[String], year: Option<i16>, checked: &mut Checked) {
    let Some(year) = year else { return };
    for sentence in sentences {
        let bare: String = sentence.chars().filter(|c| !c.is_whitespace()).collect();
        for told in PERIOD.captures_iter(&bare) {
            checked.count("period");
            let (from, to) = (&told[1], told.get(2).map_or(&told[1], |to| to.as_str()));
            if from != year.to_string() || to != year.to_string() {
                checked.add(Finding {
                    check: "period",
                    ..hint(
                        PARTS[0].to_owned(),
                        "",
                        told[0].to_owned(),
                        year.to_string(),
                    )
                });
            }
        }
    }
}

/// A report without a table: its sentences alone must keep 一 + 二 = （七） + 四.
fn balance(clauses: &[String], checked: &mut Checked) {
    let said = |row: &str, column: &str| {
        let saying = SAYINGS
            .iter()
            .find(|saying| (saying.row)() == row && saying.column == column)?;
        clauses
            .iter()
            .find_map(|clause| figure(&saying.before, clause))
    };
    let figure = |key: &str| said(&row_at(key).name(), APPLICANTS[TOTAL]);
    let (Some(new), Some(handled)) = (figure("1"), figure(HANDLED)) else {
        return;
    };
    let (old, left) = (figure("2").unwrap_or(0), figure("4").unwrap_or(0));
    checked.count("C7");
    if new + old != handled + left {
        checked.add(Finding {
            from: format!("{new}+{old}"),
            ..hint(
                "一+二=三（七）+四".to_owned(),
                APPLICANTS[TOTAL],
                (handled + left).to_string(),
                (new + old).to_string(),
            )
        });
    }
}
