//! The words that portals use as labels (标签), and what each means. Owns the table; where a label must stand to count is decided
//! by `fields`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::reading::tidy::squeeze;

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Name {
    Title,
    Agency,
    DocNo,
    /// A number of anything: it counts if it is written as that of a document.
    WeakNo,
    IndexNo,
    Subjects,
    Catalogue,
    Issued,
    Published,
    /// A date of the page that may be that of an update: it counts only when no other is said.
    Stamped,
    /// 生成时间: of the document, or with a time of day that of the page, which says nothing.
    Generated,
    Validity,
    /// 是否废止: the question turned round.
    Ended,
    /// 废止文号: what repealed it.
    EndedBy,
    /// The end of validity (有效期), or a span.
    Until,
    Disclosure,
    Sender,
    /// Who answered a letter (答复单位).
    Answering,
    /// When it was answered.
    Answered,
    /// Who took a letter up (受理单位).
    Handling,
    /// When it was closed (办结时间).
    Closed,
    /// What it is called (来信标题).
    LetterTitle,
    /// What is said of a letter and of who wrote it (来信人): of the text, and no field.
    Asked,
    /// Page furniture: the label and its value are not kept.
    Ignored,
}

/// What labels mean, each meaning with the wordings that portals use for it and that follow no pattern.
const WORDINGS: &[(Name, &str)] = &[
    (
        Name::IndexNo,
        "索引号 信息索引号 索引编号 索取号 索引号码 信息索引号码 信息索引",
    ),
    (
        Name::Catalogue,
        "公文目录 信息分类 主题分类 组配分类 体裁分类 公开目录 分类 信息类别 公文种类",
    ),
    (
        Name::Agency,
        "提供单位 信息发布机构 信息来源机构 文件制发单位 文件制发机关 发文机关名称 主办单位名称 责任部门 责任单位",
    ),
    (Name::DocNo, "文号"),
    (Name::WeakNo, "字号 编号 令号 批准文号"),
    (Name::Subjects, "主题词 关键词 关键字"),
    (Name::Title, "信息名称 文件名称 文件标题 公文标题 标题 名称"),
    (Name::Published, "发布于 发布日"),
    (Name::Stamped, "日期 时间"),
    (Name::Issued, "成文日 发文日 生成日期"),
    (Name::Generated, "生成时间"),
    (Name::Validity, "是否有效 是否现行有效 现行状态"),
    (
        Name::Ended,
        "是否废止 是否失效 是否作废 是否已废止 是否已失效 是否已作废",
    ),
    (
        Name::EndedBy,
        "废止文号 废止依据 失效依据 废止文件 废止文件号 废止文件文号",
    ),
    (
        Name::Until,
        "有效期 有效期限 有效期至 有效期到 有效期截止 有效期截止日期 截止有效期 有效截止日期",
    ),
    (
        Name::Disclosure,
        "公开属性 公开方式 公开形式 公开类别 公开类型 公开选项 公开范围 信息公开方式 信息公开属性 信息公开类别 信息公开类型 \
        信息公开选项 信息公开形式",
    ),
    (Name::Sender, "来源 来源单位 信息来源单位 供稿 发布者"),
    (
        Name::Ignored,
        "生效日期 生效时间 实施日期 施行日期 浏览次数 浏览量 浏览 阅读次数 阅读量 阅读 访问次数 访问量 点击数 点击量 点击 \
        作者 责任编辑 编辑 审核 审核人 校对 撰稿 初审 复审 终审 字体 字体大小 文字大小 分享到 分享 公开程序 公开时限 保密审查 打印 服务对象 \
        适用范围 拟稿日期 送审日期",
    ),
    (
        Name::Asked,
        "来信人 写信人 留言人 咨询人 提问人 投诉人 反映人 诉求人 发件人 网友 姓名 来信人姓名 信件编号 来信编号 来信内容 信件内容 \
        留言内容 咨询内容 问题内容 诉求内容 反映内容 答复内容 回复内容 答复意见 回复意见 办理结果 处理结果 办理情况 处理情况 办结情况 办结意见 \
        答复状态 回复状态 信件状态 来信状态 办理状态 受理状态 处理状态 办结状态 是否办结 是否答复 是否回复 信件类型 信件类别 来信类型 来信类别 \
        诉求类型 诉求类别 问题类型 问题类别 咨询类型 咨询类别 信件来源 来信渠道 受理编号 查询编号",
    ),
    (
        Name::LetterTitle,
        "来信标题 来信主题 信件标题 信件主题 信件名称 留言标题 留言主题 咨询标题 咨询主题 诉求标题 诉求主题 投诉标题",
    ),
    (Name::Closed, "办结"),
    (
        Name::Agency,
        "处罚机关 许可机关 发证机关 作出处罚决定机关 作出许可决定机关 作出处罚决定的机关名称 作出行政处罚决定的机关名称 作出处罚决定的机关 作出行政处罚决定的机关",
    ),
    (
        Name::Issued,
        "处罚决定日期 许可决定日期 作出处罚决定日期 作出许可决定日期 作出处罚决定的日期 作出行政处罚决定的日期",
    ),
];

/// Labels whose tables are the text itself, with words beside them that mean something else there than on a page.
const OF_FORMS: [&str; 3] = ["处罚", "许可", "发证"];

