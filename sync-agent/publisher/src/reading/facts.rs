//! What single lines say: document numbers, dates, issuers, disclosure marks. Owns the patterns; where a line must stand to
//! count is decided by `head.rs`, `structure.rs` and the gate.

mod brackets;
mod dates;
mod issuers;
mod marks;
mod nobody;
mod numbers;
mod parts;
mod signatures;

pub use brackets::strip_brackets;
pub use dates::{find_date, is_date_numeral, leading_date, only_date, says_when};
pub use issuers::{has_lost_its_front, is_issuer, is_seal_line, issuer_of_title, issuers};
pub use marks::{Mark, attribute, bare_mark, closed_inside, is_name, mark, only_means, secrecy};
pub use nobody::{is_department, is_inner_department, is_nobody, is_person_line};
pub use numbers::{
    document_number, is_spelled_number, issuer_of_number, number_of_title, number_over_lines,
    order_number,
};
pub use parts::parts;
pub use signatures::{Signature, signature};
