//! OFDs: templates, text, pictures, seals, and the count of what is missing.

use super::made::{package, png};
use super::{dark, open, words};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sm3::{Digest, Sm3};
use viewer::Open;

const ENTRY: &str = "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>\
    <ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>";
const DOCUMENT: &str = "<ofd:Document xmlns:ofd=\"x\"><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea>\
    <ofd:PhysicalBox>0 0 100 100</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>\
    <ofd:TemplatePage ID=\"2\" BaseLoc=\"Tpls/T.xml\"/></ofd:CommonData>\
    <ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/P.xml\"/></ofd:Pages></ofd:Document>";
const RESOURCES: &str = "<ofd:Res BaseLoc=\"Res\"><ofd:Fonts><ofd:Font ID=\"3\" FontName=\"宋体\"/></ofd:Fonts>\
    <ofd:MultiMedias><ofd:MultiMedia ID=\"4\" Type=\"Image\"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>";
/// A black bar at the foot.
const TEMPLATE: &str = "<ofd:Page><ofd:Content><ofd:Layer><ofd:PathObject Boundary=\"0 90 100 10\" Fill=\"true\" Stroke=\"false\">\
    <ofd:FillColor Value=\"0 0 0\"/><ofd:AbbreviatedData>M 0 0 L 100 0 L 100 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>\
    </ofd:Layer></ofd:Content></ofd:Page>";

