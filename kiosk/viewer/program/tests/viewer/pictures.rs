//! Pictures that are themselves the attachment, and the pages of a TIFF.

use super::made::{png, tiff};
use super::{dark, open, words};
use viewer::{Failure, Reason};

#[test]
fn a_picture_is_a_scan_without_text() {
    let mut open = open(png(300, [10, 10, 10, 255])).unwrap();
    let picture = open.picture(0, 150, None).unwrap();
    assert_eq!((picture.width_px, picture.height_px), (150, 150));
    assert!(picture.page.is_scan);
    assert_eq!(words(&mut open, 0), "");
}

#[test]
fn every_page_of_a_tiff_is_shown() {
    let mut open = open(tiff(&[(40, 20, 250), (20, 40, 10), (30, 30, 250)])).unwrap();
    assert_eq!(open.opened().pages, 3);
    assert_eq!(open.opened().pages_claimed, None);
    assert_eq!(open.opened().proportions, [0.5, 2.0, 1.0]);
    for (page, height, all) in [
        (1, 200, true),
        (0, 50, false),
        (2, 100, false),
        (1, 200, true),
    ] {
        let picture = open.picture(page, 100, None).unwrap();
        assert_eq!((picture.width_px, picture.height_px), (100, height));
        let expected = if all { 100 * height as usize } else { 0 };
        assert_eq!(dark(&picture, 0.0, 0.0, 1.0, 1.0), expected, "page {page}");
        assert!(picture.page.is_scan);
    }
    assert!(matches!(
        open.picture(3, 100, None),
        Err(Failure::Refused(Reason::NoSuchPage))
    ));
}

#[test]
fn a_page_of_a_tiff_that_is_broken_leaves_the_others() {
    let whole = tiff(&[(40, 20, 10), (40, 20, 10)]);
    // How the dots of the first page are packed: in no way that there is.
    let entry = whole
        .windows(4)
        .position(|window| window == [0x03, 0x01, 4, 0])
        .unwrap();
    let mut broken = whole.clone();
    broken[entry + 8..entry + 10].copy_from_slice(&[0xEE, 0xEE]);
    let mut open = open(broken).unwrap();
    assert_eq!(open.opened().pages, 2);
    assert!(matches!(
        open.picture(0, 100, None),
        Err(Failure::Refused(Reason::Damaged))
    ));
    assert_eq!(
        dark(&open.picture(1, 100, None).unwrap(), 0.0, 0.0, 1.0, 1.0),
        100 * 50
    );
}

#[test]
fn a_page_too_high_for_one_picture_is_refused_and_shown_narrower_or_in_parts() {
    let mut open = open(tiff(&[(10, 30, 250)])).unwrap();
    assert!(matches!(
        open.picture(0, 2_160, None),
        Err(Failure::Refused(Reason::TooLarge))
    ));
    assert_eq!(open.picture(0, 1_000, None).unwrap().height_px, 3_000);
    let part = |height| viewer::Part {
        left: 0,
        top: 6_000,
        width: 2_160,
        height,
    };
    assert!(matches!(
        open.picture(0, 2_160, Some(part(480))),
        Ok(picture) if picture.height_px == 480
    ));
}
