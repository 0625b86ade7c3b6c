//! The short slip of every document, and twenty whole ones, through the virtual printer; the QR code in the picture is read by
//! two decoders that share nothing with our encoder.

use crate::world::{Dice, python, world};
use e2e::slips::Picture;
use e2e::virtual_printer::VirtualPrinter;
use journal::Content;
use kiosk::slip::{self, Stamp};
use mirror::Document;
use printer::{Connection, Go, Outcome, Printer, Profile, Renderer};
use std::path::{Path, PathBuf};

const WHOLE: usize = 20;
/// Characters of a document that is printed whole here: some 3 m of paper, which is what a visitor may take.
const WHOLE_CHARS_MAX: usize = 12_000;
/// Han characters and their punctuation, which take a whole column each.
const FULL_WIDTH_FROM: char = '\u{2e80}';
const THREADS: usize = 2;
/// Pictures given to the second decoder in one call.
const PEER_PICTURES: usize = 60;

fn number(n: usize) -> String {
    format!("L01-1-20181015-{:04}", n + 1)
}

fn stamp(n: usize) -> Stamp {
    Stamp {
        site: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        number: number(n),
        code: "7F3A-91C4-08BE".into(),
        at: "2018-10-15T01:00:00Z".parse().unwrap(),
        data_time: "2018-10-15T00:30:00Z".into(),
        again: None,
    }
}

/// What the QR code has to say: the source, or number and id where there is no source.
fn expected(n: usize, document: &Document) -> String {
    match &document.source_url {
        Some(url) => url.clone(),
        None => format!("{} {}", number(n), document.id),
    }
}

/// A printer of its own, and what came out of it.
struct Bench {
    dir: PathBuf,
    machine: VirtualPrinter,
    printer: Printer,
    renderer: Renderer,
    profile: Profile,
}

impl Bench {
    fn new(dir: &Path) -> Bench {
        // Confirms by process id as soon as the slip is out; a generic head is given its real printing time, hours in all.
        let profile = printer::profile("epson-80mm").unwrap();
        let machine = VirtualPrinter::start(dir);
        let connection: Connection = machine.connection().parse().unwrap();
        Bench {
            dir: dir.to_path_buf(),
            printer: Printer::open(&connection, &profile),
            renderer: Renderer::new().unwrap(),
            machine,
            profile,
        }
    }

    fn print(&mut self, n: usize, document: &Document, content: &Content) {
        let receipt = slip::compose(document, content, &stamp(n));
        let composed = self.renderer.compose(&receipt, &self.profile);
        let composed = composed.unwrap_or_else(|e| panic!("compose {}: {e}", document.title));
        let outcome = self.printer.print(&composed, &mut |_| Go::Continue);
        let came_out = matches!(outcome, Outcome::Printed { .. } | Outcome::Sent);
        assert!(
            came_out,
            "{}: {outcome:?} ({})",
            document.title,
            self.dir.display()
        );
    }
}

fn qr_says(picture: &Path, words: &str) -> Result<(), String> {
    let codes = Picture::read(picture).qr_codes();
    if codes.iter().any(|code| code == words) {
        Ok(())
    } else {
        Err(format!(
            "{}: {codes:?} instead of {words:?}",
            picture.display()
        ))
    }
}

/// The second decoder's view of the same pictures.
fn peer_reads(pictures: &[PathBuf]) -> Vec<String> {
    let output = python("qr.py")
        .env("PYTHONIOENCODING", "utf-8")
        .args(pictures)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Prints the short slips of every `THREADS`th document and reads their codes back; the slips, and what each had to say.
fn short_slips(dir: &Path, worker: usize) -> Vec<(PathBuf, String)> {
    let mut bench = Bench::new(dir);
    let documents = world().documents.iter().enumerate();
    let mine: Vec<_> = documents.skip(worker).step_by(THREADS).collect();
    for (n, document) in &mine {
        bench.print(*n, document, &Content::Reference);
    }
    let slips = bench.machine.wait_for(mine.len());
    assert_eq!(slips.len(), mine.len(), "one slip each");
    let words = mine.iter().map(|(n, document)| expected(*n, document));
    let printed: Vec<_> = slips.into_iter().zip(words).collect();
    let unread: Vec<String> = printed
        .iter()
        .filter_map(|(path, words)| qr_says(path, words).err())
        .collect();
    assert!(
        unread.is_empty(),
        "{} unread:\n{}",
        unread.len(),
        unread.join("\n")
    );
    printed
}

#[test]
fn the_short_slip_of_every_document_is_printed_with_a_code_that_can_be_read() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let printed: Vec<(PathBuf, String)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|worker| {
                let dir = dir.path().join(worker.to_string());
                scope.spawn(move || short_slips(&dir, worker))
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|w| w.join().unwrap())
            .collect()
    });
    assert_eq!(printed.len(), world.documents.len());

    let sample: Vec<&(PathBuf, String)> = printed
        .iter()
        .step_by(printed.len() / PEER_PICTURES)
        .collect();
    let pictures: Vec<PathBuf> = sample.iter().map(|(path, _)| path.clone()).collect();
    for ((path, words), read) in sample.iter().zip(peer_reads(&pictures)) {
        assert!(
            read.split('\t').any(|code| code == words),
            "{}: {read}",
            path.display()
        );
    }
}

#[test]
fn twenty_documents_are_printed_whole() {
    let world = world();
    let length = |d: &Document| {
        crate::world::texts(d)
            .iter()
            .map(|t| t.chars().filter(|c| *c >= FULL_WIDTH_FROM).count())
            .sum::<usize>()
    };
    let fitting: Vec<&Document> = world
        .documents
        .iter()
        .filter(|d| length(d) <= WHOLE_CHARS_MAX)
        .collect();
    let dir = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(dir.path());
    let mut dice = Dice(20);
    let mut words = Vec::new();
    for n in 0..WHOLE {
        let document = fitting[dice.below(fitting.len())];
        bench.print(n, document, &Content::Whole);
        words.push((expected(n, document), length(document)));
    }
    let slips = bench.machine.wait_for(WHOLE);
    for ((words, characters), (path, read)) in
        words.iter().zip(slips.iter().zip(peer_reads(&slips)))
    {
        qr_says(path, words).unwrap();
        assert!(
            read.split('\t').any(|code| code == words),
            "{}: {read}",
            path.display()
        );
        // 24 columns of 24 dots: that many characters cannot stand on less paper.
        let picture = Picture::read(path);
        assert!(
            picture.height >= characters / 24 * 24,
            "{}: too short for {characters}",
            path.display()
        );
        assert!(picture.ink() > 0.02, "{} is all but blank", path.display());
    }
}
