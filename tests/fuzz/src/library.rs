//! A small mirror to ask: invented rules of 示例市 about everyday matters, with articles, numbers, several agencies and letters
//! among them. Made anew in a folder of the system's temporary files.

use std::path::PathBuf;
use std::sync::LazyLock;

use mirror::{Align, Article, Batch, Block, Category, Cursor, Document, FeedMark, Validity, Writer};

/// How many there are.
pub const DOCUMENTS: usize = TITLES.len();

const TITLES: [&str; 8] = [
    "示例市养犬管理条例",
    "示例市劳动合同管理办法",
    "示例市居民最低生活保障办法",
    "示例市不动产登记实施细则",
    "示例市物业管理条例",
    "示例市人民政府关于调整2018年公积金缴存比例的通知",
    "示例市行政机关工作人员行政复议办法",
    "乐亭街道CO₂减排与GB/T9704公文格式说明",
];

const SENTENCES: [&str; 6] = [
    "个人饲养犬只，应当到居住地的登记机关办理登记，携犬出户应当束犬链。",
    "用人单位自用工之日起即与劳动者建立劳动关系，试用期最长不得超过六个月。",
    "共同生活的家庭成员人均收入低于当地最低生活保障标准的，可以申请低保。",
    "不动产权属证书是权利人享有该不动产物权的证明，房产证继续有效。",
    "业主可以自行管理建筑物及其附属设施，也可以委托物业服务企业。",
    "对决定不服的，可以自收到决定书之日起六十日内依法申请行政复议。",
];

const AGENCIES: [&str; 3] = ["示例市人民政府", "示例市公安局", "示例市人力资源和社会保障局"];

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("fuzz-library-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let batch = Batch {
        puts: (0..DOCUMENTS).map(document).collect(),
        cursor: Cursor { repository: "fuzz".to_owned(), epoch: 1, seq: 1 },
        mark: FeedMark {
            issued: "2018-10-15T01:00:00Z".to_owned(),
            expires: "2099-01-01T00:00:00Z".to_owned(),
            checked: "2018-10-15T01:12:00Z".to_owned(),
        },
        ..Batch::default()
    };
    let mut writer = Writer::open(&folder).expect("a folder of our own");
    writer.apply(&batch).expect("sound documents");
    folder
});

/// Where the mirror lies; made at the first call.
pub fn folder() -> &'static std::path::Path {
    &FOLDER
}

fn document(at: usize) -> Document {
    let paragraphs = (0..SENTENCES.len()).map(|n| Block::Paragraph {
        text: format!("第{}条　{}", NUMBERS[n], SENTENCES[(at + n) % SENTENCES.len()]),
        align: Align::Body,
        label: 0,
    });
    Document {
        id: format!("fuzz:{at}"),
        rev: 1,
        title: TITLES[at].to_owned(),
        agency: AGENCIES[at % AGENCIES.len()].to_owned(),
        doc_no: Some(format!("示政发〔2018〕{}号", at + 1)),
        index_no: None,
        subjects: Vec::new(),
        category: Category::Policy,
        catalogue: None,
        issued_on: Some(format!("2018-0{}-15", at % 9 + 1)),
        published_on: None,
        validity: if at % 3 == 2 { Validity::Repealed } else { Validity::InForce },
        disclosure: "public".to_owned(),
        evidence: "此件公开发布".to_owned(),
        source_url: None,
        relations: Vec::new(),
        attachments: Vec::new(),
        blocks: paragraphs.collect(),
        articles: (0..SENTENCES.len())
            .map(|n| Article {
                id: format!("a{}", n + 1),
                label: format!("第{}条", NUMBERS[n]),
                title: String::new(),
                depth: 3,
                from: n as u32,
                to: n as u32 + 1,
            })
            .collect(),
    }
}

const NUMBERS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];