fn opened(objects: &str, more: &[(&str, &[u8])]) -> Open {
    let page = format!(
        "<ofd:Page xmlns:ofd=\"x\"><ofd:Template TemplateID=\"2\"/><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    );
    let mut parts = vec![
        ("OFD.xml", ENTRY.as_bytes()),
        ("Doc_0/Document.xml", DOCUMENT.as_bytes()),
        ("Doc_0/DocumentRes.xml", RESOURCES.as_bytes()),
        ("Doc_0/Tpls/T.xml", TEMPLATE.as_bytes()),
        ("Doc_0/Pages/P.xml", page.as_bytes()),
    ];
    parts.extend_from_slice(more);
    open(package(&parts)).unwrap()
}

#[test]
fn text_is_drawn_with_what_stands_in_for_its_font_and_read() {
    let text = "<ofd:TextObject Boundary=\"10 10 80 10\" Font=\"3\" Size=\"8\">\
        <ofd:TextCode X=\"0\" Y=\"8\" DeltaX=\"g 3 8\">公开指南</ofd:TextCode></ofd:TextObject>";
    let mut open = opened(text, &[]);
    let picture = open.picture(0, 400, None).unwrap();
    assert_eq!((picture.width_px, picture.height_px), (400, 400));
    assert_eq!(picture.page.left_out.total(), 0);
    assert_eq!(picture.page.stand_ins, 4, "its font is not in the file");
    assert!(dark(&picture, 0.1, 0.1, 0.45, 0.2) > 300);
    // The template's bar.
    assert!(dark(&picture, 0.0, 0.91, 1.0, 0.99) > 10_000);
    assert_eq!(words(&mut open, 0), "公开指南");
}

#[test]
fn the_last_distance_that_is_told_holds_for_the_rest_and_equal_digits_stay() {
    let text = |top: u32, told: &str, words: &str| {
        format!(
            "<ofd:TextObject Boundary=\"10 {top} 80 10\" Font=\"3\" Size=\"8\"><ofd:TextCode X=\"0\" Y=\"8\" {told}>{words}</ofd:TextCode></ofd:TextObject>"
        )
    };
    let down = "<ofd:TextObject Boundary=\"70 10 10 70\" Font=\"3\" Size=\"8\"><ofd:TextCode X=\"0\" Y=\"8\" DeltaY=\"10\">一一一</ofd:TextCode></ofd:TextObject>";
    // Distances are told of glyphs: two characters share the first.
    let glyph = "<ofd:CGTransform CodePosition=\"0\" CodeCount=\"2\" GlyphCount=\"1\"><ofd:Glyphs>5</ofd:Glyphs></ofd:CGTransform>";
    let shared = text(70, "DeltaX=\"10\"", "fi甲")
        .replace("<ofd:TextCode", &format!("{glyph}<ofd:TextCode"));
    // The last stands on one spot, as no program writes it: still six digits.
    let objects = [
        text(10, "DeltaX=\"5\"", "100007"),
        text(30, "DeltaX=\"4 10\"", "公开指南"),
        text(50, "DeltaX=\"0\"", "200008"),
        down.to_owned(),
        shared,
    ];
    let mut open = opened(&objects.concat(), &[]);
    let read = words(&mut open, 0);
    assert_eq!(read, "100007\n公开指南\n200008\n一一一\nfi甲");
    let picture = open.picture(0, 400, None).unwrap();
    let inked = |left: f64, top: f64| dark(&picture, left, top, left + 0.05, top + 0.1) > 10;
    // Six digits, five millimetres each; the fourth character of the second line; the third of the column.
    assert!((0..6).all(|nth| inked(0.1 + 0.05 * f64::from(nth), 0.1)));
    assert!(inked(0.36, 0.3), "behind 4, 10 and 10 millimetres");
    assert!(inked(0.72, 0.3), "two times 10 millimetres down");
    assert!(inked(0.1, 0.7) && inked(0.15, 0.7) && inked(0.22, 0.7));
}

#[test]
fn a_picture_is_found_through_a_wrong_folder_and_one_that_is_missing_is_counted() {
    let here = "<ofd:ImageObject Boundary=\"10 10 20 20\" CTM=\"20 0 0 20 0 0\" ResourceID=\"4\"/>";
    let gone =
        "<ofd:ImageObject Boundary=\"50 50 20 20\" CTM=\"20 0 0 20 0 0\" ResourceID=\"44\"/>";
    let image = png(16, [0, 0, 0, 255]);
    let mut open = opened(&format!("{here}{gone}"), &[("DOC_0/RES/A.PNG", &image)]);
    let picture = open.picture(0, 400, None).unwrap();
    assert!(dark(&picture, 0.11, 0.11, 0.29, 0.29) > 4_000);
    assert_eq!(picture.page.left_out.pictures, 1);
    assert_eq!(picture.page.marks.len(), 1);
    assert!((picture.page.marks[0].left - 200.0).abs() < 2.0);
}

#[test]
fn boxes_without_a_side_do_not_end_the_page() {
    let line = "<ofd:PathObject Boundary=\"10 20 80 0\" LineWidth=\"1\"><ofd:AbbreviatedData>M 0 0 L 80 0</ofd:AbbreviatedData></ofd:PathObject>";
    let turned = "<ofd:PathObject Boundary=\"90 40 -30 5\" Fill=\"true\" Stroke=\"false\"><ofd:FillColor Value=\"#00 #00 #00\"/>\
        <ofd:AbbreviatedData>M 0 0 L 30 0 L 30 5 L 0 5 C</ofd:AbbreviatedData></ofd:PathObject>";
    let picture = opened(&format!("{line}{turned}"), &[])
        .picture(0, 400, None)
        .unwrap();
    assert!(dark(&picture, 0.1, 0.18, 0.9, 0.22) > 600);
    assert!(dark(&picture, 0.6, 0.4, 0.9, 0.45) > 1_000);
}

#[test]
fn colours_that_run_and_patterns_are_drawn_and_what_is_neither_is_counted() {
    let run = "<ofd:PathObject Boundary=\"0 0 50 50\" Fill=\"true\" Stroke=\"false\"><ofd:FillColor><ofd:AxialShd StartPoint=\"0 0\" EndPoint=\"50 0\">\
        <ofd:Segment Position=\"0\"><ofd:Color Value=\"0 0 0\"/></ofd:Segment><ofd:Segment Position=\"1\"><ofd:Color Value=\"255 255 255\"/></ofd:Segment>\
        </ofd:AxialShd></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 50 0 L 50 50 L 0 50 C</ofd:AbbreviatedData></ofd:PathObject>";
    let pattern = "<ofd:PathObject Boundary=\"60 60 20 20\" Fill=\"true\" Stroke=\"false\"><ofd:FillColor Value=\"0 0 0\"><ofd:Pattern Width=\"4\" Height=\"4\">\
        <ofd:CellContent><ofd:PathObject Boundary=\"0 0 2 4\" Fill=\"true\" Stroke=\"false\"><ofd:FillColor Value=\"0 0 0\"/>\
        <ofd:AbbreviatedData>M 0 0 L 2 0 L 2 4 L 0 4 C</ofd:AbbreviatedData></ofd:PathObject>\
        <ofd:TextObject Boundary=\"0 0 4 4\" Size=\"1\"><ofd:TextCode X=\"0\" Y=\"1\">甲</ofd:TextCode></ofd:TextObject></ofd:CellContent>\
        </ofd:Pattern></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>";
    let other = "<ofd:PathObject Boundary=\"10 60 20 20\" Fill=\"true\" Stroke=\"false\"><ofd:FillColor><ofd:GouraudShd/></ofd:FillColor>\
        <ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>";
    let mut open = opened(&format!("{run}{pattern}{other}"), &[]);
    let picture = open.picture(0, 400, None).unwrap();
    assert!(dark(&picture, 0.0, 0.0, 0.15, 0.5) > 2_000);
    assert_eq!(dark(&picture, 0.35, 0.0, 0.5, 0.5), 0);
    // Every other stripe.
    let stripes = dark(&picture, 0.6, 0.6, 0.8, 0.8);
    assert!((2_400..3_600).contains(&stripes), "{stripes}");
    assert_eq!(dark(&picture, 0.81, 0.6, 0.9, 0.8), 0);
    assert_eq!(picture.page.left_out.drawings, 1);
    assert_eq!(words(&mut open, 0).matches('甲').count(), 1);
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag, 0x83];
    bytes.extend_from_slice(&(content.len() as u32).to_be_bytes()[1..]);
    bytes.extend_from_slice(content);
    bytes
}

