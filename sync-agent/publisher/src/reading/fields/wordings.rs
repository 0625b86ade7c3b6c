//! The words that portals use as labels (标签), and what each means. Owns the table; where a label must stand to count is decided
//! by `fields`.

use std::sync::LazyLock;

use crate::reading::tidy::squeeze;

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Name {
    Title,
    Agency,
    DocNo,
    IndexNo,
    Subjects,
    Catalogue,
    Issued,
    Published,
    /// A date of the page that may be that of an update: it counts only when no other is said.
    Stamped,
    Validity,
    /// The end of validity (有效期), or a span.
    Until,
    Disclosure,
    Sender,
    /// Page furniture: the label and its value are not kept.
    Ignored,
}

/// What labels mean, each meaning with every wording that portals use for it.
const WORDINGS: &[(Name, &str)] = &[
    (Name::IndexNo, "索引号 信息索引号 索引编号 索取号"),
    (
        Name::Catalogue,
        "公文目录 信息分类 主题分类 组配分类 体裁分类 公开目录 分类 信息类别 公文种类",
    ),
    (
        Name::Agency,
        "发文机关 发文机构 发文单位 发文部门 发布机构 发布单位 发布机关 发布部门 制发机关 制发机构 制发单位 颁布机关 颁布单位 颁布部门 \
        公布机关 公布单位 公开责任部门 公开主体 公开单位 公开机构 公开部门 信息提供单位 信息公开单位 信息发布机构 提供单位 制定机关 制定单位 \
        制定部门 制作单位 印发机关 印发单位 发文机关名称 责任部门 责任单位 主办单位名称",
    ),
    (
        Name::DocNo,
        "发文字号 发文文号 文件字号 文件编号 文件文号 公文文号 公文字号 发文号 文件号 文号 字号",
    ),
    (Name::Subjects, "主题词 关键词 关键字"),
    (Name::Title, "信息名称 文件名称 标题 名称"),
    (
        Name::Published,
        "发布日期 发布时间 公开日期 公开时间 发表时间 发表日期 发布于 上传时间 上传日期 上网日期 上网时间 网上发布日期 信息发布日期",
    ),
    (
        Name::Stamped,
        "日期 时间 更新时间 更新日期 录入时间 信息日期",
    ),
    (
        Name::Issued,
        "成文日期 成文时间 发文日期 发文时间 印发日期 印发时间 制发日期 制发时间 颁布日期 颁布时间 公布日期 公布时间 生成日期 制定日期 \
        制定时间 签发日期 签署日期 发文日",
    ),
    (
        Name::Validity,
        "有效性 效力状态 文件状态 是否有效 是否现行有效 时效状态 时效性 时效 效力 状态 有效状态 文件效力 文件时效 效力性质",
    ),
    (
        Name::Until,
        "有效期 有效期限 有效期至 有效期截止 失效日期 失效时间 废止日期 废止时间 截止有效期",
    ),
    (
        Name::Disclosure,
        "公开属性 公开方式 公开形式 公开类别 公开类型 公开选项 公开范围 信息公开方式 信息公开属性 信息公开类别 信息公开类型 \
        信息公开选项 信息公开形式",
    ),
    (Name::Sender, "信息来源 文章来源 稿件来源 来源"),
    (
        Name::Ignored,
        "生成时间 生效日期 生效时间 实施日期 施行日期 浏览次数 浏览量 浏览 阅读次数 阅读量 阅读 访问次数 访问量 点击数 点击量 点击 \
        作者 责任编辑 编辑 审核 审核人 校对 撰稿 初审 复审 终审 字体 字体大小 文字大小 分享到 分享 公开程序 公开时限 保密审查 打印 服务对象 \
        适用范围",
    ),
];

/// Every wording with its meaning, longest first.
pub static LABELS: LazyLock<Vec<(&'static str, Name)>> = LazyLock::new(|| {
    let mut all: Vec<(&str, Name)> = WORDINGS
        .iter()
        .flat_map(|(name, words)| words.split_ascii_whitespace().map(|word| (word, *name)))
        .collect();
    all.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    all
});

/// What a word means as a label.
pub fn known(word: &str) -> Option<(&'static str, Name)> {
    let bare = squeeze(word);
    let bare = bare
        .trim_end_matches(['：', ':'])
        .trim_start_matches(['【', '['])
        .trim_end_matches(['】', ']']);
    LABELS.iter().find(|(label, _)| *label == bare).copied()
}
