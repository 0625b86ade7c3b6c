//! The forms of the yearly report (政府信息公开工作年度报告), word for word: 国办公开办函〔2021〕30号, the one before it, 国办公开办函〔2019〕60号, and
//! the table of indicators before 2019. Owns rows, columns and how they are named; reads no file and reckons nothing.

/// Which form a report follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Form {
    /// 国办公开办函〔2021〕30号, for reports of 2021 and later.
    #[serde(rename = "2021")]
    Of2021,
    /// 国办公开办函〔2019〕60号, for reports of 2019 and 2020.
    #[serde(rename = "2019")]
    Of2019,
    /// 政府信息公开情况统计表.
    #[serde(rename = "before-2019")]
    Indicators,
    /// Only words, no table.
    #[serde(rename = "none")]
    None,
}

/// The kind of number that a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Holds {
    Count,
    Decisions,
    /// 本年增/减, with its sign.
    Change,
    /// An amount, in the unit that the head of its column says.
    Money(Unit),
}

/// In what an amount of money is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 万元.
    TenThousand,
    /// The form says none: an amount that says its own is not put beside one that does not.
    Unsaid,
}

/// The head of 表三 (收到和处理政府信息公开申请情况), left of its columns.
pub const CORNER: &str = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

/// The columns of 表三: who applies.
pub const APPLICANTS: [&str; 7] = [
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
    "总计",
];
/// Where 总计 stands among them.
pub const TOTAL: usize = 6;

/// A row of 表三.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Row {
    /// Its place: `1`, `3.4.2`.
    pub key: &'static str,
    /// What spans it at its left, without 三、本年度办理结果.
    pub group: &'static str,
    pub label: &'static str,
}

impl Row {
    /// Group and label, as a finding names it.
    pub fn name(&self) -> String {
        match self.group {
            "" => self.label.to_owned(),
            group => format!("{group}{}", self.label),
        }
    }

    /// Whether it is one of the results that add up to （七）.
    pub fn is_result(&self) -> bool {
        self.key.starts_with("3.") && self.key != HANDLED
    }

    /// Whether this form has it: （六）其他处理 is one row in 2019 and three since 2021.
    pub fn is_of(&self, form: Form) -> bool {
        match form {
            Form::Of2021 => self.key != "3.6",
            Form::Of2019 => !self.key.starts_with("3.6."),
            Form::Indicators | Form::None => false,
        }
    }
}

/// Place of （七）总计.
pub const HANDLED: &str = "3.7";

const fn row(key: &'static str, group: &'static str, label: &'static str) -> Row {
    Row { key, group, label }
}

const REFUSED: &str = "（三）不予公开";
const UNABLE: &str = "（四）无法提供";
const UNHANDLED: &str = "（五）不予处理";
const OTHER: &str = "（六）其他处理";

/// The rows of 表三 of both forms, in their order.
pub static ROWS: [Row; 26] = [
    row("1", "", "一、本年新收政府信息公开申请数量"),
    row("2", "", "二、上年结转政府信息公开申请数量"),
    row("3.1", "", "（一）予以公开"),
    row(
        "3.2",
        "",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    ),
    row("3.3.1", REFUSED, "1.属于国家秘密"),
    row("3.3.2", REFUSED, "2.其他法律行政法规禁止公开"),
    row("3.3.3", REFUSED, "3.危及“三安全一稳定”"),
    row("3.3.4", REFUSED, "4.保护第三方合法权益"),
    row("3.3.5", REFUSED, "5.属于三类内部事务信息"),
    row("3.3.6", REFUSED, "6.属于四类过程性信息"),
    row("3.3.7", REFUSED, "7.属于行政执法案卷"),
    row("3.3.8", REFUSED, "8.属于行政查询事项"),
    row("3.4.1", UNABLE, "1.本机关不掌握相关政府信息"),
    row("3.4.2", UNABLE, "2.没有现成信息需要另行制作"),
    row("3.4.3", UNABLE, "3.补正后申请内容仍不明确"),
    row("3.5.1", UNHANDLED, "1.信访举报投诉类申请"),
    row("3.5.2", UNHANDLED, "2.重复申请"),
    row("3.5.3", UNHANDLED, "3.要求提供公开出版物"),
    row("3.5.4", UNHANDLED, "4.无正当理由大量反复申请"),
    row("3.5.5", UNHANDLED, "5.要求行政机关确认或重新出具已获取信息"),
    row(
        "3.6.1",
        OTHER,
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    row(
        "3.6.2",
        OTHER,
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    row("3.6.3", OTHER, "3.其他"),
    row("3.6", "", OTHER),
    row("3.7", "", "（七）总计"),
    row("4", "", "四、结转下年度继续办理"),
];

/// The row of this place.
pub fn row_at(key: &str) -> &'static Row {
    let found = ROWS.iter().find(|row| row.key == key);
    found.expect("every place that is asked for stands in the form")
}

/// The columns of each part of 表四 (政府信息公开行政复议、行政诉讼情况).
pub const ENDS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
/// The parts of 表四.
pub const REVIEWS: [&str; 3] = [
    "行政复议",
    "行政诉讼（未经复议直接起诉）",
    "行政诉讼（复议后起诉）",
];

/// A row of 表二 (主动公开政府信息情况), and what its columns are called and hold in the two forms.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Active {
    pub label: &'static str,
    /// The banner above, a part of article 20: 第二十条第（一）项.
    pub part: &'static str,
    pub of_2021: &'static [(&'static str, Holds)],
    pub of_2019: &'static [(&'static str, Holds)],
}

