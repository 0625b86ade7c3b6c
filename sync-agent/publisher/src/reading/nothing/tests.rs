use super::*;

fn verdict(title: &str, lines: &[&str]) -> Option<Reason> {
    let mut draft = Draft {
        pieces: lines.iter().map(|line| Piece::plain(*line)).collect(),
        ..Draft::default()
    };
    draft.fields.title = Some(title.to_owned());
    judge(&draft).map(|refusal| refusal.reason)
}

#[test]
fn pages_that_say_there_is_nothing_are_no_documents() {
    for (title, line) in [
        ("404 Not Found", "返回首页。"),
        (
            "示例市人民政府",
            "您访问的页面不存在或已被删除，请返回首页。",
        ),
        ("安全验证", "请点击按钮。"),
        ("x", "您的访问过于频繁，请稍后再试。"),
        ("x", "请启用 JavaScript 后继续。"),
        ("x", "您的请求带有不合法参数，已被网站管理员设置拦截！"),
        (
            "示例市规划",
            "主办：示例市人民政府办公室　网站标识码：0000000000",
        ),
    ] {
        assert_eq!(
            verdict(title, &[line]),
            Some(Reason::NotADocument),
            "{line}"
        );
    }
}

#[test]
fn a_title_that_tells_of_a_failure_refuses_the_page_without_words_too() {
    for (title, lines) in [
        ("很抱歉，您要查看的网页当前不存在5秒后自动返回首页", &[][..]),
        (
            "“/”应用程序中的服务器错误。",
            &["运行时错误", "说明:服务器上出现错误。"],
        ),
        ("页面找不到了", &["请检查地址。"]),
    ] {
        assert_eq!(verdict(title, lines), Some(Reason::NotADocument), "{title}");
    }
    for title in [
        "关于政府网站页面不存在问题的通报",
        "网站防火墙拦截规则管理办法",
        "示例市规划图",
    ] {
        assert_eq!(verdict(title, &[]), None, "{title}");
    }
    let site = ["您访问的链接即将离开“示例市人民政府门户网站”，是否继续？"];
    assert_eq!(verdict("示例市人民政府", &site), Some(Reason::NotADocument));
}

#[test]
fn pages_on_which_a_site_speaks_of_itself_are_no_documents() {
    let long = "本网站内容未经许可不得转载，用户使用本网站即视为接受本声明。".repeat(20);
    for title in ["网站声明", "隐私 政策", "联系我们"] {
        assert_eq!(
            verdict(title, &[&long]),
            Some(Reason::NotADocument),
            "{title}"
        );
    }
    for title in ["示例市水务局网站声明管理办法", "关于网站声明的公告"] {
        assert_eq!(verdict(title, &[&long]), None, "{title}");
    }
    let signed = [long.as_str(), "示例市水务局", "2021年3月4日"];
    assert_eq!(verdict("版权声明", &signed), None);
}

#[test]
fn what_was_made_for_programs_is_no_document() {
    for line in [
        "From: MIME-Version: 1.0 Content-Type: multipart/related",
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>示例</title>",
        "{\"code\":200,\"data\":{\"list\":[{\"title\":\"关于示例工作的通知\"}]}}",
        "jQuery1124_1({\"code\":200})",
        "<datastore><totalrecord>756</totalrecord>",
        "&nbsp;<p>各单位：</p><p>请认真执行。</p>",
    ] {
        let lines = [line, &"示例".repeat(400)];
        let lines = &lines[..1 + usize::from(!line.contains("</p>"))];
        assert_eq!(verdict("x", lines), Some(Reason::NotADocument), "{line}");
    }
    let notice = [
        "一、网页应当写明 <br> 之外的换行。",
        "二、各单位应当检查网页。",
        "三、各单位应当整改。",
    ];
    assert_eq!(verdict("示例市网页规范", &notice), None);
    assert_eq!(verdict("示例市规范", &["[示例]各单位应当检查。"]), None);
}

#[test]
fn documents_that_speak_of_such_pages_stay() {
    let notice = [
        "各单位：",
        "发现网站页面不存在的，应当立即整改。",
        "2021年3月4日",
    ];
    assert_eq!(verdict("示例市关于整改网站的通知", &notice), None);
    assert_eq!(verdict("示例市办法", &["第一条　登录请输入验证码。"]), None);
    let long = "网站出现系统繁忙的，应当及时处理。".repeat(40);
    assert_eq!(verdict("示例市办法", &[&long]), None);
}

