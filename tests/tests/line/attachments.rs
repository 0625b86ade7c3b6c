//! An attachment by touch, from the portal to the glass: opened, enlarged, moved sideways, read as text, left, withdrawn while it is
//! open. On the highest glass and on a small one; and files that were made to bring their reader down.

use super::laid::Line;
use e2e::process::{Running, until};
use e2e::programs::Program;
use e2e::terminal::Settings;
use e2e::{copy_tree, files, sample};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// More than the guide is long on any glass; one more at its end does no harm.
const DRAGS: usize = 40;

/// From the home page to the end of the guide, where its attachments stand.
fn to_the_end_of_the_guide() -> String {
    let script = String::from(
        "tap \"搜索\"\n\
         type \"xxgkzn\"\n\
         tap \"看结果，搜索\"\n\
         tap \"示例市人民政府信息公开指南\"\n",
    );
    script + &"drag up\n".repeat(DRAGS)
}

fn plays(diagonal_in: &str, size: &str, script: &str) {
    plays_on(&Line::filled(), "none", diagonal_in, size, script);
}

pub(super) fn plays_on(
    line: &Line,
    printer: &str,
    diagonal_in: &str,
    size: &str,
    script: &str,
) -> String {
    let run = begin(line, printer, diagonal_in, size, script);
    let said = run.wait(e2e::process::RUN_DEADLINE);
    if let Some(kept) = std::env::var_os("PICTURES") {
        copy_tree(&pictures(line), &Path::new(&kept).join(size)).unwrap();
    }
    said.ok().out
}

/// Where the pictures of a journey are.
fn pictures(line: &Line) -> PathBuf {
    line.dir.path().join("pictures")
}

/// A journey that goes on by itself.
fn begin(line: &Line, printer: &str, diagonal_in: &str, size: &str, script: &str) -> Running {
    // Beside the kiosk, which starts it.
    Program::Viewer.path();
    line.terminal.configure(&Settings {
        feed: &line.portal.url(),
        root_json: &line.publication.root_json(),
        printer,
        more: &format!("[kiosk]\ndiagonal_in = {diagonal_in}\n[speech]\nspeaker = true\n"),
    });
    let file = line.dir.path().join("script.txt");
    std::fs::write(&file, script).unwrap();
    let [file, out] = [file, pictures(line)].map(|path| path.to_str().unwrap().to_owned());
    let now = "2018-10-15T06:36:00Z";
    line.terminal.start_kiosk(&[
        "journey", &file, "--out", &out, "--now", now, "--size", size,
    ])
}

#[test]
fn a_form_is_opened_enlarged_moved_sideways_and_read() {
    let mut script = to_the_end_of_the_guide();
    script.push_str(
        "shot list\n\
         tap \"application-form.pdf\"\n\
         wait \"第 1 页的图像\"\n\
         expect \"第 1 / 2 页\"\n\
         expect \"PDF\"\n\
         shot page\n\
         tap \"转到第 2 页\"\n\
         wait \"第 2 页的图像\"\n\
         tap \"上一页\"\n\
         wait \"第 1 页的图像\"\n\
         tap \"下一页\"\n\
         wait \"第 2 页的图像\"\n\
         shot strip\n",
    );
    for step in ["放大", "放大", "往右", "往下"] {
        writeln!(script, "tap \"{step}\"").unwrap();
    }
    script.push_str(
        "shot sideways\n\
         tap \"看文字\"\n\
         wait \"由原文件提取的文字\"\n\
         expect \"收费与期限一览表\"\n\
         shot words\n\
         tap \"看原样\"\n\
         wait \"第 2 页的图像\"\n\
         tap \"回正文\"\n",
    );
    script.push_str(&"drag up\n".repeat(DRAGS));
    script.push_str(
        "tap \"application-form.csv\"\n\
         wait \"这种文件不能在本机显示\"\n\
         shot refused\n\
         tap \"首页\"\n\
         expect \"最新公开\"\n",
    );
    plays("21.5", "1080x1920", &script);
}

