//! A terminal runs for years: what a picture, a slip or a search took is given back to the system as soon as it is not needed.

/// From this size on a block has pages of its own, bytes; what was there can be given back wherever it lay. Between the lines of a text, which
/// are small, and the pictures of pages and slips.
#[cfg(target_env = "gnu")]
const OF_ITS_OWN_BYTES: std::ffi::c_int = 256 * 1024;

/// To be called before anything large is made. Left alone glibc puts blocks up to the largest that was ever freed (32 MB) into its heap, where
/// each small one that is made behind a picture keeps the picture's pages (mallopt(3), `M_MMAP_THRESHOLD`: a set one stays).
pub fn give_back_what_is_large() {
    #[cfg(target_env = "gnu")]
    // SAFETY: constants that the C library documents; it takes its own locks.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, OF_ITS_OWN_BYTES)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of a page, bytes.
    const PICTURE: usize = 4 << 20;

    /// Bytes that are in memory and of no file.
    fn own_bytes() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("RssAnon:"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<usize>()
            .unwrap()
            * 1024
    }

    #[test]
    fn what_pictures_took_is_given_back_though_small_things_were_made_beside_them() {
        give_back_what_is_large();
        // What glibc learns its own threshold from; of 32 MB and more it learns nothing.
        drop(std::hint::black_box(vec![1_u8; 6 * PICTURE]));
        let before = own_bytes();
        let (pictures, small): (Vec<_>, Vec<_>) = (0..32)
            .map(|n| {
                (
                    std::hint::black_box(vec![1_u8; PICTURE]),
                    std::hint::black_box(Box::new([n; 64])),
                )
            })
            .unzip();
        let held = own_bytes();
        drop(pictures);
        let after = own_bytes();
        drop(small);
        // Other tests of this process take and give back as well.
        assert!(held > before + 20 * PICTURE, "{before} then {held}");
        assert!(
            after < before + 12 * PICTURE,
            "{before}, {held}, then {after}"
        );
    }
}
