//! Every cap of the wire, with its unit. A publisher must stay below, a terminal refuses what is above.

/// Bytes of one root metadata file; room for a dozen keys.
pub const ROOT_BYTES_MAX: u64 = 64 * 1024;
/// Bytes of timestamp.json; a real one has about 600.
pub const TIMESTAMP_BYTES_MAX: u64 = 16 * 1024;
/// Bytes of a snapshot metadata file; a real one has about 600.
pub const SNAPSHOT_BYTES_MAX: u64 = 64 * 1024;
/// Bytes of a targets metadata file; a real one has about 1,000.
pub const TARGETS_BYTES_MAX: u64 = 64 * 1024;
/// Bytes of the tip; about 180 for each segment.
pub const TIP_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Bytes of takedown.json: a list, about 100 for each id ever withdrawn, or the index of its pieces.
pub const TAKEDOWN_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Bytes of one piece of the takedown list.
pub const TAKEDOWN_PIECE_BYTES_MAX: u64 = 1024 * 1024;
/// Bytes of all pieces together.
pub const TAKEDOWNS_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Bytes of the list of snapshot packs.
pub const PACKS_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Root rotations that one refresh walks.
pub const ROOT_ROTATIONS_MAX: usize = 32;
/// Segments in one tip.
pub const SEGMENTS_MAX: usize = 16_384;
/// Ids ever taken away, in all pieces of the list.
pub const TAKEDOWNS_MAX: usize = 1_000_000;
/// Entries in one file of the takedown list.
pub const TAKEDOWN_LIST_MAX: usize = 100_000;
/// Entries up to which the takedown list is one file; pieces of a longer one have about half to all of it.
pub const TAKEDOWN_PIECE_ENTRIES: usize = 512;
/// Pieces of one takedown list.
pub const TAKEDOWN_PIECES_MAX: usize = 4_096;
/// Compressed bytes of one segment.
pub const SEGMENT_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Bytes of one segment after decompression; what a terminal holds in memory at most.
pub const SEGMENT_PLAIN_BYTES_MAX: u64 = 96 * 1024 * 1024;
/// log2 of the largest zstd window a terminal allocates (16 MiB).
pub const ZSTD_WINDOW_LOG_MAX: u32 = 24;
/// Bytes of one line of a segment.
pub const RECORD_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Lines of one segment.
pub const SEGMENT_RECORDS_MAX: u64 = 262_144;
/// Bytes of an attachment that a terminal fetches; it is held in memory while it is checked. A publisher brings no larger one.
pub const TERMINAL_BLOB_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Bytes of one attachment.
pub const BLOB_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Bytes of the list of system bundles.
pub const BUNDLES_BYTES_MAX: u64 = 1024 * 1024;
/// System bundles in one feed.
pub const BUNDLES_MAX: usize = 64;
/// Bytes of one system bundle: a slot has 512 MiB, and boot files stand beside it.
pub const BUNDLE_BYTES_MAX: u64 = 768 * 1024 * 1024;
/// Bytes of one piece of a bundle; held in memory while it is checked.
pub const BUNDLE_PIECE_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Pieces of one bundle.
pub const BUNDLE_PIECES_MAX: usize = 1_024;

/// Bytes of an id.
pub const ID_BYTES_MAX: usize = 512;
/// Characters of a title.
pub const TITLE_CHARS_MAX: usize = 1_000;
/// Characters of agency, document number, index number, catalogue, one subject, a label.
pub const FIELD_CHARS_MAX: usize = 500;
/// Characters of the disclosure evidence.
pub const EVIDENCE_CHARS_MAX: usize = 2_000;
/// Bytes of an address or a source path.
pub const ADDRESS_BYTES_MAX: usize = 4_096;
/// Subjects of one document.
pub const SUBJECTS_MAX: usize = 64;
/// Relations of one document.
pub const RELATIONS_MAX: usize = 256;
/// Attachments of one document.
pub const ATTACHMENTS_MAX: usize = 256;
/// Pages of one attachment whose words are told.
pub const ATTACHED_PAGES_MAX: usize = 2_000;
/// Characters of all pages of all attachments of a document. With a body of the largest kind a line still holds them.
pub const ATTACHED_CHARS_MAX: usize = 600_000;
/// Blocks of one document.
pub const BLOCKS_MAX: usize = 50_000;
/// Characters of one block's text.
pub const BLOCK_CHARS_MAX: usize = 200_000;
/// Characters of all blocks together.
pub const BODY_CHARS_MAX: usize = 2_000_000;
/// Rows of one table.
pub const TABLE_ROWS_MAX: usize = 10_000;
/// Cells in one row.
pub const TABLE_COLUMNS_MAX: usize = 128;
/// Articles of one document.
pub const ARTICLES_MAX: usize = 20_000;
/// Characters of an article's title.
pub const ARTICLE_TITLE_CHARS_MAX: usize = 200;
