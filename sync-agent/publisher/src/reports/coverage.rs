//! Which items of a directory (基层政务公开标准目录) must stand at the reading point, and which of them are missing or late. Owns telling a
//! ticked box, which offices write in many ways: 公开查阅点 is ticked by ■, √, ☑ or the letter that a lost symbol font left; 口 is an empty
//! box. An item counts as there when documents name it, or when paper on the shelf of the point does; the row shows which.

use config::calendar::Calendar;
use config::holdings::Holding;
use feed::Document;
use jiff::civil::Date;
use std::collections::BTreeMap;

use super::directory::Item;
use super::words::Words;
use super::{Chart, Report, Table, working_days};

/// The place whose box must be ticked.
const PLACE: &str = "公开查阅点";
/// Signs of a ticked box; `t` is what is left of ☑ without its font.
const TICKS: [char; 8] = ['■', '√', '☑', '✓', '✔', '●', '▇', 't'];
/// Characters of a name that a document must share.
const NAME_CHARS_MIN: usize = 2;

/// Whether the box of the reading point is ticked. Cells without any box name only what is ticked.
pub fn is_ticked(channels: &str) -> bool {
    let bare: String = channels.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(at) = bare.find(PLACE) else {
        return false;
    };
    let before = bare[..at].chars().next_back();
    let has_boxes = bare.contains(['□', '口', '☐', '○']) || bare.contains(TICKS);
    match before {
        Some(sign) if TICKS.contains(&sign) => true,
        Some('□' | '口' | '☐' | '○') => false,
        _ => !has_boxes,
    }
}

/// 10个工作日, 20工作日: the number.
fn limit_days(limit: &str) -> Option<u32> {
    let bare: String = limit.chars().filter(|c| !c.is_whitespace()).collect();
    let at = bare.find("工作日")?;
    let before = bare[..at].trim_end_matches('个');
    let digits: String = before
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect();
    let digits: String = digits.chars().rev().collect();
    digits.parse().ok()
}

/// Makes the report; `shelf` is what stands at the point on paper (纸质资料目录).
pub fn report(
    items: &[Item],
    documents: &[Document],
    shelf: &[Holding],
    calendar: &Calendar,
) -> anyhow::Result<Report> {
    let words = Words::of("coverage");
    let mut lacking: BTreeMap<String, u32> = BTreeMap::new();
    let mut rows = Vec::new();
    for item in items.iter().filter(|item| is_ticked(&item.channels)) {
        let mut found: Vec<&Document> = documents
            .iter()
            .filter(|d| names(&Named::document(d), item))
            .collect();
        found.sort_by(|a, b| b.published_on.cmp(&a.published_on));
        let on_shelf = shelf
            .iter()
            .find(|holding| names(&Named::paper(holding), item));
        let verdict = match (found.first(), on_shelf) {
            (None, None) => "missing",
            (None, Some(_)) => "shelf-only",
            (Some(newest), _) => lateness(newest, item, calendar),
        };
        let lacks = lacking.entry(item.field.clone()).or_default();
        *lacks += u32::from(verdict == "missing");
        let newest = found.first();
        rows.push(vec![
            item.field.clone(),
            item.topic.clone(),
            item.name.clone(),
            item.content.clone(),
            item.limit.clone(),
            item.owner.clone(),
            found.len().to_string(),
            newest
                .and_then(|d| d.published_on.clone())
                .unwrap_or_default(),
            newest.map_or_else(String::new, |d| d.title.clone()),
            on_shelf.map_or_else(String::new, |paper| {
                format!("{} {}", paper.place, paper.title)
            }),
            words.say(verdict),
            item.channels.clone(),
        ]);
    }
    let heads = [
        "field", "topic", "item", "content", "limit", "owner", "found", "latest", "example",
        "shelf", "verdict", "cell",
    ];
    Ok(Report {
        name: "coverage",
        title: words.say("title"),
        tables: vec![Table {
            name: "items",
            title: words.say("items"),
            columns: words.heads(&heads),
            rows,
        }],
        chart: Some(Chart {
            title: words.say("chart"),
            bars: lacking.into_iter().collect(),
        }),
        notes: Vec::new(),
    })
}

/// What says what something is about: a document of the feed, or paper on the shelf.
struct Named<'t> {
    title: &'t str,
    /// Catalogue and subjects.
    others: Vec<&'t str>,
}

