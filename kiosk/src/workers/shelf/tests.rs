use super::*;

#[test]
fn titles_say_which_kind_they_are_of() {
    for (title, kind) in [
        ("示例市政务公开查阅点管理制度", ShelfKind::Rules),
        ("阅览须知", ShelfKind::Rules),
        ("政府信息公开指南", ShelfKind::Guide),
        ("查阅简明流程图", ShelfKind::ReadingFlow),
        ("依申请公开流程图", ShelfKind::ApplyFlow),
        ("政府信息公开申请流程图", ShelfKind::ApplyFlow),
        ("惠民政策汇编", ShelfKind::Policy),
    ] {
        assert_eq!(kind_of(title), kind, "{title}");
    }
}

#[test]
fn a_file_of_checks_that_is_none_is_no_check() {
    let dir = tempfile::tempdir().unwrap();
    assert!(link_checks(dir.path()).is_empty());
    for bad in ["", "[", "{}", "[{\"url\": 3}]", &"[".repeat(200_000)] {
        std::fs::write(dir.path().join(LINKS_FILE), bad).unwrap();
        assert!(link_checks(dir.path()).is_empty());
    }
    let good = "[{\"url\":\"https://www.example.cn/\",\"at\":\"2018-10-15T01:12:00Z\"}]";
    std::fs::write(dir.path().join(LINKS_FILE), good).unwrap();
    assert_eq!(link_checks(dir.path()).len(), 1);
}