fn seal(kind: &[u8], picture: &[u8]) -> Vec<u8> {
    let picture = [
        der(0x16, kind),
        der(0x04, picture),
        der(0x02, &[20]),
        der(0x02, &[20]),
    ]
    .concat();
    der(0x30, &der(0x30, &picture))
}

fn sealed(value: &[u8], info: &str) -> Open {
    let list = "<ofd:Signatures><ofd:Signature ID=\"1\" BaseLoc=\"Sign_0/Signature.xml\"/></ofd:Signatures>";
    let signature = format!(
        "<ofd:Signature><ofd:SignedInfo>{info}</ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    );
    opened(
        "",
        &[
            ("Doc_0/Signs/Signatures.xml", list.as_bytes()),
            ("Doc_0/Signs/Sign_0/Signature.xml", signature.as_bytes()),
            ("Doc_0/Signs/Sign_0/SignedValue.dat", value),
        ],
    )
}

#[test]
fn a_seal_is_shown_as_a_picture_and_its_slice_where_it_rides() {
    let value = seal(b"png", &png(20, [0, 0, 0, 255]));
    let stamps = "<ofd:StampAnnot ID=\"1\" PageRef=\"1\" Boundary=\"10 10 20 20\"/>\
        <ofd:StampAnnot ID=\"2\" PageRef=\"1\" Boundary=\"60 60 20 20\" Clip=\"0 0 5 20\"/>";
    let picture = sealed(&value, stamps).picture(0, 400, None).unwrap();
    assert_eq!((picture.page.seals, picture.page.left_out.seals), (2, 0));
    assert!(dark(&picture, 0.11, 0.11, 0.29, 0.29) > 4_000);
    assert!(dark(&picture, 0.6, 0.6, 0.65, 0.8) > 1_000);
    assert_eq!(dark(&picture, 0.66, 0.6, 0.8, 0.8), 0);
}

#[test]
fn a_seal_that_is_itself_an_ofd_is_drawn_on_clear_ground() {
    let path = "<Page><Content><Layer><PathObject Boundary=\"0 0 10 5\" Fill=\"true\" Stroke=\"false\"><FillColor Value=\"0 0 0\"/>\
        <AbbreviatedData>M 0 0 L 10 0 L 10 5 L 0 5 C</AbbreviatedData></PathObject></Layer></Content></Page>";
    let document = "<Document><CommonData><PageArea><PhysicalBox>0 0 10 10</PhysicalBox></PageArea></CommonData>\
        <Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages></Document>";
    let inner = package(&[
        (
            "OFD.xml",
            b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        ),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/P.xml", path.as_bytes()),
    ]);
    let stamps = "<ofd:StampAnnot ID=\"1\" PageRef=\"1\" Boundary=\"10 80 20 20\"/>";
    let picture = sealed(&seal(b"ofd", &inner), stamps)
        .picture(0, 400, None)
        .unwrap();
    assert_eq!(picture.page.seals, 1);
    assert!(dark(&picture, 0.1, 0.8, 0.3, 0.9) > 2_500);
    // Its lower half is clear: the template's bar shows through.
    assert!(dark(&picture, 0.1, 0.91, 0.3, 0.99) > 2_000);
}

#[test]
fn a_seal_without_a_picture_is_counted_and_marked() {
    let stamps = "<ofd:StampAnnot ID=\"1\" PageRef=\"1\" Boundary=\"10 10 20 20\"/>";
    let picture = sealed(b"no seal at all", stamps)
        .picture(0, 400, None)
        .unwrap();
    assert_eq!((picture.page.seals, picture.page.left_out.seals), (0, 1));
    assert_eq!(picture.page.marks.len(), 1);
}

/// A digest as signatures tell it.
fn digest(part: &str) -> String {
    STANDARD.encode(Sm3::digest(part.as_bytes()))
}

#[test]
fn what_changed_under_a_seal_is_told_and_a_seal_that_came_later_is_no_change() {
    let stamp = "<ofd:StampAnnot ID=\"1\" PageRef=\"1\" Boundary=\"10 10 20 20\"/>";
    let value = seal(b"png", &png(20, [0, 0, 0, 255]));
    let changed = |method: &str, document: &str, template: &str, list: &str| {
        let reference = |path: &str, part: &str| {
            let told = digest(part);
            format!(
                "<ofd:Reference FileRef=\"{path}\"><ofd:CheckValue>{told}</ofd:CheckValue></ofd:Reference>"
            )
        };
        let info = format!(
            "<ofd:References CheckMethod=\"{method}\">{}{}{}</ofd:References>{stamp}",
            reference("/Doc_0/Document.xml", document),
            reference("/Doc_0/Tpls/T.xml", template),
            reference("/Doc_0/Signs/Signatures.xml", list),
        );
        let picture = sealed(&value, &info).picture(0, 400, None).unwrap();
        assert_eq!(picture.page.seals, 1);
        picture.page.seals_changed
    };
    let before = "<ofd:Signatures/>";
    assert_eq!(
        changed("1.2.156.10197.1.401", DOCUMENT, TEMPLATE, before),
        0
    );
    assert_eq!(changed("SM3", DOCUMENT, "<ofd:Page/>", before), 1);
    // Nothing proves that this signer counts as we do.
    assert_eq!(changed("SM3", "a", "b", before), 0);
    assert_eq!(changed("1.2.156.10197.1.401.2", DOCUMENT, "b", before), 0);
}

#[test]
fn colours_that_run_anew_or_back_do_and_what_is_not_drawn_is_counted() {
    // A square that runs from black to white on its first fifth.
    let shown = |kind: &str, run: &str| {
        let object = format!(
            "<ofd:PathObject Boundary=\"0 0 50 50\" Fill=\"true\" Stroke=\"false\"><ofd:FillColor><ofd:{kind} {run}>\
             <ofd:Segment><ofd:Color Value=\"0 0 0\"/></ofd:Segment><ofd:Segment><ofd:Color Value=\"255 255 255\"/></ofd:Segment>\
             </ofd:{kind}></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 50 0 L 50 50 L 0 50 C</ofd:AbbreviatedData></ofd:PathObject>"
        );
        let picture = opened(&object, &[]).picture(0, 400, None).unwrap();
        // How light the middle of each tenth is.
        let at = |tenth: usize| usize::from(picture.rgba[(40 * 400 + tenth * 20 + 10) * 4]) / 128;
        let tenths: Vec<usize> = (0..10).map(at).collect();
        (picture.page.left_out.total(), tenths)
    };
    let axis = "StartPoint=\"0 0\" EndPoint=\"10 0\"";
    let longer = "StartPoint=\"0 0\" EndPoint=\"50 0\"";
    for (run, tenths) in [
        (
            format!("{axis} Extend=\"3\""),
            [0, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ),
        // Where it does not go on nothing is painted: the paper is white.
        (
            "StartPoint=\"10 0\" EndPoint=\"40 0\"".to_owned(),
            [1, 1, 0, 0, 0, 1, 1, 1, 1, 1],
        ),
        (
            "StartPoint=\"40 0\" EndPoint=\"10 0\" Extend=\"1\"".to_owned(),
            [1, 1, 1, 1, 1, 0, 0, 0, 1, 1],
        ),
        (
            "StartPoint=\"10 0\" EndPoint=\"40 0\" Extend=\"2\"".to_owned(),
            [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        ),
        (
            "StartPoint=\"10 0\" EndPoint=\"40 0\" MapType=\"Reflect\" MapUnit=\"10\"".to_owned(),
            [1, 1, 0, 1, 1, 0, 0, 1, 1, 1],
        ),
        (
            format!("{axis} MapType=\"Repeat\" Extend=\"3\""),
            [0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
        ),
        (
            format!("{longer} MapType=\"Repeat\" MapUnit=\"10\""),
            [0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
        ),
        (
            format!("{longer} MapType=\"Reflect\" MapUnit=\"10\""),
            [0, 1, 1, 0, 0, 1, 1, 0, 0, 1],
        ),
    ] {
        assert_eq!(shown("AxialShd", &run), (0, tenths.to_vec()), "{run}");
    }
    let round = "StartPoint=\"25 25\" EndPoint=\"25 25\" EndRadius=\"25\"";
    assert_eq!(shown("RadialShd", round).0, 0);
    for (kind, run) in [
        ("RadialShd", format!("{round} Eccentricity=\"0.5\"")),
        (
            "RadialShd",
            format!("{round} MapType=\"Repeat\" MapUnit=\"5\""),
        ),
        (
            "AxialShd",
            format!("{longer} MapType=\"Repeat\" MapUnit=\"0\""),
        ),
        ("AxialShd", format!("{longer} MapType=\"Unheard\"")),
        ("AxialShd", format!("{longer} Extend=\"7\"")),
        (
            "AxialShd",
            format!("{axis} MapType=\"Repeat\" Extend=\"1\""),
        ),
        ("GouraudShd", String::new()),
    ] {
        assert_eq!(shown(kind, &run).0, 1, "{kind} {run}");
    }
}

#[test]
fn dashes_without_end_come_to_one() {
    for (path, line) in [
        ("M 0 5 L 60 1e300", "DashPattern=\"4 2\""),
        ("M 0 5 L 60 5", "DashPattern=\"4 2\" DashOffset=\"1e300\""),
        ("M 0 5 L 60 5", "DashPattern=\"4 2\" DashOffset=\"-7e9\""),
        ("M 0 5 L 90000000 5", "DashPattern=\"0.05 0.05\""),
        ("M 0 5 L 60 5", "DashPattern=\"1e300 1e300\""),
    ] {
        let object = format!(
            "<ofd:PathObject Boundary=\"10 10 60 20\" Stroke=\"true\" LineWidth=\"2\" {line}><ofd:StrokeColor Value=\"0 0 0\"/>\
             <ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
        );
        let picture = opened(&object, &[]).picture(0, 400, None);
        assert!(picture.is_ok(), "{path} {line}");
    }
    let dashed = "<ofd:PathObject Boundary=\"10 10 60 20\" Stroke=\"true\" LineWidth=\"2\" DashPattern=\"4 4\" DashOffset=\"800\">\
        <ofd:StrokeColor Value=\"0 0 0\"/><ofd:AbbreviatedData>M 0 5 L 60 5</ofd:AbbreviatedData></ofd:PathObject>";
    let picture = opened(dashed, &[]).picture(0, 400, None).unwrap();
    let dots = dark(&picture, 0.1, 0.1, 0.7, 0.2);
    assert!((800..1_300).contains(&dots), "half of the line: {dots}");
}

#[test]
fn words_beyond_all_pages_are_no_fault() {
    let text = "<ofd:TextObject Boundary=\"1e300 -1e300 80 10\" Font=\"3\" Size=\"8\"><ofd:TextCode X=\"0\" Y=\"8\">甲</ofd:TextCode></ofd:TextObject>\
        <ofd:TextObject Boundary=\"10 10 80 10\" Font=\"3\" Size=\"8\"><ofd:TextCode X=\"0\" Y=\"8\">乙</ofd:TextCode></ofd:TextObject>";
    let mut open = opened(text, &[]);
    assert!(open.picture(0, 400, None).is_ok());
    assert!(words(&mut open, 0).contains('乙'));
}
