//! Why a receipt makes no slip. Decides nothing.

use crate::receipt::{RECEIPT_CODES_MAX, RECEIPT_ITEMS_MAX};

/// Most bytes of text in one receipt.
pub const RECEIPT_TEXT_BYTES_MAX: usize = 4_000_000;

/// Why a receipt makes no slip.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum ComposeError {
    /// More elements than a receipt may have.
    #[error("compose slip: {0} elements, at most {RECEIPT_ITEMS_MAX}")]
    TooManyItems(usize),
    /// More text than a receipt may have.
    #[error("compose slip: {0} bytes of text, at most {RECEIPT_TEXT_BYTES_MAX}")]
    TooMuchText(usize),
    /// More paper than anyone should print.
    #[error("compose slip: longer than {mm} mm")]
    TooLong { mm: u32 },
    /// A picture that is none, or that is too large.
    #[error("compose slip: picture: {0}")]
    BadPicture(&'static str),
    /// More QR codes and pictures than a receipt may have.
    #[error("compose slip: {0} qr codes and pictures, at most {RECEIPT_CODES_MAX}")]
    TooManyCodes(usize),
    /// More bytes than a code on this paper holds.
    #[error("compose slip: {0} bytes do not fit into a qr code on this paper")]
    QrTooLong(usize),
}