impl<'t> Named<'t> {
    fn document(document: &'t Document) -> Named<'t> {
        let subjects = document.subjects.iter().map(String::as_str);
        Named {
            title: &document.title,
            others: document
                .catalogue
                .as_deref()
                .into_iter()
                .chain(subjects)
                .collect(),
        }
    }

    fn paper(holding: &'t Holding) -> Named<'t> {
        Named {
            title: &holding.title,
            others: Vec::new(),
        }
    }
}

/// Whether it names the item: its second name, together with its first one where the second is general.
fn names(named: &Named, item: &Item) -> bool {
    const GENERAL: [&str; 8] = [
        "政策法规",
        "政策文件",
        "政策法规文件",
        "监督检查",
        "办事指南",
        "综合业务",
        "其他",
        "通知公告",
    ];
    let says = |word: &str| {
        let word = word.trim();
        word.chars().count() >= NAME_CHARS_MIN
            && (named.title.contains(word) || named.others.iter().any(|other| other.contains(word)))
    };
    let is_general = GENERAL.contains(&item.name.trim());
    // 《某办法》 in the content is a document by name.
    let quoted = item.content.split('《').skip(1).any(|rest| {
        let title = rest.split('》').next().unwrap_or_default();
        title.chars().count() >= 4 && named.title.contains(title)
    });
    let by_name = match is_general || item.name.is_empty() {
        true => says(&item.topic) && (item.name.is_empty() || says(&item.name)),
        false => says(&item.name),
    };
    quoted || by_name
}

fn lateness(newest: &Document, item: &Item, calendar: &Calendar) -> &'static str {
    let day = |text: &Option<String>| text.as_ref().and_then(|t| t.parse::<Date>().ok());
    let Some(limit) = limit_days(&item.limit) else {
        return "covered";
    };
    let (Some(issued), Some(published)) = (day(&newest.issued_on), day(&newest.published_on))
    else {
        return "unclear";
    };
    match working_days(calendar, issued, published) {
        Ok(days) if days > limit => "late",
        Ok(_) => "covered",
        Err(_) => "unclear",
    }
}

#[cfg(test)]
mod tests {
    use super::super::directory::items;
    use super::super::timeliness::tests::document;
    use super::*;

    #[test]
    fn boxes_are_read_in_every_way_that_offices_write_them() {
        for ticked in [
            "■政府网站 □政府公报 ■公开查阅点 □其他",
            "■政府网站■公开查阅点■政务服务中心",
            "t政府网站 口两微一端 t公开查阅点",
            "√ 公开查阅点",
            "政府网站、公开查阅点",
        ] {
            assert!(is_ticked(ticked), "{ticked}");
        }
        for empty in [
            "■政府网站 □公开查阅点",
            "■政府网站 口公开查阅点",
            "■政府网站、公开查阅点",
            "■政府网站",
            "",
        ] {
            assert!(!is_ticked(empty), "{empty}");
        }
        assert_eq!(limit_days("制定或获取信息之日起10个工作日内"), Some(10));
        assert_eq!(limit_days("20 工作日"), Some(20));
        assert_eq!(limit_days("实时公开"), None);
    }

    #[test]
    fn items_that_are_missing_or_late_are_told_with_what_was_found() {
        let table = "序号,领域,一级事项,二级事项,公开内容（要素）,公开时限,公开主体,公开渠道和载体\r\n\
            1,社会救助,低保救助,低保标准,\"标准,\n金额\",10个工作日,民政局,■政府网站 ■公开查阅点\r\n\
            2,,临时救助,救助指南,《临时救助办法》,同上,同上,同上\r\n\
            3,,,公示名单,名单,实时公开,民政局,■政府网站 □公开查阅点\r\n\
            4,教育,招生,招生计划,计划,20个工作日,教育局,■公开查阅点\r\n";
        let items = items(table.as_bytes()).unwrap();
        assert_eq!(items.len(), 4);
        assert_eq!(items[1].limit, "10个工作日");
        let mut standard = document("a", "民政局", "2026-03-02", "2026-04-30");
        standard.title = "关于调整低保标准的通知".into();
        let mut rule = document("b", "民政局", "2026-03-02", "2026-03-04");
        rule.title = "示例市临时救助办法".into();
        let calendar = super::super::calendar(None).unwrap();
        let paper = Holding {
            title: "2026年教育招生计划汇编".into(),
            place: "便民服务栏三层".into(),
            ..Holding::default()
        };
        let documents = [standard, rule];
        let bare = report(&items, &documents, &[], &calendar).unwrap();
        assert_eq!(bare.tables[0].rows[2][10], "缺");
        assert_eq!(bare.chart.unwrap().bars[0], ("教育".to_owned(), 1));
        let report = report(&items, &documents, &[paper], &calendar).unwrap();
        let told: Vec<(&str, &str)> = report.tables[0]
            .rows
            .iter()
            .map(|row| (row[2].as_str(), row[10].as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("低保标准", "有，但超过时限"),
                ("救助指南", "有"),
                ("招生计划", "只有纸质")
            ]
        );
        assert_eq!(
            report.tables[0].rows[2][9],
            "便民服务栏三层 2026年教育招生计划汇编"
        );
        assert_eq!(report.chart.unwrap().bars[0], ("教育".to_owned(), 0));
    }
}