#[test]
fn on_a_small_glass_the_page_and_all_buttons_are_there() {
    let mut script = to_the_end_of_the_guide();
    script.push_str(
        "drag down\n\
         tap \"application-form.pdf\"\n\
         wait \"第 1 页的图像\"\n\
         shot page\n\
         tap \"放大\"\n\
         tap \"更多\"\n\
         tap \"往下\"\n\
         shot moved\n\
         tap \"收起\"\n\
         tap \"看文字\"\n\
         wait \"由原文件提取的文字\"\n\
         shot words\n\
         tap \"回正文\"\n\
         expect \"示例市人民政府信息公开指南\"\n",
    );
    plays("10.1", "1280x800", &script);
}

/// From the home page to a word that stands in the form alone.
pub(super) const TO_THE_WORD: &str = "tap \"搜索\"\n\
     type \"检索费\"\n\
     wait \"附件《application-form.pdf》第 2 页\"\n";

#[test]
fn on_a_slim_glass_words_a_table_and_a_page_have_room() {
    let script = "tap \"搜索\"\n\
         type \"检索费\"\n\
         tap \"看结果，搜索\"\n\
         wait \"附件《application-form.pdf》第 2 页\"\n\
         tap \"示例市人民政府信息公开指南\"\n\
         wait \"由原文件提取的文字\"\n\
         shot found\n\
         expect \"检索费\"\n\
         tap \"不标\"\n\
         drag down\n\
         drag down\n\
         tap \"看整张表\"\n\
         expect \"获取方式\"\n\
         expect-not \"查阅点免费\"\n\
         tap \"右边的列\"\n\
         tap \"右边的列\"\n\
         expect \"查阅点免费\"\n\
         expect \"获取方式\"\n\
         shot columns\n\
         tap \"回正文\"\n\
         expect \"看整张表\"\n\
         tap \"更多\"\n\
         tap \"看原样\"\n\
         wait \"第 2 页的图像\"\n\
         tap \"收起\"\n\
         shot page\n\
         tap \"转到第 1 页\"\n\
         wait \"第 1 页的图像\"\n\
         tap \"下一页\"\n\
         wait \"第 2 页的图像\"\n";
    plays("10.1", "720x1280", script);
}

#[test]
fn by_ear_the_word_is_found_on_its_page_and_the_page_is_heard() {
    let mut script = TO_THE_WORD.to_owned();
    script.push_str(
        "key F1\n\
         tap \"示例市人民政府信息公开指南\"\n\
         expect-spoken \"附件\"\n\
         advance 1s\n\
         double-tap\n\
         wait \"由原文件提取的文字\"\n\
         tap \"朗读\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"复制费\"\n",
    );
    plays("21.5", "1080x1920", &script);
}

/// The viewers that a kiosk holds.
fn viewers(kiosk: u32) -> Vec<PathBuf> {
    let tasks = format!("/proc/{kiosk}/task");
    let children = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("children"));
    let tasks = std::fs::read_dir(tasks).into_iter().flatten().flatten();
    let numbers: String = tasks.filter_map(|task| children(task).ok()).collect();
    let is_viewer = |process: &PathBuf| {
        std::fs::read_to_string(process.join("comm")).is_ok_and(|name| name.trim() == "viewer")
    };
    let processes = numbers
        .split_whitespace()
        .map(|n| Path::new("/proc").join(n));
    processes.filter(is_viewer).collect()
}

