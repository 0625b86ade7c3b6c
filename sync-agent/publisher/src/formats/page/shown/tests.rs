use crate::formats::page::read;

const TITLE: &str = "<h1>示例市人民政府办公室关于做好春耕工作的通知</h1>";
const BODY: &str = "<div id=zoom><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div>";

#[test]
fn a_label_and_its_value_stand_in_one_entry_without_a_colon() {
    let list = "<ul><li><span>索引号</span><i>A-1</i></li><li><span>发文机关</span><i>示例市司法局</i></li><li><b>有效性</b>失效<b>文号</b> 示司发〔2021〕3号</li></ul>";
    let fields = read(&format!("{TITLE}{list}{BODY}")).fields;
    assert_eq!(fields.index_no.as_deref(), Some("A-1"));
    assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
    assert_eq!(fields.validity.as_deref(), Some("失效"));
    assert_eq!(fields.doc_no.as_deref(), Some("示司发〔2021〕3号"));
}

#[test]
fn a_row_of_labels_heads_the_row_below() {
    let table = "<table><tr><th>发文机关</th><th>成文日期</th><th>标题</th></tr><tr><td>示例市司法局</td><td>2021-03-04</td><td>另一标题</td></tr></table>";
    let fields = read(&format!("{TITLE}{table}{BODY}")).fields;
    assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
    assert_eq!(fields.issued_on.as_deref(), Some("2021-03-04"));
    let title = fields.title.as_deref();
    assert_eq!(title, Some("示例市人民政府办公室关于做好春耕工作的通知"));
}

#[test]
fn a_number_between_title_and_body_is_the_documents_and_those_of_lists_are_not() {
    let number = |between: &str| {
        let page = format!("<a href=/>首页</a>{TITLE}{between}{BODY}<p>示政办〔2020〕9号</p>");
        read(&page).fields.doc_no
    };
    for between in [
        "<p class=wh>示政办〔2021〕3号</p>",
        "<div><span>（示政办〔２０２１〕３号）</span></div>",
        "<center>示政办[2021]3号</center><p>示政办〔2021〕3号</p>",
    ] {
        assert_eq!(
            number(between).as_deref(),
            Some("示政办〔2021〕3号"),
            "{between}"
        );
    }
    for between in [
        "<li>示政办〔2021〕3号</li>",
        "<p><a href=a.html>示政办〔2021〕3号</a></p>",
        "<p>示政办〔2021〕3号</p><p>示政办〔2021〕4号</p>",
        "",
    ] {
        assert_eq!(number(between), None, "{between}");
    }
}

#[test]
fn in_the_text_and_its_tables_words_of_every_day_are_no_labels() {
    let lecture = "<p>时间：2021年5月1日上午9时</p><p>地点：会议室</p><p>来源：地下水。</p><p>责任单位：示例市文联</p><p>状态：失效</p><p>有效期：2020年1月1日至2020年12月31日</p>";
    let table = "<table><tr><td>项目名称</td><td>甲桥</td></tr><tr><td>责任单位</td><td>示例市交通局</td></tr><tr><td>时间</td><td>2021年5月1日</td></tr><tr><td>名称</td><td>乙</td></tr><tr><td>状态</td><td>已终止</td></tr></table>";
    let heads = "<table><tr><th>责任单位</th><th>时间</th></tr><tr><td>示例市交通局</td><td>2021-05-01</td></tr></table>";
    for inside in [lecture, table, heads] {
        for place in ["id=zoom", "class=content"] {
            let page = format!(
                "{TITLE}<div {place}><p>各单位：</p><p>现将春耕事项通知如下，请遵照执行。</p>{inside}</div>"
            );
            let fields = read(&page).fields;
            assert_eq!(
                fields.title.as_deref(),
                Some("示例市人民政府办公室关于做好春耕工作的通知")
            );
            let said = [
                fields.agency,
                fields.sender,
                fields.validity,
                fields.until,
                fields.stamped_on,
            ];
            assert_eq!(said, [const { None }; 5], "{place}: {inside}");
        }
    }
    // Beside the text, and in a table with numbers of the document, they are labels.
    let own = "<table><tr><td>索引号</td><td>A-1</td></tr><tr><td>责任单位</td><td>示例市司法局</td></tr><tr><td>状态</td><td>失效</td></tr></table>";
    for page in [
        format!(
            "{TITLE}<div id=zoom>{own}<p>各单位：</p><p>现将春耕事项通知如下，请遵照执行。</p></div>"
        ),
        format!("{TITLE}<p>责任单位：示例市司法局</p><p>状态：失效</p>{BODY}"),
    ] {
        let fields = read(&page).fields;
        assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
        assert_eq!(fields.validity.as_deref(), Some("失效"));
    }
}

