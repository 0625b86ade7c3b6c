//! Names that are no issuer's: a site's word for itself, a column, a department without its body, a person. A paper or a news agency that a page names as its source is whose
//! text it is, and stays.

use crate::reading::facts::issuers::is_issuer;
use crate::reading::tidy::{is_cjk, length, squeeze};

/// Whether a value names nobody who could issue a document: the site's word for itself, a column of the site.
pub fn is_nobody(name: &str) -> bool {
    const BEGIN: &[&str] = &[
        "本站",
        "本网",
        "原创",
        "网络",
        "互联网",
        "转载",
        "管理员",
        "未知",
        "佚名",
        "系统管理",
        "admin",
        "综合",
    ];
    const END: &[&str] = &[
        "网站",
        "门户网",
        "政府网",
        "政务网",
        "信息网",
        "新闻网",
        "在线",
        "频道",
        "栏目",
        "客户端",
        "公众号",
        "微信",
        "微博",
        "平台",
        "信箱",
    ];
    const COLUMNS: &[&str] = &[
        "政务公开",
        "信息公开",
        "政府信息公开",
        "政府信息公开目录",
        "信息公开目录",
        "通知公告",
        "公告公示",
        "公示公告",
        "公告栏",
        "政策文件",
        "政策法规",
        "政策解读",
        "法律法规",
        "规范性文件",
        "行政规范性文件",
        "部门文件",
        "政府文件",
        "最新文件",
        "政府公报",
        "新闻中心",
        "新闻动态",
        "工作动态",
        "政务要闻",
        "部门动态",
        "首页",
        "网站首页",
        "其他文件",
        "政策",
        "文件",
    ];
    let bare = squeeze(name);
    BEGIN.iter().any(|word| bare.starts_with(word))
        || END.iter().any(|word| bare.ends_with(word))
        || COLUMNS.contains(&bare.as_str())
        || is_person(&bare)
        || name
            .split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '/'))
            .filter(|part| !part.is_empty())
            .all(is_person)
}

/// Surnames that a page may name its writer by; those of most people, and the double ones.
const SURNAMES: &str = "\
    王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金\
    陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝\
    左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕\
    晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗\
    应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺";
const DOUBLE_SURNAMES: &str =
    "欧阳 上官 司马 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 东方 长孙 宇文 端木 南宫";

/// Whether a value is how a person is called: 李某某, 记者 李某, 张某（实习生）. An office or a paper is none.
fn is_person(name: &str) -> bool {
    const WORK: [&str; 8] = [
        "本报记者",
        "记者",
        "通讯员",
        "实习生",
        "编辑",
        "作者",
        "摄影",
        "责编",
    ];
    /// Ends of papers, and of places.
    const NO_PERSON: [char; 9] = ['报', '社', '网', '台', '刊', '省', '市', '县', '区'];
    let bare = squeeze(name);
    let said = WORK.iter().find_map(|work| bare.strip_prefix(work));
    let called = said.unwrap_or(&bare).trim_start_matches(['：', ':']);
    let called = called.split(['（', '(']).next().unwrap_or_default();
    if said.is_some() && called.is_empty() {
        return true;
    }
    let of_double = DOUBLE_SURNAMES
        .split_ascii_whitespace()
        .find_map(|surname| called.strip_prefix(surname));
    let given = of_double.or_else(|| called.strip_prefix(|c| SURNAMES.contains(c)));
    given.is_some_and(|given| {
        (1..=2).contains(&length(given))
            && given
                .chars()
                .all(|c| is_cjk(c) || matches!(c, '×' | 'X' | 'x' | '*'))
            && !given.ends_with(NO_PERSON)
            && !is_issuer(called)
    })
}

/// What departments inside a body are busy with: a name of these words alone tells nobody of which body.
const MATTERS: &str = "\
    政策 法规 法制 规划 发展 产权 管理 财务 财政 监督 监管 评价 考核 考评 分配 人事 人才 教育 综合 办公 宣传 信息 信息化 新闻 秘书 文电 文书 \
    督查 督察 机要 信访 纪检 监察 组织 干部 党建 党群 党委 后勤 保障 计划 统计 投资 融资 资金 资产 资本 资源 运行 运营 改革 改组 体改 收益 社会 \
    责任 研究 调研 业务 技术 科技 创新 国际 合作 行政 审批 服务 政务 公开 市场 标准 质量 安全 生产 应急 执法 稽查 稽核 审计 基础 项目 建设 工程 \
    环境 经济 贸易 价格 收费 登记 注册 受理 窗口 编辑 网络 网信 数据 档案 产业 企业 机关 直属 外事 联络 协调 保卫 会计 预算 国库 税政 采购 债务 \
    商贸 工业 农业 水利 交通 卫生 医政 就业 监测 预报 评审 发行 上市 公司 机构 非公 非上市 公众 期货 证券 基金 法律 事务 检查 处罚 巡视 \
    局 委 厅 部 院 本 及 和 与 一 二 三 四 五 六 七 八 九 十";