#[test]
fn an_attachment_that_is_withdrawn_while_it_is_open_goes_from_glass_child_and_mirror() {
    const SOON: Duration = Duration::from_secs(60);
    let line = Line::filled();
    let out = pictures(&line);
    std::fs::create_dir_all(&out).unwrap();
    // The journey stops at this picture until somebody takes it.
    let held = out.join("held.png");
    assert!(
        Command::new("mkfifo")
            .arg(&held)
            .status()
            .unwrap()
            .success()
    );
    let mut script = to_the_end_of_the_guide();
    script.push_str(
        "tap \"application-form.pdf\"\n\
         wait \"第 1 页的图像\"\n\
         shot opened\n\
         wait \"这份文件已撤下\"\n\
         expect-not \"application-form.pdf\"\n\
         expect-not \"页的图像\"\n\
         shot held\n\
         tap \"知道了\"\n\
         expect-not \"application-form.pdf\"\n",
    );
    let id = line
        .terminal
        .hits("示例市人民政府信息公开指南", &[])
        .remove(0);
    let blobs = || -> Vec<PathBuf> {
        let all = line.terminal.mirror_files().into_iter();
        all.filter(|path| std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"%PDF-")))
            .collect()
    };
    assert_eq!(blobs().len(), 1, "the mirror holds the file");
    let kiosk = begin(&line, "none", "21.5", "1080x1920", &script);
    let opened = out.join("opened.png");
    assert!(until(SOON, || opened.exists()), "it was never opened");
    let children = viewers(kiosk.id());
    assert_eq!(children.len(), 1, "one child holds the file");
    line.publication.withdraw(&id, "withdrawn");
    line.terminal.agent(&["once"]).ok();
    // The journey cannot end meanwhile: it is the takedown that kills the child.
    assert!(until(SOON, || !children[0].exists()), "the child lives on");
    let picture = std::fs::read(&held).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    kiosk.wait(e2e::process::RUN_DEADLINE).ok();
    assert_eq!(blobs(), Vec::<PathBuf>::new(), "of the file no byte stays");
}

/// Forms that draw each other, nine levels of ten: more than any child may draw.
fn without_end() -> Vec<u8> {
    let stream = |dict: &str, content: &str| {
        let length = content.len();
        format!("<< {dict} /Length {length} >>\nstream\n{content}\nendstream")
    };
    let form = |inner: u32, content: &str| {
        let dict = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << /XObject << /X {inner} 0 R >> >>"
        );
        stream(&dict, content)
    };
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
            .to_owned(),
        stream("", "/X Do"),
    ];
    objects.extend((6..15).map(|inner| form(inner, &"/X Do ".repeat(10))));
    objects.push(form(4, "0 0 9 9 re f"));
    let mut file = "%PDF-1.7\n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    file.push_str("trailer\n<< /Size 15 /Root 1 0 R >>\n");
    file.into_bytes()
}

#[test]
fn a_file_made_to_bring_its_reader_down_takes_nothing_with_it() {
    let line = Line::lay();
    let folder = line.dir.path().join("hostile");
    copy_tree(&sample().join("portal"), &folder).unwrap();
    let guide = folder.join("guide");
    std::fs::write(guide.join("files/application-form.pdf"), without_end()).unwrap();
    line.publish(&folder);
    line.terminal.agent(&["once"]).ok();
    let held = || -> BTreeMap<PathBuf, Vec<u8>> {
        let all = files(&line.terminal.mirror_dir()).into_iter();
        // What readers of the database share among them is not its content.
        let is_shared = |path: &PathBuf| {
            let name = path.to_string_lossy();
            name.ends_with("-shm") || name.ends_with("-wal")
        };
        all.filter(|path| !is_shared(path))
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect()
    };
    let (mirror, contents) = (held(), line.terminal.contents());
    let mut script = to_the_end_of_the_guide();
    script.push_str(
        "frames 60 \"application-form.pdf\"\n\
         wait \"打开这个附件时出错\"\n\
         shot failed\n\
         tap \"回正文\"\n\
         expect \"示例市人民政府信息公开指南\"\n",
    );
    script.push_str(&"drag up\n".repeat(DRAGS));
    script.push_str(
        "tap \"application-form.pdf\"\n\
         wait \"这个附件无法在本机显示\"\n\
         shot left-alone\n\
         tap \"首页\"\n\
         expect \"最新公开\"\n",
    );
    let said = plays_on(&line, "none", "21.5", "1080x1920", &script);
    // How many frames there are while its child works, and how fast they come, is measured and never tested.
    let mut told = said.lines();
    assert!(told.any(|line| line.starts_with("frames beside")), "{said}");
    println!("{said}");
    for (path, bytes) in held() {
        assert!(mirror.get(&path) == Some(&bytes), "{}", path.display());
    }
    assert_eq!(line.terminal.contents(), contents);
    let register = line.terminal.kiosk(&["export-register"]).ok().out;
    assert_eq!(register.lines().count(), 1, "only its heading: {register}");
    line.terminal.agent(&["verify"]).ok();
}
