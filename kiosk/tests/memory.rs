//! What is not needed goes back to the system. In a process of its own: other tests take and give back as well.
#![allow(clippy::unwrap_used)]
#![cfg(target_env = "gnu")]

use std::ffi::{CStr, c_char};
use std::hint::black_box;
use std::sync::Barrier;

use kiosk::memory::give_back;

/// A picture of a page, bytes.
const PICTURE: usize = 4 << 20;
/// Threads that work at once.
const THREADS: usize = 8;

/// Bytes that are in memory and of no file.
fn own_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon:"));
    let kb = line.unwrap().split_whitespace().nth(1).unwrap();
    kb.parse::<usize>().unwrap() * 1024
}

/// Heaps that the C library keeps for this process, as it says itself (malloc_info(3)).
fn heaps() -> usize {
    let (mut text, mut length): (*mut c_char, usize) = (std::ptr::null_mut(), 0);
    // SAFETY: the stream owns the text until it is closed; then it is whole, ends with a zero byte, and is ours to free.
    unsafe {
        let stream = libc::open_memstream(&mut text, &mut length);
        assert!(!stream.is_null());
        assert_eq!(libc::malloc_info(0, stream), 0);
        libc::fclose(stream);
        let said = CStr::from_ptr(text).to_str().unwrap().to_owned();
        libc::free(text.cast());
        said.matches("<heap nr=").count()
    }
}

#[test]
fn what_pictures_took_is_given_back_though_small_things_were_made_beside_them() {
    give_back();
    // What glibc learns its own threshold from; of 32 MB and more it learns nothing.
    drop(black_box(vec![1_u8; 6 * PICTURE]));
    let before = own_bytes();
    let (pictures, small): (Vec<_>, Vec<_>) = (0..32)
        .map(|n| (black_box(vec![1_u8; PICTURE]), black_box(Box::new([n; 64]))))
        .unzip();
    let held = own_bytes();
    drop(pictures);
    let after = own_bytes();
    drop(small);
    assert!(held > before + 20 * PICTURE, "{before} then {held}");
    assert!(
        after < before + 12 * PICTURE,
        "{before}, {held}, then {after}"
    );
}

#[test]
fn threads_have_no_heaps_of_their_own() {
    give_back();
    let before = heaps();
    let all = Barrier::new(THREADS);
    std::thread::scope(|threads| {
        for n in 0..THREADS {
            let all = &all;
            threads.spawn(move || {
                let held: Vec<Box<[usize; 64]>> =
                    (0..1000).map(|m| Box::new([n + m; 64])).collect();
                all.wait();
                black_box(held);
            });
        }
    });
    // Those of the threads that the tests began with, which are there already.
    let most = before.max(2) + 1;
    assert!(heaps() <= most, "{before} then {}", heaps());
}