#[test]
fn who_answered_a_letter_is_its_office_and_the_day_of_asking_is_none() {
    let table = "<div class=content><table><tr><td>来信人</td><td>王**</td><td>来信时间</td><td>2022-03-01 10:11</td></tr><tr><td>来信内容</td><td colspan=3>甲路路灯不亮。</td></tr><tr><td>答复单位</td><td>示例市城市管理局</td><td>答复时间</td><td>2022-03-04 09:00</td></tr></table></div>";
    let line = "<div class=content><p>来信人：王**　答复单位：示例市城市管理局</p><p>来信时间：2022-03-01 10:11</p><p>甲路路灯不亮，请派人维修为盼。</p><p>答复时间：2022-03-04</p></div>";
    let list = "<ul><li><span>来信人</span><i>王**</i></li><li><span>来信时间：</span><i>2022-03-01 10:11</i></li><li><span>回复部门</span><i>示例市城市管理局</i></li></ul><span>回复时间：</span><span>2022-03-04 10:20</span><div class=content><p>甲路路灯不亮，请派人维修为盼。</p></div>";
    for page in [table, line, list] {
        let fields = read(&format!("<h1>关于路灯不亮的问题</h1>{page}")).fields;
        assert_eq!(fields.agency.as_deref(), Some("示例市城市管理局"), "{page}");
        assert_eq!(fields.issued_on.as_deref(), Some("2022-03-04"), "{page}");
        let said = [fields.published_on, fields.stamped_on];
        assert_eq!(said, [None, None], "{page}");
    }
}

#[test]
fn a_field_ends_where_its_element_does() {
    let line = "<div><span>发文单位: 示例市司法局</span><span>承办处室: 法规处</span><span>公文文号: 示司发〔2021〕3号</span><span>签收: 张某</span></div>";
    let fields = read(&format!("{TITLE}{line}{BODY}")).fields;
    assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
    assert_eq!(fields.doc_no.as_deref(), Some("示司发〔2021〕3号"));
    assert_eq!(fields.disagreements, [""; 0]);
}

#[test]
fn a_picture_in_a_cell_says_what_it_shows() {
    let table = "<table><tr><th>有效性</th><td><img src=x alt=已失效></td></tr></table>";
    let fields = read(&format!("{TITLE}{table}{BODY}")).fields;
    assert_eq!(fields.validity.as_deref(), Some("已失效"));
}

#[test]
fn who_took_a_letter_up_and_what_it_is_called_are_fields_of_it() {
    let table = "<h1>领导信箱</h1><div class=content><table><tr><td>来信标题</td><td>关于路灯不亮的问题</td></tr><tr><td>来信人</td><td>王**</td><td>来信时间</td><td>2022-03-01 10:11</td></tr><tr><td>来信内容</td><td colspan=3>甲路路灯不亮，请派人维修为盼。</td></tr><tr><td>受理单位</td><td>示例市城市管理局</td><td>办结时间</td><td>2022-03-04 09:00</td></tr><tr><td>办理状态</td><td>已办结</td></tr></table></div>";
    let spans = "<h1>关于路灯不亮的问题 <em>已办结</em></h1><p><span>来信人</span> <i>王**</i></p><p><span>受理单位</span> <i>示例市城市管理局</i></p><p><span>办结时间</span> <i>2022-03-04</i></p><div class=content><p>甲路路灯不亮，请派人维修为盼。</p></div>";
    let lines = "<h1>【已办结】关于路灯不亮的问题</h1><div class=content><p>来信人　王**</p><p>受理单位　示例市城市管理局</p><p>办结时间　2022-03-04</p><p>甲路路灯不亮，请派人维修为盼。</p></div>";
    for page in [table, spans, lines] {
        let fields = read(page).fields;
        assert_eq!(
            fields.title.as_deref(),
            Some("关于路灯不亮的问题"),
            "{page}"
        );
        let letter = &fields.letter;
        assert_eq!(
            letter.handled_by().as_deref(),
            Some("示例市城市管理局"),
            "{page}"
        );
        assert_eq!(letter.closed_on().as_deref(), Some("2022-03-04"), "{page}");
        let said = [fields.agency, fields.published_on, fields.stamped_on];
        assert_eq!(said, [const { None }; 3], "{page}");
    }
}