/// What follows a pattern: each first word with each last one.
const PATTERNS: &[(Name, &str, &str)] = &[
    (
        Name::Agency,
        "发文 联合发文 政策发布 文件发布 公文发布 政策制定 文件制定 发布 制发 颁布 颁发 公布 公开 公开责任 制定 制作 公文制作 公文制发 印发 成文 生成 签发 信息公开 信息公开责任 信息发布 信息提供",
        "机关 机构 单位 部门 主体 机关名称 机构名称 单位名称 部门名称",
    ),
    (Name::DocNo, "发文 文件 公文 公告 通告", "字号 文号 编号 号"),
    (
        Name::Published,
        "发布 公开 首次发布 首次公开 网站公开 网上公开 网络公开 网络发布 公开发布 政策发布 文件发布 公文发布 信息公开 发表 上传 上网 网上发布 网站发布 信息发布 发稿 刊登 刊发 登载 挂网",
        "日期 时间",
    ),
    (
        Name::Stamped,
        "更新 最后更新 录入 信息 添加 创建 修改 编辑 来稿 入库",
        "日期 时间",
    ),
    (
        Name::Issued,
        "成文 公文成文 文件成文 公文印发 文件印发 发文 印发 制发 颁布 颁发 公布 制定 签发 签署 落款 形成 公文 文件",
        "日期 时间",
    ),
    (
        Name::Validity,
        "- 文件 公文 规范性文件 法律",
        "有效性 效力 效力状态 效力性质 时效 时效性 时效状态 有效状态 状态",
    ),
    (Name::Until, "失效 废止 终止", "日期 时间"),
    (Name::Sender, "信息 文章 稿件 文件 内容", "来源"),
    (Name::Sender, "供稿 来稿", "单位 部门"),
    (
        Name::Answering,
        "答复 回复 解答",
        "单位 部门 机关 机构 人 者",
    ),
    (Name::Answered, "答复 回复 解答", "日期 时间"),
    // 承办单位 is not among them: that is who runs a site, or an event.
    (
        Name::Handling,
        "受理 办理 处理 转办 交办",
        "单位 部门 机关 机构",
    ),
    (Name::Closed, "办结 结案", "日期 时间"),
    (
        Name::Asked,
        "来信 写信 留言 咨询 提问 投诉 诉求 反映 提交 受理 办理 转办 交办",
        "日期 时间",
    ),
];

/// Stands for no first word.
const NO_WORD: &str = "-";

/// Every wording with its meaning, by the character that it begins with.
static LABELS: LazyLock<HashMap<char, Vec<(String, Name)>>> = LazyLock::new(|| {
    let listed = WORDINGS.iter().flat_map(|(name, words)| {
        let words = words.split_ascii_whitespace();
        words.map(|word| (word.to_owned(), *name))
    });
    let made = PATTERNS.iter().flat_map(|(name, firsts, lasts)| {
        let firsts = firsts.split_ascii_whitespace();
        firsts.flat_map(move |first| {
            let first = if first == NO_WORD { "" } else { first };
            let lasts = lasts.split_ascii_whitespace();
            lasts.map(move |last| (format!("{first}{last}"), *name))
        })
    });
    let mut all: HashMap<char, Vec<(String, Name)>> = HashMap::new();
    for (word, name) in listed.chain(made) {
        let first = word.chars().next().unwrap_or_default();
        let same = all.entry(first).or_default();
        if !same.iter().any(|(other, _)| *other == word) {
            same.push((word, name));
        }
    }
    all
});

/// The labels that begin with this character.
pub fn beginning_with(first: char) -> impl Iterator<Item = (&'static str, Name)> {
    let same = LABELS.get(&first).into_iter().flatten();
    same.map(|(word, name)| (word.as_str(), *name))
}

/// The labels of one meaning.
pub fn of(meaning: Name) -> impl Iterator<Item = &'static str> {
    let all = LABELS.values().flatten();
    all.filter(move |(_, name)| *name == meaning)
        .map(|(word, _)| word.as_str())
}

/// What a word means as a label; 发文日期（成文日期） means what its brackets say, 发文机关（单位） what stands before them, 索引号/文号 the first.
pub fn known(word: &str) -> Option<(&'static str, Name)> {
    let bare = squeeze(word);
    let bare = bare
        .trim_end_matches(['：', ':'])
        .trim_start_matches(['【', '['])
        .trim_end_matches(['】', ']']);
    if let Some(found) = exactly(bare) {
        return Some(found);
    }
    let bracketed = bare.strip_suffix(['）', ')']);
    if let Some((before, inner)) = bracketed.and_then(|b| b.split_once(['（', '('])) {
        return exactly(inner).or_else(|| exactly(before));
    }
    let (first, second) = bare.split_once(['/', '／'])?;
    exactly(second).and(exactly(first))
}

fn exactly(bare: &str) -> Option<(&'static str, Name)> {
    beginning_with(bare.chars().next()?).find(|(label, _)| *label == bare)
}

/// Labels that prose and the tables of a text use as well (时间：上午九时, 来源：地下水): inside a text they mean what it means by them.
pub fn is_weak(word: &str) -> bool {
    const WEAK: &[&str] = &[
        "名称",
        "标题",
        "分类",
        "编辑",
        "主题词",
        "关键词",
        "关键字",
        "作者",
        "时间",
        "日期",
        "状态",
        "效力",
        "时效",
        "来源",
        "责任部门",
        "责任单位",
        "审核",
        "发布者",
        "供稿",
        "体裁分类",
    ];
    let weak = |label: &str, name: Name| WEAK.contains(&label) || name == Name::Until;
    known(word).is_some_and(|(label, name)| weak(label, name))
}

/// Labels that only a document's own data have (索引号, 发文字号, 发文机关).
pub fn is_own(word: &str) -> bool {
    let own = |name: Name| {
        matches!(
            name,
            Name::IndexNo | Name::DocNo | Name::Agency | Name::Disclosure
        )
    };
    let of_form = |label: &str| OF_FORMS.iter().any(|word| label.contains(word));
    known(word).is_some_and(|(label, name)| own(name) && !of_form(label)) && !is_weak(word)
}