/// What such departments are called.
const DEPARTMENTS: [&str; 8] = ["局", "司", "处", "科", "股", "室", "办", "中心"];
/// Those of them that never are a body of their own.
const INNER: [&str; 5] = ["司", "处", "科", "股", "室"];

/// 规划局, 政策法规处, 局办公室: a department without a word of the body that it is in. Who only sent a page in is often called so, and is no issuer.
pub fn is_department(name: &str) -> bool {
    is_of_matters(name, &DEPARTMENTS)
}

/// 综合科, 办公室: the same, of a kind that is no body anywhere.
pub fn is_inner_department(name: &str) -> bool {
    is_of_matters(name, &INNER)
}

fn is_of_matters(name: &str, ends: &[&str]) -> bool {
    const CHARS_MAX: usize = 16;
    let bare = squeeze(name);
    if length(&bare) > CHARS_MAX {
        return false;
    }
    let stems = ends.iter().filter_map(|end| bare.strip_suffix(end));
    stems.into_iter().any(|stem| {
        // From where the words before reach, all that follow reach.
        let mut reached = vec![0];
        let mut at = 0;
        while let Some(from) = reached.get(at).copied() {
            at += 1;
            for word in MATTERS.split_ascii_whitespace() {
                let to = from + word.len();
                if stem[from..].starts_with(word) && !reached.contains(&to) {
                    reached.push(to);
                }
            }
        }
        !stem.is_empty() && reached.contains(&stem.len())
    })
}

/// A line that names who signed for an office (市长　王某某, 局长：王某某, 市　长), and not the office.
pub fn is_person_line(line: &str) -> bool {
    const POSTS: &[&str] = &[
        "市长",
        "省长",
        "县长",
        "区长",
        "州长",
        "盟长",
        "旗长",
        "镇长",
        "乡长",
        "主席",
        "总理",
        "局长",
        "厅长",
        "部长",
        "署长",
        "主任",
        "院长",
        "会长",
        "行长",
        "书记",
        "校长",
        "所长",
        "站长",
        "馆长",
        "总经理",
        "董事长",
        "秘书长",
        "检察长",
        "关长",
        "代市长",
        "代县长",
        "代区长",
        "代省长",
        "法定代表人",
        "负责人",
        "签发人",
    ];
    const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=4;
    let bare = squeeze(line);
    let bare = bare.strip_prefix(['副', '代']).unwrap_or(&bare);
    POSTS
        .iter()
        .filter_map(|post| bare.strip_prefix(post))
        .any(|rest| {
            let name = rest.trim_start_matches(['：', ':', '（', '(']);
            let name = name.trim_end_matches(['）', ')']);
            name.is_empty()
                || NAME_CHARS.contains(&length(name))
                    && name.chars().all(|c| is_cjk(c) || c == '·' || c == '×')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_and_columns_issue_nothing() {
        for name in [
            "示例市人民政府门户网站",
            "政务公开",
            "本站原创",
            "示例政府网",
            "李某某",
            "王某",
            "欧阳某某",
            "记者 张某",
            "通讯员：刘某某",
            "赵某（实习生）、钱某",
            "陈××",
        ] {
            assert!(is_nobody(name), "{name}");
        }
        for name in [
            "示例市司法局",
            "示例市人民政府办公室",
            "示例出版社",
            "示例日报",
            "示例通讯社",
            "示例市电网公司",
            "金融办",
            "司法部",
            "文旅局",
            "新华社",
            "史志办",
            "文化馆",
            "万安报",
            "水利部",
            "马山县",
            "国务院",
        ] {
            assert!(!is_nobody(name), "{name}");
        }
    }

    #[test]
    fn a_department_without_its_body_issues_nothing() {
        for name in [
            "规划局",
            "产权局",
            "财务监管与运行评价局",
            "局办公室",
            "政策法规处",
            "综合科",
            "信息中心",
            "市场监管二部办公室",
        ] {
            assert!(is_department(name), "{name}");
        }
        assert!(is_inner_department("办公室") && is_inner_department("法规 司"));
        for name in ["规划局", "示例市政府办公室", "最高人民法院办公厅"] {
            assert!(!is_inner_department(name), "{name}");
        }
        for name in [
            "示例市规划局",
            "示例规划局",
            "国家统计局",
            "中国证监会",
            "财政部",
            "国务院办公厅",
            "县政府办",
            "示例市发展和改革委员会综合科",
            "局",
            "",
        ] {
            assert!(!is_department(name), "{name}");
        }
    }

    #[test]
    fn a_persons_line_is_told_from_offices_and_sentences() {
        for line in [
            "市长　王某某",
            "局长：王某某",
            "市　长",
            "代市长 王某",
            "主任（王某某）",
            "总理　王某某",
        ] {
            assert!(is_person_line(line), "{line}");
        }
        for line in [
            "示例市水务局",
            "局长应当认真执行",
            "主任医师名单公示如下",
            "市长令第3号，现予公布",
        ] {
            assert!(!is_person_line(line), "{line}");
        }
    }
}
