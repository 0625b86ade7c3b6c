//! The real espeak-ng: phonemes of the pinned package as goldens, sound through a WAV, cut by a hush. Fails without it.

use std::io::Write;
use std::process::{Command, Stdio};

use speech::engine::{Ended, Engine, Espeak, Hush, RATE, Speed, Tongue, Wav, header, lots};
use speech::{Clause, clauses};

const PROGRAM: &str = "espeak-ng";
/// What each version of the voice makes of the same texts: that of Debian 12 and that of Debian 13.
const GOLDENS: [(&str, &str); 2] = [
    ("1.51", include_str!("../golden/phonemes-1.51.tsv")),
    ("1.52", include_str!("../golden/phonemes-1.52.tsv")),
];

/// Runs the program with text on its standard input.
fn espeak(args: &[&str], text: &str) -> String {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("espeak-ng is installed: `make setup`");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap()
}

/// What the voice makes of a clause, in its own letters.
fn phonemes(clause: &Clause) -> String {
    lots(clause)
        .iter()
        .map(|lot| {
            let voice = match lot.tongue {
                Tongue::Mandarin => "cmn-latn-pinyin",
                Tongue::English => "en-gb",
            };
            let said = espeak(&["-q", "-x", "-v", voice, "--stdin"], &lot.text);
            said.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect::<Vec<_>>()
        .join(" / ")
}

/// `1.52` of `eSpeak NG text-to-speech: 1.52.0  Data at: ...`: repairs within a version keep its phonemes.
fn version() -> String {
    let said = espeak(&["--version"], "");
    let number = said
        .split_once(": ")
        .and_then(|(_, rest)| rest.split_whitespace().next())
        .unwrap_or_else(|| panic!("no version in {said:?}"));
    number.split('.').take(2).collect::<Vec<_>>().join(".")
}

fn texts(golden: &str) -> Vec<&str> {
    golden
        .lines()
        .map(|line| line.split_once('\t').expect("text and phonemes").0)
        .collect()
}

fn pronounced(text: &str) -> String {
    let said: Vec<String> = clauses(text).iter().map(phonemes).collect();
    format!("{text}\t{}", said.join(" | "))
}

#[test]
fn the_voice_pronounces_what_the_pinyin_says() {
    let version = version();
    let Some((_, golden)) = GOLDENS.iter().find(|(of, _)| *of == version) else {
        let lines: Vec<String> = texts(GOLDENS[0].1).into_iter().map(pronounced).collect();
        panic!(
            "no golden for espeak-ng {version}. It says what follows: judge each line, put them into \
             tests/golden/phonemes-{version}.tsv and name that file in GOLDENS.\n{}",
            lines.join("\n")
        );
    };
    let wrong: Vec<String> = golden
        .lines()
        .zip(texts(golden))
        .map(|(want, text)| (want, pronounced(text)))
        .filter(|(want, said)| want != said)
        .map(|(want, said)| format!("{said}\n  want {want}"))
        .collect();
    assert!(
        wrong.is_empty(),
        "espeak-ng {version}\n{}",
        wrong.join("\n")
    );
}

#[test]
fn each_version_of_the_voice_is_asked_the_same() {
    for (version, golden) in GOLDENS {
        assert_eq!(texts(golden), texts(GOLDENS[0].1), "{version}");
        assert!(texts(golden).len() >= 20, "{version}");
    }
}

/// In the letters of the voice, what it has taken for another language than the one it was given.
const OTHER_LANGUAGE: &str = "(en)";

#[test]
fn every_standard_character_is_said_in_mandarin() {
    let standard = include_str!("../../../../assets/speech/standard.txt");
    let mut syllables: Vec<String> = standard
        .chars()
        .filter(|c| *c != '\n')
        .flat_map(|c| lots(&clauses(&c.to_string())[0]))
        .map(|lot| lot.text)
        .collect();
    syllables.sort();
    syllables.dedup();
    assert!(syllables.len() > 1_200, "{} syllables", syllables.len());
    // An empty line parts them, so that each is a sentence of its own.
    let said = espeak(
        &["-q", "-x", "-v", "cmn-latn-pinyin", "--stdin"],
        &syllables.join("\n\n"),
    );
    let said: Vec<&str> = said
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    assert_eq!(said.len(), syllables.len());
    let wrong: Vec<String> = syllables
        .iter()
        .zip(said)
        .filter(|(_, said)| {
            said.contains(OTHER_LANGUAGE) || !said.contains(|c: char| c.is_ascii_digit())
        })
        .map(|(syllable, said)| format!("{syllable}: {said}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Says a text into a WAV file and gives its samples back.
fn wav(text: &str, speed: Speed) -> Vec<i16> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("said.wav");
    let mut voice = Espeak::new(PROGRAM, speed).unwrap();
    let mut wav = Wav::new(std::fs::File::create(&path).unwrap()).unwrap();
    for clause in clauses(text) {
        let mut samples = Vec::new();
        let ended = voice
            .say(&clause, speed, &Hush::default(), &mut |s| {
                samples.extend_from_slice(s)
            })
            .unwrap();
        assert_eq!(ended, Ended::Whole);
        wav.samples(&samples).unwrap();
        let pause = clause.pause.ms() * RATE / 1000;
        wav.samples(&vec![0; pause as usize]).unwrap();
    }
    wav.finish().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let head = header(&bytes).unwrap().unwrap();
    assert_eq!(head.rate, RATE);
    bytes[head.samples_at..]
        .chunks_exact(2)
        .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
        .collect()
}

const TEXT: &str = "本办法自2026年3月1日起施行，提交PDF格式文件。";

#[test]
fn sound_comes_out_of_the_voice_loud_and_whole() {
    let samples = wav(TEXT, Speed::Normal);
    let seconds = samples.len() as f64 / f64::from(RATE);
    let syllables: usize = clauses(TEXT).iter().map(Clause::syllables).sum();
    // Three letters are about three syllables; pauses are 650 ms.
    let per_second = (syllables + 3) as f64 / (seconds - 0.65);
    assert!(
        (3.5..5.5).contains(&per_second),
        "{per_second} syllables a second"
    );
    let peak = samples.iter().map(|s| s.unsigned_abs()).max().unwrap();
    assert!(peak > 8000, "peak {peak}: hardly to be heard");
    let clipped = samples
        .iter()
        .filter(|s| s.unsigned_abs() >= 32_767)
        .count();
    assert!(clipped * 1000 < samples.len(), "{clipped} samples clipped");
}

#[test]
fn a_higher_speed_is_shorter() {
    let mut before = usize::MAX;
    for speed in Speed::ALL {
        let samples = wav("应当依法公开政府信息", speed).len();
        assert!(samples < before, "{speed:?}");
        before = samples;
    }
}

#[test]
fn a_hush_cuts_the_voice_and_the_next_clause_is_said() {
    let clause = &clauses(&"应当依法公开政府信息".repeat(7))[0];
    let mut voice = Espeak::new(PROGRAM, Speed::Slowest).unwrap();
    let hush = Hush::default();
    let mut heard = 0;
    let cut = hush.clone();
    let ended = voice
        .say(clause, Speed::Slowest, &hush, &mut |samples| {
            heard += samples.len();
            cut.now();
        })
        .unwrap();
    assert_eq!(ended, Ended::Cut);
    let at_cut = heard;
    hush.lift();
    let mut whole = 0;
    let ended = voice
        .say(clause, Speed::Slowest, &hush, &mut |samples| {
            whole += samples.len()
        })
        .unwrap();
    assert_eq!(ended, Ended::Whole);
    assert!(
        at_cut < whole,
        "{at_cut} of {whole} samples came before the cut"
    );
}

#[test]
fn a_hush_before_the_first_word_says_nothing() {
    let hush = Hush::default();
    hush.now();
    let mut voice = Espeak::new(PROGRAM, Speed::Normal).unwrap();
    let ended = voice
        .say(&clauses("公开")[0], Speed::Normal, &hush, &mut |_| {
            panic!("said")
        })
        .unwrap();
    assert_eq!(ended, Ended::Cut);
}

/// A program that is no voice.
pub fn script(dir: &std::path::Path, body: &str) -> std::path::PathBuf {
    let path = dir.join("voice");
    stand_in::script(&path, body);
    path
}

#[test]
fn a_voice_that_breaks_is_a_fault_and_no_hang() {
    let dir = tempfile::tempdir().unwrap();
    for (body, what) in [
        ("cat >/dev/null; exit 0", "sent no sound"),
        (
            "cat >/dev/null; echo this is no sound at all, only words",
            "not a WAV",
        ),
        ("cat >/dev/null; exec sleep 60", "says nothing"),
        ("cat >/dev/null; head -c 100000 /dev/zero", "not a WAV"),
    ] {
        let program = script(dir.path(), body);
        let mut voice = Espeak::new(&program, Speed::Normal).unwrap();
        let fault = voice
            .say(
                &clauses("公开")[0],
                Speed::Normal,
                &Hush::default(),
                &mut |_| {},
            )
            .unwrap_err();
        assert!(fault.to_string().contains(what), "{body}: {fault}");
    }
}

#[test]
fn a_hush_ends_the_child_that_speaks() {
    let dir = tempfile::tempdir().unwrap();
    let sound = dir.path().join("sound.wav");
    let mut wav = Wav::new(std::fs::File::create(&sound).unwrap()).unwrap();
    wav.samples(&[5000; 2205]).unwrap();
    wav.finish().unwrap();
    let id = dir.path().join("id");
    // It says something and then goes on for ever; its id is written before the sound comes.
    let body = format!(
        "cat >/dev/null; echo $$ >{}; cat {}; exec sleep 600",
        id.display(),
        sound.display()
    );
    let mut voice = Espeak::new(script(dir.path(), &body), Speed::Normal).unwrap();
    let hush = Hush::default();
    let cut = hush.clone();
    let ended = voice
        .say(&clauses("公开")[0], Speed::Normal, &hush, &mut |_| {
            cut.now()
        })
        .unwrap();
    assert_eq!(ended, Ended::Cut);
    let id = std::fs::read_to_string(id).unwrap();
    let process = std::path::Path::new("/proc").join(id.trim());
    assert!(!process.exists(), "{} goes on", process.display());
}
