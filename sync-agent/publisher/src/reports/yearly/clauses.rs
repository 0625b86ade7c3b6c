//! The clauses of a report's sentences that speak of this year's applications. Owns leaving out other years, comparisons, and other matters
//! that a sentence goes on speaking of.

use std::sync::LazyLock;

use regex::Regex;

/// Words behind which a clause speaks of another time or another matter.
const ELSEWHERE: [&str; 25] = [
    "同比",
    "环比",
    "较上年",
    "比上年",
    "较去年",
    "比去年",
    "去年",
    "上年同期",
    "历年",
    "累计",
    "增长",
    "下降",
    "增加",
    "减少",
    "提案",
    "议案",
    "建议",
    "意见",
    "投诉",
    "留言",
    "信件",
    "咨询",
    "举报",
    "网民",
    "％",
];

/// Matters that a sentence goes on speaking of until it names applications or disclosure again.
const OTHER_MATTERS: [&str; 12] = [
    "行政许可",
    "行政处罚",
    "热线",
    "12345",
    "工单",
    "提案",
    "议案",
    "投诉",
    "留言",
    "信件",
    "网民",
    "咨询",
];
/// What leads a sentence back.
const BACK: [&str; 5] = ["申请公开", "公开申请", "信息公开", "行政复议", "行政诉讼"];

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20\d\d)年").expect("a constant"));

/// `2,186件` is one number: a comma between a digit and just three more parts no clauses.
fn without_thousands(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digits_from = |at: usize| {
        let rest = chars[at..].iter();
        rest.take_while(|c| c.is_ascii_digit()).count()
    };
    let parts_thousands = |at: usize| {
        let before = at
            .checked_sub(1)
            .is_some_and(|at| chars[at].is_ascii_digit());
        chars[at] == ',' && before && digits_from(at + 1) == 3
    };
    let kept = (0..chars.len()).filter(|at| !parts_thousands(*at));
    kept.map(|at| chars[at]).collect()
}

/// Clauses that speak of this year and of nothing else; 、 parts figures within one.
pub fn clauses(text: &str, year: Option<i16>) -> Vec<String> {
    let mut found = Vec::new();
    let text = without_thousands(text);
    for sentence in text.split(['。', '；', ';', '\n']) {
        let applications = ["申请", "公开", "复议", "诉讼", "有效"]
            .iter()
            .any(|word| sentence.contains(word));
        if !applications {
            continue;
        }
        let mut other = false;
        for clause in sentence.split(['，', ',', '：', ':', '（', '）', '(', ')']) {
            let clause: String = clause.chars().filter(|c| !c.is_whitespace()).collect();
            let other_year = YEAR.captures_iter(&clause).any(|told| {
                year.is_some_and(|year| told[1].parse::<i16>().is_ok_and(|told| told != year))
            });
            let names = |words: &[&str]| words.iter().any(|word| clause.contains(word));
            other = names(&OTHER_MATTERS) || other && !names(&BACK);
            let elsewhere = other || names(&ELSEWHERE);
            if !other_year && !elsewhere {
                found.push(YEAR.replace_all(&clause, "").into_owned());
            }
        }
    }
    found
}
