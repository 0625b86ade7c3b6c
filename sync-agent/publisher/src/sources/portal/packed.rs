//! Lists that a server keeps packed (`sitemap.xml.gz`): told by their first bytes, since many servers name them wrongly. Owns how large one may become.

use std::borrow::Cow;
use std::io::Read;

use anyhow::{Context, ensure};
use flate2::read::MultiGzDecoder;

/// What every gzip file begins with (RFC 1952).
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
/// Bytes of a list when it is unpacked: what sitemaps.org allows, whatever a site promises.
pub const UNPACKED_BYTES_MAX: usize = 50 * 1024 * 1024;

/// The bytes as they are, or unpacked.
pub fn unpacked(bytes: &[u8]) -> anyhow::Result<Cow<'_, [u8]>> {
    if !bytes.starts_with(&MAGIC) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(bytes)
        .take(UNPACKED_BYTES_MAX as u64 + 1)
        .read_to_end(&mut plain)
        .context("unpack gzip")?;
    ensure!(
        plain.len() <= UNPACKED_BYTES_MAX,
        "unpack gzip: more than {UNPACKED_BYTES_MAX} bytes"
    );
    Ok(Cow::Owned(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked_whole_and_what_is_not_stays() {
        let list = b"<urlset><url><loc>http://a/1</loc></url></urlset>";
        assert_eq!(*unpacked(list).unwrap(), *list);
        assert_eq!(*unpacked(&packed(list)).unwrap(), *list);
        // Several parts in one file, as servers join them.
        let parts = [packed(&list[..10]), packed(&list[10..])].concat();
        assert_eq!(*unpacked(&parts).unwrap(), *list);
    }

    #[test]
    fn a_bomb_and_a_file_that_is_cut_are_refused() {
        let bomb = packed(&vec![b' '; UNPACKED_BYTES_MAX + 1]);
        assert!(bomb.len() < 100_000);
        assert!(
            unpacked(&bomb)
                .unwrap_err()
                .to_string()
                .contains("more than")
        );
        let whole = packed(b"<urlset></urlset>");
        for cut in MAGIC.len()..whole.len() {
            assert!(unpacked(&whole[..cut]).is_err(), "cut at {cut}");
        }
        let mut changed = whole.clone();
        let at = whole.len() - 6;
        changed[at] ^= 1;
        assert!(unpacked(&changed).is_err(), "its sum is another one");
    }
}
