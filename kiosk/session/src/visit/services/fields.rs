//! The fields of an application (条例 art 29: who, how to be reached, what, in which form), and the number of a receipt. Data.

use super::form::Kind;
use super::shapes::Shape;
use crate::keyboard::Layer;

/// Fields of the steps that have some.
pub const STEPS: [&[Kind]; 3] = [
    &[
        Kind::words("info-name", 100),
        Kind::words("info-about", 300).optional(),
    ],
    &[
        Kind::words("name", 40),
        Kind::words("address", 100),
        Kind::words("phone", 20)
            .keys(Layer::Digits)
            .shaped(Shape::Phone),
        Kind::words("id-number", 24).keys(Layer::Digits),
    ],
    &[Kind::words("email", 60)
        .optional()
        .keys(Layer::Latin)
        .shaped(Shape::Email)],
];

/// The number of a receipt.
pub const NUMBER: [Kind; 1] = [Kind::words("receipt-number", 24).keys(Layer::Digits)];
