//! Makes a register as a morning leaves it, for trying the office's page: `office_day FOLDER SITE TERMINAL`. Slips, one of which the power took away, a
//! visitor who calls, a paper form, an application and an opinion. Everything in it is invented.

use std::path::Path;

use jiff::{Timestamp, ToSpan};
use journal::{
    Applicant, Application, ApplicationWay, Call, Content, Opinion, OpinionAbout, OpinionWay,
    Outcome, Paper, Purpose, Request, Role, Sheet, Writer, day_of,
};

const TITLES: [&str; 4] = [
    "政务公开查阅点建设管理制度",
    "住房公积金提取办法",
    "医疗保险参保缴费公告",
    "义务教育招生工作通知",
];
/// Slips of the morning.
const SLIPS: usize = 17;

fn request(at: usize) -> Request {
    let content = match at % 3 {
        0 => Content::Excerpt {
            articles: vec!["a2".into(), "a5".into()],
        },
        1 => Content::Reference,
        _ => Content::Whole,
    };
    let labels = match content {
        Content::Excerpt { .. } => vec!["第二条".into(), "第五条".into()],
        _ => Vec::new(),
    };
    Request {
        document_id: format!("sample/{at}"),
        document_rev: 1,
        title: TITLES[at % TITLES.len()].into(),
        doc_no: Some(format!("示政办发〔2026〕{}号", at + 1)),
        content,
        labels,
        length_mm: 110 + 35 * (at as u32 % 5),
        purpose: Some(Purpose::Errand),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, dir, site, terminal] = arguments.as_slice() else {
        return Err("office_day FOLDER SITE TERMINAL".into());
    };
    let dir = Path::new(dir);
    let now = Timestamp::now();
    let ago = |minutes: i64| now - minutes.minutes();
    let mut writer = Writer::open(dir, site, terminal, ago(200))?;
    for at in 0..SLIPS {
        let began = ago(190 - 10 * at as i64);
        let entry = writer.begin(&request(at), began)?;
        let outcome = match at % 6 {
            4 => Outcome::Refused {
                reason: "cover-open".into(),
            },
            5 => Outcome::Cancelled,
            _ => Outcome::Printed {
                confirmed_by: "process-id".into(),
            },
        };
        if !matches!(outcome, Outcome::Refused { .. }) {
            writer.sending(&entry.number, began)?;
        }
        writer.finish(&entry.number, &outcome, began + 3.seconds())?;
    }
    // The paper form that lies beside the copier, with the numbers from 401 on.
    writer.enter(&Sheet::printed(401, Role::A), ago(16))?;
    let copies = Paper {
        amount: 3,
        title: Some("市政府公报 2026年第9期".into()),
        form_no: Some("0413".into()),
        ..Paper::default()
    };
    writer.enter(&copies.entry(journal::Made::Photocopy, Role::A), ago(15))?;
    let application = Application {
        way: ApplicationWay::InPerson,
        applicant: Applicant::Person,
        received_on: day_of(now),
        to_office: "示例市政府办公室".into(),
        content_sealed: "sealed".into(),
        contact_sealed: "sealed".into(),
    };
    writer.enter(&application.received(Role::A), ago(12))?;
    let opinion = Opinion::received(
        OpinionWay::Screen,
        OpinionAbout::Service,
        "sealed",
        None,
        None,
    );
    writer.enter(&opinion, ago(10))?;
    // The power goes while it prints: the next start finds it so.
    let last = writer.begin(&request(SLIPS), ago(5))?;
    writer.sending(&last.number, ago(5))?;
    writer.enter(&Call::rung(), ago(3))?;
    Ok(())
}
