//! A card that forgets: pages in the middle of mirror.db become something else while nobody looks. The next run notices, sets
//! the file aside and fills the mirror anew, without a person; what must never be forgotten stays.

use crate::Line;
use std::fs;
use std::os::unix::fs::FileExt;
use std::path::Path;

const PAGE: u64 = 4_096;
/// Pages tried of each kind of damage, spread over the file; `PAGES` takes more, up to each of them.
const TRIED: u64 = 8;

/// Overwrites page `number` (from 1) of the mirror.
fn overwrite(mirror: &Path, number: u64, bytes: &[u8]) {
    let file = fs::File::options()
        .write(true)
        .open(mirror.join("mirror.db"))
        .unwrap();
    file.write_all_at(bytes, (number - 1) * PAGE).unwrap();
}

fn pages(mirror: &Path) -> u64 {
    let length = fs::metadata(mirror.join("mirror.db")).unwrap().len();
    assert_eq!(length % PAGE, 0);
    length / PAGE
}

/// What no program wrote.
fn noise() -> Vec<u8> {
    let mut state = 2_026_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 56) as u8
    };
    (0..PAGE).map(|_| next()).collect()
}

#[test]
fn a_page_that_was_overwritten_anywhere_in_the_mirror_is_noticed_and_the_mirror_filled_anew() {
    let mut line = Line::filled();
    line.office.withdraw(6, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let clean = line.clean();
    let trust = line.terminal.status(&[])["versions"].clone();
    let mirror = line.terminal.mirror();
    let sound = line.dir.path().join("sound");
    crate::office::copy_tree(&mirror, &sound);
    // Everything that was written stands in the file itself, nothing in the log.
    let count = pages(&mirror);
    assert_eq!(fs::metadata(mirror.join("mirror.db-wal")).unwrap().len(), 0);
    assert!(count > 3 * TRIED, "{count} pages");
    let tried = crate::kills::number("PAGES", TRIED).min(count - 2);
    let mut refilled = 0;
    for (kind, bytes) in [noise(), vec![0; PAGE as usize]].into_iter().enumerate() {
        for n in 0..tried {
            let page = 2 + (count - 2) * n / tried + kind as u64;
            fs::remove_dir_all(&mirror).unwrap();
            crate::office::copy_tree(&sound, &mirror);
            overwrite(&mirror, page, &bytes);
            let said = line.terminal.ok(&["once"]);
            refilled += usize::from(said.contains("filled anew"));
            line.terminal.ok(&["verify"]);
            assert_eq!(line.terminal.contents(), clean, "page {page} of {count}");
        }
    }
    assert!(refilled as u64 > tried, "only {refilled} were noticed");
    println!(
        "{refilled} of {} damaged pages were noticed, the others held nothing",
        2 * tried
    );
    assert_eq!(line.terminal.status(&[])["versions"], trust);
}

#[test]
fn a_damaged_mirror_stays_as_it_is_until_a_feed_is_there_to_fill_it() {
    let line = Line::filled();
    let mirror = line.terminal.mirror();
    overwrite(&mirror, pages(&mirror) / 2, &noise());
    let before = fs::read(mirror.join("mirror.db")).unwrap();
    line.terminal.configure("http://127.0.0.1:9/", "", "");
    assert_eq!(line.terminal.run(&["once"]).code, Some(3));
    assert_eq!(fs::read(mirror.join("mirror.db")).unwrap(), before);
    line.recovers();
}

#[test]
fn nothing_of_the_damaged_file_stays_for_it_may_hold_what_was_taken_down() {
    let line = Line::filled();
    let mirror = line.terminal.mirror();
    overwrite(&mirror, pages(&mirror) / 2, &noise());
    let said = line.terminal.ok(&["once"]);
    assert!(said.contains("filled anew"), "{said}");
    let names = fs::read_dir(&mirror).unwrap().flatten();
    let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert!(names.all(|name| !name.contains("damaged")));
}
