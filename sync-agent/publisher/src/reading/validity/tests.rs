//! Validity as fields, titles and lines say it.

use super::*;

const TODAY: &str = "2026-06-01";

#[test]
fn values_of_fields_are_read_as_people_write_them() {
    for (words, expected) in [
        ("现行有效", Some("in-force")),
        ("继续有效", Some("in-force")),
        ("有效（2027年12月31日失效）", Some("in-force")),
        ("修改后继续有效", Some("in-force")),
        ("未废止", Some("in-force")),
        ("尚未失效", Some("in-force")),
        ("是", Some("in-force")),
        ("已废止", Some("repealed")),
        ("宣布作废", Some("repealed")),
        ("有效期届满", Some("expired")),
        ("失效", Some("expired")),
        ("非现行有效", Some("expired")),
        ("否", Some("expired")),
        ("已修改", Some("superseded")),
        ("修订", Some("superseded")),
        ("部分失效", Some("unknown")),
        ("部分条款已废止", Some("unknown")),
        ("第三条废止", Some("unknown")),
        ("已过期", Some("expired")),
        ("已过有效期", Some("expired")),
        ("终止", Some("expired")),
        ("未过期", Some("in-force")),
        ("拟废止", None),
        ("尚未生效", None),
        ("有效期5年", None),
        ("repealed", Some("repealed")),
    ] {
        assert_eq!(code(words), expected, "{words}");
    }
}

#[test]
fn a_line_that_says_it_of_this_document_counts() {
    for (line, expected) in [
        ("（已废止）", "repealed"),
        ("【失效】", "expired"),
        ("已废止", "repealed"),
        ("本文件已废止", "repealed"),
        ("此文已于2023年5月1日废止。", "repealed"),
        ("（本文件已于2020年1月1日失效）", "expired"),
        ("该文件自2024年1月1日起停止执行", "expired"),
        ("根据示政发〔2023〕1号，本件予以废止", "repealed"),
        ("（已被示政发〔2024〕2号废止）", "repealed"),
        ("此件已宣布失效", "expired"),
        ("该文已被修订", "superseded"),
        ("该政策已失效", "expired"),
        ("全文废止", "repealed"),
        ("温馨提示：本文件已废止，仅供查阅。", "repealed"),
        ("※本文件已于2023年1月1日起废止", "repealed"),
        ("编者注：本办法已失效。", "expired"),
        ("（根据示政发〔2023〕1号文件废止）", "repealed"),
        ("（该办法已于2022年12月31日到期失效）", "expired"),
        ("（2023年1月1日废止）", "repealed"),
        ("根据示政发〔2023〕1号，本文件废止。", "repealed"),
        ("经市政府第3次常务会议决定，本通知废止", "repealed"),
        ("自2023年5月1日起，本办法废止。", "repealed"),
        ("★本文件已废止★", "repealed"),
        ("本文件现予废止。", "repealed"),
        ("本通知特此废止", "repealed"),
        ("此件经清理已废止", "repealed"),
        ("本办法不再执行。", "expired"),
        ("自2024年1月1日起，本文件停止实施", "expired"),
        ("（本规定已停止使用）", "expired"),
        ("本文件有效期届满失效", "expired"),
        ("该文件有效期已满，自行失效", "expired"),
        ("本文件已超过有效期", "expired"),
        ("（本办法已过有效期）", "expired"),
        ("此文件自2024年1月1日起废除", "repealed"),
        ("本通知已自动失效", "expired"),
        ("该规范性文件已届有效期，自动失效", "expired"),
        ("已宣布废止", "repealed"),
        ("【已被替代】", "superseded"),
        (
            "注：本规定已被《示例市规定》（示政发〔2024〕第2号）废止",
            "repealed",
        ),
    ] {
        assert_eq!(said_of_this(line, TODAY), Some(expected), "{line}");
    }
}

#[test]
fn a_line_of_data_says_it_among_numbers_and_labels() {
    for (line, expected) in [
        (
            "示例市税务局公告2017年第45号　全文废止　成文日期：2017-12-18",
            Some("repealed"),
        ),
        ("示例市税务局公告2017年第45号【全文失效】", Some("expired")),
        ("全文有效 成文日期：2017-12-18", Some("in-force")),
        ("示例市税务局公告2017年第45号　部分条款废止", None),
        ("根据示税发〔2018〕1号 全文废止 的规定", None),
        ("甲公告 全文废止", None),
    ] {
        assert_eq!(said_of_this(line, TODAY), expected, "{line}");
    }
}

#[test]
fn what_is_said_of_others_of_parts_or_of_days_to_come_does_not() {
    for line in [
        "废止",
        "失效",
        "本办法自2024年1月1日起施行，示政办〔2010〕3号同时废止",
        "本通知自印发之日起施行，《示例办法》同时废止。",
        "本办法有效期5年，2099年1月1日废止",
        "本办法于2099年1月1日失效",
        "本文件部分条款已废止",
        "本决定修改",
        "本办法有效期届满前六个月进行评估",
        "本办法自印发之日起施行，有效期五年，到期自行失效",
        "本通知有效期至2099年1月1日，期满自动失效",
        "本办法未经批准不得停止实施",
        "本文件不停止执行",
        "本办法有效期5年，有效期满自动失效",
        "本通知执行期满，自动失效",
        "本办法未被废止",
        "自2099年5月1日起，本办法废止。",
        "根据市政府工作安排，本办法废止前仍应执行",
        "示政发〔2010〕3号已废止，该文件自2024年1月1日起停止执行",
        "关于废止某办法的决定",
        "（示例市财政局负责废止）",
        "该办法已于2010年废止。",
        "（由示例市财政局废止）",
        "（2099年1月1日废止）",
        "根据示政发〔2023〕1号文件废止",
        "2023年1月1日废止",
    ] {
        assert_eq!(said_of_this(line, TODAY), None, "{line}");
    }
    for (title, expected) in [
        ("某办法（已废止）", Some("repealed")),
        ("某办法（此文件已废止）", Some("repealed")),
        ("某办法（2023年1月1日废止）", Some("repealed")),
        ("某办法（已宣布失效）", Some("expired")),
        ("某办法（全文废止）", Some("repealed")),
        ("某办法（全文失效）", Some("expired")),
        ("某办法—已废止", Some("repealed")),
        ("【已失效】某办法（2018年修订）", Some("expired")),
        ("某办法（部分失效）", None),
        ("某办法（部分条款废止）", None),
        ("某办法（2018年修订）", None),
        ("某办法（2099年1月1日废止）", None),
        ("关于废止某办法（示政发〔2010〕1号）的决定", None),
    ] {
        assert_eq!(stated(title, [].into_iter(), TODAY), expected, "{title}");
    }
    assert_eq!(
        stated(
            "关于废止某办法的决定",
            ["决定废止某办法。"].into_iter(),
            TODAY
        ),
        None
    );
}
