//! Every cap of a batch, with its unit. A terminal stays below; a reader refuses what is above.

/// Entries of the register in one batch.
pub const ENTRIES_MAX: u32 = 2_000;
/// Receipts of takedowns in one batch, of each part.
pub const RECEIPTS_MAX: u32 = 2_000;
/// Lines of one batch: entries, receipts of both parts, head and signature.
pub const LINES_MAX: usize = (ENTRIES_MAX + 2 * RECEIPTS_MAX + 2) as usize;
/// Bytes of one line.
pub const LINE_BYTES_MAX: usize = 256 * 1024;
/// Bytes of a batch as it travels.
pub const BATCH_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Bytes of a batch after decompression; what a reader holds in memory at most.
pub const PLAIN_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// log2 of the largest zstd window a reader allocates (16 MiB).
pub const ZSTD_WINDOW_LOG_MAX: u32 = 24;
/// Bytes of the name of a site or terminal.
pub const NAME_BYTES_MAX: usize = 64;