#[test]
fn what_a_site_says_in_place_of_a_text_is_refused_under_any_title() {
    for line in [
        "为了更好的访问体验，请进行验证，通过后即可继续访问网页",
        "请在下方输入图片中的字符：",
        "为保障您的正常访问，请输入下图中的验证码：看不清？换一张",
        "Checking if the site connection is secure",
        "加载中...",
        "Loading...",
        "暂无内容",
        "该信息正在更新中，敬请期待！",
        "对不起，您没有权限查看此信息。",
        "您要找的文章找不到了，可能已被移动或删除。",
        "抱歉，该内容已被管理员删除！",
        "此信息已撤销发布。",
        "如果浏览器没有跳转请点击这里",
        "您的浏览器版本太低，建议您升级浏览器。",
        "“/”应用程序中的服务器错误。",
        "HTTP Status 500 – Internal Server Error",
        "HTTP Error 400. The request URL is invalid.",
        "You don't have permission to access this page on this server.",
        "欢迎使用示例市免费无线网络，请输入手机号获取验证码登录上网。",
        "本域名正在出售，有意者请联系。",
        "网站已迁移至新域名，请访问新网站。",
        // No list has these: they do not say what the title does.
        "请按从小到大的顺序点按图形后继续浏览（编号 17f31）",
        "本栏目由专人维护。",
    ] {
        for title in ["示例市人民政府关于春耕的通知", "示例市旧馆"] {
            assert_eq!(
                verdict(title, &[line]),
                Some(Reason::NotADocument),
                "{line}"
            );
        }
    }
}

#[test]
fn a_short_notice_that_says_what_its_title_names_stays() {
    for (title, line) in [
        (
            "示例市公安局关于登录方式变更的通告",
            "自4月1日起，市民请先登录统一平台后查看办件结果。特此通告。",
        ),
        (
            "示例市人民政府办公室关于下线旧平台的通知",
            "旧平台内容已下线，请访问新平台。",
        ),
        (
            "示例市大数据局关于系统维护的公告",
            "一体化平台将进行系统维护，期间暂时无法访问，敬请谅解。",
        ),
        ("关于启用图形验证码的通知", "登录时请输入图形验证码。"),
        ("示例市图书馆闭馆公告", "因检修，本馆于3月4日闭馆一天。"),
        ("公示", "经研究，拟同意甲公司项目，现予公示。"),
        ("示例市水务局停水公告", "因施工，3月4日8时至20时停水。"),
        // Signed, dated, or what it says lies in a file.
        ("示例市概况", "全境多山，冬暖夏凉。2021年5月1日统计。"),
    ] {
        assert_eq!(verdict(title, &[line]), None, "{title}");
    }
    assert_eq!(verdict("示例市概况", &["全境多山。", "示例市水务局"]), None);
}

#[test]
fn a_removal_is_told_from_a_document_that_speaks_of_one() {
    let told = |title: &str, lines: &[&str]| {
        let mut draft = Draft {
            pieces: lines.iter().map(|line| Piece::plain(*line)).collect(),
            ..Draft::default()
        };
        draft.fields.title = Some(title.to_owned());
        removed(&draft, 600)
    };
    for line in [
        "该信息已被删除",
        "该文章已被删除或不存在",
        "您访问的信息不存在！",
        "内容已下线",
        "该页面已删除",
        "信息已删除",
        "抱歉，您访问的页面找不到了",
        "404 Not Found",
        "对不起，该信息已撤销",
        "文章已过期或被删除",
    ] {
        let lines = ["示例市关于春耕的通知", line];
        assert!(told("示例市关于春耕的通知", &lines).is_some(), "{line}");
    }
    let title = "示例市关于下线旧平台的通知";
    assert_eq!(
        told(title, &[title, "旧平台内容已下线，请访问新平台。"]),
        None
    );
    assert_eq!(
        told("示例市办法", &["第一条　该信息已被删除的，应当重新发布。"]),
        None
    );
}
