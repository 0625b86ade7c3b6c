//! A terminal runs for years: what a picture, a slip or a search took is given back to the system as soon as it is not needed.

/// From this size on a block has pages of its own, bytes; what was there can be given back wherever it lay. Between the lines of a text, which
/// are small, and the pictures of pages and slips.
#[cfg(target_env = "gnu")]
const OF_ITS_OWN_BYTES: std::ffi::c_int = 256 * 1024;
/// All threads take from one heap. They wait for each other far longer than for its lock.
#[cfg(target_env = "gnu")]
const HEAPS: std::ffi::c_int = 1;

/// To be called before anything large is made and any thread begins. Left alone glibc puts blocks up to the largest that was ever freed (32 MB) into its
/// heap, where each small one that is made behind a picture keeps the picture's pages; and makes a heap for nearly every thread, each of
/// which keeps what a search once took (mallopt(3), `M_MMAP_THRESHOLD`: a set one stays, and `M_ARENA_MAX`).
pub fn give_back() {
    #[cfg(target_env = "gnu")]
    // SAFETY: constants that the C library documents; it takes its own locks.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, OF_ITS_OWN_BYTES);
        libc::mallopt(libc::M_ARENA_MAX, HEAPS);
    }
}
