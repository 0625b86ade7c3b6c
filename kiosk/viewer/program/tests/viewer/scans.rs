//! Pictures packed as JPEG 2000 and JBIG2, as scanners pack them: what is cut, overwritten or lacks its parts is said.

use super::made::{page_of, stream};
use super::{dark, open};

const CATALOGUE: &str = "<< /Type /Catalog /Pages 2 0 R >>";

/// What a page says of the pictures of such a stream, and how dark it comes out.
fn of_stream(dict: &str, data: &[u8], more: &[Vec<u8>]) -> (u32, usize) {
    let mut objects = vec![stream(&format!("/Subtype /Image {dict}"), data)];
    objects.extend_from_slice(more);
    let file = page_of(
        CATALOGUE,
        b"q 99 0 0 99 0 0 cm /X Do Q",
        "/Resources << /XObject << /X 6 0 R >> >>",
        &objects,
    );
    let mut open = open(file).unwrap();
    let picture = open.picture(0, 200, None).unwrap();
    let dots = dark(&picture, 0.0, 0.5, 0.5, 1.0);
    (picture.page.left_out.pictures, dots)
}

#[test]
fn a_picture_of_jpeg_2000_that_is_cut_or_damaged_is_said() {
    let dict = "/Width 40 /Height 40 /ColorSpace /DeviceGray /Filter /JPXDecode";
    for whole in [
        &include_bytes!("dots.jp2")[..],
        &include_bytes!("tiles.j2k")[..],
    ] {
        assert_eq!(of_stream(dict, whole, &[]).0, 0);
        for part in [19, 15, 10, 5, 1] {
            let cut = &whole[..whole.len() * part / 20];
            assert_eq!(of_stream(dict, cut, &[]).0, 1, "{part}");
        }
        // Overwritten, and cut in the middle.
        let mut hit = whole.to_vec();
        let at = whole.len() * 3 / 5;
        hit[at..at + 40].fill(0xFF);
        assert_eq!(of_stream(dict, &hit, &[]).0, 1);
        let less = [&whole[..at], &whole[at + 40..]].concat();
        assert_eq!(of_stream(dict, &less, &[]).0, 1);
    }
}

/// A segment of a scan (ITU-T T.88, 7.2), made of these others.
fn segment(number: u8, kind: u8, made_of: &[u8], data: &[&[u8]]) -> Vec<u8> {
    let data = data.concat();
    let mut bytes = vec![0, 0, 0, number, kind, (made_of.len() as u8) << 5];
    bytes.extend_from_slice(made_of);
    bytes.push(1);
    bytes.extend_from_slice(&(data.len() as u32).to_be_bytes());
    bytes.extend_from_slice(&data);
    bytes
}

/// Lines of a fax of group 4 that are half white and half black; the first is told, the others are like it.
fn halves(first: &str, lines: usize) -> Vec<u8> {
    let end = "000000000001000000000001";
    let bits = format!("{first}{}{end}", "11".repeat(lines - 1));
    let byte = |bits: &[u8]| {
        (0..8).fold(0, |byte, at| {
            byte << 1 | (bits.get(at) == Some(&b'1')) as u8
        })
    };
    bits.as_bytes().chunks(8).map(byte).collect()
}

#[test]
fn a_scan_that_is_cut_or_lacks_what_it_is_made_of_is_said() {
    let dict =
        "/Width 40 /Height 40 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode";
    let longs = |numbers: &[u32]| -> Vec<u8> {
        numbers
            .iter()
            .flat_map(|number| number.to_be_bytes())
            .collect()
    };
    let region = [longs(&[40, 40, 0, 0]), vec![0]].concat();
    let page = segment(1, 48, &[], &[&longs(&[40, 40, 0, 0]), &[0, 0, 0]]);
    // Twenty white, twenty black, forty times.
    let dots = halves("001000100000001101000", 40);
    let dots = segment(2, 38, &[], &[&region, &[1], &dots]);
    let whole = [page.clone(), dots].concat();
    let (missing, dark) = of_stream(dict, &whole, &[]);
    assert!(missing == 0 && dark > 3_000, "{missing} {dark}");
    for part in [19, 15, 10, 5, 1] {
        let cut = &whole[..whole.len() * part / 20];
        assert_eq!(of_stream(dict, cut, &[]).0, 1, "{part}");
    }
    // A white dot and a black one of four by four, which another stream holds; a raster of ten by ten of them.
    let dots = halves("0011011011", 4);
    let shared = segment(0, 16, &[], &[&[1, 4, 4], &longs(&[1]), &dots]);
    let grid = [longs(&[10, 10, 0, 0]), vec![4, 0, 0, 0]].concat();
    let raster = halves("00111000011", 10);
    let raster = segment(2, 22, &[0], &[&region, &[1], &grid, &raster]);
    let scan = [page, raster].concat();
    let with = format!("{dict} /DecodeParms << /JBIG2Globals 7 0 R >>");
    let (missing, dark) = of_stream(&with, &scan, &[stream("", &shared)]);
    assert!(missing == 0 && dark > 3_000, "{missing} {dark}");
    assert_eq!(of_stream(&with, &scan, &[]).0, 1, "not there");
    assert_eq!(of_stream(dict, &scan, &[]).0, 1, "not named");
    let cut = stream("", &shared[..shared.len() - 1]);
    assert_eq!(of_stream(&with, &scan, &[cut]).0, 1, "cut");
    let other = segment(7, 16, &[], &[&[1, 4, 4], &longs(&[1]), &dots]);
    assert_eq!(
        of_stream(&with, &scan, &[stream("", &other)]).0,
        1,
        "another"
    );
}