impl Active {
    /// The columns that it has in a form.
    pub fn columns(&self, form: Form) -> &'static [(&'static str, Holds)] {
        match form {
            Form::Of2019 => self.of_2019,
            _ => self.of_2021,
        }
    }
}

/// 现行有效件数 and what it is reckoned from.
pub const IN_FORCE: &str = "现行有效件数";
#[allow(missing_docs)]
pub const MADE: &str = "本年制发件数";
#[allow(missing_docs)]
pub const REPEALED: &str = "本年废止件数";
/// 对外公开总数量, in 2019.
pub const OPENED: &str = "对外公开总数量";
#[allow(missing_docs)]
pub const NEWLY: &str = "本年新公开数量";
#[allow(missing_docs)]
pub const LAST_YEAR: &str = "上一年项目数量";
#[allow(missing_docs)]
pub const CHANGE: &str = "本年增/减";
#[allow(missing_docs)]
pub const DECISIONS: &str = "处理决定数量";

const RULES_2021: &[(&str, Holds)] = &[
    (MADE, Holds::Count),
    (REPEALED, Holds::Count),
    (IN_FORCE, Holds::Count),
];
const RULES_2019: &[(&str, Holds)] = &[
    ("本年新制作数量", Holds::Count),
    (NEWLY, Holds::Count),
    (OPENED, Holds::Count),
];
const DECIDED_2021: &[(&str, Holds)] = &[("本年处理决定数量", Holds::Decisions)];
const DECIDED_2019: &[(&str, Holds)] = &[
    (LAST_YEAR, Holds::Count),
    (CHANGE, Holds::Change),
    (DECISIONS, Holds::Decisions),
];

/// The rows of 表二 of both forms.
pub static ACTIVE: [Active; 8] = [
    Active {
        label: "规章",
        part: "第二十条第（一）项",
        of_2021: RULES_2021,
        of_2019: RULES_2019,
    },
    Active {
        label: "行政规范性文件",
        part: "第二十条第（一）项",
        of_2021: RULES_2021,
        of_2019: RULES_2019,
    },
    Active {
        label: "行政许可",
        part: "第二十条第（五）项",
        of_2021: DECIDED_2021,
        of_2019: DECIDED_2019,
    },
    Active {
        label: "其他对外管理服务事项",
        part: "第二十条第（五）项",
        of_2021: &[],
        of_2019: DECIDED_2019,
    },
    Active {
        label: "行政处罚",
        part: "第二十条第（六）项",
        of_2021: DECIDED_2021,
        of_2019: DECIDED_2019,
    },
    Active {
        label: "行政强制",
        part: "第二十条第（六）项",
        of_2021: DECIDED_2021,
        of_2019: DECIDED_2019,
    },
    Active {
        label: "行政事业性收费",
        part: "第二十条第（八）项",
        of_2021: &[(
            "本年收费金额（单位：万元）",
            Holds::Money(Unit::TenThousand),
        )],
        of_2019: &[(LAST_YEAR, Holds::Count), (CHANGE, Holds::Change)],
    },
    Active {
        label: "政府集中采购",
        part: "第二十条第（九）项",
        of_2021: &[],
        of_2019: &[
            ("采购项目数量", Holds::Count),
            ("采购总金额", Holds::Money(Unit::Unsaid)),
        ],
    },
];

/// Headings of the six parts.
pub const PARTS: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

/// The table before 2019: an indicator, its parts below 其中, and whether the parts must add up to it (two ways may have published one text).
pub const INDICATORS: [(&str, &[&str], bool); 5] = [
    (
        "主动公开文件数",
        &["政府网站公开数", "政府公报公开数"],
        false,
    ),
    (
        "受理依申请公开信息总数",
        &["当面申请数", "网上申请数", "信函、传真申请数"],
        true,
    ),
    (
        "对申请的答复总数",
        &[
            "同意公开答复数",
            "同意部分公开答复数",
            "不予公开答复数",
            "其他类型答复数",
        ],
        true,
    ),
    ("行政复议数", &[], false),
    ("行政诉讼数", &[], false),
];
/// The columns of that table.
pub const INDICATOR_COLUMNS: [&str; 2] = ["年度", "历年累计"];
