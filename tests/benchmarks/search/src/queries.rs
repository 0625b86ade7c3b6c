//! The fifty queries, fixed: what people type, common and rare. Asked of every engine that can answer them.

/// What a query asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Hanzi: every engine.
    Hanzi,
    /// A document number, with brackets: every engine.
    Number,
    /// Letters that sound: the mirror alone.
    Sound,
}

/// All queries.
pub const ALL: &[(Kind, &str)] = &[
    (Kind::Hanzi, "人民政府"),
    (Kind::Hanzi, "规定"),
    (Kind::Hanzi, "管理"),
    (Kind::Hanzi, "国务院"),
    (Kind::Hanzi, "条例"),
    (Kind::Hanzi, "公开"),
    (Kind::Hanzi, "安全生产"),
    (Kind::Hanzi, "行政处罚"),
    (Kind::Hanzi, "环境保护"),
    (Kind::Hanzi, "负责人"),
    (Kind::Hanzi, "依法"),
    (Kind::Hanzi, "法律责任"),
    (Kind::Hanzi, "主管部门"),
    (Kind::Hanzi, "劳动合同"),
    (Kind::Hanzi, "住房公积金"),
    (Kind::Hanzi, "食品 安全"),
    (Kind::Hanzi, "青江市 教育"),
    (Kind::Hanzi, "鼠疫"),
    (Kind::Hanzi, "渔港"),
    (Kind::Hanzi, "航标"),
    (Kind::Hanzi, "灯塔"),
    (Kind::Hanzi, "蚕种"),
    (Kind::Hanzi, "烟花爆竹"),
    (Kind::Hanzi, "野生动物"),
    (Kind::Hanzi, "矿山救护"),
    (Kind::Hanzi, "养蜂"),
    (Kind::Hanzi, "彩票"),
    (Kind::Hanzi, "地名"),
    (Kind::Hanzi, "宗教教职人员"),
    (Kind::Hanzi, "残疾人就业"),
    (Kind::Number, "示政办发〔2018〕89号"),
    (Kind::Number, "青政办发〔2003〕7号"),
    (Kind::Number, "云政办发 2011 120"),
    (Kind::Number, "政办发〔1999〕15号"),
    (Kind::Number, "永政办发2020 66号"),
    (Kind::Sound, "zhengfu"),
    (Kind::Sound, "guanli"),
    (Kind::Sound, "huanjing"),
    (Kind::Sound, "anquanshengchan"),
    (Kind::Sound, "laodonghetong"),
    (Kind::Sound, "shipin"),
    (Kind::Sound, "zhengwugongk"),
    (Kind::Sound, "zfxxgk"),
    (Kind::Sound, "hjbh"),
    (Kind::Sound, "ldhtf"),
    (Kind::Sound, "xzcf"),
    (Kind::Sound, "gl"),
    (Kind::Sound, "安全sc"),
    (Kind::Sound, "政wu公开"),
    (Kind::Sound, "zbf 2018 89"),
];
