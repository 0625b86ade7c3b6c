//! How much a foreign file may cost: bytes, pages, memory, time. Both halves go by these; the child refuses, the parent kills.

use std::time::Duration;

/// A file larger than this is not opened.
pub const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Pages beyond these are not shown.
pub const PAGES_MAX: u32 = 2_000;
/// Address space of the child. The largest real file took 221 MB, 88 of it fonts that are only mapped.
pub const MEMORY_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Processor time of the child for all it ever does.
pub const CPU_SECONDS_MAX: u64 = 10;
/// Until the child has said how many pages there are.
pub const OPEN_TIME_MAX: Duration = Duration::from_secs(8);
/// Processor time until a page is drawn or read: the child is not to blame for what else the machine does.
pub const PAGE_TIME_MAX: Duration = Duration::from_secs(5);
/// The same by the clock, however little the child came to run.
pub const PAGE_WAIT_MAX: Duration = Duration::from_secs(9);
/// Until a page is drawn small, for a strip of pages: a kindness that may not keep a visitor waiting.
pub const SMALL_TIME_MAX: Duration = Duration::from_secs(1);
/// Until the whole file was read a second time; the processor time of the child ends sooner.
pub const SECOND_TIME_MAX: Duration = Duration::from_secs(15);
/// Files that lie in a file and are handed out.
pub const INNER_FILES_MAX: u32 = 64;
/// Characters of the name of a file that lies in another.
pub const NAME_CHARS_MAX: usize = 200;
/// Width of a picture, in dots.
pub const WIDTH_PX_MAX: u32 = 2_160;
/// Height of a picture, in dots.
pub const HEIGHT_PX_MAX: u32 = 8_000;
/// A picture in memory, four bytes a dot.
pub const PICTURE_BYTES_MAX: usize = 36_000_000;
/// How wide a page may be drawn when only a part of it is asked for, in dots.
pub const ZOOMED_PX_MAX: u32 = 8_000;
/// Text of one page.
pub const PAGE_TEXT_BYTES_MAX: usize = 64 * 1024;
/// Text of a whole file.
pub const TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Everything an answer says beside picture and text.
pub const HEAD_BYTES_MAX: usize = 64 * 1024;
/// A request is small.
pub const REQUEST_BYTES_MAX: usize = 1_024;
/// Places of one page that are marked as missing; more are only counted.
pub const MARKS_MAX: usize = 64;
/// Cells of a row.
pub const COLUMNS_MAX: usize = 256;
/// Merged cells of a table; more are read as the places they cover.
pub const SPANS_MAX: usize = 8_192;
/// Rows of a table that stand on one page of text.
pub const ROWS_PER_PAGE: usize = 500;
/// Either side of a picture that is itself the attachment, in dots.
pub const IMAGE_SIDE_PX_MAX: u32 = 8_000;
/// Memory its decoder may take.
pub const IMAGE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Characters of one text block.
pub const BLOCK_CHARS_MAX: usize = 20_000;
/// Parts of a package (OFD, DOCX, XLSX).
pub const PARTS_MAX: usize = 4_000;
/// One part of a package, unpacked.
pub const PART_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// All parts of a package together, unpacked.
pub const PACKAGE_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// Elements inside elements of an XML part.
pub const XML_DEPTH_MAX: usize = 64;
/// Elements of one XML part.
pub const XML_ELEMENTS_MAX: usize = 200_000;
/// Bytes of one XML part.
pub const XML_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Seals of a file.
pub const SEALS_MAX: usize = 32;
/// A seal, with its picture and certificate.
pub const SEAL_BYTES_MAX: usize = 2 * 1024 * 1024;
