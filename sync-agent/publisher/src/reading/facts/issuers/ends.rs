//! What names of bodies end with that may sign a document. Owns the words; where a name must stand to count is decided elsewhere.

/// Kinds of bodies, by what their names end with: governments and their offices, organs of the Party, courts, armed forces, people's
/// organisations, associations, schools and hospitals, enterprises, bodies for one task.
const ENDS: &str = "\
    政府 政府办 办公室 办公厅 办 \
    局 厅 部 署 院 海关 海事处 委员会 委会 管委 委 国务院 军委 \
    党组 党校 政协 人大 代表大会 纪委 监委 党总支 团总支 \
    军分区 警备区 兵团 武装部 \
    中心 总站 管理站 服务站 监督站 监测站 检验站 检查站 检疫站 防治站 防疫站 推广站 救助站 气象站 水文站 地震台 血站 急救站 消防救援站 加工站 种子站 \
    队 \
    研究所 管理所 派出所 司法所 戒毒所 看守所 拘留所 监督所 检验所 检测所 检定所 防治所 卫生所 交易所 事务所 供电所 财政所 税务所 国土所 规划所 设计所 收费所 监察所 执法所 测试所 \
    监狱 管理处 办事处 公证处 登记处 服务处 采购处 仲裁处 稽查处 代表处 工程处 管护处 秘书处 \
    图书馆 档案馆 博物馆 文化馆 美术馆 科技馆 纪念馆 方志馆 体育馆 展览馆 群艺馆 殡仪馆 领事馆 大使馆 \
    大学 学院 学校 中学 小学 高中 初中 附中 附小 技校 职校 幼儿园 医院 保健院 \
    公司 集团 银行 分行 支行 联社 社 林场 农场 牧场 渔场 苗圃 电厂 水厂 \
    气象台 电视台 广播电台 广播电视台 电台 \
    协会 学会 联合会 红十字会 总会 分会 商会 公会 工会 理事会 董事会 监事会 基金会 促进会 研究会 联谊会 贸促会 慈善会 校友会 \
    残联 妇联 工商联 文联 侨联 台联 社科联 青联 学联 科协 作协 记协 老科协 消协 计生协 个私协 \
    领导小组 工作小组 协调小组 指挥部 联席会议 专家组 工作组 综合组 督导组 督察组 巡察组 巡视组 检查组 考核组 调查组 指导组 筹备组 保障组 防控组 \
    专班 联防联控机制 研究室 编纂室 党史室 参事室 法制室 编辑部 街道";

/// Bodies whose parts sign in its name.
const WHOLES: &str = "局 厅 委员会 政府 公司 中心 医院 学院 大学 支队 总队 大队 海关 法院 检察院 委 办公室 协会 联合会";

/// What such a part is called.
const PARTS: &str = "科 股 处 室 组 所 站 部 队";

/// Whether the name ends like that of a body.
pub fn has_end(name: &str) -> bool {
    ENDS.split_ascii_whitespace().any(|end| name.ends_with(end))
}

/// 示例市教育局基础教育科: a part of a body, named behind it.
pub fn is_division(name: &str) -> bool {
    const CHARS: std::ops::RangeInclusive<usize> = 3..=12;
    let part = PARTS
        .split_ascii_whitespace()
        .any(|part| name.ends_with(part));
    part && WHOLES.split_ascii_whitespace().any(|whole| {
        let behind = name.find(whole).map(|at| &name[at + whole.len()..]);
        behind.is_some_and(|rest| CHARS.contains(&rest.chars().count()))
    })
}
